//! OpenAI's transcription API, or any server that speaks it: `POST {base_url}/audio/transcriptions`.
//!
//! Word times are what every measure of delivery rests on, so `verbose_json` with `timestamp_granularities[]=word` is
//! asked for, and an answer without them is refused rather than its times guessed. `whisper-1` gives them and so do
//! the usual servers around faster-whisper; OpenAI's `gpt-4o-*-transcribe` models and servers that time sentences only
//! do not.

mod answer;
mod language;
mod wav;

use async_trait::async_trait;
use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::multipart::{Form, Part};

use self::answer::Answer;
use super::pieces::{Cutting, pieces, samples_of};
use super::{Accuracy, Captions, Engine, Progress, Recording, SpeechError, SpeechToText, Transcript, Word};
use crate::Health;
use crate::openai::{Failure, Server, Settings, read_limited};

/// OpenAI takes files of 25 MiB (26,214,400 bytes) at most; the rest of the form needs some of that, too.
const LONGEST_FILE: usize = 25 * 1024 * 1024 - 64 * 1024;

/// Longest answer that is read: ten times that of thirteen minutes of quick speech with every field.
const LONGEST_ANSWER: usize = 8 * 1024 * 1024;

/// Whisper leaves "um" out unless the text before seems to keep it; OpenAI's guide to prompting advises such a prompt.
const KEEP_FILLED_PAUSES: &str = "Um, so, uh, let me think, er, like, you know, hmm.";

pub struct OpenAiSpeech {
    server: Server,
}

impl OpenAiSpeech {
    /// Connects to nothing yet. Errs when no TLS client can be made.
    pub fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self { server: Server::new(settings, "transcription")? })
    }

    async fn piece(&self, samples: &[f32], language: Option<&str>) -> Result<Answer, Failure> {
        let file = Bytes::from(wav::encoded(samples));
        let fill = |request: reqwest::RequestBuilder| request.multipart(self.form(file.clone(), language));
        let limit = self.server.settings().timeout;
        let read = |response| read_limited(response, LONGEST_ANSWER, limit);
        let body = self.server.post("audio/transcriptions", fill, read).await?;
        Answer::read(&body)?.checked(samples.len())
    }

    fn form(&self, file: Bytes, language: Option<&str>) -> Form {
        let length = file.len() as u64;
        let typed = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("audio/wav"))]);
        let part = Part::stream_with_length(file, length).file_name("answer.wav").headers(typed);
        let form = Form::new()
            .part("file", part)
            .text("model", self.server.settings().model.clone())
            .text("response_format", "verbose_json")
            .text("timestamp_granularities[]", "word")
            .text("temperature", "0");
        match language {
            // In another language the English prompt would mislead.
            Some(language) if language != "en" => form.text("language", language.to_owned()),
            Some(language) => form.text("language", language.to_owned()).text("prompt", KEEP_FILLED_PAUSES),
            None => form.text("prompt", KEEP_FILLED_PAUSES),
        }
    }

    fn name(&self) -> String {
        format!("openai/{}", self.server.settings().model)
    }
}

#[async_trait]
impl SpeechToText for OpenAiSpeech {
    fn engine(&self) -> Engine {
        Engine {
            name: self.name(),
            accuracy: Accuracy::Good,
            keeps_filled_pauses: true,
            captions: false,
            location: self.server.settings().location(),
            note: format!("{} at {}", self.server.settings().model, self.server.settings().base_url),
        }
    }

    async fn transcribe(&self, recording: Recording, progress: Progress) -> Result<Transcript, SpeechError> {
        let told = recording.language.as_deref().map(language::primary);
        let cutting = Cutting { longest_s: wav::seconds_in(LONGEST_FILE), pause_s: f64::INFINITY };
        let pieces = pieces(&recording, cutting);
        let total_s: f64 = pieces.iter().map(|piece| piece.end_s - piece.start_s).sum();
        let (mut words, mut texts, mut heard, mut done_s) = (Vec::<Word>::new(), Vec::new(), None, 0.0);
        for piece in pieces {
            let answer = self.piece(samples_of(&recording, piece), told.as_deref()).await?;
            words.extend(answer.words.into_iter().map(|word| Word {
                start_s: word.start_s + piece.start_s,
                end_s: word.end_s + piece.start_s,
                ..word
            }));
            texts.push(answer.text);
            heard = heard.or(answer.language);
            done_s += piece.end_s - piece.start_s;
            progress(done_s / total_s);
        }
        texts.retain(|text| !text.is_empty());
        // "und" is BCP 47's word for a language that nobody determined.
        let language = told.or(heard).unwrap_or_else(|| "und".to_owned());
        Ok(Transcript { text: texts.join(" "), words, language, engine: self.name() })
    }

    async fn captions(&self, _sample_rate: u32) -> Result<Box<dyn Captions>, SpeechError> {
        Err(SpeechError::NoCaptions)
    }

    async fn health(&self) -> Health {
        self.server.health().await
    }
}
