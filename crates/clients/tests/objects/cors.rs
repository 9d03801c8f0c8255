//! What a page of another origin may do.

use clients::embedded_s3::{EmbeddedS3, OpenError, Options};
use reqwest::Method;

use crate::support::{KEY, Store, http, options};

#[tokio::test]
async fn a_browser_may_ask_first_and_then_put() {
    let store = Store::start().await;
    let permit = store.permit_put(KEY, "audio/webm", 5).await;
    let preflight = http()
        .request(Method::OPTIONS, permit.url.clone())
        .header("origin", "https://app.example")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "content-type,if-none-match");
    let preflight = preflight.send().await.unwrap();
    assert_eq!(preflight.status(), 200);
    assert_eq!(preflight.headers()["access-control-allow-origin"], "https://app.example");
    assert!(preflight.headers()["access-control-allow-methods"].to_str().unwrap().contains("PUT"));
    assert_eq!(preflight.headers()["access-control-allow-headers"], "content-type,if-none-match");

    let put = http().put(permit.url).header("origin", "https://app.example").body("hello");
    let put = put.header("content-type", "audio/webm").header("if-none-match", "*").send().await.unwrap();
    assert_eq!(put.status(), 200);
    assert_eq!(put.headers()["access-control-allow-origin"], "https://app.example");
    let exposed = put.headers()["access-control-expose-headers"].to_str().unwrap().to_owned();
    for header in ["etag", "accept-ranges", "content-range"] {
        assert!(exposed.contains(header), "{exposed}");
    }
}

#[tokio::test]
async fn another_origin_gets_no_permission() {
    let store = Store::start().await;
    let preflight = http()
        .request(Method::OPTIONS, store.url(KEY))
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "PUT");
    assert!(!preflight.send().await.unwrap().headers().contains_key("access-control-allow-origin"));
}

#[test]
fn an_origin_that_is_none_is_a_configuration_error() {
    let folder = tempfile::tempdir().unwrap();
    for origin in ["app.example", "https://app.example/path", ""] {
        let options = Options { allowed_origins: vec![origin.to_owned()], ..options() };
        let opened = EmbeddedS3::open(folder.path().join("store"), options);
        assert!(matches!(opened, Err(OpenError::Origin(named)) if named == origin));
    }
}
