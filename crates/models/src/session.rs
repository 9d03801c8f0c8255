//! An interview session: one question, one spoken answer, and what came of it.
//!
//! The columns are changed by verbs, each of which leaves the row in one consistent state. Which verb is allowed
//! when is decided by `services::sessions::state`, not here.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, QueryOrder, QuerySelect, Set, Unchanged};
use serde::{Deserialize, Serialize};

use crate::{DataError, SessionId, Time, UserId, insertion};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "interview_sessions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub title: String,
    pub question: Option<String>,
    /// Title and question in lower case: what words are looked for in, alike on every database (SQLite's `lower` and
    /// `LIKE` know no letters but ASCII).
    pub search_text: String,
    pub competency: Option<String>,
    pub status: String,
    /// JSON, when `status` is `failed`.
    pub failure: Option<String>,
    pub audio_s3_key: Option<String>,
    pub duration_s: Option<f64>,
    /// The text as it is now: recognised, or corrected.
    pub transcript: Option<String>,
    /// JSON: the four scores of the newest feedback.
    pub scores: Option<String>,
    pub overall_score: Option<f64>,
    /// JSON: the newest feedback.
    pub feedback: Option<String>,
    pub attempt_of: Option<i64>,
    pub created_at: Time,
    pub completed_at: Option<Time>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn session_id(&self) -> SessionId {
        SessionId(self.id)
    }

    pub fn user_id(&self) -> UserId {
        UserId(self.user_id)
    }
}

#[derive(Debug, Clone)]
pub struct New {
    pub title: String,
    pub question: Option<String>,
    pub competency: Option<String>,
    pub status: String,
    pub attempt_of: Option<SessionId>,
}

pub async fn insert(
    db: &impl ConnectionTrait,
    user: UserId,
    new: New,
    now: Time,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        id: NotSet,
        user_id: Set(user.0),
        search_text: Set(search_text(&new.title, new.question.as_deref())),
        title: Set(new.title),
        question: Set(new.question),
        competency: Set(new.competency),
        status: Set(new.status),
        failure: Set(None),
        audio_s3_key: Set(None),
        duration_s: Set(None),
        transcript: Set(None),
        scores: Set(None),
        overall_score: Set(None),
        feedback: Set(None),
        attempt_of: Set(new.attempt_of.map(|session| session.0)),
        created_at: Set(now),
        completed_at: Set(None),
    };
    insertion::insert(db, row).await
}

pub async fn find(
    db: &impl ConnectionTrait,
    user: UserId,
    id: SessionId,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(id.0).filter(Column::UserId.eq(user.0)).one(db).await?)
}

/// As [`find`], holding the row until the transaction ends.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    user: UserId,
    id: SessionId,
) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(id.0).filter(Column::UserId.eq(user.0)).lock_exclusive().one(db).await?)
}

/// Every session of the user, oldest first, whole: for an export.
pub async fn all(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Model>, DataError> {
    Ok(Entity::find().filter(Column::UserId.eq(user.0)).order_by_asc(Column::Id).all(db).await?)
}

/// Changes the words around the answer of a row that is held; `None` stays as it is.
pub async fn describe(
    db: &impl ConnectionTrait,
    held: Model,
    title: Option<String>,
    question: Option<String>,
) -> Result<Model, DataError> {
    let title = title.unwrap_or(held.title);
    let question = question.or(held.question);
    let row = ActiveModel {
        search_text: Set(search_text(&title, question.as_deref())),
        title: Set(title),
        question: Set(question),
        ..unchanged(SessionId(held.id))
    };
    Ok(row.update(db).await?)
}

fn search_text(title: &str, question: Option<&str>) -> String {
    format!("{title}\n{}", question.unwrap_or_default()).to_lowercase()
}

/// Gives the session its recording. `Duplicate` when another session has it.
pub async fn set_audio(
    db: &impl ConnectionTrait,
    id: SessionId,
    key: &str,
    status: &str,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        audio_s3_key: Set(Some(key.to_owned())),
        status: Set(status.to_owned()),
        failure: Set(None),
        ..unchanged(id)
    };
    Ok(row.update(db).await?)
}

/// Goes on to `status`, which is not a failure.
pub async fn set_status(db: &impl ConnectionTrait, id: SessionId, status: &str) -> Result<Model, DataError> {
    let row = ActiveModel { status: Set(status.to_owned()), failure: Set(None), ..unchanged(id) };
    Ok(row.update(db).await?)
}

pub async fn set_transcript(
    db: &impl ConnectionTrait,
    id: SessionId,
    text: &str,
    duration_s: f64,
    status: &str,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        transcript: Set(Some(text.to_owned())),
        duration_s: Set(Some(duration_s)),
        status: Set(status.to_owned()),
        failure: Set(None),
        ..unchanged(id)
    };
    Ok(row.update(db).await?)
}

/// The user's correction: the text changes, and `status` says whether feedback is asked for again.
pub async fn correct_transcript(
    db: &impl ConnectionTrait,
    id: SessionId,
    text: &str,
    status: &str,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        transcript: Set(Some(text.to_owned())),
        status: Set(status.to_owned()),
        failure: Set(None),
        ..unchanged(id)
    };
    Ok(row.update(db).await?)
}

/// The newest feedback as the list and the session show it.
#[derive(Debug, Clone)]
pub struct Scored {
    pub body: String,
    pub scores: String,
    pub overall_score: Option<f64>,
    pub status: String,
}

/// Stores what the coach said: the session is completed by it.
pub async fn set_feedback(
    db: &impl ConnectionTrait,
    id: SessionId,
    scored: Scored,
    completed_at: Time,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        feedback: Set(Some(scored.body)),
        scores: Set(Some(scored.scores)),
        overall_score: Set(scored.overall_score),
        status: Set(scored.status),
        failure: Set(None),
        completed_at: Set(Some(completed_at)),
        ..unchanged(id)
    };
    Ok(row.update(db).await?)
}

/// Ends the work under way as failed.
pub async fn fail(
    db: &impl ConnectionTrait,
    id: SessionId,
    status: &str,
    failure: &str,
) -> Result<Model, DataError> {
    let row = ActiveModel {
        status: Set(status.to_owned()),
        failure: Set(Some(failure.to_owned())),
        ..unchanged(id)
    };
    Ok(row.update(db).await?)
}

pub async fn delete(db: &impl ConnectionTrait, user: UserId, id: SessionId) -> Result<(), DataError> {
    Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::UserId.eq(user.0)).exec(db).await?;
    Ok(())
}

fn unchanged(id: SessionId) -> ActiveModel {
    ActiveModel { id: Unchanged(id.0), ..Default::default() }
}
