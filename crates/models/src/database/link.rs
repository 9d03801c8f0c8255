//! A link: one connection to a MySQL server, closed as soon as it is left in the middle of something.
//!
//! A future may be dropped while it waits for an answer: a client hangs up, a time limit passes. What then comes over the
//! connection belongs to nobody. So whoever asks takes the connection out of the link and puts it back with the answer: if
//! that never happens, it is closed there and then, and the server undoes what was open on it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::mysql::{MySql, MySqlConnection};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::error::breaks_connection;

#[derive(Debug)]
pub(super) struct Link {
    /// Gone when it broke.
    connection: Option<MySqlConnection>,
    /// When the last answer came.
    answered: Instant,
    in_transaction: bool,
}

impl Link {
    pub(super) fn new(connection: MySqlConnection) -> Self {
        Self { connection: Some(connection), answered: Instant::now(), in_transaction: false }
    }

    /// How long ago the last answer came; `None` when it can not be used for anything new.
    pub(super) fn rested(&self) -> Option<Duration> {
        let usable = self.connection.is_some() && !self.in_transaction;
        usable.then(|| self.answered.elapsed())
    }

    pub(super) async fn ping(&mut self) -> Result<(), DbErr> {
        let mut connection = self.take()?;
        let answer = connection.ping().await;
        self.put_back(connection, answer).map_err(query_error)
    }

    pub(super) async fn execute(&mut self, statement: &Statement) -> Result<ExecResult, DbErr> {
        let mut connection = self.take()?;
        let answer = query(statement).execute(&mut connection).await;
        self.put_back(connection, answer).map(Into::into).map_err(exec_error)
    }

    pub(super) async fn execute_unprepared(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut connection = self.take()?;
        let answer = connection.execute(AssertSqlSafe(sql)).await;
        self.put_back(connection, answer).map(Into::into).map_err(exec_error)
    }

    pub(super) async fn query_one(&mut self, statement: &Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut connection = self.take()?;
        let answer = query(statement).fetch_optional(&mut connection).await;
        let row = self.put_back(connection, answer).map_err(query_error)?;
        Ok(row.map(Into::into))
    }

    pub(super) async fn query_all(&mut self, statement: &Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut connection = self.take()?;
        let answer = query(statement).fetch_all(&mut connection).await;
        let rows = self.put_back(connection, answer).map_err(query_error)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Begins a transaction, with its first statement if there is one already.
    pub(super) async fn begin(&mut self, first: Option<&str>) -> Result<(), DbErr> {
        self.in_transaction = true;
        let sql = format!("BEGIN; {}", first.unwrap_or_default());
        self.execute_unprepared(sql.trim_end_matches("; ")).await.map(drop)
    }

    pub(super) async fn commit(&mut self) -> Result<(), DbErr> {
        self.execute_unprepared("COMMIT").await?;
        self.in_transaction = false;
        Ok(())
    }

    pub(super) async fn roll_back(&mut self) -> Result<(), DbErr> {
        self.execute_unprepared("ROLLBACK").await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Tells the server, which would note an aborted connection otherwise.
    pub(super) async fn close(self) -> Result<(), sqlx::Error> {
        match self.connection {
            Some(connection) => connection.close().await,
            None => Ok(()),
        }
    }

    fn take(&mut self) -> Result<MySqlConnection, DbErr> {
        let broken = || DbErr::Conn(RuntimeErr::Internal("the connection broke before".to_owned()));
        self.connection.take().ok_or_else(broken)
    }

    fn put_back<T>(
        &mut self,
        connection: MySqlConnection,
        answer: Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        if !answer.as_ref().is_err_and(breaks_connection) {
            self.connection = Some(connection);
            self.answered = Instant::now();
        }
        answer
    }
}

fn query(statement: &Statement) -> Query<'_, MySql, SqlxValues> {
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn query_error(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn exec_error(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}
