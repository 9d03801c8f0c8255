//! Speech to text: samples in, words with times out.

pub mod error_rate;
pub mod openai;
pub mod pieces;
pub mod pocketsphinx;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::{Health, Location};

/// Samples per second of everything a recogniser is given.
pub const SAMPLE_RATE: u32 = 16_000;

/// A recording to be transcribed, already decoded.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Mono, −1.0..=1.0, at [`SAMPLE_RATE`].
    pub samples: Arc<[f32]>,
    /// Where voice activity found speech, in order, not overlapping. Engines that must split do it between these.
    pub speech: Vec<Span>,
    /// BCP 47 primary language if the user told us, else the engine finds out.
    pub language: Option<String>,
}

/// A stretch of the recording, in seconds from its beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub start_s: f64,
    pub end_s: f64,
}

/// One spoken word as the engine heard it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub text: String,
    pub start_s: f64,
    pub end_s: f64,
    /// 0..=1, or `None` when the engine gives none.
    pub confidence: Option<f64>,
}

/// What an engine made of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    pub text: String,
    pub words: Vec<Word>,
    /// BCP 47 primary language, lower case ("en").
    pub language: String,
    /// Name and model of the engine, for the record ("pocketsphinx-5.1.1/en-us", "openai/whisper-1").
    pub engine: String,
}

/// How far a user may trust an engine's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accuracy {
    /// Roughly every fifth to third word is wrong; the app says so.
    Basic,
    Good,
}

/// What an engine can carry; measures that it can not are shown as "not measured".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    pub name: String,
    pub accuracy: Accuracy,
    /// "um" and "uh" reach the transcript.
    pub keeps_filled_pauses: bool,
    pub captions: bool,
    /// Where recordings go to be transcribed.
    pub location: Location,
    /// In words for the person who runs the server.
    pub note: String,
}

/// Called with 0..=1 as the work goes on; cheap, may be called from any thread.
pub type Progress = Arc<dyn Fn(f64) + Send + Sync>;

#[async_trait]
pub trait SpeechToText: Send + Sync {
    fn engine(&self) -> Engine;

    /// Transcribes the whole recording. Dropping the future stops the work.
    async fn transcribe(&self, recording: Recording, progress: Progress) -> Result<Transcript, SpeechError>;

    /// Begins live captions, when the engine can.
    async fn captions(&self, sample_rate: u32) -> Result<Box<dyn Captions>, SpeechError>;

    async fn health(&self) -> Health;
}

/// Live captions of one answer. They are a help while speaking, never the record.
#[async_trait]
pub trait Captions: Send {
    /// Hears more samples (mono, 16 bit, at the rate it was opened with) and says what it makes of all so far.
    async fn hear(&mut self, samples: Vec<i16>) -> Result<Partial, SpeechError>;

    /// Says the last word: all of it stable.
    async fn finish(self: Box<Self>) -> Result<Partial, SpeechError>;
}

/// A caption in the making.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partial {
    pub text: String,
    /// How many characters (Unicode scalar values) from the beginning will not change any more.
    pub stable: usize,
}

/// Why there are no words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpeechError {
    #[error("the speech engine refused its credentials: {0}")]
    Unauthorised(String),
    #[error("the speech engine asks to wait")]
    RateLimited { retry_after: Option<Duration> },
    #[error("the speech engine did not answer within {0:?}")]
    TimedOut(Duration),
    #[error("the speech engine can not be reached: {0}")]
    Unreachable(String),
    /// It answered, but not with a transcript that can be used.
    #[error("the speech engine answered badly: {0}")]
    BadAnswer(String),
    /// It will not take this recording, however often it is asked.
    #[error("the speech engine refused the recording: {0}")]
    Refused(String),
    #[error("this speech engine has no live captions")]
    NoCaptions,
    /// All places are taken; ask again later.
    #[error("the speech engine is busy")]
    Busy,
}

impl SpeechError {
    /// Whether asking again later may help.
    pub fn retryable(&self) -> bool {
        !matches!(self, Self::Unauthorised(_) | Self::Refused(_) | Self::NoCaptions)
    }
}
