//! Telemetry: what the server tells of itself, as logs, metrics, traces and reports of exceptions.

mod exceptions;
pub mod logs;
pub mod metrics;
mod panics;
mod scrub;
mod traces;

use anyhow::Result;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{Layer, Registry};

pub use panics::report_panics;

use crate::config::Settings;
use exceptions::{Exceptions, Reports};
use traces::Traces;

type Boxed = Box<dyn Layer<Registry> + Send + Sync>;

/// What is to be finished before the process ends, so that the last words are heard.
pub struct Telemetry {
    traces: Option<Traces>,
    exceptions: Option<Exceptions>,
}

/// Begins to log, and to send traces and reports where the settings ask for it. To be called once in a process, within the
/// async runtime.
pub fn begin(settings: &Settings) -> Result<Telemetry> {
    crate::launch::choose_tls();
    let traces = Traces::begin(&settings.traces)?;
    let exceptions = Exceptions::begin(&settings.exceptions)?;
    let mut layers: Vec<Boxed> = vec![logs::layer(&settings.log)?];
    layers.extend(traces.iter().map(|traces| traces.layer().boxed()));
    layers.extend(exceptions.iter().map(|_| Reports.boxed()));
    tracing_subscriber::registry().with(layers).try_init()?;
    Ok(Telemetry { traces, exceptions })
}

impl Telemetry {
    /// Sends what is left.
    pub async fn finish(self) {
        let Self { traces, exceptions } = self;
        // Both block until it is sent, while the runtime must go on.
        let finished = tokio::task::spawn_blocking(move || {
            if let Some(traces) = &traces {
                traces.finish();
            }
            drop(exceptions);
        });
        if let Err(error) = finished.await {
            tracing::warn!(%error, "the last traces and reports may not have been sent");
        }
    }
}
