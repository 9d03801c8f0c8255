//! `check`: tries the settings and everything they name, and says in words how it is.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clients::object_store::ObjectStore;
use futures::TryStreamExt;
use models::Database;
use services::clock::{Clock, SystemClock};
use services::health::{Check, Level};

use super::say;
use crate::config::Settings;
use crate::launch;
use crate::wiring::Embedded;

const NEW: &str = "This is a new installation: the first start, or `greenroom migrate`, makes the tables.\n";
const EARLIER: &str =
    "The database is of an earlier release: the next start, or `greenroom migrate`, brings it to this one.\n";

/// The settings have been read and found right before this is called. Nothing is migrated.
pub(super) async fn check(settings: &Settings) -> Result<ExitCode> {
    let mut text = "The settings are right (`greenroom config` shows them).\n".to_owned();
    let (folder, wired) = launch::prepare(settings, Embedded::HeldOrAsked).await?;
    // Writing to a String can not fail.
    let _ = writeln!(text, "The data folder is {}.", folder.display());
    let steps = wired.database.steps_taken().await?;
    if steps.is_empty() {
        text.push_str(NEW);
    } else if steps.len() < Database::known_steps().len() {
        text.push_str(EARLIER);
    }
    let mut report = wired.services.health.report().await;
    if steps.is_empty() && report.database.level == Level::Ok {
        report.jobs.level = Level::Ok;
        "There are none yet.".clone_into(&mut report.jobs.detail);
    }
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
    let mut down = [&report.database, &report.object_store].iter().any(|check| check.level == Level::Down);
    if report.object_store.level != Level::Down {
        let (word, detail) = match write_read_delete(&*wired.objects.store, &folder).await {
            Ok(()) => ("ok", "An object was written, read and deleted.".to_owned()),
            Err(error) => ("DOWN", format!("An object could not be written, read and deleted: {error:#}.")),
        };
        down |= word == "DOWN";
        let _ = writeln!(text, "  {:<16}{word:<10}{detail}", "recordings");
    }
    if !down {
        let page = settings.server.public_url.as_ref().map(|url| url.origin().ascii_serialization());
        for advice in wired.objects.store.advice(page.as_deref()).await {
            let _ = writeln!(text, "  {:<16}{:<10}{advice}", "bucket", "advice");
        }
    }
    wired.database.close().await;
    say(&text)?;
    Ok(if down { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Tries all that the product does with an object.
async fn write_read_delete(store: &dyn ObjectStore, folder: &Path) -> Result<()> {
    const CONTENT: &[u8] = b"greenroom check";
    let key = format!("checks/{}.txt", SystemClock.uuid());
    let file = tempfile::NamedTempFile::new_in(folder.join("scratch"))?;
    std::fs::write(file.path(), CONTENT)?;
    let etag = store.upload(&key, "text/plain", file.path()).await.context("writing")?;
    let read: Vec<_> = store.get(&key, &etag).await.context("reading")?.try_collect().await?;
    anyhow::ensure!(read.concat() == CONTENT, "what was read is not what was written");
    store.delete(&key).await.context("deleting")?;
    anyhow::ensure!(store.head(&key).await?.is_none(), "it is still there after it was deleted");
    Ok(())
}

fn word(check: &Check) -> &'static str {
    match check.level {
        Level::Ok => "ok",
        Level::Degraded => "degraded",
        Level::Down => "DOWN",
    }
}
