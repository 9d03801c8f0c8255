//! A presigned URL permits exactly one thing.

use clients::object_store::ObjectStore;
use reqwest::Method;

use crate::support::{KEY, MINUTE, Store, now, refusal, send};

#[tokio::test]
async fn a_presigned_put_stores_the_bytes_and_their_type() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 5).await;
    let response = send(Method::PUT, &permit, b"hello".to_vec()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["etag"], "\"5d41402abc4b2a76b9719d911017c592\"");

    let info = store.client().await.head(KEY).await.unwrap().unwrap();
    assert_eq!((info.size, info.content_type.as_str()), (5, "audio/webm"));
    assert_eq!(info.etag, "5d41402abc4b2a76b9719d911017c592");
    let read = send(Method::GET, &store.permit_get(KEY).await, Vec::new()).await;
    assert_eq!(read.bytes().await.unwrap(), "hello");
}

#[tokio::test]
async fn the_headers_to_send_are_exactly_the_signed_ones() {
    let store = Store::start().await;
    let mut permit = store.permit_put(KEY, "audio/webm", 5).await;
    permit.headers.sort();
    let expected = [("content-length", "5"), ("content-type", "audio/webm"), ("if-none-match", "*")];
    assert_eq!(permit.headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let signed = permit.url.query_pairs().find(|(name, _)| name == "X-Amz-SignedHeaders").unwrap().1;
    assert_eq!(signed, "content-length;content-type;host;if-none-match");
    assert_eq!(permit.expires_in, 15 * MINUTE);
    assert!(store.permit_get(KEY).await.headers.is_empty());
}

#[tokio::test]
async fn another_length_type_or_condition_than_signed_is_refused_and_nothing_is_stored() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 5).await;
    for body in [b"hell".to_vec(), b"hello!".to_vec(), Vec::new()] {
        assert_eq!(send(Method::PUT, &permit, body).await.status(), 403);
    }
    for (name, value) in [("content-type", "text/html"), ("if-none-match", "\"x\"")] {
        let mut other = permit.clone();
        other.headers.iter_mut().find(|(header, _)| header == name).unwrap().1 = value.to_owned();
        assert_eq!(
            refusal(send(Method::PUT, &other, b"hello".to_vec()).await).await.1,
            "SignatureDoesNotMatch"
        );
    }
    let mut without = permit.clone();
    without.headers.retain(|(name, _)| name != "if-none-match");
    assert_eq!(send(Method::PUT, &without, b"hello".to_vec()).await.status(), 403);

    assert_eq!(store.client().await.head(KEY).await, Ok(None));
    assert_eq!(store.incoming(), 0);
}

#[tokio::test]
async fn a_presigned_put_does_not_overwrite() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 5).await;
    assert_eq!(send(Method::PUT, &permit, b"first".to_vec()).await.status(), 200);
    let again = send(Method::PUT, &permit, b"other".to_vec()).await;
    assert_eq!(refusal(again).await, (412, "PreconditionFailed".to_owned()));
    let read = send(Method::GET, &store.permit_get(KEY).await, Vec::new()).await;
    assert_eq!(read.bytes().await.unwrap(), "first");
}

#[tokio::test]
async fn of_many_puts_of_one_key_at_once_exactly_one_wins() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 100_000).await;
    let puts = (0..16_u8).map(|writer| {
        let permit = &permit;
        async move { (writer, send(Method::PUT, permit, vec![writer; 100_000]).await.status().as_u16()) }
    });
    let outcomes = futures::future::join_all(puts).await;
    let winners: Vec<u8> =
        outcomes.iter().filter(|(_, status)| *status == 200).map(|(writer, _)| *writer).collect();
    assert_eq!(winners.len(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|(_, status)| matches!(status, 200 | 412)), "{outcomes:?}");
    let read = send(Method::GET, &store.permit_get(KEY).await, Vec::new()).await;
    assert_eq!(read.bytes().await.unwrap(), vec![winners[0]; 100_000]);
}

#[tokio::test]
async fn a_permit_ends_when_it_says() {
    let store = Store::start().await;
    let past = store.client_at(now() - 16 * MINUTE).await;
    let expired = past.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, None).await.unwrap();
    let answer = send(Method::PUT, &expired, b"hello".to_vec()).await;
    assert_eq!(refusal(answer).await, (403, "AccessDenied".to_owned()));

    let mut prolonged = expired.clone();
    let query = prolonged.url.query().unwrap().replace("X-Amz-Expires=900", "X-Amz-Expires=9000");
    prolonged.url.set_query(Some(&query));
    let answer = send(Method::PUT, &prolonged, b"hello".to_vec()).await;
    assert_eq!(refusal(answer).await, (403, "SignatureDoesNotMatch".to_owned()));

    let valid = past.presign_put(KEY, "audio/webm", 5, 20 * MINUTE, None).await.unwrap();
    assert_eq!(send(Method::PUT, &valid, b"hello".to_vec()).await.status(), 200);
}

#[tokio::test]
async fn a_permit_from_a_clock_that_is_far_ahead_is_refused() {
    let store = Store::start().await;
    let future = store.client_at(now() + 20 * MINUTE).await;
    let permit = future.presign_get(KEY, 15 * MINUTE, None).await.unwrap();
    let answer = send(Method::GET, &permit, Vec::new()).await;
    assert_eq!(refusal(answer).await, (403, "RequestTimeTooSkewed".to_owned()));
}

#[tokio::test]
async fn a_permit_is_for_one_key_and_one_verb() {
    let store = Store::start().await;
    store.put(KEY, "audio/webm", b"mine").await;
    store.put("uploads/8/theirs.webm", "audio/webm", b"theirs").await;
    let permit = store.permit_get(KEY).await;
    let mut elsewhere = permit.clone();
    elsewhere.url.set_path("/recordings/uploads/8/theirs.webm");
    let answer = send(Method::GET, &elsewhere, Vec::new()).await;
    assert_eq!(refusal(answer).await, (403, "SignatureDoesNotMatch".to_owned()));
    for verb in [Method::DELETE, Method::PUT, Method::HEAD, Method::POST] {
        assert_eq!(send(verb.clone(), &permit, Vec::new()).await.status(), 403, "{verb}");
    }
    assert!(store.client().await.head(KEY).await.unwrap().is_some());
}

#[tokio::test]
async fn a_permit_carries_the_host_that_the_client_reached_us_at() {
    let store = Store::start().await;
    let client = store.client().await;
    let reached = format!("http://localhost:{}", store.origin.port().unwrap()).parse().unwrap();
    let permit = client.presign_put(KEY, "audio/webm", 5, 15 * MINUTE, Some(&reached)).await.unwrap();
    assert_eq!(permit.url.host_str(), Some("localhost"));
    let mut at_another_host = permit.clone();
    at_another_host.url.set_host(Some("127.0.0.1")).unwrap();
    assert_eq!(send(Method::PUT, &at_another_host, b"hello".to_vec()).await.status(), 403);
    assert_eq!(send(Method::PUT, &permit, b"hello".to_vec()).await.status(), 200);
}
