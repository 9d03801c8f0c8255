//! The open sockets of this process: counted, limited by user, and told when they must close.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use services::accounts::Identity;
use services::{SignInId, UserId};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::state::SocketSettings;

/// All sockets of this process.
#[derive(Clone)]
pub struct Sockets(Arc<Inner>);

struct Inner {
    settings: SocketSettings,
    open: Mutex<HashMap<u64, Entry>>,
    next: std::sync::atomic::AtomicU64,
    tracker: TaskTracker,
    /// The server stops.
    stop: CancellationToken,
}

struct Entry {
    identity: Identity,
    /// The user's sign-in has ended.
    ended: CancellationToken,
}

impl Sockets {
    pub(crate) fn new(settings: SocketSettings) -> Self {
        Self(Arc::new(Inner {
            settings,
            open: Mutex::default(),
            next: std::sync::atomic::AtomicU64::new(0),
            tracker: TaskTracker::new(),
            stop: CancellationToken::new(),
        }))
    }

    pub(crate) fn settings(&self) -> SocketSettings {
        self.0.settings
    }

    /// Tells every client that the server stops (1012), and waits until all are gone.
    pub async fn close(&self) {
        self.0.stop.cancel();
        self.0.tracker.close();
        self.0.tracker.wait().await;
    }

    /// Counts a socket whose client is not yet known.
    pub(crate) fn track(&self) -> (TaskTrackerToken, CancellationToken) {
        (self.0.tracker.token(), self.0.stop.clone())
    }

    /// Gives the socket a place among its user's, if there is one.
    pub(crate) fn enter(&self, identity: Identity) -> Option<Place> {
        let mut open = self.open();
        let same_user = open.values().filter(|entry| entry.identity.user == identity.user).count();
        if same_user >= self.0.settings.most_per_user {
            return None;
        }
        let id = self.0.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let ended = CancellationToken::new();
        open.insert(id, Entry { identity, ended: ended.clone() });
        metrics::gauge!("greenroom_sockets_open").set(open.len() as f64);
        Some(Place { sockets: self.clone(), id, ended })
    }

    /// Closes the sockets of a sign-in that has ended here. Those on other instances find out by themselves.
    pub(crate) fn sign_in_ended(&self, sign_in: SignInId) {
        self.end(|identity| identity.sign_in == sign_in);
    }

    /// Closes the user's sockets but those of the sign-in that is kept.
    pub(crate) fn other_sign_ins_ended(&self, kept: Identity) {
        self.end(|identity| identity.user == kept.user && identity.sign_in != kept.sign_in);
    }

    pub(crate) fn user_left(&self, user: UserId) {
        self.end(|identity| identity.user == user);
    }

    fn end(&self, whose: impl Fn(&Identity) -> bool) {
        self.open().values().filter(|entry| whose(&entry.identity)).for_each(|entry| entry.ended.cancel());
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Entry>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket's place; given back when dropped.
pub(crate) struct Place {
    sockets: Sockets,
    id: u64,
    /// Cancelled when the user's sign-in ends.
    pub(crate) ended: CancellationToken,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.sockets.open();
        open.remove(&self.id);
        metrics::gauge!("greenroom_sockets_open").set(open.len() as f64);
    }
}
