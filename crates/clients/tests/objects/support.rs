//! A store that listens on a port of its own, and the ways to speak to it.

use std::path::PathBuf;
use std::sync::{Arc, Once};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as SdkCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use chrono::{DateTime, Utc};
use clients::embedded_s3::{Clock, EmbeddedS3, Options, serve};
use clients::object_store::{ObjectStore, Presigned, S3Settings, S3Store};
use reqwest::{Method, Response};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;

pub(crate) const BUCKET: &str = "recordings";
pub(crate) const REGION: &str = "us-east-1";
pub(crate) const ACCESS_KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const KEY: &str = "uploads/7/0c9f.webm";
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// The machine's own time: `s3s` checks signatures against nothing else.
#[allow(clippy::disallowed_methods, reason = "a test is the outside from which time comes in")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

pub(crate) fn clock(at: impl Fn() -> SystemTime + Send + Sync + 'static) -> Clock {
    Arc::new(move || DateTime::<Utc>::from(at()))
}

pub(crate) fn options() -> Options {
    Options {
        bucket: BUCKET.to_owned(),
        region: REGION.to_owned(),
        access_key_id: ACCESS_KEY.to_owned(),
        secret_access_key: SECRET_KEY.into(),
        max_object_bytes: 100 * 1024 * 1024,
        allowed_origins: vec!["https://app.example".to_owned()],
        unfinished_upload_age: 24 * 60 * MINUTE,
        clock: clock(now),
    }
}

/// An embedded store in a folder of its own, served on loopback.
pub(crate) struct Store {
    pub(crate) embedded: EmbeddedS3,
    pub(crate) origin: Url,
    folder: TempDir,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Store {
    pub(crate) async fn start() -> Self {
        Self::start_with(options()).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        let folder = TempDir::new().unwrap();
        let embedded = EmbeddedS3::open(folder.path().join("store"), options).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(serve(embedded.service(), listener, async move {
            let _ = stopped.await;
        }));
        Self { embedded, origin, folder, stop, server }
    }

    /// Our own client, which reaches the store without a socket and presigns for the one it listens on.
    pub(crate) async fn client(&self) -> S3Store {
        S3Store::connect(S3Settings::embedded(&self.embedded, self.origin.clone())).await
    }

    pub(crate) async fn client_at(&self, time: SystemTime) -> S3Store {
        let settings = S3Settings::embedded(&self.embedded, self.origin.clone());
        S3Store::connect(S3Settings { clock: clock(move || time), ..settings }).await
    }

    /// The folder that holds the store's own, and nothing else.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// What is being received at this moment, or was left behind.
    pub(crate) fn incoming(&self) -> usize {
        std::fs::read_dir(self.folder().join("store/incoming")).unwrap().count()
    }

    /// The URL of a key, unsigned.
    pub(crate) fn url(&self, key: &str) -> String {
        format!("{}{BUCKET}/{key}", self.origin)
    }

    /// Stops listening and waits until every connection has ended.
    pub(crate) async fn stop(self) -> TempDir {
        self.stop.send(()).unwrap();
        self.server.await.unwrap().unwrap();
        self.folder
    }

    pub(crate) async fn put(&self, key: &str, content_type: &str, content: &[u8]) {
        let permit = self.permit_put(key, content_type, content.len()).await;
        let response = send(Method::PUT, &permit, content.to_vec()).await;
        assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
    }

    pub(crate) async fn permit_put(&self, key: &str, content_type: &str, length: usize) -> Presigned {
        self.client().await.presign_put(key, content_type, length as u64, 15 * MINUTE, None).await.unwrap()
    }

    pub(crate) async fn permit_get(&self, key: &str) -> Presigned {
        self.client().await.presign_get(key, 15 * MINUTE, None).await.unwrap()
    }
}

pub(crate) fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| rustls::crypto::ring::default_provider().install_default().unwrap());
    reqwest::Client::new()
}

/// Uses a presigned request as its holder would: with its headers, and a body whose length is stated as it is.
pub(crate) async fn send(method: Method, permit: &Presigned, body: Vec<u8>) -> Response {
    let request = http().request(method, permit.url.clone()).header("content-length", body.len());
    let headers = permit.headers.iter().filter(|(name, _)| name != "content-length");
    let request = headers.fold(request, |request, (name, value)| request.header(name, value));
    request.body(body).send().await.unwrap()
}

/// The status and the S3 error code of an answer.
pub(crate) async fn refusal(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    (status, code.map(|(code, _)| code.to_owned()).unwrap_or(text))
}

/// Signs requests the way an S3 library does, and the ways that one should not.
pub(crate) struct Signer {
    pub(crate) access_key: &'static str,
    pub(crate) secret_key: &'static str,
    pub(crate) region: &'static str,
    pub(crate) service: &'static str,
    pub(crate) time: SystemTime,
    /// Set: in the query (a presigned URL). Unset: in the headers.
    pub(crate) expires_in: Option<Duration>,
}

impl Signer {
    pub(crate) fn new() -> Self {
        Self {
            access_key: ACCESS_KEY,
            secret_key: SECRET_KEY,
            region: REGION,
            service: "s3",
            time: now(),
            expires_in: None,
        }
    }

    pub(crate) fn sign(&self, mut request: http::Request<Vec<u8>>) -> reqwest::Request {
        let identity = SdkCredentials::new(self.access_key, self.secret_key, None, None, "test").into();
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.expires_in = self.expires_in;
        let body = match self.expires_in {
            Some(_) => {
                settings.signature_location = SignatureLocation::QueryParams;
                SignableBody::UnsignedPayload
            }
            None => {
                settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
                SignableBody::Bytes(request.body())
            }
        };
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(self.time)
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
        let uri = request.uri().to_string();
        let signable = SignableRequest::new(request.method().as_str(), uri, headers, body).unwrap();
        let (instructions, _) = sign(signable, &params).unwrap().into_parts();
        instructions.apply_to_request_http1x(&mut request);
        reqwest::Request::try_from(request).unwrap()
    }
}

pub(crate) async fn execute(request: reqwest::Request) -> Response {
    http().execute(request).await.unwrap()
}
