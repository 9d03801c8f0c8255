//! What the store's answers tell a browser.

use crate::support::{KEY, Store, http};

#[tokio::test]
async fn a_recording_is_playable_and_not_sniffed() {
    let store = Store::start().await;
    store.put(KEY, "audio/webm;codecs=opus", b"0123456789").await;
    let response = http().get(store.permit_get(KEY).await.url).send().await.unwrap();
    let headers = response.headers();
    assert_eq!(headers["content-type"], "audio/webm;codecs=opus");
    assert_eq!(headers["content-length"], "10");
    assert_eq!(headers["accept-ranges"], "bytes");
    assert_eq!(headers["etag"], "\"781e5e245d69b566979b86e28d23f2c7\"");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["cache-control"], "private, no-cache");
    assert!(headers.contains_key("last-modified"));
    assert!(!headers.contains_key("content-disposition"));
}

#[tokio::test]
async fn what_a_browser_could_run_is_a_download_in_a_sandbox() {
    let store = Store::start().await;
    for (key, content_type) in
        [("a", "text/html"), ("b", "image/svg+xml"), ("c", "application/xhtml+xml"), ("d", "AUDIO.HTML")]
    {
        store.put(key, content_type, b"<script>alert(1)</script>").await;
        let response = http().get(store.permit_get(key).await.url).send().await.unwrap();
        assert_eq!(response.headers()["content-disposition"], "attachment", "{content_type}");
        assert_eq!(response.headers()["content-security-policy"], "default-src 'none'; sandbox");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
    let refused = http().get(store.url("<script>")).send().await.unwrap();
    assert_eq!(refused.headers()["content-disposition"], "attachment");
}
