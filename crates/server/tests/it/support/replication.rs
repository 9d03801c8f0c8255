//! Replication: the way from the primary of `script/with-services` to its replica, slowed down, stopped and mended.

use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::sync::{Mutex, MutexGuard};

use super::database::replica_of;

/// All tests have the one replica: who meddles with it, does so alone.
static ALONE: Mutex<()> = Mutex::const_new(());

/// The right to meddle.
pub(crate) struct Replication {
    _alone: MutexGuard<'static, ()>,
    primary: MySqlConnection,
    replica: MySqlConnection,
}

impl Replication {
    /// Waits for the right, and mends what whoever had it before has left behind.
    pub(crate) async fn of(database_url: &str) -> Self {
        let alone = ALONE.lock().await;
        let server = |url: &str| url.rsplit_once('/').unwrap().0.to_owned();
        let primary = MySqlConnection::connect(&server(database_url)).await.unwrap();
        let replica = MySqlConnection::connect(&server(&replica_of(database_url))).await.unwrap();
        let mut replication = Self { _alone: alone, primary, replica };
        replication.delay(0).await;
        replication
    }

    /// From now on every change arrives so much later.
    pub(crate) async fn delay(&mut self, seconds: u32) {
        let delay = format!("CHANGE MASTER TO MASTER_DELAY = {seconds}");
        self.replica.execute("STOP SLAVE").await.unwrap();
        self.replica.execute(AssertSqlSafe(delay)).await.unwrap();
        self.replica.execute("START SLAVE").await.unwrap();
    }

    /// From now on nothing arrives.
    pub(crate) async fn stop(&mut self) {
        self.replica.execute("STOP SLAVE SQL_THREAD").await.unwrap();
    }

    pub(crate) async fn go_on(&mut self) {
        self.replica.execute("START SLAVE").await.unwrap();
    }

    /// Waits until everything that is on the primary now has arrived.
    pub(crate) async fn arrived(&mut self) {
        let position: String =
            sqlx::query_scalar("SELECT @@gtid_binlog_pos").fetch_one(&mut self.primary).await.unwrap();
        let waited: i64 = sqlx::query_scalar("SELECT MASTER_GTID_WAIT(?, 90)")
            .bind(position)
            .fetch_one(&mut self.replica)
            .await
            .unwrap();
        assert_eq!(waited, 0, "the replica did not catch up");
    }

    /// Changes the replica alone, so that it can be told from the primary.
    pub(crate) async fn mark(&mut self, statement: String) {
        self.replica.execute("SET sql_log_bin = 0").await.unwrap();
        let marked = self.replica.execute(AssertSqlSafe(statement)).await.unwrap();
        assert_eq!(marked.rows_affected(), 1);
    }
}
