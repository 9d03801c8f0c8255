//! On the MariaDB that `script/with-services` started.

use std::pin::pin;

use futures::poll;
use secrecy::SecretString;

use super::*;
use crate::database::settings::Url;
use crate::database::transaction::Transaction;
use crate::database::{Database, mysql};

const PATIENCE: Duration = Duration::from_secs(20);

fn settings() -> Settings {
    Settings { max_connections: 2, ..Settings::patient(Url::MySql(address())) }
}

fn address() -> SecretString {
    let Ok(url) = std::env::var("GREENROOM_TEST_MYSQL_URL") else {
        panic!(
            "GREENROOM_TEST_MYSQL_URL is not set: run the tests with `script/test rust` or `script/with-services cargo test`"
        );
    };
    url.into()
}

fn pool(settings: &Settings) -> Pool {
    let options = mysql::options(&address()).unwrap();
    Pool::new(options, settings, |connection| Box::pin(mysql::prepare(connection, None))).unwrap()
}

async fn number(db: &impl ConnectionTrait, sql: &str) -> i64 {
    let row = db.query_one_raw(Statement::from_string(DbBackend::MySql, sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Which connection answers.
async fn who(db: &impl ConnectionTrait) -> i64 {
    number(db, "SELECT CAST(CONNECTION_ID() AS SIGNED)").await
}

#[tokio::test]
async fn a_connection_serves_again_and_again_also_after_a_statement_that_is_refused() {
    let pool = pool(&settings());
    let first = who(&pool).await;
    assert!(pool.execute_unprepared("this is no SQL").await.is_err());
    assert_eq!(who(&pool).await, first);
    assert_eq!(pool.count(), (1, 1));
}

#[tokio::test]
async fn a_question_that_is_given_up_takes_its_connection_with_it() {
    let pool = pool(&settings());
    let first = who(&pool).await;
    {
        let mut asking = pin!(pool.execute_unprepared("DO SLEEP(20)"));
        assert!(poll!(&mut asking).is_pending());
    }
    assert_ne!(who(&pool).await, first, "its answer would have been taken for ours");
}

#[tokio::test]
async fn a_transaction_that_is_dropped_is_undone_and_holds_nobody_up() {
    let pool = pool(&settings());
    let table = format!("greenroom_pool_{}", std::process::id());
    pool.execute_unprepared(&format!("CREATE DATABASE {table}")).await.unwrap();
    pool.execute_unprepared(&format!("CREATE TABLE {table}.t (id INT PRIMARY KEY, n INT)")).await.unwrap();
    pool.execute_unprepared(&format!("INSERT INTO {table}.t VALUES (1, 0)")).await.unwrap();
    let change = format!("UPDATE {table}.t SET n = n + 1 WHERE id = 1");
    let count = format!("SELECT CAST(n AS SIGNED) FROM {table}.t");

    let dropped = Transaction::begin(&pool, Some(&change), PATIENCE).await.unwrap();
    assert_eq!(number(&dropped, &count).await, 1);
    drop(dropped);
    // Waits for the lock, if it is still held.
    let kept = Transaction::begin(&pool, Some(&change), PATIENCE).await.unwrap();
    kept.commit().await.unwrap();
    assert_eq!(number(&pool, &count).await, 1);

    let failed = Transaction::begin(&pool, Some("this is no SQL"), PATIENCE).await;
    assert!(failed.is_err());
    assert_eq!(number(&pool, "SELECT CAST(@@in_transaction AS SIGNED)").await, 0);
    pool.execute_unprepared(&format!("DROP DATABASE {table}")).await.unwrap();
}

#[tokio::test]
async fn a_connection_that_the_server_has_ended_is_replaced() {
    let pool = pool(&settings());
    let first = who(&pool).await;
    let other = pool.lend().await.unwrap();
    let mut second = pool.lend().await.unwrap();
    drop(other);
    second.execute_unprepared(&format!("KILL {first}")).await.unwrap();
    // The one who meets it first hears of it; nobody after that.
    let _ = pool.execute_unprepared("DO 1").await;
    assert_ne!(who(&pool).await, first);
}

#[tokio::test]
async fn an_old_connection_is_replaced_and_a_spare_one_closed() {
    let old = pool(&Settings { max_lifetime: Duration::ZERO, ..settings() });
    assert_ne!(who(&old).await, who(&old).await);

    let kept = pool(&Settings { min_connections: 1, idle_timeout: Duration::ZERO, ..settings() });
    let both = (kept.lend().await.unwrap(), kept.lend().await.unwrap());
    drop(both);
    assert_eq!(kept.count(), (2, 2));
    kept.tidy().await;
    assert_eq!(kept.count(), (1, 1));
    kept.close().await;
    assert!(matches!(kept.lend().await.map(drop), Err(DbErr::ConnectionAcquire(_))));
}

#[tokio::test]
async fn who_finds_nobody_at_the_address_is_told_so_in_time() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = Url::MySql(format!("mysql://root@{nobody}/greenroom").into());
    let patience = Duration::from_millis(200);
    let refused = Database::connect(&Settings { url, acquire_timeout: patience, ..settings() }).await;
    assert!(matches!(refused.map(drop), Err(crate::DataError::Unavailable(_))));
}

#[tokio::test]
async fn a_statement_of_a_transaction_is_given_up_in_time_and_its_connection_with_it() {
    let pool = pool(&settings());
    let first = who(&pool).await;
    let waiting = Transaction::begin(&pool, None, Duration::from_millis(100)).await.unwrap();
    let given_up = waiting.execute_unprepared("DO SLEEP(60)").await.unwrap_err();
    assert!(given_up.to_string().contains("no answer within 100ms"), "{given_up}");
    drop(waiting);
    assert_ne!(who(&pool).await, first);
}
