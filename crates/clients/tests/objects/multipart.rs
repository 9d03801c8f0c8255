//! Multipart uploads.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use clients::embedded_s3::Options;
use clients::object_store::ObjectStore;

use crate::keys::sdk;
use crate::support::{BUCKET, KEY, MINUTE, Store, clock, now, options};

const PART: usize = 5 * 1024 * 1024;

async fn begin(client: &Client, key: &str) -> String {
    let upload =
        client.create_multipart_upload().bucket(BUCKET).key(key).content_type("audio/webm").send().await;
    upload.unwrap().upload_id().unwrap().to_owned()
}

async fn part(client: &Client, id: &str, number: i32, content: Vec<u8>) -> CompletedPart {
    let sent = client.upload_part().bucket(BUCKET).key(KEY).upload_id(id).part_number(number);
    let sent = sent.body(ByteStream::from(content)).send().await.unwrap();
    CompletedPart::builder().part_number(number).e_tag(sent.e_tag().unwrap()).build()
}

async fn complete(client: &Client, id: &str, parts: Vec<CompletedPart>) -> Result<String, String> {
    let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
    let done =
        client.complete_multipart_upload().bucket(BUCKET).key(KEY).upload_id(id).multipart_upload(parts);
    match done.send().await {
        Ok(done) => Ok(done.e_tag().unwrap().to_owned()),
        Err(error) => Err(error.into_service_error().meta().code().unwrap().to_owned()),
    }
}

#[tokio::test]
async fn parts_become_one_object_in_the_order_of_their_numbers() {
    let store = Store::start().await;
    let client = sdk(&store);
    let id = begin(&client, KEY).await;
    let last = part(&client, &id, 3, b"end".to_vec()).await;
    part(&client, &id, 1, vec![9; PART]).await;
    let first = part(&client, &id, 1, vec![1; PART]).await;
    assert_eq!(store.client().await.head(KEY).await, Ok(None));
    let listed = client.list_parts().bucket(BUCKET).key(KEY).upload_id(&id).send().await.unwrap();
    assert_eq!(listed.parts().iter().map(|part| part.part_number().unwrap()).collect::<Vec<_>>(), [1, 3]);

    let etag = complete(&client, &id, vec![first, last]).await.unwrap();
    assert!(etag.ends_with("-2\""), "{etag}");
    let object = client.get_object().bucket(BUCKET).key(KEY).send().await.unwrap();
    assert_eq!(object.content_type(), Some("audio/webm"));
    let content = object.body.collect().await.unwrap().to_vec();
    assert!(
        content.len() == PART + 3
            && content[..PART].iter().all(|byte| *byte == 1)
            && content.ends_with(b"end")
    );
    assert!(client.list_multipart_uploads().bucket(BUCKET).send().await.unwrap().uploads().is_empty());
}

#[tokio::test]
async fn parts_that_do_not_fit_together_are_refused() {
    let store = Store::start().await;
    let client = sdk(&store);
    let id = begin(&client, KEY).await;
    let small = part(&client, &id, 1, b"small".to_vec()).await;
    let last = part(&client, &id, 2, b"last".to_vec()).await;
    let forged =
        CompletedPart::builder().part_number(2).e_tag("\"0cc175b9c0f1b6a831c399e269772661\"").build();
    for (parts, code) in [
        (vec![small.clone(), last.clone()], "EntityTooSmall"),
        (vec![last, small.clone()], "InvalidPartOrder"),
        (vec![small, forged], "InvalidPart"),
    ] {
        assert_eq!(complete(&client, &id, parts).await, Err(code.to_owned()));
    }
    let other_key = client.abort_multipart_upload().bucket(BUCKET).key("other").upload_id(&id).send().await;
    assert!(other_key.unwrap_err().into_service_error().is_no_such_upload());
    let escape =
        client.abort_multipart_upload().bucket(BUCKET).key(KEY).upload_id("../../objects").send().await;
    assert!(escape.unwrap_err().into_service_error().is_no_such_upload());
}

#[tokio::test]
async fn an_aborted_upload_leaves_nothing() {
    let store = Store::start().await;
    let client = sdk(&store);
    let id = begin(&client, KEY).await;
    let sent = part(&client, &id, 1, b"x".to_vec()).await;
    client.abort_multipart_upload().bucket(BUCKET).key(KEY).upload_id(&id).send().await.unwrap();
    assert_eq!(complete(&client, &id, vec![sent]).await, Err("NoSuchUpload".to_owned()));
    assert_eq!(std::fs::read_dir(store.folder().join("store/multipart")).unwrap().count(), 0);
}

#[tokio::test]
async fn uploads_are_listed_by_prefix_page_by_page() {
    let store = Store::start().await;
    let client = sdk(&store);
    for key in ["u/1/a", "u/1/b", "u/1/b", "u/12/a"] {
        begin(&client, key).await;
    }
    let (mut keys, mut key_marker, mut id_marker) = (Vec::new(), None, None);
    loop {
        let page = client.list_multipart_uploads().bucket(BUCKET).prefix("u/1/").max_uploads(1);
        let page = page.set_key_marker(key_marker).set_upload_id_marker(id_marker).send().await.unwrap();
        keys.extend(page.uploads().iter().map(|upload| upload.key().unwrap().to_owned()));
        (key_marker, id_marker) =
            (page.next_key_marker().map(str::to_owned), page.next_upload_id_marker().map(str::to_owned));
        if page.is_truncated() != Some(true) {
            break;
        }
    }
    assert_eq!(keys, ["u/1/a", "u/1/b", "u/1/b"]);
}

#[tokio::test]
async fn an_upload_that_nobody_finishes_is_swept_when_it_is_old() {
    let store = Store::start_with(Options { unfinished_upload_age: MINUTE, ..options() }).await;
    let client = sdk(&store);
    let id = begin(&client, KEY).await;
    part(&client, &id, 1, b"x".to_vec()).await;
    assert_eq!(store.embedded.sweep(), 0);
    let folder = store.stop().await;
    let later = Options { unfinished_upload_age: MINUTE, clock: clock(|| now() + 2 * MINUTE), ..options() };
    clients::embedded_s3::EmbeddedS3::open(folder.path().join("store"), later).unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("store/multipart")).unwrap().count(), 0);
}
