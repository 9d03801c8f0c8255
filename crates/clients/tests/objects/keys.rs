//! Keys: any text is a key, and none of them is a path.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Builder, Credentials, Region};
use aws_sdk_s3::primitives::ByteStream;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use url::Url;

use crate::support::{ACCESS_KEY, BUCKET, REGION, SECRET_KEY, Store};

/// The official SDK as any other program would use it.
pub(crate) fn sdk(store: &Store) -> Client {
    sdk_at(&store.origin, ACCESS_KEY, SECRET_KEY)
}

pub(crate) fn sdk_at(endpoint: &Url, access_key: &str, secret_key: &str) -> Client {
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .region(Region::new(REGION))
        .credentials_provider(Credentials::new(access_key, secret_key, None, None, "test"))
        .endpoint_url(endpoint.as_str().trim_end_matches('/'))
        .force_path_style(true);
    Client::from_conf(config.build())
}

async fn round_trip(client: &Client, key: &str) {
    let content = key.as_bytes().to_vec();
    client.put_object().bucket(BUCKET).key(key).body(ByteStream::from(content.clone())).send().await.unwrap();
    let object = client.get_object().bucket(BUCKET).key(key).send().await.unwrap();
    assert_eq!(object.body.collect().await.unwrap().to_vec(), content);
    client.delete_object().bucket(BUCKET).key(key).send().await.unwrap();
    assert!(
        client
            .head_object()
            .bucket(BUCKET)
            .key(key)
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_not_found()
    );
}

/// Nothing but the store's folder, and in it nothing but the names that it gives itself.
fn assert_own_names_only(store: &Store) {
    let beside: Vec<_> =
        std::fs::read_dir(store.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["store"]);
    let mut inside: Vec<_> = std::fs::read_dir(store.folder().join("store"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    inside.sort();
    assert_eq!(inside, ["incoming", "lock", "multipart", "objects"]);
}

#[tokio::test]
async fn keys_that_look_like_paths_or_break_others_are_just_keys() {
    let store = Store::start().await;
    let client = sdk(&store);
    let long = "k".repeat(1024);
    let keys = [
        "../../etc/passwd",
        "..",
        "a/../../b",
        "./a",
        "a//b",
        "a/",
        "/a",
        "a b+c%20d",
        "C:\\a\\b",
        "nul\0nul",
        "\u{7f}\n\r\t",
        "日本語/🎤.webm",
        "é",
        "e\u{301}",
        "%2e%2e%2f",
        "?x=1#y",
        "<&>'\"",
        long.as_str(),
    ];
    for key in keys {
        round_trip(&client, key).await;
    }
    assert_own_names_only(&store);
}

#[tokio::test]
async fn a_key_over_1024_bytes_is_refused() {
    let store = Store::start().await;
    let error = sdk(&store).put_object().bucket(BUCKET).key("k".repeat(1025)).send().await.unwrap_err();
    assert_eq!(error.into_service_error().meta().code(), Some("KeyTooLongError"));
}

#[tokio::test]
async fn keys_that_are_alike_are_different_objects() {
    let store = Store::start().await;
    let client = sdk(&store);
    let keys = ["a/b", "a//b", "a/b/", "A/b", "a/b ", "é", "e\u{301}"];
    for key in keys {
        client
            .put_object()
            .bucket(BUCKET)
            .key(key)
            .body(ByteStream::from(key.as_bytes().to_vec()))
            .send()
            .await
            .unwrap();
    }
    for key in keys {
        let object = client.get_object().bucket(BUCKET).key(key).send().await.unwrap();
        assert_eq!(object.body.collect().await.unwrap().to_vec(), key.as_bytes(), "{key}");
    }
}

#[test]
fn any_key_goes_in_and_comes_out() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = runtime.block_on(Store::start());
    let client = sdk(&store);
    let keys = proptest::string::string_regex("(?s).{1,60}(/.{0,20}){0,3}").unwrap();
    let keys = keys.prop_filter("the SDK takes blank keys for none", |key| !key.trim().is_empty());
    TestRunner::new(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })
        .run(&keys, |key| {
            runtime.block_on(round_trip(&client, &key));
            Ok(())
        })
        .unwrap();
    assert_own_names_only(&store);
}
