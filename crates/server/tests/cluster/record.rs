//! The record: what was asked, answered and acknowledged, and in which phase of the run.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

/// What a practiser was told is done.
pub(crate) struct Practised {
    pub(crate) session: i64,
    pub(crate) title: String,
    pub(crate) key: String,
    pub(crate) text: String,
    pub(crate) feedback: Value,
    /// It was deleted afterwards.
    pub(crate) deleted: bool,
}

/// The requests of one phase.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phase {
    pub(crate) name: &'static str,
    pub(crate) requests: u64,
    /// Not answered, or answered with 5xx or 429; each was made again until it was acknowledged.
    pub(crate) failed: u64,
    pub(crate) slowest: Duration,
    pub(crate) practised: u64,
    /// From the repair to the next answer that went all the way through.
    pub(crate) recovered_after: Option<Duration>,
    failures: BTreeMap<String, u64>,
}

/// Shared by all practisers.
pub(crate) struct Record {
    state: Mutex<State>,
    /// How many answers have gone all the way through.
    practised: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    phases: Vec<Phase>,
    acknowledged: u64,
    own_reads: u64,
    stale: Vec<String>,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self { state: Mutex::default(), practised: watch::Sender::new(0) }
    }

    pub(crate) fn begin(&self, name: &'static str) {
        self.state().phases.push(Phase { name, ..Phase::default() });
    }

    pub(crate) fn answered(&self, took: Duration) {
        let mut state = self.state();
        let phase = state.phases.last_mut().unwrap();
        phase.requests += 1;
        phase.slowest = phase.slowest.max(took);
    }

    pub(crate) fn failed(&self, what: String) {
        let mut state = self.state();
        let phase = state.phases.last_mut().unwrap();
        phase.requests += 1;
        phase.failed += 1;
        *phase.failures.entry(what).or_default() += 1;
    }

    pub(crate) fn acknowledged(&self) {
        self.state().acknowledged += 1;
    }

    /// A user has looked at what they have just written.
    pub(crate) fn own_read(&self, is_newest: bool, what: impl FnOnce() -> String) {
        let mut state = self.state();
        state.own_reads += 1;
        if !is_newest {
            let phase = state.phases.last().unwrap().name;
            state.stale.push(format!("{phase}: {}", what()));
        }
    }

    pub(crate) fn practised(&self) {
        self.state().phases.last_mut().unwrap().practised += 1;
        self.practised.send_modify(|count| *count += 1);
    }

    /// Waits until so many more answers have gone all the way through.
    pub(crate) async fn until_practised(&self, more: u64) {
        let mut practised = self.practised.subscribe();
        let goal = *practised.borrow_and_update() + more;
        practised.wait_for(|count| *count >= goal).await.unwrap();
    }

    pub(crate) fn recovered_after(&self, took: Duration) {
        self.state().phases.last_mut().unwrap().recovered_after = Some(took);
    }

    /// The phase that is under way, or has just ended.
    pub(crate) fn phase(&self) -> Phase {
        self.state().phases.last().unwrap().clone()
    }

    pub(crate) fn counts(&self) -> (u64, u64, Vec<String>) {
        let state = self.state();
        (state.acknowledged, state.own_reads, state.stale.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, requests, failed, slowest, practised, recovered_after, failures } = self;
        write!(f, "{name:<44} {requests:>6} {failed:>6} {practised:>6} {:>9.2}", slowest.as_secs_f64())?;
        match recovered_after {
            Some(took) => write!(f, " {:>10.2}", took.as_secs_f64())?,
            None => write!(f, " {:>10}", "-")?,
        }
        for (what, times) in failures {
            write!(f, "\n    {times} × {what}")?;
        }
        Ok(())
    }
}
