//! The first start with nothing configured.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Engine, Process, TestServer, Visitor, process_folder};

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_kept_is_private_and_the_announcement_says_what_is_used() {
    let server = TestServer::start(Engine::Sqlite).await;
    let data = server.data();
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(data.join("secrets.toml")).unwrap().permissions().mode() & 0o777, 0o600);
    let said = &server.announcement;
    for word in [
        server.origin.as_str(),
        "SQLite",
        "the embedded store",
        "PocketSphinx",
        "basic accuracy",
        "rules coach",
    ] {
        assert!(said.contains(word), "{word:?} is missing from\n{said}");
    }
    let secrets = fs::read_to_string(data.join("secrets.toml")).unwrap();
    for secret in secrets.lines().filter_map(|line| line.split('"').nth(1)) {
        assert!(!said.contains(secret));
    }
}

#[tokio::test]
async fn who_signed_in_before_a_kill_is_still_signed_in_after_it() {
    let folder = process_folder();
    let server = Process::serve(folder.path(), &[]).await;
    let mut user = Visitor::of(&server.origin).register("ada@example.org").await;
    server.kill().await;
    let server = Process::serve(folder.path(), &[]).await;
    user.visitor = Visitor::of(&server.origin);
    assert_eq!(user.get("/auth/me").await.expect(200)["email"], "ada@example.org");
    assert_eq!(server.terminate().await, Some(0));
}
