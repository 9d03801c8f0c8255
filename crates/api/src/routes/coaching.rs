//! Contested claims, the history of feedback, follow-up questions and progress.

use axum::Json;
use axum::extract::State;
use services::SessionId;

use crate::extract::{Body, Caller, Id, Identity};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::coaching::{ContestAnswer, ContestRequest, FeedbackHistory, FollowUps, Progress};

/// Say that a claim of the feedback is wrong. It is checked again and leaves when it can not be supported.
#[utoipa::path(post, path = "/sessions/{id}/feedback/contest", operation_id = "contest_claim", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)),
    request_body = ContestRequest, responses(
    (status = 200, body = ContestAnswer),
    (status = 400, description = "`no_such_claim`", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 409, description = "There is no transcript yet, or the feedback has changed meanwhile", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 503, description = "A language model made the claim, and none can check it now", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn contest(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    Id(id): Id,
    Body(body): Body<ContestRequest>,
) -> Result<Json<ContestAnswer>, Problem> {
    let (claim, comment) = (body.claim, body.comment);
    let coaching = &state.services.coaching;
    let contested =
        coaching.contest(identity.user, SessionId(id), &claim, comment.as_deref(), &caller).await?;
    Ok(Json(contested.into()))
}

/// Every feedback that the session was given, newest first.
#[utoipa::path(get, path = "/sessions/{id}/feedback/history", operation_id = "get_feedback_history", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, body = FeedbackHistory),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn history(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<Json<FeedbackHistory>, Problem> {
    Ok(Json(state.services.sessions.history(identity.viewer(), SessionId(id)).await?.into()))
}

/// What an interviewer would ask next, each question with the words that it goes back to.
#[utoipa::path(get, path = "/sessions/{id}/follow-ups", operation_id = "get_follow_ups", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, body = FollowUps),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 409, description = "There is no transcript yet", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 503, description = "The language model does not answer", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn follow_ups(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    Id(id): Id,
) -> Result<Json<FollowUps>, Problem> {
    let questions = state.services.coaching.follow_ups(identity.viewer(), SessionId(id), &caller).await?;
    Ok(Json(FollowUps { questions }))
}

/// How my levels developed, and what to practise next.
#[utoipa::path(get, path = "/progress", operation_id = "get_progress", tag = "sessions", security(("bearer" = [])), responses(
    (status = 200, body = Progress),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn progress(
    State(state): State<AppState>,
    Identity(identity): Identity,
) -> Result<Json<Progress>, Problem> {
    Ok(Json(state.services.coaching.progress(identity.viewer()).await?.into()))
}
