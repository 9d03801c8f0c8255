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
        ("bank/everyone.toml", include_str!("../data/bank/everyone.toml")),
        ("bank/roles.toml", include_str!("../data/bank/roles.toml")),
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
