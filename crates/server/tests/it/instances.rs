//! Several instances on one database and one Redis: what one does the others know, also while Redis is away.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Format, PASSWORD, PATIENCE, Recording, RedisServer, Socket, TestServer, User};

/// By events, news comes at once. Without them a session at rest is looked at once a minute where Redis is there.
const SOON: Duration = Duration::from_secs(20);

/// Two instances, and the Redis between them that can be stopped.
async fn two_on(redis: &RedisServer) -> (TestServer, TestServer) {
    let url = redis.url();
    let settings = [("REDIS_URL", url.as_str()), ("GREENROOM_REDIS__TIMEOUT_MS", "250")];
    let first = TestServer::start_with_redis(&settings).await;
    let second = first.another_instance().await;
    for server in [&first, &second] {
        redis_is(server, "ok").await;
    }
    (first, second)
}

/// Waits until `/health` says so of Redis; answers the words.
async fn redis_is(server: &TestServer, status: &str) -> String {
    let mut look = tokio::time::interval(Duration::from_millis(50));
    let found = async {
        loop {
            look.tick().await;
            let report = server.visitor().get("/health").await.expect(200);
            let redis = &report["checks"]["redis"];
            if redis["status"] == status {
                assert!(status == "ok" || report["status"] == "degraded", "{report}");
                return redis["detail"].as_str().unwrap().to_owned();
            }
        }
    };
    tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("Redis is not {status}"))
}

/// Renames the session, and waits until the socket is told.
async fn rename(by: &User, session: i64, title: &str, told: &mut Socket) -> Duration {
    by.patch(&format!("/sessions/{session}"), json!({ "title": title })).await.expect(200);
    let began = Instant::now();
    while told.expect("session").await["session"]["title"] != title {}
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_on_one_instance_hears_what_another_one_did() {
    let first = TestServer::start_with_redis(&[("GREENROOM_JOBS__WORKERS", "1")]).await;
    let second = first.another_instance().await;
    let user = first.register("ada@example.org").await;
    let there = user.at(&second);
    let session = user.session("Silence", None).await;
    let key = user.upload_recording(&Recording::silence(2, Format::Wav).await).await;
    let mut socket = user.socket().await;
    socket.follow(session).await;
    let mut asking = there.socket().await;
    asking.give(session, &key).await;
    assert_eq!(socket.expect("transcript").await["text"], "");
    there.post(&format!("/sessions/{session}/complete")).await.expect(202);
    assert_eq!(socket.expect("feedback").await["feedback"]["status"], "not_scorable");
    // Nobody works on it any more: whoever has no word of this looks in a minute.
    let took = rename(&there, session, "Renamed", &mut socket).await;
    assert!(took < SOON, "it took {took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_a_sign_in_on_one_instance_ends_it_on_all_at_once() {
    let first = TestServer::start_with_redis(&[]).await;
    let second = first.another_instance().await;
    let ada = first.register("ada@example.org").await;

    let mut socket = ada.at(&second).socket().await;
    ada.post("/auth/logout").await.expect(204);
    ada.at(&second).get("/auth/me").await.expect_problem(401, "invalid_token");
    closes_soon(&mut socket).await;

    // Somebody stole a refresh token.
    let stolen = first.visitor().login("ada@example.org").await;
    let next = stolen.renewed().await;
    let mut socket = next.at(&second).socket().await;
    stolen.refresh().await.expect_problem(401, "token_reused");
    next.at(&second).get("/auth/me").await.expect_problem(401, "invalid_token");
    closes_soon(&mut socket).await;

    // Another password.
    let (here, elsewhere) =
        (first.visitor().login("ada@example.org").await, first.visitor().login("ada@example.org").await);
    let (mut kept, mut socket) = (here.at(&second).socket().await, elsewhere.at(&second).socket().await);
    let change = json!({ "current_password": PASSWORD, "new_password": "another good one" });
    here.patch("/auth/me", change).await.expect(200);
    closes_soon(&mut socket).await;
    kept.send(json!({ "type": "ping" })).await;
    kept.expect("pong").await;

    // The account goes.
    here.delete_json("/auth/me", json!({ "password": "another good one" })).await.expect(204);
    here.at(&second).get("/auth/me").await.expect_problem(401, "invalid_token");
    closes_soon(&mut kept).await;
}

async fn closes_soon(socket: &mut Socket) {
    let began = Instant::now();
    assert_eq!(socket.closed().await, Some(1008));
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_changed_on_one_instance_is_the_new_one_on_all() {
    let first = TestServer::start_with_redis(&[]).await;
    let second = first.another_instance().await;
    let user = first.register("ada@example.org").await;
    let there = user.at(&second);
    for name in ["Ada", "Countess of Lovelace", "Augusta"] {
        user.patch("/auth/me", json!({ "name": name })).await.expect(200);
        for user in [&there, &user, &there] {
            assert_eq!(user.get("/auth/me").await.expect(200)["name"], name);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_may_die_and_come_back_and_nobody_has_to_do_anything() {
    let mut redis = RedisServer::start(&[]).await;
    let (first, second) = two_on(&redis).await;
    let user = first.register("ada@example.org").await;
    let there = user.at(&second);
    let session = user.session("Before", None).await;
    let mut socket = user.socket().await;
    socket.follow(session).await;
    rename(&there, session, "While it is there", &mut socket).await;

    redis.kill().await;
    for user in [&user, &there] {
        let began = Instant::now();
        assert_eq!(user.get("/auth/me").await.expect(200)["name"], "Ada");
        user.visitor.login("ada@example.org").await;
        user.patch("/auth/me", json!({ "name": "Ada" })).await.expect(200);
        assert!(began.elapsed() < SOON, "requests waited {:?}", began.elapsed());
    }
    for server in [&first, &second] {
        let words = redis_is(server, "degraded").await;
        assert!(words.starts_with("Redis is away"), "{words}");
    }
    // Now the socket looks at the database by itself.
    let took = rename(&there, session, "While it is away", &mut socket).await;
    assert!(took < SOON, "it took {took:?}");
    let leaving = first.visitor().login("ada@example.org").await;
    let mut left = leaving.at(&second).socket().await;
    leaving.post("/auth/logout").await.expect(204);
    leaving.at(&second).get("/auth/me").await.expect_problem(401, "invalid_token");
    left.send(json!({ "type": "session_start", "session_id": session })).await;
    assert_eq!(left.closed().await, Some(1008), "whoever is signed out does nothing more");

    redis.start_again().await;
    for server in [&first, &second] {
        redis_is(server, "ok").await;
    }
    rename(&there, session, "Again", &mut socket).await;
    let mut ending = there.socket().await;
    user.post("/auth/logout").await.expect(204);
    closes_soon(&mut ending).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_hangs_holds_nobody_up() {
    let redis = RedisServer::start(&[]).await;
    let (first, second) = two_on(&redis).await;
    let user = first.register("ada@example.org").await;
    user.get("/auth/me").await.expect(200);
    redis.signal("STOP").await;
    let began = Instant::now();
    for user in [&user, &user.at(&second)] {
        for name in ["Ada", "Augusta"] {
            user.patch("/auth/me", json!({ "name": name })).await.expect(200);
            assert_eq!(user.get("/auth/me").await.expect(200)["name"], name);
        }
    }
    assert!(began.elapsed() < SOON, "requests waited {:?}", began.elapsed());
    redis.signal("CONT").await;
    for server in [&first, &second] {
        redis_is(server, "ok").await;
    }
    // What was cached before it hung is not believed after.
    let names = [user.get("/auth/me").await, user.at(&second).get("/auth/me").await];
    assert!(names.into_iter().all(|me| me.expect(200)["name"] == "Augusta"));
}
