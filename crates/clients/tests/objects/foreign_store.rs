//! Our client against a stranger's store: OpenStack Swift with its S3 API, which verifies signatures.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clients::Health;
use clients::object_store::{Credentials, Endpoint, Limits, ObjectError, ObjectStore, S3Settings, S3Store};
use futures::TryStreamExt;
use reqwest::Method;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use url::Url;

use crate::foreign_client::python;
use crate::keys::sdk_at;
use crate::support::{KEY, MINUTE, clock, now, send};

/// Swift ends when this is dropped, however the test ends: its standard input ends with us.
struct Swift {
    address: Address,
    _process: Child,
}

#[derive(Deserialize)]
struct Address {
    endpoint: Url,
    bucket: String,
    region: String,
    access_key_id: String,
    secret_access_key: String,
}

impl Swift {
    async fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/objects/foreign_store.py");
        let mut process = Command::new(python())
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address =
            lines.next_line().await.unwrap().expect("Swift did not start: its standard error says why");
        Self { address: serde_json::from_str(&address).unwrap(), _process: process }
    }

    fn settings(&self) -> S3Settings {
        let Address { endpoint, bucket, region, access_key_id, secret_access_key } = &self.address;
        S3Settings {
            bucket: bucket.clone(),
            region: Some(region.clone()),
            endpoint: Endpoint::Url(endpoint.clone()),
            public_url: None,
            follow_host: false,
            credentials: Credentials::Static {
                access_key_id: access_key_id.clone(),
                secret_access_key: secret_access_key.as_str().into(),
            },
            encryption: None,
            limits: Limits::default(),
            clock: clock(now),
        }
    }

    /// With a secret that is not the one.
    fn guessing(&self) -> S3Settings {
        let access_key_id = self.address.access_key_id.clone();
        S3Settings {
            credentials: Credentials::Static { access_key_id, secret_access_key: "guess".into() },
            ..self.settings()
        }
    }
}

#[tokio::test]
async fn an_object_goes_in_by_permit_and_comes_out() {
    let swift = Swift::start().await;
    let client = S3Store::connect(swift.settings()).await;
    assert!(matches!(client.health().await, Health::Ok(_)));
    assert_eq!(client.head(KEY).await, Ok(None));

    let permit = client.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &permit, b"hello".to_vec()).await.status(), 200);
    let info = client.head(KEY).await.unwrap().unwrap();
    assert_eq!((info.size, info.content_type.as_str()), (5, "audio/webm"));
    let read: Vec<u8> = client
        .get(KEY, &info.etag)
        .await
        .unwrap()
        .try_fold(Vec::new(), |all, chunk| async move { Ok([all, chunk.to_vec()].concat()) })
        .await
        .unwrap();
    assert_eq!(read, b"hello");
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(client.download(KEY, &info.etag, &folder.path().join("take")).await, Ok(5));
    let other = "0cc175b9c0f1b6a831c399e269772661";
    assert!(matches!(client.get(KEY, other).await.map(drop), Err(ObjectError::Changed)));
    let permit = client.presign_get(KEY, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::GET, &permit, Vec::new()).await.text().await.unwrap(), "hello");

    assert_eq!(client.delete(KEY).await, Ok(()));
    assert_eq!(client.delete(KEY).await, Ok(()));
    assert_eq!(client.head(KEY).await, Ok(None));
}

#[tokio::test]
async fn what_our_client_signs_is_what_the_store_enforces() {
    let swift = Swift::start().await;
    let client = S3Store::connect(swift.settings()).await;
    let permit = client.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &permit, b"hello!".to_vec()).await.status(), 403);
    let mut other_type = permit.clone();
    other_type.headers.iter_mut().find(|(name, _)| name == "content-type").unwrap().1 =
        "text/html".to_owned();
    assert_eq!(send(Method::PUT, &other_type, b"hello".to_vec()).await.status(), 403);
    let past =
        S3Store::connect(S3Settings { clock: clock(|| now() - 16 * MINUTE), ..swift.settings() }).await;
    let expired = past.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &expired, b"hello".to_vec()).await.status(), 403);
    assert_eq!(client.head(KEY).await, Ok(None));

    assert_eq!(send(Method::PUT, &permit, b"hello".to_vec()).await.status(), 200);
    assert_eq!(send(Method::PUT, &permit, b"other".to_vec()).await.status(), 412);
}

#[tokio::test]
async fn what_is_permitted_under_a_clock_that_is_wrong_works_once_the_store_has_been_heard() {
    let swift = Swift::start().await;
    let behind = S3Settings { clock: clock(|| now() - 20 * MINUTE), ..swift.settings() };
    let client = S3Store::connect(behind).await;
    let unheard = client.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &unheard, b"hello".to_vec()).await.status(), 403);

    assert!(matches!(client.health().await, Health::Degraded(text) if text.contains("ahead of ours")));
    let permit = client.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &permit, b"hello".to_vec()).await.status(), 200);
    assert_eq!(client.head(KEY).await.unwrap().unwrap().size, 5);
}

/// As long as uploads are refused, nobody gets as far as anything else that is asked of the store.
#[tokio::test]
async fn a_clock_that_leaps_is_noticed_although_nothing_is_asked_for_but_permits() {
    let swift = Swift::start().await;
    let behind = Arc::new(AtomicBool::new(false));
    let leaping = Arc::clone(&behind);
    let ours = clock(move || if leaping.load(Ordering::Relaxed) { now() - 20 * MINUTE } else { now() });
    let client = S3Store::connect(S3Settings { clock: ours, ..swift.settings() }).await;
    assert!(matches!(client.health().await, Health::Ok(_)));

    behind.store(true, Ordering::Relaxed);
    let put = async || {
        let permit = client.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
        send(Method::PUT, &permit, b"hello".to_vec()).await.status()
    };
    assert_eq!(put().await, 403);
    let accepted = async { while put().await != 200 {} };
    tokio::time::timeout(MINUTE, accepted).await.expect("every upload is refused");
}

#[tokio::test]
async fn a_wrong_secret_is_refused_by_header_and_by_permit() {
    let swift = Swift::start().await;
    let guessing = S3Store::connect(swift.guessing()).await;
    let permit = guessing.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &permit, b"hello".to_vec()).await.status(), 403);
    assert!(matches!(guessing.head(KEY).await, Err(ObjectError::Unauthorised(_))));
    assert!(matches!(guessing.delete_prefix("uploads/").await, Err(ObjectError::Unauthorised(_))));
    assert!(
        matches!(guessing.health().await, Health::Down(text) if text.contains("refuses our credentials"))
    );
}

#[tokio::test]
async fn a_prefix_is_deleted_with_its_unfinished_uploads() {
    let swift = Swift::start().await;
    let client = S3Store::connect(swift.settings()).await;
    for key in ["uploads/1/a b+c.webm", "uploads/1/日本.webm", "uploads/12/a.webm"] {
        let permit = client.presign_put(key, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
        assert_eq!(send(Method::PUT, &permit, b"hello".to_vec()).await.status(), 200, "{key}");
    }
    let Address { endpoint, access_key_id, secret_access_key, bucket, .. } = &swift.address;
    let stranger = sdk_at(endpoint, access_key_id, secret_access_key);
    stranger.create_multipart_upload().bucket(bucket).key("uploads/1/unfinished").send().await.unwrap();
    assert_eq!(client.delete_prefix("uploads/1/").await, Ok(3));
    assert_eq!(client.delete_prefix("uploads/1/").await, Ok(0));
    assert!(client.head("uploads/12/a.webm").await.unwrap().is_some());
}

#[tokio::test]
async fn a_file_goes_in_and_replaces_what_was_there() {
    let swift = Swift::start().await;
    let client = S3Store::connect(swift.settings()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("recording");
    for content in ["hello", "hello again"] {
        std::fs::write(&file, content).unwrap();
        let etag = client.upload(KEY, "audio/webm", &file).await.unwrap();
        let info = client.head(KEY).await.unwrap().unwrap();
        assert_eq!((info.size, info.content_type.as_str()), (content.len() as u64, "audio/webm"));
        assert_eq!(info.etag, etag);
    }
}

#[tokio::test]
async fn a_store_that_knows_no_such_rules_is_not_advised_to_have_them_and_an_answer_that_says_nothing_is_told()
 {
    let swift = Swift::start().await;
    let page = Some("https://practise.example.org");
    // Swift says of CORS that it knows none, of versioning that it is off, and to the question for a lifecycle something else.
    let advice = S3Store::connect(swift.settings()).await.advice(page).await;
    assert_eq!(advice.len(), 1, "{advice:?}");
    assert!(
        advice[0].contains("unfinished uploads") && advice[0].contains("could not be found out"),
        "{advice:?}"
    );
    let refused = S3Store::connect(swift.guessing()).await.advice(page).await;
    // Of CORS it says so to anybody.
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused.iter().all(|line| line.contains("could not be found out")), "{refused:?}");
}
