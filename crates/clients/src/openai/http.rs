//! The server at the other end: sends requests to it and reads what it answers, within all limits.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backon::Retryable as _;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::circuit::Breaker;
use super::{Failure, Settings, retry};
use crate::Health;

/// Longest list of models that is read.
const LONGEST_LIST: usize = 4 * 1024 * 1024;

/// For the question whether the server is well, which nobody should wait long for.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(5);

pub(crate) struct Server {
    settings: Settings,
    client: Client,
    places: Semaphore,
    breaker: Breaker,
    calls: AtomicU64,
    /// What is asked of it, for metrics: "transcription", "chat".
    purpose: &'static str,
}

impl Server {
    /// Connects to nothing yet. Errs when no TLS client can be made.
    pub(crate) fn new(settings: Settings, purpose: &'static str) -> Result<Self, String> {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // An error means that the process has a provider already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let client = Client::builder()
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .redirect(Policy::none())
            .user_agent(concat!("greenroom/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            client,
            places: Semaphore::new(settings.concurrency),
            breaker: Breaker::new(settings.circuit),
            calls: AtomicU64::new(0),
            settings,
            purpose,
        })
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Posts to `path` under the base URL. `fill` completes the request, anew for each attempt; `read` reads an answer
    /// of status 200, and its failures are retried like those of the transport.
    pub(crate) async fn post<T, Reading>(
        &self,
        path: &str,
        fill: impl Fn(RequestBuilder) -> RequestBuilder,
        read: impl Fn(Response) -> Reading,
    ) -> Result<T, Failure>
    where
        Reading: Future<Output = Result<T, Failure>>,
    {
        let _place =
            self.places.acquire().await.map_err(|closed| Failure::Unreachable(closed.to_string()))?;
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let longest = self.settings.longest_wait;
        (|| self.attempt(fill(self.request(reqwest::Method::POST, path)), &read))
            .retry(retry::waits(&self.settings, call))
            .when(Failure::worth_another_attempt)
            .adjust(|failure, planned| retry::adjusted(failure, planned, longest))
            .notify(|failure, wait| {
                tracing::warn!(
                    purpose = self.purpose,
                    kind = failure.kind(),
                    ?wait,
                    "an outside call is tried again"
                );
            })
            .await
    }

    async fn attempt<T, Reading>(
        &self,
        request: RequestBuilder,
        read: impl Fn(Response) -> Reading,
    ) -> Result<T, Failure>
    where
        Reading: Future<Output = Result<T, Failure>>,
    {
        let span = tracing::info_span!("outside_call", purpose = self.purpose);
        self.attempt_now(request, read).instrument(span).await
    }

    async fn attempt_now<T, Reading>(
        &self,
        request: RequestBuilder,
        read: impl Fn(Response) -> Reading,
    ) -> Result<T, Failure>
    where
        Reading: Future<Output = Result<T, Failure>>,
    {
        let leave = self.breaker.leave().map_err(Failure::CircuitOpen)?;
        let begun = Instant::now();
        let result = match self.accepted(request).await {
            Ok(response) => read(response).await,
            Err(failure) => Err(failure),
        };
        self.count(&result, begun.elapsed());
        match &result {
            Err(failure) if failure.speaks_against_the_server() => leave.failed(),
            _ => leave.succeeded(),
        }
        result
    }

    async fn accepted(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let response =
            request.send().await.map_err(|error| Failure::of_transport(error, self.settings.timeout))?;
        if response.status() == reqwest::StatusCode::OK {
            Ok(response)
        } else {
            Err(Failure::of_answer(response, self.settings.timeout).await)
        }
    }

    fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        let base = self.settings.base_url.as_str().trim_end_matches('/');
        let request = self.client.request(method, format!("{base}/{path}"));
        match &self.settings.api_key {
            Some(key) => request.bearer_auth(key.expose_secret()),
            None => request,
        }
    }

    fn count<T>(&self, result: &Result<T, Failure>, took: Duration) {
        let kind = result.as_ref().err().map_or("ok", Failure::kind);
        metrics::counter!("greenroom_outside_calls_total", "purpose" => self.purpose, "result" => kind)
            .increment(1);
        metrics::histogram!("greenroom_outside_call_duration_seconds", "purpose" => self.purpose)
            .record(took.as_secs_f64());
    }

    /// Asks for the list of models, which costs nothing, whether the server answers and has the configured one.
    pub(crate) async fn health(&self) -> Health {
        let model = &self.settings.model;
        let request = self.request(reqwest::Method::GET, "models").timeout(HEALTH_TIMEOUT);
        let listed = match self.accepted(request).await {
            Ok(response) => {
                read_limited(response, LONGEST_LIST, HEALTH_TIMEOUT).await.map(|body| lists(&body, model))
            }
            Err(failure) => Err(failure),
        };
        match listed {
            Ok(Some(true)) => Health::Ok(format!("{model} at {}", self.settings.base_url)),
            Ok(Some(false)) => Health::Down(format!(
                "the server at {} has no model {model:?}: choose another, or pull it there",
                self.settings.base_url
            )),
            // It answers, but lists no models: not every compatible server does.
            Ok(None) | Err(Failure::Refused { .. }) => {
                Health::Ok(format!("{} answers; it does not list its models", self.settings.base_url))
            }
            Err(failure) => Health::Down(format!("the server at {}: {failure}", self.settings.base_url)),
        }
    }
}

/// Whether a list of models has this one; `None` when it is no such list.
fn lists(body: &[u8], model: &str) -> Option<bool> {
    #[derive(Deserialize)]
    struct List {
        data: Vec<Model>,
    }
    #[derive(Deserialize)]
    struct Model {
        id: String,
    }
    let list: List = serde_json::from_slice(body).ok()?;
    // Ollama lists "llama3.2:latest" and takes "llama3.2".
    let is_it = |id: &str| id == model || id.strip_suffix(":latest") == Some(model);
    Some(list.data.iter().any(|listed| is_it(&listed.id)))
}

/// The body, if it is no longer than `longest` bytes; `limit` is the time that the attempt has.
pub(crate) async fn read_limited(
    mut response: Response,
    longest: usize,
    limit: Duration,
) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    let cut = |error| Failure::of_transport(error, limit);
    while let Some(chunk) = response.chunk().await.map_err(cut)? {
        if body.len() + chunk.len() > longest {
            return Err(Failure::BadAnswer(format!("its answer is longer than {longest} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
