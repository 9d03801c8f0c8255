//! The open sockets of this process: counted, limited by user, and told when they must close.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::StreamExt;
use services::accounts::{Accounts, Ending, Identity};
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

    /// Closes the sockets of sign-ins as they end, wherever that happens, until `stop`.
    pub(crate) async fn watch(&self, accounts: &Accounts, stop: CancellationToken) {
        let mut endings = accounts.endings().await;
        while let Some(Some(ending)) = stop.run_until_cancelled(endings.next()).await {
            match ending {
                Ending::Unknown => self.look_at_all(accounts).await,
                known => self.end(|identity| known.is_of(identity)),
            }
        }
    }

    /// One after the other, so that an outage that ends does not bring a flood of questions.
    async fn look_at_all(&self, accounts: &Accounts) {
        let identities: Vec<Identity> = self.open().values().map(|entry| entry.identity).collect();
        for identity in identities {
            // When it can not be found out now, the socket's own next look will tell.
            if let Ok(false) = accounts.still_stands(identity).await {
                self.end(|other| other.sign_in == identity.sign_in);
            }
        }
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
