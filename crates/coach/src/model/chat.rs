//! The coach's chat: one message about one session, answered from its transcript and feedback.

use std::fmt::Write;

use super::fence::fence;
use super::json::{MAX_REPLY, unwrapped};
use super::{Malformed, prose};
use crate::evidence::{MIN_QUOTE_WORDS, Transcript};
use crate::tokens::fold;
use crate::{Answer, Feedback};

/// What to ask for plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatPrompt {
    pub system: String,
    pub user: String,
}

/// The coach's prompt. Without a session it knows nothing of the person, and is told so.
pub fn chat_prompt(message: &str, session: Option<(&Answer<'_>, Option<&Feedback>)>) -> ChatPrompt {
    let mut parts = Vec::new();
    match session {
        Some((answer, feedback)) => {
            parts.push(fence("QUESTION", answer.question.unwrap_or_default()));
            parts.push(fence("TRANSCRIPT", answer.text));
            parts.extend(feedback.map(|feedback| fence("FEEDBACK", &summary(feedback))));
        }
        None => {
            parts
                .push("No session was chosen: there is no transcript and no feedback to rest on.".to_owned());
        }
    }
    parts.push(fence("MESSAGE", message));
    ChatPrompt { system: include_str!("../../data/prompts/chat.md").to_owned(), user: parts.join("\n\n") }
}

/// The reply as it may be shown: without markup, and with words in quotation marks only when they were said.
/// Others are marked as suggested wording.
///
/// # Errors
/// [`Malformed`] when it is too long or nothing is left.
pub fn parse_chat(reply: &str, answer: Option<&Answer<'_>>) -> Result<String, Malformed> {
    if reply.len() > MAX_REPLY {
        return Err(Malformed::TooLong);
    }
    let text = prose::without_markup(unwrapped(reply));
    let transcript = Transcript::new(answer.map_or(&[], |answer| answer.words), None);
    let text = mark_suggestions(&text, &transcript);
    if text.trim().is_empty() { Err(Malformed::Empty) } else { Ok(text.trim().to_owned()) }
}

fn mark_suggestions(text: &str, transcript: &Transcript<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for quote in prose::quotations(text) {
        let part = &text[quote.clone()];
        // The mark before the quote and the one behind it.
        let opened = text[..quote.start].char_indices().next_back().map_or(quote.start, |(at, _)| at);
        let closed = text[quote.end..].chars().next().map_or(quote.end, |mark| quote.end + mark.len_utf8());
        out.push_str(&text[from..opened]);
        let said = fold(part).len() < MIN_QUOTE_WORDS || transcript.verify(part).is_some();
        let _ = if said { write!(out, "\"{part}\"") } else { write!(out, "[suggested wording: {part}]") };
        from = closed;
    }
    out.push_str(&text[from..]);
    out
}

/// The feedback in a few lines, for a model to read.
fn summary(feedback: &Feedback) -> String {
    let mut text = String::new();
    if let Some(reason) = &feedback.reason {
        let _ = writeln!(text, "Not scored: {}", reason.message);
    }
    for competency in &feedback.competencies {
        let next = competency.anchor_next.as_deref().unwrap_or("nothing: this is the highest level");
        let _ = writeln!(text, "{}: level {} of 5; next: {next}", competency.name.name(), competency.level);
    }
    for unscored in &feedback.not_scored {
        let _ = writeln!(text, "{}: no level. {}", unscored.name.name(), unscored.reason);
    }
    for strength in &feedback.strengths {
        let _ = writeln!(text, "Strength: {}", strength.text);
    }
    for improvement in &feedback.improvements {
        let _ = writeln!(text, "To improve: {} Try: {}", improvement.text, improvement.next_step);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::spoken;

    #[test]
    fn words_that_were_not_said_are_no_quotes() {
        let spoken = spoken("we moved the stock to the front", None);
        let reply = "You said “we moved the stock”. Say \"I moved the stock myself\" <b>next</b> time.";
        assert_eq!(
            parse_chat(reply, Some(&spoken.answer())).unwrap(),
            "You said \"we moved the stock\". Say [suggested wording: I moved the stock myself] next time."
        );
        assert_eq!(parse_chat("<script></script>", None), Err(Malformed::Empty));
    }
}
