//! Feedback: every version that a session's answer has been given, kept so that old ones stay explainable.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, QueryOrder, QuerySelect, Set};

use crate::{DataError, SessionId, Time};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub session_id: i64,
    /// 1 for the first, counting up with every correction.
    pub version: i64,
    /// JSON, as it was shown.
    pub body: String,
    pub created_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Adds the next version.
pub async fn append(
    db: &impl ConnectionTrait,
    session: SessionId,
    body: &str,
    now: Time,
) -> Result<(), DataError> {
    let last: Option<i64> = Entity::find()
        .select_only()
        .column_as(Column::Version.max(), "last")
        .filter(Column::SessionId.eq(session.0))
        .into_tuple()
        .one(db)
        .await?
        .flatten();
    let row = ActiveModel {
        id: NotSet,
        session_id: Set(session.0),
        version: Set(last.unwrap_or(0) + 1),
        body: Set(body.to_owned()),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// All versions, oldest first.
pub async fn all(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find().filter(Column::SessionId.eq(session.0)).order_by_asc(Column::Version).all(db).await?)
}
