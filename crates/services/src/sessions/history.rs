//! The history of a session's feedback: every version, and why it was given.

use coach::Feedback;
use models::{SessionId, Viewer, feedback};

use super::Sessions;
use super::kept::Because;
use crate::clock::Time;
use crate::error::Error;

/// One version of a session's feedback.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// 1 for the first.
    pub version: i64,
    pub created_at: Time,
    pub because: Because,
    pub feedback: Feedback,
}

impl Sessions {
    /// Every feedback that the session was given, newest first.
    pub async fn history(&self, viewer: Viewer, id: SessionId) -> Result<Vec<Version>, Error> {
        self.row(viewer, id).await?;
        let read = |row: feedback::Model| {
            Ok(Version {
                version: row.version,
                created_at: row.created_at,
                because: Because::read(&row.because)?,
                feedback: serde_json::from_str(&row.body)?,
            })
        };
        let db = self.db.read_for(viewer).await;
        feedback::all(&db, id).await?.into_iter().rev().map(read).collect()
    }
}
