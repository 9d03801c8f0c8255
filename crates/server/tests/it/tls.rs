//! TLS in the binary: a whole practice over https, and a certificate that is renewed under it.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use futures::{SinkExt, StreamExt};
use hyper::Request;
use hyper::client::conn::http2;
use hyper::ext::Protocol;
use hyper::upgrade::Upgraded;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::CertifiedKey;
use reqwest::{Certificate, Client};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::support::{PASSWORD, Process, process_folder};

/// Puts a new certificate for this machine into the folder; answers it in PEM.
fn renew(folder: &Path) -> String {
    greenroom::launch::choose_tls();
    let CertifiedKey { cert, key_pair } =
        rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(folder.join("key.pem"), key_pair.serialize_pem()).unwrap();
    std::fs::write(folder.join("certificate.pem"), cert.pem()).unwrap();
    cert.pem()
}

async fn serve(folder: &Path) -> Process {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let variables = [
        ("GREENROOM_TLS__CERTIFICATE", certificate.to_str().unwrap()),
        ("GREENROOM_TLS__KEY", key.to_str().unwrap()),
        ("RUST_LOG", "info"),
    ];
    Process::serve(folder, &variables).await
}

/// A client that believes this certificate and no other.
fn believing(pem: &str) -> Client {
    Client::builder().tls_certs_only([Certificate::from_pem(pem.as_bytes()).unwrap()]).build().unwrap()
}

#[tokio::test]
async fn recordings_sockets_and_cookies_are_secure_without_a_proxy() {
    let folder = process_folder();
    let pem = renew(folder.path());
    let server = serve(folder.path()).await;
    let origin = server.origin.as_str();
    assert!(origin.starts_with("https://"), "{origin}");
    let client = believing(&pem);

    let account = json!({ "email": "ada@example.org", "password": PASSWORD });
    let request = client.post(format!("{origin}/auth/register")).header("x-greenroom-client", "web");
    let answer = request.header("origin", origin).json(&account).send().await.unwrap();
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
    let session: Value = answer.json().await.unwrap();
    let token = session["token"].as_str().unwrap().to_owned();

    let wish = json!({ "content_type": "audio/webm", "extension": "webm", "size": 4 });
    let request = client.post(format!("{origin}/upload/s3-presign")).bearer_auth(&token).json(&wish);
    let permission: Value = request.send().await.unwrap().json().await.unwrap();
    let url = permission["url"].as_str().unwrap();
    assert!(url.starts_with(origin), "{url}");
    let mut put = client.put(url).body(vec![1, 2, 3, 4]);
    for (name, value) in permission["headers"].as_object().unwrap() {
        put = put.header(name, value.as_str().unwrap());
    }
    assert_eq!(put.send().await.unwrap().status(), 200);

    let url = format!("{}/ws/transcribe", origin.replace("https", "wss"));
    let (socket, _) =
        tokio_tungstenite::client_async(url, secured(origin, &pem, "http/1.1").await).await.unwrap();
    greeted(socket, &token).await;
    greeted(over_http2(origin, &pem).await, &token).await;
    assert_eq!(server.terminate().await, Some(0));
}

async fn secured(origin: &str, pem: &str, protocol: &str) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let tcp = TcpStream::connect(origin.trim_start_matches("https://")).await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap()
}

/// As browsers open it where they have an HTTP/2 connection already.
async fn over_http2(origin: &str, pem: &str) -> WebSocketStream<TokioIo<Upgraded>> {
    let stream = TokioIo::new(secured(origin, pem, "h2").await);
    let (mut client, connection) = http2::handshake(TokioExecutor::new(), stream).await.unwrap();
    tokio::spawn(connection);
    // Its answer comes after the server has said that sockets may be opened.
    let live = Request::get(format!("{origin}/health/live")).body(Body::empty()).unwrap();
    assert_eq!(client.send_request(live).await.unwrap().status(), 200);
    let open = Request::connect(format!("{origin}/ws/transcribe"))
        .header("sec-websocket-version", "13")
        .header("origin", origin)
        .extension(Protocol::from_static("websocket"));
    let answer = client.send_request(open.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 200);
    let stream = TokioIo::new(hyper::upgrade::on(answer).await.unwrap());
    WebSocketStream::from_raw_socket(stream, Role::Client, None).await
}

/// Signs in on the socket.
async fn greeted<S: AsyncRead + AsyncWrite + Unpin>(mut socket: WebSocketStream<S>, token: &str) {
    socket.send(Message::text(json!({ "type": "auth", "token": token }).to_string())).await.unwrap();
    let said = socket.next().await.unwrap().unwrap();
    let said: Value = serde_json::from_str(said.to_text().unwrap()).unwrap();
    assert_eq!(said["type"], "auth_success");
}

#[tokio::test]
async fn a_certificate_is_renewed_by_sighup_without_dropping_a_connection() {
    let folder = process_folder();
    let first = renew(folder.path());
    let mut server = serve(folder.path()).await;
    let url = format!("{}/health/live", server.origin);
    let before = believing(&first);
    assert_eq!(before.get(&url).send().await.unwrap().status(), 200);
    let second = renew(folder.path());
    server.signal("HUP").await;
    server.logged("the TLS certificate was read again").await;
    assert_eq!(believing(&second).get(&url).send().await.unwrap().status(), 200);
    assert!(believing(&first).get(&url).send().await.is_err());
    // This one has its connection still.
    assert_eq!(before.get(&url).send().await.unwrap().status(), 200);
    assert_eq!(server.terminate().await, Some(0));
}

#[tokio::test]
async fn settings_that_do_not_go_together_are_refused() {
    let folder = process_folder();
    let wrong = [
        ("GREENROOM_TLS__CERTIFICATE", "certificate.pem"),
        ("GREENROOM_TLS__ACME_DOMAINS", "localhost,PRACTISE.example.org"),
        ("GREENROOM_TLS__ACME_DIRECTORY", "http://acme.example.org"),
    ];
    let output = Process::run(folder.path(), &["serve"], &wrong).await;
    let said = String::from_utf8(output.stderr).unwrap();
    for words in ["needs tls.key too", "each must be a full name", "must begin with https://"] {
        assert!(said.contains(words), "{words:?} is missing from\n{said}");
    }
}
