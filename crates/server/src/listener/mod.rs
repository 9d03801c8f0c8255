//! The listener: accepts connections, keeps them from lingering, and lets them finish when the server stops.
//!
//! `axum::serve` has neither a header nor an idle timer, so that a client which sends half a request holds a connection for
//! ever; hyper's own header timer also runs between requests and would close idle connections sooner than a load
//! balancer expects. Hence this accept loop, with one timer for each way of making no progress.

mod activity;
mod connection;
mod handshake;
mod service;
mod stream;
#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::connection::Connection;
use self::stream::Stream;
use crate::config;

/// After an error that is not one client's fault, such as too many open files, accepting pauses so long.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// How long connections may make no progress, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte of a request, or from connecting, to the end of its headers.
    pub header: Duration,
    /// Between requests.
    pub idle: Duration,
    /// While a request or its answer is on its way, without a byte in either direction.
    pub stalled: Duration,
    /// For everything under way to finish, once told to stop.
    pub drain: Duration,
    pub max_connections: usize,
}

impl From<&config::Server> for Limits {
    fn from(server: &config::Server) -> Self {
        let idle = Duration::from_secs(server.idle_timeout_s);
        Self {
            header: Duration::from_secs(server.header_timeout_s),
            idle,
            stalled: idle,
            drain: Duration::from_secs(server.drain_s),
            max_connections: server.max_connections,
        }
    }
}

/// Serves `app` on `listener` until `stop` is cancelled, then stops accepting, lets what is under way finish within
/// `limits.drain`, and returns.
///
/// HTTP/1.1, HTTP/2 and WebSocket upgrades, with `tls` or without; each request carries the peer as `ConnectInfo<SocketAddr>`.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Router,
    limits: Limits,
    stop: CancellationToken,
) {
    let open = TaskTracker::new();
    let places = Arc::new(Semaphore::new(limits.max_connections));
    let give_up = CancellationToken::new();
    let begin = |socket, peer, place| {
        let stream = Stream::new(socket, open.token(), place);
        let connection = Connection { peer, app: app.clone(), limits, activity: stream.activity() };
        let (stop, give_up) = (stop.clone(), give_up.clone());
        match tls.clone() {
            None => drop(tokio::spawn(connection.run(stream, stop, give_up))),
            Some(tls) => drop(tokio::spawn(async move {
                if let Some(stream) = handshake::shake(&tls, stream, peer, &limits, &give_up).await {
                    connection.run(stream, stop, give_up).await;
                }
            })),
        }
    };
    while let Some((socket, peer, place)) = next(&listener, &places, &stop).await {
        begin(socket, peer, place);
    }
    // Whoever was connected by the system before it hears of the stop may have sent a request already. Closing the listener would
    // reset it, and a load balancer could not tell whether the request had been seen.
    for (socket, peer) in waiting(listener) {
        if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
            begin(socket, peer, place);
        }
    }
    open.close();
    if !open.is_empty() {
        tracing::info!(connections = open.len(), "letting connections finish");
    }
    if timeout(limits.drain, open.wait()).await.is_err() {
        tracing::warn!(connections = open.len(), "connections that did not finish in time are cut off");
        give_up.cancel();
    }
}

/// The next connection, or `None` when it is time to stop.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = stop.run_until_cancelled(Arc::clone(places).acquire_owned()).await?.ok()?;
    loop {
        match stop.run_until_cancelled(listener.accept()).await? {
            Ok((socket, peer)) => {
                if let Err(error) = socket.set_nodelay(true) {
                    tracing::debug!(%error, "a connection was gone before it began");
                    continue;
                }
                return Some((socket, peer, place));
            }
            Err(error) if is_of_one_client(&error) => tracing::debug!(%error, "a connection was not made"),
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                stop.run_until_cancelled(sleep(ACCEPT_PAUSE)).await?;
            }
        }
    }
}

/// The connections that wait to be accepted. Nobody can connect any more afterwards.
fn waiting(listener: TcpListener) -> Vec<(TcpStream, SocketAddr)> {
    let accept = |listener: &std::net::TcpListener| {
        let (socket, peer) = listener.accept()?;
        socket.set_nonblocking(true)?;
        socket.set_nodelay(true)?;
        Ok::<_, io::Error>((TcpStream::from_std(socket)?, peer))
    };
    // It does not block: without anybody waiting, accepting fails.
    listener
        .into_std()
        .map_or_else(|_| Vec::new(), |listener| std::iter::from_fn(|| accept(&listener).ok()).collect())
}

fn is_of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
}
