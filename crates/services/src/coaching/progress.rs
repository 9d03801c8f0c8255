//! Progress over a user's attempts.

use coach::CoachKind;
use coach::progress::{Attempt, Judged, Progress, progress};
use models::session_list::{self, Scored};
use models::{SessionId, Viewer};

use super::Coaching;
use crate::error::Error;
use crate::sessions::Scores;

impl Coaching {
    /// Statistics over every session that was completed, and what to practise next.
    pub async fn progress(&self, viewer: Viewer) -> Result<Progress, Error> {
        let mut attempts = Vec::new();
        let db = self.sessions.db.read_for(viewer).await;
        for row in session_list::scored(&db, viewer.user).await? {
            attempts.extend(self.attempt(viewer, row).await?);
        }
        let kind = if self.judge.is_some() { CoachKind::Model } else { CoachKind::Rules };
        Ok(progress(&attempts, kind, self.sessions.clock.now().timestamp()))
    }

    async fn attempt(&self, viewer: Viewer, row: Scored) -> Result<Option<Attempt>, Error> {
        let scores: Option<Scores> = row.scores.as_deref().map(serde_json::from_str).transpose()?;
        let judged = match scores.and_then(|scores| scores.judged) {
            Some(judged) => Some(judged),
            // Stored before levels stood beside the scores.
            None => Judged::of(&self.sessions.feedback(viewer, SessionId(row.id)).await?),
        };
        let (Some(judged), Some(at)) = (judged, row.completed_at) else { return Ok(None) };
        Ok(Some(Attempt {
            id: row.id,
            at: at.timestamp(),
            judged,
            practice_s: row.duration_s.unwrap_or_default(),
            question: row.question,
        }))
    }
}
