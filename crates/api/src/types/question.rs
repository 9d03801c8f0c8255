//! Questions on the wire.

use serde::{Deserialize, Serialize};
use services::questions::{Kind, Question, TailoredQuestion};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BankParameters {
    pub(crate) competency: Option<String>,
    pub(crate) role: Option<String>,
    /// Words to be found.
    pub(crate) q: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<u64>,
    pub(crate) cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct QuestionPage {
    pub(crate) questions: Vec<Question>,
    pub(crate) next_cursor: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TailorRequest {
    #[schema(max_length = 200)]
    pub(crate) role: Option<String>,
    #[schema(max_length = 40_000)]
    pub(crate) job_description: Option<String>,
    #[schema(max_length = 40_000)]
    pub(crate) resume: Option<String>,
    /// 5 unless said.
    #[schema(minimum = 1, maximum = 20)]
    pub(crate) count: Option<usize>,
    pub(crate) kind: Option<Kind>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TailoredQuestions {
    pub(crate) questions: Vec<TailoredQuestion>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatRequest {
    #[schema(max_length = 4000)]
    pub(crate) message: String,
    /// The session that it is about.
    pub(crate) session_id: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ChatReply {
    pub(crate) reply: String,
}
