//! Traces: what a request led to, through jobs to outside calls, sent to a collector as OTLP over HTTP.
//!
//! Only spans of ours are sent, with their fields, which hold ids and names; events, which hold texts, are not.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::body::Bytes;
use http::{Request, Response};
use opentelemetry::trace::{SpanKind, TracerProvider};
use opentelemetry::{KeyValue, Value};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, SpanData};
use tokio::runtime::Handle;
use tracing::Metadata;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::{Layer, Registry};

use crate::config;

/// A collector that takes longer has lost the spans.
const PATIENCE: Duration = Duration::from_secs(10);

/// The crates whose spans are sent.
const OURS: [&str; 5] = ["api", "clients", "greenroom", "models", "services"];

/// Traces that are being sent. To be finished before the process ends, or the last ones are lost.
pub(super) struct Traces(SdkTracerProvider);

impl Traces {
    /// Begins to send, if the settings name a collector. To be called within the async runtime.
    pub(super) fn begin(settings: &config::Traces) -> Result<Option<Self>> {
        let Some(endpoint) = &settings.endpoint else { return Ok(None) };
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("no client for traces")?;
        let path = format!("{}/v1/traces", endpoint.as_str().trim_end_matches('/'));
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client { client, runtime: Handle::current() })
            .with_endpoint(path)
            .with_headers(HashMap::new())
            .with_timeout(PATIENCE)
            .build()
            .context("traces.endpoint, OTEL_EXPORTER_OTLP_ENDPOINT")?;
        let about = Resource::builder()
            .with_service_name(settings.service_name.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        // Who began the trace has decided whether it is kept; of those that begin here, a share is.
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.sample)));
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(Conventional(exporter))
            .with_sampler(sampler)
            .with_resource(about)
            .build();
        Ok(Some(Self(provider)))
    }

    /// What turns our spans into theirs.
    pub(super) fn layer(&self) -> impl Layer<Registry> + Send + Sync + use<> {
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("greenroom"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(filter_fn(is_our_span))
    }

    /// Sends what is left. It blocks until then.
    pub(super) fn finish(&self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

fn is_our_span(about: &Metadata<'_>) -> bool {
    about.is_span() && OURS.contains(&about.target().split("::").next().unwrap_or_default())
}

/// Sends requests on the async runtime, for a thread that is outside of it.
#[derive(Debug)]
struct Client {
    client: reqwest::Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let answered = self.runtime.spawn(async move {
            let answer = client.execute(request.try_into()?).await?;
            let status = answer.status();
            Ok::<_, reqwest::Error>((status, answer.bytes().await?))
        });
        let (status, body) = answered.await??;
        Ok(Response::builder().status(status).body(body)?)
    }
}

/// Spans under the names that OpenTelemetry's semantic conventions give them, which would be noise in the logs.
#[derive(Debug)]
struct Conventional(SpanExporter);

impl opentelemetry_sdk::trace::SpanExporter for Conventional {
    fn export(&self, mut batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        batch.iter_mut().for_each(rename);
        self.0.export(batch)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

fn rename(span: &mut SpanData) {
    let text = |name: &str| {
        let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == name);
        found.map_or_else(String::new, |attribute| attribute.value.as_str().into_owned())
    };
    match span.name.as_ref() {
        "request" => {
            span.name = format!("{} {}", text("method"), text("path")).into();
            span.span_kind = SpanKind::Server;
        }
        "attempt" => {
            span.name = format!("job {}", text("kind")).into();
            span.span_kind = SpanKind::Consumer;
        }
        "outside_call" => {
            span.name = [text("purpose"), text("operation")].join(" ").trim_end().to_owned().into();
            span.span_kind = SpanKind::Client;
        }
        _ => {}
    }
    for attribute in &mut span.attributes {
        let name = match attribute.key.as_str() {
            "method" => "http.request.method",
            "path" => "http.route",
            _ => continue,
        };
        *attribute = KeyValue::new(name, std::mem::replace(&mut attribute.value, Value::Bool(false)));
    }
}
