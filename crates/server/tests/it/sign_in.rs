//! Signing in: registration, login, refresh tokens that rotate, and ends that are really the end.

use serde_json::{Value, json};

use crate::support::{PASSWORD, TestServer, User, Visitor};

async fn an_address_registers_once_whatever_its_case(server: TestServer) {
    let visitor = server.visitor();
    let registration = json!({ "email": "Ada.L@Example.org", "password": PASSWORD, "name": "Ada" });
    let session = visitor.post("/auth/register", registration).await.expect(201);
    assert_eq!((&session["token_type"], &session["expires_in"]), (&json!("bearer"), &json!(1800)));
    assert_eq!(session["user"]["email"], "Ada.L@Example.org", "it is shown as typed");
    assert!(session["user"].get("password").is_none() && session["user"].get("hashed_password").is_none());

    let again = json!({ "email": "ada.l@example.ORG", "password": "another password" });
    visitor.post("/auth/register", again).await.expect_problem(400, "email_taken");
    assert_eq!(visitor.login("ADA.L@example.org").await.id, session["user"]["id"].as_i64().unwrap());
    server.stop().await;
}

async fn every_wrong_field_of_a_registration_is_told_at_once(server: TestServer) {
    let refused = async |body: Value| {
        let problem =
            server.visitor().post("/auth/register", body).await.expect_problem(422, "validation_failed");
        let errors = problem["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let long = "x".repeat(121);
    assert_eq!(
        refused(json!({ "email": "ada", "password": "short", "name": long })).await,
        ["email", "password", "name"]
    );
    // 36 two-byte letters are 72 bytes: one more than bcrypt reads.
    let umlauts = "ü".repeat(36);
    assert_eq!(refused(json!({ "email": "ada@example.org", "password": umlauts })).await, ["password"]);
    let longest = json!({ "email": "ada@example.org", "password": format!("{}x", "ü".repeat(35)) });
    server.visitor().post("/auth/register", longest.clone()).await.expect(201);
    server.visitor().post("/auth/login", longest).await.expect(200);
    server.stop().await;
}

async fn a_registration_whose_answer_was_lost_can_be_repeated_by_who_knows_the_password(server: TestServer) {
    let visitor = server.visitor();
    let register = async |password: &str| {
        let body = json!({ "email": "ada@example.org", "password": password });
        visitor.post_with("/auth/register", body, &[("idempotency-key", "registration-1")]).await
    };
    let first = register(PASSWORD).await.expect(201);
    let second = register(PASSWORD).await.expect(201);
    assert_eq!(first["user"], second["user"]);
    register("not the password").await.expect_problem(400, "email_taken");
    server.stop().await;
}

async fn a_stranger_does_not_learn_whether_an_address_is_known(server: TestServer) {
    server.register("ada@example.org").await;
    let mut told = Vec::new();
    for email in ["ada@example.org", "nobody@example.org"] {
        let body = json!({ "email": email, "password": "not the password" });
        let answer = server.visitor().post("/auth/login", body).await;
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
        let mut problem = answer.expect_problem(401, "invalid_credentials");
        problem["request_id"].take();
        told.push(problem);
    }
    assert_eq!(told[0], told[1]);
    server.stop().await;
}

async fn refreshing_rotates_the_pair_and_a_spent_token_used_again_ends_the_sign_in(server: TestServer) {
    let first = server.register("ada@example.org").await;
    let elsewhere = server.visitor().login("ada@example.org").await;
    let second = first.renewed().await;
    assert_ne!(second.refresh_token, first.refresh_token);
    second.get("/auth/me").await.expect(200);
    let third = second.renewed().await;
    third.get("/auth/me").await.expect(200);

    // Somebody stole the first one.
    first.refresh().await.expect_problem(401, "token_reused");
    for pair in [&first, &second, &third] {
        pair.get("/auth/me").await.expect_problem(401, "invalid_token");
        pair.refresh().await.expect_problem(401, "invalid_token");
    }
    elsewhere.get("/auth/me").await.expect(200);
    elsewhere.refresh().await.expect(200);
    server.stop().await;
}

async fn a_refresh_whose_answer_was_lost_can_be_repeated_until_the_new_pair_is_used(server: TestServer) {
    let first = server.register("ada@example.org").await;
    let lost = first.renewed().await;
    let arrived = first.renewed().await;
    lost.get("/auth/me").await.expect_problem(401, "invalid_token");
    lost.refresh().await.expect_problem(401, "invalid_token");
    arrived.get("/auth/me").await.expect(200);

    first.refresh().await.expect_problem(401, "token_reused");
    arrived.get("/auth/me").await.expect_problem(401, "invalid_token");
    server.stop().await;
}

async fn of_many_refreshes_at_once_one_pair_stands(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let pairs = futures::future::join_all((0..6).map(|_| user.renewed())).await;
    let standing =
        futures::future::join_all(pairs.iter().map(async |pair| pair.get("/auth/me").await.status)).await;
    assert_eq!(standing.iter().filter(|status| **status == 200).count(), 1, "{standing:?}");
    server.stop().await;
}

async fn logging_out_ends_this_sign_in_at_once_and_no_other(server: TestServer) {
    let here = server.register("ada@example.org").await;
    let there = server.visitor().login("ada@example.org").await;
    let mut socket = here.socket().await;
    here.post("/auth/logout").await.expect(204);
    here.get("/auth/me").await.expect_problem(401, "invalid_token");
    here.refresh().await.expect_problem(401, "invalid_token");
    assert_eq!(socket.closed().await, Some(1008));
    there.get("/auth/me").await.expect(200);
    server.stop().await;
}

async fn a_device_can_be_signed_out_from_another_one(server: TestServer) {
    let here = server.register("ada@example.org").await;
    let there = server.visitor().login("ada@example.org").await;
    let stranger = server.register("eve@example.org").await;
    let listed = here.get("/auth/devices").await.expect(200);
    let devices = listed["devices"].as_array().unwrap();
    assert_eq!(devices.len(), 2);
    let (current, others): (Vec<_>, Vec<_>) = devices.iter().partition(|device| device["current"] == true);
    assert_eq!((current.len(), others.len()), (1, 1));

    let path = format!("/auth/devices/{}", others[0]["id"]);
    stranger.delete(&path).await.expect_problem(404, "not_found");
    let mut socket = there.socket().await;
    here.delete(&path).await.expect(204);
    there.get("/auth/me").await.expect_problem(401, "invalid_token");
    assert_eq!(socket.closed().await, Some(1008));
    here.delete(&path).await.expect_problem(404, "not_found");
    assert_eq!(here.get("/auth/devices").await.expect(200)["devices"].as_array().unwrap().len(), 1);
    server.stop().await;
}

async fn a_token_of_the_wrong_kind_opens_nothing(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let visitor: &Visitor = &user.visitor;
    visitor.get("/auth/me").await.expect_problem(401, "missing_token");
    let (header, rest) = user.token.split_once('.').unwrap();
    let payload = rest.split('.').next().unwrap();
    // {"alg":"none","typ":"JWT"}
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
    let changed = format!("{header}.{payload}.{}", "A".repeat(43));
    for wrong in [user.refresh_token.as_str(), &unsigned, &changed, "nonsense", ""] {
        let thief = User { token: wrong.to_owned(), ..user.clone() };
        let answer = thief.get("/auth/me").await;
        assert!(answer.headers["www-authenticate"].to_str().unwrap().contains("invalid_token"));
        answer.expect_problem(401, "invalid_token");
    }
    let swapped = User { refresh_token: user.token.clone(), ..user.clone() };
    swapped.refresh().await.expect_problem(401, "invalid_token");
    server.stop().await;
}

with_and_without_redis!(
    an_address_registers_once_whatever_its_case,
    every_wrong_field_of_a_registration_is_told_at_once,
    a_registration_whose_answer_was_lost_can_be_repeated_by_who_knows_the_password,
    a_stranger_does_not_learn_whether_an_address_is_known,
    refreshing_rotates_the_pair_and_a_spent_token_used_again_ends_the_sign_in,
    a_refresh_whose_answer_was_lost_can_be_repeated_until_the_new_pair_is_used,
    of_many_refreshes_at_once_one_pair_stands,
    logging_out_ends_this_sign_in_at_once_and_no_other,
    a_device_can_be_signed_out_from_another_one,
    a_token_of_the_wrong_kind_opens_nothing,
);
