//! Questions: the built-in bank.

use axum::Json;
use axum::extract::State;
use services::Error;
use services::questions::BankQuery;

use crate::extract::{Identity, Parameters};
use crate::problem::{Problem, ProblemDetails};
use crate::routes::sessions::page_size;
use crate::state::AppState;
use crate::types::question::{BankParameters, QuestionPage};

/// The built-in question bank.
#[utoipa::path(get, path = "/questions", operation_id = "list_questions", tag = "questions", security(("bearer" = [])), params(BankParameters), responses(
    (status = 200, body = QuestionPage),
    (status = 401, body = ProblemDetails, content_type = "application/problem+json"),
    (status = 422, body = ProblemDetails, content_type = "application/problem+json"),
))]
pub(super) async fn bank(
    State(state): State<AppState>,
    _identity: Identity,
    Parameters(wanted): Parameters<BankParameters>,
) -> Result<Json<QuestionPage>, Problem> {
    let after =
        wanted.cursor.as_deref().map(|cursor| cursor.parse().map_err(|_| bad_cursor())).transpose()?;
    let query = BankQuery {
        competency: wanted.competency,
        role: wanted.role,
        text: wanted.q,
        limit: usize::try_from(page_size(wanted.limit)?).unwrap_or(usize::MAX),
        after,
    };
    let (questions, next) = state.services.questions.search(&query)?;
    let questions = questions.into_iter().cloned().collect();
    Ok(Json(QuestionPage { questions, next_cursor: next.map(|id| id.to_string()) }))
}

fn bad_cursor() -> Error {
    Error::invalid("cursor", "Use the next_cursor of the page before.")
}
