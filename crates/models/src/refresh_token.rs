//! A refresh token: opaque, known here only by its hash, exchanged once for the next pair of its family.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::NotSet, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, SignInId, Time, insertion};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "refresh_tokens")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub sign_in_id: i64,
    pub parent_id: Option<i64>,
    pub token_hash: String,
    pub created_at: Time,
    pub expires_at: Time,
    pub spent_at: Option<Time>,
    pub used_at: Option<Time>,
    pub void_at: Option<Time>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn sign_in_id(&self) -> SignInId {
        SignInId(self.sign_in_id)
    }
}

pub async fn insert(
    db: &impl ConnectionTrait,
    sign_in: SignInId,
    parent: Option<i64>,
    token_hash: &str,
    now: Time,
    expires_at: Time,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        id: NotSet,
        sign_in_id: Set(sign_in.0),
        parent_id: Set(parent),
        token_hash: Set(token_hash.to_owned()),
        created_at: Set(now),
        expires_at: Set(expires_at),
        spent_at: Set(None),
        used_at: Set(None),
        void_at: Set(None),
    };
    insertion::insert(db, row).await
}

pub async fn find_by_hash(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Model>, DataError> {
    Ok(Entity::find().filter(Column::TokenHash.eq(token_hash)).one(db).await?)
}

/// As [`find_by_hash`], reading the newest state and holding it until the transaction ends.
pub async fn find_for_update(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(id).lock_exclusive().one(db).await?)
}

/// The pairs that came of exchanging `parent` and have not been voided.
pub async fn children(db: &impl ConnectionTrait, parent: &Model) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find()
        .filter(Column::SignInId.eq(parent.sign_in_id))
        .filter(Column::ParentId.eq(parent.id))
        .filter(Column::VoidAt.is_null())
        .lock_exclusive()
        .all(db)
        .await?)
}

/// Marks the exchange: spent, and with that used.
pub async fn spend(db: &impl ConnectionTrait, id: i64, now: Time) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::SpentAt, Expr::value(now))
        .col_expr(Column::UsedAt, Expr::col(Column::UsedAt).if_null(now))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that something of the pair has been used; from now on its parent can not be exchanged again.
/// False when the pair is void: then nothing of it works.
pub async fn mark_used(db: &impl ConnectionTrait, id: i64, now: Time) -> Result<bool, DataError> {
    let marked = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::VoidAt.is_null())
        .exec(db)
        .await?;
    Ok(marked.rows_affected > 0)
}

pub async fn void(db: &impl ConnectionTrait, id: i64, now: Time) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::VoidAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets tokens that expired before `before`. Says how many there were.
pub async fn prune(db: &impl ConnectionTrait, before: Time) -> Result<u64, DataError> {
    let gone = Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(db).await?;
    Ok(gone.rows_affected)
}
