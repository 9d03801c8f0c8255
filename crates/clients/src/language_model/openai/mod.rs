//! OpenAI's chat completions, or any server that speaks them: `POST {base_url}/chat/completions`.
//!
//! The answer is streamed, so that progress can be shown and a server that falls silent is noticed. How the usual
//! servers differ, and what is done about it:
//!
//! | server | JSON Schema | other differences |
//! |---|---|---|
//! | OpenAI | enforced with `json_schema` and `strict` | newer models refuse `max_tokens` (they want `max_completion_tokens`) and any `temperature` but 1 |
//! | vLLM | enforced; the schema is compiled first, and one that it can not compile is a 400, whose error object stands bare | reasoning may come in `reasoning_content`, which is left aside |
//! | llama.cpp | enforced through a grammar; builds before October 2024 and some forks answer 500 and take `json_object` only; some builds take it and do not enforce it | one model, whatever name is asked for |
//! | Ollama | enforced from 0.5.0 on; older versions and its cloud take it and do not enforce it | reasoning models may begin with `<think>…</think>`, which is cut |
//! | others | a 400 to `json_schema`, perhaps to `json_object` | |
//!
//! A parameter that a server refuses (400, 422 or 501) is left out, or put in the older form, and the request sent
//! once more; what worked is remembered for as long as the process lives ([`dialect`]). Where the server does not
//! enforce the schema it is told in words. A server that takes the schema and answers something else is told it in words too from then
//! on; nothing more can be concluded, so the caller checks.

mod answer;
mod dialect;
mod request;
mod stream;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use serde_json::Value;

use self::answer::Whole;
use self::dialect::Dialect;
use self::stream::Limits;
use super::{Chat, LanguageModel, LanguageModelError, Progress, Reply};
use crate::openai::{Failure, Server, Settings};
use crate::{Health, Location};

/// Longest answer, in bytes of text: thirty times the longest feedback.
const LONGEST_ANSWER: usize = 256 * 1024;

pub struct OpenAiModel {
    server: Server,
    dialect: Mutex<Dialect>,
}

impl OpenAiModel {
    /// Connects to nothing yet. Errs when no TLS client can be made.
    pub fn new(settings: Settings) -> Result<Self, String> {
        Ok(Self { server: Server::new(settings, "chat")?, dialect: Mutex::default() })
    }

    async fn ask(&self, body: &Value, progress: &Progress) -> Result<Whole, Failure> {
        let settings = self.server.settings();
        let limits = Limits { bytes: LONGEST_ANSWER, idle: settings.idle_timeout, total: settings.timeout };
        let fill = |request: reqwest::RequestBuilder| request.json(body);
        let read = |response| stream::read(response, limits, Arc::clone(progress));
        self.server.post("chat/completions", fill, read).await
    }

    fn dialect(&self) -> Dialect {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, dialect: Dialect) {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner) = dialect;
    }
}

#[async_trait]
impl LanguageModel for OpenAiModel {
    fn name(&self) -> String {
        self.server.settings().model.clone()
    }

    fn location(&self) -> Location {
        self.server.settings().location()
    }

    async fn chat(&self, chat: Chat, progress: Progress) -> Result<Reply, LanguageModelError> {
        let model = &self.server.settings().model;
        let mut dialect = self.dialect();
        let whole = loop {
            match self.ask(&request::body(model, &chat, dialect), &progress).await {
                Ok(whole) => break whole,
                Err(Failure::Refused { message, parameter }) => {
                    let simpler = dialect.without(&message, parameter.as_deref(), chat.schema.is_some());
                    dialect = simpler.ok_or(LanguageModelError::Refused(message))?;
                }
                Err(failure) => return Err(failure.into()),
            }
        };
        let reply = whole.into_reply(chat.schema.is_some(), model);
        let ignored = chat.schema.is_some() && !reply.text.starts_with('{');
        self.remember(if ignored { dialect.after_ignoring_the_schema() } else { dialect });
        Ok(reply)
    }

    async fn health(&self) -> Health {
        self.server.health().await
    }
}
