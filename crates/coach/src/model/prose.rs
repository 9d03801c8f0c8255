//! Prose: sentences that a model wrote, and what must be true of them before anybody sees them.

use crate::evidence::{MIN_QUOTE_WORDS, Transcript};
use crate::tokens::fold;

/// Longer sentences are not what was asked for, in characters.
const MAX_CHARS: usize = 1_000;
/// A spoken answer of five minutes, in characters.
const MAX_LONG_CHARS: usize = 5_000;

/// Double quotation marks of any shape; the first opens, the next closes.
pub(crate) const QUOTATION_MARKS: [char; 6] = ['"', '“', '”', '„', '«', '»'];

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
    fit(text, MAX_CHARS)
}

/// As [`plain`], for a whole answer.
pub(crate) fn long(text: &str) -> Option<String> {
    fit(text, MAX_LONG_CHARS)
}

fn fit(text: &str, max_chars: usize) -> Option<String> {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let markup = tidy.match_indices('<').any(|(at, _)| opens_tag(&tidy[at..]));
    let fit = !tidy.is_empty()
        && tidy.chars().count() <= max_chars
        && !markup
        && !tidy.chars().any(char::is_control);
    fit.then_some(tidy)
}

/// The text without its tags and control characters; lines stay.
pub(crate) fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        match tag.find('>').filter(|_| opens_tag(tag)) {
            Some(end) => rest = &tag[end + 1..],
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out.retain(|c| c == '\n' || !c.is_control());
    out
}

fn opens_tag(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// What stands between double quotation marks.
fn quoted(text: &str) -> Vec<&str> {
    text.split(QUOTATION_MARKS).skip(1).step_by(2).collect()
}
