//! `openapi`: the contract as the handlers have it.

use std::process::ExitCode;

use anyhow::Result;

use super::say;

pub(super) fn openapi() -> Result<ExitCode> {
    say(&format!("{}\n", api::openapi().to_pretty_json()?))?;
    Ok(ExitCode::SUCCESS)
}
