//! Quotes: the stretch of an answer that is shown for a sign, cut where a clause begins and ends.

use crate::content::Content;
use crate::data::Lexicon;
use crate::evidence::{Evidence, MIN_QUOTE_WORDS, Transcript};
use crate::tokens::Token;
use crate::{Answer, Word};

use super::signs::Sign;

/// Words shown before and after a sign at most.
const BEFORE: usize = 8;
const AFTER: usize = 14;
/// A silence that ends a clause when there is no punctuation, in seconds.
const CLAUSE_PAUSE_S: f64 = 0.6;
/// A connective begins a new clause only when the one before it has so many words.
const MIN_CLAUSE_WORDS: usize = 5;

pub(crate) struct Quotes<'a> {
    transcript: Transcript<'a>,
    content: &'a Content,
    /// For each spoken word whether a clause begins with it.
    begins: Vec<bool>,
    lexicon: &'a Lexicon,
}

impl<'a> Quotes<'a> {
    pub(crate) fn new(answer: &Answer<'a>, content: &'a Content, lexicon: &'a Lexicon) -> Self {
        let transcript = Transcript::new(answer.words, answer.question);
        let begins = clause_beginnings(answer.words, transcript.tokens(), lexicon);
        Self { transcript, content, begins, lexicon }
    }

    /// The candidate's words around a sign; `None` when they only repeat the question.
    pub(crate) fn of(&self, sign: Sign) -> Option<Evidence> {
        let first = self.content.tokens.get(sign.start)?.word;
        let last = self.content.tokens.get(sign.end.checked_sub(1)?)?.word;
        let mut start = first;
        while start > 0 && first - start < BEFORE && !self.begins[start] {
            start -= 1;
        }
        let mut end = last + 1;
        while end < self.begins.len() && end - last < AFTER && !self.begins[end] {
            end += 1;
        }
        // Too short to be a quote: take in what follows, or what stands before.
        while end - start < MIN_QUOTE_WORDS + 2 && end < self.begins.len() {
            end += 1;
        }
        while end - start < MIN_QUOTE_WORDS && start > 0 {
            start -= 1;
        }
        while start < first && end - start > MIN_QUOTE_WORDS && self.is_empty_start(start) {
            start += 1;
        }
        let quote = self.transcript.between(start, end - 1)?;
        // Verified as a stranger's quote would be.
        self.transcript.verify(&quote.quote)?;
        Some(quote)
    }

    /// The quotes of the first signs, each stretch once.
    pub(crate) fn of_each(&self, signs: &[Sign], most: usize) -> Vec<Evidence> {
        let mut quotes: Vec<Evidence> = Vec::new();
        for quote in signs.iter().filter_map(|sign| self.of(*sign)) {
            let overlaps = |other: &Evidence| quote.start_s < other.end_s && other.start_s < quote.end_s;
            if quotes.len() < most && !quotes.iter().any(overlaps) {
                quotes.push(quote);
            }
        }
        quotes
    }

    /// "and", "um": nothing that a quote should begin with.
    fn is_empty_start(&self, word: usize) -> bool {
        let mut tokens = self.transcript.tokens().iter().filter(|token| token.word == word).peekable();
        tokens.peek().is_none()
            || tokens.all(|token| {
                matches!(token.text.as_str(), "and" | "so" | "but" | "then")
                    || self.lexicon.speech.filled_pauses.has(&token.text)
            })
    }
}

/// A clause begins after punctuation, after a pause, and with a connective that has a clause before it.
fn clause_beginnings(words: &[Word], tokens: &[Token], lexicon: &Lexicon) -> Vec<bool> {
    let mut begins = vec![false; words.len()];
    let Some(first) = begins.first_mut() else { return begins };
    *first = true;
    let mut connective = vec![false; words.len()];
    for hit in lexicon.cues.connectives.find(tokens) {
        connective[tokens[hit.start].word] = true;
    }
    let mut ends = vec![false; words.len()];
    for token in tokens.iter().filter(|token| token.ends_sentence) {
        ends[token.word] = true;
    }
    let mut length = 1;
    for index in 1..words.len() {
        let pause = words[index].start_s - words[index - 1].end_s >= CLAUSE_PAUSE_S;
        if ends[index - 1] || pause || (connective[index] && length >= MIN_CLAUSE_WORDS) {
            begins[index] = true;
            length = 0;
        }
        length += 1;
    }
    begins
}
