//! Connections to MySQL, MariaDB and what speaks their protocol: how they are made.

use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::Executor;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};

use crate::DataError;

/// A process that was frozen in a transaction keeps its locks for so long. Our transactions pause for milliseconds.
const STANDSTILL: Duration = Duration::from_secs(10);

/// Longer than [`STANDSTILL`]: then its locks are free.
const LOCK_WAIT: Duration = Duration::from_secs(15);

/// Reads an address; TLS comes with its parameters (`ssl-mode`, `ssl-ca`, `ssl-cert`, `ssl-key`).
pub(super) fn options(url: &SecretString) -> Result<MySqlConnectOptions, DataError> {
    let options = MySqlConnectOptions::from_str(url.expose_secret())
        .map_err(|error| DataError::Fault(format!("the database's address can not be read: {error}")))?;
    Ok(options.charset("utf8mb4").collation("utf8mb4_bin"))
}

/// Brings a new connection into the state that all our statements count on.
pub(super) async fn prepare(
    connection: &mut MySqlConnection,
    statement_timeout: Option<Duration>,
) -> Result<(), sqlx::Error> {
    // MySQL's default locks the gaps between rows, by which two writers who each delete nothing and insert one row wait
    // for each other for ever.
    connection.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await?;
    let version: String = sqlx::query_scalar("SELECT VERSION()").fetch_one(&mut *connection).await?;
    connection.execute(sqlx::AssertSqlSafe(limits(&version, statement_timeout))).await?;
    Ok(())
}

/// The limits of a session, in the server's own words: whoever stands still in a transaction loses it and its locks, and
/// whoever waits for a lock outlasts that. MariaDB limits every statement, in seconds; MySQL what reads, in milliseconds, and knows
/// no limit for transactions.
fn limits(version: &str, statement: Option<Duration>) -> String {
    let mut limits = vec![format!("innodb_lock_wait_timeout = {}", LOCK_WAIT.as_secs())];
    if version.contains("MariaDB") {
        limits.push(format!("idle_transaction_timeout = {}", STANDSTILL.as_secs()));
        limits.extend(statement.map(|limit| format!("max_statement_time = {}", limit.as_secs_f64())));
    } else {
        if version.contains("TiDB") {
            limits.push(format!("tidb_idle_transaction_timeout = {}", STANDSTILL.as_secs()));
        }
        limits.extend(statement.map(|limit| format!("max_execution_time = {}", limit.as_millis())));
    }
    format!("SET SESSION {}", limits.join(", SESSION "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_is_told_the_limit_in_its_own_words() {
        let limit = Some(Duration::from_millis(1500));
        for (version, told) in [
            (
                "10.11.14-MariaDB-0+deb12u2-log",
                ", SESSION idle_transaction_timeout = 10, SESSION max_statement_time = 1.5",
            ),
            ("8.4.6", ", SESSION max_execution_time = 1500"),
            (
                "8.0.11-TiDB-v8.5.1",
                ", SESSION tidb_idle_transaction_timeout = 10, SESSION max_execution_time = 1500",
            ),
        ] {
            assert_eq!(limits(version, limit), format!("SET SESSION innodb_lock_wait_timeout = 15{told}"));
        }
        assert_eq!(limits("8.4.6", None), "SET SESSION innodb_lock_wait_timeout = 15");
    }
}
