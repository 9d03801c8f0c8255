//! Ranges and conditional requests.

use reqwest::Method;
use reqwest::header::HeaderMap;

use crate::support::{KEY, Store, http, send};

const ETAG: &str = "\"781e5e245d69b566979b86e28d23f2c7\"";

async fn store_of_digits() -> Store {
    let store = Store::start().await;
    store.put(KEY, "audio/webm", b"0123456789").await;
    store
}

async fn get(store: &Store, headers: &[(&'static str, &str)]) -> (u16, HeaderMap, String) {
    let request = http().get(store.permit_get(KEY).await.url);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.headers().clone(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_range_of_the_content_is_served_as_such() {
    let store = store_of_digits().await;
    for (range, content, content_range) in [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=4-", "456789", "bytes 4-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
        ("bytes=8-100", "89", "bytes 8-9/10"),
        ("bytes=0-0", "0", "bytes 0-0/10"),
        ("bytes=-100", "0123456789", "bytes 0-9/10"),
    ] {
        let (status, headers, text) = get(&store, &[("range", range)]).await;
        assert_eq!((status, text.as_str()), (206, content), "{range}");
        assert_eq!(headers["content-range"], content_range);
        assert_eq!(headers["content-length"], content.len().to_string());
        assert_eq!(headers["content-type"], "audio/webm");
    }
}

#[tokio::test]
async fn a_range_outside_the_content_is_416() {
    let store = store_of_digits().await;
    assert_eq!(get(&store, &[("range", "bytes=10-")]).await.0, 416);
    assert_eq!(get(&store, &[("range", "bytes=-0")]).await.0, 416);
    store.put("empty", "audio/webm", b"").await;
    let url = store.permit_get("empty").await.url;
    assert_eq!(http().get(url.clone()).header("range", "bytes=-5").send().await.unwrap().status(), 416);
    let whole = http().get(url).send().await.unwrap();
    assert_eq!((whole.status().as_u16(), whole.bytes().await.unwrap().len()), (200, 0));
}

#[tokio::test]
async fn a_reader_that_resumes_gets_the_range_only_of_the_same_object() {
    let store = store_of_digits().await;
    let same = get(&store, &[("range", "bytes=5-"), ("if-range", ETAG)]).await;
    assert_eq!((same.0, same.2.as_str()), (206, "56789"));
    let other = get(&store, &[("range", "bytes=5-"), ("if-range", "\"other\"")]).await;
    assert_eq!((other.0, other.2.as_str()), (200, "0123456789"));
}

#[tokio::test]
async fn conditions_decide_between_200_304_and_412() {
    let store = store_of_digits().await;
    let long_ago = "Sat, 01 Jan 2000 00:00:00 GMT";
    let far_ahead = "Fri, 01 Jan 2100 00:00:00 GMT";
    for (condition, status) in [
        (("if-match", ETAG), 200),
        (("if-match", "*"), 200),
        (("if-match", "\"other\""), 412),
        (("if-none-match", ETAG), 304),
        (("if-none-match", "\"other\""), 200),
        (("if-modified-since", far_ahead), 304),
        (("if-modified-since", long_ago), 200),
        (("if-unmodified-since", long_ago), 412),
        (("if-unmodified-since", far_ahead), 200),
    ] {
        let (found, headers, text) = get(&store, &[condition]).await;
        assert_eq!(found, status, "{condition:?}");
        if status == 304 {
            assert_eq!((headers["etag"].to_str().unwrap(), text.as_str()), (ETAG, ""));
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let store = Store::start().await;
    let missing = store.permit_get("uploads/7/missing.webm").await;
    assert_eq!(send(Method::GET, &missing, Vec::new()).await.status(), 404);
}
