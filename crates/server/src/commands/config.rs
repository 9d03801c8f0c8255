//! `config`: the settings in force and where each came from.

use std::process::ExitCode;

use anyhow::Result;

use super::say;
use crate::config::{Layers, shown};

pub(super) fn config(layers: &Layers) -> Result<ExitCode> {
    say(&shown(layers))?;
    Ok(ExitCode::SUCCESS)
}
