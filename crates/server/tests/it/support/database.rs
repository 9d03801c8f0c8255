//! A database of a test's own: a file, or a fresh database on the MariaDB that `script/with-services` started, and on its
//! replica.

use std::path::Path;

use sqlx::{Connection, Executor, MySqlConnection};

/// Which database a story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    MariaDb,
    /// MariaDB, with a replica to read from.
    Replicated,
}

/// The address of a new, empty database. `folder` is the test's own, so its name is too.
pub(crate) async fn create(engine: Engine, folder: &Path) -> String {
    match engine {
        Engine::Sqlite => format!("sqlite://{}", folder.join("test.db").display()),
        Engine::MariaDb | Engine::Replicated => {
            let server = server("GREENROOM_TEST_MYSQL_URL");
            let unique =
                folder.file_name().unwrap().to_string_lossy().replace(|c: char| !c.is_alphanumeric(), "");
            let name = format!("greenroom_{unique}");
            let mut connection = MySqlConnection::connect(&format!("{server}/")).await.unwrap();
            connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
            connection.close().await.unwrap();
            format!("{server}/{name}")
        }
    }
}

/// Where the replica has this database.
pub(crate) fn replica_of(database_url: &str) -> String {
    let name = database_url.rsplit('/').next().unwrap();
    format!("{}/{name}", server("GREENROOM_TEST_MYSQL_REPLICA_URL"))
}

fn server(variable: &str) -> String {
    let Ok(url) = std::env::var(variable) else {
        panic!(
            "{variable} is not set: run the tests with `script/test rust` or `script/with-services cargo test`"
        );
    };
    url.trim_end_matches('/').to_owned()
}
