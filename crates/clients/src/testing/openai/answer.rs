//! Scripted answers, good and bad.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};

/// What the server does with one request.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    content: Content,
    /// Sent in pieces of so many bytes, with a pause before each.
    pace: Option<(usize, Duration)>,
    /// The connection breaks after so many bytes.
    cut_after: Option<usize>,
}

#[derive(Debug, Clone)]
enum Content {
    Raw {
        kind: &'static str,
        body: Vec<u8>,
    },
    /// Rendered as the request wants it: streamed or whole.
    Chat(String),
    /// Nothing, for ever.
    Silence,
}

impl Answer {
    /// 200 with this JSON.
    pub fn json(body: &Value) -> Self {
        Self::raw("application/json", body.to_string())
    }

    /// 200 with these bytes of a content type.
    pub fn raw(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, Content::Raw { kind, body: body.into() })
    }

    /// A chat answer of this text, token by token if a stream was asked for.
    pub fn chat(text: impl Into<String>) -> Self {
        Self::new(200, Content::Chat(text.into()))
    }

    /// An error in OpenAI's shape.
    pub fn error(status: u16, message: &str) -> Self {
        let body =
            json!({ "error": { "message": message, "type": "server_error", "param": null, "code": null } });
        Self { status, ..Self::json(&body) }
    }

    /// Takes the request and never answers.
    pub fn hang() -> Self {
        Self::new(200, Content::Silence)
    }

    /// Sends the client somewhere else.
    pub fn redirect(to: &str) -> Self {
        Self { status: 307, ..Self::raw("text/plain", "") }.with("location", to)
    }

    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends `bytes` at a time, with a pause before each piece.
    #[must_use]
    pub fn slowly(self, bytes: usize, pause: Duration) -> Self {
        Self { pace: Some((bytes, pause)), ..self }
    }

    /// Breaks the connection after so many bytes of the body.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        Self { cut_after: Some(bytes), ..self }
    }

    fn new(status: u16, content: Content) -> Self {
        Self { status, headers: Vec::new(), content, pace: None, cut_after: None }
    }

    /// The response to a request that wants a stream, or does not, from a model.
    pub(super) async fn response(self, model: &str, stream: bool) -> Response {
        let (kind, body) = match self.content {
            Content::Raw { kind, body } => (kind, body),
            Content::Chat(text) if stream => {
                ("text/event-stream; charset=utf-8", events(model, &text).into_bytes())
            }
            Content::Chat(text) => ("application/json", completion(model, &text).to_string().into_bytes()),
            Content::Silence => std::future::pending().await,
        };
        let mut response = Response::new(paced(body, self.pace, self.cut_after));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::IM_A_TEAPOT);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// A verbose transcript of these words, as `whisper-1` gives it: (word, start in seconds, end in seconds).
pub fn transcript(words: &[(&str, f64, f64)]) -> Value {
    let text: Vec<&str> = words.iter().map(|(word, ..)| *word).collect();
    let timed: Vec<Value> =
        words.iter().map(|(word, start, end)| json!({ "word": word, "start": start, "end": end })).collect();
    json!({
        "task": "transcribe",
        "language": "english",
        "duration": words.last().map_or(0.0, |(_, _, end)| *end),
        "text": text.join(" "),
        "words": timed,
        "usage": { "type": "duration", "seconds": 1 },
    })
}

fn paced(body: Vec<u8>, pace: Option<(usize, Duration)>, cut_after: Option<usize>) -> Body {
    if pace.is_none() && cut_after.is_none() {
        return Body::from(body);
    }
    let (size, pause) = pace.unwrap_or((body.len().max(1), Duration::ZERO));
    let kept = body.len().min(cut_after.unwrap_or(body.len()));
    let pieces: Vec<io::Result<Bytes>> =
        body[..kept].chunks(size.max(1)).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let break_off = cut_after.map(|_| Err(io::Error::other("the test wants the connection to break here")));
    Body::from_stream(stream::iter(pieces.into_iter().chain(break_off)).then(move |piece| async move {
        tokio::time::sleep(pause).await;
        piece
    }))
}

fn completion(model: &str, text: &str) -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": format!("{model}-2024-07-18"),
        "choices": [{
            "index": 0, "message": { "role": "assistant", "content": text, "refusal": null }, "finish_reason": "stop",
        }],
        "usage": usage(text),
    })
}

fn events(model: &str, text: &str) -> String {
    let chunk = |choices: Value, usage: Value| {
        let chunk = json!({
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0,
            "model": format!("{model}-2024-07-18"), "choices": choices, "usage": usage,
        });
        format!("data: {chunk}\n\n")
    };
    let delta = |delta: Value, reason: Value| {
        chunk(json!([{ "index": 0, "delta": delta, "finish_reason": reason }]), Value::Null)
    };
    let mut all = delta(json!({ "role": "assistant", "content": "" }), Value::Null);
    for token in text.split_inclusive(' ') {
        all.push_str(&delta(json!({ "content": token }), Value::Null));
    }
    all.push_str(&delta(json!({}), json!("stop")));
    all.push_str(&chunk(json!([]), usage(text)));
    all.push_str("data: [DONE]\n\n");
    all
}

/// Counts words, which is near enough to tokens for a test that only asks whether counts arrive.
fn usage(text: &str) -> Value {
    let words = text.split_whitespace().count();
    json!({ "prompt_tokens": 11, "completion_tokens": words, "total_tokens": 11 + words })
}
