//! The primary: the one server that is written to, and read where only the newest state will do.
//!
//! It may be away. Whoever asks then waits for a connection as long as the settings allow, and for a statement so much
//! longer; once the primary is known to be away, everybody is told so at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sqlx::mysql::MySqlPoolOptions;
use tokio::time::timeout;

use super::mysql;
use super::place::Place;
use super::pool::Pool;
use super::transaction::Transaction;
use crate::DataError;
use crate::error::{connection_lost, unreachable};

/// Connections to it.
#[derive(Debug, Clone)]
pub struct Primary {
    place: Place<DatabaseConnection, Pool>,
    /// How long a statement may take, waiting for a connection included; none with an embedded database.
    limit: Option<Duration>,
    away: Arc<AtomicBool>,
}

impl Primary {
    /// It is never away.
    pub(super) fn embedded(pool: DatabaseConnection) -> Self {
        Self { place: Place::Embedded(pool), limit: None, away: Arc::default() }
    }

    pub(super) fn server(pool: Pool, limit: Duration) -> Self {
        Self { place: Place::Server(pool), limit: Some(limit), away: Arc::default() }
    }

    /// On a server, the transaction begins with the statement: both travel together.
    pub(super) async fn begin(&self, on_server: Option<String>) -> Result<Transaction, DbErr> {
        let first = on_server.as_deref();
        self.repeatable(|| async {
            match &self.place {
                Place::Embedded(pool) => {
                    Ok(Transaction::embedded(pool.begin_with_options(immediate()).await?))
                }
                Place::Server(pool) => {
                    Transaction::begin(pool, first, self.limit.unwrap_or(Duration::MAX)).await
                }
            }
        })
        .await
    }

    /// Connections that are open, and those of them that are not in use.
    pub(super) fn count(&self) -> (usize, usize) {
        match &self.place {
            Place::Embedded(pool) => {
                let pool = pool.get_sqlite_connection_pool();
                (pool.size() as usize, pool.num_idle())
            }
            Place::Server(pool) => pool.count(),
        }
    }

    /// SeaORM's own pool, for what is seldom done and takes its time: a change of a big table, or a read of everything, takes
    /// longer than any other statement may.
    pub(super) async fn aside(&self) -> Result<DatabaseConnection, DataError> {
        match &self.place {
            Place::Embedded(pool) => Ok(pool.clone()),
            Place::Server(pool) => {
                let pool = MySqlPoolOptions::new()
                    .max_connections(2)
                    .after_connect(|connection, _| Box::pin(mysql::prepare(connection, None)))
                    .connect_with(pool.options().clone());
                Ok(pool.await.map_err(unreachable)?.into())
            }
        }
    }

    /// Closes what [`Primary::aside`] opened.
    pub(super) async fn is_done_with(&self, aside: DatabaseConnection) {
        if let Place::Server(_) = &self.place
            && let Err(error) = aside.close().await
        {
            tracing::warn!(%error, "a database pool did not close");
        }
    }

    /// Closes connections that are not needed any more.
    pub(super) async fn tidy(&self) {
        if let Place::Server(pool) = &self.place {
            pool.tidy().await;
        }
    }

    pub(super) async fn close(&self) {
        match &self.place {
            Place::Embedded(pool) => {
                if let Err(error) = pool.close_by_ref().await {
                    tracing::warn!(%error, "a database pool did not close");
                }
            }
            Place::Server(pool) => pool.close().await,
        }
    }

    /// Notes whether it is known to be away; answers what was known before.
    pub(super) fn set_away(&self, away: bool) -> bool {
        self.away.swap(away, Ordering::Relaxed)
    }

    /// Does what `ask` asks for, within the time that there is.
    pub(super) async fn within<T>(&self, ask: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        let Some(limit) = self.limit else { return ask.await };
        if self.away.load(Ordering::Relaxed) {
            return Err(gone("the primary is away".to_owned()));
        }
        in_time(limit, ask).await
    }

    /// As [`Primary::within`], once more when the connection turns out to be broken. Only for what may be done twice.
    pub(super) async fn repeatable<T, F>(&self, ask: impl Fn() -> F) -> Result<T, DbErr>
    where
        F: Future<Output = Result<T, DbErr>>,
    {
        match self.within(ask()).await {
            Err(error) if connection_lost(&error) => self.within(ask()).await,
            answer => answer,
        }
    }
}

/// On SQLite the write lock is taken at once: a transaction that reads first and writes later fails with "locked" under load.
fn immediate() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

/// What takes longer is given up.
pub(super) async fn in_time<T>(
    limit: Duration,
    ask: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    let answer = timeout(limit, ask).await;
    answer.unwrap_or_else(|_| Err(gone(format!("no answer within {limit:?}"))))
}

fn gone(why: String) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(why))
}

/// With SQLite, an INSERT that returns its row is a query too: only what begins so changes nothing.
fn only_reads(statement: &Statement) -> bool {
    statement.sql.starts_with("SELECT ")
}

#[async_trait::async_trait]
impl ConnectionTrait for Primary {
    fn get_database_backend(&self) -> DbBackend {
        self.place.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.within(self.place.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.within(self.place.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        if self.limit.is_none() || !only_reads(&statement) {
            return self.within(self.place.query_one_raw(statement)).await;
        }
        self.repeatable(|| self.place.query_one_raw(statement.clone())).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if self.limit.is_none() || !only_reads(&statement) {
            return self.within(self.place.query_all_raw(statement)).await;
        }
        self.repeatable(|| self.place.query_all_raw(statement.clone())).await
    }
}
