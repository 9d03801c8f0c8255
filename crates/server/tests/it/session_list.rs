//! The list of sessions: pages that neither skip nor repeat, filters that take words as they are, statistics over all.

use serde_json::{Value, json};

use crate::support::{Format, Recording, TestServer, User};

fn ids(page: &Value) -> Vec<i64> {
    page["sessions"].as_array().unwrap().iter().map(|session| session["id"].as_i64().unwrap()).collect()
}

/// Titles that the words find, in the order of the list.
async fn found(user: &User, words: &str) -> Vec<String> {
    let query: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let page = user.get(&format!("/sessions?q={query}")).await.expect(200);
    let titles =
        page["sessions"].as_array().unwrap().iter().map(|session| session["title"].as_str().unwrap());
    titles.map(str::to_owned).collect()
}

async fn pages_follow_each_other_newest_first_while_new_sessions_arrive(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let mut made = Vec::new();
    for number in 0..7 {
        made.push(user.session(&format!("Session {number}"), None).await);
    }
    made.reverse();
    let mut seen = Vec::new();
    let mut path = "/sessions?limit=3".to_owned();
    loop {
        let page = user.get(&path).await.expect(200);
        seen.extend(ids(&page));
        user.session("Made meanwhile", None).await;
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/sessions?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, made);
    for wrong in ["limit=0", "limit=101", "limit=x", "cursor=nonsense", "status=done", "sort=title"] {
        user.get(&format!("/sessions?{wrong}")).await.expect_problem(422, "validation_failed");
    }
    server.stop().await;
}

async fn words_are_found_as_they_are_whatever_their_case(server: TestServer) {
    let user = server.register("ada@example.org").await;
    for (title, question) in [
        ("100% sure", None),
        ("100 per cent", None),
        ("snake_case", None),
        ("snakeXcase", None),
        ("Wow!", None),
        ("Über uns 🎤", None),
        ("Plain", Some("What is ÜBER you?")),
        (r"back\slash", None),
    ] {
        user.session(title, question).await;
    }
    assert_eq!(found(&user, "100%").await, ["100% sure"]);
    assert_eq!(found(&user, "E_C").await, ["snake_case"]);
    assert_eq!(found(&user, "!").await, ["Wow!"]);
    assert_eq!(found(&user, "🎤").await, ["Über uns 🎤"]);
    assert_eq!(found(&user, r"k\s").await, [r"back\slash"]);
    assert_eq!(found(&user, "PLAIN").await, ["Plain"]);
    for words in ["Über", "über", "ÜBER"] {
        assert_eq!(found(&user, words).await, ["Plain", "Über uns 🎤"], "{words}");
    }
    assert!(found(&user, "' OR 1=1 --").await.is_empty());
    server.stop().await;
}

async fn a_changed_title_is_found_by_its_new_words_only(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let session = user.session("Before", Some("Where?")).await;
    user.patch(&format!("/sessions/{session}"), json!({ "title": "AFTER" })).await.expect(200);
    assert!(found(&user, "before").await.is_empty());
    assert_eq!(found(&user, "after").await, ["AFTER"]);
    assert_eq!(found(&user, "where").await, ["AFTER"]);
    server.stop().await;
}

async fn statistics_are_over_all_of_the_users_sessions_and_nobody_elses(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let empty = user.get("/sessions").await.expect(200);
    let nothing =
        json!({ "total": 0, "completed": 0, "average_score": null, "improvement": null, "practice_s": 0.0 });
    assert_eq!((&empty["sessions"], &empty["next_cursor"]), (&json!([]), &Value::Null));
    assert_eq!(empty["stats"], nothing);

    let silence = Recording::silence(2, Format::Wav).await;
    let (done, _) = user.completed("Done", &silence).await;
    let waiting = user.transcribed("Waiting", &silence).await;
    let new = user.session("New", None).await;
    let page = user.get("/sessions?status=completed&limit=1").await.expect(200);
    assert_eq!(ids(&page), [done]);
    assert_eq!((&page["stats"]["total"], &page["stats"]["completed"]), (&json!(3), &json!(1)));
    let practised_s = page["stats"]["practice_s"].as_f64().unwrap();
    assert!((practised_s - 4.0).abs() < 0.1, "{practised_s}");
    assert_eq!(page["stats"]["average_score"], Value::Null, "silence is not scored");
    assert_eq!(ids(&user.get("/sessions?status=transcribed").await.expect(200)), [waiting]);
    assert_eq!(ids(&user.get("/sessions?status=created").await.expect(200)), [new]);

    let other = server.register("bob@example.org").await;
    assert_eq!(other.get("/sessions").await.expect(200)["stats"], nothing);
    server.stop().await;
}

on_each_database!(
    pages_follow_each_other_newest_first_while_new_sessions_arrive,
    words_are_found_as_they_are_whatever_their_case,
    a_changed_title_is_found_by_its_new_words_only,
    statistics_are_over_all_of_the_users_sessions_and_nobody_elses,
);
