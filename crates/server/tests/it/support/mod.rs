//! Support: what every story stands on.

use std::time::Duration;

mod database;
mod practice;
mod process;
mod recording;
mod redis;
mod replication;
mod rows;
mod scripted;
mod server;
mod socket;
mod user;

pub(crate) use database::{Engine, create as create_database};
pub(crate) use practice::{expect_no_scores, expect_not_scorable, quotes};
pub(crate) use process::{Process, folder as process_folder};
pub(crate) use recording::{ANSWER, Format, QUESTION, Recording, live_speech};
pub(crate) use redis::RedisServer;
pub(crate) use replication::Replication;
pub(crate) use rows::Rows;
pub(crate) use scripted::{Scripted, judgement};
pub(crate) use server::TestServer;
pub(crate) use socket::Socket;
pub(crate) use user::{Answer, PASSWORD, Presigned, User, Visitor};

/// Nothing that a test waits for takes longer, on the slowest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until the condition holds.
pub(crate) async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let waiting = async {
        let mut look = tokio::time::interval(Duration::from_millis(20));
        while !condition().await {
            look.tick().await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "in vain: {what}");
}

/// Makes a test of each story on each database: `story::on_sqlite`, `story::on_mariadb` and
/// `story::on_mariadb_with_a_replica`. A story is an async function that takes a [`TestServer`], or what the function after
/// `with` makes of a database.
macro_rules! on_each_database {
    (with $start:path; $($story:ident),+ $(,)?) => { $(
        mod $story {
            #[allow(unused_imports, reason = "a path in `with` may be of the story's own module")]
            use super::*;
            use $crate::support::Engine as Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story($start(Database::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_mariadb() {
                super::$story($start(Database::MariaDb).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_mariadb_with_a_replica() {
                super::$story($start(Database::Replicated).await).await;
            }
        }
    )+ };
    ($($story:ident),+ $(,)?) => { on_each_database!(with $crate::support::TestServer::start; $($story),+); };
}

/// As [`on_each_database!`], and `story::with_redis`, on MariaDB with what instances share in Redis.
macro_rules! with_and_without_redis {
    ($($story:ident),+ $(,)?) => { $(
        mod $story {
            use $crate::support::{Engine, TestServer};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story(TestServer::start(Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_mariadb() {
                super::$story(TestServer::start(Engine::MariaDb).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_mariadb_with_a_replica() {
                super::$story(TestServer::start(Engine::Replicated).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn with_redis() {
                super::$story(TestServer::start_with_redis(&[]).await).await;
            }
        }
    )+ };
}
