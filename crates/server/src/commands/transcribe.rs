//! `transcribe`: recordings to words with the configured engine, compared with what was really said.

mod table;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use audio::{Decoded, Limits, VadOptions};
use clients::speech::error_rate::{ErrorRate, word_error_rate};
use clients::speech::{Recording, Span, SpeechToText, Transcript};

use super::say;
use crate::cli::Transcribe;
use crate::config::Settings;
use crate::{first_start, launch, wiring};

/// What came of one recording.
struct Heard {
    file: PathBuf,
    decoded: Decoded,
    transcript: Transcript,
    /// Of decoding, finding speech and recognising.
    seconds: f64,
    /// What was really said, and how far the transcript is from it.
    reference: Option<(String, ErrorRate)>,
}

pub(super) async fn transcribe(settings: &Settings, asked: Transcribe) -> Result<ExitCode> {
    let references = references(&asked)?;
    launch::choose_tls();
    let folder = first_start::prepare(&settings.data_dir)?;
    let engine = wiring::speech(settings, &folder)?;
    let mut heard = Vec::new();
    for (index, file) in asked.files.iter().enumerate() {
        let reference = references.get(index).cloned();
        heard.push(
            hear(settings, engine.as_ref(), file, reference)
                .await
                .with_context(|| file.display().to_string())?,
        );
    }
    if asked.json {
        say(&format!("{:#}\n", table::json(&engine.engine(), &heard)))?;
    } else {
        say(&table::text(&engine.engine(), &heard))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What was really said in each recording, in their order; nothing when nobody told.
fn references(asked: &Transcribe) -> Result<Vec<String>> {
    let mut references = asked.reference_text.clone();
    for file in &asked.reference {
        references.push(fs::read_to_string(file).with_context(|| file.display().to_string())?);
    }
    if !references.is_empty() && references.len() != asked.files.len() {
        bail!("{} recordings, but {} references: give one for each", asked.files.len(), references.len());
    }
    Ok(references)
}

async fn hear(
    settings: &Settings,
    engine: &dyn SpeechToText,
    file: &Path,
    reference: Option<String>,
) -> Result<Heard> {
    let began = Instant::now();
    let source = File::open(file)?;
    let limits = Limits {
        max_bytes: settings.uploads.max_bytes,
        max_duration_s: settings.uploads.max_duration_s as f64,
        ..Limits::default()
    };
    let (decoded, speech) = tokio::task::spawn_blocking(move || {
        let decoded = audio::decode(source, &limits, &|_| {}, &|| false)?;
        let speech = audio::speech_segments(&decoded.samples, &VadOptions::default());
        Ok::<_, audio::DecodeError>((decoded, speech))
    })
    .await??;
    let recording = Recording {
        samples: decoded.samples.as_slice().into(),
        speech: speech.iter().map(|at| Span { start_s: at.start_s, end_s: at.end_s }).collect(),
        language: settings.speech.language.clone(),
    };
    let transcript = engine.transcribe(recording, Arc::new(|_| {})).await?;
    let reference = reference.map(|said| {
        let rate = word_error_rate(&said, &transcript.text);
        (said, rate)
    });
    Ok(Heard {
        file: file.to_owned(),
        decoded,
        transcript,
        seconds: began.elapsed().as_secs_f64(),
        reference,
    })
}
