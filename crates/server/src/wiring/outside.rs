//! The outside systems that the settings name: speech to text, the language model if there is one, and what instances share.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use clients::language_model::LanguageModel;
use clients::language_model::openai::OpenAiModel;
use clients::openai;
use clients::shared_state::{Memory, Redis, RedisSettings, SharedState};
use clients::speech::SpeechToText;
use clients::speech::openai::OpenAiSpeech;
use clients::speech::pocketsphinx::{self, PocketSphinx};

use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::config::{ChosenSpeech, Settings};

/// The engine that turns speech into words. Nothing is loaded or asked yet.
pub(crate) fn speech(settings: &Settings, folder: &Path) -> Result<Arc<dyn SpeechToText>> {
    match settings.speech_engine() {
        ChosenSpeech::PocketSphinx => Ok(Arc::new(PocketSphinx::new(&pocketsphinx::Settings {
            data: folder.to_owned(),
            transcriptions: settings.speech_concurrency(),
            captions: settings.speech.captions,
            idle_after: Duration::from_secs(settings.speech.idle_unload_s),
        }))),
        ChosenSpeech::OpenAi => {
            let given = &settings.openai;
            let server = openai::Settings {
                timeout: Duration::from_secs(settings.speech.timeout_s),
                concurrency: settings.speech_concurrency(),
                ..openai::Settings::new(
                    given.base_url.clone(),
                    given.api_key.clone(),
                    settings.speech.openai_model.clone(),
                    jitter_seed()?,
                )
            };
            Ok(Arc::new(
                OpenAiSpeech::new(server).map_err(|error| anyhow!("the transcription API: {error}"))?,
            ))
        }
    }
}

/// The language model, if one is configured.
pub(crate) fn language_model(settings: &Settings) -> Result<Option<Arc<dyn LanguageModel>>> {
    let Some(chosen) = settings.language_model() else { return Ok(None) };
    let server = openai::Settings {
        timeout: Duration::from_secs(settings.language_model.timeout_s),
        ..openai::Settings::new(chosen.base_url, chosen.api_key, chosen.model, jitter_seed()?)
    };
    let model = OpenAiModel::new(server).map_err(|error| anyhow!("the language model: {error}"))?;
    Ok(Some(Arc::new(model)))
}

/// What instances share: in Redis, or in this process's memory. `instance` is this process's name.
pub(super) async fn shared_state(settings: &Settings, instance: &str) -> Result<Arc<dyn SharedState>> {
    let Some(url) = &settings.redis.url else { return Ok(Arc::new(Memory::default())) };
    let given = RedisSettings {
        url: url.clone(),
        prefix: settings.redis.prefix.clone(),
        instance: instance.to_owned(),
        patience: Duration::from_millis(settings.redis.timeout_ms),
    };
    let redis = Redis::begin(given).await.map_err(|error| anyhow!("redis.url (REDIS_URL): {error}"))?;
    Ok(Arc::new(redis))
}

/// Instances must not retry in step.
fn jitter_seed() -> Result<u64> {
    OsRng.try_next_u64().context("the system gives no randomness")
}
