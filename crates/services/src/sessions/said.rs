//! What was said in a session, as the coach wants it.

use coach::{Answer, Delivery, EngineTraits, Span, Word};
use models::{session, transcript};

use crate::error::Error;

/// A transcript taken apart.
pub(crate) struct Said {
    text: String,
    /// Of `text`.
    words: Vec<Word>,
    /// As recognised, when `words` are of a correction.
    heard: Option<(String, Vec<Word>)>,
    speech: Vec<Span>,
    language: String,
    duration_s: f64,
    engine: EngineTraits,
}

impl Said {
    pub(crate) fn read(row: transcript::Model) -> Result<Self, Error> {
        let recognised: Vec<Word> = serde_json::from_str(&row.words)?;
        let (text, words, heard) = match row.corrected_text {
            Some(text) => {
                let words = coach::align(&recognised, &text);
                (text, words, Some((row.text, recognised)))
            }
            None => (row.text, recognised, None),
        };
        Ok(Self {
            text,
            words,
            heard,
            speech: serde_json::from_str(&row.speech)?,
            language: row.language,
            duration_s: row.duration_s,
            engine: serde_json::from_str(&row.engine_traits)?,
        })
    }

    /// As it is now: recognised, or corrected.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What is judged: the words as they are now.
    pub(crate) fn answer<'a>(&'a self, session: &'a session::Model) -> Answer<'a> {
        self.answer_of(session, &self.text, &self.words, self.heard.is_some())
    }

    /// How it was said: measured on the words as they were heard, since a correction knows no times of its own.
    pub(crate) fn delivery(&self, session: &session::Model) -> Delivery {
        match &self.heard {
            Some((text, words)) => coach::measure(&self.answer_of(session, text, words, false)),
            None => coach::measure(&self.answer(session)),
        }
    }

    fn answer_of<'a>(
        &'a self,
        session: &'a session::Model,
        text: &'a str,
        words: &'a [Word],
        corrected: bool,
    ) -> Answer<'a> {
        Answer {
            text,
            words,
            language: &self.language,
            duration_s: self.duration_s,
            speech: &self.speech,
            question: session.question.as_deref(),
            competency: session.competency.as_deref(),
            engine: self.engine,
            corrected,
        }
    }
}
