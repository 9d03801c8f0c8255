//! The commands: each does what its name says, prints to standard output, and answers how it went.

mod backup;
mod check;
mod coach;
mod config;
mod health;
mod migrate;
mod models;
mod openapi;
mod run;
mod transcribe;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Cli, Command};
use crate::config::{Layers, Settings};
use crate::parts::Parts;

/// Settings or arguments are wrong, or what was asked for is not there.
pub const MISUSED: u8 = 2;

/// Does what the command line asks for.
pub async fn execute(cli: Cli, settings: Settings, layers: &Layers) -> Result<ExitCode> {
    match cli.command() {
        Command::Serve { no_workers: false } => run::run(settings, Parts::All).await,
        Command::Serve { no_workers: true } => run::run(settings, Parts::ServeOnly).await,
        Command::Worker => run::run(settings, Parts::WorkOnly).await,
        Command::Migrate => migrate::migrate(&settings).await,
        Command::Check => check::check(&settings).await,
        Command::Backup(asked) => backup::backup(&settings, &asked).await,
        Command::Restore(asked) => backup::restore(&settings, &asked).await,
        Command::Health { worker } => health::health(&settings, worker).await,
        Command::Config => config::config(layers),
        Command::Openapi => openapi::openapi(),
        Command::Models(models) => models::models(&models),
        Command::Transcribe(asked) => transcribe::transcribe(&settings, asked).await,
        Command::Coach(asked) => coach::coach(&settings, &asked).await,
    }
}

/// Writes to standard output. That nobody reads on is no fault: `greenroom config | head` ends quietly.
fn say(text: &str) -> Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
