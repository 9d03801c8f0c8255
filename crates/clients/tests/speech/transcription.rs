//! The remote recogniser, against a server that checks what it is asked as OpenAI's does.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clients::Health;
use clients::openai::{Circuit, Settings};
use clients::speech::openai::OpenAiSpeech;
use clients::speech::{Recording, SAMPLE_RATE, Span, SpeechError, SpeechToText, Transcript};
use clients::testing::openai::{Answer, OpenAiServer, SPEECH_MODEL, transcript};
use serde_json::json;

fn engine(server: &OpenAiServer) -> OpenAiSpeech {
    with(crate::settings(server, SPEECH_MODEL))
}

fn with(settings: Settings) -> OpenAiSpeech {
    OpenAiSpeech::new(settings).unwrap()
}

/// A recording of so many seconds with speech at these.
fn recording(seconds: usize, speech: &[(f64, f64)]) -> Recording {
    Recording {
        samples: vec![0.1; seconds * SAMPLE_RATE as usize].into(),
        speech: speech.iter().map(|&(start_s, end_s)| Span { start_s, end_s }).collect(),
        language: None,
    }
}

async fn transcribed(engine: &OpenAiSpeech, recording: Recording) -> Result<Transcript, SpeechError> {
    engine.transcribe(recording, Arc::new(|_| ())).await
}

fn hello() -> Answer {
    Answer::json(&transcript(&[("hello", 0.5, 0.9)]))
}

async fn refused_by(answer: Answer) -> SpeechError {
    let server = OpenAiServer::start().await;
    server.transcriptions().always(move |_| answer.clone());
    let settings = Settings { timeout: Duration::from_millis(500), ..crate::settings(&server, SPEECH_MODEL) };
    transcribed(&with(settings), recording(3, &[(0.5, 2.0)])).await.unwrap_err()
}

#[tokio::test]
async fn a_request_asks_for_word_times_and_for_filled_pauses() {
    let server = OpenAiServer::start().await;
    server.transcriptions().then(Answer::json(&transcript(&[("um", 0.4, 0.6), ("hello", 0.7, 1.0)])));

    let found = transcribed(&engine(&server), recording(10, &[(4.0, 6.0)])).await.unwrap();

    // The piece begins 0.3 s before the speech.
    let words: Vec<(&str, i64)> = found
        .words
        .iter()
        .map(|word| (word.text.as_str(), (word.start_s * 1_000.0).round() as i64))
        .collect();
    assert_eq!(words, [("um", 4_100), ("hello", 4_400)]);
    assert_eq!((found.text.as_str(), found.language.as_str()), ("um hello", "en"));
    assert_eq!(found.engine, "openai/whisper-1");
    let requests = server.transcriptions().requests();
    assert_eq!(requests[0].timestamp_granularities, ["word"]);
    assert_eq!(requests[0].language, None);
    assert!(requests[0].prompt.as_deref().unwrap().contains("Um,"));
    let file = hound::WavReader::new(std::io::Cursor::new(&requests[0].file)).unwrap();
    assert!((f64::from(file.duration()) / 16_000.0 - 2.6).abs() < 0.01, "{}", file.duration());
}

#[tokio::test]
async fn another_language_is_told_and_gets_no_english_prompt() {
    let server = OpenAiServer::start().await;
    server.transcriptions().always(|_| hello());
    let mut german = recording(3, &[(0.5, 2.0)]);
    german.language = Some("de-AT".to_owned());

    let found = transcribed(&engine(&server), german).await.unwrap();

    let requests = server.transcriptions().requests();
    assert_eq!((requests[0].language.as_deref(), requests[0].prompt.as_deref()), (Some("de"), None));
    assert_eq!(found.language, "de");
}

#[tokio::test]
async fn a_recording_over_the_limit_is_cut_at_silences_and_its_times_shifted_back() {
    let server = OpenAiServer::start().await;
    server.transcriptions().always(|_| hello());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let seen = Arc::clone(&seen);
        Arc::new(move |share: f64| seen.lock().unwrap().push(share))
    };
    let speech: Vec<(f64, f64)> =
        (0..30).map(|at| (f64::from(at) * 60.0 + 1.0, f64::from(at) * 60.0 + 59.0)).collect();

    let found = engine(&server).transcribe(recording(1_800, &speech), progress).await.unwrap();

    assert_eq!(server.transcriptions().refusals(), Vec::<String>::new());
    assert!(server.transcriptions().requests().len() >= 3);
    assert_eq!(found.words.len(), server.transcriptions().requests().len());
    for word in &found.words {
        // "hello" half a second into each piece, and each piece begins 0.3 s before speech does.
        let into_minute = (word.start_s - 0.2) % 60.0;
        assert!((into_minute - 1.0).abs() < 0.01, "{word:?}");
    }
    let seen = seen.lock().unwrap();
    assert!(seen.is_sorted() && seen.len() == found.words.len() && (seen[seen.len() - 1] - 1.0).abs() < 1e-9);
}

#[tokio::test]
async fn silence_is_not_sent() {
    let server = OpenAiServer::start().await;
    let found = transcribed(&engine(&server), recording(3, &[])).await.unwrap();
    assert_eq!((found.text.as_str(), found.words.len()), ("", 0));
    assert!(server.transcriptions().refusals().is_empty() && server.transcriptions().requests().is_empty());
}

#[tokio::test]
async fn passing_faults_are_tried_again() {
    let server = OpenAiServer::start().await;
    server
        .transcriptions()
        .then(Answer::error(429, "slow down").with("retry-after-ms", "20"))
        .then(Answer::json(&transcript(&[("hello", 0.5, 0.9)])).cut_after(20))
        .then(hello());
    let found = transcribed(&engine(&server), recording(3, &[(0.5, 2.0)])).await.unwrap();
    assert_eq!(found.text, "hello");
    assert_eq!(server.transcriptions().requests().len(), 3);
}

#[tokio::test]
async fn attempts_are_few() {
    let server = OpenAiServer::start().await;
    server.transcriptions().always(|_| Answer::error(500, "The server had an error"));
    let error = transcribed(&engine(&server), recording(3, &[(0.5, 2.0)])).await.unwrap_err();
    assert_eq!(
        error,
        SpeechError::Unreachable("500 Internal Server Error: The server had an error".to_owned())
    );
    assert_eq!(server.transcriptions().requests().len(), 3);
}

#[tokio::test]
async fn a_server_that_asks_to_wait_long_is_not_waited_for() {
    let error = refused_by(Answer::error(429, "slow down").with("retry-after", "600")).await;
    assert_eq!(error, SpeechError::RateLimited { retry_after: Some(Duration::from_secs(600)) });
}

#[tokio::test]
async fn a_wrong_key_and_a_used_up_quota_are_for_the_operator() {
    let server = OpenAiServer::start().await;
    let settings = Settings { api_key: Some("sk-wrong".into()), ..crate::settings(&server, SPEECH_MODEL) };
    let error = transcribed(&with(settings), recording(3, &[(0.5, 2.0)])).await.unwrap_err();
    assert!(
        matches!(&error, SpeechError::Unauthorised(why) if why.contains("Incorrect API key")),
        "{error:?}"
    );
    assert!(!error.retryable());

    let quota =
        json!({ "error": { "message": "You exceeded your current quota", "code": "insufficient_quota" } });
    let body = Answer::json(&quota);
    let error = refused_by(body.with_status(429)).await;
    assert!(matches!(&error, SpeechError::Unauthorised(why) if why.contains("quota")), "{error:?}");
}

#[tokio::test]
async fn a_server_that_hangs_or_dribbles_is_given_up() {
    let slowly = Answer::json(&transcript(&[("hello", 0.5, 0.9)])).slowly(1, Duration::from_millis(50));
    for answer in [Answer::hang(), slowly] {
        assert_eq!(refused_by(answer).await, SpeechError::TimedOut(Duration::from_millis(500)));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_the_key_stays_here() {
    let elsewhere = OpenAiServer::start().await;
    elsewhere.transcriptions().always(|_| hello());
    let to = format!("{}/audio/transcriptions", elsewhere.base_url());
    let error = refused_by(Answer::redirect(&to)).await;
    assert!(matches!(&error, SpeechError::Refused(why) if why.contains("redirect")), "{error:?}");
    assert!(
        elsewhere.transcriptions().requests().is_empty() && elsewhere.transcriptions().refusals().is_empty()
    );
}

#[tokio::test]
async fn what_is_no_transcript_is_no_transcript() {
    let bad = [
        Answer::raw("application/json", "{\"text\": \"hel"),
        Answer::raw("text/plain", "Sure! Here is your transcript."),
        Answer::json(&json!({ "text": "hello there" })),
        Answer::json(&transcript(&[("hello", 700.0, 701.0)])),
        Answer::raw("application/json", vec![b' '; 9 * 1024 * 1024]),
    ];
    for answer in bad {
        let shown = format!("{answer:?}").chars().take(200).collect::<String>();
        let error = refused_by(answer).await;
        assert!(matches!(error, SpeechError::BadAnswer(_)), "{error:?} to {shown}");
    }
}

#[tokio::test]
async fn a_long_answer_with_unknown_fields_is_read() {
    let server = OpenAiServer::start().await;
    let words: Vec<(&str, f64, f64)> =
        (0..4_000).map(|at| ("word", f64::from(at) * 0.1, f64::from(at) * 0.1 + 0.05)).collect();
    let mut body = transcript(&words);
    body["x_new_field"] = json!({ "anything": [1, 2, 3] });
    body.as_object_mut().unwrap().remove("usage");
    assert!(body.to_string().len() > 200_000);
    server.transcriptions().then(Answer::json(&body));
    let found = transcribed(&engine(&server), recording(401, &[(0.0, 401.0)])).await.unwrap();
    assert_eq!(found.words.len(), 4_000);
}

#[tokio::test]
async fn a_server_that_keeps_failing_is_left_alone_for_a_while() {
    let server = OpenAiServer::start().await;
    server.transcriptions().always(|_| Answer::error(503, "overloaded"));
    let circuit = Circuit { failures: 4, pause: Duration::from_secs(3_600) };
    let engine = with(Settings { circuit, ..crate::settings(&server, SPEECH_MODEL) });
    for _ in 0..3 {
        transcribed(&engine, recording(3, &[(0.5, 2.0)])).await.unwrap_err();
    }
    let error = transcribed(&engine, recording(3, &[(0.5, 2.0)])).await.unwrap_err();
    assert!(matches!(&error, SpeechError::Unreachable(why) if why.contains("in a row")), "{error:?}");
    assert_eq!(server.transcriptions().requests().len(), 4);
}

#[tokio::test]
async fn no_more_calls_go_out_at_the_same_time_than_allowed() {
    let server = OpenAiServer::start().await;
    let arrivals = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&arrivals);
    server.transcriptions().always(move |_| {
        record.lock().unwrap().push(Instant::now());
        Answer::hang()
    });
    let timeout = Duration::from_secs(3);
    let settings =
        Settings { concurrency: 2, attempts: 1, timeout, ..crate::settings(&server, SPEECH_MODEL) };
    let engine = with(settings);
    let call = || transcribed(&engine, recording(3, &[(0.5, 2.0)]));

    let (first, second, third) = tokio::join!(call(), call(), call());

    for result in [first, second, third] {
        assert_eq!(result.unwrap_err(), SpeechError::TimedOut(timeout));
    }
    let arrivals = arrivals.lock().unwrap();
    assert_eq!(arrivals.len(), 3);
    // The third went out when one of the others had been given up.
    assert!(arrivals[2] - arrivals[0] >= timeout / 2, "{arrivals:?}");
}

#[tokio::test]
async fn health_says_whether_the_model_is_there() {
    let server = OpenAiServer::start().await;
    assert!(matches!(engine(&server).health().await, Health::Ok(_)));
    let wrong_model = with(crate::settings(&server, "whisper-9")).health().await;
    assert!(matches!(&wrong_model, Health::Down(why) if why.contains("whisper-9")), "{wrong_model:?}");
    let settings = crate::settings(&server, SPEECH_MODEL);
    drop(server);
    let gone =
        with(Settings { base_url: "http://127.0.0.1:9/v1".parse().unwrap(), ..settings }).health().await;
    assert!(matches!(&gone, Health::Down(why) if why.contains("can not be reached")), "{gone:?}");
}
