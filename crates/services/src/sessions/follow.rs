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
            owed: Owed::Nothing,
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

/// What the follower has still to be told, because the database was away at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Nothing,
    /// The results that were there when it began.
    Results,
    /// What changed since `seen`.
    Change,
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
    /// What could not be read when it was to be told.
    owed: Owed,
    to: mpsc::Sender<Box<Update>>,
}

impl Follower {
    fn is_working(&self) -> bool {
        matches!(self.seen.status.as_str(), "transcribing" | "scoring")
    }

    /// Whether every tick looks. A session at rest changes by its owner's doing only, of which there is word, where word
    /// comes from every instance.
    fn is_watchful(&self) -> bool {
        self.is_working()
            || self.owed != Owed::Nothing
            || !self.sessions.events.are_complete() && self.changed_at.elapsed() < LIVELY_FOR
    }

    async fn begin(&mut self, results_too: bool) -> bool {
        let Ok(session) = Session::try_from(self.seen.clone()) else { return false };
        let state = session.state();
        if !self.tell(Update::Session(Box::new(session))).await {
            return false;
        }
        if results_too && !self.begin_with_results().await {
            return false;
        }
        !state.is_working() || self.look_at_job().await
    }

    /// Tells the transcript, the feedback and the failure that are there.
    async fn begin_with_results(&mut self) -> bool {
        let Ok(session) = Session::try_from(self.seen.clone()) else { return true };
        let state = session.state();
        let results = self
            .results(state.has_transcript(), state.status == Status::Completed, session.failure.clone())
            .await;
        self.owed = if results.is_ok() { Owed::Nothing } else { Owed::Results };
        self.tell_all(results.unwrap_or_default()).await
    }

    /// Reads the row and tells what has changed since it was last read. False when there is nothing more to follow.
    async fn look(&mut self) -> bool {
        match session::find(self.sessions.db.newest(), self.user, self.id).await {
            Ok(Some(row)) if row == self.seen => {
                let owed = std::mem::replace(&mut self.owed, Owed::Nothing);
                (owed != Owed::Results || self.begin_with_results().await)
                    && (!self.is_working() || self.look_at_job().await)
            }
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
        let Ok(session) = Session::try_from(row.clone()) else { return true };
        let before = &self.seen;
        let everything = self.owed == Owed::Results;
        let arrived = everything || before.status != session.status.as_str();
        let transcript = session.state().has_transcript()
            && (everything || before.transcript != row.transcript || before.status == "transcribing");
        let feedback = session.status == Status::Completed && (arrived || before.feedback != row.feedback);
        let failure = session.failure.clone().filter(|_| arrived);
        // What can not be read now is told at the next look: until then the row counts as not seen.
        let Ok(results) = self.results(transcript, feedback, failure).await else {
            self.owed = if everything { Owed::Results } else { Owed::Change };
            return true;
        };
        self.owed = Owed::Nothing;
        self.seen = row;
        self.changed_at = Instant::now();
        let working = session.state().is_working();
        if arrived && !working {
            // What was heard was of work that is done. (Word of new work may come before word that it was asked for.)
            self.last_status = None;
            self.heard_at = None;
        }
        self.tell_all(results).await
            && self.tell(Update::Session(Box::new(session))).await
            && (!working || self.look_at_job().await)
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

    /// What is to be told of the results; nothing of it when the database is away.
    async fn results(
        &self,
        transcript: bool,
        feedback: bool,
        failure: Option<Failure>,
    ) -> Result<Vec<Update>, Error> {
        let mut results = Vec::new();
        let session = self.id;
        if transcript && let Some(row) = transcript::find(self.sessions.db.newest(), session).await? {
            match Transcript::try_from(row) {
                Ok(transcript) => {
                    results.push(Update::Transcript { session, transcript: Box::new(transcript) });
                }
                Err(error) => tracing::error!(session = session.0, %error, "a transcript can not be read"),
            }
        }
        if feedback {
            match self.sessions.feedback(Viewer::newest(self.user), session).await {
                Ok(feedback) => results.push(Update::Feedback { session, feedback: Box::new(feedback) }),
                Err(error @ Error::Unavailable { .. }) => return Err(error),
                Err(error) => tracing::error!(session = session.0, %error, "feedback can not be read"),
            }
        }
        results.extend(failure.map(|failure| Update::Failed { session, failure }));
        Ok(results)
    }

    async fn tell_all(&self, updates: Vec<Update>) -> bool {
        for update in updates {
            if !self.tell(update).await {
                return false;
            }
        }
        true
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
