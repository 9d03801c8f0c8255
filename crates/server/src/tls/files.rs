//! A certificate that the operator keeps in files: read again when they change, or on SIGHUP, for the next connections.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Files {
    certificate: PathBuf,
    key: PathBuf,
    now: RwLock<Arc<CertifiedKey>>,
}

/// What changes when a file does.
type Stamp = [Option<(SystemTime, u64)>; 2];

impl Files {
    /// Reads both; what is wrong with them is told here, before the server begins.
    pub(super) fn open(certificate: &Path, key: &Path) -> Result<Arc<Self>> {
        let now = RwLock::new(read(certificate, key)?);
        Ok(Arc::new(Self { certificate: certificate.to_owned(), key: key.to_owned(), now }))
    }

    /// Keeps up with the files until `stop`. While they are wrong, what was read before goes on to be used.
    pub(super) async fn follow(self: Arc<Self>, stop: CancellationToken) {
        let mut told = match signal(SignalKind::hangup()) {
            Ok(told) => told,
            Err(error) => return tracing::error!(%error, "SIGHUP can not be heard"),
        };
        let mut every = interval(LOOK_EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut seen = self.stamp();
        loop {
            let asked = tokio::select! {
                () = stop.cancelled() => return,
                heard = told.recv() => heard.is_some(),
                _ = every.tick() => false,
            };
            let stamp = self.stamp();
            if asked || stamp != seen {
                seen = stamp;
                self.renew();
            }
        }
    }

    pub(super) fn renew(&self) {
        match read(&self.certificate, &self.key) {
            Ok(read) => {
                *self.now.write().unwrap_or_else(PoisonError::into_inner) = read;
                tracing::info!("the TLS certificate was read again");
            }
            Err(error) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "the TLS certificate can not be read again; the earlier one stays"
                );
            }
        }
    }

    fn stamp(&self) -> Stamp {
        [&self.certificate, &self.key].map(|path| {
            let about = std::fs::metadata(path).ok()?;
            Some((about.modified().ok()?, about.len()))
        })
    }
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<CertifiedKey>> {
    let chain =
        CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| format!("tls.certificate {} is no certificate in PEM", certificate.display()))?;
    if chain.is_empty() {
        bail!("tls.certificate {} holds no certificate", certificate.display());
    }
    let secret = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("tls.key {} is no private key in PEM", key.display()))?;
    let pair =
        CertifiedKey::new(chain, any_supported_type(&secret).context("tls.key is of an unknown kind")?);
    pair.keys_match().with_context(|| {
        format!("tls.key {} does not belong to tls.certificate {}", key.display(), certificate.display())
    })?;
    Ok(Arc::new(pair))
}
