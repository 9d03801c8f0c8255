//! The question bank: interview questions of our own, by competency, kind and role, with tips.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::data::embedded;
use crate::rubric::Competency;
use crate::tokens::fold;

/// One question. Ids are stable: a question that is withdrawn leaves a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: i64,
    pub text: String,
    /// What it practises most; every answer is judged on all six.
    pub competency: Competency,
    pub kind: Kind,
    /// Roles it is for; empty means everybody.
    #[serde(default)]
    pub roles: Vec<String>,
    pub tips: Vec<String>,
    /// What a full answer takes, in seconds.
    pub target_s: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Asks for something that happened.
    Behavioural,
    /// Asks what one would do.
    Situational,
    /// Asks for knowledge of the trade.
    Technical,
    /// Asks why: this role, this employer, this trade.
    Motivation,
    /// Asks who somebody is: the way so far, strengths, plans.
    Background,
}

impl Kind {
    pub const ALL: [Self; 5] =
        [Self::Behavioural, Self::Situational, Self::Technical, Self::Motivation, Self::Background];

    /// As it stands in JSON and in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Behavioural => "behavioural",
            Self::Situational => "situational",
            Self::Technical => "technical",
            Self::Motivation => "motivation",
            Self::Background => "background",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whom the bank has questions for.
pub const ROLES: [&str; 8] = [
    "software_engineer",
    "data_analyst",
    "product_manager",
    "designer",
    "sales",
    "nurse",
    "teacher",
    "team_lead",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Vec<Question>,
}

struct Bank {
    /// In the order of ids.
    questions: Vec<Question>,
    by_text: HashMap<String, usize>,
}

static BANK: LazyLock<Bank> = LazyLock::new(|| {
    let files = [
        ("bank/events.toml", include_str!("../data/bank/events.toml")),
        ("bank/cases.toml", include_str!("../data/bank/cases.toml")),
        ("bank/motives.toml", include_str!("../data/bank/motives.toml")),
        ("bank/roles/software_engineer.toml", include_str!("../data/bank/roles/software_engineer.toml")),
        ("bank/roles/data_analyst.toml", include_str!("../data/bank/roles/data_analyst.toml")),
        ("bank/roles/product_manager.toml", include_str!("../data/bank/roles/product_manager.toml")),
        ("bank/roles/designer.toml", include_str!("../data/bank/roles/designer.toml")),
        ("bank/roles/sales.toml", include_str!("../data/bank/roles/sales.toml")),
        ("bank/roles/nurse.toml", include_str!("../data/bank/roles/nurse.toml")),
        ("bank/roles/teacher.toml", include_str!("../data/bank/roles/teacher.toml")),
        ("bank/roles/team_lead.toml", include_str!("../data/bank/roles/team_lead.toml")),
    ];
    let read = |(name, text)| embedded::<File>(name, text).question;
    let mut questions: Vec<Question> = files.into_iter().flat_map(read).collect();
    questions.sort_by_key(|question| question.id);
    let by_text =
        questions.iter().enumerate().map(|(index, question)| (key(&question.text), index)).collect();
    Bank { questions, by_text }
});

/// Every question, in the order of ids.
pub fn all() -> &'static [Question] {
    &BANK.questions
}

pub fn by_id(id: i64) -> Option<&'static Question> {
    let index = BANK.questions.binary_search_by_key(&id, |question| question.id).ok()?;
    BANK.questions.get(index)
}

/// The question with this text, whatever its case and punctuation.
pub fn by_text(text: &str) -> Option<&'static Question> {
    BANK.by_text.get(&key(text)).and_then(|index| BANK.questions.get(*index))
}

/// Questions of a competency, for a role (those for everybody included), that hold every word of `q`, after an id.
///
/// An unknown competency or role has no questions.
pub fn search(
    competency: Option<&str>,
    role: Option<&str>,
    q: Option<&str>,
    after_id: Option<i64>,
    limit: usize,
) -> Vec<&'static Question> {
    if role.is_some_and(|role| !ROLES.contains(&role)) {
        return Vec::new();
    }
    let words = q.map(fold).unwrap_or_default();
    BANK.questions
        .iter()
        .filter(|question| after_id.is_none_or(|id| question.id > id))
        .filter(|question| competency.is_none_or(|name| question.competency.name() == name))
        .filter(|question| role.is_none_or(|role| question.is_for(role)))
        .filter(|question| question.holds(&words))
        .take(limit)
        .collect()
}

impl Question {
    fn is_for(&self, role: &str) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|name| name == role)
    }

    /// Each word begins some word of the question.
    fn holds(&self, words: &[String]) -> bool {
        let text = fold(&self.text);
        words.iter().all(|word| text.iter().any(|own| own.starts_with(word.as_str())))
    }
}

fn key(text: &str) -> String {
    fold(text).join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_bank_is_large_varied_and_without_repeats() {
        let all = all();
        assert!(all.len() >= 150);
        assert_eq!(all.iter().map(|question| question.id).collect::<BTreeSet<_>>().len(), all.len());
        assert_eq!(all.iter().map(|question| key(&question.text)).collect::<BTreeSet<_>>().len(), all.len());
        for competency in Competency::ALL {
            assert!(
                all.iter().filter(|question| question.competency == competency).count() >= 15,
                "{competency:?}"
            );
        }
        for role in ROLES {
            assert!(
                all.iter().filter(|question| question.roles.iter().any(|name| name == role)).count() >= 10
            );
        }
        for question in all {
            assert!(
                !question.tips.is_empty() && (30..=180).contains(&question.target_s),
                "{}",
                question.text
            );
            assert!(question.roles.iter().all(|role| ROLES.contains(&role.as_str())));
        }
    }

    #[test]
    fn a_search_pages_by_id_and_takes_every_word() {
        let first = search(None, None, None, None, 5);
        let next = search(None, None, None, first.last().map(|question| question.id), 5);
        assert_eq!((first.len(), next.len()), (5, 5));
        assert!(next[0].id > first[4].id);
        let found = search(None, Some("nurse"), Some("Patient worse"), None, 10);
        assert_eq!(found.len(), 1);
        assert!(
            search(Some("result"), Some("sales"), None, None, 100)
                .iter()
                .any(|question| question.roles.is_empty())
        );
    }

    #[test]
    fn what_is_unknown_finds_nothing() {
        assert!(search(Some("charm"), None, None, None, 9).is_empty());
        assert!(search(None, Some("astronaut"), None, None, 9).is_empty());
        assert!(by_id(100_000).is_none() && by_text("What?").is_none());
    }

    #[test]
    fn a_question_is_known_by_its_text() {
        assert_eq!(by_text("tell me about yourself").map(|question| question.kind), Some(Kind::Background));
    }
}
