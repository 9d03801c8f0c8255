//! What remains while Redis is away, and that it comes back by itself.

use std::time::{Duration, Instant};

use clients::Health;
use clients::shared_state::{Reach, SharedState, Verdict};
use clients::testing::redis::RedisServer;

use crate::{MINUTE, TWO_AN_HOUR, instance, next_message, prefix, reaches, two_instances};

/// No request waits longer for a Redis that is away, on a busy machine.
const SOON: Duration = Duration::from_secs(2);

async fn soon<T>(what: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let done = what.await;
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
    done
}

#[tokio::test]
async fn while_it_is_dead_the_process_goes_on_by_itself_and_then_all_is_shared_again() {
    let mut server = RedisServer::start(&[]).await;
    let (a, b) = two_instances(&server.url()).await;
    let (mut here, mut there) = (a.subscribe("t").await, b.subscribe("t").await);
    a.cache("k", "v", MINUTE).await;
    server.kill().await;

    for _ in 0..2 {
        assert!(matches!(soon(a.take("k", TWO_AN_HOUR)).await, Verdict::Allowed { .. }));
    }
    assert!(matches!(soon(a.take("k", TWO_AN_HOUR)).await, Verdict::Refused { .. }), "it counts here");
    assert!(soon(a.spend("k", 2, 2, MINUTE)).await);
    assert!(!soon(a.spend("k", 1, 2, MINUTE)).await);
    assert_eq!(soon(a.cached("k")).await, None);
    assert_eq!(a.reach(), Reach::CutOff);
    soon(a.publish("t", "to myself")).await;
    assert_eq!(next_message(&mut here).await, "to myself");
    let mut new = soon(a.subscribe("u")).await;
    let Health::Degraded(words) = soon(a.health()).await else { panic!("it is away") };
    assert!(words.starts_with("Redis is away"), "{words}");

    server.start_again().await;
    reaches(&a, Reach::AllInstances).await;
    // Its own calls find out; nobody else tells it.
    b.cached("k").await;
    reaches(&b, Reach::AllInstances).await;
    assert_eq!(a.health().await, Health::Ok("Redis answers.".to_owned()));
    a.publish("t", "to all").await;
    assert_eq!(next_message(&mut there).await, "to all");
    b.publish("u", "to the new one").await;
    assert_eq!(next_message(&mut new).await, "to the new one");
    a.cache("k", "again", MINUTE).await;
    assert_eq!(b.cached("k").await.as_deref(), Some("again"));
}

#[tokio::test]
async fn what_could_not_be_forgotten_while_it_hung_is_forgotten_before_anything_is_believed() {
    let server = RedisServer::start(&[]).await;
    let (a, b) = two_instances(&server.url()).await;
    a.cache("k", "old", MINUTE).await;
    assert_eq!(b.cached("k").await.as_deref(), Some("old"));
    server.signal("STOP").await;
    // The call under way is given up, the next one is not made.
    assert_eq!(soon(a.cached("k")).await, None);
    soon(a.forget("k")).await;
    server.signal("CONT").await;
    reaches(&a, Reach::AllInstances).await;
    assert_eq!(a.cached("k").await, None);
    assert_eq!(b.cached("k").await, None);
    b.cache("k", "old", MINUTE).await;
    assert_eq!(a.cached("k").await, None);
}

#[tokio::test]
async fn a_server_may_start_before_its_redis() {
    let mut server = RedisServer::start(&[]).await;
    server.kill().await;
    let early = soon(instance(&server.url(), &prefix(), "a")).await;
    assert_eq!(early.reach(), Reach::CutOff);
    assert!(matches!(early.take("k", TWO_AN_HOUR).await, Verdict::Allowed { .. }));
    server.start_again().await;
    reaches(&early, Reach::AllInstances).await;
}

#[tokio::test]
async fn a_redis_that_takes_no_writes_counts_as_away() {
    let server = RedisServer::start(&[]).await;
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut set = async |limit: &str| {
        let mut config = redis::cmd("CONFIG");
        config.arg("SET").arg("maxmemory").arg(limit).query_async::<()>(&mut connection).await.unwrap();
    };
    set("1").await;
    let full = instance(&server.url(), &prefix(), "a").await;
    let Health::Degraded(words) = full.health().await else { panic!("it is full") };
    assert!(words.contains("OOM"), "{words}");
    set("0").await;
    reaches(&full, Reach::AllInstances).await;
}
