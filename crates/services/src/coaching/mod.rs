//! Coaching beyond one feedback: contested claims, follow-up questions, and progress over attempts.

pub(crate) mod contest;
mod follow_ups;
mod progress;
mod regression;

use std::sync::Arc;

use models::{SessionId, Viewer, session};

pub use coach::contest::Outcome;
pub use coach::follow_up::FollowUp;
pub use contest::Contested;
pub use regression::regression_set;

use crate::error::Error;
use crate::judge::Judge;
use crate::limits::Limits;
use crate::sessions::{Said, Sessions};

/// The coaching service.
pub struct Coaching {
    /// Without one, the rules coach judges.
    pub(crate) judge: Option<Judge>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) limits: Limits,
}

impl Coaching {
    /// What was said, or word that nothing has been heard yet.
    async fn said(&self, viewer: Viewer, id: SessionId, row: &session::Model) -> Result<Said, Error> {
        let session = crate::sessions::Session::try_from(row.clone())?;
        let said =
            if session.state().has_transcript() { self.sessions.said(viewer, id).await? } else { None };
        said.ok_or_else(|| Error::WrongState("There is no transcript yet.".to_owned()))
    }
}
