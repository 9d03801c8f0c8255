//! What needs a language model: questions made to measure, and the coach's chat.

use axum::Json;
use axum::extract::State;
use services::SessionId;
use services::questions::Wish;

use crate::extract::{Body, Caller, Identity};
use crate::problem::{Problem, ProblemDetails};
use crate::state::AppState;
use crate::types::question::{ChatReply, ChatRequest, TailorRequest, TailoredQuestions};

/// Questions, unless said how many.
const COUNT: usize = 5;

/// Questions for a role, a job description and a résumé, each with the line that it rests on.
#[utoipa::path(post, path = "/ai/questions", operation_id = "tailor_questions", tag = "ai", security(("bearer" = [])), request_body = TailorRequest, responses(
    (status = 200, body = TailoredQuestions),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, description = "`rate_limited`, or `budget_spent` until the next day", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 503, description = "`llm_not_configured`, or it does not answer", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn questions(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    Body(body): Body<TailorRequest>,
) -> Result<Json<TailoredQuestions>, Problem> {
    let TailorRequest { role, job_description, resume, count, kind } = body;
    let wish = Wish { role, job_description, resume, count: count.unwrap_or(COUNT), kind };
    let questions = state.services.questions.tailored(identity.viewer(), &wish, &caller).await?;
    Ok(Json(TailoredQuestions { questions }))
}

/// Ask the coach, who knows the session's transcript and feedback.
#[utoipa::path(post, path = "/ai/chat", operation_id = "chat", tag = "ai", security(("bearer" = [])), request_body = ChatRequest, responses(
    (status = 200, body = ChatReply),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 429, description = "`rate_limited`, or `budget_spent` until the next day", body = ProblemDetails, content_type = "application/problem+json"),
    (status = 503, description = "`llm_not_configured`, or it does not answer", body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn chat(
    State(state): State<AppState>,
    Identity(identity): Identity,
    Caller(caller): Caller,
    Body(body): Body<ChatRequest>,
) -> Result<Json<ChatReply>, Problem> {
    let session = body.session_id.map(SessionId);
    let reply = state.services.questions.chat(identity.viewer(), &body.message, session, &caller).await?;
    Ok(Json(ChatReply { reply }))
}
