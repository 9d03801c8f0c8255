//! `migrate`: brings the database to this release.

use std::process::ExitCode;

use anyhow::Result;

use super::say;
use crate::config::Settings;
use crate::{first_start, wiring};

pub(super) async fn migrate(settings: &Settings) -> Result<ExitCode> {
    first_start::prepare(&settings.data_dir)?;
    let database = wiring::open_database(settings).await?;
    database.migrate().await?;
    say(&format!("The {} database is at this release.\n", database.engine()))?;
    database.close().await;
    Ok(ExitCode::SUCCESS)
}
