//! What a replica has been seen to have: the users' positions there, remembered so that each is asked for once.
//!
//! A server only moves forward, unless it crashes and comes back with less, or another one takes its address. Neither
//! happens without a new connection, and with each of those all that was remembered is forgotten.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::UserId;

/// Users remembered at most; then it begins anew. They take some 3 MB.
const MOST: usize = 100_000;

#[derive(Debug, Default)]
pub(super) struct Seen {
    generation: AtomicU64,
    positions: Mutex<HashMap<i64, i64>>,
}

impl Seen {
    /// Changes whenever anything remembered before may be wrong.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Whether the user has been seen at this position, or further.
    pub(super) fn has(&self, user: UserId, position: i64) -> bool {
        let positions = self.positions.lock().unwrap_or_else(PoisonError::into_inner);
        positions.get(&user.0).is_some_and(|seen| *seen >= position)
    }

    /// Remembers where the user was seen, when the looking began in this generation.
    pub(super) fn remember(&self, user: UserId, position: i64, generation: u64) {
        let mut positions = self.positions.lock().unwrap_or_else(PoisonError::into_inner);
        if generation != self.generation() {
            return;
        }
        if positions.len() >= MOST {
            positions.clear();
        }
        let seen = positions.entry(user.0).or_insert(position);
        *seen = position.max(*seen);
    }

    pub(super) fn forget(&self) {
        let mut positions = self.positions.lock().unwrap_or_else(PoisonError::into_inner);
        self.generation.fetch_add(1, Ordering::SeqCst);
        positions.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_that_was_seen_covers_every_earlier_one_and_none_after_it() {
        let seen = Seen::default();
        let (ada, bob) = (UserId(1), UserId(2));
        assert!(!seen.has(ada, 0));
        seen.remember(ada, 5, seen.generation());
        seen.remember(ada, 3, seen.generation());
        assert!(seen.has(ada, 4) && seen.has(ada, 5) && !seen.has(ada, 6) && !seen.has(bob, 0));
    }

    #[test]
    fn what_was_looked_up_before_a_new_connection_is_not_remembered_after_it() {
        let seen = Seen::default();
        let generation = seen.generation();
        seen.remember(UserId(1), 5, generation);
        seen.forget();
        assert!(!seen.has(UserId(1), 5));
        seen.remember(UserId(1), 5, generation);
        assert!(!seen.has(UserId(1), 5));
    }
}
