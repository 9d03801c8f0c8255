//! `POST /v1/audio/transcriptions`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::response::Response;

use super::multipart::Form;
use super::{Refusal, SPEECH_MODEL, Scripts};

const FIELDS: &[&str] =
    &["model", "language", "prompt", "response_format", "temperature", "timestamp_granularities[]"];
const FORMATS: &[&str] = &["json", "text", "srt", "verbose_json", "vtt"];
const FILES: &[&str] = &["flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm"];

/// Bytes of a tenth of a second at 16 kHz and 16 bit, with a WAV header: less is refused as too short.
const SHORTEST_WAV: usize = 44 + 3_200;

/// A transcription request that the real server would take.
#[derive(Debug, Clone, PartialEq)]
pub struct TranscriptionRequest {
    pub file: Bytes,
    pub file_name: String,
    pub model: String,
    pub language: Option<String>,
    pub prompt: Option<String>,
    pub response_format: Option<String>,
    pub timestamp_granularities: Vec<String>,
}

pub(super) async fn transcribe(State(scripts): State<Arc<Scripts>>, multipart: Multipart) -> Response {
    match checked(multipart).await {
        Ok(request) => scripts.transcriptions.answer(request).response(SPEECH_MODEL, false).await,
        Err(refusal) => {
            scripts.transcriptions.refuse(&refusal.message);
            refusal.response()
        }
    }
}

async fn checked(multipart: Multipart) -> Result<TranscriptionRequest, Refusal> {
    let form = Form::read(multipart).await?;
    if let Some(unknown) = form.fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(Refusal::of("body", format!("Unrecognized request argument supplied: {unknown}")));
    }
    let model =
        form.one("model")?.ok_or_else(|| Refusal::of("model", "you must provide a model parameter"))?;
    if model != SPEECH_MODEL {
        return Err(Refusal::unknown_model(&model));
    }
    check_file(&form)?;
    let language = form.one("language")?;
    if language
        .as_deref()
        .is_some_and(|code| code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        return Err(Refusal::of("language", "language must be specified in ISO-639-1"));
    }
    let response_format = form.one("response_format")?;
    if response_format.as_deref().is_some_and(|format| !FORMATS.contains(&format)) {
        return Err(Refusal::of("response_format", format!("response_format must be one of {FORMATS:?}")));
    }
    let temperature = form.one("temperature")?;
    if temperature.is_some_and(|text| !text.parse().is_ok_and(|value: f64| (0.0..=1.0).contains(&value))) {
        return Err(Refusal::of("temperature", "temperature must be between 0 and 1"));
    }
    let granularities = form.fields.get("timestamp_granularities[]").cloned().unwrap_or_default();
    if granularities.iter().any(|name| name != "word" && name != "segment") {
        return Err(Refusal::of("timestamp_granularities[]", "must be word or segment"));
    }
    if !granularities.is_empty() && response_format.as_deref() != Some("verbose_json") {
        return Err(Refusal::of("timestamp_granularities[]", "needs response_format verbose_json"));
    }
    Ok(TranscriptionRequest {
        prompt: form.one("prompt")?,
        file: form.file,
        file_name: form.file_name,
        model,
        language,
        response_format,
        timestamp_granularities: granularities,
    })
}

fn check_file(form: &Form) -> Result<(), Refusal> {
    let extension = form.file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !FILES.contains(&extension) {
        return Err(Refusal::of("file", format!("Invalid file format. Supported formats: {FILES:?}")));
    }
    if extension != "wav" {
        return Ok(());
    }
    let file = &form.file;
    if !(file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WAVE")) {
        return Err(Refusal::of("file", "Audio file might be corrupted or unsupported"));
    }
    if file.len() < SHORTEST_WAV {
        return Err(Refusal::of("file", "Audio file is too short. Minimum audio length is 0.1 seconds."));
    }
    Ok(())
}
