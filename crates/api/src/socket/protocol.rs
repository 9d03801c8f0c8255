//! The messages of the socket, as they stand in the contract.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use services::coach::Feedback;
use services::sessions::Update;

use crate::middleware::request_id;
use crate::problem::Problem;
use crate::types::session::{Failure, Session, Stage, Word};

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ClientMessage {
    Auth { token: SecretString },
    SessionStart { session_id: i64 },
    AudioUri { session_id: i64, key: String },
    AudioStart { session_id: i64, encoding: Encoding, sample_rate: u32 },
    AudioEnd {},
    Ping {},
}

impl ClientMessage {
    /// Whether something is wanted that only a user who is signed in may have.
    pub(super) fn is_a_wish(&self) -> bool {
        match self {
            Self::SessionStart { .. } | Self::AudioUri { .. } | Self::AudioStart { .. } => true,
            // A sign-in shows its own token.
            Self::Auth { .. } | Self::AudioEnd {} | Self::Ping {} => false,
        }
    }
}

/// How live audio is coded.
#[derive(Deserialize)]
pub(super) enum Encoding {
    #[serde(rename = "pcm_s16le")]
    PcmS16Le,
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage {
    AuthSuccess {
        user_id: i64,
    },
    Session {
        session: Box<Session>,
    },
    Status {
        session_id: i64,
        /// queued, fetch, decode, speech or coach.
        stage: String,
        /// 0..=1 of that stage.
        progress: f64,
        /// Jobs ahead, while it is queued.
        position: Option<u64>,
    },
    Transcript {
        session_id: i64,
        text: String,
        words: Vec<Word>,
        language: String,
        duration_s: f64,
        engine: String,
    },
    Partial {
        session_id: i64,
        text: String,
        stable: usize,
    },
    Feedback {
        session_id: i64,
        feedback: Box<Feedback>,
    },
    Pong,
    Error {
        code: String,
        message: String,
        stage: Option<Stage>,
        retryable: bool,
        request_id: String,
        /// The session that it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        session_id: Option<i64>,
    },
}

impl ServerMessage {
    pub(super) fn error(problem: impl Into<Problem>, session_id: Option<i64>) -> Self {
        let problem = problem.into();
        Self::Error {
            code: problem.code.to_owned(),
            retryable: problem.retryable(),
            message: problem.detail,
            stage: None,
            request_id: request_id::current(),
            session_id,
        }
    }
}

impl From<Update> for ServerMessage {
    fn from(update: Update) -> Self {
        match update {
            Update::Session(session) => Self::Session { session: Box::new((*session).into()) },
            Update::Status { session, stage, progress, position } => {
                Self::Status { session_id: session.0, stage, progress, position }
            }
            Update::Transcript { session, transcript } => {
                let transcript: crate::types::session::Transcript = (*transcript).into();
                Self::Transcript {
                    session_id: session.0,
                    text: transcript.text,
                    words: transcript.words,
                    language: transcript.language,
                    duration_s: transcript.duration_s,
                    engine: transcript.engine,
                }
            }
            Update::Feedback { session, feedback } => Self::Feedback { session_id: session.0, feedback },
            Update::Failed { session, failure } => {
                let Failure { stage, code, message, retryable } = failure.into();
                Self::Error {
                    code,
                    message,
                    stage: Some(stage),
                    retryable,
                    request_id: request_id::current(),
                    session_id: Some(session.0),
                }
            }
            Update::Gone { session } => Self::Error {
                code: "session_deleted".to_owned(),
                message: "The session has been deleted.".to_owned(),
                stage: None,
                retryable: false,
                request_id: request_id::current(),
                session_id: Some(session.0),
            },
        }
    }
}
