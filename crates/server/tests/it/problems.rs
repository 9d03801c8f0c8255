//! Problems: whatever is wrong with a request, the answer has one shape and says what.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;

use crate::support::{Engine, TestServer, User};

/// A body just as it is.
async fn post_raw(user: &User, content_type: Option<&str>, body: impl Into<reqwest::Body>) -> (u16, String) {
    let mut request = user.request(Method::POST, "/sessions").body(body);
    if let Some(content_type) = content_type {
        request = request.header(CONTENT_TYPE, content_type);
    }
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let status = answer.status().as_u16();
    let problem: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(problem["status"], status);
    let code = problem["code"].as_str().unwrap().to_owned();
    assert_eq!(problem["type"], format!("/problems/{}", code.replace('_', "-")));
    for words in ["title", "detail"] {
        assert!(problem[words].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
    }
    (status, code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_can_not_be_understood_is_refused_with_the_reason() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    let json = Some("application/json");
    for malformed in ["", "{", "null", "[]", r#""title""#, r#"{"title":"a"} x"#, "{\"title\":\"\u{0}\"}"] {
        let refused = post_raw(&user, json, malformed).await;
        assert_eq!(refused, (422, "validation_failed".to_owned()), "{malformed:?}");
    }
    let not_utf8 = post_raw(&user, json, b"{\"title\":\"\xff\"}".to_vec()).await;
    assert_eq!(not_utf8, (422, "validation_failed".to_owned()));
    for content_type in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let refused = post_raw(&user, content_type, r#"{"title":"a"}"#).await;
        assert_eq!(refused, (415, "unsupported_media_type".to_owned()), "{content_type:?}");
    }
    assert_eq!(user.get("/sessions").await.expect(200)["stats"]["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_is_named() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "a", "tilte": "b" }), "tilte"),
        (json!({ "title": 7 }), "title"),
        (json!({ "title": null }), "title"),
        (json!({ "title": "" }), "title"),
        (json!({ "title": "a\u{7}b" }), "title"),
        (json!({ "title": "x".repeat(256) }), "title"),
        (json!({ "title": "a", "question": "x".repeat(4001) }), "question"),
        (json!({ "title": "a", "competency": "x".repeat(41) }), "competency"),
        (json!({ "title": "a", "attempt_of": "first" }), "attempt_of"),
    ] {
        let problem =
            user.post_json("/sessions", body.clone()).await.expect_problem(422, "validation_failed");
        let error = &problem["errors"][0];
        let said = format!("{} {}", error["field"], error["message"]);
        assert!(said.contains(field), "{field} is not named for {body}: {problem}");
    }
    // Characters count, not bytes.
    user.post_json("/sessions", json!({ "title": "🎤".repeat(255) })).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_one_mebibyte_is_read_and_one_byte_more_is_not() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    let body = |bytes: usize| {
        let frame = r#"{"title":""}"#.len();
        format!(r#"{{"title":"{}"}}"#, "x".repeat(bytes - frame))
    };
    let json = Some("application/json");
    assert_eq!(post_raw(&user, json, body(1 << 20)).await, (422, "validation_failed".to_owned()));
    assert_eq!(post_raw(&user, json, body((1 << 20) + 1)).await, (413, "body_too_large".to_owned()));
    // And when nobody says beforehand how long it will be.
    let pieces = (0..17).map(|_| Ok::<_, std::io::Error>("x".repeat(64 * 1024)));
    let streamed = reqwest::Body::wrap_stream(futures::stream::iter(pieces));
    assert_eq!(post_raw(&user, json, streamed).await, (413, "body_too_large".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_or_not_allowed_is_a_problem_too() {
    let server = TestServer::start(Engine::Sqlite).await;
    let user = server.register("ada@example.org").await;
    for path in ["/nothing", "/sessions/0", "/sessions/abc", "/sessions/9223372036854775808", "/sessions/1/x"]
    {
        user.get(path).await.expect_problem(404, "not_found");
    }
    let answer = user.delete("/sessions").await;
    assert!(answer.headers["allow"].to_str().unwrap().contains("POST"));
    answer.expect_problem(405, "method_not_allowed");
    let plain = user.get("/ws/transcribe").await;
    plain.expect_problem(426, "upgrade_required");
    let visitor = server.visitor();
    for path in ["/sessions", "/auth/me", "/auth/devices"] {
        let answer = visitor.get(path).await;
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer realm="));
        answer.expect_problem(401, "missing_token");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_a_request_id_the_callers_own_if_it_is_well_formed() {
    let server = TestServer::start(Engine::Sqlite).await;
    let visitor = server.visitor();
    let with_id = async |id: &str, path: &str| {
        visitor.request(Method::GET, path).header("x-request-id", id).send().await.unwrap()
    };
    let own = "0af7651916cd43dd8448eb211c80319c";
    assert_eq!(with_id(own, "/health/live").await.headers()["x-request-id"], own);
    let problem = with_id(own, "/nothing").await;
    assert_eq!(problem.headers()["x-request-id"], own);
    assert_eq!(problem.json::<serde_json::Value>().await.unwrap()["request_id"], own);
    for strange in ["a b", "\"}", &"x".repeat(129)] {
        let given = with_id(strange, "/health/live").await.headers()["x-request-id"].clone();
        assert!(given != *strange && !given.is_empty());
    }
    let (one, other) = (visitor.get("/nothing").await, visitor.get("/nothing").await);
    assert_ne!(one.headers["x-request-id"], other.headers["x-request-id"]);
    one.expect_problem(404, "not_found");
}
