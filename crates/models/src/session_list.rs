//! The list of a user's sessions: pages of summaries that never read a transcript, and statistics over all.

use sea_orm::sea_query::{Condition, Expr, ExprTrait, LikeExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::session::{Column, Entity};
use crate::{DataError, Time, UserId};

/// A session without its long texts.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct Summary {
    pub id: i64,
    pub title: String,
    pub question: Option<String>,
    pub competency: Option<String>,
    pub status: String,
    pub duration_s: Option<f64>,
    pub overall_score: Option<f64>,
    pub attempt_of: Option<i64>,
    pub created_at: Time,
    pub completed_at: Option<Time>,
}

/// Where a page begins: after this one, which is the last of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub created_at: Time,
    pub id: i64,
}

/// Which sessions are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub status: Option<String>,
    /// Words to be found in title or question, whatever their case.
    pub text: Option<String>,
}

/// Up to `limit` summaries, newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    user: UserId,
    filter: &Filter,
    after: Option<After>,
    limit: u64,
) -> Result<Vec<Summary>, DataError> {
    let mut query = filtered(user, filter)
        .select_only()
        .columns([
            Column::Id,
            Column::Title,
            Column::Question,
            Column::Competency,
            Column::Status,
            Column::DurationS,
            Column::OverallScore,
            Column::AttemptOf,
            Column::CreatedAt,
            Column::CompletedAt,
        ])
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(limit);
    if let Some(After { created_at, id }) = after {
        query = query.filter(
            Condition::any()
                .add(Column::CreatedAt.lt(created_at))
                .add(Condition::all().add(Column::CreatedAt.eq(created_at)).add(Column::Id.lt(id))),
        );
    }
    Ok(query.into_model::<Summary>().all(db).await?)
}

fn filtered(user: UserId, filter: &Filter) -> Select<Entity> {
    let mut query = Entity::find().filter(Column::UserId.eq(user.0));
    if let Some(status) = &filter.status {
        query = query.filter(Column::Status.eq(status));
    }
    if let Some(text) = &filter.text {
        query = query.filter(Column::SearchText.like(contains(text)));
    }
    query
}

/// A pattern for text in lower case, with the pattern's own signs escaped by `!` (a backslash means different things to
/// different databases).
fn contains(text: &str) -> LikeExpr {
    let escaped: String = text
        .to_lowercase()
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]))
        .collect();
    LikeExpr::new(format!("%{escaped}%")).escape('!')
}

/// Sums over all sessions of a user.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct Totals {
    pub total: i64,
    pub completed: i64,
    /// Mean of the overall scores, 0–100.
    pub average_score: Option<f64>,
    /// Seconds of recorded answers.
    pub practice_s: Option<f64>,
}

pub async fn totals(db: &impl ConnectionTrait, user: UserId) -> Result<Totals, DataError> {
    let completed = Expr::case(Column::Status.eq("completed"), 1).finally(Option::<i32>::None);
    let totals = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "total")
        .column_as(Expr::expr(completed).count(), "completed")
        .column_as(Column::OverallScore.avg(), "average_score")
        .column_as(Column::DurationS.sum(), "practice_s")
        .filter(Column::UserId.eq(user.0))
        .into_model::<Totals>()
        .one(db)
        .await?;
    Ok(totals.unwrap_or(Totals { total: 0, completed: 0, average_score: None, practice_s: None }))
}

/// Every overall score of the user, oldest first.
pub async fn scores(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<f64>, DataError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::OverallScore)
        .filter(Column::UserId.eq(user.0))
        .filter(Column::OverallScore.is_not_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

/// A session with feedback, for statistics over attempts: without its long texts.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct Scored {
    pub id: i64,
    pub question: Option<String>,
    /// JSON, as it was stored with the newest feedback.
    pub scores: Option<String>,
    pub duration_s: Option<f64>,
    pub completed_at: Option<Time>,
}

/// Every session of the user that has been completed, oldest first.
pub async fn scored(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Scored>, DataError> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::Id, Column::Question, Column::Scores, Column::DurationS, Column::CompletedAt])
        .filter(Column::UserId.eq(user.0))
        .filter(Column::Status.eq("completed"))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .into_model::<Scored>()
        .all(db)
        .await?)
}
