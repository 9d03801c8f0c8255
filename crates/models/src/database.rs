//! The database: its connection pools, transactions and migrations.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use secrecy::{ExposeSecret, SecretString};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::DataError;
use crate::migrations;

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Settings {
    pub url: Url,
    /// Connections at most; with SQLite, readers at most beside the one writer.
    pub max_connections: u32,
    /// How long to wait for a free connection.
    pub acquire_timeout: Duration,
}

/// Where the data is.
#[derive(Debug, Clone)]
pub enum Url {
    /// The embedded default: one file.
    Sqlite(PathBuf),
    /// `mysql://user:password@host:port/database?…`, also MariaDB and what speaks its protocol.
    MySql(SecretString),
}

/// A write that is done as a whole or not at all. Dropped without commit, it is undone.
pub type Transaction = DatabaseTransaction;

/// Open pools on one database.
#[derive(Debug, Clone)]
pub struct Database {
    /// SQLite allows one writer: a pool of one makes writers queue fairly instead of failing with "locked".
    writer: DatabaseConnection,
    reader: DatabaseConnection,
}

impl Database {
    pub async fn connect(settings: &Settings) -> Result<Self, DataError> {
        match &settings.url {
            Url::Sqlite(path) => Self::open_sqlite(path, settings).await,
            Url::MySql(url) => Self::connect_mysql(url, settings).await,
        }
    }

    async fn open_sqlite(path: &std::path::Path, settings: &Settings) -> Result<Self, DataError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged is on disk, also after a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // Another process (`greenroom worker`) may hold the write lock.
            .busy_timeout(Duration::from_secs(10));
        let pool = |options, most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(settings.acquire_timeout)
                .test_before_acquire(false)
                .connect_with(options)
        };
        let writer = pool(options.clone(), 1).await.map_err(unreachable)?;
        let reader = pool(options.pragma("query_only", "on"), settings.max_connections.max(1))
            .await
            .map_err(unreachable)?;
        Ok(Self { writer: writer.into(), reader: reader.into() })
    }

    async fn connect_mysql(url: &SecretString, settings: &Settings) -> Result<Self, DataError> {
        let options = sqlx::mysql::MySqlConnectOptions::from_str(url.expose_secret())
            .map_err(|error| DataError::Fault(format!("DATABASE_URL can not be read: {error}")))?
            .charset("utf8mb4")
            .collation("utf8mb4_bin");
        let pool = MySqlPoolOptions::new()
            .max_connections(settings.max_connections.max(2))
            .acquire_timeout(settings.acquire_timeout)
            .test_before_acquire(true)
            // MySQL's default locks the gaps between rows, by which two writers who each delete nothing and insert one
            // row wait for each other for ever.
            .after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await
            .map_err(unreachable)?;
        let pool = DatabaseConnection::from(pool);
        Ok(Self { writer: pool.clone(), reader: pool })
    }

    /// For queries that change nothing.
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For single statements that change something, and reads that must see the newest state.
    pub fn write(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a write. On SQLite it takes the write lock at once: a transaction that reads first and
    /// writes later fails with "locked" under load.
    pub async fn begin(&self) -> Result<Transaction, DataError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Begins a read of everything as it is at this moment, whatever others write meanwhile.
    pub async fn snapshot(&self) -> Result<Transaction, DataError> {
        let (from, isolation_level) = match self.writer.get_database_backend() {
            // In WAL mode a transaction that only reads sees one state and holds up no writer.
            DbBackend::Sqlite => (&self.reader, None),
            // A replica may be behind.
            _ => (&self.writer, Some(IsolationLevel::RepeatableRead)),
        };
        let options = TransactionOptions { isolation_level, ..TransactionOptions::default() };
        Ok(from.begin_with_options(options).await?)
    }

    /// The schema's steps that this release knows.
    pub fn known_steps() -> Vec<String> {
        migrations::known()
    }

    /// The schema's steps that this database has taken; none in an empty one.
    pub async fn steps_taken(&self) -> Result<Vec<String>, DataError> {
        migrations::taken(&self.writer).await
    }

    /// Brings the schema to this release. Safe to call from any number of instances at once: one migrates, the others wait.
    pub async fn migrate(&self) -> Result<(), DataError> {
        migrations::run(&self.writer).await
    }

    /// Asks the database whether it is there.
    pub async fn ping(&self) -> Result<(), DataError> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Words for people: "SQLite" or "MySQL".
    pub fn engine(&self) -> &'static str {
        match self.writer.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            _ => "MySQL",
        }
    }

    /// Lets open transactions end, then closes all connections.
    pub async fn close(self) {
        // A pool shared by reader and writer is closed once; closing it again is harmless.
        for pool in [self.reader, self.writer] {
            if let Err(error) = pool.close().await {
                tracing::warn!(%error, "a database pool did not close");
            }
        }
    }
}

fn unreachable(error: sqlx::Error) -> DataError {
    DataError::Unavailable(error.to_string())
}
