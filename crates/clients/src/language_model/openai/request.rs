//! The request for one chat, in the server's dialect.

use serde_json::{Map, Value, json};

use super::dialect::{Dialect, Shape};
use crate::language_model::{Chat, Message, Role};

pub(super) fn body(model: &str, chat: &Chat, dialect: Dialect) -> Value {
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("messages".to_owned(), messages(chat, dialect));
    body.insert("stream".to_owned(), json!(true));
    if !dialect.no_stream_options {
        body.insert("stream_options".to_owned(), json!({ "include_usage": true }));
    }
    let tokens = if dialect.completion_tokens { "max_completion_tokens" } else { "max_tokens" };
    body.insert(tokens.to_owned(), json!(chat.max_tokens));
    if !dialect.no_temperature {
        // Through f64, 0.2 would become 0.20000000298023224.
        body.insert("temperature".to_owned(), json!((f64::from(chat.temperature) * 1e4).round() / 1e4));
    }
    if let Some(seed) = chat.seed.filter(|_| !dialect.no_seed) {
        // A signed 64-bit number with OpenAI.
        body.insert("seed".to_owned(), json!(seed & i64::MAX.cast_unsigned()));
    }
    if let Some((name, schema)) = &chat.schema {
        let format = match dialect.shape {
            Shape::JsonSchema => Some(json!({
                "type": "json_schema",
                "json_schema": { "name": name, "strict": true, "schema": schema },
            })),
            Shape::JsonObject => Some(json!({ "type": "json_object" })),
            Shape::Words => None,
        };
        body.extend(format.map(|format| ("response_format".to_owned(), format)));
    }
    Value::Object(body)
}

fn messages(chat: &Chat, dialect: Dialect) -> Value {
    let in_words = dialect.in_words_too || dialect.shape != Shape::JsonSchema;
    let told_in_words = chat.schema.as_ref().filter(|_| in_words);
    let advice = told_in_words.map(|(_, schema)| {
        format!("Answer with one JSON object and nothing else. It must obey this JSON Schema: {schema}")
    });
    let first = chat.messages.iter().take_while(|message| message.role == Role::System).count();
    let (system, others) = chat.messages.split_at(first);
    let advice = advice.map(|text| Message { role: Role::System, text });
    system.iter().chain(&advice).chain(others).map(message).collect()
}

fn message(message: &Message) -> Value {
    let role = match message.role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    json!({ "role": role, "content": message.text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chat() -> Chat {
        let message = |role, text: &str| Message { role, text: text.to_owned() };
        Chat {
            messages: vec![message(Role::System, "You judge."), message(Role::User, "Judge this.")],
            schema: Some(("judgement".to_owned(), json!({ "type": "object" }))),
            max_tokens: 500,
            temperature: 0.2,
            seed: Some(u64::MAX),
        }
    }

    #[test]
    fn the_firmest_form_comes_first() {
        assert_eq!(
            body("m", &chat(), Dialect::default()),
            json!({
                "model": "m",
                "messages": [
                    { "role": "system", "content": "You judge." },
                    { "role": "user", "content": "Judge this." },
                ],
                "stream": true,
                "stream_options": { "include_usage": true },
                "max_tokens": 500,
                "temperature": 0.2,
                "seed": i64::MAX,
                "response_format": {
                    "type": "json_schema",
                    "json_schema": { "name": "judgement", "strict": true, "schema": { "type": "object" } },
                },
            })
        );
    }

    #[test]
    fn a_schema_that_is_not_enforced_is_told_in_words_behind_the_system_s_own() {
        for (shape, format) in
            [(Shape::JsonObject, json!({ "type": "json_object" })), (Shape::Words, Value::Null)]
        {
            let body = body("m", &chat(), Dialect { shape, ..Dialect::default() });
            assert_eq!(body["response_format"], format);
            assert_eq!(body["messages"].as_array().unwrap().len(), 3);
            let told = body["messages"][1]["content"].as_str().unwrap();
            assert!(told.contains("JSON") && told.contains(r#"{"type":"object"}"#), "{told}");
        }
    }

    #[test]
    fn what_a_dialect_lacks_is_not_sent() {
        let dialect = Dialect {
            completion_tokens: true,
            no_temperature: true,
            no_seed: true,
            no_stream_options: true,
            ..Dialect::default()
        };
        let body = body("m", &chat(), dialect);
        assert_eq!(body["max_completion_tokens"], 500);
        for gone in ["max_tokens", "temperature", "seed", "stream_options"] {
            assert!(body.get(gone).is_none(), "{gone}");
        }
    }
}
