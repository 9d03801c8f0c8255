//! Details: numbers with what they count, and names of people, places and tools.

use crate::data::{Cues, Lexicon};
use crate::tokens::Token;

use super::signs::Sign;

/// A number counts when its unit stands so close behind it ("two hundred and ten angry customers").
const REACH_OF_A_NUMBER: usize = 2;

/// Numbers that count something. A bare "one" or a number without a unit is none.
pub(super) fn figures(tokens: &[Token], cues: &Cues) -> Vec<Sign> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = number_end(tokens, at, cues);
        if end == at {
            at += 1;
            continue;
        }
        if let Some(end) = ratio_end(tokens, end, cues) {
            found.push(Sign { start: at, end });
            at = end;
            continue;
        }
        let bare_one = end == at + 1 && tokens[at].text == "one";
        let unit =
            (end..tokens.len()).take(REACH_OF_A_NUMBER).find(|&index| cues.units.at(tokens, index).is_some());
        let whole = is_digits(&tokens[at].text) && tokens[at].text.len() > 1;
        match unit {
            // "two years ago" says when, which is no measure.
            Some(unit) if tokens.get(unit + 1).is_some_and(|next| cues.ago.has(&next.text)) => {}
            Some(unit) if !bare_one => found.push(Sign { start: at, end: unit + 1 }),
            None if whole => found.push(Sign { start: at, end }),
            _ => {}
        }
        at = end;
    }
    found
}

/// The end of the number that begins here; `at` itself when none does.
fn number_end(tokens: &[Token], at: usize, cues: &Cues) -> usize {
    let mut end = at;
    while let Some(token) = tokens.get(end) {
        let number = is_digits(&token.text) || cues.number_words.has(&token.text);
        let joined = end > at
            && token.text == "and"
            && tokens.get(end + 1).is_some_and(|next| cues.number_words.has(&next.text));
        if !number && !joined {
            break;
        }
        end += 1;
    }
    end
}

/// "one in five", "three out of ten": the end of the second number, when one follows the first.
fn ratio_end(tokens: &[Token], first_end: usize, cues: &Cues) -> Option<usize> {
    let word = |at: usize| tokens.get(at).map(|token| token.text.as_str());
    let second = match (word(first_end)?, word(first_end + 1)) {
        ("in", _) => first_end + 1,
        ("out", Some("of")) => first_end + 2,
        _ => return None,
    };
    let end = number_end(tokens, second, cues);
    (end > second).then_some(end)
}

fn is_digits(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Listed tools, and capitalised words inside a sentence when the transcript's capitals mean something.
pub(super) fn names(tokens: &[Token], lexicon: &Lexicon, trust_capitals: bool) -> Vec<Sign> {
    let mut found: Vec<Sign> = lexicon.cues.tools.find(tokens).into_iter().map(Sign::from).collect();
    if trust_capitals {
        for (at, pair) in tokens.windows(2).enumerate() {
            let (before, token) = (&pair[0], &pair[1]);
            let sign = Sign { start: at + 1, end: at + 2 };
            let name = token.capital
                && !before.ends_sentence
                && token.text.chars().count() > 1
                && !lexicon.speech.common_words.has(&token.text)
                && !lexicon.speech.sentence_openers.has(&token.text)
                && !lexicon.speech.no_names.has(&token.text)
                && !lexicon.speech.calendar.has(&token.text);
            if name && !found.iter().any(|other| other.start < sign.end && sign.start < other.end) {
                found.push(sign);
            }
        }
        found.sort_by_key(|sign| sign.start);
    }
    found
}
