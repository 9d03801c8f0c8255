//! A sign-in: one device of a user, and the family of refresh tokens that began there.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::NotSet, FromQueryResult, JoinType, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::database::{PositionColumn, PositionEntity};
use crate::{DataError, SignInId, Time, UserId, refresh_token};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "sign_ins")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub device: String,
    pub created_at: Time,
    pub last_used_at: Time,
    pub ended_at: Option<Time>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn sign_in_id(&self) -> SignInId {
        SignInId(self.id)
    }

    pub fn user_id(&self) -> UserId {
        UserId(self.user_id)
    }
}

pub async fn insert(
    db: &impl ConnectionTrait,
    user: UserId,
    device: &str,
    now: Time,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        id: NotSet,
        user_id: Set(user.0),
        device: Set(device.to_owned()),
        created_at: Set(now),
        last_used_at: Set(now),
        ended_at: Set(None),
    };
    Ok(row.insert(db).await?)
}

/// What decides whether an access token still works.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Standing {
    pub user_id: i64,
    pub ended_at: Option<Time>,
    /// Of the token pair that the access token came with.
    pub used_at: Option<Time>,
    pub void_at: Option<Time>,
    /// The user's position: what a request that is let in must at least see. It is worth what it was read from, and as
    /// old: see [`crate::Viewer`].
    pub write_position: i64,
}

/// The standing of one token pair of one sign-in of one user.
pub async fn standing(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
    pair: i64,
) -> Result<Option<Standing>, DataError> {
    let pair_belongs =
        refresh_token::Entity::belongs_to(Entity).from(refresh_token::Column::SignInId).to(Column::Id).into();
    let user_of = Entity::belongs_to(PositionEntity).from(Column::UserId).to(PositionColumn::Id).into();
    let found = refresh_token::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, pair_belongs)
        .join(JoinType::InnerJoin, user_of)
        .column(PositionColumn::WritePosition)
        .column(Column::UserId)
        .column(Column::EndedAt)
        .column(refresh_token::Column::UsedAt)
        .column(refresh_token::Column::VoidAt)
        .filter(refresh_token::Column::Id.eq(pair))
        .filter(Column::Id.eq(sign_in.0))
        .filter(Column::UserId.eq(user.0))
        .into_model::<Standing>()
        .one(db)
        .await?;
    Ok(found)
}

/// The user's sign-ins that have not ended, newest first.
pub async fn list(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .order_by_desc(Column::LastUsedAt)
        .order_by_desc(Column::Id)
        .all(db)
        .await?)
}

pub async fn find(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(sign_in.0).filter(Column::UserId.eq(user.0)).one(db).await?)
}

/// The sign-in's row, held until the transaction ends: exchanges of one family happen one after the other.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    sign_in: SignInId,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(sign_in.0).lock_exclusive().one(db).await?)
}

pub async fn touch(db: &impl ConnectionTrait, sign_in: SignInId, now: Time) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(sign_in.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends a sign-in of the user: its tokens stop working at once. False when there is none to end.
pub async fn end(
    db: &impl ConnectionTrait,
    user: UserId,
    sign_in: SignInId,
    now: Time,
) -> Result<bool, DataError> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::Id.eq(sign_in.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Ends every sign-in of the user but `keep`.
pub async fn end_others(
    db: &impl ConnectionTrait,
    user: UserId,
    keep: SignInId,
    now: Time,
) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::Id.ne(keep.0))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets sign-ins that ended, or were last used, before `before`. Says how many there were.
pub async fn prune(db: &impl ConnectionTrait, before: Time) -> Result<u64, DataError> {
    let gone = Entity::delete_many().filter(Column::LastUsedAt.lt(before)).exec(db).await?;
    Ok(gone.rows_affected)
}
