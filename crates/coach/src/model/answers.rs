//! Model answers: the candidate's own story told well, with gaps where facts are missing.

use serde::Deserialize;
use serde_json::json;

use super::facts::Facts;
use super::fence::fence;
use super::schema::{object, text};
use super::{Malformed, Prompt, json, prose};
use crate::Answer;

pub fn model_answer_prompt(answer: &Answer<'_>, resume: Option<&str>) -> Prompt {
    let mut parts =
        vec![fence("QUESTION", answer.question.unwrap_or_default()), fence("TRANSCRIPT", answer.text)];
    parts.extend(resume.map(|resume| fence("RESUME", resume)));
    Prompt {
        system: include_str!("../../data/prompts/model_answer.md").to_owned(),
        user: parts.join("\n\n"),
        schema: object(&json!({"answer": text()})),
        schema_name: "model_answer",
    }
}

#[derive(Deserialize)]
struct Reply {
    answer: String,
}

/// The answer, in which every number and name that is in neither transcript nor résumé has become a gap (`[add: …]`).
///
/// # Errors
/// [`Malformed`] when the reply is not of the schema or its text is not fit to be shown.
pub fn parse_model_answer(
    reply: &str,
    answer: &Answer<'_>,
    resume: Option<&str>,
) -> Result<String, Malformed> {
    let reply: Reply = json::read(reply)?;
    let text = prose::long(&reply.answer).ok_or(Malformed::Empty)?;
    let known = Facts::of([answer.text, resume.unwrap_or_default()]);
    Ok(known.with_gaps(&text))
}
