//! A follow-up question: what an interviewer would ask next, going back to words of the candidate.
//!
//! [`crate::rules::follow_ups`] makes them from what was found and what was not; [`crate::model::follow_up_prompt`] asks a
//! language model for them.

use serde::{Deserialize, Serialize};

use crate::judgement::Evidence;

/// More are not asked at once.
pub(crate) const MOST: usize = 3;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    pub text: String,
    /// The words that it goes back to.
    pub because: Evidence,
}
