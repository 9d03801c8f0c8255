//! Replicas: they answer what users look at, and nobody misses a write of their own, however late a replica is.

use serde_json::json;

use crate::support::{Engine, Format, Recording, Replication, TestServer, User, until};

const SECRET: (&str, &str) = ("JWT_SECRET", "the same secret on all of the instances");

/// Two instances on one database with a replica: the first works, the other one does not.
async fn two_instances(max_lag_s: &str) -> (TestServer, TestServer) {
    let settings = [SECRET, ("GREENROOM_DATABASE__REPLICA_MAX_LAG_S", max_lag_s)];
    let one = TestServer::start_with(Engine::Replicated, &settings).await;
    let other = one.second().await;
    (one, other)
}

/// The same user, elsewhere.
fn at(server: &TestServer, user: &User) -> User {
    User { visitor: server.visitor(), ..user.clone() }
}

async fn replicas(server: &TestServer) -> (String, String) {
    let check = server.visitor().get("/health").await.expect(200)["checks"]["replicas"].clone();
    (check["status"].as_str().unwrap().to_owned(), check["detail"].as_str().unwrap().to_owned())
}

async fn in_rotation(server: &TestServer) {
    until("the replica is read from", async || replicas(server).await.0 == "ok").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_user_looks_at_comes_from_a_replica_that_has_it() {
    let (one, other) = two_instances("3600").await;
    let mut replication = Replication::of(one.database_url()).await;
    let user = one.register("ada@example.org").await;
    let elsewhere = at(&other, &user);
    let database = one.database_url().rsplit('/').next().unwrap();
    let session = user.session("As written", None).await;
    let path = format!("/sessions/{session}");
    replication.arrived().await;
    replication
        .mark(format!(
            "UPDATE {database}.interview_sessions SET title = 'on the replica' WHERE id = {session}"
        ))
        .await;
    in_rotation(&other).await;
    assert_eq!(elsewhere.get(&path).await.expect(200)["title"], "on the replica");

    // After a write of the user's, the primary answers until the replica has it.
    replication.stop().await;
    user.session("A write", None).await;
    assert_eq!(elsewhere.get(&path).await.expect(200)["title"], "As written");
    replication.go_on().await;
    replication.arrived().await;
    assert_eq!(elsewhere.get(&path).await.expect(200)["title"], "on the replica");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_writes_are_seen_everywhere_while_the_replica_stands_still() {
    let (one, other) = two_instances("3600").await;
    let mut replication = Replication::of(one.database_url()).await;
    in_rotation(&one).await;
    in_rotation(&other).await;
    let user = one.register("ada@example.org").await;
    replication.arrived().await;
    replication.stop().await;
    write_and_look(&user, &at(&other, &user)).await;
    assert_eq!(replicas(&other).await.0, "ok", "the replica was to be in rotation all the time");
    replication.go_on().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_writes_are_seen_everywhere_while_the_replica_lags() {
    let (one, other) = two_instances("3600").await;
    let mut replication = Replication::of(one.database_url()).await;
    in_rotation(&one).await;
    in_rotation(&other).await;
    replication.delay(1).await;
    let user = one.register("ada@example.org").await;
    write_and_look(&user, &at(&other, &user)).await;
    assert_eq!(replicas(&other).await.0, "ok", "the replica was to be in rotation all the time");
    replication.delay(0).await;
}

/// Writes here, and looks both there and here at once, again and again; then lets a worker write.
async fn write_and_look(here: &User, there: &User) {
    let mut ids = Vec::new();
    for round in 0..20 {
        let session = here.session(&format!("round {round}"), None).await;
        ids.insert(0, session);
        for (number, user) in [(1, there), (2, here)] {
            let path = format!("/sessions/{session}");
            user.get(&path).await.expect(200);
            let title = format!("renamed {round} for the {number}. time");
            user.patch(&path, json!({ "title": title })).await.expect(200);
            for looking in [here, there] {
                assert_eq!(looking.get(&path).await.expect(200)["title"], title.as_str());
                let list = looking.get("/sessions?limit=100").await.expect(200);
                let listed: Vec<_> = list["sessions"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| one["id"].as_i64().unwrap())
                    .collect();
                assert_eq!(listed, ids);
                assert_eq!(list["sessions"][0]["title"], title.as_str());
                user.patch("/auth/me", json!({ "name": title })).await.expect(200);
                assert_eq!(looking.get("/auth/me").await.expect(200)["name"], title.as_str());
            }
        }
    }
    let recording = Recording::spoken("I found the cause and I fixed it.", Format::WebmOpus).await;
    let session = *ids.last().unwrap();
    let key = here.upload_recording(&recording).await;
    let mut socket = there.socket().await;
    socket.give(session, &key).await;
    let transcript = socket.expect("transcript").await;
    let path = format!("/sessions/{session}");
    assert_eq!(there.get(&format!("{path}/transcript")).await.expect(200)["text"], transcript["text"]);
    there.post(&format!("{path}/complete")).await.expect(202);
    let feedback = socket.expect("feedback").await["feedback"].clone();
    for looking in [there, here] {
        assert_eq!(looking.get(&path).await.expect(200)["status"], "completed");
        assert_eq!(looking.get(&format!("{path}/feedback")).await.expect(200), feedback);
    }
    here.delete(&path).await.expect(204);
    there.get(&path).await.expect_problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_that_is_too_late_is_left_out_and_returns() {
    let (one, other) = two_instances("1").await;
    let mut replication = Replication::of(one.database_url()).await;
    in_rotation(&other).await;
    replication.stop().await;
    until("the replica is left out", async || replicas(&other).await.1.contains("is left out")).await;
    let report = other.visitor().get("/health").await.expect(200);
    assert_eq!(report["status"], "degraded", "{report:#}");
    one.register("ada@example.org").await.get("/sessions").await.expect(200);
    replication.go_on().await;
    in_rotation(&other).await;
}
