//! A circuit: the memory that a server has failed again and again, which spares it, and those who wait, more calls.
//!
//! Our own few lines, because the libraries measure with the system's clock, which tests can not turn, and let any
//! number of calls through when they try again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Circuit;

pub(super) struct Breaker {
    rules: Circuit,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    /// Set while the circuit is open.
    closed_until: Option<Instant>,
    /// One call is trying whether the server is back.
    probing: bool,
}

/// Leave to make one attempt. Dropped without a verdict it counts as neither.
pub(super) struct Leave<'a> {
    breaker: &'a Breaker,
    probe: bool,
}

impl Breaker {
    pub(super) fn new(rules: Circuit) -> Self {
        Self { rules, state: Mutex::default() }
    }

    /// Leave for an attempt, or how long to wait for it.
    pub(super) fn leave(&self) -> Result<Leave<'_>, Duration> {
        let mut state = self.state();
        let Some(until) = state.closed_until else {
            return Ok(Leave { breaker: self, probe: false });
        };
        let wait = until.saturating_duration_since(Instant::now());
        if !wait.is_zero() || state.probing {
            return Err(wait.max(Duration::from_secs(1)));
        }
        state.probing = true;
        Ok(Leave { breaker: self, probe: true })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leave<'_> {
    pub(super) fn succeeded(self) {
        *self.breaker.state() = State::default();
    }

    pub(super) fn failed(self) {
        let mut state = self.breaker.state();
        state.failures = state.failures.saturating_add(1);
        if self.probe || state.failures >= self.breaker.rules.failures {
            state.closed_until = Some(Instant::now() + self.breaker.rules.pause);
        }
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.probe {
            self.breaker.state().probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    fn failing(failures: u32) -> Breaker {
        let breaker = Breaker::new(Circuit { failures: 2, pause: PAUSE });
        for _ in 0..failures {
            breaker.leave().unwrap_or_else(|wait| panic!("open for {wait:?}")).failed();
        }
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_open_it_and_one_probe_closes_it_again() {
        let breaker = failing(2);
        assert_eq!(breaker.leave().err(), Some(PAUSE));

        tokio::time::advance(PAUSE).await;
        let probe = breaker.leave().ok().unwrap();
        assert!(breaker.leave().is_err(), "only one call may try");
        probe.succeeded();
        assert!(breaker.leave().is_ok() && breaker.leave().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_probe_opens_it_again_and_an_abandoned_one_leaves_it_to_the_next() {
        let breaker = failing(2);
        tokio::time::advance(PAUSE).await;
        breaker.leave().ok().unwrap().failed();
        assert_eq!(breaker.leave().err(), Some(PAUSE));

        tokio::time::advance(PAUSE).await;
        drop(breaker.leave());
        assert!(breaker.leave().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_in_between_is_a_new_beginning() {
        let breaker = failing(1);
        breaker.leave().ok().unwrap().succeeded();
        breaker.leave().ok().unwrap().failed();
        assert!(breaker.leave().is_ok());
    }
}
