//! Our client, as the rest of the product uses it.

use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::primitives::ByteStream;
use clients::Health;
use clients::object_store::{
    Credentials, Encryption, Endpoint, Limits, ObjectError, ObjectStore, S3Settings, S3Store,
};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::timeout;

use crate::keys::sdk;
use crate::support::{ACCESS_KEY, BUCKET, KEY, MINUTE, REGION, SECRET_KEY, Store, clock, now};

async fn read(client: &S3Store, key: &str, etag: &str) -> Result<Vec<u8>, ObjectError> {
    let stream = client.get(key, etag).await?;
    stream
        .try_fold(Vec::new(), |mut all, chunk| async move {
            all.extend_from_slice(&chunk);
            Ok(all)
        })
        .await
}

/// The embedded store as another process of this machine would reach it.
fn over_a_socket(store: &Store) -> S3Settings {
    S3Settings {
        endpoint: Endpoint::Url(store.origin.clone()),
        ..S3Settings::embedded(&store.embedded, store.origin.clone())
    }
}

#[tokio::test]
async fn an_object_is_read_in_the_version_that_was_confirmed() {
    let store = Store::start().await;
    store.put(KEY, "audio/webm", b"hello").await;
    for client in [store.client().await, S3Store::connect(over_a_socket(&store)).await] {
        let etag = client.head(KEY).await.unwrap().unwrap().etag;
        assert_eq!(read(&client, KEY, &etag).await.unwrap(), b"hello");
        assert_eq!(read(&client, KEY, "0cc175b9c0f1b6a831c399e269772661").await, Err(ObjectError::Changed));
        assert_eq!(read(&client, "missing", &etag).await, Err(ObjectError::NotFound));
    }
}

#[tokio::test]
async fn a_download_is_there_whole_or_not_at_all() {
    let store = Store::start().await;
    let client = store.client().await;
    let content: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    store.put(KEY, "audio/webm", &content).await;
    let etag = client.head(KEY).await.unwrap().unwrap().etag;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("take.webm");
    assert_eq!(client.download(KEY, &etag, &path).await, Ok(3_000_000));
    assert_eq!(std::fs::read(&path).unwrap(), content);

    let missing = folder.path().join("missing.webm");
    assert_eq!(client.download(KEY, "other", &missing).await, Err(ObjectError::Changed));
    assert_eq!(client.download("missing", &etag, &missing).await, Err(ObjectError::NotFound));
    let nowhere = client.download(KEY, &etag, Path::new("/nonexistent/take.webm")).await;
    assert!(matches!(nowhere, Err(ObjectError::Unavailable(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn deleting_is_done_also_when_nothing_was_there() {
    let store = Store::start().await;
    let client = store.client().await;
    store.put(KEY, "audio/webm", b"hello").await;
    for _ in 0..2 {
        assert_eq!(client.delete(KEY).await, Ok(()));
        assert_eq!(client.head(KEY).await, Ok(None));
    }
    let folders = std::fs::read_dir(store.folder().join("store/objects")).unwrap();
    assert_eq!(folders.count(), 0);
}

#[tokio::test]
async fn deleting_a_prefix_takes_objects_and_unfinished_uploads_and_nobody_elses() {
    let store = Store::start().await;
    let client = store.client().await;
    let foreign = sdk(&store);
    for key in ["uploads/1/a b+c%.webm", "uploads/1/日本.webm", "uploads/1/x/y", "uploads/12/a.webm"] {
        foreign
            .put_object()
            .bucket(BUCKET)
            .key(key)
            .body(ByteStream::from_static(b"x"))
            .send()
            .await
            .unwrap();
    }
    for key in ["uploads/1/unfinished", "uploads/12/unfinished"] {
        foreign.create_multipart_upload().bucket(BUCKET).key(key).send().await.unwrap();
    }
    assert_eq!(client.delete_prefix("uploads/1/").await, Ok(4));
    assert_eq!(client.delete_prefix("uploads/1/").await, Ok(0));
    let left = foreign.list_objects_v2().bucket(BUCKET).send().await.unwrap();
    assert_eq!(
        left.contents().iter().map(|object| object.key().unwrap()).collect::<Vec<_>>(),
        ["uploads/12/a.webm"]
    );
    let uploads = foreign.list_multipart_uploads().bucket(BUCKET).send().await.unwrap();
    assert_eq!(uploads.uploads().len(), 1);
}

#[tokio::test]
async fn more_objects_than_one_page_are_all_deleted() {
    let store = Store::start().await;
    let client = store.client().await;
    let foreign = sdk(&store);
    let puts = (0..1_003).map(|n| foreign.put_object().bucket(BUCKET).key(format!("many/{n}")).send());
    stream::iter(puts).buffer_unordered(8).try_for_each(|_| async { Ok(()) }).await.unwrap();
    assert_eq!(client.delete_prefix("many/").await, Ok(1_003));
}

#[tokio::test]
async fn a_key_that_a_url_can_not_carry_is_not_presigned() {
    let store = Store::start().await;
    let client = store.client().await;
    assert!(client.presign_get("a/../b", MINUTE, None).await.is_err());
    assert!(client.presign_get("a b+c/日本", MINUTE, None).await.is_ok());
}

#[tokio::test]
async fn server_side_encryption_is_asked_for_in_a_signed_header() {
    let store = Store::start().await;
    for (encryption, expected) in [
        (Encryption::StoreManaged, vec![("x-amz-server-side-encryption", "AES256")]),
        (
            Encryption::Kms { key_id: Some("key-7".to_owned()) },
            vec![
                ("x-amz-server-side-encryption", "aws:kms"),
                ("x-amz-server-side-encryption-aws-kms-key-id", "key-7"),
            ],
        ),
    ] {
        let settings = S3Settings { encryption: Some(encryption), ..over_a_socket(&store) };
        let permit =
            S3Store::connect(settings).await.presign_put(KEY, "audio/webm", 5, MINUTE, None).await.unwrap();
        for (name, value) in expected {
            assert!(permit.headers.contains(&(name.to_owned(), value.to_owned())), "{:?}", permit.headers);
            assert!(permit.url.query().unwrap().contains(name), "signed: {}", permit.url);
        }
    }
}

#[tokio::test]
async fn only_a_store_of_our_own_follows_the_host_of_the_request() {
    let store = Store::start().await;
    let host = "https://phone.example".parse().unwrap();
    let public = "https://s3.example".parse().unwrap();
    let settings = S3Settings { follow_host: false, public_url: Some(public), ..over_a_socket(&store) };
    let permit = S3Store::connect(settings).await.presign_get(KEY, MINUTE, Some(&host)).await.unwrap();
    assert!(
        permit.url.as_str().starts_with(&format!("https://s3.example/{BUCKET}/{KEY}?")),
        "{}",
        permit.url
    );
    let permit = store.client().await.presign_get(KEY, MINUTE, Some(&host)).await.unwrap();
    assert!(
        permit.url.as_str().starts_with(&format!("https://phone.example/{BUCKET}/{KEY}?")),
        "{}",
        permit.url
    );
}

#[tokio::test]
async fn amazon_is_addressed_by_region_and_bucket() {
    let store = Store::start().await;
    let settings = S3Settings {
        region: Some("eu-central-1".to_owned()),
        endpoint: Endpoint::Aws,
        public_url: None,
        follow_host: false,
        ..over_a_socket(&store)
    };
    let permit = S3Store::connect(settings).await.presign_get(KEY, MINUTE, None).await.unwrap();
    assert_eq!(permit.url.host_str(), Some("recordings.s3.eu-central-1.amazonaws.com"));
    assert_eq!(permit.url.scheme(), "https");
}

#[tokio::test]
async fn health_says_what_is_wrong_and_what_to_do() {
    let store = Store::start().await;
    let health = |settings| async move { S3Store::connect(settings).await.health().await };
    assert_eq!(
        store.client().await.health().await,
        Health::Ok("bucket `recordings` at the embedded store".to_owned())
    );
    assert!(matches!(health(over_a_socket(&store)).await, Health::Ok(_)));

    let missing = S3Settings { bucket: "nowhere".to_owned(), ..over_a_socket(&store) };
    assert_down(&health(missing).await, "there is no bucket `nowhere`");
    let guess =
        Credentials::Static { access_key_id: "AKIDEXAMPLE".to_owned(), secret_access_key: "guess".into() };
    let refused = S3Settings { credentials: guess, ..over_a_socket(&store) };
    assert_down(&health(refused).await, "refuses our credentials");

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let limits = Limits { attempts: 1, ..Limits::default() };
    let unreachable = S3Settings { endpoint: Endpoint::Url(closed), limits, ..over_a_socket(&store) };
    assert_down(&health(unreachable.clone()).await, "can not be reached");
    let client = S3Store::connect(unreachable).await;
    assert!(matches!(client.head(KEY).await, Err(error @ ObjectError::Unavailable(_)) if error.retryable()));
}

#[tokio::test]
async fn a_long_upload_is_given_longer_than_a_short_question() {
    const QUESTION: Duration = Duration::from_millis(60);
    let store = Store::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let slow = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let limits = Limits { attempt: QUESTION, attempts: 1, ..Limits::default() };
    let settings = S3Settings { endpoint: Endpoint::Url(slow), limits, ..over_a_socket(&store) };
    let client = S3Store::connect(settings).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(4 * 1024 * 1024).unwrap();

    let answering = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut read = 0;
        while read < 4 * 1024 * 1024 {
            let mut some = [0; 64 * 1024];
            read += stream.read(&mut some).await.unwrap();
        }
        // Some of it was the head. Whoever gives up closes the connection, which would be read.
        let rest = async { while stream.read(&mut [0; 1024]).await.unwrap() > 0 {} };
        let given_up = timeout(QUESTION * 8, rest).await;
        assert!(given_up.is_err(), "the store was not waited for");
        stream.write_all(b"HTTP/1.1 200 OK\r\netag: \"slow\"\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    };
    let (uploaded, ()) = tokio::join!(client.upload(KEY, "audio/webm", file.path()), answering);
    assert_eq!(uploaded, Ok("slow".to_owned()));
}

#[tokio::test]
async fn refused_credentials_are_not_a_missing_object() {
    let store = Store::start().await;
    let guess =
        Credentials::Static { access_key_id: "AKIDSTRANGER".to_owned(), secret_access_key: "x".into() };
    let client = S3Store::connect(S3Settings { credentials: guess, ..over_a_socket(&store) }).await;
    assert!(matches!(client.head(KEY).await, Err(ObjectError::Unauthorised(_))));
    assert!(matches!(client.delete(KEY).await, Err(ObjectError::Unauthorised(_))));
}

/// Runs itself again in an environment of its own, which the SDK's chain of credential sources then reads.
#[tokio::test]
async fn credentials_and_region_come_from_the_usual_aws_variables() {
    const NAME: &str = "store_client::credentials_and_region_come_from_the_usual_aws_variables";
    const ENDPOINT: &str = "GREENROOM_TEST_OBJECT_ENDPOINT";
    if let Ok(endpoint) = std::env::var(ENDPOINT) {
        println!("{:?}", with_aws_credentials(&endpoint).await.health().await);
        return;
    }
    let store = Store::start().await;
    let run = |variables: &[(&'static str, &'static str)]| {
        let mut run = Command::new(std::env::current_exe().unwrap());
        run.args(["--exact", NAME, "--nocapture"]).env_clear().env(ENDPOINT, store.origin.as_str());
        run.env("AWS_EC2_METADATA_DISABLED", "true")
            .env("HOME", store.folder())
            .envs(variables.iter().copied());
        async move { String::from_utf8(run.output().await.unwrap().stdout).unwrap() }
    };
    let region = ("AWS_REGION", REGION);
    let with_keys =
        run(&[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY), region]).await;
    assert!(with_keys.contains("Ok(\"bucket `recordings`"), "{with_keys}");
    let without = run(&[region]).await;
    assert!(without.contains("Down(") && without.contains("no usable credentials"), "{without}");
}

async fn with_aws_credentials(endpoint: &str) -> S3Store {
    S3Store::connect(S3Settings {
        bucket: BUCKET.to_owned(),
        region: None,
        endpoint: Endpoint::Url(endpoint.parse().unwrap()),
        public_url: None,
        follow_host: false,
        credentials: Credentials::Aws,
        encryption: None,
        limits: Limits::default(),
        clock: clock(now),
    })
    .await
}

fn assert_down(health: &Health, because: &str) {
    assert!(matches!(health, Health::Down(text) if text.contains(because)), "{health:?}");
}
