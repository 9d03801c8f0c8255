//! The answer as it grows, chunk by chunk, until it is whole.

use serde::Deserialize;

use crate::language_model::Reply;
use crate::openai::{Failure, quoted};

/// A chunk of a stream, or the whole answer of a server that does not stream.
#[derive(Deserialize)]
pub(super) struct Chunk {
    model: Option<String>,
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Usage>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(alias = "message")]
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}

/// What has arrived of an answer.
#[derive(Default)]
pub(super) struct Whole {
    text: String,
    refusal: String,
    model: Option<String>,
    finish_reason: Option<String>,
    usage: Option<Usage>,
}

impl Whole {
    /// Takes a chunk in and returns how many characters it brought.
    pub(super) fn add(&mut self, chunk: Chunk, longest: usize) -> Result<usize, Failure> {
        if let Some(error) = chunk.error {
            let message = error.get("message").and_then(serde_json::Value::as_str).map(str::to_owned);
            return Err(Failure::Unreachable(quoted(&message.unwrap_or_else(|| error.to_string()))));
        }
        self.model = chunk.model.filter(|model| !model.is_empty()).or(self.model.take());
        self.usage = chunk.usage.or(self.usage);
        let mut brought = 0;
        // One answer is asked for; a server that gives more is heard on the first.
        if let Some(choice) = chunk.choices.into_iter().next() {
            if let Some(delta) = choice.delta {
                let content = delta.content.unwrap_or_default();
                brought = content.chars().count();
                self.text.push_str(&content);
                self.refusal.push_str(&delta.refusal.unwrap_or_default());
            }
            self.finish_reason = choice.finish_reason.or(self.finish_reason.take());
        }
        if self.text.len() + self.refusal.len() > longest {
            return Err(Failure::BadAnswer(format!("its answer is longer than {longest} bytes")));
        }
        Ok(brought)
    }

    /// The answer, if it came to its end.
    pub(super) fn finished(self) -> Result<Self, Failure> {
        if !self.refusal.is_empty() {
            return Err(Failure::Refused {
                message: quoted(&self.refusal),
                parameter: Some("messages".to_owned()),
            });
        }
        match self.finish_reason.as_deref() {
            None => Err(Failure::Unreachable("its answer was cut off".to_owned())),
            Some("length") => Err(Failure::BadAnswer("its answer was cut off at the token limit".to_owned())),
            Some("content_filter") => Err(Failure::Refused {
                message: "its content filter stopped the answer".to_owned(),
                parameter: Some("messages".to_owned()),
            }),
            Some(_) if self.text.trim().is_empty() => {
                Err(Failure::BadAnswer("its answer is empty".to_owned()))
            }
            Some(_) => Ok(self),
        }
    }

    pub(super) fn into_reply(self, json: bool, configured: &str) -> Reply {
        let text =
            if json { json_of(&self.text).to_owned() } else { without_thoughts(&self.text).to_owned() };
        Reply {
            text,
            model: self.model.unwrap_or_else(|| configured.to_owned()),
            input_tokens: self.usage.and_then(|usage| usage.prompt_tokens),
            output_tokens: self.usage.and_then(|usage| usage.completion_tokens),
        }
    }
}

/// Without the thoughts that some local models speak aloud first.
fn without_thoughts(text: &str) -> &str {
    let text = text.trim();
    match text.strip_prefix("<think>").and_then(|thoughts| thoughts.split_once("</think>")) {
        Some((_, answer)) => answer.trim_start(),
        None => text,
    }
}

/// Without thoughts and without the code fence that models put around JSON when nothing but words asks for it.
fn json_of(text: &str) -> &str {
    let text = without_thoughts(text);
    let fenced = text.strip_prefix("```json").or_else(|| text.strip_prefix("```"));
    fenced.and_then(|rest| rest.strip_suffix("```")).map_or(text, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(chunks: &[&str]) -> Result<Whole, Failure> {
        let mut whole = Whole::default();
        for chunk in chunks {
            whole.add(serde_json::from_str(chunk).unwrap(), 100)?;
        }
        whole.finished()
    }

    fn failure(chunks: &[&str]) -> String {
        whole(chunks).err().unwrap().to_string()
    }

    const STOP: &str = r#"{"choices": [{"delta": {}, "finish_reason": "stop"}]}"#;

    #[test]
    fn chunks_become_a_reply_with_what_it_took() {
        let reply = whole(&[
            r#"{"model": "m-1", "choices": [{"delta": {"role": "assistant", "content": "Hel"}, "finish_reason": null}]}"#,
            r#"{"model": "m-1", "choices": [{"delta": {"content": "lo", "reasoning_content": "hm"}}]}"#,
            STOP,
            r#"{"model": "m-1", "choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}}"#,
        ])
        .unwrap()
        .into_reply(false, "configured");
        let expected = Reply {
            text: "Hello".to_owned(),
            model: "m-1".to_owned(),
            input_tokens: Some(7),
            output_tokens: Some(2),
        };
        assert_eq!(reply, expected);
    }

    #[test]
    fn a_server_that_does_not_stream_is_understood_too() {
        let reply =
            whole(&[r#"{"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]}"#]).unwrap();
        assert_eq!(reply.into_reply(false, "configured").model, "configured");
    }

    #[test]
    fn an_answer_that_did_not_come_to_its_end_is_none() {
        let half = r#"{"choices": [{"delta": {"content": "Hel"}}]}"#;
        assert!(failure(&[half]).contains("cut off"));
        assert!(failure(&[half, r#"{"choices": [{"finish_reason": "length"}]}"#]).contains("token limit"));
        assert!(failure(&[half, r#"{"choices": [{"finish_reason": "content_filter"}]}"#]).contains("filter"));
        assert!(failure(&[half, r#"{"error": {"message": "out of memory"}}"#]).contains("out of memory"));
        assert!(failure(&[STOP]).contains("empty"));
        assert!(failure(&[r#"{"choices": [{"delta": {"refusal": "I won't"}}]}"#, STOP]).contains("I won't"));
    }

    #[test]
    fn an_endless_answer_is_ended() {
        let chunk = r#"{"choices": [{"delta": {"content": "0123456789012345678901234567890123456789"}}]}"#;
        assert!(failure(&[chunk, chunk, chunk]).contains("longer than 100"));
    }

    #[test]
    fn thoughts_and_fences_around_json_go() {
        assert_eq!(json_of("<think>\nlet me\n</think>\n\n```json\n{\"a\": 1}\n```\n"), r#"{"a": 1}"#);
        assert_eq!(json_of("```\n{}\n```"), "{}");
        assert_eq!(json_of("{\"a\": \"```\"}"), "{\"a\": \"```\"}");
        assert_eq!(without_thoughts("<think> for ever"), "<think> for ever");
    }
}
