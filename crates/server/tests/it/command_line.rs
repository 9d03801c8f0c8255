//! The commands, as somebody at a terminal has them.

use std::process::Output;

use crate::support::{Process, process_folder};

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[tokio::test]
async fn wrong_settings_are_all_told_at_once_before_anything_is_made() {
    let folder = process_folder();
    let wrong = [("PORT", "70000"), ("GREENROOM_SERVER__IDEL_TIMEOUT_S", "1"), ("JWT_SECRET", "short")];
    let (code, _, errors) = said(&Process::run(folder.path(), &["serve"], &wrong).await);
    assert_eq!(code, 2);
    for word in ["3 settings are wrong", "PORT", "GREENROOM_SERVER__IDLE_TIMEOUT_S", "auth.jwt_secret"] {
        assert!(errors.contains(word), "{word:?} is missing from\n{errors}");
    }
    assert!(!folder.path().join("data").exists());
}

#[tokio::test]
async fn config_shows_what_is_in_force_and_no_secret() {
    let folder = process_folder();
    std::fs::write(folder.path().join("greenroom.toml"), "[jobs]\nworkers = 7\n").unwrap();
    let given = [("OPENAI_API_KEY", "canary-key")];
    let (code, shown, _) = said(&Process::run(folder.path(), &["config"], &given).await);
    assert_eq!(code, 0);
    assert!(shown.contains("workers = 7  # greenroom.toml"), "{shown}");
    assert!(shown.contains("api_key = \"redacted\"  # environment: OPENAI_API_KEY"), "{shown}");
    assert!(!shown.contains("canary"));
}

#[tokio::test]
async fn check_explains_every_dependency() {
    let folder = process_folder();
    let server = Process::serve(folder.path(), &[]).await;
    let port = server.origin.rsplit(':').next().unwrap().to_owned();
    let (code, text, errors) = said(&Process::run(folder.path(), &["check"], &[("PORT", &port)]).await);
    assert_eq!(code, 0, "{text}{errors}");
    for name in ["database", "object store", "redis", "speech", "language model", "jobs"] {
        assert!(text.contains(name), "{name} is missing from\n{text}");
    }
    assert!(!text.contains("DOWN"), "{text}");
    assert!(text.contains("An object was written, read and deleted."), "{text}");
    let (code, said_so, errors) = said(&Process::run(folder.path(), &["health"], &[("PORT", &port)]).await);
    assert_eq!(code, 0, "{said_so}{errors}");
    assert!(said_so.contains("/health/live answers 200 OK"), "{said_so}");
    server.kill().await;
    let (code, _, errors) = said(&Process::run(folder.path(), &["health"], &[("PORT", &port)]).await);
    assert_eq!(code, 1);
    assert!(errors.contains("does not answer"), "{errors}");
}

#[tokio::test]
async fn check_says_that_an_installation_is_new_and_that_nothing_is_wrong_with_it() {
    let folder = process_folder();
    let (code, text, errors) = said(&Process::run(folder.path(), &["check"], &[]).await);
    assert_eq!(code, 0, "{text}{errors}");
    assert!(text.contains("This is a new installation"), "{text}");
    assert!(!text.contains("DOWN"), "{text}");
}

#[tokio::test]
async fn a_taken_port_is_told_with_its_setting() {
    let folder = process_folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, _, errors) = said(&Process::run(folder.path(), &["serve"], &[("PORT", &port)]).await);
    assert_eq!(code, 1);
    assert!(errors.contains(&port) && errors.contains("server.port"), "{errors}");
}

#[tokio::test]
async fn migrate_prepares_a_database_that_serve_then_uses() {
    let folder = process_folder();
    let (code, text, errors) = said(&Process::run(folder.path(), &["migrate"], &[]).await);
    assert_eq!(code, 0, "{errors}");
    assert!(text.contains("SQLite"), "{text}");
    assert!(folder.path().join("data/greenroom.db").exists());
}

#[tokio::test]
async fn openapi_prints_a_document_of_version_3_1() {
    let folder = process_folder();
    let (code, text, _) = said(&Process::run(folder.path(), &["openapi"], &[]).await);
    assert_eq!(code, 0);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    assert!(document["paths"]["/auth/register"]["post"].is_object());
}

#[tokio::test]
async fn pulling_a_model_says_honestly_that_there_is_none() {
    let folder = process_folder();
    let (code, text, _) = said(&Process::run(folder.path(), &["models", "pull"], &[]).await);
    assert_eq!(code, 2);
    assert!(text.contains("no speech model"), "{text}");
}
