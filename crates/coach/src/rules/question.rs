//! The question's kind: only one that asks for something that happened can be looked through for the parts of a story.

use super::signs::Signs;
use crate::bank::{self, Kind};
use crate::data::Lexicon;
use crate::tokens::written;

/// Whether the question asks for an event; without a question, whether the answer tells one.
pub(super) fn asks_for_event(question: Option<&str>, signs: &Signs, lexicon: &Lexicon) -> bool {
    let Some(question) = question.filter(|question| !question.trim().is_empty()) else {
        return signs.actions.len() + signs.we_actions.len() >= 2 && !signs.event.is_empty();
    };
    if let Some(known) = bank::by_text(question) {
        return known.kind == Kind::Behavioural;
    }
    !lexicon.cues.event_questions.find(&written(question)).is_empty()
}
