//! What the coach does beyond one feedback: claims that are contested, versions that are kept, follow-up questions, progress.

use coach::judge_card::LabelledSet;
use serde_json::{Value, json};

use crate::support::{ANSWER, Format, QUESTION, Recording, Scripted, User, quotes};

/// A session whose answer has been judged by rules.
async fn practised(scripted: &Scripted, user: &User) -> i64 {
    let session = scripted.heard(user, ANSWER).await;
    assert_eq!(scripted.completed(user, session, "complete").await["status"], "completed");
    session
}

async fn contest(user: &User, session: i64, claim: &str) -> Value {
    let path = format!("/sessions/{session}/feedback/contest");
    user.post_json(&path, json!({ "claim": claim })).await.expect(200)
}

fn versions(history: &Value) -> Vec<(i64, &str)> {
    let one = |entry: &Value| entry["version"].as_i64().unwrap();
    let entries = history["feedbacks"].as_array().unwrap().iter();
    entries.map(|entry| (one(entry), history_cause(entry))).collect()
}

fn history_cause(entry: &Value) -> &str {
    entry["because"].as_str().unwrap()
}

async fn a_contested_claim_is_checked_again_and_every_version_is_kept(scripted: Scripted) {
    let user = scripted.server.register("ada@example.org").await;
    let session = practised(&scripted, &user).await;
    let path = format!("/sessions/{session}");
    let first = user.get(&format!("{path}/feedback")).await.expect(200);

    // Rules that read "as a result" and a number beside it find it again, however strictly they read.
    let claim = "A number stands beside what reads like a result.";
    assert!(
        first["strengths"].as_array().unwrap().iter().any(|strength| strength["text"] == claim),
        "{first:#}"
    );
    let upheld = contest(&user, session, claim).await;
    assert_eq!((&upheld["outcome"], &upheld["feedback"]), (&json!("upheld"), &first));

    // Whoever points to own words has the advice taken out: rules can not read them better than their speaker.
    let advice = first["improvements"][0]["text"].as_str().unwrap();
    let transcript = user.get(&format!("{path}/transcript")).await.expect(200)["text"].clone();
    let own: Vec<&str> = transcript.as_str().unwrap().split(' ').take(6).collect();
    let body = json!({ "claim": advice, "comment": format!("But I said: {}!", own.join(" ")) });
    let contest_path = format!("{path}/feedback/contest");
    let withdrawn = user.post_json(&contest_path, body.clone()).await.expect(200);
    assert_eq!(withdrawn["outcome"], "withdrawn");
    assert!(!withdrawn["feedback"]["improvements"].to_string().contains(advice), "{withdrawn:#}");
    assert_eq!(user.get(&format!("{path}/feedback")).await.expect(200), withdrawn["feedback"]);
    assert_eq!(user.post_json(&contest_path, body).await.expect(200), withdrawn, "repeatable");

    let unknown = user.post_json(&contest_path, json!({ "claim": "You sing well." })).await;
    unknown.expect_problem(400, "no_such_claim");
    user.post_json(&contest_path, json!({ "claim": " " })).await.expect_problem(422, "validation_failed");
    let bob = scripted.server.register("bob@example.org").await;
    bob.post_json(&contest_path, json!({ "claim": claim })).await.expect_problem(404, "not_found");

    // Judged again after a correction elsewhere, the withdrawn claim does not come back.
    let mut socket = user.socket().await;
    socket.follow(session).await;
    let corrected = transcript.as_str().unwrap().replace("learned to", "learned that we must");
    user.patch(&format!("{path}/transcript"), json!({ "text": corrected })).await.expect(200);
    socket.expect("transcript").await;
    socket.expect("feedback").await;
    let history_path = format!("{path}/feedback/history");
    let history = user.get(&history_path).await.expect(200);
    assert_eq!(versions(&history), [(3, "corrected"), (2, "contested"), (1, "completed")]);
    assert_eq!(history["feedbacks"][2]["feedback"], first);
    assert_eq!(history["feedbacks"][0]["feedback"], user.get(&format!("{path}/feedback")).await.expect(200));
    bob.get(&history_path).await.expect_problem(404, "not_found");
    assert_eq!(scripted.server.rows().number("SELECT COUNT(*) FROM contested_claims").await, 2);
    regression_set_holds(&scripted, &[claim, advice]).await;
    user.delete(&path).await.expect(204);
    assert_eq!(scripted.server.rows().number("SELECT COUNT(*) FROM contested_claims").await, 0);
    scripted.server.stop().await;
}

/// The operator gets them in the form of a labelled set.
async fn regression_set_holds(scripted: &Scripted, claims: &[&str]) {
    let output = scripted.server.command(&["coach", "contested"]).await;
    let set = LabelledSet::parse(&String::from_utf8(output.stdout).unwrap()).unwrap();
    let contested: Vec<&str> = set.answers.iter().filter_map(|answer| answer.claim.as_deref()).collect();
    assert_eq!(contested, claims);
    let ids: Vec<&str> = set.answers.iter().map(|answer| answer.id.as_str()).collect();
    assert_eq!(ids, ["c1", "c2"]);
    assert!(set.answers.iter().all(|answer| answer.question.as_deref() == Some(QUESTION)));
}

async fn a_level_that_does_not_come_again_leaves_with_its_share_of_the_scores(scripted: Scripted) {
    let user = scripted.server.register("ada@example.org").await;
    let session = practised(&scripted, &user).await;
    let first = user.get(&format!("/sessions/{session}/feedback")).await.expect(200);
    for level in first["competencies"].as_array().unwrap() {
        let name = level["name"].as_str().unwrap();
        let contested = contest(&user, session, name).await;
        let still: Vec<&Value> = contested["feedback"]["competencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|shown| shown["name"] == name)
            .collect();
        match contested["outcome"].as_str().unwrap() {
            "upheld" => assert_eq!(still, [level]),
            _ => {
                assert!(still.is_empty());
                let why = contested["feedback"]["not_scored"].as_array().unwrap();
                let why = why.iter().find(|unscored| unscored["name"] == name).unwrap();
                assert_eq!(why["reason"], contested["reason"]);
            }
        }
        scores_are_means_of_levels(&contested["feedback"]);
    }
    scripted.server.stop().await;
}

fn scores_are_means_of_levels(feedback: &Value) {
    let levels: Vec<f64> = feedback["competencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|shown| shown["level"].as_f64().unwrap())
        .collect();
    match feedback["overall_score"].as_f64() {
        Some(score) => {
            let mean = levels.iter().sum::<f64>() / levels.len() as f64 * 20.0;
            assert!((mean - score).abs() < 0.06 && levels.len() >= 3, "{feedback:#}");
        }
        None => assert!(levels.len() < 3, "{feedback:#}"),
    }
}

async fn follow_up_questions_go_back_to_what_was_said(scripted: Scripted) {
    let user = scripted.server.register("ada@example.org").await;
    let session = practised(&scripted, &user).await;
    let path = format!("/sessions/{session}/follow-ups");
    let asked = user.get(&path).await.expect(200);
    let questions = asked["questions"].as_array().unwrap();
    assert!((1..=3).contains(&questions.len()), "{asked:#}");
    let text = user.get(&format!("/sessions/{session}/transcript")).await.expect(200)["text"].clone();
    for question in questions {
        let quote = question["because"]["quote"].as_str().unwrap();
        assert!(text.as_str().unwrap().contains(quote), "{question}");
        assert!(question["text"].as_str().unwrap().contains(quote.trim_end_matches('.')), "{question}");
        assert!(question["because"]["end_s"].as_f64() > question["because"]["start_s"].as_f64());
    }
    assert_eq!(quotes(&asked).len(), questions.len());
    assert_eq!(user.get(&path).await.expect(200), asked, "the same answer gets the same questions");

    let silent = user.transcribed("Silence", &Recording::silence(2, Format::Wav).await).await;
    let none = user.get(&format!("/sessions/{silent}/follow-ups")).await.expect(200);
    assert_eq!(none, json!({ "questions": [] }));
    let new = user.session("New", None).await;
    user.get(&format!("/sessions/{new}/follow-ups")).await.expect_problem(409, "wrong_state");
    scripted.server.register("bob@example.org").await.get(&path).await.expect_problem(404, "not_found");
    scripted.server.stop().await;
}

async fn progress_compares_attempts_and_says_what_is_due(scripted: Scripted) {
    let user = scripted.server.register("ada@example.org").await;
    let before = user.get("/progress").await.expect(200);
    assert_eq!((&before["attempts"], &before["competencies"]), (&json!(0), &json!([])));
    // By rules, relevance and clarity are never judged, so they are never due.
    let due: Vec<&str> =
        before["due"].as_array().unwrap().iter().map(|due| due["competency"].as_str().unwrap()).collect();
    assert_eq!(due, ["structure", "specificity", "reasoning", "result"]);

    let sessions = [practised(&scripted, &user).await, practised(&scripted, &user).await];
    let after = user.get("/progress").await.expect(200);
    assert_eq!(after["attempts"], 2);
    assert!(after["practice_s"].as_f64().unwrap() > 30.0, "{after:#}");
    let feedback = user.get(&format!("/sessions/{}/feedback", sessions[0])).await.expect(200);
    for course in after["competencies"].as_array().unwrap() {
        let attempts = course["attempts"].as_array().unwrap();
        let ids: Vec<&Value> = attempts.iter().map(|attempt| &attempt["session_id"]).collect();
        assert_eq!(ids, [&json!(sessions[0]), &json!(sessions[1])]);
        let shown =
            feedback["competencies"].as_array().unwrap().iter().find(|shown| shown["name"] == course["name"]);
        assert_eq!(attempts[0]["level"], shown.unwrap()["level"]);
        assert_eq!(attempts[0]["kind"], "rules");
        // The same words were said twice.
        let level = &attempts[0]["level"].as_f64();
        assert_eq!(course["change"], json!({ "from": level, "to": level, "verdict": "no_clear_change" }));
    }
    let due = after["due"].as_array().unwrap();
    assert_eq!(due.len(), 4);
    assert!(
        due.iter().all(|due| due["question"]["text"].is_string() && due["due_at"].is_string()),
        "{due:#?}"
    );
    assert!(due.windows(2).all(|pair| pair[0]["due_at"].as_str() <= pair[1]["due_at"].as_str()));

    let bob = scripted.server.register("bob@example.org").await;
    assert_eq!(bob.get("/progress").await.expect(200)["attempts"], 0);
    scripted.server.visitor().get("/progress").await.expect_problem(401, "missing_token");
    scripted.server.stop().await;
}

on_each_database!(
    with Scripted::by_rules;
    a_contested_claim_is_checked_again_and_every_version_is_kept,
    a_level_that_does_not_come_again_leaves_with_its_share_of_the_scores,
    follow_up_questions_go_back_to_what_was_said,
    progress_compares_attempts_and_says_what_is_due,
);
