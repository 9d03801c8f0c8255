//! A session as its owner may see it.

use models::{SessionId, session, session_list};
use serde::{Deserialize, Serialize};

use super::state::{Stage, State, Status};
use crate::clock::Time;
use crate::error::Error;

/// Why the work on a session stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub stage: Stage,
    /// Stable, for programs.
    pub code: String,
    /// For people: what happened and what to do.
    pub message: String,
    /// Whether `retry` may help.
    pub retryable: bool,
}

/// One question, one spoken answer, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub title: String,
    pub question: Option<String>,
    pub competency: Option<String>,
    pub status: Status,
    pub failure: Option<Failure>,
    /// Of the recording, in seconds.
    pub duration_s: Option<f64>,
    pub audio_key: Option<String>,
    pub transcript: Option<String>,
    pub overall_score: Option<f64>,
    pub attempt_of: Option<SessionId>,
    pub created_at: Time,
    pub completed_at: Option<Time>,
}

/// A session in a list: without its long texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub id: SessionId,
    pub title: String,
    pub question: Option<String>,
    pub competency: Option<String>,
    pub status: Status,
    pub duration_s: Option<f64>,
    pub overall_score: Option<f64>,
    pub attempt_of: Option<SessionId>,
    pub created_at: Time,
    pub completed_at: Option<Time>,
}

impl Session {
    pub fn state(&self) -> State {
        let failure = self.failure.as_ref().map(|failure| (failure.stage, failure.retryable));
        State { status: self.status, failure }
    }
}

impl TryFrom<session::Model> for Session {
    type Error = Error;

    fn try_from(row: session::Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.session_id(),
            status: read_status(&row.status)?,
            failure: row.failure.as_deref().map(serde_json::from_str).transpose()?,
            title: row.title,
            question: row.question,
            competency: row.competency,
            duration_s: row.duration_s,
            audio_key: row.audio_s3_key,
            transcript: row.transcript,
            overall_score: row.overall_score,
            attempt_of: row.attempt_of.map(SessionId),
            created_at: row.created_at,
            completed_at: row.completed_at,
        })
    }
}

impl TryFrom<session_list::Summary> for Summary {
    type Error = Error;

    fn try_from(row: session_list::Summary) -> Result<Self, Error> {
        Ok(Self {
            id: SessionId(row.id),
            title: row.title,
            question: row.question,
            competency: row.competency,
            status: read_status(&row.status)?,
            duration_s: row.duration_s,
            overall_score: row.overall_score,
            attempt_of: row.attempt_of.map(SessionId),
            created_at: row.created_at,
            completed_at: row.completed_at,
        })
    }
}

impl Status {
    /// As it is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Transcribing => "transcribing",
            Self::Transcribed => "transcribed",
            Self::Scoring => "scoring",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }
}

fn read_status(stored: &str) -> Result<Status, Error> {
    serde_json::from_value(stored.into())
        .map_err(|_| Error::Fault(format!("unknown session status {stored:?}")))
}
