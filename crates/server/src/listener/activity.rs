//! A connection's activity: what it is waiting for, and until when it may.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::Version;
use tokio::time::Instant;

use super::Limits;

/// Shared by the bytes, the requests and the timer of one connection.
#[derive(Debug)]
pub(super) struct Activity(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Requests whose answer is not yet complete.
    in_flight: usize,
    /// Bodies that are on their way, of requests and of answers.
    bodies: usize,
    /// There has been a request.
    asked: bool,
    /// HTTP/2 sends bytes between requests that begin none.
    http2: bool,
    /// When bytes began to arrive that may become a request.
    header_since: Option<Instant>,
    /// When a byte last went either way, or a body or a request ended.
    moved: Instant,
}

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    Header,
    NextRequest,
    Movement,
}

impl Waiting {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::NextRequest => "idle",
            Self::Movement => "stalled",
        }
    }
}

impl Activity {
    /// A new connection owes us its first request.
    pub(super) fn new() -> Arc<Self> {
        let now = Instant::now();
        let state = State {
            in_flight: 0,
            bodies: 0,
            asked: false,
            http2: false,
            header_since: Some(now),
            moved: now,
        };
        Arc::new(Self(Mutex::new(state)))
    }

    pub(super) fn read(&self) {
        let now = Instant::now();
        let mut state = self.state();
        state.moved = now;
        if state.in_flight == 0 && !state.http2 {
            state.header_since.get_or_insert(now);
        }
    }

    pub(super) fn written(&self) {
        self.state().moved = Instant::now();
    }

    /// Whether nothing has been asked on this connection since it was made.
    pub(super) fn is_new(&self) -> bool {
        !self.state().asked
    }

    /// A request has begun; it ends when the answer is dropped.
    pub(super) fn begin(self: &Arc<Self>, version: Version) -> InFlight {
        let mut state = self.state();
        state.in_flight += 1;
        state.asked = true;
        state.http2 = version == Version::HTTP_2;
        state.header_since = None;
        InFlight(Arc::clone(self))
    }

    /// A body has set out; it has arrived, or nobody wants the rest of it, when this is dropped.
    pub(super) fn body(self: &Arc<Self>) -> OnItsWay {
        self.state().bodies += 1;
        OnItsWay(Arc::clone(self))
    }

    /// What the connection waits for now, and until when it may.
    pub(super) fn deadline(&self, limits: &Limits) -> (Waiting, Instant) {
        let state = self.state();
        match (state.in_flight, state.header_since) {
            (0, Some(since)) => (Waiting::Header, since + limits.header),
            (0, None) => (Waiting::NextRequest, state.moved + limits.idle),
            // A handler is thinking. How long it may is its own business; the limit begins when its answer does.
            _ if state.bodies == 0 => (Waiting::Movement, Instant::now() + limits.stalled),
            _ => (Waiting::Movement, state.moved + limits.stalled),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request whose answer is not yet complete.
#[derive(Debug)]
pub(super) struct InFlight(Arc<Activity>);

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.in_flight = state.in_flight.saturating_sub(1);
        state.moved = Instant::now();
    }
}

/// A body that is on its way.
#[derive(Debug)]
pub(super) struct OnItsWay(Arc<Activity>);

impl Drop for OnItsWay {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.bodies = state.bodies.saturating_sub(1);
        state.moved = Instant::now();
    }
}
