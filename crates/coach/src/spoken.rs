//! A spoken text: an answer made from written words at an even pace, for the labelled set and for tests.

use crate::{Answer, EngineTraits, Span, Word};

/// Seconds from the start of one word to the start of the next: 150 words a minute.
const STEP_S: f64 = 0.4;
/// How much of it the word itself takes.
const WORD_S: f64 = 0.33;
/// The recorder runs this long before the first word.
const LEAD_IN_S: f64 = 0.8;

/// An answer that owns its parts.
pub(crate) struct Spoken {
    pub text: String,
    pub words: Vec<Word>,
    pub speech: Vec<Span>,
    pub question: Option<String>,
    pub engine: EngineTraits,
    pub language: String,
}

/// A text spoken evenly, with a longer silence after each sentence, as an accurate engine would hear it.
pub(crate) fn spoken(text: &str, question: Option<&str>) -> Spoken {
    let mut words = Vec::new();
    let mut at = LEAD_IN_S;
    for word in text.split_whitespace() {
        words.push(Word { text: word.to_owned(), start_s: at, end_s: at + WORD_S, confidence: Some(0.95) });
        at += if word.ends_with(['.', '?', '!']) { 2.0 * STEP_S } else { STEP_S };
    }
    let speech = match (words.first(), words.last()) {
        (Some(first), Some(last)) => vec![Span { start_s: first.start_s, end_s: last.end_s }],
        _ => Vec::new(),
    };
    Spoken {
        text: text.to_owned(),
        words,
        speech,
        question: question.map(str::to_owned),
        engine: EngineTraits { keeps_filled_pauses: true, accurate: true },
        language: "en".to_owned(),
    }
}

impl Spoken {
    pub(crate) fn answer(&self) -> Answer<'_> {
        Answer {
            text: &self.text,
            words: &self.words,
            language: &self.language,
            duration_s: self.words.last().map_or(1.0, |word| word.end_s + 0.5),
            speech: &self.speech,
            question: self.question.as_deref(),
            competency: None,
            engine: self.engine,
            corrected: false,
        }
    }
}
