//! What the instances of one service share and may lose: limits, a cache, and word of what happened.

mod memory;

use std::time::Duration;

use async_trait::async_trait;
use futures::stream::BoxStream;

pub use memory::Memory;

use crate::Health;

/// So many in so long, refilled steadily (generic cell rate algorithm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    pub burst: u32,
    pub per: Duration,
}

/// The answer of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// Try again after this long.
    Refused {
        retry_after: Duration,
    },
}

#[async_trait]
pub trait SharedState: Send + Sync {
    /// Takes one from the quota of `key`.
    async fn take(&self, key: &str, quota: Quota) -> Verdict;

    /// A cached value, if it is still there. A cache that is away has nothing.
    async fn cached(&self, key: &str) -> Option<String>;
    async fn cache(&self, key: &str, value: &str, keep_for: Duration);
    async fn forget(&self, key: &str);

    /// Tells everybody who listens to `topic`. May be lost; the database is the truth.
    async fn publish(&self, topic: &str, message: &str);

    /// Everything published to `topic` from now on.
    async fn subscribe(&self, topic: &str) -> BoxStream<'static, String>;

    async fn health(&self) -> Health;
}
