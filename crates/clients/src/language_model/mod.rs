//! A language model that is asked questions and answers text, or JSON of a given schema.

pub mod openai;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::{Health, Location};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    System,
    User,
    Assistant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    pub text: String,
}

/// One question to the model.
#[derive(Debug, Clone)]
pub struct Chat {
    pub messages: Vec<Message>,
    /// A name and a JSON Schema that the answer must obey; servers differ in how far they enforce it,
    /// so the caller still checks.
    pub schema: Option<(String, serde_json::Value)>,
    pub max_tokens: u32,
    pub temperature: f32,
    /// For servers that can repeat themselves.
    pub seed: Option<u64>,
}

/// What the model answered, and what it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub text: String,
    /// The model's own name for itself, for the record.
    pub model: String,
    pub input_tokens: Option<u64>,
    pub output_tokens: Option<u64>,
}

/// Called with the number of characters that have arrived so far.
pub type Progress = Arc<dyn Fn(usize) + Send + Sync>;

#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// The configured model's name.
    fn name(&self) -> String;

    /// Where transcripts go to be judged.
    fn location(&self) -> Location;

    async fn chat(&self, chat: Chat, progress: Progress) -> Result<Reply, LanguageModelError>;

    async fn health(&self) -> Health;
}

/// Why the model did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LanguageModelError {
    #[error("the language model refused its credentials: {0}")]
    Unauthorised(String),
    #[error("the language model asks to wait")]
    RateLimited { retry_after: Option<Duration> },
    #[error("the language model did not answer within {0:?}")]
    TimedOut(Duration),
    #[error("the language model can not be reached: {0}")]
    Unreachable(String),
    /// Cut off, too long, or not in the shape of the protocol.
    #[error("the language model answered badly: {0}")]
    BadAnswer(String),
    #[error("the language model refused: {0}")]
    Refused(String),
}

impl LanguageModelError {
    /// Whether asking again later may help.
    pub fn retryable(&self) -> bool {
        !matches!(self, Self::Unauthorised(_) | Self::Refused(_))
    }
}
