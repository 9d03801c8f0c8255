//! Time, randomness and ids: they come in from outside, so that every rule can be tested without waiting.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// An instant, UTC.
pub type Time = DateTime<Utc>;

/// Where the business gets time and chance from.
pub trait Clock: Send + Sync {
    fn now_exactly(&self) -> Time;

    /// Fills `bytes` from a cryptographically secure source.
    fn random(&self, bytes: &mut [u8]);

    /// Now, to the millisecond: as precisely as times are kept and shown.
    fn now(&self) -> Time {
        self.now_exactly().trunc_subsecs(3)
    }

    /// A random (version 4) identifier: unguessable.
    fn uuid(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.random(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

pub type SharedClock = Arc<dyn Clock>;

/// The machine's own clock and random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place where time comes in")]
    fn now_exactly(&self) -> Time {
        Utc::now()
    }

    #[allow(clippy::disallowed_methods, reason = "the one place where chance comes in")]
    fn random(&self, bytes: &mut [u8]) {
        rand::Rng::fill(&mut rand::rng(), bytes);
    }
}
