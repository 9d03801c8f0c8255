//! Follow-up questions: what an interviewer would ask next, each going back to words that were said.

use serde::Deserialize;
use serde_json::json;

use super::fence::fence;
use super::prose::Prose;
use super::schema::{list, object, text};
use super::{Malformed, Prompt, json};
use crate::Answer;
use crate::evidence::Transcript;
use crate::follow_up::{FollowUp, MOST};

pub fn follow_up_prompt(answer: &Answer<'_>) -> Prompt {
    Prompt {
        system: include_str!("../../data/prompts/follow_up.md").to_owned(),
        user: format!(
            "{}\n\n{}",
            fence("QUESTION", answer.question.unwrap_or_default()),
            fence("TRANSCRIPT", answer.text)
        ),
        schema: object(&json!({"follow_ups": list(&object(&json!({"quote": text(), "question": text()})))})),
        schema_name: "follow_ups",
    }
}

#[derive(Deserialize)]
struct Reply {
    follow_ups: Vec<Offered>,
}

#[derive(Deserialize)]
struct Offered {
    quote: String,
    question: String,
}

/// Keeps the questions whose quote was said.
///
/// # Errors
/// [`Malformed`] when the reply is not of the schema or no question is left.
pub fn parse_follow_ups(reply: &str, answer: &Answer<'_>) -> Result<Vec<FollowUp>, Malformed> {
    let reply: Reply = json::read(reply)?;
    let transcript = Transcript::of(answer);
    let prose = Prose::of(answer, &transcript);
    let checked = |offered: Offered| {
        let evidence = transcript.verify(&offered.quote)?;
        Some(FollowUp { text: prose.shown(&offered.question)?, because: evidence })
    };
    let kept: Vec<FollowUp> = reply.follow_ups.into_iter().filter_map(checked).take(MOST).collect();
    if kept.is_empty() { Err(Malformed::Empty) } else { Ok(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::spoken;

    #[test]
    fn only_questions_about_what_was_said_are_kept() {
        let spoken = spoken("I moved the stock to the front and we sold more.", None);
        let reply = json!({"follow_ups": [
            {"quote": "we sold more", "question": "You said \"we sold more\": how much more?"},
            {"quote": "we sold twice as much", "question": "Twice as much as when?"},
            {"quote": "we sold more", "question": "You said “we sold a million more”: how?"},
        ]});
        let kept = parse_follow_ups(&reply.to_string(), &spoken.answer()).unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].because.quote, "we sold more.");
    }
}
