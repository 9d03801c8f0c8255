//! The runner: workers that claim jobs, keep their leases while working, and settle what came of them.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use models::job::{self, Lease};
use models::{DataError, Database, session};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::scoring::Scoring;
use super::transcription::Transcription;
use super::{Kind, Stop, Waker, erasure, failure, housekeeping};
use crate::clock::SharedClock;
use crate::error::Error;
use crate::events::Events;
use crate::sessions::state::{Stage, Status};
use crate::sessions::{Failure, Session};
use crate::trace_context;

#[derive(Debug, Clone)]
pub struct RunnerSettings {
    /// Jobs under way at once.
    pub workers: usize,
    /// A worker that says nothing for this long is taken for dead.
    pub lease: Duration,
    /// How often an idle worker looks for jobs of which it was not told.
    pub poll: Duration,
    /// Tries before a failure that may pass is shown to the user.
    pub most_attempts: u32,
    /// Who holds the leases, for the record: unique to this process.
    pub owner: String,
}

/// How often old rows are forgotten.
const HOUSEKEEPING: Duration = Duration::from_secs(3600);

/// How often the state of the queue is put into the metrics.
const MEASURE_EVERY: Duration = Duration::from_secs(10);

/// Whoever watches is told of progress at most so often.
const TELL_EVERY: Duration = Duration::from_millis(100);

/// An attempt whose lease is gone may still end by itself for so long.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Works off the queue.
pub struct Runner {
    pub(crate) settings: RunnerSettings,
    pub(crate) db: Database,
    pub(crate) clock: SharedClock,
    pub(crate) events: Events,
    pub(crate) waker: Waker,
    pub(crate) transcription: Transcription,
    pub(crate) scoring: Scoring,
    pub(crate) store: Arc<dyn clients::object_store::ObjectStore>,
}

impl Runner {
    /// Works until told to stop; then hands back what is under way, so that others go on with it at once.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut tasks = JoinSet::new();
        for _ in 0..self.settings.workers.max(1) {
            tasks.spawn(self.clone().work(stop.clone()));
        }
        tasks.spawn(self.clone().keep_house(stop));
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a worker ended by a fault");
            }
        }
    }

    async fn work(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let now = self.clock.now();
            let claimed = job::claim(&self.db, &self.settings.owner, now, now + self.settings.lease).await;
            match claimed {
                Ok(Some(job)) => {
                    // There may be more where this came from.
                    self.waker.wake();
                    self.attempt(&job, &stop).await;
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "no job can be claimed"),
            }
            tokio::select! {
                () = self.waker.woken() => {}
                () = tokio::time::sleep(self.settings.poll) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    async fn keep_house(self: Arc<Self>, stop: CancellationToken) {
        let mut every = tokio::time::interval(HOUSEKEEPING);
        loop {
            tokio::select! {
                _ = every.tick() => {
                    if let Err(error) = housekeeping::run(&self.db, self.clock.now()).await {
                        tracing::warn!(%error, "old rows could not be forgotten");
                    }
                }
                () = stop.cancelled() => return,
            }
        }
    }

    /// Keeps the state of the queue in the metrics, also where nobody works: that there is no worker shows in it.
    pub async fn observe(self: Arc<Self>, stop: CancellationToken) {
        let mut every = tokio::time::interval(MEASURE_EVERY);
        while stop.run_until_cancelled(every.tick()).await.is_some() {
            if let Err(error) = self.measure().await {
                tracing::warn!(%error, "the queue could not be measured");
            }
        }
    }

    /// One attempt at one job, under its lease.
    async fn attempt(&self, job: &job::Model, stop: &CancellationToken) {
        let (id, attempt) = (job.id, job.attempts);
        let span =
            tracing::info_span!("attempt", job = id, kind = %job.kind, session = job.session_id, attempt);
        trace_context::continue_in(&span, &job.payload);
        self.attempt_now(job, stop).instrument(span).await;
    }

    async fn attempt_now(&self, job: &job::Model, stop: &CancellationToken) {
        tracing::debug!("job attempt begins");
        let work = Work::new(job, self.events.clone());
        let started = self.clock.now();
        let mut performed = pin!(self.perform(job, &work));
        let outcome = tokio::select! {
            outcome = &mut performed => outcome,
            // It is lost also when the work itself has just ended the job: then it has only to say so. Whatever it would still
            // write without the lease is refused.
            () = self.keep_lease(&work) => tokio::time::timeout(LAST_WORDS, &mut performed)
                .await
                .unwrap_or(Err(Stop::LeaseLost)),
            () = stop.cancelled() => {
                self.hand_back(work.lease).await;
                return;
            }
        };
        let seconds = (self.clock.now() - started).as_seconds_f64();
        metrics::histogram!("greenroom_job_duration_seconds", "kind" => job.kind.clone()).record(seconds);
        let result = match self.settle(job, outcome).await {
            Ok(result) => result,
            Err(error) => {
                tracing::error!(%error, "the outcome of a job can not be written; its lease will run out");
                "broken"
            }
        };
        metrics::counter!("greenroom_jobs_total", "kind" => job.kind.clone(), "result" => result)
            .increment(1);
        tracing::info!(result, seconds, "job attempt ended");
    }

    async fn perform(&self, job: &job::Model, work: &Work) -> Result<(), Stop> {
        // Whoever tried so often without an outcome was killed by this job: it is not tried for ever.
        let tries_left = job.attempts <= i64::from(self.settings.most_attempts);
        match Kind::read(&job.kind) {
            Some(Kind::Erase) => erasure::run(&self.db, &*self.store, job).await,
            Some(Kind::Transcribe) if tries_left => self.transcription.run(job, work).await,
            Some(Kind::Score) if tries_left => self.scoring.run(job, work).await,
            Some(kind) => Err(Stop::Never(failure(
                if kind == Kind::Score { Stage::Coach } else { Stage::Decode },
                "gave_up",
                "The server stopped several times while working on this answer. Try again, or record it again.",
                true,
            ))),
            None => Err(Stop::Broken(Error::Fault(format!("unknown kind of job {:?}", job.kind)))),
        }
    }

    /// Renews the lease as long as it holds, and tells whoever watches how far the work is; returns when it is lost.
    async fn keep_lease(&self, work: &Work) {
        let mut beat = tokio::time::interval(self.settings.lease / 3);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.tick().await;
        let mut at = work.at.subscribe();
        let mut written = None;
        loop {
            tokio::select! {
                _ = beat.tick() => {}
                changed = at.changed() => {
                    let (stage, progress) = *at.borrow_and_update();
                    if let (Ok(()), Some(stage)) = (changed, stage) {
                        work.tell(stage, progress).await;
                    }
                    if stage == written {
                        tokio::time::sleep(TELL_EVERY).await;
                        continue;
                    }
                }
            }
            // A new stage is written at once: instances without a common event bus read it from the row.
            let (stage, progress) = *work.at.borrow();
            written = stage;
            let until = self.clock.now() + self.settings.lease;
            match job::renew(self.db.write(), work.lease, until, stage.map(Stage::as_str), Some(progress))
                .await
            {
                Ok(true) => {}
                Ok(false) => return,
                // As long as nobody else has claimed it, a later beat may renew it.
                Err(error) => tracing::warn!(%error, "a lease could not be renewed"),
            }
        }
    }

    async fn hand_back(&self, lease: Lease) {
        if let Err(error) = job::hand_back(self.db.write(), lease, self.clock.now(), true).await {
            tracing::warn!(%error, "a job could not be handed back; its lease will run out");
        }
    }

    /// Writes down how the attempt ended.
    async fn settle(&self, job: &job::Model, outcome: Result<(), Stop>) -> Result<&'static str, Error> {
        match outcome {
            Ok(()) => Ok("done"),
            Err(Stop::LeaseLost) => Ok("lease_lost"),
            Err(Stop::Later { after, failure }) => {
                tracing::warn!(code = %failure.code, cause = %failure.message, "job attempt failed");
                if job.attempts < i64::from(self.settings.most_attempts) {
                    let run_at = self.clock.now() + after.unwrap_or_else(|| backoff(job.attempts));
                    let held = job::hand_back(self.db.write(), job.lease(), run_at, false).await?;
                    return Ok(if held { "retried" } else { "lease_lost" });
                }
                self.fail(job, failure).await
            }
            Err(Stop::Never(failure)) => self.fail(job, failure).await,
            Err(Stop::Broken(error)) => {
                tracing::error!(%error, "job attempt broke off");
                let run_at = self.clock.now() + backoff(job.attempts);
                let held = job::hand_back(self.db.write(), job.lease(), run_at, false).await?;
                Ok(if held { "broken" } else { "lease_lost" })
            }
        }
    }

    /// Shows the failure on the session and ends the job, both or neither.
    async fn fail(&self, job: &job::Model, failure: Failure) -> Result<&'static str, Error> {
        let tx = self.db.begin(job.user_id()).await?;
        if !job::finish(&tx, job.lease()).await? {
            return Ok("lease_lost");
        }
        if let Some(id) = job.session_id()
            && let Some(row) = session::find_for_update(&tx, job.user_id(), id).await?
            && Session::try_from(row)?.state().is_working()
        {
            session::fail(&tx, id, Status::Failed.as_str(), &serde_json::to_string(&failure)?).await?;
        }
        tx.commit().await.map_err(DataError::from)?;
        if let Some(id) = job.session_id() {
            self.events.changed(job.user_id(), id).await;
        }
        Ok("failed")
    }

    /// Puts the state of the queue into the metrics.
    async fn measure(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let backlog = job::backlog(self.db.newest(), now).await?;
        let age = backlog.oldest.map_or(TimeDelta::zero(), |oldest| now - oldest);
        metrics::gauge!("greenroom_jobs_waiting").set(backlog.waiting as f64);
        metrics::gauge!("greenroom_jobs_oldest_age_seconds").set(age.as_seconds_f64().max(0.0));
        Ok(())
    }
}

/// 2 s, 4 s, 8 s … up to two minutes.
fn backoff(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 7)).unwrap_or(7);
    Duration::from_secs(2_u64.pow(doublings)).min(Duration::from_secs(120))
}

/// The work on one job: its lease, and how far it is.
pub(crate) struct Work {
    pub(crate) lease: Lease,
    user: models::UserId,
    session: Option<models::SessionId>,
    events: Events,
    at: watch::Sender<(Option<Stage>, f64)>,
}

impl Work {
    fn new(job: &job::Model, events: Events) -> Self {
        let at = watch::Sender::new((None, 0.0));
        Self { lease: job.lease(), user: job.user_id(), session: job.session_id(), events, at }
    }

    /// Begins a stage.
    pub(crate) fn enter(&self, stage: Stage) {
        self.at.send_replace((Some(stage), 0.0));
    }

    /// A callback by which a stage tells how far it is (0..=1), cheaply and from any thread.
    pub(crate) fn reporter(&self, stage: Stage) -> Arc<dyn Fn(f64) + Send + Sync> {
        let at = self.at.clone();
        Arc::new(move |progress: f64| {
            let progress = (progress.clamp(0.0, 1.0) * 100.0).floor() / 100.0;
            at.send_if_modified(|now| {
                // A callback that comes late does not turn the work back.
                let forward = now.0 == Some(stage) && progress > now.1;
                if forward {
                    now.1 = progress;
                }
                forward
            });
        })
    }

    async fn tell(&self, stage: Stage, progress: f64) {
        if let Some(session) = self.session {
            self.events.progress(self.user, session, stage.as_str(), progress).await;
        }
    }
}
