//! SQLite: one file, one writer, and readers that can not write.

use std::path::Path;
use std::time::Duration;

use sea_orm::DatabaseConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::Settings;
use super::primary::Primary;
use crate::DataError;
use crate::error::unreachable;

/// The writer and the readers.
pub(super) async fn open(path: &Path, settings: &Settings) -> Result<(Primary, Primary), DataError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged is on disk, also after a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Another process (`greenroom worker`) may hold the write lock.
        .busy_timeout(Duration::from_secs(10));
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
) -> Result<DatabaseConnection, DataError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .connect_with(options)
        .await;
    Ok(pool.map_err(unreachable)?.into())
}
