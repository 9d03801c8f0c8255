//! Quotes: the stretch of an answer that is shown for a sign, cut where a clause begins and ends.

use crate::content::Content;
use crate::data::Lexicon;
use crate::evidence::{Evidence, MIN_QUOTE_WORDS, Transcript};
use crate::gate;
use crate::tokens::Token;
use crate::{Answer, Word};

use super::signs::Sign;

/// A longer quote is not read, in words.
const MAX_QUOTE_WORDS: usize = 26;
/// Of a long clause so many words are shown before what was found.
const MAX_BEFORE: usize = 8;
/// A silence that ends a clause when there is no punctuation, in seconds.
const CLAUSE_PAUSE_S: f64 = 0.45;
/// A connective begins a new clause only when the one before it has so many words.
const MIN_CLAUSE_WORDS: usize = 4;

/// How strongly a new beginning is marked before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    None,
    /// A comma, or a connective where nothing else is marked.
    Clause,
    /// The end of a sentence, or a pause where there is no punctuation.
    Sentence,
}

pub(crate) struct Quotes<'a> {
    answer: Answer<'a>,
    transcript: Transcript<'a>,
    content: &'a Content,
    /// For each spoken word what is marked before it.
    breaks: Vec<Break>,
    lexicon: &'a Lexicon,
}

impl<'a> Quotes<'a> {
    pub(crate) fn new(answer: &Answer<'a>, content: &'a Content, lexicon: &'a Lexicon) -> Self {
        let transcript = Transcript::of(answer);
        let breaks = breaks(answer.words, transcript.tokens(), lexicon);
        Self { answer: *answer, transcript, content, breaks, lexicon }
    }

    /// The candidate's words around a sign; `None` when they only repeat the question.
    pub(crate) fn of(&self, sign: Sign) -> Option<Evidence> {
        let first = self.content.tokens.get(sign.start)?.word;
        let last = self.content.tokens.get(sign.end.checked_sub(1)?)?.word;
        let (mut start, mut end) = self.frame(first, last);
        // Too short to be a quote: take in what follows, or what stands before. A sentence may be one word shorter than a part.
        let begins = |at: usize| self.breaks.get(at).is_none_or(|mark| *mark == Break::Sentence);
        let enough = if begins(start) && begins(end) { MIN_QUOTE_WORDS } else { MIN_QUOTE_WORDS + 1 };
        while end - start < enough && end < self.breaks.len() {
            end += 1;
        }
        while end - start < enough && start > 0 {
            start -= 1;
        }
        while start < first && end - start > MIN_QUOTE_WORDS && self.is_empty_start(start) {
            start += 1;
        }
        // What was hardly heard at the edges is not needed and would look like nonsense.
        while start < first && end - start > MIN_QUOTE_WORDS && self.is_doubtful(start) {
            start += 1;
        }
        let whole = end;
        // A sentence that was too long ends in the middle.
        let is_cut = self.breaks.get(end) == Some(&Break::None);
        while end > last + 1 && end - start > MIN_QUOTE_WORDS && self.is_doubtful(end - 1) {
            end -= 1;
        }
        while (is_cut || end < whole)
            && end > last + 1
            && end - start > MIN_QUOTE_WORDS
            && self.leaves_hanging(end - 1)
        {
            end -= 1;
        }
        let quote = self.transcript.between(start, end - 1)?;
        // Verified as a stranger's quote would be.
        self.transcript.verify(&quote.quote)?;
        Some(quote)
    }

    /// The sentence around the words from `first` to `last`; when it is too long, the clauses nearest to them.
    fn frame(&self, first: usize, last: usize) -> (usize, usize) {
        let around = |mark: Break| {
            let start = (0..=first).rev().find(|word| self.breaks[*word] >= mark).unwrap_or(0);
            let end = (last + 1..self.breaks.len()).find(|word| self.breaks[*word] >= mark);
            (start, end.unwrap_or(self.breaks.len()))
        };
        let (start, end) = around(Break::Sentence);
        if end - start <= MAX_QUOTE_WORDS {
            return (start, end);
        }
        let (start, end) = around(Break::Clause);
        let start = start.max(first.saturating_sub(MAX_BEFORE));
        (start, end.min(start + MAX_QUOTE_WORDS).max(last + 1))
    }

    /// The quotes of the first signs. A sign that stands in a quote before it needs none of its own.
    pub(crate) fn of_each(&self, signs: &[Sign], most: usize) -> Vec<Evidence> {
        let mut quotes: Vec<Evidence> = Vec::new();
        for sign in signs {
            let quoted = quotes.iter().any(|quote| self.stands_in(*sign, quote));
            if quotes.len() < most && !quoted {
                quotes.extend(self.of(*sign));
            }
        }
        quotes
    }

    fn stands_in(&self, sign: Sign, quote: &Evidence) -> bool {
        let word =
            |token: usize| self.content.tokens.get(token).and_then(|token| self.answer.words.get(token.word));
        let (Some(first), Some(last)) = (word(sign.start), word(sign.end.saturating_sub(1))) else {
            return false;
        };
        // Evidence is rounded to hundredths.
        quote.start_s <= first.start_s + 0.01 && last.end_s <= quote.end_s + 0.01
    }

    /// The engine is of basic accuracy and was not sure of this word.
    fn is_doubtful(&self, word: usize) -> bool {
        let heard = self.answer.words.get(word).and_then(|word| word.confidence);
        !self.answer.engine.accurate
            && heard.is_some_and(|heard| heard < gate::limits().min_passage_confidence)
    }

    /// "the", "from": nothing that a quote which was cut should end with.
    fn leaves_hanging(&self, word: usize) -> bool {
        let mut tokens = self.transcript.tokens().iter().filter(|token| token.word == word);
        tokens.all(|token| self.lexicon.speech.common_words.has(&token.text))
    }

    /// What a person can recognise: the recogniser was sure enough of it on the whole.
    pub(crate) fn is_clear(&self, quote: &Evidence) -> bool {
        let within = |word: &&Word| quote.start_s <= word.start_s + 0.01 && word.end_s <= quote.end_s + 0.01;
        let words: Vec<f64> =
            self.answer.words.iter().filter(within).filter_map(|word| word.confidence).collect();
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let sure = words.iter().sum::<f64>() >= f64::from(count) * gate::limits().min_question_confidence;
        self.answer.engine.accurate || words.is_empty() || sure
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

/// Punctuation decides where there is any; in a transcript without it pauses and connectives do.
fn breaks(words: &[Word], tokens: &[Token], lexicon: &Lexicon) -> Vec<Break> {
    let mut breaks = vec![Break::None; words.len()];
    let punctuated = tokens.iter().any(|token| token.ends_sentence && token.word + 1 < words.len());
    for token in tokens {
        let mark = match (token.ends_sentence, token.ends_clause) {
            (true, _) => Break::Sentence,
            (_, true) => Break::Clause,
            _ => Break::None,
        };
        if let Some(next) = breaks.get_mut(token.word + 1) {
            *next = mark.max(*next);
        }
    }
    if !punctuated {
        mark_by_speech(&mut breaks, words, tokens, lexicon);
    }
    if let Some(first) = breaks.first_mut() {
        *first = Break::Sentence;
    }
    breaks
}

fn mark_by_speech(breaks: &mut [Break], words: &[Word], tokens: &[Token], lexicon: &Lexicon) {
    for (index, pair) in words.windows(2).enumerate() {
        if pair[1].start_s - pair[0].end_s >= CLAUSE_PAUSE_S {
            breaks[index + 1] = Break::Sentence;
        }
    }
    for hit in lexicon.cues.connectives.find(tokens) {
        let word = tokens[hit.start].word;
        let since = (0..word).rev().find(|before| breaks[*before] > Break::None).unwrap_or(0);
        if word - since >= MIN_CLAUSE_WORDS {
            breaks[word] = Break::Clause.max(breaks[word]);
        }
    }
}
