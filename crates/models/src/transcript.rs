//! A transcript: the words of one session's recording as recognised, and the user's correction of them.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::NotSet, Set};
use serde::{Deserialize, Serialize};

use crate::{DataError, SessionId, Time};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "transcripts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: i64,
    pub text: String,
    pub corrected_text: Option<String>,
    pub language: String,
    pub engine: String,
    /// JSON: what the engine can carry.
    pub engine_traits: String,
    pub duration_s: f64,
    /// JSON: the recognised words with their times.
    pub words: String,
    /// JSON: where voice activity found speech.
    pub speech: String,
    pub created_at: Time,
    pub corrected_at: Option<Time>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a speech engine made of a recording.
#[derive(Debug, Clone)]
pub struct New {
    pub text: String,
    pub language: String,
    pub engine: String,
    pub engine_traits: String,
    pub duration_s: f64,
    pub words: String,
    pub speech: String,
}

/// Stores the session's transcript in place of any earlier one (a take that had to be recorded again).
pub async fn replace(
    db: &impl ConnectionTrait,
    session: SessionId,
    new: New,
    now: Time,
) -> Result<(), DataError> {
    Entity::delete_by_id(session.0).exec(db).await?;
    let row = ActiveModel {
        session_id: Set(session.0),
        text: Set(new.text),
        corrected_text: NotSet,
        language: Set(new.language),
        engine: Set(new.engine),
        engine_traits: Set(new.engine_traits),
        duration_s: Set(new.duration_s),
        words: Set(new.words),
        speech: Set(new.speech),
        created_at: Set(now),
        corrected_at: NotSet,
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The transcript of a session that the caller has already found to be the user's own.
pub async fn find(db: &impl ConnectionTrait, session: SessionId) -> Result<Option<Model>, DataError> {
    Ok(Entity::find_by_id(session.0).one(db).await?)
}

pub async fn correct(
    db: &impl ConnectionTrait,
    session: SessionId,
    text: &str,
    now: Time,
) -> Result<(), DataError> {
    Entity::update_many()
        .col_expr(Column::CorrectedText, Expr::value(text))
        .col_expr(Column::CorrectedAt, Expr::value(now))
        .filter(Column::SessionId.eq(session.0))
        .exec(db)
        .await?;
    Ok(())
}
