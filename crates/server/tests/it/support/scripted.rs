//! A server whose speech engine and language model are scripted: it hears what a test says and thinks what a test thinks.

use std::sync::atomic::{AtomicUsize, Ordering};

use clients::testing::openai::{Answer, KEY, OpenAiServer, transcript};
use serde_json::{Value, json};

use super::database::Engine;
use super::recording::{ANSWER, Format, QUESTION, Recording};
use super::server::TestServer;
use super::user::User;

/// Seconds of speech that the recording behind every scripted transcript holds.
const SPOKEN_S: f64 = 18.0;

/// The server, and what it believes to be OpenAI.
pub(crate) struct Scripted {
    pub(crate) server: TestServer,
    pub(crate) model: OpenAiServer,
}

impl Scripted {
    /// With a language model. One attempt at each job, so that a failure is seen at once.
    pub(crate) async fn start(engine: Engine, variables: &[(&str, &str)]) -> Self {
        let model = OpenAiServer::start().await;
        let base_url = model.base_url();
        let mut all = vec![
            ("OPENAI_BASE_URL", base_url.as_str()),
            ("OPENAI_API_KEY", KEY),
            ("GREENROOM_SPEECH__ENGINE", "openai"),
            ("GREENROOM_JOBS__MAX_ATTEMPTS", "1"),
        ];
        all.extend_from_slice(variables);
        let server = TestServer::start_with(engine, &all).await;
        Self { server, model }
    }

    /// Without a language model: the rules judge.
    pub(crate) async fn by_rules(engine: Engine) -> Self {
        // An empty variable would count as not given.
        Self::start(engine, &[("GREENROOM_LANGUAGE_MODEL__MODEL", " ")]).await
    }

    /// A session whose answer was heard as this text, word for word.
    pub(crate) async fn heard(&self, user: &User, text: &str) -> i64 {
        let words: Vec<&str> = text.split_whitespace().collect();
        let step = SPOKEN_S / words.len() as f64;
        let timed: Vec<(&str, f64, f64)> = words
            .iter()
            .enumerate()
            .map(|(at, word)| (*word, 0.3 + at as f64 * step, 0.3 + (at as f64 + 0.9) * step))
            .collect();
        self.model.transcriptions().then(Answer::json(&transcript(&timed)));
        let session = user.session("Practice", Some(QUESTION)).await;
        let key = user.upload_recording(&Recording::spoken(ANSWER, Format::Wav).await).await;
        let mut socket = user.socket().await;
        socket.follow(session).await;
        socket.give(session, &key).await;
        assert_eq!(socket.expect("transcript").await["text"], words.join(" "));
        session
    }

    /// Asks for feedback and waits until there is some, or a failure. Answers the session.
    pub(crate) async fn completed(&self, user: &User, session: i64, how: &str) -> Value {
        let mut socket = user.socket().await;
        socket.follow(session).await;
        user.post(&format!("/sessions/{session}/{how}")).await.expect(202);
        loop {
            let message = socket.next().await.unwrap();
            let status = message["session"]["status"].as_str().unwrap_or_default();
            if message["type"] == "session" && matches!(status, "completed" | "failed") {
                return message["session"].clone();
            }
        }
    }

    /// Lets the model answer judgements by `judge`, which is told how many there were, and model answers by a plain one.
    pub(crate) fn judges(&self, judge: impl Fn(usize) -> Answer + Send + 'static) {
        let judged = AtomicUsize::new(0);
        self.model.chats().always(move |request| match request.schema_name() {
            Some("judgement") => judge(judged.fetch_add(1, Ordering::SeqCst)),
            _ => Answer::chat(json!({ "answer": "I looked for the cause and found it." }).to_string()),
        });
    }
}

/// A judgement as a well-behaved model writes it: this level for all six, with one quote.
pub(crate) fn judgement(level: i64, quote: &str) -> Value {
    let names = ["relevance", "structure", "specificity", "reasoning", "result", "clarity"];
    let claims: Vec<Value> =
        names.iter().map(|name| json!({ "name": name, "quotes": [quote], "level": level })).collect();
    json!({
        "competencies": claims,
        "strengths": [{ "quotes": [quote], "text": "You looked before you acted." }],
        "improvements": [{ "quotes": [quote], "text": "The team is missing.", "try": "Name one colleague." }],
        "summary": "A clear story.",
    })
}
