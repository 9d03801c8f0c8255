//! A certificate that the server obtains and renews by itself, by ACME: from Let's Encrypt or another authority.
//!
//! The authority connects to port 443 of each name and asks there (RFC 8737), so no other port is needed.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use futures::StreamExt;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, ResolvesServerCertAcme};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Tls;

/// Where account and certificate are kept, in the data folder.
const FOLDER: &str = "acme";

pub(super) fn begin(
    tls: &Tls,
    domains: &[String],
    folder: &Path,
    background: &TaskTracker,
    stop: &CancellationToken,
) -> Result<Arc<ResolvesServerCertAcme>> {
    let mut config = AcmeConfig::new(domains)
        .directory(tls.acme_directory.as_str())
        .contact(tls.acme_email.iter().map(|address| format!("mailto:{address}")));
    if let Some(authority) = &tls.acme_authority {
        config = config.client_tls_config(trusting(authority)?);
    }
    let mut state = config.cache(DirCache::new(folder.join(FOLDER))).state();
    let resolver = state.resolver();
    let stop = stop.clone();
    background.spawn(async move {
        while let Some(Some(event)) = stop.run_until_cancelled(state.next()).await {
            match event {
                Ok(event) => tracing::info!(?event, "certificate by ACME"),
                // It is tried again, later and later; the earlier certificate stays.
                Err(error) => tracing::error!(%error, "no certificate by ACME yet; it is tried again"),
            }
        }
    });
    Ok(resolver)
}

/// Believes an ACME server whose own certificate this authority signed, and no other.
fn trusting(authority: &Path) -> Result<Arc<ClientConfig>> {
    let what = || format!("tls.acme_authority {} is no certificate in PEM", authority.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority).with_context(what)? {
        roots.add(certificate.with_context(what)?).with_context(what)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
