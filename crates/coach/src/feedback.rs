//! Feedback: what a user is shown of one answer, in the contract's shape.

use serde::{Deserialize, Serialize};

use crate::Answer;
use crate::data;
use crate::delivery::{Delivery, measure};
use crate::gate::{NotScorable, gate};
use crate::judge_card::Standing;
use crate::judgement::{Evidence, Improvement, Judgement, Strength, Unscored};
use crate::model;
use crate::rubric::{Competency, rubric};
use crate::rules;
use crate::verified;

/// See the contract. Every score is null unless `status` is `ready`; nothing in it is invented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feedback {
    pub status: Status,
    pub reason: Option<Reason>,
    /// 0–100 to one decimal, as all four scores are.
    pub overall_score: Option<f64>,
    pub communication_score: Option<f64>,
    pub technical_score: Option<f64>,
    pub clarity_score: Option<f64>,
    /// The competencies that got a level.
    pub competencies: Vec<CompetencyFeedback>,
    /// Those that did not, and why.
    #[serde(default)]
    pub not_scored: Vec<Unscored>,
    pub strengths: Vec<Strength>,
    pub improvements: Vec<Improvement>,
    pub detailed_feedback: Option<String>,
    pub model_answer: Option<String>,
    pub delivery: Delivery,
    /// Null as long as nobody has judged.
    pub coach: Option<CoachInfo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Ready,
    Pending,
    NotScorable,
    Unavailable,
}

/// Why there are no scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    pub code: String,
    /// For a person to read.
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompetencyFeedback {
    pub name: Competency,
    /// 0..=5
    pub level: u8,
    /// Highest less lowest level over repeated judgements; null when it was judged once by a coach that may waver.
    pub spread: Option<u8>,
    /// The level is a guess: the spread is wide, or rules judged what they judge only roughly ([`rules::ROUGH`]), or
    /// they judged words of basic accuracy.
    #[serde(default)]
    pub uncertain: bool,
    /// The highest anchor that the level reaches; null at level 0.
    pub anchor_met: Option<String>,
    /// Null at level 5.
    pub anchor_next: Option<String>,
    pub evidence: Vec<Evidence>,
}

/// Why a judge that agrees too little with people gives no scores.
const COACHING_ONLY: &str = "There are no scores: measured on labelled answers, this language model agrees too little with people \
    to give any. What it says of your answer rests on your own words all the same.";

/// Who judged, by what version of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CoachInfo {
    pub kind: CoachKind,
    /// The language model's name; null for rules.
    pub model: Option<String>,
    pub prompt_version: Option<String>,
    pub rubric_version: String,
    /// Of the word lists that the rules look for; null for a model.
    #[serde(default)]
    pub lists_version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CoachKind {
    Rules,
    Model,
}

/// Who is to judge. A language model has been asked beforehand, because nothing here talks to the outside:
/// see [`crate::model`] for how its judgement comes about.
#[derive(Debug, Clone, PartialEq)]
pub enum Coach {
    Rules,
    Model {
        name: String,
        judgement: Judgement,
        /// What may be shown of its judgement; see [`crate::judge_card`].
        standing: Standing,
    },
}

impl CoachInfo {
    pub fn rules() -> Self {
        Self {
            kind: CoachKind::Rules,
            model: None,
            prompt_version: None,
            rubric_version: rubric().version.clone(),
            lists_version: Some(data::fallback().version().to_owned()),
        }
    }

    pub fn model(name: Option<String>) -> Self {
        Self {
            kind: CoachKind::Model,
            model: name,
            prompt_version: Some(model::PROMPT_VERSION.to_owned()),
            rubric_version: rubric().version.clone(),
            lists_version: None,
        }
    }
}

impl From<NotScorable> for Reason {
    fn from(refused: NotScorable) -> Self {
        Self { code: refused.code.name().to_owned(), message: refused.message }
    }
}

impl Feedback {
    /// Nothing is known yet.
    pub fn pending() -> Self {
        Self::without_scores(Status::Pending, None, Delivery::default(), None)
    }

    /// The gate refused: the measures that could be taken are there, no score is.
    pub fn not_scorable(reason: impl Into<Reason>, delivery: Delivery) -> Self {
        Self::without_scores(Status::NotScorable, Some(reason.into()), delivery, Some(CoachInfo::rules()))
    }

    /// The language model failed: the measures are there, no score is.
    pub fn unavailable(reason: impl Into<Reason>, delivery: Delivery) -> Self {
        Self::without_scores(Status::Unavailable, Some(reason.into()), delivery, Some(CoachInfo::model(None)))
    }

    fn without_scores(
        status: Status,
        reason: Option<Reason>,
        delivery: Delivery,
        coach: Option<CoachInfo>,
    ) -> Self {
        Self {
            status,
            reason,
            overall_score: None,
            communication_score: None,
            technical_score: None,
            clarity_score: None,
            competencies: Vec::new(),
            not_scored: Vec::new(),
            strengths: Vec::new(),
            improvements: Vec::new(),
            detailed_feedback: None,
            model_answer: None,
            delivery,
            coach,
        }
    }
}

/// The whole pipeline: measures, gate, judgement, verification of every quote, arithmetic.
pub fn feedback(answer: &Answer<'_>, coach: Coach) -> Feedback {
    feedback_with(answer, coach, measure(answer))
}

/// The pipeline with measures taken before: those of a corrected answer are better taken from the words as they were heard.
pub fn feedback_with(answer: &Answer<'_>, coach: Coach, delivery: Delivery) -> Feedback {
    if let Err(refused) = gate(answer) {
        return Feedback::not_scorable(refused, delivery);
    }
    let (judgement, info, standing) = match coach {
        Coach::Rules => (rules::judge(answer), CoachInfo::rules(), Standing::Scores),
        Coach::Model { name, judgement, standing } => (judgement, CoachInfo::model(Some(name)), standing),
    };
    let mut feedback = Feedback::without_scores(Status::Ready, None, delivery, Some(info));
    let basic = !answer.engine.accurate;
    feedback.show(verified::judgement(judgement, answer), basic);
    if standing == Standing::CoachingOnly {
        feedback.coach_only();
    }
    feedback
}

impl Feedback {
    /// Keeps what is said and quoted, and takes every level away.
    fn coach_only(&mut self) {
        let reason = Reason { code: "coaching_only".to_owned(), message: COACHING_ONLY.to_owned() };
        let unscored = |name| Unscored { name, reason: reason.message.clone() };
        self.competencies.clear();
        self.not_scored = Competency::ALL.map(unscored).to_vec();
        self.add_up();
        self.reason = Some(reason);
    }

    fn show(&mut self, judgement: Judgement, basic: bool) {
        let rubric = rubric();
        let by_rules = self.coach.as_ref().is_some_and(|coach| coach.kind == CoachKind::Rules);
        self.competencies = judgement
            .verdicts
            .into_iter()
            .map(|verdict| CompetencyFeedback {
                name: verdict.competency,
                level: verdict.level,
                spread: verdict.spread,
                uncertain: (by_rules && (basic || rules::ROUGH.contains(&verdict.competency)))
                    || verdict.spread.is_some_and(|spread| spread >= model::UNCERTAIN_SPREAD),
                anchor_met: rubric.anchor_met(verdict.competency, verdict.level).map(str::to_owned),
                anchor_next: rubric.anchor_next(verdict.competency, verdict.level).map(str::to_owned),
                evidence: verdict.evidence,
            })
            .collect();
        self.add_up();
        self.not_scored = judgement.unscored;
        self.strengths = judgement.strengths;
        self.improvements = judgement.improvements;
        self.detailed_feedback = Some(judgement.detailed).filter(|text| !text.is_empty());
        self.model_answer = judgement.model_answer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::spoken;

    const QUESTION: &str = "Tell me about a time when you improved something at work.";
    const GOOD: &str = "Last year I worked at a small online shop, and our search page took four seconds to load. \
        My job was to make it usable before the Christmas sale. I profiled the queries first, because guessing had \
        already cost us a week. I added an index in Postgres and rewrote the slowest query instead of buying a bigger \
        server, which would have cost two thousand a month. As a result the page loads in 300 milliseconds, down from \
        four seconds, and sales from search rose by 12 percent. Since then I always measure before I change anything.";

    #[test]
    fn a_good_answer_gets_levels_quotes_and_scores() {
        let spoken = spoken(GOOD, Some(QUESTION));
        let feedback = feedback(&spoken.answer(), Coach::Rules);
        assert_eq!(feedback.status, Status::Ready);
        assert!(feedback.overall_score.is_some_and(|score| score >= 70.0));
        assert_eq!(feedback.competencies.len(), 4);
        assert!(feedback.competencies.iter().all(|competency| !competency.evidence.is_empty()));
    }

    #[test]
    fn feedback_survives_storage() {
        let spoken = spoken(GOOD, Some(QUESTION));
        for given in [
            feedback(&spoken.answer(), Coach::Rules),
            Feedback::pending(),
            Feedback::unavailable(
                Reason { code: "timed_out".into(), message: "…".into() },
                Delivery::default(),
            ),
        ] {
            let json = serde_json::to_string(&given).unwrap();
            assert_eq!(serde_json::from_str::<Feedback>(&json).unwrap(), given);
        }
    }

    #[test]
    fn nothing_said_gives_a_reason_and_no_number() {
        let spoken = spoken("", Some(QUESTION));
        let json = serde_json::to_value(feedback(&spoken.answer(), Coach::Rules)).unwrap();
        assert_eq!(json["status"], "not_scorable");
        assert_eq!(json["reason"]["code"], "no_speech");
        for score in ["overall_score", "communication_score", "technical_score", "clarity_score"] {
            assert!(json[score].is_null());
        }
        assert!(json["delivery"]["words_per_minute"].is_null());
    }
}
