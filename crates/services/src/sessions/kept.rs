//! Keeping feedback: what the session shows now, and the version that stays when there is a newer one.

use coach::Feedback;
use coach::progress::Judged;
use models::{SessionId, Transaction, feedback, session};
use serde::{Deserialize, Serialize};

use super::state::Status;
use crate::clock::Time;
use crate::error::Error;
use crate::judge::Usage;

/// Why feedback was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The user asked for it.
    #[default]
    Completed,
    /// The transcript was corrected.
    Corrected,
    /// A claim was contested.
    Contested,
    /// It had failed before.
    Retried,
}

impl Because {
    /// As it is stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Corrected => "corrected",
            Self::Contested => "contested",
            Self::Retried => "retried",
        }
    }

    pub(crate) fn read(stored: &str) -> Result<Self, Error> {
        serde_json::from_value(stored.into())
            .map_err(|_| Error::Fault(format!("unknown cause of feedback {stored:?}")))
    }
}

/// The scores beside a feedback, for lists and statistics that do not read all of it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Scores {
    overall_score: Option<f64>,
    communication_score: Option<f64>,
    technical_score: Option<f64>,
    clarity_score: Option<f64>,
    /// None for feedback that was stored before levels were.
    #[serde(default)]
    pub(crate) judged: Option<Judged>,
}

/// Stores feedback as the session's newest, in the transaction that holds the session's row.
pub(crate) async fn keep(
    tx: &Transaction,
    id: SessionId,
    given: &Feedback,
    because: Because,
    usage: Usage,
    (now, completed_at): (Time, Time),
) -> Result<(), Error> {
    let body = serde_json::to_string(given)?;
    let scores = Scores {
        overall_score: given.overall_score,
        communication_score: given.communication_score,
        technical_score: given.technical_score,
        clarity_score: given.clarity_score,
        judged: Judged::of(given),
    };
    let scored = session::Scored {
        scores: serde_json::to_string(&scores)?,
        overall_score: given.overall_score,
        body: body.clone(),
        status: Status::Completed.as_str().to_owned(),
    };
    session::set_feedback(tx, id, scored, completed_at).await?;
    let tokens = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok());
    let version = feedback::New {
        body,
        because: because.as_str().to_owned(),
        input_tokens: tokens(usage.input_tokens),
        output_tokens: tokens(usage.output_tokens),
        cost: usage.cost,
    };
    Ok(feedback::append(tx, id, version, now).await?)
}
