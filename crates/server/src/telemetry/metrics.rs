//! Metrics: numbers for Prometheus, under `/metrics` on a listener of their own. `docs/metrics.md` says what each means.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::{describe_counter, describe_gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

/// Seconds within which a request is answered: from a cached read to the request time-out.
const REQUEST_BUCKETS_S: &[f64] =
    &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// Seconds that work behind the scenes takes: jobs, speech, language models.
const WORK_BUCKETS_S: &[f64] =
    &[0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0];

/// Work divided by the recording's duration: below 1 is faster than speech.
const REAL_TIME_FACTOR_BUCKETS: &[f64] = &[0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0, 5.0];

/// Memory of histograms is freed so often.
const UPKEEP: Duration = Duration::from_secs(10);

/// Reads the numbers out.
#[derive(Clone)]
pub struct Metrics {
    recorded: PrometheusHandle,
    process: Collector,
}

/// The recorder is the process's: whoever begins a second time gets the same one.
static RECORDED: Mutex<Option<PrometheusHandle>> = Mutex::new(None);

impl Metrics {
    /// Begins to record.
    pub fn begin() -> Result<Self> {
        let mut recorded = RECORDED.lock().unwrap_or_else(PoisonError::into_inner);
        let process = Collector::default();
        if let Some(recorded) = &*recorded {
            return Ok(Self { recorded: recorded.clone(), process });
        }
        let handle = PrometheusBuilder::new()
            .set_buckets(WORK_BUCKETS_S)?
            .set_buckets_for_metric(Matcher::Prefix("greenroom_http_".to_owned()), REQUEST_BUCKETS_S)?
            .set_buckets_for_metric(Matcher::Suffix("real_time_factor".to_owned()), REAL_TIME_FACTOR_BUCKETS)?
            .install_recorder()
            .context("metrics can not be recorded")?;
        *recorded = Some(handle.clone());
        process.describe();
        describe();
        // A series that begins with its first panic has no increase for an alert to see.
        metrics::counter!("greenroom_panics_total").increment(0);
        Ok(Self { recorded: handle, process })
    }

    /// The numbers as they are now, as Prometheus text.
    pub fn text(&self) -> String {
        self.process.collect();
        self.recorded.render()
    }

    /// What the metrics listener serves.
    pub fn router(&self) -> Router {
        Router::new().route("/metrics", get(show)).with_state(self.clone())
    }

    /// Keeps the recorder small until `stop`.
    pub async fn keep_up(self, stop: CancellationToken) {
        let mut tick = interval(UPKEEP);
        while stop.run_until_cancelled(tick.tick()).await.is_some() {
            self.recorded.run_upkeep();
        }
    }
}

async fn show(State(metrics): State<Metrics>) -> Response {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text()).into_response()
}

/// What this crate itself counts; the others describe their own.
fn describe() {
    describe_gauge!("greenroom_connections_open", "Connections that are open now, sockets among them.");
    describe_counter!(
        "greenroom_connections_overdue_total",
        "Connections closed because they made no progress, by what they were waiting for."
    );
    describe_counter!(
        "greenroom_tls_handshakes_failed_total",
        "Connections that did not become secure, by whether they were refused or too slow."
    );
    describe_counter!("greenroom_panics_total", "Defects that made a task panic.");
}
