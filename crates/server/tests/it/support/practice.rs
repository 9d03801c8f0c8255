//! Practice: what a user's app does with a recording, from the upload to the words and the feedback.

use serde_json::{Value, json};

use super::recording::Recording;
use super::socket::Socket;
use super::user::User;

impl User {
    /// Presign, PUT, confirm; answers the key.
    pub(crate) async fn upload_recording(&self, recording: &Recording) -> String {
        self.upload(recording.bytes.clone(), recording.content_type, recording.extension).await
    }

    /// A new session whose recording has been turned into words.
    pub(crate) async fn transcribed(&self, title: &str, recording: &Recording) -> i64 {
        let session = self.session(title, None).await;
        let key = self.upload_recording(recording).await;
        let mut socket = self.socket().await;
        socket.give(session, &key).await;
        socket.expect("transcript").await;
        session
    }

    /// A new session with feedback; answers its id and the feedback as the socket told it.
    pub(crate) async fn completed(&self, title: &str, recording: &Recording) -> (i64, Value) {
        let session = self.transcribed(title, recording).await;
        let mut socket = self.socket().await;
        socket.follow(session).await;
        self.post(&format!("/sessions/{session}/complete")).await.expect(202);
        (session, socket.expect("feedback").await["feedback"].clone())
    }
}

impl Socket {
    /// Gives a session the recording under this key.
    pub(crate) async fn give(&mut self, session: i64, key: &str) {
        self.send(json!({ "type": "audio_uri", "session_id": session, "key": key })).await;
    }
}

/// Every quote in a feedback, wherever it stands.
pub(crate) fn quotes(feedback: &Value) -> Vec<String> {
    match feedback {
        Value::Object(fields) => {
            let own = fields.get("quote").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(fields.values().flat_map(quotes)).collect()
        }
        Value::Array(items) => items.iter().flat_map(quotes).collect(),
        _ => Vec::new(),
    }
}

/// Asserts that nothing was judged: no score anywhere, and a reason in words. Answers the reason's code.
#[track_caller]
pub(crate) fn expect_not_scorable(feedback: &Value) -> &str {
    assert_eq!(feedback["status"], "not_scorable", "{feedback:#}");
    expect_no_scores(feedback);
    assert!(feedback["reason"]["message"].as_str().is_some_and(|words| words.len() > 10), "{feedback:#}");
    feedback["reason"]["code"].as_str().unwrap()
}

/// Asserts that there is no score anywhere, and no level.
#[track_caller]
pub(crate) fn expect_no_scores(feedback: &Value) {
    for score in ["overall_score", "communication_score", "technical_score", "clarity_score"] {
        assert!(feedback[score].is_null(), "{score}: {feedback:#}");
    }
    assert_eq!(feedback["competencies"], json!([]), "{feedback:#}");
}
