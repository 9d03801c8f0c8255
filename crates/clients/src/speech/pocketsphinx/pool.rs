//! A pool: the places at which one decoder each may work, and the decoders that wait there loaded.
//!
//! A decoder is loaded when a place first needs one and freed when nobody has needed it for a while, so that an idle
//! server does not pay for the 130 MB and more that each takes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::library::{self, Decoder};
use super::model::Model;
use super::search::Search;

pub(super) struct Pool {
    model: Arc<Model>,
    search: Search,
    places: Arc<Semaphore>,
    waiting: Mutex<Vec<(Instant, Decoder)>>,
    idle_after: Duration,
}

impl Pool {
    pub(super) fn new(model: Arc<Model>, search: Search, places: usize, idle_after: Duration) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(places));
        Arc::new(Self { model, search, places, waiting: Mutex::default(), idle_after })
    }

    /// Waits for a place, in the order of asking.
    pub(super) async fn place(self: &Arc<Self>) -> Option<Place> {
        let permit = Arc::clone(&self.places).acquire_owned().await.ok()?;
        Some(self.occupied(permit))
    }

    /// A place, if one is free at once.
    pub(super) fn place_now(self: &Arc<Self>) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(self.occupied(permit))
    }

    pub(super) fn loaded(&self) -> usize {
        self.waiting().len()
    }

    fn occupied(self: &Arc<Self>, permit: OwnedSemaphorePermit) -> Place {
        Place { pool: Arc::clone(self), decoder: None, _permit: permit }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<(Instant, Decoder)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_idle(&self) -> Vec<(Instant, Decoder)> {
        self.waiting().extract_if(.., |(since, _)| since.elapsed() >= self.idle_after).collect()
    }

    /// Frees this pool's decoders once they have waited long enough, unless they were used in between.
    fn free_when_idle(self: &Arc<Self>) {
        let (pool, idle_after) = (Arc::downgrade(self), self.idle_after);
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                tokio::time::sleep(idle_after).await;
                if let Some(pool) = pool.upgrade() {
                    let idle = pool.take_idle();
                    if !idle.is_empty() {
                        tokio::task::spawn_blocking(move || {
                            drop(idle);
                            library::return_memory();
                        });
                    }
                }
            });
        }
    }
}

/// The right to use one decoder.
pub(super) struct Place {
    pool: Arc<Pool>,
    decoder: Option<Decoder>,
    _permit: OwnedSemaphorePermit,
}

impl Place {
    /// The decoder of this place, loaded when none waits. Blocks.
    pub(super) fn decoder(&mut self) -> Result<&mut Decoder, String> {
        let decoder =
            match self.decoder.take().or_else(|| self.pool.waiting().pop().map(|(_, decoder)| decoder)) {
                Some(decoder) => decoder,
                None => Decoder::open(&self.pool.model.folder()?, self.pool.search)?,
            };
        Ok(self.decoder.insert(decoder))
    }

    /// Gives the place back without its decoder, after an error of which nobody knows what it left behind.
    pub(super) fn discard(mut self) {
        self.decoder = None;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(decoder) = self.decoder.take() {
            self.pool.waiting().push((Instant::now(), decoder));
            self.pool.free_when_idle();
        }
    }
}
