//! Prose: sentences that a model wrote, and what must be true of them before anybody sees them.

use crate::evidence::{MIN_QUOTE_WORDS, Transcript};
use crate::tokens::fold;

/// Longer sentences are not what was asked for, in characters.
const MAX_CHARS: usize = 1_000;

/// The text, when it is fit to be shown: not empty, not too long, no markup, and what it puts in quotation marks was said.
pub(crate) fn shown(text: &str, transcript: &Transcript<'_>) -> Option<String> {
    let text = plain(text)?;
    let said = quoted(&text).into_iter().all(|quote| {
        // One or two words in quotation marks are terms rather than quotes.
        fold(quote).len() < MIN_QUOTE_WORDS || transcript.verify(quote).is_some()
    });
    said.then_some(text)
}

/// The text with its white space tidied; `None` when it is empty, too long or holds markup or control characters.
pub(crate) fn plain(text: &str) -> Option<String> {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let markup = tidy.match_indices('<').any(|(at, _)| {
        tidy[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    });
    let fit = !tidy.is_empty()
        && tidy.chars().count() <= MAX_CHARS
        && !markup
        && !tidy.chars().any(char::is_control);
    fit.then_some(tidy)
}

/// What stands between double quotation marks.
fn quoted(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split(['"', '“', '”', '„', '«', '»']).collect();
    parts.into_iter().skip(1).step_by(2).collect()
}
