//! Rows: what really stands in a story's database, asked in SQL past the server.

use sqlx::{Connection, MySqlConnection, SqliteConnection};

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

    /// How many rows of sessions' work are waiting or under way.
    pub(crate) async fn open_jobs(&self) -> i64 {
        self.number("SELECT COUNT(*) FROM jobs WHERE session_id IS NOT NULL").await
    }
}
