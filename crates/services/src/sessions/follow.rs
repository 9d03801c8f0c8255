//! Following a session: its state now, and then everything that happens to it.

use std::time::{Duration, Instant};

use futures::StreamExt;
use models::{SessionId, UserId, Viewer, job, session, transcript};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use coach::Feedback;

use super::Sessions;
use super::state::Status;
use super::transcript::Transcript;
use super::view::{Failure, Session};
use crate::error::Error;
use crate::events::{Event, News};

/// What a follower is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    Session(Box<Session>),
    /// The work has come so far: 0..=1 of `stage`; how many jobs are ahead while it is "queued".
    Status {
        session: SessionId,
        stage: String,
        progress: f64,
        position: Option<u64>,
    },
    Transcript {
        session: SessionId,
        transcript: Box<Transcript>,
    },
    Feedback {
        session: SessionId,
        feedback: Box<Feedback>,
    },
    Failed {
        session: SessionId,
        failure: Failure,
    },
    /// The session has been deleted: nothing more will come.
    Gone {
        session: SessionId,
    },
}

/// Of so many ticks, one looks at a session on which nobody works.
const RESTING_TICKS: u32 = 30;

/// A session that changed so lately may change again soon. Where word of it may not come from other instances, every tick looks.
const LIVELY_FOR: Duration = Duration::from_secs(5 * 60);

/// What a worker told stands for so long before the job's row is asked.
const WORKER_NEWS: Duration = Duration::from_secs(15);

/// A running follow; it ends when this, or the receiver of the updates, is dropped.
#[derive(Debug)]
pub struct Follow(tokio::task::AbortHandle);

impl Drop for Follow {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Sessions {
    /// Tells the session's state, then all that happens to it. `results_too`: begin with the transcript and
    /// feedback that are there already.
    pub async fn follow(
        self: &std::sync::Arc<Self>,
        user: UserId,
        id: SessionId,
        results_too: bool,
        to: mpsc::Sender<Box<Update>>,
    ) -> Result<Follow, Error> {
        // Listening begins before looking, so that nothing happens in between unseen.
        let mut events = self.events.of(user).await;
        let seen = self.newest_row(user, id).await?;
        let mut follower = Follower {
            sessions: self.clone(),
            user,
            id,
            seen,
            changed_at: Instant::now(),
            heard_at: None,
            last_status: None,
            to,
        };
        let task = tokio::spawn(async move {
            let mut look = tokio::time::interval(follower.sessions.look_every);
            look.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut ticks = 0_u32;
            if !follower.begin(results_too).await {
                return;
            }
            loop {
                let goes_on = tokio::select! {
                    event = events.next() => match event {
                        Some(News::Event(event)) if event.session() != id => true,
                        Some(News::Event(Event::Progress { stage, progress, .. })) => {
                            follower.heard_at = Some(Instant::now());
                            follower.status(stage, progress, None).await
                        }
                        Some(News::Event(Event::Changed { .. })) => follower.look().await,
                        Some(News::Gap) => {
                            follower.heard_at = None;
                            follower.look().await
                        }
                        // The bus is away; looking goes on.
                        None => { events = follower.sessions.events.of(user).await; true }
                    },
                    _ = look.tick() => {
                        ticks = ticks.wrapping_add(1);
                        if follower.is_watchful() || ticks.is_multiple_of(RESTING_TICKS) { follower.look().await } else { true }
                    }
                    () = follower.to.closed() => false,
                };
                if !goes_on {
                    return;
                }
            }
        });
        Ok(Follow(task.abort_handle()))
    }
}

struct Follower {
    sessions: std::sync::Arc<Sessions>,
    user: UserId,
    id: SessionId,
    seen: session::Model,
    /// When what is seen was last found to have changed.
    changed_at: Instant,
    /// When the worker was last heard of.
    heard_at: Option<Instant>,
    last_status: Option<(String, f64, Option<u64>)>,
    to: mpsc::Sender<Box<Update>>,
}

impl Follower {
    fn is_working(&self) -> bool {
        matches!(self.seen.status.as_str(), "transcribing" | "scoring")
    }

    /// Whether every tick looks. A session at rest changes by its owner's doing only, of which there is word, where word
    /// comes from every instance.
    fn is_watchful(&self) -> bool {
        self.is_working() || !self.sessions.events.are_complete() && self.changed_at.elapsed() < LIVELY_FOR
    }

    async fn begin(&mut self, results_too: bool) -> bool {
        let Ok(session) = Session::try_from(self.seen.clone()) else { return false };
        let state = session.state();
        let failure = session.failure.clone();
        if !self.tell(Update::Session(Box::new(session))).await {
            return false;
        }
        if results_too {
            if state.has_transcript() && !self.tell_transcript().await {
                return false;
            }
            if state.status == Status::Completed && !self.tell_feedback().await {
                return false;
            }
            if let Some(failure) = failure
                && !self.tell(Update::Failed { session: self.id, failure }).await
            {
                return false;
            }
        }
        !state.is_working() || self.look_at_job().await
    }

    /// Reads the row and tells what has changed since it was last read. False when there is nothing more to follow.
    async fn look(&mut self) -> bool {
        match session::find(self.sessions.db.newest(), self.user, self.id).await {
            Ok(Some(row)) if row == self.seen => !self.is_working() || self.look_at_job().await,
            Ok(Some(row)) => self.changed(row).await,
            Ok(None) => {
                self.tell(Update::Gone { session: self.id }).await;
                false
            }
            // The database is away for now; the next look comes by itself.
            Err(error) => {
                tracing::debug!(%error, "a followed session can not be read");
                true
            }
        }
    }

    async fn changed(&mut self, row: session::Model) -> bool {
        let before = std::mem::replace(&mut self.seen, row.clone());
        self.changed_at = Instant::now();
        let body_changed = before.feedback != row.feedback;
        let text_changed = before.transcript != row.transcript;
        let Ok(session) = Session::try_from(row) else { return true };
        let arrived = before.status != session.status.as_str();
        let mut goes_on = true;
        if session.state().has_transcript() && (text_changed || before.status == "transcribing") {
            goes_on &= self.tell_transcript().await;
        }
        if session.status == Status::Completed && (arrived || body_changed) {
            goes_on &= self.tell_feedback().await;
        }
        if let (Some(failure), true) = (session.failure.clone(), arrived) {
            goes_on &= self.tell(Update::Failed { session: self.id, failure }).await;
        }
        if arrived && !session.state().is_working() {
            // What was heard was of work that is done. (Word of new work may come before word that it was asked for.)
            self.last_status = None;
            self.heard_at = None;
        }
        let working = session.state().is_working();
        goes_on &= self.tell(Update::Session(Box::new(session))).await;
        goes_on && (!working || self.look_at_job().await)
    }

    /// Tells how far the job's row says the work is, unless the worker itself has told lately: the row is older news.
    async fn look_at_job(&mut self) -> bool {
        if self.heard_at.is_some_and(|heard| heard.elapsed() < WORKER_NEWS) {
            return true;
        }
        let db = self.sessions.db.newest();
        let Ok(Some(job)) = job::of_session(db, self.id).await else { return true };
        match job.stage {
            Some(stage) => self.status(stage, job.progress.unwrap_or(0.0), None).await,
            // Claimed this moment; it will say what it begins with.
            None if job.lease_owner.is_some() => true,
            None => {
                let position = job::ahead_of(db, &job).await.ok();
                self.status("queued".to_owned(), 0.0, position).await
            }
        }
    }

    async fn status(&mut self, stage: String, progress: f64, position: Option<u64>) -> bool {
        let status = (stage.clone(), progress, position);
        if let Some(last) = &self.last_status
            && (*last == status || is_overtaken((&stage, progress), (&last.0, last.1)))
        {
            return true;
        }
        self.last_status = Some(status);
        self.tell(Update::Status { session: self.id, stage, progress, position }).await
    }

    async fn tell_transcript(&self) -> bool {
        let row = transcript::find(self.sessions.db.newest(), self.id).await;
        match row.map(|row| row.map(Transcript::try_from)) {
            Ok(Some(Ok(transcript))) => {
                self.tell(Update::Transcript { session: self.id, transcript: Box::new(transcript) }).await
            }
            _ => true,
        }
    }

    async fn tell_feedback(&self) -> bool {
        match self.sessions.feedback(Viewer::newest(self.user), self.id).await {
            Ok(feedback) => {
                self.tell(Update::Feedback { session: self.id, feedback: Box::new(feedback) }).await
            }
            Err(error) => {
                tracing::error!(session = self.id.0, %error, "feedback can not be read");
                true
            }
        }
    }

    async fn tell(&self, update: Update) -> bool {
        self.to.send(Box::new(update)).await.is_ok()
    }
}

/// Whether the word of how far the work is comes after later word: the row may be read before a worker's earlier words are. A new
/// attempt begins in the queue.
fn is_overtaken(word: (&str, f64), last: (&str, f64)) -> bool {
    const ORDER: [&str; 5] = ["queued", "fetch", "decode", "speech", "coach"];
    let place = |stage: &str| ORDER.iter().position(|known| *known == stage);
    match (place(word.0), place(last.0)) {
        (Some(0), _) => false,
        (Some(now), Some(before)) => now < before || (now == before && word.1 < last.1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_never_seems_to_go_back_but_to_the_queue() {
        assert!(is_overtaken(("fetch", 1.0), ("decode", 0.0)));
        assert!(is_overtaken(("speech", 0.2), ("speech", 0.4)));
        assert!(!is_overtaken(("speech", 0.4), ("speech", 0.4)));
        assert!(!is_overtaken(("coach", 0.0), ("speech", 1.0)));
        assert!(!is_overtaken(("queued", 0.0), ("speech", 0.4)));
    }
}
