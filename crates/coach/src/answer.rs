//! An answer: what somebody said to a question, and all that is known of how it was heard.

use serde::{Deserialize, Serialize};

/// One spoken word as the recogniser heard it, or as the user corrected it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    /// Seconds from the beginning of the recording.
    pub start_s: f64,
    pub end_s: f64,
    /// 0..=1, or `None` when the engine gives none or the user typed the word.
    pub confidence: Option<f64>,
}

/// A stretch of the recording in which voice activity found speech, in seconds from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Span {
    pub start_s: f64,
    pub end_s: f64,
}

/// What the recogniser can carry. Measures that it can not are given as "not measured".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineTraits {
    /// "um" and "uh" reach the transcript.
    pub keeps_filled_pauses: bool,
    /// False for basic accuracy: roughly every fifth to tenth word is wrong, and there is no punctuation.
    pub accurate: bool,
}

/// One spoken answer. `words` and `speech` are in the order of time.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The transcript as the user reads it.
    pub text: &'a str,
    pub words: &'a [Word],
    /// BCP 47, of which only the primary language counts ("en", "en-GB").
    pub language: &'a str,
    /// Length of the recording in seconds.
    pub duration_s: f64,
    pub speech: &'a [Span],
    pub question: Option<&'a str>,
    /// The competency that the user set out to practise; it changes no level.
    pub competency: Option<&'a str>,
    pub engine: EngineTraits,
    /// The text is the user's correction: `words` then come from [`crate::align`].
    pub corrected: bool,
}

impl Answer<'_> {
    /// Seconds of speech that voice activity found.
    pub fn speaking_s(&self) -> f64 {
        self.speech.iter().map(|span| finite(span.end_s - span.start_s).max(0.0)).sum()
    }

    /// The words are those that were said, but for a few: by the engine's accuracy, or because the user corrected them.
    pub(crate) fn is_well_heard(&self) -> bool {
        self.engine.accurate || self.corrected
    }

    /// Seconds from the start of the first word to the end of the last.
    pub(crate) fn spoken_s(&self) -> f64 {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => finite(last.end_s - first.start_s).max(0.0),
            _ => 0.0,
        }
    }
}

/// NaN and infinities, which no arithmetic here may spread, become 0.
pub(crate) fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// To so many decimals, for what is shown and stored.
pub(crate) fn round(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    let rounded = (finite(value) * scale).round() / scale;
    // A time so large that it can not be scaled has no decimals to lose.
    if rounded.is_finite() { rounded } else { finite(value) }
}
