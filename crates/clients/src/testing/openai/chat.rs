//! `POST /v1/chat/completions`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::{CHAT_MODEL, Refusal, Scripts, schema};

const ARGUMENTS: &[&str] = &[
    "frequency_penalty",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "model",
    "presence_penalty",
    "response_format",
    "seed",
    "stop",
    "stream",
    "stream_options",
    "temperature",
    "top_p",
];
const ROLES: &[&str] = &["system", "developer", "user", "assistant"];

/// A chat request that the real server would take.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatRequest {
    pub body: Value,
}

impl ChatRequest {
    /// The text of all messages of a role, in order.
    pub fn said_by(&self, role: &str) -> Vec<String> {
        let messages = self.body["messages"].as_array().into_iter().flatten();
        let text = |message: &Value| message["content"].as_str().unwrap_or_default().to_owned();
        messages.filter(|message| message["role"] == role).map(text).collect()
    }

    /// What the schema is called, if one was sent to be enforced.
    pub fn schema_name(&self) -> Option<&str> {
        self.body.pointer("/response_format/json_schema/name")?.as_str()
    }

    /// The schema that the answer must obey, if one was sent to be enforced.
    pub fn schema(&self) -> Option<&Value> {
        self.body.pointer("/response_format/json_schema/schema")
    }
}

pub(super) async fn complete(State(scripts): State<Arc<Scripts>>, body: Bytes) -> Response {
    match checked(&body) {
        Ok(request) => {
            let stream = request.body["stream"] == true;
            scripts.chats.answer(request).response(CHAT_MODEL, stream).await
        }
        Err(refusal) => {
            scripts.chats.refuse(&refusal.message);
            refusal.response()
        }
    }
}

fn checked(body: &[u8]) -> Result<ChatRequest, Refusal> {
    let body: Value = serde_json::from_slice(body).map_err(|error| {
        Refusal::of("body", format!("We could not parse the JSON body of your request: {error}"))
    })?;
    let arguments = body.as_object().ok_or_else(|| Refusal::of("body", "the body is not an object"))?;
    if let Some(unknown) = arguments.keys().find(|name| !ARGUMENTS.contains(&name.as_str())) {
        return Err(Refusal::of("body", format!("Unrecognized request argument supplied: {unknown}")));
    }
    match arguments.get("model").and_then(Value::as_str) {
        Some(CHAT_MODEL) => {}
        Some(model) => return Err(Refusal::unknown_model(model)),
        None => return Err(Refusal::of("model", "you must provide a model parameter")),
    }
    check_messages(&body["messages"])?;
    if body["temperature"].as_f64().is_some_and(|value| !(0.0..=2.0).contains(&value)) {
        return Err(Refusal::of("temperature", "temperature must be between 0 and 2"));
    }
    let limits = ["max_tokens", "max_completion_tokens"].map(|name| body.get(name));
    if limits.iter().flatten().any(|limit| limit.as_u64().is_none_or(|limit| limit == 0)) {
        return Err(Refusal::of("max_tokens", "the limit must be a whole number above 0"));
    }
    if limits.iter().flatten().count() == 2 {
        return Err(Refusal::of("max_tokens", "give max_tokens or max_completion_tokens, not both"));
    }
    if body.get("seed").is_some_and(|seed| !seed.is_i64()) {
        return Err(Refusal::of("seed", "seed must be a signed 64-bit integer"));
    }
    if body.get("stream_options").is_some() && body["stream"] != true {
        return Err(Refusal::of("stream_options", "stream_options needs stream to be true"));
    }
    check_format(&body)?;
    Ok(ChatRequest { body })
}

fn check_messages(messages: &Value) -> Result<(), Refusal> {
    let messages = messages.as_array().filter(|messages| !messages.is_empty());
    let messages =
        messages.ok_or_else(|| Refusal::of("messages", "messages must be a list that is not empty"))?;
    for message in messages {
        let role = message["role"].as_str().unwrap_or_default();
        if !ROLES.contains(&role) || !message["content"].is_string() {
            return Err(Refusal::of(
                "messages",
                format!("not a message with a known role and content: {message}"),
            ));
        }
    }
    Ok(())
}

fn check_format(body: &Value) -> Result<(), Refusal> {
    let Some(format) = body.get("response_format") else { return Ok(()) };
    match format["type"].as_str() {
        Some("text") => Ok(()),
        // OpenAI wants the word somewhere, for without it the model may write white space for ever.
        Some("json_object") if body["messages"].to_string().to_lowercase().contains("json") => Ok(()),
        Some("json_object") => {
            Err(Refusal::of("messages", "'messages' must contain the word 'json' in some form"))
        }
        Some("json_schema") => schema::check(&format["json_schema"]).map_err(|why| {
            Refusal::of("response_format", format!("Invalid schema for response_format: {why}"))
        }),
        _ => Err(Refusal::of("response_format", "unknown response_format.type")),
    }
}
