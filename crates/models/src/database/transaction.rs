//! A transaction: writes that are done as a whole or not at all.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
};
use tokio::runtime::Handle;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use super::place::Place;
use super::pool::{Lent, Pool};
use super::primary::in_time;

/// A write that is done as a whole or not at all. Dropped without commit, it is undone.
#[derive(Debug)]
pub struct Transaction(Place<DatabaseTransaction, Open>);

impl Transaction {
    pub(super) fn embedded(begun: DatabaseTransaction) -> Self {
        Self(Place::Embedded(begun))
    }

    /// Each of its statements is given up after `limit`; so is its end.
    pub(super) async fn begin(pool: &Pool, first: Option<&str>, limit: Duration) -> Result<Self, DbErr> {
        let open = Open { link: Mutex::new(Some(pool.lend().await?)), limit };
        open.link().await?.begin(first).await?;
        Ok(Self(Place::Server(open)))
    }

    pub async fn commit(self) -> Result<(), DbErr> {
        match self.0 {
            Place::Embedded(transaction) => transaction.commit().await,
            Place::Server(open) => open.within(open.link().await?.commit()).await,
        }
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        match self.0 {
            Place::Embedded(transaction) => transaction.rollback().await,
            Place::Server(open) => open.within(open.link().await?.roll_back()).await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}

/// A link on which a transaction was begun.
#[derive(Debug)]
struct Open {
    link: Mutex<Option<Lent>>,
    limit: Duration,
}

impl Open {
    async fn link(&self) -> Result<MappedMutexGuard<'_, Lent>, DbErr> {
        let ended = |_| DbErr::Conn(RuntimeErr::Internal("the transaction has ended".to_owned()));
        MutexGuard::try_map(self.link.lock().await, Option::as_mut).map_err(ended)
    }

    /// A connection whose answer does not come is left in the middle of it, and thereby closed.
    async fn within<T>(&self, ask: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        in_time(self.limit, ask).await
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Open {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::MySql
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.within(self.link().await?.execute(&statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.within(self.link().await?.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.within(self.link().await?.query_one(&statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.within(self.link().await?.query_all(&statement)).await
    }
}

impl Drop for Open {
    /// What was not ended is undone at once, so that nobody waits for its locks.
    fn drop(&mut self) {
        let Some(mut link) = self.link.get_mut().take() else { return };
        if link.rested().is_some() {
            return;
        }
        let limit = self.limit;
        // Without a runtime the process ends, and its connections with it.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                // A connection that breaks in the attempt is closed, which undoes it as well.
                let _ = in_time(limit, link.roll_back()).await;
            });
        }
    }
}
