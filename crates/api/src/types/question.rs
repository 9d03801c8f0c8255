//! Questions on the wire.

use serde::{Deserialize, Serialize};
use services::questions::Question;
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
    #[schema(inline = false)]
    pub(crate) questions: Vec<Question>,
    pub(crate) next_cursor: Option<String>,
}
