//! Feedback: every version that a session's answer has been given, kept so that old ones stay explainable.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, SessionId, Time};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub session_id: i64,
    /// 1 for the first, counting up.
    pub version: i64,
    /// JSON, as it was shown.
    pub body: String,
    pub created_at: Time,
    /// Why it was given.
    pub because: String,
    /// What the language model read and wrote for it; null when none was asked, or when it did not say.
    pub input_tokens: Option<i64>,
    pub output_tokens: Option<i64>,
    /// What that cost, in the currency of the configured prices; null when none is known.
    pub cost: Option<f64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A version that is to be kept.
#[derive(Debug, Clone)]
pub struct New {
    /// JSON, as it is shown.
    pub body: String,
    pub because: String,
    pub input_tokens: Option<i64>,
    pub output_tokens: Option<i64>,
    pub cost: Option<f64>,
}

/// Adds the next version.
pub async fn append(
    db: &impl ConnectionTrait,
    session: SessionId,
    new: New,
    now: Time,
) -> Result<(), DataError> {
    let last = last_version(db, session).await?;
    let row = ActiveModel {
        id: NotSet,
        session_id: Set(session.0),
        version: Set(last.unwrap_or(0) + 1),
        body: Set(new.body),
        created_at: Set(now),
        because: Set(new.because),
        input_tokens: Set(new.input_tokens),
        output_tokens: Set(new.output_tokens),
        cost: Set(new.cost),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The number of the newest version.
pub async fn last_version(db: &impl ConnectionTrait, session: SessionId) -> Result<Option<i64>, DataError> {
    Ok(Entity::find()
        .select_only()
        .column_as(Column::Version.max(), "last")
        .filter(Column::SessionId.eq(session.0))
        .into_tuple()
        .one(db)
        .await?
        .flatten())
}

/// All versions, oldest first.
pub async fn all(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find().filter(Column::SessionId.eq(session.0)).order_by_asc(Column::Version).all(db).await?)
}
