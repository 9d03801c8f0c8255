//! PocketSphinx: the recogniser that is always there. It needs no account, no network and no download by the user,
//! knows US English only, and gets roughly every fifth word wrong.

#[cfg(not(pocketsphinx))]
#[path = "absent.rs"]
mod library;
#[cfg(pocketsphinx)]
#[path = "ffi.rs"]
mod library;

mod captions;
mod model;
mod pool;
mod resample;
mod search;
mod words;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;

use self::model::Model;
use self::pool::{Place, Pool};
use self::search::Search;
use super::pieces::{Cutting, pieces, samples_of};
use super::{Accuracy, Captions, Engine, Progress, Recording, SpeechError, SpeechToText, Transcript};
use crate::{Health, Location};

const NAME: &str = "pocketsphinx-5.1.1/en-us";

/// The language model knows sentences, so an utterance ends where the speaker pauses, and is never longer than can be
/// given up soon. Measured on people's sentences in a row: 18 of 93 words wrong with cuts at pauses, 27 of 93 when the
/// same was decoded in pieces of 30 s, 23 in pieces of 12 s.
const UTTERANCES: Cutting = Cutting { longest_s: 30.0, pause_s: 0.35 };

pub(crate) const ABSENT: &str =
    "this binary was built without PocketSphinx: run script/fetch-speech and build again";

#[derive(Debug, Clone)]
pub struct Settings {
    /// The server's data folder; the model is unpacked into `models/` there.
    pub data: PathBuf,
    /// Recordings that are transcribed at the same time; each takes a core and 130 to 270 MB while it lasts.
    pub transcriptions: usize,
    /// Answers that are captioned at the same time, at the same price; further ones are told that the engine is busy.
    pub captions: usize,
    /// How long a loaded decoder waits for more work before it is freed.
    pub idle_after: Duration,
}

pub struct PocketSphinx {
    record: Arc<Pool>,
    captions: Arc<Pool>,
}

impl PocketSphinx {
    /// Whether the recogniser was built into this binary.
    pub const BUILT_IN: bool = cfg!(pocketsphinx);

    /// What its licence (BSD, 2 clauses) wants to be shown to whoever gets a binary with it.
    pub const LICENCE: &str = include_str!("LICENSE");

    /// Reads and loads nothing yet.
    pub fn new(settings: &Settings) -> Self {
        let model = Arc::new(Model::new(&settings.data));
        let pool = |search, places| Pool::new(Arc::clone(&model), search, places, settings.idle_after);
        Self {
            record: pool(Search::Record, settings.transcriptions),
            captions: pool(Search::Captions, settings.captions),
        }
    }

    /// How many loaded decoders wait for work.
    pub fn idle_decoders(&self) -> usize {
        self.record.loaded() + self.captions.loaded()
    }
}

#[async_trait]
impl SpeechToText for PocketSphinx {
    fn engine(&self) -> Engine {
        let note = if Self::BUILT_IN {
            "on this machine, basic accuracy, US English; set OPENAI_API_KEY for better"
        } else {
            ABSENT
        };
        Engine {
            name: NAME.to_owned(),
            accuracy: Accuracy::Basic,
            keeps_filled_pauses: false,
            captions: Self::BUILT_IN,
            location: Location::ThisMachine,
            note: note.to_owned(),
        }
    }

    async fn transcribe(&self, recording: Recording, progress: Progress) -> Result<Transcript, SpeechError> {
        if !Self::BUILT_IN {
            return Err(SpeechError::Unreachable(ABSENT.to_owned()));
        }
        if let Some(language) = recording.language.as_deref().filter(|language| !is_english(language)) {
            return Err(SpeechError::Refused(format!(
                "it knows English only, and the answer is in {language:?}"
            )));
        }
        let place = self.record.place().await.ok_or(SpeechError::Busy)?;
        let stop = StopOnDrop::default();
        let stopped = Arc::clone(&stop.0);
        tokio::task::spawn_blocking(move || transcribe(place, &recording, &progress, &stopped))
            .await
            .map_err(|error| SpeechError::BadAnswer(error.to_string()))?
    }

    async fn captions(&self, sample_rate: u32) -> Result<Box<dyn Captions>, SpeechError> {
        if !Self::BUILT_IN {
            return Err(SpeechError::NoCaptions);
        }
        let place = self.captions.place_now().ok_or(SpeechError::Busy)?;
        captions::open(place, sample_rate).await
    }

    async fn health(&self) -> Health {
        if Self::BUILT_IN {
            // It does what it is meant to do; how good its words are, `engine` says.
            Health::Ok("PocketSphinx on this machine: basic accuracy, US English only".to_owned())
        } else {
            Health::Down(ABSENT.to_owned())
        }
    }
}

/// Ends the work on the blocking thread, at the next piece, when nobody waits for it any more.
#[derive(Default)]
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn transcribe(
    mut place: Place,
    recording: &Recording,
    progress: &Progress,
    stopped: &AtomicBool,
) -> Result<Transcript, SpeechError> {
    match heard(&mut place, recording, progress, stopped) {
        Ok(transcript) => Ok(transcript),
        Err(error) => {
            place.discard();
            Err(SpeechError::BadAnswer(error))
        }
    }
}

fn heard(
    place: &mut Place,
    recording: &Recording,
    progress: &Progress,
    stopped: &AtomicBool,
) -> Result<Transcript, String> {
    let pieces = pieces(recording, UTTERANCES);
    let total_s: f64 = pieces.iter().map(|piece| piece.end_s - piece.start_s).sum();
    let gain = search::gain(&recording.samples);
    let mut done_s = 0.0;
    let mut all = Vec::new();
    for piece in pieces {
        if stopped.load(Ordering::Relaxed) {
            break;
        }
        let samples = search::pcm16(samples_of(recording, piece), gain);
        all.extend(words::spoken(&place.decoder()?.decode(&samples)?, piece.start_s));
        done_s += piece.end_s - piece.start_s;
        progress(done_s / total_s);
    }
    let text = all.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    Ok(Transcript { text, words: all, language: "en".to_owned(), engine: NAME.to_owned() })
}

/// Of a BCP 47 tag the primary language counts: `en-GB` is English.
fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

#[cfg(all(test, not(pocketsphinx)))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_binary_without_it_says_so_and_what_to_do() {
        let (data, idle_after) = (PathBuf::new(), Duration::from_secs(1));
        let engine = PocketSphinx::new(&Settings { data, transcriptions: 1, captions: 1, idle_after });
        let recording = Recording { samples: Arc::new([]), speech: Vec::new(), language: None };
        let error = engine.transcribe(recording, Arc::new(|_| ())).await.unwrap_err();
        assert!(error.to_string().contains("script/fetch-speech"), "{error}");
        assert_eq!(engine.health().await, Health::Down(ABSENT.to_owned()));
        assert_eq!(engine.captions(16_000).await.err(), Some(SpeechError::NoCaptions));
    }
}
