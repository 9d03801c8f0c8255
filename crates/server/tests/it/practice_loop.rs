//! The practice loop: a spoken answer becomes words by a real recogniser, and feedback that quotes them.

use clients::speech::error_rate::word_error_rate;
use reqwest::header::RANGE;
use serde_json::{Value, json};

use crate::support::{ANSWER, Format, QUESTION, Recording, Socket, TestServer, User, quotes};

async fn an_answer_recorded_by_a_browser_becomes_words_and_feedback(server: TestServer) {
    practise(server, Format::WebmOpus).await;
}

async fn an_answer_recorded_by_a_phone_becomes_words_and_feedback(server: TestServer) {
    practise(server, Format::M4a).await;
}

with_and_without_redis!(
    an_answer_recorded_by_a_browser_becomes_words_and_feedback,
    an_answer_recorded_by_a_phone_becomes_words_and_feedback,
);

async fn practise(server: TestServer, format: Format) {
    let user = server.register("ada@example.org").await;
    let session = user.session("First try", Some(QUESTION)).await;
    let recording = Recording::spoken(ANSWER, format).await;
    let key = user.upload_recording(&recording).await;

    let mut socket = user.socket().await;
    assert_eq!(socket.follow(session).await["status"], "created");
    socket.give(session, &key).await;
    let transcript = words_arrive(&mut socket).await;
    words_are_those_that_were_spoken(&user, session, &transcript).await;

    let path = format!("/sessions/{session}/complete");
    assert_eq!(user.post(&path).await.expect(202)["status"], "scoring");
    let feedback = socket.expect("feedback").await["feedback"].clone();
    feedback_rests_on_the_words(&feedback, transcript["text"].as_str().unwrap());
    assert_eq!(user.get(&format!("/sessions/{session}/feedback")).await.expect(200), feedback);
    // It is never scored twice.
    assert_eq!(user.post(&path).await.expect(200)["status"], "completed");

    the_list_shows_it(&user, session, &feedback).await;
    the_recording_can_be_played(&user, session, &recording).await;
    a_correction_is_judged_anew_and_keeps_what_was_heard(&user, session, &mut socket, &transcript).await;
    assert_eq!(server.rows().number("SELECT COUNT(*) FROM feedback").await, 2);
    assert_eq!(server.rows().open_jobs().await, 0);
    server.stop().await;
}

/// Reads to the transcript; on the way the stages come in their order, each with its progress.
async fn words_arrive(socket: &mut Socket) -> Value {
    const STAGES: [&str; 5] = ["queued", "fetch", "decode", "speech", "transcript"];
    let mut at = 0;
    loop {
        let message = socket.next().await.unwrap();
        let stage = match message["type"].as_str().unwrap() {
            "session" => continue,
            "status" => message["stage"].as_str().unwrap(),
            other => other,
        };
        let place = STAGES.iter().position(|known| *known == stage);
        let place = place.unwrap_or_else(|| panic!("not a stage of transcription: {message}"));
        assert!(place >= at, "{} came after {}", STAGES[place], STAGES[at]);
        at = place;
        if stage == "transcript" {
            return message;
        }
        assert!((0.0..=1.0).contains(&message["progress"].as_f64().unwrap()), "{message}");
    }
}

async fn words_are_those_that_were_spoken(user: &User, session: i64, told: &Value) {
    let text = told["text"].as_str().unwrap();
    let rate = word_error_rate(ANSWER, text).rate().unwrap();
    assert!(rate <= 0.2, "word error rate {rate:.2}: {text}");
    let duration_s = told["duration_s"].as_f64().unwrap();
    let mut before = 0.0;
    for word in told["words"].as_array().unwrap() {
        let (start_s, end_s) = (word["start_s"].as_f64().unwrap(), word["end_s"].as_f64().unwrap());
        assert!(before <= start_s && start_s <= end_s && end_s <= duration_s, "{word}");
        before = start_s;
    }
    let read = user.get(&format!("/sessions/{session}/transcript")).await.expect(200);
    for field in ["text", "words", "language", "duration_s", "engine"] {
        assert_eq!(read[field], told[field]);
    }
    assert_eq!(read["original_text"], Value::Null);
}

fn feedback_rests_on_the_words(feedback: &Value, text: &str) {
    assert_eq!(feedback["status"], "ready", "{feedback:#}");
    assert_eq!(feedback["reason"], Value::Null);
    let score = feedback["overall_score"].as_f64().unwrap();
    assert!((0.0..=100.0).contains(&score), "{score}");
    assert_eq!(feedback["coach"]["kind"], "rules");
    let quotes = quotes(feedback);
    assert!(!quotes.is_empty(), "{feedback:#}");
    for quote in quotes {
        assert!(text.contains(&quote), "{quote:?} is not in {text:?}");
    }
    assert!(feedback["delivery"]["words_per_minute"].as_f64().is_some_and(|pace| pace > 50.0));
}

async fn the_list_shows_it(user: &User, session: i64, feedback: &Value) {
    let page = user.get("/sessions").await.expect(200);
    let summary = &page["sessions"][0];
    assert_eq!((&summary["id"], &summary["status"]), (&json!(session), &json!("completed")));
    assert_eq!(summary["overall_score"], feedback["overall_score"]);
    for long in ["transcript", "audio_key", "failure"] {
        assert!(summary.get(long).is_none(), "a summary holds no {long}");
    }
    let stats = &page["stats"];
    assert_eq!((&stats["total"], &stats["completed"]), (&json!(1), &json!(1)));
    assert_eq!(stats["average_score"], feedback["overall_score"]);
    assert_eq!(stats["practice_s"], summary["duration_s"]);
    assert_eq!(stats["improvement"], Value::Null, "one answer is no improvement");
}

async fn the_recording_can_be_played(user: &User, session: i64, recording: &Recording) {
    let audio = user.get(&format!("/sessions/{session}/audio")).await.expect(200);
    assert_eq!(audio["expires_in"], 900);
    let http = reqwest::Client::new();
    let url = audio["url"].as_str().unwrap();
    let part = http.get(url).header(RANGE, "bytes=100-299").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 100-299/{}", recording.bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), recording.bytes[100..300]);
    let whole = http.get(url).send().await.unwrap();
    assert_eq!(whole.headers()["content-type"], recording.content_type);
    assert_eq!(whole.bytes().await.unwrap(), recording.bytes);
}

async fn a_correction_is_judged_anew_and_keeps_what_was_heard(
    user: &User,
    session: i64,
    socket: &mut Socket,
    heard: &Value,
) {
    let path = format!("/sessions/{session}/transcript");
    let corrected = user.patch(&path, json!({ "text": ANSWER })).await.expect(200);
    assert_eq!((&corrected["text"], &corrected["original_text"]), (&json!(ANSWER), &heard["text"]));
    assert_eq!(socket.expect("transcript").await["text"], ANSWER);
    let feedback = socket.expect("feedback").await["feedback"].clone();
    feedback_rests_on_the_words(&feedback, ANSWER);
    assert_eq!(user.get(&path).await.expect(200)["original_text"], heard["text"]);
}
