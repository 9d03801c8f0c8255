//! The provider: the test suite's OpenAI-compatible server, which hears our one answer in every recording and judges it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use clients::testing::openai::{Answer, ChatRequest, OpenAiServer, TranscriptionRequest, transcript};
use serde_json::{Value, json};

use crate::support::ANSWER;

/// How it is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Well,
    /// 500 to everything.
    Failing,
    /// 429, to be asked again in a second.
    Busy,
    /// Takes requests and never answers.
    Hanging,
}

pub(crate) struct Provider {
    server: OpenAiServer,
    mood: Arc<AtomicU8>,
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let server = OpenAiServer::start().await;
        let mood = Arc::new(AtomicU8::new(Mood::Well as u8));
        let today = Arc::clone(&mood);
        server.transcriptions().always(move |request| in_mood(&today, || heard(request)));
        let today = Arc::clone(&mood);
        server.chats().always(move |request| in_mood(&today, || said(request)));
        Self { server, mood }
    }

    pub(crate) fn becomes(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::Relaxed);
    }

    pub(crate) fn base_url(&self) -> String {
        self.server.base_url().to_string()
    }

    /// Why a real server would have refused what we sent. There must be none.
    pub(crate) fn refusals(&self) -> Vec<String> {
        [self.server.transcriptions().refusals(), self.server.chats().refusals()].concat()
    }

    pub(crate) fn asked(&self) -> (usize, usize) {
        (self.server.transcriptions().requests().len(), self.server.chats().requests().len())
    }
}

fn in_mood(mood: &AtomicU8, well: impl FnOnce() -> Answer) -> Answer {
    match mood.load(Ordering::Relaxed) {
        mood if mood == Mood::Failing as u8 => Answer::error(500, "The server had an error"),
        mood if mood == Mood::Busy as u8 => Answer::error(429, "Rate limit reached").with("retry-after", "1"),
        mood if mood == Mood::Hanging as u8 => Answer::hang(),
        _ => well(),
    }
}

/// The answer's words, evenly over the recording (16-bit samples at 16 kHz after a WAV header).
fn heard(request: &TranscriptionRequest) -> Answer {
    let length_s = request.file.len() as f64 / 32_000.0;
    let words: Vec<&str> = ANSWER.split_whitespace().collect();
    let each_s = length_s / words.len() as f64;
    let timed: Vec<(&str, f64, f64)> = words
        .iter()
        .enumerate()
        .map(|(index, word)| (*word, index as f64 * each_s, (index as f64 + 0.9) * each_s))
        .collect();
    Answer::json(&transcript(&timed))
}

/// A judgement of which each claim has a quote that was said.
fn said(request: &ChatRequest) -> Answer {
    let wanted = request.body.pointer("/response_format/json_schema/name").and_then(Value::as_str);
    let quotes = json!(["I profiled the database and found a missing index on the orders table"]);
    let reply = match wanted {
        Some("judgement") => {
            let names = ["relevance", "structure", "specificity", "reasoning", "result", "clarity"];
            let competencies = names.map(|name| json!({ "name": name, "quotes": quotes, "level": 3 }));
            json!({
                "competencies": competencies,
                "strengths": [{ "quotes": quotes, "text": "You say what you did yourself." }],
                "improvements": [{ "quotes": quotes, "text": "The reason is missing.", "try": "Say why an index." }],
                "summary": "A clear account of one problem.",
            })
        }
        Some("model_answer") => json!({ "answer": "I profiled the database and added the missing index." }),
        other => panic!("nothing in this run asks for {other:?}"),
    };
    Answer::chat(reply.to_string())
}
