//! Recordings that are none, are cut off, are missing or are somebody else's: a clear error, and nothing half done.

use reqwest::header::CONTENT_LENGTH;
use serde_json::{Value, json};

use crate::support::{ANSWER, Format, Recording, TestServer, User};

async fn a_file_that_can_not_be_heard_fails_the_session_and_a_better_one_replaces_it(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let spoken = |format| Recording::spoken(&ANSWER[..60], format);
    for (recording, code) in [
        (Recording::mislabelled(b"I am a letter to my bank.\n", Format::WebmOpus), "not_audio"),
        (spoken(Format::M4a).await.cut_to(0.5), "recording_unfinished"),
        (spoken(Format::Wav).await.cut_to(0.5), "audio_truncated"),
    ] {
        let session = user.session("Broken", None).await;
        let key = user.upload_recording(&recording).await;
        let mut socket = user.socket().await;
        socket.give(session, &key).await;
        let told = socket.expect("error").await;
        assert_eq!((&told["code"], &told["stage"]), (&json!(code), &json!("decode")), "{told}");
        assert_eq!((&told["retryable"], &told["session_id"]), (&json!(false), &json!(session)));

        let path = format!("/sessions/{session}");
        let state = user.get(&path).await.expect(200);
        assert_eq!((&state["status"], &state["failure"]["code"]), (&json!("failed"), &json!(code)));
        assert_eq!(state["transcript"], Value::Null);
        user.post(&format!("{path}/retry")).await.expect_problem(400, "not_retryable");
        user.post(&format!("{path}/complete")).await.expect_problem(409, "wrong_state");
        user.get(&format!("{path}/transcript")).await.expect_problem(409, "wrong_state");
        let feedback = user.get(&format!("{path}/feedback")).await.expect(200);
        assert_eq!((&feedback["status"], &feedback["overall_score"]), (&json!("unavailable"), &Value::Null));

        let better = user.upload_recording(&Recording::silence(1, Format::Wav).await).await;
        socket.give(session, &better).await;
        assert_eq!(socket.expect("transcript").await["text"], "");
        assert_eq!(user.get(&path).await.expect(200)["failure"], Value::Null);
    }
    assert_eq!(server.rows().open_jobs().await, 0);
    // Of each session the better one.
    assert_eq!(server.rows().number("SELECT COUNT(*) FROM uploads").await, 3);
    server.stop().await;
}

async fn what_was_never_uploaded_can_be_neither_confirmed_nor_transcribed(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let body = json!({ "content_type": "audio/webm", "extension": "webm", "size": 0 });
    let problem = user.post_json("/upload/s3-presign", body).await.expect_problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["field"], "size");

    let mut permission = user.presign("audio/webm", "webm", 4).await;
    permission.headers.remove(CONTENT_LENGTH);
    for wrong in [&b""[..], b"123", b"12345"] {
        assert!([400, 403].contains(&user.put(&permission, wrong.to_vec()).await.as_u16()));
    }
    user.confirm(&permission.key).await.expect_problem(400, "upload_missing");
    let session = user.session("Nothing", None).await;
    let mut socket = user.socket().await;
    socket.give(session, &permission.key).await;
    let told = socket.expect("error").await;
    assert_eq!((&told["code"], &told["session_id"]), (&json!("upload_missing"), &json!(session)));
    assert_eq!(user.get(&format!("/sessions/{session}")).await.expect(200)["status"], "created");
    assert_eq!(server.rows().open_jobs().await, 0);
    assert_eq!(server.rows().number("SELECT COUNT(*) FROM uploads").await, 0);
    server.stop().await;
}

async fn what_is_somebody_elses_is_not_there(server: TestServer) {
    let (ada, bob) = (server.register("ada@example.org").await, server.register("bob@example.org").await);
    let recording = Recording::silence(1, Format::Wav).await;
    let (session, _) = ada.completed("Mine", &recording).await;
    let key = ada.upload_recording(&recording).await;
    let unconfirmed = ada.presign("audio/wav", "wav", recording.bytes.len()).await;
    assert_eq!(ada.put(&unconfirmed, recording.bytes.clone()).await, 200);

    for theirs in [&key, &unconfirmed.key] {
        bob.confirm(theirs).await.expect_problem(404, "not_found");
    }
    nothing_of_the_session_is_there_for(&bob, session).await;
    let mut socket = bob.socket().await;
    socket.send(json!({ "type": "session_start", "session_id": session })).await;
    assert_eq!(socket.expect("error").await["code"], "not_found");
    let own = bob.session("Not mine", None).await;
    for theirs in [&key, &unconfirmed.key] {
        socket.give(own, theirs).await;
        assert_eq!(socket.expect("error").await["code"], "not_found");
    }
    assert_eq!(bob.get(&format!("/sessions/{own}")).await.expect(200)["status"], "created");
    let attempt = bob.post_json("/sessions", json!({ "title": "Again", "attempt_of": session })).await;
    attempt.expect_problem(404, "not_found");
    assert_eq!(ada.get(&format!("/sessions/{session}")).await.expect(200)["title"], "Mine");
    server.stop().await;
}

async fn nothing_of_the_session_is_there_for(user: &User, session: i64) {
    let path = format!("/sessions/{session}");
    for part in ["", "/transcript", "/audio", "/feedback"] {
        user.get(&format!("{path}{part}")).await.expect_problem(404, "not_found");
    }
    for act in ["/complete", "/retry"] {
        user.post(&format!("{path}{act}")).await.expect_problem(404, "not_found");
    }
    user.patch(&path, json!({ "title": "Stolen" })).await.expect_problem(404, "not_found");
    user.patch(&format!("{path}/transcript"), json!({ "text": "x" })).await.expect_problem(404, "not_found");
    user.delete(&path).await.expect_problem(404, "not_found");
}

async fn one_recording_belongs_to_one_session(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let key = user.upload_recording(&Recording::silence(1, Format::Wav).await).await;
    let (first, second) = (user.session("First", None).await, user.session("Second", None).await);
    let mut socket = user.socket().await;
    socket.give(first, &key).await;
    socket.expect("transcript").await;
    socket.give(second, &key).await;
    assert_eq!(socket.expect("error").await["code"], "upload_in_use");
    assert_eq!(user.get(&format!("/sessions/{second}")).await.expect(200)["status"], "created");
    server.stop().await;
}

on_each_database!(
    a_file_that_can_not_be_heard_fails_the_session_and_a_better_one_replaces_it,
    what_was_never_uploaded_can_be_neither_confirmed_nor_transcribed,
    what_is_somebody_elses_is_not_there,
    one_recording_belongs_to_one_session,
);
