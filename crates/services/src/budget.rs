//! The budget: how many calls to the language model one user may cause in a day. A day is UTC's.

use std::sync::Arc;
use std::time::Duration;

use chrono::{Days, NaiveTime};
use clients::shared_state::SharedState;
use models::UserId;

use crate::clock::{SharedClock, Time};

/// A count outlives its day by so much, since instances' clocks differ.
const SLACK: Duration = Duration::from_secs(60 * 60);

/// Why no more calls are made today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("today's {most} calls to the language model are used up")]
pub(crate) struct Spent {
    pub(crate) most: u32,
    /// Until the next day begins.
    pub(crate) new_in: Duration,
}

/// On whose account a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payer {
    User(UserId),
    /// Whoever runs the server, who has no limit.
    Operator,
}

#[derive(Clone)]
pub(crate) struct Budget(Option<Daily>);

#[derive(Clone)]
struct Daily {
    state: Arc<dyn SharedState>,
    clock: SharedClock,
    calls: u32,
}

impl Budget {
    /// So many calls a day; `None` is no limit.
    pub(crate) fn new(state: Arc<dyn SharedState>, clock: SharedClock, calls: Option<u32>) -> Self {
        Self(calls.map(|calls| Daily { state, clock, calls }))
    }

    pub(crate) fn unlimited() -> Self {
        Self(None)
    }

    /// Takes one call from the payer's day.
    pub(crate) async fn spend(&self, payer: Payer) -> Result<(), Spent> {
        let (Some(daily), Payer::User(user)) = (&self.0, payer) else { return Ok(()) };
        let now = daily.clock.now();
        let new_in = until_tomorrow(now);
        let key = format!("llm-calls:{user}:{}", now.date_naive());
        if daily.state.spend(&key, 1, daily.calls, new_in + SLACK).await {
            return Ok(());
        }
        metrics::counter!("greenroom_language_model_budget_spent_total").increment(1);
        Err(Spent { most: daily.calls, new_in })
    }
}

fn until_tomorrow(now: Time) -> Duration {
    let tomorrow = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
    (tomorrow - now).to_std().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use clients::shared_state::Memory;

    use super::*;
    use crate::clock::Clock;

    struct Turned(Mutex<Time>);

    impl Clock for Turned {
        fn now_exactly(&self) -> Time {
            *self.0.lock().unwrap()
        }

        fn random(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[tokio::test]
    async fn a_day_has_so_many_calls_and_the_next_one_as_many_again() {
        let clock = Arc::new(Turned(Mutex::new("2026-11-23T23:59:00Z".parse().unwrap())));
        let budget = Budget::new(Arc::new(Memory::default()), clock.clone(), Some(2));
        let (ada, bob) = (Payer::User(UserId(1)), Payer::User(UserId(2)));
        for _ in 0..2 {
            assert_eq!(budget.spend(ada).await, Ok(()));
        }
        let spent = Spent { most: 2, new_in: Duration::from_secs(60) };
        assert_eq!(budget.spend(ada).await, Err(spent));
        assert_eq!(budget.spend(bob).await, Ok(()));
        *clock.0.lock().unwrap() = "2026-11-24T00:00:00Z".parse().unwrap();
        assert_eq!(budget.spend(ada).await, Ok(()));
    }
}
