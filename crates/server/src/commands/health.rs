//! `health`: asks the server of these settings, on this machine, whether it is well; for containers that have no other client.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};

use super::say;
use crate::config::Settings;
use crate::launch;

/// Whoever takes longer is not well.
const PATIENCE: Duration = Duration::from_secs(5);

/// With `worker`, a process that serves only its metrics is asked for these.
pub(super) async fn health(settings: &Settings, worker: bool) -> Result<ExitCode> {
    launch::choose_tls();
    let url = match worker {
        true => {
            format!(
                "http://{}:{}/metrics",
                launch::reached_at(&settings.metrics.host.to_string()),
                settings.metrics.port
            )
        }
        false => launch::local_url(settings)?.join("health/live")?.to_string(),
    };
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        // It is asked by its address on this machine, for which no certificate was given.
        .tls_danger_accept_invalid_certs(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let answer = client.get(&url).send().await.with_context(|| format!("{url} does not answer"))?;
    let status = answer.status();
    say(&format!("{url} answers {status}.\n"))?;
    Ok(if status.is_success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
