//! Shared state in this process's memory: what one instance needs, and what remains when Redis is away.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;
use governor::RateLimiter;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use moka::Expiry;
use moka::future::Cache;
use moka::ops::compute::{CompResult, Op};
use tokio::sync::broadcast;

use super::{FORGOTTEN_FOR, Heard, Quota, Reach, SharedState, Verdict};
use crate::Health;

/// Events a slow listener may fall behind before it loses some.
const BACKLOG: usize = 256;
/// Bytes of cached values, roughly.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;
/// After so many verdicts, keys that have their whole quota back are forgotten.
const SWEEP_EVERY: usize = 10_000;

/// Who counts in days, at most so many at once; then whoever spent longest ago begins anew.
const MOST_COUNTS: u64 = 1_000_000;

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;
type Topics = Mutex<HashMap<String, broadcast::Sender<Heard>>>;

/// State of one process.
#[derive(Clone)]
pub struct Memory(Arc<Inner>);

struct Inner {
    verdicts: AtomicUsize,
    limiters: Mutex<HashMap<Quota, Arc<Limiter>>>,
    counts: Cache<String, (u32, Duration)>,
    /// An empty value was forgotten.
    cache: Cache<String, (String, Duration)>,
    topics: Arc<Topics>,
}

impl Default for Memory {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(CACHE_BYTES)
            .weigher(|key: &String, (value, _): &(String, Duration)| {
                u32::try_from(key.len() + value.len()).unwrap_or(u32::MAX)
            })
            .expire_after(AsAsked { anew: true })
            .build();
        let counts = Cache::builder().max_capacity(MOST_COUNTS).expire_after(AsAsked { anew: false }).build();
        Self(Arc::new(Inner {
            verdicts: AtomicUsize::new(0),
            limiters: Mutex::default(),
            counts,
            cache,
            topics: Arc::default(),
        }))
    }
}

/// Each value lives as long as was asked when it was put there.
struct AsAsked {
    /// A new value has a new life.
    anew: bool,
}

impl<V> Expiry<String, (V, Duration)> for AsAsked {
    fn expire_after_create(&self, _: &String, (_, keep_for): &(V, Duration), _: Instant) -> Option<Duration> {
        Some(*keep_for)
    }

    fn expire_after_update(
        &self,
        _: &String,
        (_, keep_for): &(V, Duration),
        _: Instant,
        left: Option<Duration>,
    ) -> Option<Duration> {
        if self.anew { Some(*keep_for) } else { left }
    }
}

/// What one subscriber hears; the topic goes with its last one.
struct Subscription {
    receiver: broadcast::Receiver<Heard>,
    _seat: Seat,
}

struct Seat {
    topic: String,
    topics: Arc<Topics>,
}

impl Drop for Seat {
    // The receiver has been dropped before.
    fn drop(&mut self) {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if topics.get(&self.topic).is_some_and(|sender| sender.receiver_count() == 0) {
            topics.remove(&self.topic);
        }
    }
}

impl Memory {
    /// Tells the subscribers of all topics that they may have missed something.
    pub(super) fn gap(&self) {
        let topics = self.0.topics.lock().unwrap_or_else(PoisonError::into_inner);
        for sender in topics.values() {
            // Nobody may be listening any more.
            let _ = sender.send(Heard::Gap);
        }
    }
}

impl Inner {
    /// Forgets the keys that have their whole quota back.
    fn sweep(&self) {
        let limiters: Vec<Arc<Limiter>> =
            self.limiters.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        for limiter in limiters {
            limiter.retain_recent();
        }
    }

    fn limiter(&self, quota: Quota) -> Option<Arc<Limiter>> {
        let mut limiters = self.limiters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = limiters.get(&quota) {
            return Some(limiter.clone());
        }
        let burst = NonZeroU32::new(quota.burst)?;
        let cells = governor::Quota::with_period(quota.per / quota.burst)?.allow_burst(burst);
        let limiter = Arc::new(RateLimiter::keyed(cells).with_middleware::<StateInformationMiddleware>());
        limiters.insert(quota, limiter.clone());
        Some(limiter)
    }
}

#[async_trait]
impl SharedState for Memory {
    async fn take(&self, key: &str, quota: Quota) -> Verdict {
        // A quota of none in no time refuses everything.
        let Some(limiter) = self.0.limiter(quota) else { return Verdict::Refused { retry_after: quota.per } };
        if self.0.verdicts.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.0.sweep();
        }
        match limiter.check_key(&key.to_owned()) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let taken = quota.burst.saturating_sub(remaining);
                Verdict::Allowed { remaining, whole_after: quota.per / quota.burst * taken }
            }
            Err(until) => {
                Verdict::Refused { retry_after: until.wait_time_from(DefaultClock::default().now()) }
            }
        }
    }

    async fn spend(&self, key: &str, amount: u32, most: u32, keep_for: Duration) -> bool {
        let add = |entry: Option<moka::Entry<String, (u32, Duration)>>| {
            let spent = entry.map_or(0, |entry| entry.into_value().0).saturating_add(amount);
            std::future::ready(if spent > most { Op::Nop } else { Op::Put((spent, keep_for)) })
        };
        let result = self.0.counts.entry(key.to_owned()).and_compute_with(add).await;
        matches!(result, CompResult::Inserted(_) | CompResult::ReplacedWith(_))
    }

    fn reach(&self) -> Reach {
        Reach::Process
    }

    async fn cached(&self, key: &str) -> Option<String> {
        self.0.cache.get(key).await.map(|(value, _)| value).filter(|value| !value.is_empty())
    }

    async fn cache(&self, key: &str, value: &str, keep_for: Duration) {
        let value = std::future::ready((value.to_owned(), keep_for));
        self.0.cache.entry(key.to_owned()).or_insert_with(value).await;
    }

    async fn forget(&self, key: &str) {
        self.0.cache.insert(key.to_owned(), (String::new(), FORGOTTEN_FOR)).await;
    }

    async fn publish(&self, topic: &str, message: &str) {
        let topics = self.0.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = topics.get(topic) {
            // The last listener may be going this moment.
            let _ = sender.send(Heard::Message(message.to_owned()));
        }
    }

    async fn subscribe(&self, topic: &str) -> BoxStream<'static, Heard> {
        let receiver = {
            let mut topics = self.0.topics.lock().unwrap_or_else(PoisonError::into_inner);
            let sender = topics.entry(topic.to_owned()).or_insert_with(|| broadcast::channel(BACKLOG).0);
            sender.subscribe()
        };
        let seat = Seat { topic: topic.to_owned(), topics: self.0.topics.clone() };
        let subscription = Subscription { receiver, _seat: seat };
        let heard = futures::stream::unfold(subscription, |mut subscription| async move {
            match subscription.receiver.recv().await {
                Ok(heard) => Some((heard, subscription)),
                Err(broadcast::error::RecvError::Lagged(lost)) => {
                    tracing::debug!(lost, "a listener fell behind");
                    Some((Heard::Gap, subscription))
                }
                Err(broadcast::error::RecvError::Closed) => None,
            }
        });
        heard.boxed()
    }

    async fn health(&self) -> Health {
        Health::Ok("In this process's memory: enough for one instance.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_AN_HOUR: Quota = Quota { burst: 2, per: Duration::from_secs(3600) };
    const MINUTE: Duration = Duration::from_secs(60);

    fn message(text: &str) -> Option<Heard> {
        Some(Heard::Message(text.to_owned()))
    }

    #[tokio::test]
    async fn a_quota_is_used_up_by_its_key_alone() {
        let state = Memory::default();
        let left = async |key| match state.take(key, TWO_AN_HOUR).await {
            Verdict::Allowed { remaining, whole_after } => (remaining, whole_after.as_secs()),
            refused => panic!("{refused:?}"),
        };
        assert_eq!(left("a").await, (1, 1800));
        assert_eq!(left("a").await, (0, 3600));
        let Verdict::Refused { retry_after } = state.take("a", TWO_AN_HOUR).await else {
            panic!("a third one")
        };
        assert!(
            retry_after > Duration::from_secs(1700) && retry_after <= Duration::from_secs(1800),
            "{retry_after:?}"
        );
        assert_eq!(left("b").await, (1, 1800));
    }

    #[tokio::test]
    async fn nothing_is_spent_beyond_the_most() {
        let state = Memory::default();
        assert!(state.spend("a", 3, 5, MINUTE).await);
        assert!(!state.spend("a", 3, 5, MINUTE).await);
        assert!(state.spend("a", 2, 5, MINUTE).await);
        assert!(!state.spend("a", 1, 5, MINUTE).await);
        assert!(state.spend("b", 1, 5, MINUTE).await);
    }

    #[tokio::test]
    async fn everybody_who_listens_to_a_topic_hears_it() {
        let state = Memory::default();
        let (mut first, mut second) = (state.subscribe("t").await, state.subscribe("t").await);
        let mut other = state.subscribe("u").await;
        state.publish("t", "hello").await;
        state.publish("u", "else").await;
        assert_eq!(first.next().await, message("hello"));
        assert_eq!(second.next().await, message("hello"));
        assert_eq!(other.next().await, message("else"));
    }

    #[tokio::test]
    async fn who_fell_behind_is_told_of_the_gap() {
        let state = Memory::default();
        let mut slow = state.subscribe("t").await;
        for _ in 0..=BACKLOG {
            state.publish("t", "again").await;
        }
        assert_eq!(slow.next().await, Some(Heard::Gap));
        assert_eq!(slow.next().await, message("again"));
    }

    #[tokio::test]
    async fn a_topic_goes_with_its_last_listener() {
        let state = Memory::default();
        let (first, second) = (state.subscribe("t").await, state.subscribe("t").await);
        drop(first);
        assert_eq!(state.0.topics.lock().unwrap().len(), 1);
        drop(second);
        assert_eq!(state.0.topics.lock().unwrap().len(), 0);
    }

    #[tokio::test]
    async fn what_is_cached_is_there_until_it_is_forgotten_and_is_not_put_back() {
        let state = Memory::default();
        state.cache("k", "old", MINUTE).await;
        state.cache("k", "other", MINUTE).await;
        assert_eq!(state.cached("k").await.as_deref(), Some("old"));
        state.forget("k").await;
        assert_eq!(state.cached("k").await, None);
        // Somebody who had read it before it changed.
        state.cache("k", "old", MINUTE).await;
        assert_eq!(state.cached("k").await, None);
    }
}
