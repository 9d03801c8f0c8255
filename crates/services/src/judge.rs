//! The judge: a language model asked about one answer, several times, its every reply checked before it counts.
//!
//! What is asked and what is believed is decided in `coach::model`; here are the asking, the one repair, and the cache by
//! which a repeated question costs nothing.

mod cache;
mod card;
mod usage;

use std::collections::BTreeMap;
use std::sync::Arc;

use clients::language_model::{Chat, LanguageModel, LanguageModelError, Message, Progress, Reply, Role};
use clients::shared_state::SharedState;
use coach::model::{self, Malformed, Prompt};
use coach::{Answer, Judgement};

pub use card::CardJudge;
pub(crate) use card::standing;
pub use usage::Price;
pub(crate) use usage::Usage;

use crate::budget::{Budget, Payer, Spent};
use crate::error::Error;

#[derive(Debug, Clone)]
pub struct JudgeSettings {
    /// Judgements that are combined.
    pub runs: usize,
    pub temperature: f32,
    /// Of one reply.
    pub max_tokens: u32,
    /// That one user may cause in a day; `None` is no limit.
    pub daily_calls: Option<u32>,
    /// By the model's name; what is not here has no known cost.
    pub prices: BTreeMap<String, Price>,
    /// Whether levels may be shown, unless the judge card forbids it.
    pub scores: bool,
}

/// Told with the feedback, so that nobody waits for one.
const NO_MODEL_ANSWER: &str = "A model answer could not be made this time; the rest does not depend on it.";

/// A judgement's length in characters, roughly: by this the progress within a run is guessed.
const EXPECTED_CHARS: f64 = 4_000.0;

/// Why the model gave nothing that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AskError {
    #[error(transparent)]
    Model(#[from] LanguageModelError),
    #[error("the language model's reply can not be used: {0}")]
    Malformed(#[from] Malformed),
    #[error(transparent)]
    Spent(#[from] Spent),
}

/// Asks the configured language model.
#[derive(Clone)]
pub(crate) struct Judge {
    pub(crate) model: Arc<dyn LanguageModel>,
    pub(crate) state: Arc<dyn SharedState>,
    pub(crate) budget: Budget,
    pub(crate) settings: JudgeSettings,
}

/// What was judged, by whom, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    /// The model's own name for itself.
    pub(crate) model: String,
    pub(crate) judgement: Judgement,
    pub(crate) usage: Usage,
}

/// What was read from a reply.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read<T> {
    pub(crate) value: T,
    pub(crate) model: String,
    /// Of the asking; nothing when the reply was known already.
    pub(crate) usage: Usage,
}

impl Judge {
    /// Judges the answer several times, combines, and writes the model answer. `report` is told how much is done.
    pub(crate) async fn judge(
        &self,
        payer: Payer,
        answer: &Answer<'_>,
        report: Arc<dyn Fn(f64) + Send + Sync>,
    ) -> Result<Judged, AskError> {
        let runs = self.settings.runs.max(1);
        // The runs and the model answer are the steps that progress counts.
        let steps = runs + 1;
        let step = |done: usize| -> Progress {
            let report = report.clone();
            Arc::new(move |chars| report((done as f64 + written(chars)) / steps as f64))
        };
        let mut judged = self.judgement(payer, answer, 0, step).await?;
        let (model_answer, took) = self.model_answer(payer, answer, step(runs)).await;
        if model_answer.is_none() {
            let detailed = &mut judged.judgement.detailed;
            *detailed = format!("{detailed} {NO_MODEL_ANSWER}").trim_start().to_owned();
        }
        judged.judgement.model_answer = model_answer;
        judged.usage = judged.usage + took;
        Ok(judged)
    }

    /// Judges the answer `runs` times, with seeds from `first_seed` on, and combines: the median, with its spread.
    async fn judgement(
        &self,
        payer: Payer,
        answer: &Answer<'_>,
        first_seed: u64,
        step: impl Fn(usize) -> Progress,
    ) -> Result<Judged, AskError> {
        let prompt = model::prompt(answer);
        let runs = self.settings.runs.max(1);
        let mut judgements = Vec::with_capacity(runs);
        let mut name = self.model.name();
        let mut usage = Usage::default();
        for run in 0..runs {
            let progress = step(run);
            // Something is seen to happen before the first word is.
            progress(0);
            let read = |reply: &str| model::parse_and_verify(reply, answer);
            let read = self.ask(payer, &prompt, first_seed + run as u64, progress, read).await?;
            judgements.push(read.value);
            name = read.model;
            usage = usage + read.usage;
        }
        Ok(Judged { model: name, judgement: model::combine(&judgements), usage })
    }

    /// The candidate's own story told well. Without one the feedback stands all the same.
    async fn model_answer(
        &self,
        payer: Payer,
        answer: &Answer<'_>,
        progress: Progress,
    ) -> (Option<String>, Usage) {
        let prompt = model::model_answer_prompt(answer, None);
        let read = |reply: &str| model::parse_model_answer(reply, answer, None);
        match self.ask(payer, &prompt, 0, progress, read).await {
            Ok(read) => (Some(read.value), read.usage),
            Err(error) => {
                tracing::info!(%error, "no model answer");
                (None, Usage::default())
            }
        }
    }

    /// Asks, and once more when the reply was malformed, saying what was wrong with it. A reply that could be read is
    /// remembered: the same question, prompt, model and seed are not paid for twice.
    pub(crate) async fn ask<T>(
        &self,
        payer: Payer,
        prompt: &Prompt,
        seed: u64,
        progress: Progress,
        read: impl Fn(&str) -> Result<T, Malformed>,
    ) -> Result<Read<T>, AskError> {
        let key = self.cache_key(prompt, seed);
        if let Some(known) = self.known(&key).await
            && let Ok(value) = read(&known.text)
        {
            return Ok(Read { value, model: known.model, usage: Usage::default() });
        }
        let mut messages =
            vec![message(Role::System, prompt.system.clone()), message(Role::User, prompt.user.clone())];
        let schema = Some((prompt.schema_name.to_owned(), prompt.schema.clone()));
        let (mut reply, mut usage) =
            self.chat(payer, messages.clone(), schema.clone(), seed, progress.clone()).await?;
        let value = match read(&reply.text) {
            Ok(value) => value,
            Err(malformed) => {
                tracing::info!(%malformed, "a reply is asked for again");
                messages.push(message(Role::Assistant, reply.text));
                messages.push(message(Role::User, model::repair(&malformed)));
                let (again, took) = self.chat(payer, messages, schema, seed, progress).await?;
                (reply, usage) = (again, usage + took);
                read(&reply.text)?
            }
        };
        self.remember(&key, &reply).await;
        Ok(Read { value, model: reply.model, usage })
    }

    /// One call, which the payer's day must have left.
    pub(crate) async fn chat(
        &self,
        payer: Payer,
        messages: Vec<Message>,
        schema: Option<(String, serde_json::Value)>,
        seed: u64,
        progress: Progress,
    ) -> Result<(Reply, Usage), AskError> {
        self.budget.spend(payer).await?;
        let chat = Chat {
            messages,
            schema,
            max_tokens: self.settings.max_tokens,
            temperature: self.settings.temperature,
            seed: Some(seed),
        };
        let reply = self.model.chat(chat, progress).await?;
        let usage = self.usage_of(&reply);
        Ok((reply, usage))
    }
}

/// How much of a reply has arrived, by a guess that never says "all".
fn written(chars: usize) -> f64 {
    (chars as f64 / EXPECTED_CHARS).min(0.95)
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Model(error) => error.into(),
            AskError::Spent(spent) => spent.into(),
            AskError::Malformed(malformed) => Self::Unavailable {
                what: "A usable answer of the language model",
                cause: malformed.to_string(),
            },
        }
    }
}

/// Word of how to get a language model.
pub(crate) fn no_model() -> Error {
    Error::NotConfigured {
        code: "llm_not_configured",
        detail:
            "This needs a language model. Set OPENAI_API_KEY, or language_model.base_url for a local server."
                .to_owned(),
    }
}

/// For those who only want the answer.
pub(crate) fn nobody_watches() -> Progress {
    Arc::new(|_| {})
}

pub(crate) fn message(role: Role, text: impl Into<String>) -> Message {
    Message { role, text: text.into() }
}
