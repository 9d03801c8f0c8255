//! A labelled answer: a text, the levels that a person gave it, and why.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::contest::Outcome;
use crate::gate::GateCode;
use crate::rubric::{Competency, MAX_LEVEL};
use crate::spoken::{Spoken, spoken};

/// What an answer is there to test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Strong,
    Middling,
    Weak,
    /// Must not be scored.
    Thin,
    /// Must not be scored.
    OffTopic,
    /// The answer `base` with an order to the judge before or after it: must get the same levels.
    Injected,
    /// The answer `base` as a person who stutters may say it: must get the same levels.
    Stuttered,
    /// Somebody's answer whose feedback made a `claim` that was contested; withdrawn, it must not be made again.
    Contested,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    pub id: String,
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    #[serde(default)]
    pub text: String,
    /// In the order of [`Competency::ALL`]; empty for what must not be scored and for variants of another answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<u8>,
    /// With which code the gate should refuse it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<GateCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What names the contested claim, and what the second look came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The labeller's reasons.
    pub why: String,
}

/// Which part of the built-in set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The rules may have been tuned on it.
    Open,
    /// Never used for tuning.
    HeldBack,
}

/// A file of labelled answers can not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("not the TOML of a labelled set: {0}")]
    Toml(String),
    #[error("answer {0}: levels must be six numbers from 0 to 5")]
    Levels(String),
    #[error("answer {0}: \"base\" must name another answer of the set that has levels")]
    Base(String),
    #[error("answer {0}: \"claim\" must name what was contested, and \"outcome\" say what came of it")]
    Claim(String),
    #[error("the id {0} is used twice")]
    Repeated(String),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelledSet {
    #[serde(rename = "answer")]
    pub answers: Vec<Labelled>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    answer: Vec<Labelled>,
}

impl LabelledSet {
    /// The set that is built in, or half of it.
    pub fn built_in(half: Option<Half>) -> Self {
        let open = include_str!("../../data/labelled/open.toml");
        let held_back = include_str!("../../data/labelled/held_back.toml");
        let texts = match half {
            Some(Half::Open) => vec![open],
            Some(Half::HeldBack) => vec![held_back],
            None => vec![open, held_back],
        };
        let read = |text| crate::data::embedded::<File>("labelled", text).answer;
        Self { answers: texts.into_iter().flat_map(read).collect() }
    }

    /// Reads a set of somebody's own.
    ///
    /// # Errors
    /// When it is not of the built-in set's form.
    pub fn parse(toml: &str) -> Result<Self, Malformed> {
        let file: File = toml::from_str(toml).map_err(|error| Malformed::Toml(error.to_string()))?;
        let set = Self { answers: file.answer };
        set.check()?;
        Ok(set)
    }

    fn check(&self) -> Result<(), Malformed> {
        let mut ids: HashMap<&str, &Labelled> = HashMap::new();
        for answer in &self.answers {
            if ids.insert(&answer.id, answer).is_some() {
                return Err(Malformed::Repeated(answer.id.clone()));
            }
        }
        for answer in &self.answers {
            let levels =
                answer.levels.len() == Competency::ALL.len() && answer.levels.iter().all(|l| *l <= MAX_LEVEL);
            let base =
                answer.base.as_deref().and_then(|id| ids.get(id)).is_some_and(|base| !base.levels.is_empty());
            match answer.sort {
                Sort::Strong | Sort::Middling | Sort::Weak if !levels => {
                    return Err(Malformed::Levels(answer.id.clone()));
                }
                Sort::Contested if answer.claim.is_none() || answer.outcome.is_none() => {
                    return Err(Malformed::Claim(answer.id.clone()));
                }
                Sort::Injected | Sort::Stuttered if !base => return Err(Malformed::Base(answer.id.clone())),
                _ => {}
            }
        }
        Ok(())
    }

    /// The set as [`parse`](Self::parse) reads it.
    ///
    /// # Errors
    /// When TOML can not hold it, which no set that was read does.
    pub fn to_toml(&self) -> Result<String, Malformed> {
        toml::to_string(self).map_err(|error| Malformed::Toml(error.to_string()))
    }

    pub(super) fn base(&self, answer: &Labelled) -> Option<&Labelled> {
        let id = answer.base.as_ref()?;
        self.answers.iter().find(|other| other.id == *id)
    }

    /// The answer as if it had been spoken; a variant takes question and text from its base.
    pub(super) fn spoken(&self, answer: &Labelled) -> Spoken {
        let base = self.base(answer);
        let question = answer.question.as_deref().or(base.and_then(|base| base.question.as_deref()));
        let own = Some(answer.text.as_str()).filter(|text| !text.is_empty());
        let text = own.or(base.map(|base| base.text.as_str())).unwrap_or_default();
        let parts = [answer.before.as_deref(), Some(text), answer.after.as_deref()];
        spoken(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "), question)
    }
}

impl Labelled {
    /// An answer whose feedback was contested: `claimed` is what names the claim, and what came of it.
    pub fn contested(
        id: String,
        question: Option<String>,
        text: String,
        (claim, outcome): (String, Outcome),
        why: String,
    ) -> Self {
        Self {
            id,
            sort: Sort::Contested,
            question,
            text,
            levels: Vec::new(),
            expect: None,
            base: None,
            before: None,
            after: None,
            claim: Some(claim),
            outcome: Some(outcome),
            why,
        }
    }

    /// The level that a person gave.
    pub fn level(&self, competency: Competency) -> Option<u8> {
        let index = Competency::ALL.iter().position(|other| *other == competency)?;
        self.levels.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_set_is_sound_and_large_enough() {
        let set = LabelledSet::built_in(None);
        set.check().unwrap();
        assert!(set.answers.len() >= 60);
        assert!(set.answers.iter().all(|answer| !answer.why.is_empty()));
        let held_back = LabelledSet::built_in(Some(Half::HeldBack)).answers.len();
        assert!((held_back * 2).abs_diff(set.answers.len()) <= 2);
    }

    #[test]
    fn a_set_of_ones_own_is_checked() {
        let answer = |rest: &str| format!("[[answer]]\nid = \"a\"\nwhy = \"because\"\n{rest}");
        assert!(LabelledSet::parse(&answer("sort = \"weak\"\nlevels = [0, 1, 2, 3, 4, 5]")).is_ok());
        let wrong = LabelledSet::parse(&answer("sort = \"weak\"\nlevels = [0, 1, 2, 3, 4, 6]"));
        assert_eq!(wrong, Err(Malformed::Levels("a".into())));
        assert_eq!(
            LabelledSet::parse(&answer("sort = \"injected\"\nbase = \"b\"")),
            Err(Malformed::Base("a".into()))
        );
        assert!(matches!(LabelledSet::parse("answer = 3"), Err(Malformed::Toml(_))));
    }

    #[test]
    fn a_set_that_is_written_is_the_set_that_is_read() {
        let claim = ("You say \"why\".\nTwice.".to_owned(), Outcome::Withdrawn);
        let contested = Labelled::contested("c1".into(), None, "I did it.".into(), claim, "why".into());
        let mut set = LabelledSet::built_in(None);
        set.answers.push(contested);
        assert_eq!(LabelledSet::parse(&set.to_toml().unwrap()).unwrap(), set);
    }
}
