//! The profile cache: what `GET /auth/me` shows, kept for a moment where every instance shares one cache.
//!
//! A change forgets the entry before its answer leaves. An entry outlives a change only where the cache could not be told:
//! where the instance that changed it does not reach the cache, or dies between the two. Then it lives [`KEPT`] at most;
//! that is why it is so short.

use std::sync::Arc;
use std::time::Duration;

use clients::shared_state::{Reach, SharedState};
use models::UserId;

use super::User;

const KEPT: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(crate) struct ProfileCache {
    state: Arc<dyn SharedState>,
}

impl ProfileCache {
    pub(crate) fn new(state: Arc<dyn SharedState>) -> Self {
        Self { state }
    }

    /// A process that does not reach the others could not tell them of a change.
    pub(super) fn is_of_use(&self) -> bool {
        self.state.reach() == Reach::AllInstances
    }

    pub(super) async fn find(&self, user: UserId) -> Option<User> {
        let kept = self.state.cached(&key(user)).await;
        let result = if kept.is_some() { "hit" } else { "miss" };
        metrics::counter!("greenroom_cache_reads_total", "what" => "profile", "result" => result)
            .increment(1);
        serde_json::from_str(&kept?).ok()
    }

    /// `user` must have been read from the primary: what a replica says may be older than the last change.
    pub(super) async fn keep(&self, user: &User) {
        if let Ok(kept) = serde_json::to_string(user) {
            self.state.cache(&key(user.id), &kept, KEPT).await;
        }
    }

    /// To be called when a change is committed.
    pub(super) async fn forget(&self, user: UserId) {
        self.state.forget(&key(user)).await;
    }
}

fn key(user: UserId) -> String {
    format!("profile:{user}")
}
