//! A contested claim: something that feedback says and its reader calls wrong.
//!
//! It is checked again: by [`crate::rules::check`] when rules made it, by a language model ([`crate::model::claim_prompt`])
//! when a model did. What can not be supported leaves the feedback, and the scores are computed anew without it.

use serde::{Deserialize, Serialize};

use crate::feedback::{CompetencyFeedback, Feedback};
use crate::judgement::{Evidence, Improvement, Strength, Unscored};
use crate::rubric::{Competency, scores};

/// One claim of a feedback.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "said", rename_all = "snake_case")]
pub enum Claim {
    Strength(Strength),
    Improvement(Improvement),
    /// A competency's level.
    Competency(CompetencyFeedback),
}

/// What the second look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ContestOutcome))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The claim could not be supported and is gone.
    Withdrawn,
    /// The claim stands.
    Upheld,
}

/// The outcome with its reason, for the user to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLook {
    pub outcome: Outcome,
    pub reason: String,
}

impl Claim {
    /// What names it: the text of a remark, the name of a competency.
    pub fn text(&self) -> &str {
        match self {
            Self::Strength(strength) => &strength.text,
            Self::Improvement(improvement) => &improvement.text,
            Self::Competency(competency) => competency.name.name(),
        }
    }

    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Strength(strength) => &strength.evidence,
            Self::Improvement(improvement) => &improvement.evidence,
            Self::Competency(competency) => &competency.evidence,
        }
    }

    /// The same thing said of the same words, whenever it was said.
    fn repeats(&self, other: &Self) -> bool {
        let same_level = match (self, other) {
            (Self::Competency(one), Self::Competency(other)) => one.level == other.level,
            _ => true,
        };
        let quotes =
            |claim: &Self| claim.evidence().iter().map(|found| found.quote.clone()).collect::<Vec<_>>();
        same_level && self.text() == other.text() && quotes(self) == quotes(other)
    }
}

impl Feedback {
    /// The claim that a text names: the text of a strength or an improvement, or a competency's name.
    pub fn claim(&self, text: &str) -> Option<Claim> {
        let text = text.trim();
        let strength = || self.strengths.iter().find(|strength| strength.text == text).cloned();
        let improvement = || self.improvements.iter().find(|improvement| improvement.text == text).cloned();
        let name = Competency::parse(&text.to_lowercase());
        let competency = || self.competencies.iter().find(|level| Some(level.name) == name).cloned();
        competency()
            .map(Claim::Competency)
            .or_else(|| strength().map(Claim::Strength))
            .or_else(|| improvement().map(Claim::Improvement))
    }

    /// The feedback without a claim. `reason` stands in the place of a level that goes; all scores are computed anew.
    #[must_use]
    pub fn without(mut self, claim: &Claim, reason: &str) -> Self {
        match claim {
            Claim::Strength(gone) => self.strengths.retain(|strength| strength != gone),
            Claim::Improvement(gone) => self.improvements.retain(|improvement| improvement != gone),
            Claim::Competency(gone) => {
                self.competencies.retain(|competency| competency.name != gone.name);
                self.not_scored.push(Unscored { name: gone.name, reason: reason.to_owned() });
                self.not_scored.sort_by_key(|unscored| unscored.name);
                self.add_up();
            }
        }
        self
    }

    /// The feedback without what had been withdrawn before and was said again of the same words.
    #[must_use]
    pub fn without_again(self, withdrawn: &[(Claim, String)]) -> Self {
        withdrawn.iter().fold(self, |feedback, (claim, reason)| match feedback.claim(claim.text()) {
            Some(again) if again.repeats(claim) => feedback.without(&again, reason),
            _ => feedback,
        })
    }

    /// Computes the four scores from the levels that are shown.
    pub(crate) fn add_up(&mut self) {
        let levels: Vec<_> = self.competencies.iter().map(|shown| (shown.name, shown.level)).collect();
        let scores = scores(&levels);
        self.overall_score = scores.overall;
        self.communication_score = scores.communication;
        self.technical_score = scores.technical;
        self.clarity_score = scores.clarity;
    }
}
