//! Health, readiness, metrics, and stopping.

use reqwest::Method;

use crate::support::{Engine, Process, TestServer, process_folder, until};

async fn every_dependency_is_reported(server: TestServer) {
    // A replica is behind at first: the schema has still to arrive there.
    until("all is well", async || server.visitor().get("/health").await.expect(200)["status"] == "ok").await;
    let report = server.visitor().get("/health").await.expect(200);
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    for name in ["database", "replicas", "object_store", "redis", "speech", "language_model", "jobs"] {
        let check = &report["checks"][name];
        assert!(check["status"].is_string() && check["latency_ms"].is_number(), "{name}: {check}");
        assert!(check["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{name}: {check}");
    }
    assert_eq!(report["status"], "ok", "{report}");
    assert_eq!(report["checks"]["database"]["status"], "ok");
    assert_eq!(report["checks"]["object_store"]["status"], "ok");
    assert_eq!(report["speech"]["location"], "this_machine");
    assert!(report["language_model"].is_null(), "{}", report["language_model"]);
    server.visitor().get("/health/live").await.expect(200);
    server.visitor().get("/health/ready").await.expect(200);
    server.stop().await;
}

async fn what_was_kept_is_there_after_a_restart(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let server = server.restart().await;
    let again = server.visitor().login(&user.email).await;
    assert_eq!(again.id, user.id);
    server.stop().await;
}

on_each_database!(every_dependency_is_reported, what_was_kept_is_there_after_a_restart);

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_on_their_own_listener_only() {
    let server = TestServer::start(Engine::Sqlite).await;
    server.visitor().get("/health/live").await.expect(200);
    let metrics = reqwest::get(format!("http://{}/metrics", server.metrics)).await.unwrap();
    assert_eq!(metrics.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = metrics.text().await.unwrap();
    for name in [
        "process_resident_memory_bytes",
        "process_cpu_seconds_total",
        "process_open_fds",
        "greenroom_connections_open",
    ] {
        assert!(text.contains(name), "{name} is missing from\n{text}");
    }
    server.visitor().get("/metrics").await.expect_problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_that_somebody_invents_are_counted_as_one() {
    let server = TestServer::start(Engine::Sqlite).await;
    for invented in ["DANCE1", "DANCE2"] {
        let method = Method::from_bytes(invented.as_bytes()).unwrap();
        server.visitor().request(method, "/health/live").send().await.unwrap();
    }
    let text =
        reqwest::get(format!("http://{}/metrics", server.metrics)).await.unwrap().text().await.unwrap();
    assert!(text.contains(r#"method="other""#) && !text.contains("DANCE"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_is_documented() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    user.get("/sessions").await.expect(200);
    let text =
        reqwest::get(format!("http://{}/metrics", server.metrics)).await.unwrap().text().await.unwrap();
    let documented = include_str!("../../../../docs/metrics.md");
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let name = line.split(' ').next().unwrap();
        assert!(documented.contains(&format!("`{name}`")), "{name} is not in docs/metrics.md");
    }
}

#[tokio::test]
async fn while_it_drains_a_process_answers_and_asks_each_connection_to_close() {
    let folder = process_folder();
    let server = Process::serve(folder.path(), &[("GREENROOM_SERVER__DRAIN_DELAY_S", "600")]).await;
    let visitor = crate::support::Visitor::of(&server.origin);
    assert!(!visitor.get("/health/ready").await.headers.contains_key("connection"));
    server.signal("TERM").await;
    let refused = async {
        loop {
            let answer = visitor.get("/health/ready").await;
            if answer.status == 503 {
                return answer;
            }
        }
    };
    let answer = tokio::time::timeout(crate::support::PATIENCE, refused).await.unwrap();
    assert_eq!(answer.headers["connection"], "close");
    let answer = visitor.get("/health/live").await;
    assert_eq!((answer.status.as_u16(), answer.headers["connection"].to_str().unwrap()), (200, "close"));
    server.kill().await;
}

#[tokio::test]
async fn told_to_stop_a_process_ends_well_and_its_socket_is_told_to_come_back() {
    let folder = process_folder();
    let server = Process::serve(folder.path(), &[]).await;
    let user = crate::support::Visitor::of(&server.origin).register("ada@example.org").await;
    let mut socket = user.socket().await;
    let (code, closed) = tokio::join!(server.terminate(), socket.closed());
    assert_eq!(code, Some(0));
    assert_eq!(closed, Some(1012));
}
