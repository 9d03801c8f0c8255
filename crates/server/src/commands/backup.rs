//! `backup` and `restore`: everything that users have given us, into a folder and back.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use services::backup::{Tombstone, Verified, Wishes};

use super::say;
use crate::cli;
use crate::config::Settings;
use crate::launch;
use crate::wiring::Embedded;

pub(super) async fn backup(settings: &Settings, asked: &cli::Backup) -> Result<ExitCode> {
    let (_, wired) = launch::prepare(settings, Embedded::HeldOrAsked).await?;
    let backups = &wired.services.backups;
    let code = match (&asked.folder, &asked.tombstones) {
        (_, Some(file)) => {
            let lines = backups.tombstones(file).await?;
            say(&format!("{lines} tombstones are in {}.\n", file.display()))?;
            ExitCode::SUCCESS
        }
        (Some(folder), None) => {
            let manifest = backups.take(folder).await?;
            let rows: u64 = manifest.tables.values().map(|table| table.lines).sum();
            say(&format!(
                "The backup in {} holds {rows} rows and {} recordings ({:.1} MiB).\n",
                folder.display(),
                manifest.objects.lines,
                manifest.object_bytes as f64 / 1_048_576.0
            ))?;
            match manifest.missing.len() {
                0 => ExitCode::SUCCESS,
                lost => {
                    say(&format!(
                        "But the object store does not hold {lost} recordings of confirmed uploads; their keys are in \
                         manifest.json, under \"missing\".\n"
                    ))?;
                    ExitCode::FAILURE
                }
            }
        }
        // The command line asks for one of them.
        (None, None) => ExitCode::from(super::MISUSED),
    };
    wired.database.close().await;
    Ok(code)
}

pub(super) async fn restore(settings: &Settings, asked: &cli::Restore) -> Result<ExitCode> {
    let folder = asked.folder.clone();
    let backup = tokio::task::spawn_blocking(move || Verified::read(&folder)).await??;
    let taken_at = backup.manifest.taken_at.format("%Y-%m-%d %H:%M:%S");
    if asked.check {
        say(&format!("The backup of {taken_at} UTC is whole.\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let tombstones = match &asked.tombstones {
        Some(file) => read(file).with_context(|| format!("{} can not be read", file.display()))?,
        None => Vec::new(),
    };
    let (_, wired) = launch::prepare(settings, Embedded::Held).await?;
    let wishes = Wishes { replace: asked.replace, tombstones };
    let restored = wired.services.backups.restore(&backup, wishes).await?;
    wired.database.close().await;
    say(&format!(
        "Restored the backup of {taken_at} UTC: {} users, {} sessions, {} recordings.\n",
        restored.users, restored.sessions, restored.recordings
    ))?;
    if restored.stay_deleted > 0 {
        say(&format!("{} users and sessions that were deleted stay deleted.\n", restored.stay_deleted))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<Vec<Tombstone>> {
    let text = std::fs::read_to_string(file)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}
