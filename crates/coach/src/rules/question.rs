//! The question's kind: only one that asks for something that happened can be looked through for the parts of a story.

use super::signs::Signs;
use crate::bank::{self, Kind};
use crate::data::Lexicon;
use crate::phrases::Phrases;
use crate::tokens::written;

/// Whether the question asks for an event; without a question, whether the answer tells one.
pub(super) fn asks_for_event(question: Option<&str>, signs: &Signs, lexicon: &Lexicon) -> bool {
    let unasked = || signs.actions.len() + signs.we_actions.len() >= 2 && !signs.event.is_empty();
    question.and_then(|question| is_of_event(question, lexicon)).unwrap_or_else(unasked)
}

/// Whether the question asks for something that happened; `None` when it asks for nothing.
pub(crate) fn is_of_event(question: &str, lexicon: &Lexicon) -> Option<bool> {
    if question.trim().is_empty() {
        return None;
    }
    if let Some(known) = bank::by_text(question) {
        return Some(known.kind == Kind::Behavioural);
    }
    let (cues, question) = (&lexicon.cues, written(question));
    let asks = |list: &Phrases| !list.find(&question).is_empty();
    Some(asks(&cues.plain_event_questions) || (!asks(&cues.other_questions) && asks(&cues.event_questions)))
}
