//! The judge: a language model asked about one answer, several times, its every reply checked before it counts.
//!
//! What is asked and what is believed is decided in `coach::model`; here are the asking, the one repair, and the cache by
//! which a repeated question costs nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clients::language_model::{Chat, LanguageModel, LanguageModelError, Message, Progress, Role};
use clients::shared_state::SharedState;
use coach::model::{self, Malformed, Prompt};
use coach::{Answer, Judgement};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A judgement is kept this long, under everything that it depends on.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

#[derive(Debug, Clone, Copy)]
pub struct JudgeSettings {
    /// Judgements that are combined.
    pub runs: usize,
    pub temperature: f32,
    /// Of one reply.
    pub max_tokens: u32,
}

/// Why the model gave nothing that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AskError {
    #[error(transparent)]
    Model(#[from] LanguageModelError),
    #[error("the language model's reply can not be used: {0}")]
    Malformed(#[from] Malformed),
}

/// Asks the configured language model.
#[derive(Clone)]
pub(crate) struct Judge {
    pub(crate) model: Arc<dyn LanguageModel>,
    pub(crate) state: Arc<dyn SharedState>,
    pub(crate) settings: JudgeSettings,
}

/// What was judged, and by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Judged {
    /// The model's own name for itself.
    pub(crate) model: String,
    pub(crate) judgement: Judgement,
}

impl Judge {
    /// Judges the answer `runs` times and combines: the median, with its spread. `report` is told how much is done.
    pub(crate) async fn judge(
        &self,
        answer: &Answer<'_>,
        report: Arc<dyn Fn(f64) + Send + Sync>,
    ) -> Result<Judged, AskError> {
        let prompt = model::prompt(answer);
        let key = self.cache_key(&prompt);
        if let Some(kept) = self.state.cached(&key).await
            && let Ok(judged) = serde_json::from_str(&kept)
        {
            return Ok(judged);
        }
        let runs = self.settings.runs.max(1);
        // The runs and the model answer are the steps that progress counts.
        let steps = runs + 1;
        let done = Arc::new(AtomicUsize::new(0));
        let progress = |within: f64| report((done.load(Ordering::Relaxed) as f64 + within) / steps as f64);
        let mut judgements = Vec::with_capacity(runs);
        let mut name = self.model.name();
        for run in 0..runs {
            progress(0.0);
            let read = |reply: &str| model::parse_and_verify(reply, answer);
            let (judgement, by) = self.ask(&prompt, run as u64, read).await?;
            judgements.push(judgement);
            name = by;
            done.fetch_add(1, Ordering::Relaxed);
        }
        let mut judgement = model::combine(&judgements);
        progress(0.0);
        judgement.model_answer = self.model_answer(answer).await;
        let judged = Judged { model: name, judgement };
        if let Ok(kept) = serde_json::to_string(&judged) {
            self.state.cache(&key, &kept, KEPT).await;
        }
        Ok(judged)
    }

    /// The candidate's own story told well. Without one the feedback stands all the same.
    async fn model_answer(&self, answer: &Answer<'_>) -> Option<String> {
        let prompt = model::model_answer_prompt(answer, None);
        match self.ask(&prompt, 0, |reply| model::parse_model_answer(reply, answer, None)).await {
            Ok((text, _)) => Some(text),
            Err(error) => {
                tracing::info!(%error, "no model answer");
                None
            }
        }
    }

    /// Asks, and once more when the reply was malformed, saying what was wrong with it. Gives what was read from the reply
    /// and the model's own name.
    pub(crate) async fn ask<T>(
        &self,
        prompt: &Prompt,
        seed: u64,
        read: impl Fn(&str) -> Result<T, Malformed>,
    ) -> Result<(T, String), AskError> {
        let mut messages =
            vec![message(Role::System, prompt.system.clone()), message(Role::User, prompt.user.clone())];
        let schema = Some((prompt.schema_name.to_owned(), prompt.schema.clone()));
        let reply = self.chat(messages.clone(), schema.clone(), seed).await?;
        let malformed = match read(&reply.text) {
            Ok(read) => return Ok((read, reply.model)),
            Err(malformed) => malformed,
        };
        tracing::info!(%malformed, "a reply is asked for again");
        messages.push(message(Role::Assistant, reply.text));
        messages.push(message(Role::User, model::repair(&malformed)));
        let reply = self.chat(messages, schema, seed).await?;
        Ok((read(&reply.text)?, reply.model))
    }

    pub(crate) async fn chat(
        &self,
        messages: Vec<Message>,
        schema: Option<(String, serde_json::Value)>,
        seed: u64,
    ) -> Result<clients::language_model::Reply, LanguageModelError> {
        let chat = Chat {
            messages,
            schema,
            max_tokens: self.settings.max_tokens,
            temperature: self.settings.temperature,
            seed: Some(seed),
        };
        let nobody_watches: Progress = Arc::new(|_| {});
        let reply = self.model.chat(chat, nobody_watches).await?;
        let model = reply.model.clone();
        metrics::counter!("greenroom_language_model_input_tokens_total", "model" => model.clone())
            .increment(reply.input_tokens.unwrap_or_default());
        metrics::counter!("greenroom_language_model_output_tokens_total", "model" => model)
            .increment(reply.output_tokens.unwrap_or_default());
        Ok(reply)
    }

    /// Everything that the judgement depends on.
    fn cache_key(&self, prompt: &Prompt) -> String {
        let mut digest = Sha256::new();
        for part in [&self.model.name(), model::PROMPT_VERSION, &prompt.system, &prompt.user] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        digest.update(self.settings.runs.to_le_bytes());
        let hex: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("judgement:{hex}")
    }
}

pub(crate) fn message(role: Role, text: impl Into<String>) -> Message {
    Message { role, text: text.into() }
}
