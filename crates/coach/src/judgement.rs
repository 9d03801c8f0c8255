//! A judgement: what a coach makes of an answer's content, before any arithmetic.

use serde::{Deserialize, Serialize};

use crate::rubric::Competency;

/// Words of the candidate that carry a claim, as they stand in the transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    pub quote: String,
    /// Seconds from the beginning of the recording.
    pub start_s: f64,
    pub end_s: f64,
}

/// The level of one competency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub competency: Competency,
    /// 0..=5
    pub level: u8,
    /// Highest less lowest level over repeated judgements; `None` when it was judged once by a coach that may waver.
    pub spread: Option<u8>,
    pub evidence: Vec<Evidence>,
}

/// A competency that got no level, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unscored {
    pub name: Competency,
    pub reason: String,
}

/// Something done well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Strength {
    pub text: String,
    pub evidence: Vec<Evidence>,
}

/// Something to do better, with the next step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Improvement {
    pub text: String,
    pub evidence: Vec<Evidence>,
    #[serde(rename = "try")]
    pub next_step: String,
}

/// Everything that one coach says of the content of one answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Judgement {
    pub verdicts: Vec<Verdict>,
    pub unscored: Vec<Unscored>,
    pub strengths: Vec<Strength>,
    pub improvements: Vec<Improvement>,
    pub detailed: String,
    /// Made only of the candidate's own facts, gaps marked `[add: …]`.
    pub model_answer: Option<String>,
    /// How many quotes the coach offered that were never said.
    pub dropped_quotes: u32,
}

impl Judgement {
    /// The level of one competency, if it was scored.
    pub fn level(&self, competency: Competency) -> Option<u8> {
        self.verdicts.iter().find(|verdict| verdict.competency == competency).map(|verdict| verdict.level)
    }

    /// Every scored competency with its level.
    pub fn levels(&self) -> Vec<(Competency, u8)> {
        self.verdicts.iter().map(|verdict| (verdict.competency, verdict.level)).collect()
    }
}
