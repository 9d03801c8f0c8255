//! The store's time: ours, moved by how far the store's clock was seen to be from it.
//!
//! The SDK moves what it signs in headers by itself. A presigned URL asks nobody, so it would carry our time, and a store whose
//! clock is off by more than the URL's life would refuse every upload until somebody mends a clock. And where nothing but
//! presigning goes on, because nobody gets further, nothing is heard: so a store that is silent is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use aws_sdk_s3::config::{Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use aws_smithy_types::config_bag::ConfigBag;
use chrono::{DateTime, TimeDelta, Utc};

use crate::embedded_s3::Clock;

/// Clocks that are this near are the same: `Date` has whole seconds, and the answer was under way for a while.
const SAME: TimeDelta = TimeDelta::seconds(60);

/// So long the store's clock, and ours, stand as they were last seen. In seconds.
const SILENCE: u64 = 10;

/// Learns from every answer's `Date` (RFC 9110 §6.6.1) where the store's clock stands.
#[derive(Clone)]
pub(super) struct StoreTime {
    ours: Clock,
    /// How far the store is ahead, in seconds.
    ahead: Arc<AtomicI64>,
    /// When it was last heard or asked, as our clock said then, in seconds since 1970.
    heard: Arc<AtomicI64>,
}

impl StoreTime {
    pub(super) fn new(ours: Clock) -> Self {
        Self { ours, ahead: Arc::default(), heard: Arc::default() }
    }

    /// What the store's clock shows now, as far as its answers have told.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.ours)() + self.ahead()
    }

    /// How far the store's clock is ahead of ours: zero when they agree within a minute, or nothing is known.
    pub(super) fn ahead(&self) -> TimeDelta {
        TimeDelta::seconds(self.ahead.load(Ordering::Relaxed))
    }

    /// Whether to ask the store for its time, because nothing was heard for [`SILENCE`] or our clock has leapt. Of those
    /// who wonder at the same time one is told so.
    pub(super) fn should_ask(&self) -> bool {
        let now = (self.ours)().timestamp();
        let heard = self.heard.load(Ordering::Relaxed);
        now.abs_diff(heard) >= SILENCE
            && self.heard.compare_exchange(heard, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    fn learn(&self, date: &str) {
        let Ok(theirs) = DateTime::parse_from_rfc2822(date) else { return };
        let ours = (self.ours)();
        self.heard.store(ours.timestamp(), Ordering::Relaxed);
        let ahead = theirs.with_timezone(&Utc) - ours;
        let ahead = if ahead.abs() < SAME { 0 } else { ahead.num_seconds() };
        if self.ahead.swap(ahead, Ordering::Relaxed) == 0 && ahead != 0 {
            tracing::warn!(
                ahead_s = ahead,
                "the object store's clock is off, or ours is: one of them wants NTP"
            );
        }
    }
}

impl std::fmt::Debug for StoreTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreTime").field("ahead", &self.ahead).finish_non_exhaustive()
    }
}

#[dyn_dispatch_hint]
impl Intercept for StoreTime {
    fn name(&self) -> &'static str {
        "StoreTime"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(date) = context.response().headers().get("date") {
            self.learn(date);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_is_followed_there_and_back() {
        let ours = DateTime::parse_from_rfc3339("2026-11-23T12:00:00Z").unwrap().with_timezone(&Utc);
        let time = StoreTime::new(Arc::new(move || ours));
        assert_eq!(time.now(), ours);
        time.learn("Mon, 23 Nov 2026 12:20:00 GMT");
        assert_eq!(time.now(), ours + TimeDelta::minutes(20));
        time.learn("nonsense");
        assert_eq!(time.ahead(), TimeDelta::minutes(20));
        time.learn("Mon, 23 Nov 2026 12:00:30 GMT");
        assert_eq!(time.now(), ours);
    }

    #[test]
    fn a_silent_store_is_asked_by_one_and_so_it_is_when_our_clock_leaps() {
        let ours = Arc::new(AtomicI64::new(1_800_000_000));
        let shown = Arc::clone(&ours);
        let time = StoreTime::new(Arc::new(move || {
            DateTime::from_timestamp(shown.load(Ordering::Relaxed), 0).unwrap()
        }));
        let mut at = |second: i64| {
            ours.store(1_800_000_000 + second, Ordering::Relaxed);
            time.should_ask()
        };
        assert_eq!([0, 0, 9, 10, 11].map(&mut at), [true, false, false, true, false]);
        time.learn("Fri, 15 Jan 2027 08:00:11 GMT");
        assert_eq!([20, 21].map(&mut at), [false, true]);
        assert_eq!([-1200, -1200].map(&mut at), [true, false]);
    }
}
