//! How to reach the database, and how long anything may take.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

#[derive(Debug, Clone)]
pub struct Settings {
    pub url: Url,
    /// Servers that follow the primary and answer reads. MySQL only.
    pub replica_urls: Vec<SecretString>,
    /// Connections to each server at most; with SQLite, readers at most beside the one writer.
    pub max_connections: u32,
    /// Connections kept open to the primary though nobody uses them.
    pub min_connections: u32,
    /// How long to wait for a free connection.
    pub acquire_timeout: Duration,
    /// After so long a statement is given up, by the server and by us. MySQL only.
    pub statement_timeout: Duration,
    /// A connection that nobody used for so long is closed.
    pub idle_timeout: Duration,
    /// A connection that is so old is replaced.
    pub max_lifetime: Duration,
    /// A replica that is further behind is not read from.
    pub replica_max_lag: Duration,
}

/// Where the data is.
#[derive(Debug, Clone)]
pub enum Url {
    /// The embedded default: one file.
    Sqlite(PathBuf),
    /// `mysql://user:password@host:port/database?…`, also MariaDB and what speaks its protocol.
    MySql(SecretString),
}

#[cfg(test)]
impl Settings {
    /// One server, and time for everything.
    pub(crate) fn patient(url: Url) -> Self {
        Self {
            url,
            replica_urls: Vec::new(),
            max_connections: 4,
            min_connections: 0,
            acquire_timeout: Duration::from_secs(20),
            statement_timeout: Duration::from_secs(20),
            idle_timeout: Duration::from_secs(600),
            max_lifetime: Duration::from_secs(600),
            replica_max_lag: Duration::from_secs(1),
        }
    }
}
