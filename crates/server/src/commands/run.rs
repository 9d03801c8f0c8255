//! `serve` and `worker`: the server, until it is told to stop.

use std::process::ExitCode;

use anyhow::{Context, Result};

use super::say;
use crate::config::{LogFormat, Settings};
use crate::launch::{Listeners, launch};
use crate::parts::Parts;
use crate::shutdown;

pub(super) async fn run(settings: Settings, parts: Parts) -> Result<ExitCode> {
    let stop = shutdown::on_signals()?;
    // Each connection is a file; the usual soft limit of 1024 is for programs that use select(2).
    rlimit::increase_nofile_limit(u64::MAX).context("the limit on open files can not be raised")?;
    let listeners = Listeners::bind(&settings, parts).await?;
    let for_machines = settings.log.format == LogFormat::Json;
    launch(settings, listeners, parts, stop, |announcement| {
        if for_machines {
            tracing::info!(announcement, "ready");
        } else if let Err(error) = say(announcement) {
            tracing::warn!(%error, "standard output can not be written");
        }
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
