//! A contested claim: what a user called wrong in a feedback, and what the second look at it came to.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, QueryOrder, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, SessionId, Time};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "contested_claims")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub session_id: i64,
    /// Of the feedback in which the claim stood.
    pub version: i64,
    /// JSON, as it was shown.
    pub claim: String,
    /// What names it: the text of a remark, a competency's name.
    pub claim_text: String,
    pub comment: Option<String>,
    pub question: Option<String>,
    /// The answer's text when the claim was looked at again.
    pub transcript: String,
    pub outcome: String,
    /// For the user to read.
    pub reason: String,
    pub created_at: Time,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Debug, Clone)]
pub struct New {
    pub version: i64,
    pub claim: String,
    pub claim_text: String,
    pub comment: Option<String>,
    pub question: Option<String>,
    pub transcript: String,
    pub outcome: String,
    pub reason: String,
}

pub async fn insert(
    db: &impl ConnectionTrait,
    session: SessionId,
    new: New,
    now: Time,
) -> Result<(), DataError> {
    let row = ActiveModel {
        id: NotSet,
        session_id: Set(session.0),
        version: Set(new.version),
        claim: Set(new.claim),
        claim_text: Set(new.claim_text),
        comment: Set(new.comment),
        question: Set(new.question),
        transcript: Set(new.transcript),
        outcome: Set(new.outcome),
        reason: Set(new.reason),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Those of a session that the caller has already found to be the user's own, oldest first.
pub async fn of_session(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find().filter(Column::SessionId.eq(session.0)).order_by_asc(Column::Id).all(db).await?)
}

/// Those of all users, oldest first: for the operator's regression set.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find().order_by_asc(Column::Id).all(db).await?)
}
