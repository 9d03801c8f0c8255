//! One connection's life: served until it ends, makes no progress for too long, or is asked to finish.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use metrics::counter;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::select;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::Limits;
use super::activity::{Activity, Waiting};
use super::service::Service;

/// How long a new connection may take for its first request once the server stops.
const FIRST_REQUEST: Duration = Duration::from_millis(500);

/// What an idle connection is given to say goodbye.
const GOODBYE: Duration = Duration::from_millis(500);

/// Requests of one HTTP/2 connection at the same time.
const CONCURRENT_STREAMS: u32 = 128;

pub(super) struct Connection {
    pub(super) peer: SocketAddr,
    pub(super) app: Router,
    pub(super) limits: Limits,
    pub(super) activity: Arc<Activity>,
}

impl Connection {
    /// Serves until the connection ends. After `stop` it finishes what it is doing; after `give_up` it is cut off.
    pub(super) async fn run<S>(self, stream: S, stop: CancellationToken, give_up: CancellationToken)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let activity = self.activity;
        let service = Service { app: self.app, peer: self.peer, activity: activity.clone() };
        let builder = builder();
        let mut connection = pin!(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
        let mut overdue = pin!(overdue(&activity, &self.limits));
        let mut stopping = false;
        // A new connection's first request may be on its way when the server is told to stop.
        let mut awaited = None;
        // In this order, because a byte that the connection has just read may bring the deadline nearer.
        loop {
            select! {
                biased;
                () = give_up.cancelled() => return,
                () = stop.cancelled(), if !stopping => {
                    stopping = true;
                    if activity.is_new() {
                        awaited = Some(Instant::now() + FIRST_REQUEST);
                    } else {
                        connection.as_mut().graceful_shutdown();
                    }
                }
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, peer = %self.peer, "a connection ended early");
                    }
                    return;
                }
                () = asked(&activity, awaited), if awaited.is_some() => {
                    awaited = None;
                    connection.as_mut().graceful_shutdown();
                }
                waiting = overdue.as_mut() => {
                    counter!("greenroom_connections_overdue_total", "waiting_for" => waiting.as_str()).increment(1);
                    if waiting == Waiting::NextRequest {
                        connection.as_mut().graceful_shutdown();
                        // Whatever it answers within this time, it is cut off afterwards.
                        let _ = timeout(GOODBYE, connection.as_mut()).await;
                    }
                    return;
                }
            }
        }
    }
}

/// Resolves when there has been a request, or at the deadline. To be polled after the connection, in the same task: what wakes
/// that one wakes this one too.
async fn asked(activity: &Activity, deadline: Option<Instant>) {
    let asked = poll_fn(|_| if activity.is_new() { Poll::Pending } else { Poll::Ready(()) });
    if let Some(deadline) = deadline {
        let _ = timeout_at(deadline, asked).await;
    }
}

/// Resolves when the connection has made no progress for longer than it may.
///
/// The timer is moved only when the deadline has come nearer; one that fires too early is set again. So a busy connection costs
/// no timer operations.
async fn overdue(activity: &Activity, limits: &Limits) -> Waiting {
    let mut timer = pin!(sleep_until(activity.deadline(limits).1));
    poll_fn(|cx| {
        loop {
            let (waiting, deadline) = activity.deadline(limits);
            if deadline <= Instant::now() {
                return Poll::Ready(waiting);
            }
            if deadline < timer.deadline() || timer.is_elapsed() {
                timer.as_mut().reset(deadline);
            }
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    })
    .await
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(None);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(CONCURRENT_STREAMS)
        .enable_connect_protocol();
    builder
}
