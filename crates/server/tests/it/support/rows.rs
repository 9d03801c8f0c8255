//! Rows: what really stands in a story's database, asked in SQL past the server.

use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, Executor, MySqlConnection, SqliteConnection};

/// A look into one database.
#[derive(Debug, Clone)]
pub(crate) struct Rows(String);

impl Rows {
    pub(crate) fn of(database_url: &str) -> Self {
        Self(database_url.to_owned())
    }

    /// The one number that the query answers.
    pub(crate) async fn number(&self, query: &'static str) -> i64 {
        if self.0.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.0).await.unwrap();
            sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = MySqlConnection::connect(&self.0).await.unwrap();
            sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap()
        }
    }

    /// Whether nobody holds the lock on SQLite's file without which nobody else can write. Other databases lock rows.
    pub(crate) async fn can_be_written(&self) -> bool {
        if !self.0.starts_with("sqlite") {
            return true;
        }
        let options: SqliteConnectOptions = self.0.parse().unwrap();
        let options = options.busy_timeout(Duration::from_secs(1));
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        connection.execute("BEGIN IMMEDIATE").await.is_ok()
    }

    /// How many rows of sessions' work are waiting or under way.
    pub(crate) async fn open_jobs(&self) -> i64 {
        self.number("SELECT COUNT(*) FROM jobs WHERE session_id IS NOT NULL").await
    }
}
