//! A tombstone: word that somebody deleted a row, kept so that a backup does not bring it back. It holds numbers and times only.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{DataError, Time, session, user};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "tombstones")]
#[serde(deny_unknown_fields)]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: i64,
    /// The row's `created_at`: ids may be given again after a restore, an id with its time of birth is not.
    #[sea_orm(primary_key, auto_increment = false)]
    pub born_at: Time,
    pub deleted_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    User,
    Session,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Session => "session",
        }
    }
}

impl Model {
    pub fn is(&self, kind: Kind) -> bool {
        self.kind == kind.as_str()
    }

    /// Whether this very row was deleted.
    pub fn is_of(&self, kind: Kind, row_id: i64, born_at: Time) -> bool {
        self.is(kind) && self.row_id == row_id && self.born_at == born_at
    }
}

/// To be called in the transaction that deletes the user.
pub async fn of_user(db: &impl ConnectionTrait, row: &user::Model, now: Time) -> Result<(), DataError> {
    bury(db, Kind::User, row.id, row.created_at, now).await
}

/// To be called in the transaction that deletes the session.
pub async fn of_session(db: &impl ConnectionTrait, row: &session::Model, now: Time) -> Result<(), DataError> {
    bury(db, Kind::Session, row.id, row.created_at, now).await
}

/// All there are, in the order of their keys.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DataError> {
    let mut all = Entity::find().all(db).await?;
    all.sort();
    Ok(all)
}

async fn bury(
    db: &impl ConnectionTrait,
    kind: Kind,
    row_id: i64,
    born_at: Time,
    now: Time,
) -> Result<(), DataError> {
    let key = (kind.as_str().to_owned(), row_id, born_at);
    // A restore buries again what had been buried before.
    if Entity::find_by_id(key.clone()).one(db).await?.is_some() {
        return Ok(());
    }
    let row = ActiveModel { kind: Set(key.0), row_id: Set(key.1), born_at: Set(key.2), deleted_at: Set(now) };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
