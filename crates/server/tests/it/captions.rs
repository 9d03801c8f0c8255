//! Live captions: what the recogniser makes of an answer while it is spoken, and never takes back once it is stable.

use clients::speech::error_rate::word_error_rate;
use serde_json::{Value, json};

use crate::support::{Engine, Socket, TestServer, live_speech};

const WORDS: &str = "I found the cause of the problem and wrote a test for it";

/// A tenth of a second at 16 kHz.
const PIECE: usize = 3200;

/// What has been captioned so far, held to the promise that the stable part never changes.
#[derive(Default)]
struct Captions {
    text: String,
    stable: usize,
}

impl Captions {
    fn take(&mut self, partial: &Value) {
        let text = partial["text"].as_str().unwrap();
        let stable = usize::try_from(partial["stable"].as_u64().unwrap()).unwrap();
        assert!(self.stable <= stable && stable <= text.chars().count(), "{} then {partial}", self.stable);
        assert!(text.chars().take(self.stable).eq(self.text.chars().take(self.stable)), "{partial}");
        (self.text, self.stable) = (text.to_owned(), stable);
    }

    fn is_settled(&self) -> bool {
        !self.text.is_empty() && self.stable == self.text.chars().count()
    }
}

async fn begin(socket: &mut Socket, session: i64) {
    socket
        .send(json!({ "type": "audio_start", "session_id": session, "encoding": "pcm_s16le", "sample_rate": 16000 }))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_appear_while_they_are_spoken_and_what_is_stable_stays() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    let session = user.session("Live", None).await;
    let speech = live_speech(WORDS).await;
    let mut socket = user.socket().await;
    begin(&mut socket, session).await;
    for piece in speech.chunks(PIECE) {
        socket.send_audio(piece.to_vec()).await;
    }
    let mut captions = Captions::default();
    while captions.text.is_empty() {
        captions.take(&socket.expect("partial").await);
    }
    socket.send(json!({ "type": "audio_end" })).await;
    while !captions.is_settled() {
        captions.take(&socket.expect("partial").await);
    }
    let rate = word_error_rate(WORDS, &captions.text).rate().unwrap();
    assert!(rate <= 0.35, "word error rate {rate:.2}: {}", captions.text);
    // Captions are never the record.
    let state = user.get(&format!("/sessions/{session}")).await.expect(200);
    assert_eq!((&state["status"], &state["transcript"]), (&json!("created"), &Value::Null));
    socket.send(json!({ "type": "audio_end" })).await;
    assert_eq!(socket.expect("error").await["code"], "wrong_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_faster_than_we_hear_holds_nothing_up() {
    let server = TestServer::start_with(Engine::Sqlite, &[("GREENROOM_SOCKET__QUEUE", "1")]).await;
    let user = server.register("ada@example.org").await;
    let session = user.session("Live", None).await;
    let speech = live_speech(WORDS).await;
    let mut socket = user.socket().await;
    begin(&mut socket, session).await;
    // More pieces than may wait, and each says something new.
    for _ in 0..4 {
        for piece in speech.chunks(2 * PIECE) {
            socket.send_audio(piece.to_vec()).await;
        }
    }
    socket.send(json!({ "type": "audio_end" })).await;
    let mut captions = Captions::default();
    while !captions.is_settled() {
        captions.take(&socket.expect("partial").await);
    }
    socket.send(json!({ "type": "ping" })).await;
    socket.expect("pong").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn captions_are_for_ones_own_session_one_answer_at_a_time_and_sound_of_a_known_kind() {
    let server = TestServer::start(Engine::Sqlite).await;
    let (ada, bob) = (server.register("ada@example.org").await, server.register("bob@example.org").await);
    let (hers, his) = (ada.session("Live", None).await, bob.session("Live", None).await);
    let (mut first, mut second) = (ada.socket().await, bob.socket().await);
    begin(&mut second, hers).await;
    assert_eq!(second.expect("error").await["code"], "not_found");
    for (encoding, rate) in [("mp3", 16_000), ("pcm_s16le", 1), ("pcm_s16le", 192_000)] {
        second
            .send(json!({ "type": "audio_start", "session_id": his, "encoding": encoding, "sample_rate": rate }))
            .await;
        assert_eq!(second.expect("error").await["code"], "validation_failed", "{encoding} {rate}");
    }
    begin(&mut first, hers).await;
    first.send_audio(vec![0; PIECE]).await;
    first.expect("partial").await;
    begin(&mut second, his).await;
    let busy = second.expect("error").await;
    assert_eq!((&busy["code"], &busy["retryable"]), (&json!("rate_limited"), &json!(true)));
}
