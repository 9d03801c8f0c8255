//! The handshake: what comes before the first request on a connection with TLS, within the time that headers have.

use std::net::SocketAddr;

use metrics::counter;
use tokio::select;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::Limits;
use super::stream::Stream;
use crate::tls::ACME_PROTOCOL;

/// The connection once it is secure; `None` when nothing is to be served on it.
pub(super) async fn shake(
    tls: &TlsAcceptor,
    stream: Stream,
    peer: SocketAddr,
    limits: &Limits,
    give_up: &CancellationToken,
) -> Option<TlsStream<Stream>> {
    let shaken = select! {
        shaken = timeout(limits.header, tls.accept(stream)) => shaken,
        () = give_up.cancelled() => return None,
    };
    let failed = |result| counter!("greenroom_tls_handshakes_failed_total", "result" => result).increment(1);
    match shaken {
        // An ACME server has seen the certificate that it asked for, and wants nothing more.
        Ok(Ok(stream)) if stream.get_ref().1.alpn_protocol() == Some(ACME_PROTOCOL) => None,
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            tracing::debug!(%error, %peer, "a TLS handshake failed");
            failed("refused");
            None
        }
        Err(_) => {
            failed("too_slow");
            None
        }
    }
}
