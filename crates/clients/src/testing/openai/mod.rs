//! A server that checks requests as OpenAI's does and answers what the test scripted.
//!
//! A request that the real server would refuse is refused here, with the same status and shape, and remembered; the
//! script is only asked when a request is right. Nothing is answered that no test scripted.

mod answer;
mod chat;
mod multipart;
mod schema;
mod script;
mod transcription;

use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

pub use self::answer::{Answer, transcript};
pub use self::chat::ChatRequest;
pub use self::script::Script;
pub use self::transcription::TranscriptionRequest;

/// The key that the server takes.
pub const KEY: &str = "sk-test-4f1c";

/// The model that transcribes.
pub const SPEECH_MODEL: &str = "whisper-1";

/// The model that chats.
pub const CHAT_MODEL: &str = "gpt-4o-mini";

/// OpenAI's limit on the size of a request with a file, in bytes.
const LARGEST_BODY: usize = 26_214_400;

/// A running server; it stops when dropped.
pub struct OpenAiServer {
    base_url: Url,
    scripts: Arc<Scripts>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Scripts {
    transcriptions: Script<TranscriptionRequest>,
    chats: Script<ChatRequest>,
}

impl OpenAiServer {
    /// Starts on a free port of loopback.
    ///
    /// # Panics
    /// When loopback can not be listened on.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.unwrap_or_else(|error| panic!("no port on loopback: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no address on loopback: {error}"));
        let base_url = format!("http://{address}/v1");
        let base_url = base_url.parse().unwrap_or_else(|error| panic!("{base_url}: {error}"));
        let scripts = Arc::<Scripts>::default();
        let service = router(Arc::clone(&scripts));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, service).await {
                tracing::error!(%error, "the test server ended");
            }
        });
        Self { base_url, scripts, task }
    }

    /// With the version, as the product is configured with it.
    pub fn base_url(&self) -> Url {
        self.base_url.clone()
    }

    pub fn transcriptions(&self) -> &Script<TranscriptionRequest> {
        &self.scripts.transcriptions
    }

    pub fn chats(&self) -> &Script<ChatRequest> {
        &self.scripts.chats
    }
}

impl Drop for OpenAiServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn router(scripts: Arc<Scripts>) -> Router {
    Router::new()
        .route("/v1/audio/transcriptions", post(transcription::transcribe))
        .route("/v1/chat/completions", post(chat::complete))
        .route("/v1/models", get(models))
        .fallback(async || error(StatusCode::NOT_FOUND, "Invalid URL", None, None))
        .layer(middleware::from_fn(no_larger_than_allowed))
        .layer(middleware::from_fn_with_state(Arc::clone(&scripts), authorised))
        .layer(DefaultBodyLimit::disable())
        .with_state(scripts)
}

async fn models() -> Json<Value> {
    let model = |id| json!({ "id": id, "object": "model", "created": 0, "owned_by": "system" });
    Json(json!({ "object": "list", "data": [model(SPEECH_MODEL), model(CHAT_MODEL)] }))
}

async fn authorised(
    State(_): State<Arc<Scripts>>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match given.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(KEY) => next.run(request).await,
        Some(_) => {
            error(StatusCode::UNAUTHORIZED, "Incorrect API key provided", None, Some("invalid_api_key"))
        }
        None => error(StatusCode::UNAUTHORIZED, "You didn't provide an API key", None, None),
    }
}

async fn no_larger_than_allowed(headers: HeaderMap, request: Request, next: Next) -> Response {
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    match length {
        Some(length) if length > LARGEST_BODY => {
            let message =
                format!("Maximum content size limit ({LARGEST_BODY}) exceeded ({length} bytes read)");
            error(StatusCode::PAYLOAD_TOO_LARGE, &message, None, None)
        }
        _ => next.run(request).await,
    }
}

/// An error in OpenAI's shape.
fn error(status: StatusCode, message: &str, parameter: Option<&str>, code: Option<&str>) -> Response {
    let error =
        json!({ "message": message, "type": "invalid_request_error", "param": parameter, "code": code });
    (status, Json(json!({ "error": error }))).into_response()
}

/// Why the real server would refuse a request.
struct Refusal {
    status: StatusCode,
    message: String,
    parameter: Option<&'static str>,
}

impl Refusal {
    fn of(parameter: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into(), parameter: Some(parameter) }
    }

    fn unknown_model(model: &str) -> Self {
        let message = format!("The model `{model}` does not exist or you do not have access to it.");
        Self { status: StatusCode::NOT_FOUND, message, parameter: Some("model") }
    }

    fn response(&self) -> Response {
        error(self.status, &self.message, self.parameter, None)
    }
}
