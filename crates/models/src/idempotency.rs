//! Idempotency keys: the first answer to a creating request, kept so that its repeat gets the same one.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{DataError, Time};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// Whose key it is and for which call, so that no two callers meet.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub idempotency_key: String,
    /// Of the request, so that a key used for another one is noticed.
    pub fingerprint: String,
    pub response: String,
    pub created_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub async fn find(db: &impl ConnectionTrait, scope: &str, key: &str) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id((scope.to_owned(), key.to_owned())).one(db).await?)
}

/// Keeps an answer. `Duplicate` when the key has one.
pub async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), DataError> {
    let row = ActiveModel {
        scope: Set(row.scope),
        idempotency_key: Set(row.idempotency_key),
        fingerprint: Set(row.fingerprint),
        response: Set(row.response),
        created_at: Set(row.created_at),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Forgets all keys of a scope (of a user who leaves).
pub async fn delete_scope(db: &impl ConnectionTrait, scope: &str) -> Result<(), DataError> {
    Entity::delete_many().filter(Column::Scope.eq(scope)).exec(db).await?;
    Ok(())
}

/// Forgets answers older than `before`. Says how many there were.
pub async fn prune(db: &impl ConnectionTrait, before: Time) -> Result<u64, DataError> {
    let gone = Entity::delete_many().filter(Column::CreatedAt.lt(before)).exec(db).await?;
    Ok(gone.rows_affected)
}
