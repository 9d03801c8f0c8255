//! Limits: how often one may try, what answers say about it, and what a day's calls to the language model are.

use clients::testing::openai::{Answer as Reply, KEY, OpenAiServer};
use serde_json::{Value, json};

use crate::support::{ANSWER, Answer, Engine, Format, Recording, TestServer};

fn number(answer: &Answer, header: &str) -> u64 {
    answer.headers[header].to_str().unwrap().parse().unwrap()
}

fn guess() -> Value {
    json!({ "email": "ADA@example.org", "password": "guess after guess" })
}

/// The limit is reached by tries at all of these servers in turn.
async fn guess_too_often(servers: &[&TestServer]) {
    let user = servers[0].register("ada@example.org").await;
    for (tries, server) in servers.iter().cycle().take(3).enumerate() {
        let answer = server.visitor().post("/auth/login", guess()).await;
        assert_eq!(number(&answer, "ratelimit-limit"), 3);
        assert_eq!(number(&answer, "ratelimit-remaining"), 2 - tries as u64);
        assert!((1..=3600).contains(&number(&answer, "ratelimit-reset")));
        answer.expect_problem(401, "invalid_credentials");
    }
    for server in servers {
        let answer = server.visitor().post("/auth/login", guess()).await;
        assert!((1..=1200).contains(&number(&answer, "retry-after")), "{answer:?}");
        assert_eq!((number(&answer, "ratelimit-limit"), number(&answer, "ratelimit-remaining")), (3, 0));
        answer.expect_problem(429, "rate_limited");
    }
    // The victim of a guesser stays signed in.
    let me = user.get("/auth/me").await;
    assert!(!me.headers.contains_key("ratelimit-limit"), "nothing is counted here");
    me.expect(200);
    user.refresh().await.expect(200);
}

const THREE_LOGINS: (&str, &str) = ("GREENROOM_LIMITS__LOGIN_PER_ACCOUNT_PER_HOUR", "3");

#[tokio::test(flavor = "multi_thread")]
async fn too_many_tries_are_refused_with_the_time_to_wait() {
    let server = TestServer::start_with(Engine::Sqlite, &[THREE_LOGINS]).await;
    guess_too_often(&[&server]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_at_several_instances_count_together_with_redis() {
    let first = TestServer::start_with_redis(&[THREE_LOGINS]).await;
    let second = first.another_instance().await;
    guess_too_often(&[&first, &second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_what_a_configured_proxy_says_and_nobody_else() {
    let settings = [
        ("GREENROOM_LIMITS__REGISTER_PER_ADDRESS_PER_HOUR", "1"),
        ("GREENROOM_SERVER__TRUSTED_PROXIES", "127.0.0.1/32,10.0.0.0/8"),
    ];
    let behind = TestServer::start_with(Engine::Sqlite, &settings).await;
    let register = async |server: &TestServer, who: u32, forwarded: &str| {
        let body = json!({ "email": format!("ada{who}@example.org"), "password": "correct horse" });
        server.visitor().post_with("/auth/register", body, &[("x-forwarded-for", forwarded)]).await.status
    };
    assert_eq!(register(&behind, 1, "203.0.113.9").await, 201);
    // What a client writes itself stands left of what the first proxy saw.
    assert_eq!(register(&behind, 2, "198.51.100.1, 203.0.113.9, 10.1.2.3").await, 429);
    assert_eq!(register(&behind, 3, "203.0.113.10:51234").await, 201);
    assert_eq!(register(&behind, 4, "2001:db8:1:2::7").await, 201);
    assert_eq!(register(&behind, 5, "[2001:db8:1:2::8]:443").await, 429, "one household");
    assert_eq!(register(&behind, 6, "2001:db8:1:3::7").await, 201);

    let alone = TestServer::start_with(Engine::Sqlite, &settings[..1]).await;
    assert_eq!(register(&alone, 1, "203.0.113.9").await, 201);
    assert_eq!(register(&alone, 2, "203.0.113.10").await, 429, "anybody can write a header");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_users_calls_to_the_language_model_end_with_the_days_budget_on_all_instances() {
    let model = OpenAiServer::start().await;
    model.chats().always(|_| Reply::chat("Say first what you measured, and then what it changed."));
    let base_url = model.base_url();
    let settings = [
        ("GREENROOM_LANGUAGE_MODEL__BASE_URL", base_url.as_str()),
        ("GREENROOM_LANGUAGE_MODEL__API_KEY", KEY),
        ("GREENROOM_LANGUAGE_MODEL__DAILY_CALLS_PER_USER", "2"),
        ("GREENROOM_SPEECH__ENGINE", "pocketsphinx"),
    ];
    let first = TestServer::start_with_redis(&settings).await;
    let user = first.register("ada@example.org").await;
    let there = user.at(&first.another_instance().await);
    let message = json!({ "message": "How do I begin?" });
    user.post_json("/ai/chat", message.clone()).await.expect(200);
    there.post_json("/ai/chat", message.clone()).await.expect(200);
    for user in [&user, &there] {
        let spent = user.post_json("/ai/chat", message.clone()).await;
        assert!((1..=86_400).contains(&number(&spent, "retry-after")));
        let problem = spent.expect_problem(429, "budget_spent");
        assert!(problem["detail"].as_str().unwrap().contains("today's 2 calls"), "{problem}");
    }
    let other = first.register("bob@example.org").await;
    other.post_json("/ai/chat", message).await.expect(200);

    // Nothing is made up in the model's place: the session fails, and can be tried again tomorrow.
    let session = user.transcribed("Enough", &Recording::spoken(ANSWER, Format::WebmOpus).await).await;
    let mut socket = user.socket().await;
    socket.follow(session).await;
    user.post(&format!("/sessions/{session}/complete")).await.expect(202);
    let failed = socket.expect("error").await;
    assert_eq!((&failed["stage"], &failed["code"]), (&json!("coach"), &json!("coach_budget_spent")));
    assert_eq!(failed["retryable"], true);
    assert_eq!(model.chats().requests().len(), 3, "{:?}", model.chats().refusals());
}
