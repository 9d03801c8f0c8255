//! Shared state in this process's memory: what one instance needs, and what remains when Redis is away.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, RateLimiter};
use moka::Expiry;
use moka::future::Cache;
use tokio::sync::broadcast;

use super::{Quota, SharedState, Verdict};
use crate::Health;

/// Events a slow listener may fall behind before it loses some.
const BACKLOG: usize = 256;
/// Bytes of cached values, roughly.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
/// After so many verdicts, keys that have their whole quota back are forgotten.
const SWEEP_EVERY: usize = 10_000;

/// State of one process.
#[derive(Clone)]
pub struct Memory(Arc<Inner>);

struct Inner {
    limiters: Mutex<HashMap<Quota, Arc<DefaultKeyedRateLimiter<String>>>>,
    cache: Cache<String, (String, Duration)>,
    topics: Mutex<HashMap<String, broadcast::Sender<String>>>,
}

impl Default for Memory {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(CACHE_BYTES)
            .weigher(|key: &String, (value, _): &(String, Duration)| {
                u32::try_from(key.len() + value.len()).unwrap_or(u32::MAX)
            })
            .expire_after(AsAsked)
            .build();
        Self(Arc::new(Inner { limiters: Mutex::default(), cache, topics: Mutex::default() }))
    }
}

/// Each value lives as long as was asked when it was cached.
struct AsAsked;

impl Expiry<String, (String, Duration)> for AsAsked {
    fn expire_after_create(
        &self,
        _: &String,
        (_, keep_for): &(String, Duration),
        _: Instant,
    ) -> Option<Duration> {
        Some(*keep_for)
    }

    fn expire_after_update(
        &self,
        _: &String,
        (_, keep_for): &(String, Duration),
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(*keep_for)
    }
}

impl Inner {
    fn limiter(&self, quota: Quota) -> Option<Arc<DefaultKeyedRateLimiter<String>>> {
        let mut limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = limiters.get(&quota) {
            return Some(limiter.clone());
        }
        let burst = NonZeroU32::new(quota.burst)?;
        let cells = governor::Quota::with_period(quota.per / quota.burst)?.allow_burst(burst);
        let limiter = Arc::new(RateLimiter::keyed(cells));
        limiters.insert(quota, limiter.clone());
        Some(limiter)
    }
}

#[async_trait]
impl SharedState for Memory {
    async fn take(&self, key: &str, quota: Quota) -> Verdict {
        // A quota of none in no time refuses everything.
        let Some(limiter) = self.0.limiter(quota) else { return Verdict::Refused { retry_after: quota.per } };
        if limiter.len() > SWEEP_EVERY {
            limiter.retain_recent();
        }
        match limiter.check_key(&key.to_owned()) {
            Ok(()) => Verdict::Allowed,
            Err(until) => {
                Verdict::Refused { retry_after: until.wait_time_from(DefaultClock::default().now()) }
            }
        }
    }

    async fn cached(&self, key: &str) -> Option<String> {
        self.0.cache.get(key).await.map(|(value, _)| value)
    }

    async fn cache(&self, key: &str, value: &str, keep_for: Duration) {
        self.0.cache.insert(key.to_owned(), (value.to_owned(), keep_for)).await;
    }

    async fn forget(&self, key: &str) {
        self.0.cache.invalidate(key).await;
    }

    async fn publish(&self, topic: &str, message: &str) {
        let mut topics = self.0.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = topics.get(topic)
            && sender.send(message.to_owned()).is_err()
        {
            // The last listener has gone.
            topics.remove(topic);
        }
    }

    async fn subscribe(&self, topic: &str) -> BoxStream<'static, String> {
        let receiver = {
            let mut topics = self.0.topics.lock().unwrap_or_else(PoisonError::into_inner);
            let sender = topics.entry(topic.to_owned()).or_insert_with(|| broadcast::channel(BACKLOG).0);
            sender.subscribe()
        };
        let messages = futures::stream::unfold(receiver, |mut receiver| async move {
            loop {
                match receiver.recv().await {
                    Ok(message) => return Some((message, receiver)),
                    Err(broadcast::error::RecvError::Lagged(lost)) => {
                        tracing::debug!(lost, "a listener fell behind");
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                }
            }
        });
        messages.boxed()
    }

    async fn health(&self) -> Health {
        Health::Ok("In this process's memory: enough for one instance.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_AN_HOUR: Quota = Quota { burst: 2, per: Duration::from_secs(3600) };

    #[tokio::test]
    async fn a_quota_is_used_up_by_its_key_alone() {
        let state = Memory::default();
        assert_eq!(state.take("a", TWO_AN_HOUR).await, Verdict::Allowed);
        assert_eq!(state.take("a", TWO_AN_HOUR).await, Verdict::Allowed);
        let Verdict::Refused { retry_after } = state.take("a", TWO_AN_HOUR).await else {
            panic!("a third one")
        };
        assert!(
            retry_after > Duration::from_secs(1700) && retry_after <= Duration::from_secs(1800),
            "{retry_after:?}"
        );
        assert_eq!(state.take("b", TWO_AN_HOUR).await, Verdict::Allowed);
    }

    #[tokio::test]
    async fn everybody_who_listens_to_a_topic_hears_it() {
        let state = Memory::default();
        let (mut first, mut second) = (state.subscribe("t").await, state.subscribe("t").await);
        let mut other = state.subscribe("u").await;
        state.publish("t", "hello").await;
        state.publish("u", "else").await;
        assert_eq!(first.next().await.as_deref(), Some("hello"));
        assert_eq!(second.next().await.as_deref(), Some("hello"));
        assert_eq!(other.next().await.as_deref(), Some("else"));
    }

    #[tokio::test]
    async fn what_is_cached_is_there_until_it_is_forgotten() {
        let state = Memory::default();
        state.cache("k", "v", Duration::from_secs(60)).await;
        assert_eq!(state.cached("k").await.as_deref(), Some("v"));
        state.forget("k").await;
        assert_eq!(state.cached("k").await, None);
    }
}
