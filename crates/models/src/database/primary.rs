//! The primary: the one server that is written to, and read where only the newest state will do.
//!
//! It may be away. Whoever asks then waits for a connection as long as the settings allow, and for a statement so much
//! longer; once the primary is known to be away, everybody is told so at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
};
use tokio::time::timeout;

use crate::error::connection_lost;

/// A pool of connections to it.
#[derive(Debug, Clone)]
pub struct Primary {
    pool: DatabaseConnection,
    /// How long a statement may take, waiting for a connection included; none with an embedded database.
    limit: Option<Duration>,
    away: Arc<AtomicBool>,
}

impl Primary {
    /// In this process: it is never away.
    pub(super) fn embedded(pool: DatabaseConnection) -> Self {
        Self { pool, limit: None, away: Arc::default() }
    }

    pub(super) fn server(pool: DatabaseConnection, limit: Duration) -> Self {
        Self { pool, limit: Some(limit), away: Arc::default() }
    }

    pub(super) fn pool(&self) -> &DatabaseConnection {
        &self.pool
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
        let answer = timeout(limit, ask).await;
        answer.unwrap_or_else(|_| Err(gone(format!("no answer within {} s", limit.as_secs()))))
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
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.within(self.pool.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.within(self.pool.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        if self.limit.is_none() || !only_reads(&statement) {
            return self.within(self.pool.query_one_raw(statement)).await;
        }
        self.repeatable(|| self.pool.query_one_raw(statement.clone())).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if self.limit.is_none() || !only_reads(&statement) {
            return self.within(self.pool.query_all_raw(statement)).await;
        }
        self.repeatable(|| self.pool.query_all_raw(statement.clone())).await
    }
}
