//! Listing objects.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;

use crate::keys::sdk;
use crate::support::{BUCKET, Store};

async fn store_of(keys: &[&str]) -> (Store, Client) {
    let store = Store::start().await;
    let client = sdk(&store);
    for key in keys {
        client
            .put_object()
            .bucket(BUCKET)
            .key(*key)
            .body(ByteStream::from_static(b"x"))
            .send()
            .await
            .unwrap();
    }
    (store, client)
}

async fn keys(client: &Client, prefix: &str) -> Vec<String> {
    let page = client.list_objects_v2().bucket(BUCKET).prefix(prefix).send().await.unwrap();
    page.contents().iter().map(|object| object.key().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn keys_are_listed_by_prefix_and_in_order() {
    let (_store, client) = store_of(&["u/12/b", "u/1/a", "u/12/a/deep", "u/2/a", "top", "u/12/a"]).await;
    assert_eq!(keys(&client, "").await, ["top", "u/1/a", "u/12/a", "u/12/a/deep", "u/12/b", "u/2/a"]);
    assert_eq!(keys(&client, "u/1").await, ["u/1/a", "u/12/a", "u/12/a/deep", "u/12/b"]);
    assert_eq!(keys(&client, "u/12/").await, ["u/12/a", "u/12/a/deep", "u/12/b"]);
    assert_eq!(keys(&client, "u/12/a").await, ["u/12/a", "u/12/a/deep"]);
    assert!(keys(&client, "u/3").await.is_empty());
}

#[tokio::test]
async fn pages_together_hold_every_key_once() {
    let names: Vec<String> = (0..25).map(|n| format!("p/{}/k{n:02}", n % 3)).collect();
    let (_store, client) = store_of(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut pages = client.list_objects_v2().bucket(BUCKET).prefix("p/").max_keys(4).into_paginator().send();
    let (mut seen, mut sizes) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        sizes.push(page.contents().len());
        seen.extend(page.contents().iter().map(|object| object.key().unwrap().to_owned()));
    }
    let mut expected = names;
    expected.sort();
    assert_eq!(seen, expected);
    assert_eq!(sizes, [4, 4, 4, 4, 4, 4, 1]);
}

#[tokio::test]
async fn a_delimiter_gathers_keys_into_folders() {
    let (_store, client) = store_of(&["a/1", "a/2", "b", "c/1/2"]).await;
    let page = client.list_objects_v2().bucket(BUCKET).delimiter("/").send().await.unwrap();
    let folders: Vec<_> = page.common_prefixes().iter().map(|folder| folder.prefix().unwrap()).collect();
    assert_eq!(folders, ["a/", "c/"]);
    assert_eq!(page.contents().iter().map(|object| object.key().unwrap()).collect::<Vec<_>>(), ["b"]);

    let mut pages =
        client.list_objects_v2().bucket(BUCKET).delimiter("/").max_keys(1).into_paginator().send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        names.extend(page.common_prefixes().iter().map(|folder| folder.prefix().unwrap().to_owned()));
        names.extend(page.contents().iter().map(|object| object.key().unwrap().to_owned()));
    }
    assert_eq!(names, ["a/", "b", "c/"]);
}

#[tokio::test]
async fn a_listing_says_size_and_etag() {
    let (_store, client) = store_of(&["a"]).await;
    let page = client.list_objects_v2().bucket(BUCKET).send().await.unwrap();
    let object = &page.contents()[0];
    assert_eq!((object.size(), object.e_tag()), (Some(1), Some("\"9dd4e461268c8034f5c8564e155c67a6\"")));
    assert_eq!((page.key_count(), page.is_truncated()), (Some(1), Some(false)));
}
