//! Shutdown: the first SIGTERM or SIGINT asks everything to finish, the second ends the process at once.

use anyhow::{Context, Result};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What a shell reports of a process that was interrupted.
const INTERRUPTED: i32 = 130;

/// Cancelled when the process is told to stop. To be called within the async runtime.
pub(crate) fn on_signals() -> Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM can not be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT can not be heard")?;
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        either(&mut terminate, &mut interrupt).await;
        tracing::info!("told to stop: finishing what is under way; tell me again to stop at once");
        told.cancel();
        either(&mut terminate, &mut interrupt).await;
        tracing::warn!("told to stop again: stopping at once");
        std::process::exit(INTERRUPTED);
    });
    Ok(stop)
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
