//! The rubric: six competencies, what each asks, and anchors that say what a level looks like.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::answer::round;
use crate::data::embedded;

/// One of the six things that are judged of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Competency {
    Relevance,
    Structure,
    Specificity,
    Reasoning,
    Result,
    Clarity,
}

impl Competency {
    pub const ALL: [Self; 6] =
        [Self::Relevance, Self::Structure, Self::Specificity, Self::Reasoning, Self::Result, Self::Clarity];

    /// As it stands in JSON and in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Structure => "structure",
            Self::Specificity => "specificity",
            Self::Reasoning => "reasoning",
            Self::Result => "result",
            Self::Clarity => "clarity",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|competency| competency.name() == name)
    }

    /// Which of the contract's three partial scores it feeds.
    fn feeds(self) -> Partial {
        match self {
            Self::Relevance | Self::Result => Partial::Communication,
            Self::Specificity | Self::Reasoning => Partial::Technical,
            Self::Structure | Self::Clarity => Partial::Clarity,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Partial {
    Communication,
    Technical,
    Clarity,
}

/// The highest level. Level 0 means: no evidence.
pub const MAX_LEVEL: u8 = 5;

/// With fewer scored competencies there is no overall score.
pub const MIN_SCORED_FOR_OVERALL: usize = 3;

/// The rubric as it stands in `data/rubric.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    pub version: String,
    competency: Vec<Entry>,
}

/// What one competency asks, and its anchors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Competency,
    asks: String,
    anchor_1: String,
    anchor_3: String,
    anchor_5: String,
}

static RUBRIC: LazyLock<Rubric> =
    LazyLock::new(|| embedded("rubric.toml", include_str!("../data/rubric.toml")));

/// The rubric that is built in.
pub fn rubric() -> &'static Rubric {
    &RUBRIC
}

impl Rubric {
    /// The question that a competency puts to an answer.
    pub fn asks(&self, competency: Competency) -> &str {
        self.entry(competency).map_or("", |entry| &entry.asks)
    }

    /// The text of anchor 1, 3 or 5; other levels lie between and have none.
    pub fn anchor(&self, competency: Competency, level: u8) -> Option<&str> {
        let entry = self.entry(competency)?;
        match level {
            1 => Some(&entry.anchor_1),
            3 => Some(&entry.anchor_3),
            5 => Some(&entry.anchor_5),
            _ => None,
        }
    }

    /// The highest anchor that a level reaches; none at level 0.
    pub fn anchor_met(&self, competency: Competency, level: u8) -> Option<&str> {
        [5, 3, 1]
            .into_iter()
            .find(|anchor| *anchor <= level)
            .and_then(|anchor| self.anchor(competency, anchor))
    }

    /// The next anchor above a level; none at level 5.
    pub fn anchor_next(&self, competency: Competency, level: u8) -> Option<&str> {
        [1, 3, 5]
            .into_iter()
            .find(|anchor| *anchor > level)
            .and_then(|anchor| self.anchor(competency, anchor))
    }

    fn entry(&self, competency: Competency) -> Option<&Entry> {
        self.competency.iter().find(|entry| entry.name == competency)
    }
}

/// The contract's four scores, 0–100 to one decimal; `None` where too little was scored.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scores {
    pub overall: Option<f64>,
    pub communication: Option<f64>,
    pub technical: Option<f64>,
    pub clarity: Option<f64>,
}

/// Mean level × 20, with equal weights. Overall needs [`MIN_SCORED_FOR_OVERALL`] competencies, a partial score one.
///
/// Communication is relevance and result, technical is specificity and reasoning, clarity is structure and clarity.
pub fn scores(levels: &[(Competency, u8)]) -> Scores {
    let partial = |of: Partial| {
        let fed: Vec<u8> =
            levels.iter().filter(|(name, _)| name.feeds() == of).map(|(_, level)| *level).collect();
        percent(&fed)
    };
    let all: Vec<u8> = levels.iter().map(|(_, level)| *level).collect();
    Scores {
        overall: percent(&all).filter(|_| all.len() >= MIN_SCORED_FOR_OVERALL),
        communication: partial(Partial::Communication),
        technical: partial(Partial::Technical),
        clarity: partial(Partial::Clarity),
    }
}

fn percent(levels: &[u8]) -> Option<f64> {
    let sum: u32 = levels.iter().map(|level| u32::from((*level).min(MAX_LEVEL))).sum();
    let count = u32::try_from(levels.len()).ok().filter(|count| *count > 0)?;
    Some(round(f64::from(sum) / f64::from(count) * 20.0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_competency_has_its_three_anchors() {
        for competency in Competency::ALL {
            assert_eq!(Competency::parse(competency.name()), Some(competency));
            assert!(!rubric().asks(competency).is_empty());
            for level in [1, 3, 5] {
                assert!(rubric().anchor(competency, level).is_some_and(|text| text.len() > 40));
            }
        }
    }

    #[test]
    fn levels_between_anchors_show_the_one_met_and_the_next() {
        let (rubric, of) = (rubric(), Competency::Result);
        assert_eq!(rubric.anchor_met(of, 0), None);
        assert_eq!(rubric.anchor_next(of, 0), rubric.anchor(of, 1));
        assert_eq!(rubric.anchor_met(of, 4), rubric.anchor(of, 3));
        assert_eq!(rubric.anchor_next(of, 4), rubric.anchor(of, 5));
        assert_eq!(rubric.anchor_next(of, 5), None);
    }

    #[test]
    fn scores_are_means_of_levels_times_twenty() {
        let given =
            scores(&[(Competency::Structure, 3), (Competency::Specificity, 4), (Competency::Result, 3)]);
        assert_eq!(given.overall, Some(66.7));
        assert_eq!(given.technical, Some(80.0));
        assert_eq!(given.communication, Some(60.0));
        assert_eq!(given.clarity, Some(60.0));
    }

    #[test]
    fn too_few_scored_competencies_give_no_overall_score() {
        let given = scores(&[(Competency::Structure, 3), (Competency::Clarity, 5)]);
        assert_eq!(given, Scores { clarity: Some(80.0), ..Scores::default() });
    }
}
