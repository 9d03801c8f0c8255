//! The gate: whether an answer can be judged at all. One that can not gets a reason in words, and no score.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

use crate::Answer;
use crate::bank::{self, Kind};
use crate::content::Content;
use crate::data::{Lexicon, embedded, fallback, lexicon};
use crate::phrases::Phrases;
use crate::rules;
use crate::tokens::{Token, written};

/// Why an answer is not judged. The names are the contract's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GateCode {
    NoSpeech,
    TooShort,
    TooFewWords,
    UnsupportedLanguage,
    DoubtfulTranscript,
    QuestionRepeated,
    OffTopic,
}

impl GateCode {
    /// As it stands in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSpeech => "no_speech",
            Self::TooShort => "too_short",
            Self::TooFewWords => "too_few_words",
            Self::UnsupportedLanguage => "unsupported_language",
            Self::DoubtfulTranscript => "doubtful_transcript",
            Self::QuestionRepeated => "question_repeated",
            Self::OffTopic => "off_topic",
        }
    }
}

/// The answer can not be judged, for a reason that the user is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotScorable {
    pub code: GateCode,
    pub message: String,
}

/// The limits, as they stand in `data/gate.toml` with their reasons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    #[serde(rename = "version")]
    _version: String,
    min_words: usize,
    min_speech_s: f64,
    min_any_speech_s: f64,
    min_confidence: f64,
    /// Of a single word that a claim of the rules rests on, and of the words around it on average.
    pub(crate) min_word_confidence: f64,
    pub(crate) min_passage_confidence: f64,
    /// Of words that a question goes back to.
    pub(crate) min_question_confidence: f64,
    min_common_share: f64,
    min_distinct_share: f64,
    question_run: usize,
    question_share: f64,
    work_words: usize,
}

static LIMITS: LazyLock<Limits> = LazyLock::new(|| embedded("gate.toml", include_str!("../data/gate.toml")));

pub(crate) fn limits() -> &'static Limits {
    &LIMITS
}

/// Lets an answer pass that can be judged.
///
/// # Errors
/// The first reason, in the order of the contract's codes, for which it can not.
pub fn gate(answer: &Answer<'_>) -> Result<(), NotScorable> {
    let limits = &*LIMITS;
    let speaking_s = answer.speaking_s();
    if speaking_s < limits.min_any_speech_s {
        return Err(refuse(GateCode::NoSpeech, answer, 0));
    }
    if speaking_s < limits.min_speech_s {
        return Err(refuse(GateCode::TooShort, answer, 0));
    }
    let Some(lexicon) = lexicon(answer.language) else {
        let few = answer.words.len() < limits.min_words;
        let code = if few { GateCode::TooFewWords } else { GateCode::UnsupportedLanguage };
        return Err(refuse(code, answer, answer.words.len()));
    };
    let content = Content::of(answer, lexicon);
    match content_code(answer, &content, lexicon) {
        Some(code) => Err(refuse(code, answer, content.fluent_words)),
        None => Ok(()),
    }
}

fn content_code(answer: &Answer<'_>, content: &Content, lexicon: &Lexicon) -> Option<GateCode> {
    let limits = &*LIMITS;
    if content.fluent_words < limits.min_words {
        return Some(GateCode::TooFewWords);
    }
    if doubtful(answer, content, lexicon) {
        return Some(GateCode::DoubtfulTranscript);
    }
    let question = answer.question.map(written).unwrap_or_default();
    let repeated = repeated_words(&content.tokens, &question);
    if share(repeated, content.tokens.len()) >= limits.question_share
        && content.tokens.len() - repeated < limits.min_words
    {
        return Some(GateCode::QuestionRepeated);
    }
    // So little is left without the orders to the judge that nothing answers the question.
    let only_orders = content.tokens.len() < limits.min_words;
    let off_topic = || {
        !any_topic_answers(answer.question.unwrap_or_default(), &content.tokens, lexicon)
            && off_topic(&content.tokens, &question, lexicon)
    };
    (only_orders || off_topic()).then_some(GateCode::OffTopic)
}

/// Questions about the person, or of a topic of one's own choice, can be answered in any words; and who says what one would
/// do or usually does answers a question that asks for it.
fn any_topic_answers(question: &str, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let personal = bank::by_text(question)
        .is_some_and(|known| matches!(known.kind, Kind::Motivation | Kind::Background));
    let asks_for_event = rules::question::is_of_event(question, lexicon).unwrap_or(true);
    personal
        || !lexicon.gate.free_questions.find(&written(question)).is_empty()
        || (!asks_for_event && !lexicon.cues.general.find(tokens).is_empty())
}

fn refuse(code: GateCode, answer: &Answer<'_>, words: usize) -> NotScorable {
    let texts = &lexicon(answer.language).unwrap_or_else(fallback).remarks.gate;
    let message = texts
        .get(code.name())
        .map_or(code.name(), String::as_str)
        .replace("{seconds}", &format!("{:.0}", answer.speaking_s().floor()))
        .replace("{words}", &words.to_string());
    NotScorable { code, message }
}

fn doubtful(answer: &Answer<'_>, content: &Content, lexicon: &Lexicon) -> bool {
    let limits = &*LIMITS;
    let given: Vec<f64> =
        answer.words.iter().filter_map(|word| word.confidence).filter(|c| c.is_finite()).collect();
    let known = share(given.len(), answer.words.len()) >= 0.5;
    let mean = given.iter().sum::<f64>() / as_f64(given.len().max(1));
    let common = content.tokens.iter().filter(|token| lexicon.speech.common_words.has(&token.text)).count();
    let mut distinct: Vec<&str> = content.tokens.iter().map(|token| token.text.as_str()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let words = content.tokens.len();
    // A text corrected by its speaker is not doubtful, whatever the engine thought.
    (known && !answer.corrected && mean < limits.min_confidence)
        || (words > 0 && share(common, words) < limits.min_common_share)
        || (words > 0 && share(distinct.len(), words) < limits.min_distinct_share)
}

/// How many words stand in runs that the question has too.
fn repeated_words(tokens: &[Token], question: &[Token]) -> usize {
    let run = LIMITS.question_run;
    let mut repeated = vec![false; tokens.len()];
    for (start, window) in tokens.windows(run).enumerate() {
        let in_question =
            question.windows(run).any(|asked| asked.iter().zip(window).all(|(a, t)| a.text == t.text));
        if in_question {
            repeated[start..start + run].fill(true);
        }
    }
    repeated.into_iter().filter(|repeated| *repeated).count()
}

/// Nothing speaks of the question's topic, nor of work or study. Careful on purpose: a good answer that is called off
/// topic does more harm than an odd one that is judged.
fn off_topic(tokens: &[Token], question: &[Token], lexicon: &Lexicon) -> bool {
    let words = &lexicon.gate;
    let count = |list: &Phrases| list.find(tokens).len();
    let asked: Vec<&str> = question
        .iter()
        .map(|token| token.text.as_str())
        .filter(|word| !words.question_words.has(word) && !lexicon.speech.common_words.has(word))
        .collect();
    if asked.is_empty() || count(&words.work) >= LIMITS.work_words {
        return false;
    }
    let stemmer = Stemmer::create(Algorithm::English);
    let stems: Vec<_> = asked.iter().map(|word| stemmer.stem(word)).collect();
    if tokens.iter().any(|token| stems.contains(&stemmer.stem(&token.text))) {
        return false;
    }
    let topics = words.topics.iter().filter(|topic| !topic.words.find(question).is_empty());
    topics.map(|topic| count(&topic.words)).sum::<usize>() == 0
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { as_f64(part) / as_f64(whole) }
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
