//! Live captions: what the engine makes of an answer while it is being spoken. A help, never the record.

use std::sync::Arc;

use clients::speech::{Captions, Partial, SpeechError, SpeechToText};

use crate::error::Error;

/// The caption service.
pub struct CaptionService {
    pub(crate) speech: Arc<dyn SpeechToText>,
}

/// One running caption.
pub struct Caption(Box<dyn Captions>);

/// A caption in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionText {
    pub text: String,
    /// Characters from the beginning that will not change any more.
    pub stable: usize,
}

/// Hz that a client may send.
const SAMPLE_RATES: std::ops::RangeInclusive<u32> = 8_000..=48_000;

impl CaptionService {
    /// Begins captions for mono 16-bit samples at `sample_rate`.
    pub async fn begin(&self, sample_rate: u32) -> Result<Caption, Error> {
        if !SAMPLE_RATES.contains(&sample_rate) {
            return Err(Error::invalid("sample_rate", "Use 8000 to 48000 Hz."));
        }
        self.speech.captions(sample_rate).await.map(Caption).map_err(failure)
    }
}

impl Caption {
    pub async fn hear(&mut self, samples: Vec<i16>) -> Result<CaptionText, Error> {
        self.0.hear(samples).await.map(CaptionText::from).map_err(failure)
    }

    /// The last word: all of it stable.
    pub async fn finish(self) -> Result<CaptionText, Error> {
        self.0.finish().await.map(CaptionText::from).map_err(failure)
    }
}

impl From<Partial> for CaptionText {
    fn from(partial: Partial) -> Self {
        Self { text: partial.text, stable: partial.stable }
    }
}

fn failure(error: SpeechError) -> Error {
    match error {
        SpeechError::NoCaptions => Error::NotConfigured {
            code: "captions_not_available",
            detail: "The speech engine of this server has no live captions. Recording works without them."
                .to_owned(),
        },
        SpeechError::Busy | SpeechError::RateLimited { .. } => {
            Error::TooMany { retry_after: std::time::Duration::from_secs(10) }
        }
        other => Error::Unavailable { what: "The speech engine", cause: other.to_string() },
    }
}
