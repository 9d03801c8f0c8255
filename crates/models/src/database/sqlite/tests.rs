use std::time::Instant;

use sqlx::{Connection, Executor, SqliteConnection};

use super::*;
use crate::database::Url;

#[tokio::test]
async fn a_new_file_that_another_process_is_writing_to_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("greenroom.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();

    let patience = Duration::from_secs(3);
    let settings = Settings { acquire_timeout: patience, ..Settings::patient(Url::Sqlite(path.clone())) };
    let begun = Instant::now();
    let refused = open(&path, &settings).await.unwrap_err();
    assert!(refused.to_string().contains("locked"), "{refused}");
    assert!(begun.elapsed() > patience / 2, "it was not waited for");

    other.execute("COMMIT").await.unwrap();
    open(&path, &settings).await.unwrap();
}
