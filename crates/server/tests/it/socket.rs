//! The socket: who may open it, what it tells, and that whoever comes back has missed nothing.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use crate::support::{Engine, Format, Process, Recording, Socket, TestServer, Visitor, process_folder};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_say_first_who_it_is_is_sent_away() {
    let server = TestServer::start_with(Engine::Sqlite, &[("GREENROOM_SOCKET__AUTH_TIMEOUT_S", "1")]).await;
    let user = server.register("ada@example.org").await;
    for first in [
        json!({ "type": "session_start", "session_id": 1 }),
        json!({ "type": "ping" }),
        json!({ "type": "auth", "token": "nonsense" }),
        json!({ "type": "auth", "token": user.refresh_token }),
        json!({ "type": "auth" }),
        json!("auth"),
    ] {
        let mut socket = Socket::open(&server.origin).await;
        socket.send(first.clone()).await;
        assert_eq!(socket.next().await, Err(Some(1008)), "{first}");
    }
    let mut audio = Socket::open(&server.origin).await;
    audio.send_audio(vec![0; 320]).await;
    assert_eq!(audio.closed().await, Some(1008));
    let mut silent = Socket::open(&server.origin).await;
    assert_eq!(silent.closed().await, Some(1008));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_origin_can_not_open_it() {
    let server = TestServer::start(Engine::Sqlite).await;
    for foreign in ["https://evil.example", "null"] {
        match Socket::try_open(&server.origin, Some(foreign)).await {
            Err(Error::Http(answer)) => assert_eq!(answer.status(), 403),
            other => panic!("{foreign} got {:?}", other.err()),
        }
    }
    Socket::try_open(&server.origin, Some(&server.origin)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_understood_is_told_and_the_socket_stays_open() {
    let few = [("GREENROOM_SOCKET__MAX_PER_USER", "2")];
    let server = TestServer::start_with(Engine::Sqlite, &few).await;
    let user = server.register("ada@example.org").await;
    let other = server.register("bob@example.org").await;
    let theirs = other.session("Theirs", None).await;
    let mut socket = user.socket().await;
    for (message, code) in [
        (json!("ping"), "validation_failed"),
        (json!({ "type": "dance" }), "validation_failed"),
        (json!({ "type": "ping", "loud": true }), "validation_failed"),
        (json!({ "type": "session_start", "session_id": "1" }), "validation_failed"),
        (json!({ "type": "session_start", "session_id": theirs }), "not_found"),
        (json!({ "type": "audio_uri", "session_id": theirs, "key": "k" }), "not_found"),
        (json!({ "type": "auth", "token": "nonsense" }), "invalid_token"),
        (json!({ "type": "auth", "token": other.token }), "wrong_state"),
        (json!({ "type": "audio_end" }), "wrong_state"),
        (json!({ "type": "ping", "filler": "x".repeat(64 * 1024) }), "message_too_large"),
    ] {
        socket.send(message).await;
        let told = socket.expect("error").await;
        assert_eq!((&told["code"], &told["retryable"]), (&json!(code), &json!(false)), "{told}");
        assert!(told["message"].as_str().is_some_and(|words| !words.is_empty()));
        assert!(told["request_id"].as_str().is_some_and(|id| !id.is_empty()));
    }
    socket.send_audio(vec![0; 320]).await;
    assert_eq!(socket.expect("error").await["code"], "wrong_state");
    socket.send(json!({ "type": "ping" })).await;
    socket.expect("pong").await;

    let _second = user.socket().await;
    let mut third = Socket::open(&server.origin).await;
    third.send(json!({ "type": "auth", "token": user.token })).await;
    assert_eq!(third.next().await, Err(Some(1008)));
    other.socket().await;
}

async fn every_socket_of_a_user_is_told_and_no_other_users(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let other = server.register("bob@example.org").await;
    let session = user.session("Silence", None).await;
    let key = user.upload_recording(&Recording::silence(2, Format::Wav).await).await;
    let (mut phone, mut laptop) = (user.socket().await, user.socket().await);
    let mut stranger = other.socket().await;
    laptop.follow(session).await;
    phone.give(session, &key).await;
    let transcript = phone.expect("transcript").await;
    assert_eq!(laptop.expect("transcript").await, transcript);
    user.post(&format!("/sessions/{session}/complete")).await.expect(202);
    let feedback = phone.expect("feedback").await;
    assert_eq!(laptop.expect("feedback").await, feedback);
    user.patch(&format!("/sessions/{session}"), json!({ "title": "Renamed" })).await.expect(200);
    for socket in [&mut phone, &mut laptop] {
        let mut told = socket.expect("session").await;
        while told["session"]["title"] != "Renamed" {
            told = socket.expect("session").await;
        }
    }
    stranger.send(json!({ "type": "ping" })).await;
    assert_eq!(stranger.next().await.unwrap(), json!({ "type": "pong" }), "a stranger was told something");
    server.stop().await;
}

async fn whoever_comes_back_has_missed_nothing(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let session = user.session("Silence", None).await;
    let key = user.upload_recording(&Recording::silence(20, Format::WebmOpus).await).await;
    let mut lost = user.socket().await;
    lost.give(session, &key).await;
    assert_eq!(lost.expect("session").await["session"]["status"], "transcribing");
    drop(lost);

    let mut back = user.socket().await;
    let state = back.follow(session).await;
    if state["transcript"].is_null() {
        assert_eq!(state["status"], "transcribing");
        assert_eq!(back.expect("transcript").await["text"], "");
    }
    drop(back);
    user.post(&format!("/sessions/{session}/complete")).await.expect(202);
    let mut late = user.socket().await;
    if late.follow(session).await["status"] != "completed" {
        late.expect("feedback").await;
    }
    let feedback = user.get(&format!("/sessions/{session}/feedback")).await.expect(200);

    // Whoever sends the recording again is given all that came of it.
    let mut again = user.socket().await;
    again.give(session, &key).await;
    assert_eq!(again.expect("session").await["session"]["status"], "completed");
    assert_eq!(again.expect("transcript").await["text"], "");
    assert_eq!(again.expect("feedback").await["feedback"], feedback);
    assert_eq!(server.rows().number("SELECT COUNT(*) FROM feedback").await, 1);
    server.stop().await;
}

with_and_without_redis!(
    every_socket_of_a_user_is_told_and_no_other_users,
    whoever_comes_back_has_missed_nothing
);

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_of_live_audio_that_is_too_large_closes_the_socket_and_says_so() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    let mut socket = user.socket().await;
    socket.send_audio(vec![0; 256 * 1024]).await;
    assert_eq!(socket.expect("error").await["code"], "wrong_state");
    socket.send_audio(vec![0; 256 * 1024 + 1]).await;
    assert_eq!(socket.closed().await, Some(1009));
}

#[tokio::test]
async fn the_same_recording_sent_again_starts_nothing_new_and_the_queue_has_places() {
    let folder = process_folder();
    // Without workers everything stays as it was asked for.
    let server = Process::start(folder.path(), &["serve", "--no-workers"], &[]).await;
    let user = Visitor::of(&server.origin).register("ada@example.org").await;
    let silence = Recording::silence(1, Format::Wav).await;
    let mut sockets = [user.socket().await, user.socket().await];
    for place in 0..3 {
        let session = user.session("Waiting", None).await;
        let key = user.upload_recording(&silence).await;
        for socket in [0, 1, 0] {
            sockets[socket].give(session, &key).await;
            let told = next_status(&mut sockets[socket], session).await;
            assert_eq!((&told["stage"], &told["position"]), (&json!("queued"), &json!(place)), "{told}");
        }
    }
    let rows = crate::support::Rows::of(&format!("sqlite://{}/data/greenroom.db", folder.path().display()));
    assert_eq!(rows.open_jobs().await, 3);
    assert_eq!(server.terminate().await, Some(0));
}

/// The next status of this session; those of others may come in between.
async fn next_status(socket: &mut Socket, session: i64) -> Value {
    loop {
        let told = socket.expect("status").await;
        if told["session_id"] == session {
            return told;
        }
    }
}
