//! The store's time: ours, moved by how far the store's clock was seen to be from it.
//!
//! The SDK moves what it signs in headers by itself. A presigned URL asks nobody, so it would carry our time, and a store whose
//! clock is off by more than the URL's life would refuse every upload until somebody mends a clock.

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

/// Learns from every answer's `Date` (RFC 9110 §6.6.1) where the store's clock stands.
#[derive(Clone)]
pub(super) struct StoreTime {
    ours: Clock,
    /// How far the store is ahead, in seconds.
    ahead: Arc<AtomicI64>,
}

impl StoreTime {
    pub(super) fn new(ours: Clock) -> Self {
        Self { ours, ahead: Arc::default() }
    }

    /// What the store's clock shows now, as far as its answers have told.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.ours)() + self.ahead()
    }

    /// How far the store's clock is ahead of ours: zero when they agree within a minute, or nothing is known.
    pub(super) fn ahead(&self) -> TimeDelta {
        TimeDelta::seconds(self.ahead.load(Ordering::Relaxed))
    }

    fn learn(&self, date: &str) {
        let Ok(theirs) = DateTime::parse_from_rfc2822(date) else { return };
        let ahead = theirs.with_timezone(&Utc) - (self.ours)();
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
}
