//! A user: somebody with an account.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, Time, UserId, insertion};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: String,
    pub email_lower: String,
    pub hashed_password: String,
    pub name: Option<String>,
    pub created_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn user_id(&self) -> UserId {
        UserId(self.id)
    }
}

/// Adds an account. `Duplicate` when the address is taken, in whatever case.
pub async fn insert(
    db: &impl ConnectionTrait,
    email: &str,
    hashed_password: &str,
    name: Option<&str>,
    now: Time,
) -> Result<Model, DataError> {
    let user = ActiveModel {
        id: NotSet,
        email: Set(email.to_owned()),
        email_lower: Set(email.to_lowercase()),
        hashed_password: Set(hashed_password.to_owned()),
        name: Set(name.map(str::to_owned)),
        created_at: Set(now),
    };
    insertion::insert(db, user).await
}

pub async fn find(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(user.0).one(db).await?)
}

/// As [`find`], holding the row until the transaction ends.
pub async fn find_for_update(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(user.0).lock_exclusive().one(db).await?)
}

pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Model>, DataError> {
    Ok(Entity::find().filter(Column::EmailLower.eq(email.to_lowercase())).one(db).await?)
}

/// What a user may change of themselves; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub email: Option<String>,
    pub name: Option<String>,
    pub hashed_password: Option<String>,
}

/// `Duplicate` when the new address is taken.
pub async fn update(db: &impl ConnectionTrait, user: UserId, change: Change) -> Result<Model, DataError> {
    let mut row = ActiveModel { id: sea_orm::Unchanged(user.0), ..Default::default() };
    if let Some(email) = change.email {
        row.email_lower = Set(email.to_lowercase());
        row.email = Set(email);
    }
    if let Some(name) = change.name {
        row.name = Set(Some(name));
    }
    if let Some(hash) = change.hashed_password {
        row.hashed_password = Set(hash);
    }
    Ok(row.update(db).await?)
}

/// Deletes the account and, through the foreign keys, every row that hangs on it.
pub async fn delete(db: &impl ConnectionTrait, user: UserId) -> Result<(), DataError> {
    Entity::delete_by_id(user.0).exec(db).await?;
    Ok(())
}
