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
    let connection = Connection {
        url,
        max_connections: settings.database.max_connections,
        acquire_timeout: Duration::from_secs(settings.database.acquire_timeout_s),
    };
    Database::connect(&connection)
        .await
        .context("the database can not be opened (database.url, DATABASE_URL)")
}
