//! A reader: where one request's reads go. A replica if there is one that has seen the viewer's own writes, and when that one
//! fails, the primary.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::primary::Primary;
use super::replica::Replica;
use crate::UserId;

pub struct Reader<'a> {
    pub(super) primary: &'a Primary,
    pub(super) replica: Option<Chosen<'a>>,
}

/// A replica, and what a viewer must be able to see there.
pub(super) struct Chosen<'a> {
    pub(super) replica: &'a Replica,
    pub(super) user: UserId,
    pub(super) position: i64,
}

impl Chosen<'_> {
    /// Its answer; `None` when the primary has to be asked.
    async fn answer<T, F>(&self, question: impl Fn() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, DbErr>>,
    {
        let answer = self.replica.answer(self.user, self.position, question).await;
        if answer.is_none() {
            metrics::counter!("greenroom_database_reads_repeated_total").increment(1);
        }
        answer
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.primary.get_database_backend()
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a reader changes nothing: use Database::write or begin".to_owned()))
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("a reader changes nothing: use Database::write or begin".to_owned()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        if let Some(chosen) = &self.replica {
            let pool = chosen.replica.pool();
            if let Some(answer) = chosen.answer(|| pool.query_one_raw(statement.clone())).await {
                return Ok(answer);
            }
        }
        self.primary.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if let Some(chosen) = &self.replica {
            let pool = chosen.replica.pool();
            if let Some(answer) = chosen.answer(|| pool.query_all_raw(statement.clone())).await {
                return Ok(answer);
            }
        }
        self.primary.query_all_raw(statement).await
    }
}
