//! The web app's sign-in: its refresh token travels in a cookie that no script can read, from its own pages only.

use reqwest::Method;
use reqwest::header::{COOKIE, ORIGIN};
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestServer, Visitor};

const WEB: (&str, &str) = ("x-greenroom-client", "web");

/// The cookie that the answer sets, as name=value, and its attributes.
fn cookie(answer: &Answer) -> (String, Vec<String>) {
    let text = answer.headers["set-cookie"].to_str().unwrap();
    let mut parts = text.split("; ").map(str::to_owned);
    (parts.next().unwrap(), parts.collect())
}

async fn refresh(visitor: &Visitor, cookie: &str) -> Answer {
    visitor.post_with("/auth/refresh", json!({}), &[WEB, (COOKIE.as_str(), cookie)]).await
}

async fn the_refresh_token_of_the_web_app_is_in_a_cookie_and_nowhere_else(server: TestServer) {
    let visitor = server.visitor();
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    let own_page = (ORIGIN.as_str(), server.origin.as_str());
    let registered = visitor.post_with("/auth/register", body.clone(), &[WEB, own_page]).await;
    let (first, attributes) = cookie(&registered);
    assert_eq!(registered.body["refresh_token"], Value::Null);
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/auth", "Max-Age=604800"] {
        assert!(attributes.iter().any(|set| set == attribute), "{attribute} is missing: {attributes:?}");
    }

    let refreshed = refresh(&visitor, &first).await;
    let (second, _) = cookie(&refreshed);
    assert_ne!(second, first);
    let token = refreshed.expect(200)["token"].as_str().unwrap().to_owned();
    let me = visitor.request(Method::GET, "/auth/me").bearer_auth(&token).send().await.unwrap();
    assert_eq!(me.status(), 200);

    // Without saying that it is the web app, the cookie counts for nothing.
    let silent = visitor.post_with("/auth/refresh", json!({}), &[(COOKIE.as_str(), &second)]).await;
    silent.expect_problem(422, "validation_failed");
    visitor.post_with("/auth/refresh", json!({}), &[WEB]).await.expect_problem(401, "missing_token");

    let goodbye = visitor.request(Method::POST, "/auth/logout").bearer_auth(&token).header(WEB.0, WEB.1);
    let goodbye = goodbye.send().await.unwrap();
    assert_eq!(goodbye.status(), 204);
    assert!(goodbye.headers()["set-cookie"].to_str().unwrap().starts_with("greenroom_refresh=; "));
    refresh(&visitor, &second).await.expect_problem(401, "invalid_token");
    server.stop().await;
}

async fn a_page_of_another_origin_can_not_use_the_cookie(server: TestServer) {
    let visitor = server.visitor();
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    let signed_in = visitor.post_with("/auth/register", body.clone(), &[WEB]).await;
    let (own, _) = cookie(&signed_in);
    for foreign in ["https://evil.example", "null"] {
        let from_there = (ORIGIN.as_str(), foreign);
        let stolen =
            visitor.post_with("/auth/refresh", json!({}), &[WEB, from_there, (COOKIE.as_str(), &own)]).await;
        assert!(stolen.headers.get("set-cookie").is_none());
        assert!(stolen.headers.get("access-control-allow-origin").is_none());
        stolen.expect_problem(403, "origin_not_allowed");
        let login = visitor.post_with("/auth/login", body.clone(), &[WEB, from_there]).await;
        login.expect_problem(403, "origin_not_allowed");
    }
    // The attempts have spent nothing.
    refresh(&visitor, &own).await.expect(200);
    server.stop().await;
}

on_each_database!(
    the_refresh_token_of_the_web_app_is_in_a_cookie_and_nowhere_else,
    a_page_of_another_origin_can_not_use_the_cookie,
);
