//! The database that the settings name.

use std::time::Duration;

use anyhow::{Context, Result};
use models::Database;
use models::database::{Settings as Connection, Url};

use crate::config::{ChosenDatabase, Settings};

pub(crate) async fn open(settings: &Settings) -> Result<Database> {
    let url = match settings.database() {
        ChosenDatabase::Sqlite(path) => Url::Sqlite(path),
        ChosenDatabase::MySql(url) => Url::MySql(url),
    };
    let given = &settings.database;
    let connection = Connection {
        url,
        replica_urls: given.replica_urls.clone(),
        max_connections: given.max_connections,
        min_connections: given.min_connections,
        acquire_timeout: Duration::from_secs(given.acquire_timeout_s),
        statement_timeout: Duration::from_secs(given.statement_timeout_s),
        idle_timeout: Duration::from_secs(given.idle_timeout_s),
        max_lifetime: Duration::from_secs(given.max_lifetime_s),
        replica_max_lag: Duration::from_secs(given.replica_max_lag_s),
    };
    Database::connect(&connection)
        .await
        .context("the database can not be opened (database.url, DATABASE_URL; database.replica_urls, DATABASE_REPLICA_URLS)")
}
