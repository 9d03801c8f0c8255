use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use rcgen::{CertifiedKey, KeyPair};
use reqwest::{Certificate, Client, StatusCode, Version};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::files::Files;
use super::{PROTOCOLS, redirect, with};
use crate::listener::{Limits, serve};

const LONG: Duration = Duration::from_secs(60);
const PATIENT: Limits = Limits { header: LONG, idle: LONG, stalled: LONG, drain: LONG, max_connections: 100 };

/// A certificate for this machine that nobody signed but itself, in files.
struct Kept {
    folder: TempDir,
    pem: String,
}

impl Kept {
    fn new() -> Self {
        let mut kept = Self { folder: tempfile::tempdir().unwrap(), pem: String::new() };
        kept.renew();
        kept
    }

    fn renew(&mut self) {
        crate::launch::choose_tls();
        let CertifiedKey { cert, key_pair } =
            rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        self.pem = cert.pem();
        std::fs::write(self.certificate(), &self.pem).unwrap();
        std::fs::write(self.key(), key_pair.serialize_pem()).unwrap();
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    fn open(&self) -> anyhow::Result<Arc<Files>> {
        Files::open(&self.certificate(), &self.key())
    }

    /// A client that believes this certificate and no other.
    fn client(&self) -> Client {
        let root = Certificate::from_pem(self.pem.as_bytes()).unwrap();
        Client::builder().tls_certs_only([root]).build().unwrap()
    }
}

async fn start(files: Arc<Files>, limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let tls = with(files, &PROTOCOLS).unwrap();
    let app = Router::new().route("/", get(|| async { "secure" }));
    tokio::spawn(serve(listener, Some(tls), app, limits, CancellationToken::new()));
    address
}

#[tokio::test]
async fn a_client_that_knows_the_certificate_is_answered_by_http_2() {
    let kept = Kept::new();
    let address = start(kept.open().unwrap(), PATIENT).await;
    let answer = kept.client().get(format!("https://{address}/")).send().await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_2);
    assert_eq!(answer.text().await.unwrap(), "secure");
    let stranger = Kept::new();
    assert!(stranger.client().get(format!("https://{address}/")).send().await.is_err());
}

#[tokio::test]
async fn a_renewed_certificate_is_for_the_next_connections_and_a_broken_one_is_not_taken() {
    let mut kept = Kept::new();
    let files = kept.open().unwrap();
    let address = start(files.clone(), PATIENT).await;
    let url = format!("https://{address}/");
    let before = kept.client();
    assert_eq!(before.get(&url).send().await.unwrap().status(), StatusCode::OK);
    kept.renew();
    files.renew();
    let after = kept.client();
    assert_eq!(after.get(&url).send().await.unwrap().status(), StatusCode::OK);
    // The connection of before is still open and goes on.
    assert_eq!(before.get(&url).send().await.unwrap().status(), StatusCode::OK);
    std::fs::write(kept.key(), KeyPair::generate().unwrap().serialize_pem()).unwrap();
    files.renew();
    std::fs::write(kept.certificate(), "nothing").unwrap();
    files.renew();
    assert_eq!(kept.client().get(&url).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_wrong_with_the_files_is_told_at_once() {
    let kept = Kept::new();
    let told = || format!("{:#}", kept.open().unwrap_err());
    std::fs::write(kept.key(), KeyPair::generate().unwrap().serialize_pem()).unwrap();
    assert!(told().contains("does not belong to tls.certificate"), "{}", told());
    std::fs::write(kept.key(), "nothing").unwrap();
    assert!(told().contains("no private key"), "{}", told());
    std::fs::remove_file(kept.certificate()).unwrap();
    assert!(told().contains("tls.certificate"), "{}", told());
}

#[tokio::test]
async fn whoever_shakes_no_hands_is_cut_off() {
    let kept = Kept::new();
    let limits = Limits { header: Duration::from_millis(80), ..PATIENT };
    let address = start(kept.open().unwrap(), limits).await;
    let mut silent = TcpStream::connect(address).await.unwrap();
    assert_eq!(silent.read(&mut [0; 16]).await.unwrap(), 0);
    let mut plain = TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    // Cut off, or told in TLS's own words; never answered.
    let _ = plain.read_to_end(&mut said).await;
    assert!(!String::from_utf8_lossy(&said).contains("secure"));
}

#[tokio::test]
async fn whoever_comes_by_http_is_sent_to_https_with_method_and_path() {
    crate::launch::choose_tls();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, None, redirect(None, 8443), PATIENT, CancellationToken::new()));
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = client.post(format!("http://{address}/auth/login?x=1")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.headers()["location"], "https://127.0.0.1:8443/auth/login?x=1");
}
