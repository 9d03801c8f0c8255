//! Interview sessions.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use services::sessions::{Cursor, NewSession, Query};
use services::{Error, SessionId};

use crate::extract::{Body, Id, IdempotencyKey, Identity, Parameters};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::session::{
    ChangeSessionRequest, CreateSessionRequest, ListParameters, Session, SessionPage,
};

/// Items on a page, unless said.
const PAGE: u64 = 20;
const LARGEST_PAGE: u64 = 100;

pub(super) fn page_size(wanted: Option<u64>) -> Result<u64, Error> {
    let size = wanted.unwrap_or(PAGE);
    if (1..=LARGEST_PAGE).contains(&size) {
        Ok(size)
    } else {
        Err(Error::invalid("limit", format!("Use 1 to {LARGEST_PAGE}.")))
    }
}

/// Begin a session.
#[utoipa::path(post, path = "/sessions", operation_id = "create_session", tag = "sessions", security(("bearer" = [])), request_body = CreateSessionRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat within 24 h returns the first answer.")),
    responses(
        (status = 201, body = Session),
        (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "`attempt_of` is no session of the caller's", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    ))]
pub(super) async fn create(
    State(state): State<AppState>,
    Identity(identity): Identity,
    IdempotencyKey(key): IdempotencyKey,
    Body(body): Body<CreateSessionRequest>,
) -> Result<(StatusCode, Json<Session>), Problem> {
    let CreateSessionRequest { title, question, competency, attempt_of } = body;
    let new = NewSession { title, question, competency, attempt_of: attempt_of.map(SessionId) };
    let session = state.services.sessions.create(identity.user, new, key.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(session.into())))
}

/// My sessions, newest first, with statistics over all of them.
#[utoipa::path(get, path = "/sessions", operation_id = "list_sessions", tag = "sessions", security(("bearer" = [])), params(ListParameters), responses(
    (status = 200, body = SessionPage),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Parameters(wanted): Parameters<ListParameters>,
) -> Result<Json<SessionPage>, Problem> {
    let cursor = match wanted.cursor.as_deref() {
        Some(text) => Some(
            Cursor::decode(text)
                .ok_or_else(|| Error::invalid("cursor", "Use the next_cursor of the page before."))?,
        ),
        None => None,
    };
    let query = Query { limit: page_size(wanted.limit)?, cursor, status: wanted.status, text: wanted.q };
    Ok(Json(state.services.sessions.list(identity.viewer(), &query).await?.into()))
}

/// One session.
#[utoipa::path(get, path = "/sessions/{id}", operation_id = "get_session", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, body = Session),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<Json<Session>, Problem> {
    Ok(Json(state.services.sessions.find(identity.viewer(), SessionId(id)).await?.into()))
}

/// Change the title or the question.
#[utoipa::path(patch, path = "/sessions/{id}", operation_id = "update_session", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)),
    request_body = ChangeSessionRequest, responses(
    (status = 200, body = Session),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn change(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
    Body(body): Body<ChangeSessionRequest>,
) -> Result<Json<Session>, Problem> {
    let ChangeSessionRequest { title, question } = body;
    let session = state.services.sessions.describe(identity.user, SessionId(id), title, question).await?;
    Ok(Json(session.into()))
}

/// Delete a session and its recording.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "delete_session", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 204),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn delete(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<StatusCode, Problem> {
    state.services.sessions.delete(identity.user, SessionId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for feedback. A session is never scored twice.
#[utoipa::path(post, path = "/sessions/{id}/complete", operation_id = "complete_session", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, description = "It was completed already", body = Session),
    (status = 202, description = "The coach is at work", body = Session),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 409, description = "There is no transcript yet", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn complete(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<(StatusCode, Json<Session>), Problem> {
    let (session, already) = state.services.sessions.complete(identity.user, SessionId(id)).await?;
    let status = if already { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(session.into())))
}

/// Try again what failed.
#[utoipa::path(post, path = "/sessions/{id}/retry", operation_id = "retry_session", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 202, body = Session),
    (status = 400, description = "`not_retryable`", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 409, description = "It has not failed", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn retry(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<(StatusCode, Json<Session>), Problem> {
    let session = state.services.sessions.retry(identity.user, SessionId(id)).await?;
    Ok((StatusCode::ACCEPTED, Json(session.into())))
}
