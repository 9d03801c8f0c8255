//! `models`: speech models for this machine.

use std::process::ExitCode;

use anyhow::Result;
use clients::speech::pocketsphinx::PocketSphinx;

use super::{MISUSED, say};
use crate::cli::Models;

pub(super) fn models(asked: &Models) -> Result<ExitCode> {
    match asked {
        Models::Pull => {
            let today = if PocketSphinx::BUILT_IN {
                "PocketSphinx, which is built in, works without any model to fetch, with basic accuracy."
            } else {
                "This binary was built without PocketSphinx: run script/fetch-speech and build again to have it."
            };
            say(&format!(
                "This release knows no speech model that it could fetch; Whisper on this machine is to come.\n\
                 {today}\n\
                 For better accuracy set OPENAI_API_KEY, or OPENAI_BASE_URL to a compatible server of your own.\n"
            ))?;
            Ok(ExitCode::from(MISUSED))
        }
    }
}
