//! Doubt: signs that rest on words which a recogniser of basic accuracy was not sure to have heard.

use crate::Answer;
use crate::content::Content;
use crate::gate;

use super::signs::{Sign, Signs};

/// Words on each side of a sign that must have been heard well enough too: a cue in the middle of garbled words is chance.
const AROUND: usize = 4;

/// The signs that may be built on. All of them where the engine is accurate or gives no confidence. A word that the user
/// corrected has none: it is sure, and says nothing of the words around it.
pub(super) fn sure(signs: &Signs, answer: &Answer<'_>, content: &Content) -> Signs {
    let known = answer.words.iter().any(|word| word.confidence.is_some());
    if answer.engine.accurate || !known {
        return signs.clone();
    }
    signs.filtered(|sign| is_sure(sign, answer, content))
}

fn is_sure(sign: Sign, answer: &Answer<'_>, content: &Content) -> bool {
    let limits = gate::limits();
    let word = |token: usize| content.tokens.get(token).map(|token| token.word);
    let (Some(first), Some(last)) = (word(sign.start), word(sign.end.saturating_sub(1))) else {
        return false;
    };
    let heard = |from: usize, to: usize| -> Vec<f64> {
        let words = answer.words.get(from..to.min(answer.words.len())).unwrap_or_default();
        words.iter().map(|word| word.confidence.unwrap_or(1.0)).filter(|heard| heard.is_finite()).collect()
    };
    let own = heard(first, last + 1);
    let around = heard(first.saturating_sub(AROUND), last + 1 + AROUND);
    let count = u32::try_from(around.len()).unwrap_or(u32::MAX).max(1);
    own.iter().all(|heard| *heard >= limits.min_word_confidence)
        && around.iter().sum::<f64>() / f64::from(count) >= limits.min_passage_confidence
}
