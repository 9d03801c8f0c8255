//! The binary: reads the command line and the settings, does what was asked, and reports in words what went wrong.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use greenroom::cli::Cli;
use greenroom::commands::{self, MISUSED};
use greenroom::{config, telemetry};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // What is no text can set none of our settings.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let (settings, layers) = match config::load(cli.config.as_deref(), environment) {
        Ok(loaded) => loaded,
        Err(problems) => return complain(&problems.to_string(), MISUSED),
    };
    let telemetry = match telemetry::begin(&settings) {
        Ok(telemetry) => telemetry,
        Err(error) => return complain(&format!("{error:#}"), MISUSED),
    };
    telemetry::report_panics();
    let executed = commands::execute(cli, settings, &layers).await;
    telemetry.finish().await;
    match executed {
        Ok(code) => code,
        Err(error) => complain(&format!("{error:#}"), 1),
    }
}

fn complain(message: &str, code: u8) -> ExitCode {
    // Nothing is left to be done when not even that can be said.
    let _ = writeln!(io::stderr(), "greenroom: {message}");
    ExitCode::from(code)
}
