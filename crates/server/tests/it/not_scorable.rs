//! What is no answer gets a reason in words, and never a score.

use serde_json::Value;

use crate::support::{Format, Recording, TestServer, expect_not_scorable};

async fn silence_noise_and_a_single_word_are_not_scored(server: TestServer) {
    let user = server.register("ada@example.org").await;
    for (recording, code) in [
        (Recording::silence(12, Format::WebmOpus).await, "no_speech"),
        (Recording::noise(12, Format::M4a).await, "no_speech"),
        (Recording::spoken("Fine.", Format::Wav).await, "too_short"),
    ] {
        let (session, feedback) = user.completed("No answer", &recording).await;
        assert_eq!(expect_not_scorable(&feedback), code, "{feedback:#}");
        assert_eq!(user.get(&format!("/sessions/{session}/feedback")).await.expect(200), feedback);
        let session = user.get(&format!("/sessions/{session}")).await.expect(200);
        assert_eq!((&session["status"], &session["overall_score"]), (&"completed".into(), &Value::Null));
    }
    let stats = user.get("/sessions").await.expect(200)["stats"].clone();
    assert_eq!((&stats["completed"], &stats["average_score"]), (&3.into(), &Value::Null));
    server.stop().await;
}

async fn an_answer_that_nobody_has_asked_to_judge_is_pending(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let session = user.transcribed("Silence", &Recording::silence(2, Format::Wav).await).await;
    let feedback = user.get(&format!("/sessions/{session}/feedback")).await.expect(200);
    assert_eq!((&feedback["status"], &feedback["overall_score"]), (&"pending".into(), &Value::Null));
    server.stop().await;
}

on_each_database!(
    silence_noise_and_a_single_word_are_not_scored,
    an_answer_that_nobody_has_asked_to_judge_is_pending,
);
