//! Jobs: transcribing, scoring and erasing, done under a lease by whichever instance is there.
//!
//! A job is promised in the transaction that asks for it. It is done at least once, and each kind ends in one transaction
//! that checks the lease: in effect exactly once, whatever is killed when.

pub(crate) mod erasure;
mod housekeeping;
mod runner;
pub(crate) mod scoring;
pub(crate) mod transcription;

use std::sync::Arc;
use std::time::Duration;

use models::{SessionId, UserId, job};
use tokio::sync::Notify;

pub(crate) use runner::Work;
pub use runner::{Runner, RunnerSettings};

use crate::clock::Time;
use crate::error::Error;
use crate::sessions::Failure;
use crate::sessions::state::Stage;
use crate::trace_context;

/// What there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Transcribe,
    Score,
    Erase,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Transcribe, Self::Score, Self::Erase];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Transcribe => "transcribe",
            Self::Score => "score",
            Self::Erase => "erase",
        }
    }

    pub(crate) fn read(stored: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == stored)
    }

    /// Work of this kind that needs to know nothing but its session.
    pub(crate) fn job(self) -> Asked {
        Asked { kind: self, payload: "{}".to_owned() }
    }
}

/// Work on a session that is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) kind: Kind,
    /// JSON, as the kind wants it.
    pub(crate) payload: String,
}

impl Asked {
    pub(crate) fn of_session(self, user: UserId, session: SessionId, now: Time) -> job::New {
        let kind = self.kind.as_str();
        let payload = trace_context::carried_in(self.payload);
        job::New { kind, user, session: Some(session), payload, run_at: now }
    }
}

/// Tells idle workers of this process that there is something to do; others find it by looking.
#[derive(Debug, Clone, Default)]
pub struct Waker(Arc<Notify>);

impl Waker {
    pub(crate) fn wake(&self) {
        self.0.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.0.notified().await;
    }
}

/// How one attempt ended without a result.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Somebody else has the job now, or it is gone: nothing may be written.
    LeaseLost,
    /// Later it may go better. When no attempt is left, this failure is what the user sees.
    Later { after: Option<Duration>, failure: Failure },
    /// It will never go better.
    Never(Failure),
    /// The database, or a fault of ours, in the way of writing anything at all: the lease runs out and the job is found again.
    Broken(Error),
}

impl From<models::DataError> for Stop {
    fn from(error: models::DataError) -> Self {
        Self::Broken(error.into())
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl Stop {
    /// A failure that may pass.
    pub(crate) fn later(
        stage: Stage,
        code: &str,
        message: impl Into<String>,
        after: Option<Duration>,
    ) -> Self {
        Self::Later { after, failure: failure(stage, code, message, true) }
    }

    /// A failure that stays.
    pub(crate) fn never(stage: Stage, code: &str, message: impl Into<String>) -> Self {
        Self::Never(failure(stage, code, message, false))
    }
}

fn failure(stage: Stage, code: &str, message: impl Into<String>, retryable: bool) -> Failure {
    Failure { stage, code: code.to_owned(), message: message.into(), retryable }
}
