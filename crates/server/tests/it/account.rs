//! One's own account: changing it, taking everything along, and leaving without a trace.

use std::io::{Cursor, Read};
use std::path::Path;

use futures::future::join_all;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::{Engine, Format, PASSWORD, Recording, TestServer, User};

async fn a_new_address_or_password_needs_the_current_one_and_ends_other_sign_ins(server: TestServer) {
    let here = server.register("ada@example.org").await;
    server.register("bob@example.org").await;
    for (change, code) in [
        (json!({ "email": "new@example.org" }), "validation_failed"),
        (json!({ "new_password": "a better password" }), "validation_failed"),
        (json!({ "email": "new@example.org", "current_password": "wrong" }), "wrong_password"),
        (json!({ "email": "BOB@example.org", "current_password": PASSWORD }), "email_taken"),
        (json!({ "new_password": "short", "current_password": PASSWORD }), "validation_failed"),
    ] {
        let status = if code == "validation_failed" { 422 } else { 400 };
        here.patch("/auth/me", change).await.expect_problem(status, code);
    }
    assert_eq!(here.get("/auth/me").await.expect(200)["email"], "ada@example.org");

    let password = "a better password";
    for change in [
        json!({ "email": "new@example.org", "current_password": PASSWORD }),
        json!({ "new_password": password, "current_password": PASSWORD }),
    ] {
        let email = here.get("/auth/me").await.expect(200)["email"].as_str().unwrap().to_owned();
        let there = server.visitor().login(&email).await;
        let mut socket = there.socket().await;
        here.patch("/auth/me", change).await.expect(200);
        there.get("/auth/me").await.expect_problem(401, "invalid_token");
        there.refresh().await.expect_problem(401, "invalid_token");
        assert_eq!(socket.closed().await, Some(1008));
        here.get("/auth/me").await.expect(200);
    }
    let login = |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        let visitor = server.visitor();
        async move { visitor.post("/auth/login", body).await.status.as_u16() }
    };
    assert_eq!(login("new@example.org", password).await, 200);
    assert_eq!(login("new@example.org", PASSWORD).await, 401);
    assert_eq!(login("ada@example.org", password).await, 401);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_still_comparing_when_the_password_changes_is_refused() {
    let slowly = [("GREENROOM_AUTH__BCRYPT_COST", "8"), ("GREENROOM_AUTH__BCRYPT_CONCURRENCY", "1")];
    let server = TestServer::start_with(Engine::Sqlite, &slowly).await;
    let here = server.register("ada@example.org").await;
    let knocking = join_all((0..12).map(|_| async {
        let mut tokens = Vec::new();
        for _ in 0..4 {
            let old = json!({ "email": "ada@example.org", "password": PASSWORD });
            let answer = server.visitor().post("/auth/login", old).await;
            tokens.extend(answer.body["token"].as_str().map(str::to_owned));
        }
        tokens
    }));
    let change = json!({ "new_password": "a better password", "current_password": PASSWORD });
    let (changed, tokens) = tokio::join!(here.patch("/auth/me", change), knocking);
    changed.expect(200);
    for token in tokens.concat() {
        let user = User { token, ..here.clone() };
        user.get("/auth/me").await.expect_problem(401, "invalid_token");
    }
}

async fn a_name_changes_without_a_password_and_ends_nothing(server: TestServer) {
    let here = server.register("ada@example.org").await;
    let there = server.visitor().login("ada@example.org").await;
    assert_eq!(here.patch("/auth/me", json!({ "name": " Ada 🎤 " })).await.expect(200)["name"], "Ada 🎤");
    assert_eq!(there.get("/auth/me").await.expect(200)["name"], "Ada 🎤");
    server.stop().await;
}

async fn an_export_holds_everything_and_the_very_bytes_of_each_recording(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let recordings =
        [Recording::silence(2, Format::WebmOpus).await, Recording::silence(1, Format::M4a).await];
    let (session, feedback) = user.completed("First 🎤", &recordings[0]).await;
    let unattached = user.upload_recording(&recordings[1]).await;
    let attached = user.get(&format!("/sessions/{session}")).await.expect(200)["audio_key"].clone();
    let stranger = server.register("bob@example.org").await;
    stranger.session("Not hers", None).await;

    let answer = user.request(reqwest::Method::GET, "/auth/me/export").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes().await.unwrap())).unwrap();
    let mut file = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(file(attached.as_str().unwrap()), recordings[0].bytes);
    assert_eq!(file(&unattached), recordings[1].bytes);
    let manifest: Value = serde_json::from_slice(&file("manifest.json")).unwrap();
    assert_eq!(manifest["user"]["email"], "ada@example.org");
    assert_eq!(manifest["sessions"].as_array().unwrap().len(), 1);
    let entry = &manifest["sessions"][0];
    assert_eq!((&entry["title"], &entry["audio_key"]), (&json!("First 🎤"), &attached));
    assert_eq!((&entry["transcript"]["text"], &entry["feedback"][0]["feedback"]), (&json!(""), &feedback));
    assert_eq!(manifest["uploads"].as_array().unwrap().len(), 2);
    assert!(!manifest.to_string().contains("Not hers"));
    assert_eq!(archive.len(), 3);
    server.stop().await;
}

async fn who_leaves_leaves_no_row_and_no_recording_and_can_not_sign_in(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let recording = Recording::silence(2, Format::WebmOpus).await;
    let (session, _) = user.completed("Mine", &recording).await;
    let unconfirmed = user.presign("audio/webm", "webm", recording.bytes.len()).await;
    assert_eq!(user.put(&unconfirmed, recording.bytes.clone()).await, 200);
    let keyed = [("idempotency-key", "a")];
    user.post_with("/sessions", json!({ "title": "Kept" }), &keyed).await.expect(201);
    let playable = user.get(&format!("/sessions/{session}/audio")).await.expect(200)["url"].clone();
    let stays = server.register("bob@example.org").await;
    stays.upload_recording(&recording).await;
    assert_eq!(stored_objects(&server), 3);

    let body = |password: &str| json!({ "password": password });
    user.delete_json("/auth/me", body("wrong")).await.expect_problem(400, "wrong_password");
    user.get("/auth/me").await.expect(200);
    let mut socket = user.socket().await;
    user.delete_json("/auth/me", body(PASSWORD)).await.expect(204);
    assert_eq!(socket.closed().await, Some(1008));
    user.get("/auth/me").await.expect_problem(401, "invalid_token");
    user.refresh().await.expect_problem(401, "invalid_token");
    let login = json!({ "email": "ada@example.org", "password": PASSWORD });
    user.visitor.post("/auth/login", login).await.expect_problem(401, "invalid_credentials");
    assert_eq!(reqwest::get(playable.as_str().unwrap()).await.unwrap().status(), 404);

    assert_eq!(stored_objects(&server), 1);
    let rows = server.rows();
    for (query, left) in [
        ("SELECT COUNT(*) FROM users", 1),
        ("SELECT COUNT(*) FROM sign_ins", 1),
        ("SELECT COUNT(*) FROM refresh_tokens", 1),
        ("SELECT COUNT(*) FROM uploads", 1),
        ("SELECT COUNT(*) FROM interview_sessions", 0),
        ("SELECT COUNT(*) FROM transcripts", 0),
        ("SELECT COUNT(*) FROM feedback", 0),
        ("SELECT COUNT(*) FROM idempotency_keys", 0),
    ] {
        assert_eq!(rows.number(query).await, left, "{query}");
    }
    stays.get("/auth/me").await.expect(200);
    // The address is free again, and nothing comes back with it.
    let again = server.register("ada@example.org").await;
    assert_eq!(again.get("/sessions").await.expect(200)["stats"]["total"], 0);
    server.stop().await;
}

on_each_database!(
    a_new_address_or_password_needs_the_current_one_and_ends_other_sign_ins,
    a_name_changes_without_a_password_and_ends_nothing,
    an_export_holds_everything_and_the_very_bytes_of_each_recording,
    who_leaves_leaves_no_row_and_no_recording_and_can_not_sign_in,
);

/// Files of the embedded store that hold an object.
fn stored_objects(server: &TestServer) -> usize {
    fn files(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
    }
    files(&server.data().join("objects/objects"))
}
