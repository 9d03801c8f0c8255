//! The schema's history: one list for all databases, run under a lock.

mod m0001_initial;
mod m0002_coaching;
mod m0003_tombstones;
mod m0004_replicas;
mod m0005_standings;
mod steps;
mod types;

#[cfg(test)]
mod tests;

use std::time::Duration;

use sea_orm::{DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::DataError;

/// How long an instance waits for another one's migration.
const LOCK_WAIT: Duration = Duration::from_secs(120);

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_initial::Migration),
            Box::new(m0002_coaching::Migration),
            Box::new(m0003_tombstones::Migration),
            Box::new(m0004_replicas::Migration),
            Box::new(m0005_standings::Migration),
        ]
    }
}

/// The names of all steps that this release knows, in their order.
pub(crate) fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// The names of the steps that this database has taken.
pub(crate) async fn taken(db: &DatabaseConnection) -> Result<Vec<String>, DataError> {
    let steps = Migrator::get_applied_migrations_read_only(db).await?;
    Ok(steps.iter().map(|step| step.name().to_owned()).collect())
}

/// Runs what has not been run yet. Several instances may call it at once.
pub(crate) async fn run(db: &DatabaseConnection) -> Result<(), DataError> {
    match db.get_database_backend() {
        DbBackend::Sqlite => run_on_sqlite(db).await,
        _ => run_on_mysql(db).await,
    }
}

/// SQLite's schema changes are transactional: the write lock of one transaction is the lock, and a crash undoes all.
async fn run_on_sqlite(db: &DatabaseConnection) -> Result<(), DataError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(options).await?;
    Migrator::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

/// MySQL: a named lock held by one connection while the pool migrates. sqlx's own takes `GET_LOCK(x, -1)`,
/// which MariaDB answers with NULL, so it locks nothing. A name has at most 64 characters, as many as a database's own.
async fn run_on_mysql(db: &DatabaseConnection) -> Result<(), DataError> {
    let fault = |error: sqlx::Error| DataError::Unavailable(error.to_string());
    let mut holder = db.get_mysql_connection_pool().acquire().await.map_err(fault)?;
    let taken: Option<i64> =
        sqlx::query_scalar("SELECT GET_LOCK(LEFT(CONCAT('greenroom.migrate.', DATABASE()), 64), ?)")
            .bind(LOCK_WAIT.as_secs())
            .fetch_one(&mut *holder)
            .await
            .map_err(fault)?;
    if taken != Some(1) {
        return Err(DataError::Unavailable(format!(
            "another instance has been migrating the database for {} s",
            LOCK_WAIT.as_secs()
        )));
    }
    let migrated = Migrator::up(db, None).await;
    // The lock goes with the connection in any case; releasing it lets the others go on at once.
    sqlx::query("SELECT RELEASE_LOCK(LEFT(CONCAT('greenroom.migrate.', DATABASE()), 64))")
        .execute(&mut *holder)
        .await
        .map_err(fault)?;
    Ok(migrated?)
}
