//! Shared state in a real Redis: what instances share, and what remains while it is away.
//!
//! The Redis of `script/with-services` serves most; whoever needs one that goes away starts its own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

mod away;
mod shared;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clients::shared_state::{Heard, Quota, Reach, Redis, RedisSettings, SharedState};
use futures::StreamExt;
use futures::stream::BoxStream;
use tokio::time::timeout;

/// Nothing that a test waits for takes longer.
const PATIENCE: Duration = Duration::from_secs(60);
const MINUTE: Duration = Duration::from_secs(60);
const TWO_AN_HOUR: Quota = Quota { burst: 2, per: Duration::from_secs(3600) };

/// The address of the Redis that all tests share.
fn shared_url() -> String {
    std::env::var("GREENROOM_TEST_REDIS_URL").expect(
        "GREENROOM_TEST_REDIS_URL is not set: run the tests with `script/test rust` or `script/with-services cargo test`",
    )
}

/// A prefix that no other test has.
fn prefix() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("test-{}-{}:", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// One instance of a service.
async fn instance(url: &str, prefix: &str, name: &str) -> Redis {
    // The Redis of all tests is never away; on a busy machine it is late now and then.
    let patience = if url == shared_url() { Duration::from_secs(20) } else { Duration::from_millis(250) };
    let (prefix, instance) = (prefix.to_owned(), name.to_owned());
    Redis::begin(RedisSettings { url: url.into(), prefix, instance, patience }).await.unwrap()
}

/// Two instances of one service that reach each other.
async fn two_instances(url: &str) -> (Redis, Redis) {
    let prefix = prefix();
    let pair = (instance(url, &prefix, "a").await, instance(url, &prefix, "b").await);
    reaches(&pair.0, Reach::AllInstances).await;
    reaches(&pair.1, Reach::AllInstances).await;
    pair
}

/// Waits until it reaches so far.
async fn reaches(state: &Redis, reach: Reach) {
    let mut look = tokio::time::interval(Duration::from_millis(10));
    let there = async {
        while state.reach() != reach {
            look.tick().await;
        }
    };
    timeout(PATIENCE, there).await.unwrap_or_else(|_| panic!("it still reaches {:?}", state.reach()));
}

/// The next message; gaps before it are passed over.
async fn next_message(heard: &mut BoxStream<'static, Heard>) -> String {
    loop {
        match timeout(PATIENCE, heard.next()).await.expect("nothing was heard") {
            Some(Heard::Message(message)) => return message,
            Some(Heard::Gap) => {}
            None => panic!("the stream ended"),
        }
    }
}
