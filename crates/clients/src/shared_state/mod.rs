//! What the instances of one service share and may lose: limits, a cache, and word of what happened.

mod memory;
mod redis;

use std::time::Duration;

use async_trait::async_trait;
use futures::stream::BoxStream;

pub use self::redis::{Redis, Settings as RedisSettings};
pub use memory::Memory;

use crate::Health;

/// How long nothing new is cached under a key that was forgotten: whoever read the old value just before must not put
/// it back. Longer than a request may take.
const FORGOTTEN_FOR: Duration = Duration::from_secs(60);

/// So many in so long, refilled steadily (generic cell rate algorithm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    /// At least 1.
    pub burst: u32,
    pub per: Duration,
}

/// The answer of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken; so much is left, and after so long the whole quota is back.
    Allowed { remaining: u32, whole_after: Duration },
    /// Nothing was taken. Try again after this long.
    Refused { retry_after: Duration },
}

/// Whom this state reaches right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This process; whether there are others is not known.
    Process,
    /// Every instance: what is forgotten here is forgotten everywhere, and what is published is heard everywhere.
    AllInstances,
    /// Only this process, for now: what connects the instances is away.
    CutOff,
}

/// What a subscriber hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Message(String),
    /// Messages may have been lost before this: look for yourself.
    Gap,
}

#[async_trait]
pub trait SharedState: Send + Sync {
    /// Takes one from the quota of `key`.
    async fn take(&self, key: &str, quota: Quota) -> Verdict;

    /// Adds `amount` to what was spent under `key`, unless that would be more than `most`; then it is false and nothing
    /// is spent. The count ends `keep_for` after it began.
    async fn spend(&self, key: &str, amount: u32, most: u32, keep_for: Duration) -> bool;

    /// Decides whether something that can change may be cached: only with [`Reach::AllInstances`] does
    /// [`SharedState::forget`] reach every copy.
    fn reach(&self) -> Reach;

    /// A cached value, if it is still there. A cache that is away has nothing.
    async fn cached(&self, key: &str) -> Option<String>;

    /// Keeps a value that is not empty, unless one is there or was just forgotten.
    async fn cache(&self, key: &str, value: &str, keep_for: Duration);

    /// Drops the value, and every value that somebody is about to cache. What can not be dropped now, because the cache
    /// is away, is dropped when it is back.
    async fn forget(&self, key: &str);

    /// Tells everybody who listens to `topic`. May be lost; the database is the truth.
    async fn publish(&self, topic: &str, message: &str);

    /// Everything published to `topic` from now on.
    async fn subscribe(&self, topic: &str) -> BoxStream<'static, Heard>;

    async fn health(&self) -> Health;
}
