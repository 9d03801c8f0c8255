//! Transcribing: from a recording in the object store to words, by fetch, decode, voice activity and speech engine.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use audio::{DecodeError, Decoded, Limits, Segment, VadOptions};
use clients::object_store::{ObjectError, ObjectStore};
use clients::speech::{Accuracy, Engine, Recording, Span, SpeechError, SpeechToText};
use models::{DataError, Database, job, session, transcript, upload};
use tokio::sync::Semaphore;

use super::{Stop, Work};
use crate::clock::SharedClock;
use crate::events::Events;
use crate::scratch::Scratch;
use crate::sessions::Session;
use crate::sessions::state::{Stage, Status};

/// A recognised word counts when it overlaps speech widened by so much: engines place words less exactly than
/// voice activity finds speech, but what they hear in plain silence was not said.
const WORD_SLACK_S: f64 = 0.3;

/// The transcriber.
pub(crate) struct Transcription {
    pub(crate) db: Database,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) speech: Arc<dyn SpeechToText>,
    pub(crate) clock: SharedClock,
    pub(crate) events: Events,
    /// Decoders at once: each holds a whole recording in memory.
    pub(crate) decoders: Arc<Semaphore>,
    pub(crate) limits: Limits,
    /// Where recordings lie while they are decoded.
    pub(crate) scratch: Arc<Scratch>,
    pub(crate) language: Option<String>,
}

/// A recording ready for the engine.
struct Heard {
    decoded: Decoded,
    speech: Vec<Segment>,
}

impl Transcription {
    pub(super) async fn run(&self, job: &job::Model, work: &Work) -> Result<(), Stop> {
        let (user, id) = (job.user_id(), job.session_id().ok_or(Stop::LeaseLost)?);
        let row = session::find(self.db.newest(), user, id).await?;
        let key = match row {
            Some(row) if row.status == Status::Transcribing.as_str() => row.audio_s3_key,
            _ => None,
        };
        let Some(key) = key else { return self.nothing_to_do(job).await };

        let upload = upload::find_by_key(self.db.newest(), user, &key).await?;
        let Some(upload) = upload else {
            return Err(Stop::never(
                Stage::Fetch,
                "recording_missing",
                "The recording is not there any more.",
            ));
        };
        work.enter(Stage::Fetch);
        let file = self.fetch(&upload).await?;
        work.enter(Stage::Decode);
        let heard = self.decode(file, work).await?;
        work.enter(Stage::Speech);
        let new = self.recognise(heard, work).await?;
        self.store_transcript(job, new).await
    }

    /// The session moved on without this job.
    async fn nothing_to_do(&self, job: &job::Model) -> Result<(), Stop> {
        if job::finish(self.db.write(), job.lease()).await? { Ok(()) } else { Err(Stop::LeaseLost) }
    }

    async fn fetch(&self, upload: &upload::Model) -> Result<File, Stop> {
        let unreadable = |cause: std::io::Error| {
            Stop::later(Stage::Fetch, "no_room", format!("The server has no room to work: {cause}."), None)
        };
        let place = self.scratch.place("take-").map_err(unreadable)?;
        let path = place.path().join("recording");
        self.store.download(&upload.s3_key, &upload.etag, &path).await.map_err(fetch_failure)?;
        // The open file outlives its name: nothing is left behind, whatever happens from here on.
        File::open(&path).map_err(unreadable)
    }

    async fn decode(&self, file: File, work: &Work) -> Result<Heard, Stop> {
        let stopping = || Stop::later(Stage::Decode, "stopping", "The server is stopping.", None);
        let place = self.decoders.clone().acquire_owned().await.map_err(|_| stopping())?;
        let (limits, report) = (self.limits, work.reporter(Stage::Decode));
        let given_up = Arc::new(AtomicBool::new(false));
        let _give_up_on_drop = OnDrop(given_up.clone());
        let decoding = tokio::task::spawn_blocking(move || {
            let _place = place;
            let cancelled = || given_up.load(Ordering::Relaxed);
            let decoded = audio::decode(file, &limits, &|done| report(done), &cancelled)?;
            let speech = audio::speech_segments(&decoded.samples, &VadOptions::default());
            Ok::<_, DecodeError>(Heard { decoded, speech })
        });
        let heard = decoding.await.map_err(|_| stopping())?.map_err(decode_failure)?;
        if heard.decoded.is_truncated() {
            let message = format!(
                "The recording ends after {:.1} s though it says that it lasts {:.1} s: the rest was lost on the way. Upload it again.",
                heard.decoded.duration_s,
                heard.decoded.declared_duration_s.unwrap_or_default(),
            );
            return Err(Stop::never(Stage::Decode, "audio_truncated", message));
        }
        Ok(heard)
    }

    async fn recognise(&self, heard: Heard, work: &Work) -> Result<transcript::New, Stop> {
        let Heard { decoded, speech } = heard;
        let engine = self.speech.engine();
        let duration_s = decoded.duration_s;
        let spans: Vec<Span> =
            speech.iter().map(|part| Span { start_s: part.start_s, end_s: part.end_s }).collect();
        let language = self.language.clone();
        if spans.is_empty() {
            // Engines invent sentences on silence: none is asked.
            let language = language.unwrap_or_else(|| "en".to_owned());
            return written(&engine, engine.name.clone(), language, String::new(), &[], &speech, duration_s);
        }
        let recording = Recording { samples: decoded.samples.into(), speech: spans, language };
        let started = self.clock.now();
        let heard =
            self.speech.transcribe(recording, work.reporter(Stage::Speech)).await.map_err(speech_failure)?;
        let seconds = (self.clock.now() - started).as_seconds_f64();
        metrics::histogram!("greenroom_transcription_real_time_factor", "engine" => engine.name.clone())
            .record(seconds / duration_s.max(f64::MIN_POSITIVE));
        let words: Vec<coach::Word> = heard
            .words
            .into_iter()
            .map(|word| coach::Word {
                text: word.text,
                start_s: word.start_s,
                end_s: word.end_s,
                confidence: word.confidence,
            })
            .collect();
        let mut words = coach::as_written(&words, &heard.text);
        let all = words.len();
        words.retain(|word| was_spoken(word.start_s, word.end_s, &speech));
        let text = if words.len() == all {
            heard.text
        } else {
            tracing::info!(dropped = all - words.len(), "words were heard where nobody spoke");
            words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        written(&engine, heard.engine, heard.language, text, &words, &speech, duration_s)
    }

    /// The transcript, the session's next state and the end of the job: all or none.
    async fn store_transcript(&self, job: &job::Model, new: transcript::New) -> Result<(), Stop> {
        let (user, id) = (job.user_id(), job.session_id().ok_or(Stop::LeaseLost)?);
        let tx = self.db.begin(user).await?;
        if !job::finish(&tx, job.lease()).await? {
            return Err(Stop::LeaseLost);
        }
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Stop::LeaseLost)?;
        if Session::try_from(row)?.status == Status::Transcribing {
            let status = Status::Transcribed.as_str();
            session::set_transcript(&tx, id, &new.text, new.duration_s, status).await?;
            transcript::replace(&tx, id, new, self.clock.now()).await?;
        }
        tx.commit().await.map_err(DataError::from)?;
        self.events.changed(user, id).await;
        Ok(())
    }
}

/// Raises its flag when the work that it belongs to is dropped.
struct OnDrop(Arc<AtomicBool>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn written(
    engine: &Engine,
    name: String,
    language: String,
    text: String,
    words: &[coach::Word],
    speech: &[Segment],
    duration_s: f64,
) -> Result<transcript::New, Stop> {
    let traits = coach::EngineTraits {
        keeps_filled_pauses: engine.keeps_filled_pauses,
        accurate: engine.accuracy == Accuracy::Good,
    };
    let speech: Vec<coach::Span> =
        speech.iter().map(|part| coach::Span { start_s: part.start_s, end_s: part.end_s }).collect();
    Ok(transcript::New {
        text,
        language,
        engine: name,
        engine_traits: serde_json::to_string(&traits)?,
        duration_s,
        words: serde_json::to_string(words)?,
        speech: serde_json::to_string(&speech)?,
    })
}

fn was_spoken(start_s: f64, end_s: f64, speech: &[Segment]) -> bool {
    speech.iter().any(|part| start_s < part.end_s + WORD_SLACK_S && end_s > part.start_s - WORD_SLACK_S)
}

fn fetch_failure(error: ObjectError) -> Stop {
    match error {
        ObjectError::NotFound => {
            Stop::never(Stage::Fetch, "recording_missing", "The recording is not there any more.")
        }
        ObjectError::Changed => Stop::never(
            Stage::Fetch,
            "recording_changed",
            "The recording has been replaced since it was uploaded. Upload it again under a new key.",
        ),
        ObjectError::NoSpace(_) => {
            Stop::later(Stage::Fetch, "no_room", "The server has no room to work right now.", None)
        }
        ObjectError::Unavailable(cause) | ObjectError::Unauthorised(cause) => {
            tracing::warn!(%cause, "a recording could not be fetched");
            Stop::later(
                Stage::Fetch,
                "object_store_unavailable",
                "The recording is safe, but its store could not be reached. Try again in a few minutes.",
                None,
            )
        }
    }
}

fn decode_failure(error: DecodeError) -> Stop {
    if error.is_retryable() {
        Stop::later(Stage::Decode, error.code(), error.to_string(), None)
    } else {
        Stop::never(Stage::Decode, error.code(), error.to_string())
    }
}

fn speech_failure(error: SpeechError) -> Stop {
    tracing::warn!(%error, "the speech engine failed");
    let wait: Option<Duration> = match &error {
        SpeechError::RateLimited { retry_after } => *retry_after,
        _ => None,
    };
    let (code, message) = match &error {
        SpeechError::Unauthorised(_) => (
            "speech_unauthorised",
            "The speech service refuses this server's key. Whoever runs the server has to mend that.",
        ),
        SpeechError::RateLimited { .. } | SpeechError::Busy => (
            "speech_busy",
            "The speech service has too much to do. Your recording is safe: try again in a few minutes.",
        ),
        SpeechError::TimedOut(_) | SpeechError::Unreachable(_) => (
            "speech_unavailable",
            "The speech service does not answer. Your recording is safe: try again in a few minutes.",
        ),
        SpeechError::BadAnswer(_) => (
            "speech_bad_answer",
            "The speech service gave an answer that can not be used. Your recording is safe: try again.",
        ),
        SpeechError::Refused(_) | SpeechError::NoCaptions => (
            "speech_refused",
            "The speech service does not take this recording. Record the answer again, or in another format.",
        ),
    };
    match &error {
        // Whoever runs the server can mend the key, and then a retry helps.
        SpeechError::Unauthorised(_) => Stop::Never(super::failure(Stage::Speech, code, message, true)),
        other if other.retryable() => Stop::later(Stage::Speech, code, message, wait),
        _ => Stop::never(Stage::Speech, code, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_only_where_somebody_speaks() {
        let speech = [Segment { start_s: 1.0, end_s: 2.0 }, Segment { start_s: 5.0, end_s: 6.0 }];
        assert!(was_spoken(0.8, 1.1, &speech));
        assert!(was_spoken(2.1, 2.2, &speech));
        assert!(!was_spoken(3.0, 4.0, &speech));
        assert!(!was_spoken(7.0, 8.0, &speech));
    }
}
