//! An upload: a recording that the store confirmed to hold.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, Time, UserId, insertion};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "uploads")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub s3_key: String,
    pub content_type: String,
    /// Bytes, as the store counted them.
    pub file_size: i64,
    /// The version that was confirmed; only this one is ever read.
    pub etag: String,
    pub created_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What the store says of the object.
#[derive(Debug, Clone)]
pub struct New {
    pub s3_key: String,
    pub content_type: String,
    pub file_size: i64,
    pub etag: String,
}

/// `Duplicate` when the key has been confirmed already.
pub async fn insert(
    db: &impl ConnectionTrait,
    user: UserId,
    new: New,
    now: Time,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        id: NotSet,
        user_id: Set(user.0),
        s3_key: Set(new.s3_key),
        content_type: Set(new.content_type),
        file_size: Set(new.file_size),
        etag: Set(new.etag),
        created_at: Set(now),
    };
    insertion::insert(db, row).await
}

pub async fn find_by_key(
    db: &impl ConnectionTrait,
    user: UserId,
    key: &str,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find().filter(Column::S3Key.eq(key)).filter(Column::UserId.eq(user.0)).one(db).await?)
}

/// Everything the user has uploaded, oldest first.
pub async fn all(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find().filter(Column::UserId.eq(user.0)).order_by_asc(Column::Id).all(db).await?)
}

/// The keys of everybody's uploads, with whose they are.
pub async fn keys(db: &impl ConnectionTrait) -> Result<Vec<(UserId, String)>, DataError> {
    let rows: Vec<(i64, String)> = Entity::find()
        .select_only()
        .column(Column::UserId)
        .column(Column::S3Key)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(user, key)| (UserId(user), key)).collect())
}

pub async fn delete_by_key(db: &impl ConnectionTrait, user: UserId, key: &str) -> Result<(), DataError> {
    Entity::delete_many().filter(Column::S3Key.eq(key)).filter(Column::UserId.eq(user.0)).exec(db).await?;
    Ok(())
}
