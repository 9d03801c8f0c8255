//! What came of a session's recording: its words, its sound, its feedback.

use axum::Json;
use axum::extract::State;
use services::SessionId;
use services::coach::Feedback;

use crate::extract::{Body, Host, Id, Identity};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::session::{Audio, CorrectTranscriptRequest, Transcript};

/// The words, with times.
#[utoipa::path(get, path = "/sessions/{id}/transcript", operation_id = "get_transcript", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, body = Transcript),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 409, description = "There is none yet", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<Json<Transcript>, Problem> {
    Ok(Json(state.services.sessions.transcript(identity.viewer(), SessionId(id)).await?.into()))
}

/// Correct the words. The recognised ones are kept; feedback is asked for again.
#[utoipa::path(patch, path = "/sessions/{id}/transcript", operation_id = "correct_transcript", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)),
    request_body = CorrectTranscriptRequest, responses(
    (status = 200, body = Transcript),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 409, description = "There is none yet", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn correct(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
    Body(body): Body<CorrectTranscriptRequest>,
) -> Result<Json<Transcript>, Problem> {
    Ok(Json(state.services.sessions.correct(identity.user, SessionId(id), &body.text).await?.into()))
}

/// Permission to play the recording.
#[utoipa::path(get, path = "/sessions/{id}/audio", operation_id = "get_audio", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, body = Audio),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn audio(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Host(host): Host,
    Id(id): Id,
) -> Result<Json<Audio>, Problem> {
    let permission = state.services.sessions.audio(identity.viewer(), SessionId(id), host.as_ref()).await?;
    Ok(Json(Audio { url: permission.url.into(), expires_in: permission.expires_in.as_secs() }))
}

/// The newest feedback, or why there is none.
#[utoipa::path(get, path = "/sessions/{id}/feedback", operation_id = "get_feedback", tag = "sessions", security(("bearer" = [])), params(("id" = i64, Path)), responses(
    (status = 200, body = Feedback),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn feedback(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Id(id): Id,
) -> Result<Json<Feedback>, Problem> {
    Ok(Json(state.services.sessions.feedback(identity.viewer(), SessionId(id)).await?))
}
