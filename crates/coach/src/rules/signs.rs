//! Signs: the places in an answer's content that cues point to.
//!
//! They are looked for in the fluent words without regard to clauses, pauses or punctuation, so that how something was
//! said can not change what was found.

use crate::content::Content;
use crate::data::{Cues, Lexicon};
use crate::phrases::{Match, Phrases};
use crate::tokens::Token;

use super::details;

/// How many words may stand between "I" and its verb, each a listed one ("I then quickly rebuilt").
const MAX_BETWEEN: usize = 3;
/// How far "and" may carry the subject on to a second verb ("I rebuilt the query and added an index"), in words.
const REACH_OF_A_SUBJECT: usize = 12;

/// Where a sign stands: `start..end` are indices into the content's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign {
    pub start: usize,
    pub end: usize,
}

impl From<Match> for Sign {
    fn from(found: Match) -> Self {
        Self { start: found.start, end: found.end }
    }
}

/// All signs of one answer, each list in the order of speaking.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    pub situation: Vec<Sign>,
    pub task: Vec<Sign>,
    pub event: Vec<Sign>,
    pub general: Vec<Sign>,
    /// "I" and a verb of doing.
    pub actions: Vec<Sign>,
    /// "we" and a verb of doing.
    pub we_actions: Vec<Sign>,
    pub outcomes: Vec<Sign>,
    pub vague_outcomes: Vec<Sign>,
    pub comparisons: Vec<Sign>,
    pub lasting: Vec<Sign>,
    pub reasons: Vec<Sign>,
    pub alternatives: Vec<Sign>,
    pub learning: Vec<Sign>,
    pub figures: Vec<Sign>,
    pub names: Vec<Sign>,
}

impl Signs {
    pub(crate) fn of(content: &Content, lexicon: &Lexicon, trust_capitals: bool) -> Self {
        let (tokens, cues) = (&content.tokens, &lexicon.cues);
        let find = |list: &Phrases| list.find(tokens).into_iter().map(Sign::from).collect::<Vec<_>>();
        let vague_outcomes = find(&cues.vague_outcome);
        let mut outcomes = find(&cues.outcome);
        outcomes.retain(|sign| {
            !vague_outcomes.iter().any(|vague| sign.start < vague.end && vague.start < sign.end)
        });
        Self {
            situation: find(&cues.situation),
            task: find(&cues.task),
            event: find(&cues.event),
            general: find(&cues.general),
            actions: actions("i", tokens, lexicon),
            we_actions: actions("we", tokens, lexicon),
            outcomes,
            vague_outcomes,
            comparisons: find(&cues.comparison),
            lasting: find(&cues.lasting),
            reasons: find(&cues.reason),
            alternatives: find(&cues.alternative),
            learning: find(&cues.learning),
            figures: details::figures(tokens, cues),
            names: details::names(tokens, lexicon, trust_capitals),
        }
    }
}

fn actions(subject: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<Sign> {
    let mut found: Vec<Sign> = Vec::new();
    for at in 0..tokens.len() {
        let start = if tokens[at].text == subject {
            Some(at)
        } else {
            // The subject goes on: "and added".
            found
                .last()
                .filter(|last| {
                    tokens[at].text == "and" && at >= last.end && at - last.end < REACH_OF_A_SUBJECT
                })
                .map(|_| at)
        };
        if let Some(end) = start.and_then(|start| verb_after(start, tokens, lexicon)) {
            found.push(Sign { start: at, end });
        }
    }
    found
}

/// The end of the verb of doing that follows the subject, past the words that may stand between.
fn verb_after(subject: usize, tokens: &[Token], lexicon: &Lexicon) -> Option<usize> {
    let mut at = subject + 1;
    let mut infinitive = false;
    for _ in 0..MAX_BETWEEN {
        let Some(between) = lexicon.cues.between_subject_and_verb.at(tokens, at) else { break };
        infinitive = tokens[between.end - 1].text == "to";
        at = between.end;
    }
    let verb = tokens.get(at)?;
    let does = if infinitive {
        !lexicon.speech.common_words.has(&verb.text)
    } else {
        is_action(&verb.text, &lexicon.cues)
    };
    does.then_some(at + 1)
}

/// A past form of a verb of doing: listed, or regular and not one of feeling or having.
fn is_action(word: &str, cues: &Cues) -> bool {
    cues.irregular_actions.has(word)
        || (word.len() > 4 && word.ends_with("ed") && !cues.not_actions.has(word))
}
