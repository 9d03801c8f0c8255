//! Prose: sentences that a model wrote, and what must be true of them before anybody sees them.

use std::ops::Range;

use super::facts::Facts;
use crate::Answer;
use crate::data::fallback;
use crate::evidence::{MIN_QUOTE_WORDS, Transcript};
use crate::numbers::{Of, numbers, stretches, with_currencies};
use crate::tokens::{fold, written};

/// Longer sentences are not what was asked for, in characters.
const MAX_CHARS: usize = 1_000;
/// A spoken answer of five minutes, in characters.
const MAX_LONG_CHARS: usize = 5_000;

/// A model may count up to here what it speaks of itself: "two reasons".
const MOST_COUNTED: f64 = 10.0;

/// What may be said of one answer: only what was said in it.
pub(super) struct Prose<'a> {
    transcript: &'a Transcript<'a>,
    facts: Facts,
}

impl<'a> Prose<'a> {
    pub(super) fn of(answer: &Answer<'_>, transcript: &'a Transcript<'a>) -> Self {
        Self { transcript, facts: Facts::of([answer.text, answer.question.unwrap_or_default()]) }
    }

    /// The sentences of the text that are fit to be shown; `None` when none is, or when the text is empty, too long or holds
    /// markup.
    ///
    /// Fit is a sentence whose quotes were said, that gives no number and no name which were not, and that gives no score.
    pub(super) fn shown(&self, text: &str) -> Option<String> {
        let text = plain(text)?;
        let fit: Vec<&str> = sentences(&text).into_iter().filter(|sentence| self.is_fit(sentence)).collect();
        (!fit.is_empty()).then(|| fit.join(" "))
    }

    /// A next step: wording that it suggests in quotation marks gets a gap for each fact that was not said.
    pub(super) fn next_step(&self, text: &str) -> Option<String> {
        let text = plain(text)?;
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for quote in quotations(&text) {
            out.push_str(&text[from..quote.start]);
            out.push_str(&self.facts.with_gaps(&text[quote.clone()]));
            from = quote.end;
        }
        out.push_str(&text[from..]);
        (!gives_a_score(&out)).then_some(out)
    }

    fn is_fit(&self, sentence: &str) -> bool {
        let quotes = quotations(sentence);
        let (said, terms): (Vec<_>, Vec<_>) =
            quotes.into_iter().partition(|quote| fold(&sentence[quote.clone()]).len() >= MIN_QUOTE_WORDS);
        // One or two words in quotation marks are terms rather than quotes; the facts in them are looked at with the rest.
        drop(terms);
        if !said.iter().all(|quote| self.transcript.verify(&sentence[quote.clone()]).is_some()) {
            return false;
        }
        // What was said is true of itself.
        let mut rest = String::with_capacity(sentence.len());
        let mut from = 0;
        for quote in said {
            rest.push_str(&sentence[from..quote.start]);
            from = quote.end;
        }
        rest.push_str(&sentence[from..]);
        !gives_a_score(&rest) && !self.adds_a_number(&rest) && !self.adds_a_name(&rest)
    }

    fn adds_a_number(&self, sentence: &str) -> bool {
        stretches(sentence).any(|stretch| self.adds_one_here(&stretch))
    }

    fn adds_one_here(&self, stretch: &str) -> bool {
        let tokens = written(&with_currencies(stretch));
        let words: Vec<String> = tokens.iter().map(|token| token.text.clone()).collect();
        let parts = &fallback().speech.parts_of_an_answer;
        let counts_itself = |end: usize| (end..end + 2).any(|at| parts.at(&tokens, at).is_some());
        numbers(&words).into_iter().any(|number| {
            let own_count = number.value <= MOST_COUNTED
                && number.value.fract() == 0.0
                && (number.of == Of::Nothing || counts_itself(number.end));
            !own_count && !self.facts.knows(&number)
        })
    }

    fn adds_a_name(&self, sentence: &str) -> bool {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let terms = &fallback().speech.terms_of_coaching;
        words.iter().enumerate().any(|(at, word)| {
            let next = words.get(at + 1).copied();
            let starts = at == 0 || words[at - 1].ends_with(':');
            let is_term = fold(word).iter().any(|part| terms.has(part));
            !is_term
                && self.facts.is_new_name(word, next, starts)
                // At the beginning any word has a capital: only one that acts is taken for a name.
                && (!starts || next.is_some_and(super::facts::follows_a_name))
        })
    }
}

/// "Overall score: 80", "level 4", "4/5", "80 out of 100".
fn gives_a_score(sentence: &str) -> bool {
    let words = fold(sentence);
    let marks = &fallback().speech.words_of_scoring;
    let counted = numbers(&words);
    let near = |at: usize| {
        let (from, to) = (at.saturating_sub(3), (at + 4).min(words.len()));
        counted.iter().any(|number| number.start < to && from < number.end)
    };
    let of_so_many = counted.windows(2).any(|pair| {
        let between: Vec<&str> = words[pair[0].end..pair[1].start].iter().map(String::as_str).collect();
        matches!(between.as_slice(), ["out", "of"])
    });
    let slash = sentence
        .as_bytes()
        .windows(3)
        .any(|bytes| bytes[1] == b'/' && bytes[0].is_ascii_digit() && bytes[2].is_ascii_digit());
    of_so_many || slash || (0..words.len()).any(|at| marks.has(&words[at]) && near(at))
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

/// The sentences of a tidy text; one that is quoted within another belongs to it.
fn sentences(text: &str) -> Vec<&str> {
    let quotes = quotations(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let ends = matches!(c, '.' | '!' | '?')
            && text[at + c.len_utf8()..].starts_with(' ')
            && !quotes.iter().any(|quote| quote.contains(&at));
        if ends {
            found.push(text[from..=at].trim());
            from = at + 1;
        }
    }
    found.push(text[from..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// What stands between quotation marks of any shape, as byte ranges. An apostrophe is none: it stands between letters, or
/// behind a word without a mark that opened before it.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        match open {
            Some((opened, start)) if closes(opened, c) && (is_double(c) || !after.is_alphanumeric()) => {
                found.push(start..at);
                open = None;
            }
            None if is_double(c)
                || (is_single(c) && !before.is_alphanumeric() && after.is_alphanumeric()) =>
            {
                open = Some((c, at + c.len_utf8()));
            }
            _ => {}
        }
        before = c;
    }
    // What was opened and never closed is quoted to the end.
    found.extend(open.filter(|(mark, _)| is_double(*mark)).map(|(_, start)| start..text.len()));
    found
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‟')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '‚' | '‹' | '`')
}

fn closes(opened: char, c: char) -> bool {
    match opened {
        '\'' => matches!(c, '\''),
        '‘' | '‚' => matches!(c, '’' | '‘'),
        '‹' => c == '›',
        '`' => matches!(c, '`' | '\''),
        _ => is_double(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::spoken;

    const SAID: &str = "I led the night shift with Sarah and the waste fell from twelve to five kilos in two weeks, the guests' \
        rating went up too.";

    fn shown(text: &str) -> Option<String> {
        let spoken = spoken(SAID, Some("Tell me about a time when you led a team."));
        let answer = spoken.answer();
        Prose::of(&answer, &Transcript::of(&answer)).shown(text)
    }

    fn next_step(text: &str) -> Option<String> {
        let spoken = spoken(SAID, None);
        let answer = spoken.answer();
        Prose::of(&answer, &Transcript::of(&answer)).next_step(text)
    }

    #[test]
    fn marks_of_every_shape_quote() {
        let inside =
            |text: &str| quotations(text).into_iter().map(|quote| text[quote].to_owned()).collect::<Vec<_>>();
        for text in [
            "a \"b c\" d",
            "a “b c” d",
            "a „b c“ d",
            "a «b c» d",
            "a 'b c' d",
            "a ‘b c’ d",
            "a ‹b c› d",
            "a `b c` d",
        ] {
            assert_eq!(inside(text), ["b c"], "{text}");
        }
        assert_eq!(inside("don't say the guests' rating isn’t it"), Vec::<String>::new());
        assert_eq!(inside("say 'I don't know it' twice"), ["I don't know it"]);
        assert_eq!(inside("never closed \"so it goes on"), ["so it goes on"]);
    }

    #[test]
    fn sentences_that_add_something_are_left_out() {
        let kept = "You say who did what.";
        for added in [
            "You said 'I tripled the revenue at Globex', which is concrete.",
            "You said ‘I tripled the revenue’ at once.",
            "You mention \"Globex Corporation\" early.",
            "You led twelve people and saved 40 % of the cost.",
            "Your work with Maria shows it.",
            "Emily thanked you for it.",
            "Overall score: 100/100.",
            "This is a level 4 answer.",
            "I would give it 8 out of 10.",
        ] {
            assert_eq!(shown(&format!("{added} {kept}")).as_deref(), Some(kept), "{added}");
            assert_eq!(shown(added), None, "{added}");
        }
    }

    #[test]
    fn sentences_that_hold_to_what_was_said_are_shown() {
        for text in [
            "You say “I led the night shift with Sarah”, and 'in two weeks' shows how long it took.",
            "The waste fell from 12 to 5 kilos in two weeks; the guests' rating isn't put in a number.",
            "You give two reasons and three clear steps, but the STAR order is lost: The result comes first.",
            "Quantify the rating. Sarah's part is clear.",
        ] {
            assert_eq!(shown(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn suggested_wording_has_gaps_for_what_was_not_said() {
        assert_eq!(
            next_step("Say it in under 20 seconds: \"We cut the waste by 40 percent with Sarah.\"")
                .as_deref(),
            Some("Say it in under 20 seconds: \"We cut the waste by [add: a number] percent with Sarah.\"")
        );
    }
}
