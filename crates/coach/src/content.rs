//! Content: an answer's words without what fills, what is said twice at once, and what speaks to the judge.
//!
//! Everything that is judged is found here, so that "um", "I I I" and "pro- project" can change no level.

use crate::Answer;
use crate::data::Lexicon;
use crate::orders;
use crate::tokens::{Token, tokenise};

/// The longest group of words that is taken for a repeat when it is said again at once.
const LONGEST_REPEAT: usize = 4;
/// A part-word that stands before its word ("pr project") has at most so many letters.
const LONGEST_PART_WORD: usize = 3;
pub(crate) struct Content {
    pub tokens: Vec<Token>,
    /// Words left after fillers and repeats are gone, orders to the judge still counted.
    pub fluent_words: usize,
    /// Something in it speaks to the judge; it is not among `tokens`.
    pub orders: bool,
}

impl Content {
    pub(crate) fn of(answer: &Answer<'_>, lexicon: &Lexicon) -> Self {
        let fluent = fluent(tokenise(answer.words), lexicon);
        let fluent_words = fluent.len();
        let tokens = orders::left_out(fluent, answer, &lexicon.cues);
        Self { orders: tokens.len() < fluent_words, tokens, fluent_words }
    }

    /// Of each spoken word whether it speaks to the judge.
    pub(crate) fn spoken_to_the_judge(answer: &Answer<'_>, lexicon: &Lexicon) -> Vec<bool> {
        let mut to_the_judge = vec![false; answer.words.len()];
        let fluent = fluent(tokenise(answer.words), lexicon);
        for token in &fluent {
            to_the_judge[token.word] = true;
        }
        for token in orders::left_out(fluent, answer, &lexicon.cues) {
            to_the_judge[token.word] = false;
        }
        to_the_judge
    }
}

/// Removes filled pauses, words broken off, repeats and filler phrases, in that order.
fn fluent(tokens: Vec<Token>, lexicon: &Lexicon) -> Vec<Token> {
    let speech = &lexicon.speech;
    let keep: Vec<bool> = (0..tokens.len())
        .map(|at| !tokens[at].cut && (!speech.filled_pauses.has(&tokens[at].text) || is_term(&tokens, at)))
        .collect();
    let tokens = tokens.into_iter().zip(keep).filter_map(|(token, keep)| keep.then_some(token)).collect();
    let tokens = collapse_repeats(without_part_words(tokens, lexicon));
    let fillers = speech.filler_phrases.find(&tokens);
    let mut keep = vec![true; tokens.len()];
    for hit in fillers {
        keep[hit.start..hit.end].fill(false);
    }
    let kept = tokens.into_iter().zip(keep).filter_map(|(token, keep)| keep.then_some(token)).collect();
    collapse_repeats(kept)
}

/// A word that looks like one that fills and is none: "the ER", "5 mm".
pub(crate) fn is_term(tokens: &[Token], at: usize) -> bool {
    let counted = || {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        before.is_some_and(|before| before.text.starts_with(|c: char| c.is_ascii_digit()))
    };
    tokens[at].capitals || (tokens[at].text == "mm" && counted())
}

/// "s s started", "pr project": sounds before the word that they begin. Real words ("we went") stay.
fn without_part_words(tokens: Vec<Token>, lexicon: &Lexicon) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        while let Some(last) = kept.last() {
            let letters = last.text.chars().count();
            let part = letters <= LONGEST_PART_WORD
                && token.text.len() > last.text.len()
                && token.text.starts_with(&last.text)
                && last.text.chars().all(char::is_alphabetic)
                && !lexicon.speech.common_words.has(&last.text);
            // "s s started": both sounds go, the one that equals the other as well.
            if part {
                kept.pop()
            } else {
                break;
            };
        }
        kept.push(token);
    }
    kept
}

/// Keeps the last of a group of words that is said again at once.
fn collapse_repeats(mut tokens: Vec<Token>) -> Vec<Token> {
    for group in 1..=LONGEST_REPEAT {
        let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
        for token in tokens {
            kept.push(token);
            if let Some(first) = kept.len().checked_sub(2 * group)
                && (0..group).all(|i| kept[first + i].text == kept[first + group + i].text)
            {
                kept.drain(first..first + group);
            }
        }
        tokens = kept;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::lexicon;
    use crate::spoken::spoken;

    fn content(text: &str) -> String {
        let spoken = spoken(text, None);
        let content = Content::of(&spoken.answer(), lexicon("en").unwrap());
        content.tokens.into_iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn stutter_and_fillers_leave_the_fluent_words() {
        let fluent = "i started the project and we went live in two weeks";
        assert_eq!(content("I started the project and we went live in two weeks."), fluent);
        assert_eq!(
            content(
                "I I um I s- s- started the, uh, the pro- project and we we went, you know, live in two weeks"
            ),
            fluent
        );
        assert_eq!(
            content("I started I started the pr project and um like we went l l live in two two two weeks"),
            fluent
        );
    }
}
