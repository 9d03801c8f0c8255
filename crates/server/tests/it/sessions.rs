//! Sessions: made once however often the request is repeated, moved only as their state allows, deleted with all they have.

use serde_json::{Value, json};

use crate::support::{Format, Recording, TestServer};

async fn a_repeated_request_makes_one_session(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let other = server.register("bob@example.org").await;
    let body = json!({ "title": "Once", "question": "Why?", "competency": "ownership" });
    let key = [("idempotency-key", "create-1")];
    let at_once = (0..8).map(|_| user.post_with("/sessions", body.clone(), &key));
    let answers: Vec<Value> =
        futures::future::join_all(at_once).await.into_iter().map(|answer| answer.expect(201)).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(user.get("/sessions").await.expect(200)["stats"]["total"], 1);

    let id = &answers[0]["id"];
    user.patch(&format!("/sessions/{id}"), json!({ "title": "Changed since" })).await.expect(200);
    assert_eq!(
        user.post_with("/sessions", body, &key).await.expect(201),
        answers[0],
        "the first answer stays"
    );
    let another = user.post_with("/sessions", json!({ "title": "Another" }), &key).await;
    assert_eq!(another.expect_problem(422, "validation_failed")["errors"][0]["field"], "Idempotency-Key");
    let theirs = other.post_with("/sessions", json!({ "title": "Another" }), &key).await.expect(201);
    assert_ne!(theirs["id"], *id, "a key is its user's own");
    server.stop().await;
}

async fn a_new_session_has_nothing_but_its_words(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let title = "Über 🎤 %_!";
    let body = json!({ "title": format!("  {title} "), "question": "How?\nAnd why?" });
    let session = user.post_json("/sessions", body).await.expect(201);
    assert_eq!((&session["title"], &session["status"]), (&json!(title), &json!("created")));
    for empty in [
        "failure",
        "competency",
        "duration_s",
        "audio_key",
        "transcript",
        "overall_score",
        "attempt_of",
        "completed_at",
    ] {
        assert_eq!(session.get(empty), Some(&Value::Null), "{empty}");
    }
    let created_at = session["created_at"].as_str().unwrap();
    assert!(
        created_at.len() == "2026-01-02T03:04:05.678Z".len() && created_at.ends_with('Z'),
        "{created_at}"
    );
    let path = format!("/sessions/{}", session["id"]);
    assert_eq!(user.get(&path).await.expect(200), session);

    let again = json!({ "title": "Again", "attempt_of": session["id"] });
    assert_eq!(user.post_json("/sessions", again).await.expect(201)["attempt_of"], session["id"]);
    let changed = user.patch(&path, json!({ "question": "When?" })).await.expect(200);
    assert_eq!((&changed["title"], &changed["question"]), (&json!(title), &json!("When?")));
    user.patch(&path, json!({ "title": " " })).await.expect_problem(422, "validation_failed");
    user.patch(&path, json!({ "status": "completed" })).await.expect_problem(422, "validation_failed");
    server.stop().await;
}

async fn each_call_is_refused_in_a_state_that_does_not_allow_it(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let silence = Recording::silence(1, Format::Wav).await;
    let session = user.session("New", None).await;
    let path = format!("/sessions/{session}");
    for call in ["complete", "retry"] {
        user.post(&format!("{path}/{call}")).await.expect_problem(409, "wrong_state");
    }
    user.get(&format!("{path}/transcript")).await.expect_problem(409, "wrong_state");
    user.patch(&format!("{path}/transcript"), json!({ "text": "x" }))
        .await
        .expect_problem(409, "wrong_state");
    user.get(&format!("{path}/audio")).await.expect_problem(404, "not_found");
    assert_eq!(user.get(&format!("{path}/feedback")).await.expect(200)["status"], "pending");

    let (session, _) = user.completed("Done", &silence).await;
    let path = format!("/sessions/{session}");
    user.post(&format!("{path}/retry")).await.expect_problem(409, "wrong_state");
    let second = user.upload_recording(&silence).await;
    let mut socket = user.socket().await;
    socket.give(session, &second).await;
    assert_eq!(socket.expect("error").await["code"], "wrong_state");
    assert_eq!(user.get(&path).await.expect(200)["status"], "completed");
    server.stop().await;
}

async fn a_correction_before_completing_asks_for_nothing_and_after_it_for_new_feedback(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let session = user.transcribed("Mumbled", &Recording::silence(1, Format::Wav).await).await;
    let path = format!("/sessions/{session}");
    let correct = async |text: &str| {
        user.patch(&format!("{path}/transcript"), json!({ "text": text })).await.expect(200)
    };
    let corrected = correct("I said this.").await;
    assert_eq!((&corrected["text"], &corrected["original_text"]), (&json!("I said this."), &json!("")));
    assert_eq!(user.get(&path).await.expect(200)["status"], "transcribed");
    assert_eq!(server.rows().open_jobs().await, 0);

    let mut socket = user.socket().await;
    socket.follow(session).await;
    user.post(&format!("{path}/complete")).await.expect(202);
    socket.expect("feedback").await;
    assert_eq!(correct("No, I said that.").await["original_text"], "");
    assert_eq!(socket.expect("transcript").await["text"], "No, I said that.");
    socket.expect("feedback").await;
    assert_eq!(user.get(&path).await.expect(200)["transcript"], "No, I said that.");
    assert_eq!(server.rows().number("SELECT COUNT(*) FROM feedback").await, 2, "the old version is kept");
    server.stop().await;
}

async fn a_deleted_session_is_gone_with_its_recording(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let silence = Recording::silence(1, Format::Wav).await;
    let (session, _) = user.completed("Gone", &silence).await;
    let (kept, _) = user.completed("Kept", &silence).await;
    let path = format!("/sessions/{session}");
    let key = user.get(&path).await.expect(200)["audio_key"].as_str().unwrap().to_owned();
    let url = user.get(&format!("{path}/audio")).await.expect(200)["url"].as_str().unwrap().to_owned();
    let mut socket = user.socket().await;
    socket.follow(session).await;

    user.delete(&path).await.expect(204);
    assert_eq!(socket.expect("error").await["code"], "session_deleted");
    user.get(&path).await.expect_problem(404, "not_found");
    user.delete(&path).await.expect_problem(404, "not_found");
    user.confirm(&key).await.expect_problem(400, "upload_missing");
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 404);
    for query in [
        "SELECT COUNT(*) FROM interview_sessions",
        "SELECT COUNT(*) FROM uploads",
        "SELECT COUNT(*) FROM transcripts",
        "SELECT COUNT(*) FROM feedback",
    ] {
        assert_eq!(server.rows().number(query).await, 1, "{query}");
    }
    user.get(&format!("/sessions/{kept}/audio")).await.expect(200);
    server.stop().await;
}

on_each_database!(
    a_repeated_request_makes_one_session,
    a_new_session_has_nothing_but_its_words,
    each_call_is_refused_in_a_state_that_does_not_allow_it,
    a_correction_before_completing_asks_for_nothing_and_after_it_for_new_feedback,
    a_deleted_session_is_gone_with_its_recording,
);
