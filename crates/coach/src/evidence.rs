//! Evidence: a quote that was found word for word in what the candidate said.

use crate::answer::round;
use crate::tokens::{Token, fold, tokenise};
use crate::{Answer, Word};

pub use crate::judgement::Evidence;

/// A shorter quote is no evidence: "I think" stands in every answer.
pub const MIN_QUOTE_WORDS: usize = 3;

/// Finds a quote in the candidate's words, with case, punctuation and white space folded.
///
/// `None` when it was not said, when it is shorter than [`MIN_QUOTE_WORDS`], or when it merely repeats the question.
/// The evidence carries the words as they were transcribed and the time from the first of them to the last.
pub fn verify(quote: &str, words: &[Word], question: Option<&str>) -> Option<Evidence> {
    Transcript::new(words, question).verify(quote)
}

/// The candidate's words, folded once for any number of quotes.
pub(crate) struct Transcript<'a> {
    words: &'a [Word],
    tokens: Vec<Token>,
    question: Vec<String>,
    /// The text that the user reads, when its words are those of `words`.
    text: Option<ReadText<'a>>,
}

impl<'a> Transcript<'a> {
    pub(crate) fn new(words: &'a [Word], question: Option<&str>) -> Self {
        Self { words, tokens: tokenise(words), question: question.map(fold).unwrap_or_default(), text: None }
    }

    /// Quotes are cut from the text that the user reads, so that they stand in it letter by letter. Engines that give
    /// words without punctuation often give a text with it.
    pub(crate) fn of(answer: &Answer<'a>) -> Self {
        let mut transcript = Self::new(answer.words, answer.question);
        transcript.text = ReadText::aligned(answer.text, &transcript.tokens);
        transcript
    }

    pub(crate) fn verify(&self, quote: &str) -> Option<Evidence> {
        let quote = fold(quote);
        if quote.len() < MIN_QUOTE_WORDS || contains(&self.question, &quote) {
            return None;
        }
        let start = position(&self.tokens, &quote)?;
        self.between(self.tokens[start].word, self.tokens[start + quote.len() - 1].word)
    }

    /// Verifies a quote and, when it was said more than once, keeps the place that was claimed.
    pub(crate) fn verify_at(&self, claim: &Evidence) -> Option<Evidence> {
        let quote = fold(&claim.quote);
        let first = self.verify(&claim.quote)?;
        let here =
            self.tokens.windows(quote.len()).filter(|window| same(window, &quote)).find_map(|window| {
                let found = self.between(window.first()?.word, window.last()?.word)?;
                (found.start_s == claim.start_s).then_some(found)
            });
        Some(here.unwrap_or(first))
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The words from `first` to `last`, both included.
    pub(crate) fn between(&self, first: usize, last: usize) -> Option<Evidence> {
        let words = self.words.get(first..=last)?;
        let spoken = || words.iter().map(|word| word.text.trim()).collect::<Vec<_>>().join(" ");
        let read = self.text.as_ref().and_then(|text| text.between(&self.tokens, first, last));
        Some(Evidence {
            quote: read.map_or_else(spoken, str::to_owned),
            start_s: round(words.first()?.start_s, 2),
            end_s: round(words.last()?.end_s, 2),
        })
    }
}

/// A text and where in it each token stands.
struct ReadText<'a> {
    text: &'a str,
    /// Byte ranges of the pieces between white space, one for each token.
    pieces: Vec<(usize, usize)>,
}

impl<'a> ReadText<'a> {
    /// `None` when the text's words are not those that were spoken.
    fn aligned(text: &'a str, tokens: &[Token]) -> Option<Self> {
        let mut spoken = tokens.iter();
        let mut pieces = Vec::with_capacity(tokens.len());
        for piece in text.split_whitespace() {
            let start = piece.as_ptr().addr() - text.as_ptr().addr();
            for word in fold(piece) {
                if spoken.next()?.text != word {
                    return None;
                }
                pieces.push((start, start + piece.len()));
            }
        }
        spoken.next().is_none().then_some(Self { text, pieces })
    }

    fn between(&self, tokens: &[Token], first: usize, last: usize) -> Option<&'a str> {
        let start = tokens.partition_point(|token| token.word < first);
        let end = tokens.partition_point(|token| token.word <= last);
        self.text.get(self.pieces.get(start)?.0..self.pieces.get(end.checked_sub(1)?)?.1)
    }
}

fn position(tokens: &[Token], quote: &[String]) -> Option<usize> {
    tokens.windows(quote.len()).position(|window| same(window, quote))
}

fn same(window: &[Token], quote: &[String]) -> bool {
    window.iter().zip(quote).all(|(token, word)| token.text == *word)
}

fn contains(text: &[String], quote: &[String]) -> bool {
    text.windows(quote.len()).any(|window| window == quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<Word> {
        let word = |(index, text): (usize, &str)| {
            let start_s = f64::from(u32::try_from(index).unwrap());
            Word { text: text.into(), start_s, end_s: start_s + 0.5, confidence: None }
        };
        text.split_whitespace().enumerate().map(word).collect()
    }

    #[test]
    fn a_quote_is_found_whatever_its_case_and_punctuation_and_keeps_the_speakers_words() {
        let found = verify("i ADDED — an index", &said("So, I added an index, and it flew."), None).unwrap();
        assert_eq!(found, Evidence { quote: "I added an index,".into(), start_s: 1.0, end_s: 4.5 });
    }

    #[test]
    fn a_quote_stands_letter_by_letter_in_the_text_that_is_read() {
        let spoken = crate::spoken::spoken("so i added an index it flew", None);
        let answer = Answer { text: "So I added an index.\nIt flew!", ..spoken.answer() };
        let quote = Transcript::of(&answer).verify("an index it flew").unwrap().quote;
        assert_eq!(quote, "an index.\nIt flew!");
        let other = Answer { text: "Something else.", ..spoken.answer() };
        assert_eq!(Transcript::of(&other).verify("an index it flew").unwrap().quote, "an index it flew");
    }

    #[test]
    fn what_was_not_said_is_no_evidence() {
        let words = said("I added an index and it flew");
        assert_eq!(verify("I removed an index", &words, None), None);
        assert_eq!(verify("index and flew", &words, None), None);
        assert_eq!(verify("ndex and it", &words, None), None);
    }

    #[test]
    fn two_words_are_too_few() {
        let words = said("I added an index");
        assert_eq!(verify("I added", &words, None), None);
        assert_eq!(verify("", &words, None), None);
        assert!(verify("I added an", &words, None).is_some());
    }

    #[test]
    fn the_question_repeated_is_not_the_candidates_own() {
        let words = said("a time when you led a team well I led the night shift");
        let question = Some("Tell me about a time when you led a team.");
        assert_eq!(verify("when you led a team", &words, question), None);
        assert!(verify("I led the night shift", &words, question).is_some());
    }
}
