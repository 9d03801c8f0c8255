//! The language model, against a server that checks what it is asked as OpenAI's does.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clients::language_model::openai::OpenAiModel;
use clients::language_model::{Chat, LanguageModel, LanguageModelError, Message, Reply, Role};
use clients::openai::Settings;
use clients::testing::openai::{Answer, CHAT_MODEL, OpenAiServer};
use serde_json::json;

fn model(server: &OpenAiServer) -> OpenAiModel {
    OpenAiModel::new(crate::settings(server, CHAT_MODEL)).unwrap()
}

fn chat() -> Chat {
    let schema = json!({
        "type": "object", "properties": { "level": { "type": "integer" } }, "required": ["level"],
        "additionalProperties": false,
    });
    Chat {
        messages: vec![
            Message { role: Role::System, text: "You judge answers.".to_owned() },
            Message { role: Role::User, text: "Judge this one.".to_owned() },
        ],
        schema: Some(("judgement".to_owned(), schema)),
        max_tokens: 100,
        temperature: 0.2,
        seed: Some(1),
    }
}

async fn asked(model: &OpenAiModel) -> Result<Reply, LanguageModelError> {
    model.chat(chat(), Arc::new(|_| ())).await
}

async fn refused_by(answer: Answer) -> LanguageModelError {
    let server = OpenAiServer::start().await;
    server.chats().always(move |_| answer.clone());
    let settings = Settings {
        timeout: Duration::from_secs(3),
        idle_timeout: Duration::from_secs(2),
        attempts: 1,
        ..crate::settings(&server, CHAT_MODEL)
    };
    asked(&OpenAiModel::new(settings).unwrap()).await.unwrap_err()
}

#[tokio::test]
async fn an_answer_arrives_piece_by_piece_with_what_it_took() {
    let server = OpenAiServer::start().await;
    server.chats().then(Answer::chat(r#"{"level": 3}"#));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let seen = Arc::clone(&seen);
        Arc::new(move |characters: usize| seen.lock().unwrap().push(characters))
    };

    let reply = model(&server).chat(chat(), progress).await.unwrap();

    assert_eq!(reply.text, r#"{"level": 3}"#);
    assert_eq!(reply.model, "gpt-4o-mini-2024-07-18");
    assert_eq!((reply.input_tokens, reply.output_tokens), (Some(11), Some(2)));
    assert_eq!(*seen.lock().unwrap(), [10, 12]);
    let request = &server.chats().requests()[0];
    assert_eq!(request.said_by("system"), ["You judge answers."]);
    assert_eq!(request.schema().unwrap()["required"], json!(["level"]));
}

#[tokio::test]
async fn a_server_without_json_schema_is_asked_more_loosely_and_that_is_remembered() {
    let server = OpenAiServer::start().await;
    server.chats().always(|request| {
        match request.body.pointer("/response_format/type").and_then(|kind| kind.as_str()) {
            None => Answer::chat("```json\n{\"level\": 3}\n```"),
            Some(_) => Answer::error(400, "response_format is not supported"),
        }
    });
    let model = model(&server);

    assert_eq!(asked(&model).await.unwrap().text, r#"{"level": 3}"#);
    assert_eq!(server.chats().requests().len(), 3);
    let told = server.chats().requests()[2].said_by("system").join("\n");
    assert!(told.contains("JSON Schema") && told.contains("level"), "{told}");

    asked(&model).await.unwrap();
    assert_eq!(server.chats().requests().len(), 4, "the second chat begins with what worked");
}

fn format_of(body: &serde_json::Value) -> Option<&str> {
    body.pointer("/response_format/type")?.as_str()
}

#[tokio::test]
async fn llama_cpp_that_calls_an_unknown_format_its_own_fault_is_asked_for_an_object() {
    let server = OpenAiServer::start().await;
    server.chats().always(|request| match format_of(&request.body) {
        Some("json_schema") => Answer::error(
            500,
            "response_format type must be one of \"text\" or \"json_object\", but got: json_schema",
        ),
        _ => Answer::chat(r#"{"level": 3}"#),
    });
    assert_eq!(asked(&model(&server)).await.unwrap().text, r#"{"level": 3}"#);
    let requests = server.chats().requests();
    assert_eq!(requests.len(), 2, "a refusal is not asked again as if it were a fault");
    assert_eq!(format_of(&requests[1].body), Some("json_object"));
    assert!(requests[1].said_by("system").join(" ").contains("JSON Schema"));
}

#[tokio::test]
async fn vllm_that_can_not_compile_the_schema_is_asked_for_an_object() {
    let server = OpenAiServer::start().await;
    server.chats().always(|request| match format_of(&request.body) {
        Some("json_schema") => {
            let message = "The provided JSON schema contains features not supported by xgrammar.";
            let bare = json!({ "object": "error", "message": message, "type": "BadRequestError", "param": null, "code": 400 });
            Answer::json(&bare).with_status(400)
        }
        _ => Answer::chat(r#"{"level": 3}"#),
    });
    assert_eq!(asked(&model(&server)).await.unwrap().text, r#"{"level": 3}"#);
    assert_eq!(format_of(&server.chats().requests()[1].body), Some("json_object"));
}

#[tokio::test]
async fn a_server_that_takes_the_schema_and_ignores_it_is_told_it_in_words_the_next_time() {
    let server = OpenAiServer::start().await;
    server.chats().always(|request| match request.said_by("system").len() {
        1 => Answer::chat("<think>hm</think> I would say three."),
        _ => Answer::chat("<think>\nhm\n</think>\n{\"level\": 3}"),
    });
    let model = model(&server);
    assert_eq!(asked(&model).await.unwrap().text, "I would say three.");
    assert_eq!(asked(&model).await.unwrap().text, r#"{"level": 3}"#);
    let last = server.chats().requests().pop().unwrap();
    assert!(last.schema().is_some(), "the format stays: a newer version of the server may enforce it");
}

#[tokio::test]
async fn a_newer_model_gets_the_newer_token_limit_and_no_temperature() {
    let server = OpenAiServer::start().await;
    server.chats().always(|request| {
        if request.body.get("max_tokens").is_some() {
            Answer::error(400, "Unsupported parameter: 'max_tokens' is not supported with this model.")
        } else if request.body.get("temperature").is_some() {
            Answer::error(400, "Unsupported value: 'temperature' does not support 0.2 with this model.")
        } else {
            Answer::chat(r#"{"level": 3}"#)
        }
    });
    asked(&model(&server)).await.unwrap();
    let last = server.chats().requests().pop().unwrap();
    assert_eq!(last.body["max_completion_tokens"], 100);
    assert!(last.schema().is_some(), "what was not refused is kept");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again_and_never_passed_on() {
    let server = OpenAiServer::start().await;
    server.chats().always(|_| Answer::chat(r#"{"level": 3}"#).cut_after(300));
    server.chats().then(Answer::chat(r#"{"level": 3}"#).cut_after(300)).then(Answer::chat(r#"{"level": 4}"#));
    assert_eq!(asked(&model(&server)).await.unwrap().text, r#"{"level": 4}"#);

    let error = asked(&model(&server)).await.unwrap_err();
    assert!(matches!(&error, LanguageModelError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn a_stream_that_ends_without_an_end_is_no_answer() {
    let half = "data: {\"choices\": [{\"delta\": {\"content\": \"{\\\"level\"}}]}\n\n";
    let error = refused_by(Answer::raw("text/event-stream", half)).await;
    assert!(matches!(&error, LanguageModelError::Unreachable(why) if why.contains("cut off")), "{error:?}");
}

#[tokio::test]
async fn silence_before_and_within_an_answer_ends() {
    assert_eq!(refused_by(Answer::hang()).await, LanguageModelError::TimedOut(Duration::from_secs(3)));
    let dribble = Answer::chat(r#"{"level": 3}"#).slowly(100, Duration::from_secs(4));
    assert_eq!(refused_by(dribble).await, LanguageModelError::TimedOut(Duration::from_secs(2)));
}

#[tokio::test]
async fn a_slow_answer_that_keeps_coming_is_waited_for() {
    let server = OpenAiServer::start().await;
    server.chats().then(Answer::chat(r#"{"level": 3}"#).slowly(100, Duration::from_millis(150)));
    // All of it takes longer than the silence that is allowed between two pieces.
    let settings =
        Settings { idle_timeout: Duration::from_millis(1_500), ..crate::settings(&server, CHAT_MODEL) };
    assert_eq!(asked(&OpenAiModel::new(settings).unwrap()).await.unwrap().text, r#"{"level": 3}"#);
}

#[tokio::test]
async fn prose_is_passed_on_for_the_caller_to_judge_and_a_flood_is_not() {
    let server = OpenAiServer::start().await;
    server.chats().then(Answer::chat("I would say a three."));
    assert_eq!(asked(&model(&server)).await.unwrap().text, "I would say a three.");

    let error = refused_by(Answer::chat("words".repeat(60_000))).await;
    assert!(matches!(&error, LanguageModelError::BadAnswer(why) if why.contains("longer")), "{error:?}");
}

#[tokio::test]
async fn each_refusal_keeps_its_kind() {
    let limited = Answer::error(429, "slow down").with("retry-after", "60");
    assert_eq!(
        refused_by(limited).await,
        LanguageModelError::RateLimited { retry_after: Some(Duration::from_secs(60)) }
    );
    let error = refused_by(Answer::error(401, "no")).await;
    assert!(matches!(error, LanguageModelError::Unauthorised(_)) && !error.retryable());
    let error = refused_by(Answer::error(500, "no")).await;
    assert!(matches!(error, LanguageModelError::Unreachable(_)) && error.retryable());
    let error = refused_by(Answer::redirect("http://127.0.0.1:9/")).await;
    assert!(matches!(error, LanguageModelError::Refused(_)), "{error:?}");
    let error = refused_by(Answer::raw("text/event-stream", "data: hello\n\n")).await;
    assert!(matches!(error, LanguageModelError::BadAnswer(_)), "{error:?}");
}
