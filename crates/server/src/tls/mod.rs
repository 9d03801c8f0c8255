//! TLS: what lets the server answer https itself, with a given certificate or one that it obtains.

mod automatic;
mod files;
mod redirect;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use rustls::ServerConfig;
use rustls::server::ResolvesServerCert;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use redirect::router as redirect;

use crate::config::{Settings, TlsSource};

/// HTTP/2 where the client can, else HTTP/1.1.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The protocol by which an ACME server asks whether the name is ours (RFC 8737).
pub(crate) const ACME_PROTOCOL: &[u8] = b"acme-tls/1";

/// What the listener shakes hands with, if the settings ask for TLS. The certificate is renewed in `background` until `stop`.
pub(crate) fn acceptor(
    settings: &Settings,
    folder: &Path,
    background: &TaskTracker,
    stop: &CancellationToken,
) -> Result<Option<TlsAcceptor>> {
    let Some(source) = settings.tls.source() else { return Ok(None) };
    let (resolver, protocols): (Arc<dyn ResolvesServerCert>, _) = match source {
        TlsSource::Files { certificate, key } => {
            let files = files::Files::open(certificate, key)?;
            background.spawn(Arc::clone(&files).follow(stop.clone()));
            (files, PROTOCOLS.to_vec())
        }
        TlsSource::Acme { domains } => {
            let resolver = automatic::begin(&settings.tls, domains, folder, background, stop)?;
            (resolver, [&PROTOCOLS[..], &[ACME_PROTOCOL]].concat())
        }
    };
    Ok(Some(with(resolver, &protocols)?))
}

fn with(resolver: Arc<dyn ResolvesServerCert>, protocols: &[&[u8]]) -> Result<TlsAcceptor> {
    // TLS 1.2 and 1.3, with ring's choice of ciphers.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .context("TLS can not be set up")?
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(TlsAcceptor::from(Arc::new(config)))
}
