//! The judge's prompt: the rubric, the rules of evidence, and the transcript as fenced data.

use std::fmt::Write;

use serde_json::{Value, json};

use super::Prompt;
use super::fence::fence;
use super::reply::Malformed;
use crate::Answer;
use crate::rubric::{Competency, rubric};

/// What to ask the model about one answer that has passed the gate.
pub fn prompt(answer: &Answer<'_>) -> Prompt {
    let question = answer.question.unwrap_or("(No question is known: judge relevance as 0 quotes, level 0.)");
    let recogniser = if answer.engine.accurate || answer.corrected {
        "The transcript comes from speech recognition and may hold a few wrong words."
    } else {
        "The transcript comes from basic speech recognition without punctuation; about every fifth word may be wrong. Be lenient with words that make no sense, and quote only what does."
    };
    Prompt {
        system: format!("{}{}", include_str!("../../data/prompts/judge.md"), anchors()),
        user: format!(
            "{recogniser}\n\n{}\n\n{}",
            fence("QUESTION", question),
            fence("TRANSCRIPT", answer.text)
        ),
        schema: schema(),
        schema_name: "judgement",
    }
}

/// What to add when the first answer was malformed. It is asked once; then the judge is unavailable.
pub fn repair(malformed: &Malformed) -> String {
    format!(
        "Your last answer could not be used: {malformed}. Answer again with one JSON object of the schema, \
         complete and with nothing before or after it. The rules stay the same."
    )
}

fn anchors() -> String {
    let rubric = rubric();
    let mut text = String::new();
    for competency in Competency::ALL {
        let _ = writeln!(text, "- {}: {}", competency.name(), rubric.asks(competency));
        for level in [1, 3, 5] {
            let _ = writeln!(text, "  {level}: {}", rubric.anchor(competency, level).unwrap_or_default());
        }
    }
    text
}

/// Quotes stand before the level in each object: models write in order, and so decide after having looked.
fn schema() -> Value {
    let object = |properties: Value| {
        let required: Vec<&String> = properties.as_object().into_iter().flat_map(|map| map.keys()).collect();
        json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
    };
    let list = |items: Value| json!({"type": "array", "items": items});
    let text = || json!({"type": "string"});
    let names = Competency::ALL.map(Competency::name);
    object(json!({
        "competencies": list(object(json!({
            "name": {"type": "string", "enum": names},
            "quotes": list(text()),
            "level": {"type": "integer", "enum": [0, 1, 2, 3, 4, 5]},
        }))),
        "strengths": list(object(json!({"quotes": list(text()), "text": text()}))),
        "improvements": list(object(json!({"quotes": list(text()), "text": text(), "try": text()}))),
        "summary": text(),
    }))
}
