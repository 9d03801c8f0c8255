//! What instances share while Redis is there.

use clients::Health;
use clients::shared_state::{Quota, Reach, RedisSettings, SharedState, Verdict};
use clients::testing::redis::RedisServer;
use secrecy::SecretString;
use std::time::Duration;

use crate::{MINUTE, TWO_AN_HOUR, instance, next_message, prefix, reaches, shared_url, two_instances};

#[tokio::test]
async fn a_limit_holds_for_all_instances_together() {
    let (a, b) = two_instances(&shared_url()).await;
    let Verdict::Allowed { remaining: 1, whole_after } = a.take("k", TWO_AN_HOUR).await else {
        panic!("the first one")
    };
    assert_eq!(whole_after, Duration::from_secs(1800));
    assert!(matches!(b.take("k", TWO_AN_HOUR).await, Verdict::Allowed { remaining: 0, .. }));
    for state in [&a, &b] {
        let Verdict::Refused { retry_after } = state.take("k", TWO_AN_HOUR).await else {
            panic!("a third one")
        };
        assert!((1790..=1800).contains(&retry_after.as_secs()), "{retry_after:?}");
    }
    assert!(matches!(b.take("another", TWO_AN_HOUR).await, Verdict::Allowed { .. }));
}

#[tokio::test]
async fn of_many_at_once_exactly_the_burst_is_allowed_and_it_refills_steadily() {
    let (a, b) = two_instances(&shared_url()).await;
    let quota = Quota { burst: 10, per: Duration::from_millis(1000) };
    let verdicts = futures::future::join_all((0..60).map(|n| {
        let state = if n % 2 == 0 { &a } else { &b };
        state.take("k", Quota { per: Duration::from_secs(3600), ..quota })
    }));
    let allowed = verdicts.await.iter().filter(|verdict| matches!(verdict, Verdict::Allowed { .. })).count();
    assert_eq!(allowed, 10);

    while matches!(a.take("steady", quota).await, Verdict::Allowed { .. }) {}
    let Verdict::Refused { retry_after } = a.take("steady", quota).await else { return };
    assert!(retry_after <= Duration::from_millis(100), "one comes back every 100 ms: {retry_after:?}");
}

#[tokio::test]
async fn a_budget_is_spent_by_all_instances_together() {
    let (a, b) = two_instances(&shared_url()).await;
    assert!(a.spend("k", 3, 5, MINUTE).await);
    assert!(!b.spend("k", 3, 5, MINUTE).await);
    assert!(b.spend("k", 2, 5, MINUTE).await);
    assert!(!a.spend("k", 1, 5, MINUTE).await);
}

#[tokio::test]
async fn what_one_instance_forgets_no_other_has_or_puts_back() {
    let (a, b) = two_instances(&shared_url()).await;
    a.cache("k", "old", MINUTE).await;
    assert_eq!(b.cached("k").await.as_deref(), Some("old"));
    a.forget("k").await;
    assert_eq!(b.cached("k").await, None);
    // It had read the old value before.
    b.cache("k", "old", MINUTE).await;
    assert_eq!(a.cached("k").await, None);
}

#[tokio::test]
async fn an_event_is_heard_once_by_everybody_who_listens_and_by_nobody_else() {
    let (a, b) = two_instances(&shared_url()).await;
    let (mut here, mut there, mut there_too) =
        (a.subscribe("t").await, b.subscribe("t").await, b.subscribe("t").await);
    let mut other = b.subscribe("u").await;
    a.publish("t", "first of two").await;
    a.publish("t", "second").await;
    a.publish("u", "else").await;
    for heard in [&mut here, &mut there, &mut there_too] {
        assert_eq!(next_message(heard).await, "first of two");
        assert_eq!(next_message(heard).await, "second");
    }
    assert_eq!(next_message(&mut other).await, "else");
    // The last listener but one leaves; the other goes on hearing.
    drop(there);
    a.publish("t", "third").await;
    assert_eq!(next_message(&mut there_too).await, "third");
}

#[tokio::test]
async fn services_with_other_prefixes_do_not_meet() {
    let url = shared_url();
    let (a, _) = two_instances(&url).await;
    let stranger = instance(&url, &prefix(), "a").await;
    reaches(&stranger, Reach::AllInstances).await;
    a.cache("k", "mine", MINUTE).await;
    assert_eq!(stranger.cached("k").await, None);
    let mut heard = stranger.subscribe("t").await;
    a.publish("t", "mine").await;
    stranger.publish("t", "its own").await;
    assert_eq!(next_message(&mut heard).await, "its own");
}

#[tokio::test]
async fn a_server_that_forgot_the_scripts_is_given_them_again() {
    let server = RedisServer::start(&[]).await;
    let (a, _) = two_instances(&server.url()).await;
    a.take("k", TWO_AN_HOUR).await;
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    redis::cmd("SCRIPT").arg("FLUSH").query_async::<()>(&mut connection).await.unwrap();
    assert!(matches!(a.take("k", TWO_AN_HOUR).await, Verdict::Allowed { remaining: 0, .. }));
    assert_eq!(a.reach(), Reach::AllInstances);
}

#[tokio::test]
async fn passwords_database_numbers_and_sockets_are_understood() {
    let server = RedisServer::start(&["--requirepass", "a canary"]).await;
    let with_password = server.url().replace("redis://", "redis://:a%20canary@") + "/3";
    let by_socket = format!("redis+unix://{}?pass=a%20canary&db=3", server.socket());
    let prefix = prefix();
    let (a, b) = (instance(&with_password, &prefix, "a").await, instance(&by_socket, &prefix, "b").await);
    assert_eq!(a.health().await, Health::Ok("Redis answers.".to_owned()));
    a.cache("k", "v", MINUTE).await;
    assert_eq!(b.cached("k").await.as_deref(), Some("v"));

    let Health::Degraded(words) = instance(&server.url(), &prefix, "c").await.health().await else {
        panic!("without the password it should not work")
    };
    assert!(words.contains("NOAUTH"), "{words}");
    let wrong = server.url().replace("redis://", "redis://:another-canary@");
    let Health::Degraded(words) = instance(&wrong, &prefix, "d").await.health().await else {
        panic!("with a wrong password it should not work")
    };
    assert!(!words.contains("canary"), "{words}");
}

#[test]
fn an_address_is_checked_before_it_is_used_and_never_repeated() {
    for wrong in ["http://canary.example", "redis://", "canary", "redis://host:port"] {
        let problem = RedisSettings::check(&SecretString::from(wrong)).unwrap_err();
        assert!(!problem.contains("canary"), "{problem}");
    }
    for right in ["redis://host", "rediss://user:word@host:6380/2", "redis+unix:///run/redis.sock"] {
        assert_eq!(RedisSettings::check(&SecretString::from(right)), Ok(()), "{right}");
    }
}

#[tokio::test]
async fn a_stream_that_is_dropped_leaves_its_topic() {
    let server = RedisServer::start(&[]).await;
    let (a, b) = two_instances(&server.url()).await;
    let heard = a.subscribe("t").await;
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut channels = async || {
        redis::cmd("PUBSUB").arg("CHANNELS").query_async::<Vec<String>>(&mut connection).await.unwrap()
    };
    assert_eq!(channels().await.len(), 1);
    drop(heard);
    // What is wished for later is done later.
    let mut next = a.subscribe("u").await;
    b.publish("u", "hello").await;
    assert_eq!(next_message(&mut next).await, "hello");
    assert!(channels().await.iter().all(|channel| channel.ends_with("u")));
}
