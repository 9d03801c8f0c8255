//! The Redis that `script/with-services` started, shared by all stories, each under a prefix of its own.

use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use clients::testing::redis::RedisServer;

pub(crate) fn shared_url() -> String {
    std::env::var("GREENROOM_TEST_REDIS_URL").expect(
        "GREENROOM_TEST_REDIS_URL is not set: run the tests with `script/test rust` or `script/with-services cargo test`",
    )
}

/// A prefix that no other story has.
pub(crate) fn prefix() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("story-{}-{}:", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
