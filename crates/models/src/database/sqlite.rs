//! SQLite: one file, one writer, and readers that can not write.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use sea_orm::DatabaseConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::Settings;
use super::primary::Primary;
use crate::DataError;
use crate::error::unreachable;

/// Another process (`greenroom worker`) may hold the write lock for so long.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The writer and the readers.
pub(super) async fn open(path: &Path, settings: &Settings) -> Result<(Primary, Primary), DataError> {
    // When several begin on a new file at once, one switches it to WAL. The others are told at once that it is locked:
    // within that statement SQLite does not wait, whatever its time-out.
    let politely = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(10))
        .with_max_delay(Duration::from_millis(100))
        .without_max_times()
        .with_total_delay(Some(settings.acquire_timeout));
    (|| connect(path, settings)).retry(politely).when(is_locked).await.map_err(unreachable)
}

async fn connect(path: &Path, settings: &Settings) -> Result<(Primary, Primary), sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged is on disk, also after a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT);
    // SQLite allows one writer: a pool of one makes writers queue fairly instead of failing with "locked".
    let writer = pool(options.clone(), 1, settings).await?;
    let readers = options.pragma("query_only", "on");
    let reader = pool(readers, settings.max_connections.max(1), settings).await?;
    Ok((Primary::embedded(writer), Primary::embedded(reader)))
}

async fn pool(
    options: SqliteConnectOptions,
    most: u32,
    settings: &Settings,
) -> Result<DatabaseConnection, sqlx::Error> {
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    Ok(pool.into())
}

/// SQLITE_BUSY, plain or extended.
fn is_locked(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(fault) = error else { return false };
    fault.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}
