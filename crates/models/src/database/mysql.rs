//! Connections to MySQL, MariaDB and what speaks their protocol: how they are made, kept and tested.

use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlPoolOptions};
use sqlx::{Connection, Executor};

use super::Settings;
use crate::DataError;

/// A connection that rested for so long is asked whether it is still there before it is used. A busy one is not: the
/// question costs as much as a small query. No server restarts in less, so that after a restart no request meets a dead
/// connection.
const TESTED_AFTER: Duration = Duration::from_millis(250);

/// Reads an address; TLS comes with its parameters (`ssl-mode`, `ssl-ca`, `ssl-cert`, `ssl-key`).
pub(super) fn options(url: &SecretString) -> Result<MySqlConnectOptions, DataError> {
    let options = MySqlConnectOptions::from_str(url.expose_secret())
        .map_err(|error| DataError::Fault(format!("the database's address can not be read: {error}")))?;
    Ok(options.charset("utf8mb4").collation("utf8mb4_bin"))
}

/// What pools to all servers share.
pub(super) fn pool(settings: &Settings) -> MySqlPoolOptions {
    MySqlPoolOptions::new()
        .max_connections(settings.max_connections.max(2))
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(settings.idle_timeout)
        .max_lifetime(settings.max_lifetime)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for >= TESTED_AFTER {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
}

/// Brings a new connection into the state that all our statements count on.
pub(super) async fn prepare(
    connection: &mut MySqlConnection,
    statement_timeout: Option<Duration>,
) -> Result<(), sqlx::Error> {
    // MySQL's default locks the gaps between rows, by which two writers who each delete nothing and insert one row wait
    // for each other for ever.
    connection.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED").await?;
    let Some(limit) = statement_timeout else { return Ok(()) };
    let version: String = sqlx::query_scalar("SELECT VERSION()").fetch_one(&mut *connection).await?;
    connection.execute(sqlx::AssertSqlSafe(limit_statements(&version, limit))).await?;
    Ok(())
}

/// MariaDB counts seconds and limits every statement, MySQL counts milliseconds and limits what reads.
fn limit_statements(version: &str, limit: Duration) -> String {
    if version.contains("MariaDB") {
        format!("SET SESSION max_statement_time = {}", limit.as_secs_f64())
    } else {
        format!("SET SESSION max_execution_time = {}", limit.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_is_told_the_limit_in_its_own_words() {
        let limit = Duration::from_millis(1500);
        let told = limit_statements("10.11.14-MariaDB-0+deb12u2-log", limit);
        assert_eq!(told, "SET SESSION max_statement_time = 1.5");
        for other in ["8.4.6", "8.0.11-TiDB-v8.5.1"] {
            assert_eq!(limit_statements(other, limit), "SET SESSION max_execution_time = 1500");
        }
    }
}
