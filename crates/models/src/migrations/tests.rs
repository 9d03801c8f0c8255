//! Migrations that were interrupted: on SQLite, and on the MariaDB that `script/with-services` started.

use sea_orm::{ConnectionTrait, Statement};

use crate::database::{Database, Settings, Url};

/// As a crash would leave it: some of a step is done, and nothing of it is written down.
async fn goes_on_where_it_broke_off(url: Url, undone: &[&str]) {
    let db = Database::connect(&Settings::patient(url)).await.unwrap();
    db.migrate().await.unwrap();
    for statement in undone {
        db.write().execute_unprepared(statement).await.unwrap();
    }
    db.write().execute_unprepared("DELETE FROM seaql_migrations").await.unwrap();

    db.migrate().await.unwrap();
    db.write().execute_unprepared("UPDATE feedback SET cost = 1").await.unwrap();
    let backend = db.write().get_database_backend();
    let beats = Statement::from_string(backend, "SELECT COUNT(*) FROM replication_beat");
    let beats: i64 = db.write().query_one_raw(beats).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(beats, 1);
}

#[tokio::test]
async fn on_sqlite_it_can_be_taken_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = Url::Sqlite(folder.path().join("greenroom.db"));
    goes_on_where_it_broke_off(url, &["DROP INDEX idx_jobs_run_at", "ALTER TABLE feedback DROP COLUMN cost"])
        .await;
}

#[tokio::test]
async fn on_mariadb_it_goes_on_where_it_broke_off() {
    let Ok(server) = std::env::var("GREENROOM_TEST_MYSQL_URL") else {
        panic!(
            "GREENROOM_TEST_MYSQL_URL is not set: run the tests with `script/test rust` or `script/with-services cargo test`"
        );
    };
    let name = format!("greenroom_migration_{}", std::process::id());
    let admin = Database::connect(&Settings::patient(Url::MySql(server.clone().into()))).await.unwrap();
    admin.write().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let undone = [
        "DROP INDEX idx_jobs_run_at ON jobs",
        "ALTER TABLE feedback DROP COLUMN cost",
        "DROP TABLE replication_beat",
        "DROP TABLE judge_standings",
    ];
    goes_on_where_it_broke_off(Url::MySql(format!("{server}/{name}").into()), &undone).await;
    admin.write().execute_unprepared(&format!("DROP DATABASE {name}")).await.unwrap();
}
