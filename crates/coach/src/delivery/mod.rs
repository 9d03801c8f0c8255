//! Delivery: how an answer was said, in measurements. They never change a content level.
//!
//! What could not be measured is `None` and stands in `not_measured` with the reason; an empty list then says nothing.

mod fillers;
mod length;
mod pace;
mod pauses;
mod reference;
mod repeats;

use serde::{Deserialize, Serialize};

use crate::Answer;
use crate::answer::round;
use crate::data::lexicon;
use crate::tokens::tokenise;

pub use reference::Reference;

/// The measures of one answer. Times are seconds from the beginning of the recording.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Words, without filled pauses, over the minutes from the first word to the last.
    pub words_per_minute: Option<f64>,
    /// Filled pauses and filler phrases together.
    pub fillers_per_minute: Option<f64>,
    pub filled_pauses_per_minute: Option<f64>,
    pub filler_phrases_per_minute: Option<f64>,
    pub fillers: Vec<Filler>,
    /// Silences of at least one second after the first word and before the last.
    pub pauses: Vec<Pause>,
    pub longest_pause_s: Option<f64>,
    pub speaking_s: Option<f64>,
    pub hedges: Vec<Occurrence>,
    /// Words and word groups said again at once, and words broken off.
    pub repetitions: Vec<Repetition>,
    pub pace_curve: Vec<PacePoint>,
    /// Content words that were used most, at most five.
    pub most_repeated: Vec<RepeatedWord>,
    pub length: Option<Length>,
    pub references: Vec<Reference>,
    pub not_measured: Vec<NotMeasured>,
    /// Of the limits and references; null when nothing was measured.
    pub version: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Filler {
    pub text: String,
    pub start_s: f64,
    pub kind: FillerKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FillerKind {
    /// "um", "uh"
    FilledPause,
    /// "like", "you know", where they carry no meaning
    Phrase,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pause {
    pub start_s: f64,
    pub duration_s: f64,
    /// At least 2.5 s.
    pub long: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occurrence {
    pub text: String,
    pub start_s: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Repetition {
    pub text: String,
    pub start_s: f64,
    /// How often it was said in a row; 1 for a word that was broken off.
    pub times: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PacePoint {
    /// Beginning of the window; it is 10 s long, the last one may be shorter.
    pub start_s: f64,
    pub end_s: f64,
    pub words_per_minute: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepeatedWord {
    pub text: String,
    pub count: u32,
    pub start_s: Vec<f64>,
}

/// The answer's length from the first word to the last, against what such a question deserves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Length {
    pub answer_s: f64,
    pub target_low_s: f64,
    pub target_high_s: f64,
    pub verdict: LengthVerdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LengthVerdict {
    Shorter,
    Within,
    Longer,
}

/// A measure that could not be taken, and why, for a person to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotMeasured {
    /// The field's name.
    pub measure: String,
    pub reason: String,
}

impl Delivery {
    fn miss(&mut self, measure: &str, reason: &str) {
        self.not_measured.push(NotMeasured { measure: measure.to_owned(), reason: reason.to_owned() });
    }
}

/// Takes every measure that the answer can carry.
pub fn measure(answer: &Answer<'_>) -> Delivery {
    let mut delivery = Delivery {
        speaking_s: Some(round(answer.speaking_s(), 2)),
        version: Some(reference::limits().version.clone()),
        ..Delivery::default()
    };
    let tokens = tokenise(answer.words);
    pace::measure(answer, &tokens, &mut delivery);
    pauses::measure(answer, &mut delivery);
    length::measure(answer, &mut delivery);
    match lexicon(answer.language) {
        Some(lexicon) => {
            fillers::measure(answer, &tokens, &lexicon.speech, &mut delivery);
            repeats::measure(answer, &tokens, &lexicon.speech, &mut delivery);
        }
        None => {
            for measure in ["fillers_per_minute", "hedges", "repetitions", "most_repeated"] {
                delivery.miss(measure, "There are no word lists for this language yet.");
            }
        }
    }
    delivery.references = reference::of(&delivery);
    delivery
}

/// When a spoken word begins, in seconds.
fn start_of(answer: &Answer<'_>, word: usize) -> f64 {
    answer.words.get(word).map_or(0.0, |word| round(word.start_s, 2))
}
