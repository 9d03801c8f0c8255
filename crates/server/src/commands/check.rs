//! `check`: tries the settings and everything they name, and says in words how it is.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::Result;
use services::health::{Check, Level};

use super::say;
use crate::config::Settings;
use crate::launch;

/// The settings have been read and found right before this is called. Nothing is migrated.
pub(super) async fn check(settings: &Settings) -> Result<ExitCode> {
    let mut text = "The settings are right (`greenroom config` shows them).\n".to_owned();
    let (folder, wired) = launch::prepare(settings).await?;
    // Writing to a String can not fail.
    let _ = writeln!(text, "The data folder is {}.", folder.display());
    let report = wired.services.health.report().await;
    for (name, check) in [
        ("database", &report.database),
        ("replicas", &report.replicas),
        ("object store", &report.object_store),
        ("redis", &report.redis),
        ("speech", &report.speech),
        ("language model", &report.language_model),
        ("jobs", &report.jobs),
    ] {
        let _ = writeln!(text, "  {:<16}{:<10}{}", name, word(check), check.detail);
    }
    wired.database.close().await;
    say(&text)?;
    Ok(if report.level == Level::Down { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn word(check: &Check) -> &'static str {
    match check.level {
        Level::Ok => "ok",
        Level::Degraded => "degraded",
        Level::Down => "DOWN",
    }
}
