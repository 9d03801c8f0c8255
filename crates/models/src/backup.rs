//! A backup's rows: every table as lines of JSON, read from one snapshot and written back in one transaction.
//!
//! A line holds an entity's own fields, so it means the same on SQLite and on MySQL. A line from an earlier release lacks the
//! fields that came later: a new field must be an `Option` or have `#[serde(default)]`.

use futures::TryStreamExt;
use futures::stream::BoxStream;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityName, EntityTrait, IntoActiveModel, Iterable,
    PaginatorTrait, PrimaryKeyToColumn, QueryOrder, Statement,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{
    DataError, Database, Snapshot, Transaction, contested_claim, feedback, idempotency, job, judge_standing,
    refresh_token, session, sign_in, tombstone, transcript, upload, user,
};

/// Lines of JSON, one row each.
pub type Lines<'a> = BoxStream<'a, Result<String, DataError>>;

macro_rules! tables {
    ($($table:ident = $entity:ident),+ $(,)?) => {
        /// A table that a backup holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Table { $($table),+ }

        impl Table {
            /// All of them, each after those that it refers to.
            pub const ALL: &[Self] = &[$(Self::$table),+];

            pub fn name(self) -> &'static str {
                match self { $(Self::$table => $entity::Entity.table_name()),+ }
            }

            /// Its rows in the order of their keys.
            pub async fn lines(self, snapshot: &Snapshot) -> Result<Lines<'_>, DataError> {
                match self { $(Self::$table => lines::<$entity::Entity>(snapshot).await),+ }
            }

            /// Adds the rows of these lines.
            pub async fn load(self, tx: &Transaction, lines: &[String]) -> Result<(), DataError> {
                match self { $(Self::$table => load::<$entity::Entity>(tx, lines).await),+ }
            }

            pub async fn count(self, db: &impl ConnectionTrait) -> Result<u64, DataError> {
                Ok(match self { $(Self::$table => $entity::Entity::find().count(db).await?),+ })
            }

            /// Removes every row.
            pub async fn clear(self, tx: &Transaction) -> Result<(), DataError> {
                match self { $(Self::$table => $entity::Entity::delete_many().exec(tx).await?),+ };
                Ok(())
            }
        }
    };
}

tables! {
    Users = user,
    SignIns = sign_in,
    RefreshTokens = refresh_token,
    Uploads = upload,
    Sessions = session,
    Transcripts = transcript,
    Feedback = feedback,
    ContestedClaims = contested_claim,
    Jobs = job,
    IdempotencyKeys = idempotency,
    Tombstones = tombstone,
    JudgeStandings = judge_standing,
}

async fn lines<E>(snapshot: &Snapshot) -> Result<Lines<'_>, DataError>
where
    E: EntityTrait,
    E::Model: Serialize + Send,
{
    let mut rows = E::find();
    for key in E::PrimaryKey::iter() {
        rows = rows.order_by_asc(key.into_column());
    }
    let rows = rows.stream(snapshot).await?.map_err(DataError::from);
    Ok(Box::pin(rows.and_then(|row| async move { Ok(serde_json::to_string(&row)?) })))
}

async fn load<E>(tx: &Transaction, lines: &[String]) -> Result<(), DataError>
where
    E: EntityTrait,
    E::Model: DeserializeOwned + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    if lines.is_empty() {
        return Ok(());
    }
    let rows: Vec<E::ActiveModel> = lines
        .iter()
        .map(|line| Ok(serde_json::from_str::<E::Model>(line)?.into_active_model().reset_all()))
        .collect::<Result<_, DataError>>()?;
    E::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Sees to it that no new row of the table is given an id up to `last`: a deleted user's id still names their objects' place.
pub async fn reserve_ids(db: &Database, table: Table, last: i64) -> Result<(), DataError> {
    let db = db.write();
    let name = table.name();
    match db.get_database_backend() {
        DbBackend::Sqlite => {
            let backend = DbBackend::Sqlite;
            for sql in [
                "INSERT INTO sqlite_sequence (name, seq) SELECT $1, 0 \
                 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $1)",
                "UPDATE sqlite_sequence SET seq = MAX(seq, $2) WHERE name = $1",
            ] {
                db.execute_raw(Statement::from_sql_and_values(backend, sql, [name.into(), last.into()]))
                    .await?;
            }
        }
        // Never lowers it below the largest id that is there.
        _ => {
            let next = last.saturating_add(1);
            db.execute_unprepared(&format!("ALTER TABLE {name} AUTO_INCREMENT = {next}")).await?;
        }
    }
    Ok(())
}
