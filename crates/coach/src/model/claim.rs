//! The second look: a language model asked about one contested claim, and what is believed of its answer.

use serde::Deserialize;
use serde_json::json;

use super::fence::fence;
use super::prose::Prose;
use super::schema::{list, object, text};
use super::{Malformed, Prompt, json};
use crate::Answer;
use crate::contest::{Claim, Outcome, SecondLook};
use crate::evidence::Transcript;
use crate::rubric::rubric;

/// What to ask about one claim. `comment` is what its reader says against it.
pub fn claim_prompt(answer: &Answer<'_>, claim: &Claim, comment: Option<&str>) -> Prompt {
    let mut parts = vec![
        fence("QUESTION", answer.question.unwrap_or_default()),
        fence("TRANSCRIPT", answer.text),
        fence("CLAIM", &in_words(claim)),
    ];
    parts.extend(comment.map(|comment| fence("COMMENT", comment)));
    Prompt {
        system: include_str!("../../data/prompts/claim.md").to_owned(),
        user: parts.join("\n\n"),
        schema: object(&json!({
            "supporting": list(&text()),
            "against": list(&text()),
            "verdict": {"type": "string", "enum": ["supported", "not_supported"]},
            "reason": text(),
        })),
        schema_name: "second_look",
    }
}

fn in_words(claim: &Claim) -> String {
    let quotes: Vec<&str> = claim.evidence().iter().map(|evidence| evidence.quote.as_str()).collect();
    let said = match claim {
        Claim::Strength(strength) => strength.text.clone(),
        Claim::Improvement(improvement) => improvement.text.clone(),
        Claim::Competency(shown) => {
            let anchor = rubric().anchor_met(shown.name, shown.level).unwrap_or("no evidence at all");
            format!("{} is at level {} of 5. Anchor: {anchor}", shown.name.name(), shown.level)
        }
    };
    if quotes.is_empty() { said } else { format!("{said}\nIt rests on: {}", quotes.join(" … ")) }
}

#[derive(Deserialize)]
struct Reply {
    supporting: Vec<String>,
    against: Vec<String>,
    verdict: Verdict,
    reason: String,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Supported,
    NotSupported,
}

/// The claim is upheld only when the model says so and the candidate's words carry it: a strength or a level by a quote that
/// was said, advice about something missing by no quote against it.
///
/// # Errors
/// [`Malformed`] when the reply is not of the schema.
pub fn parse_second_look(reply: &str, answer: &Answer<'_>, claim: &Claim) -> Result<SecondLook, Malformed> {
    let reply: Reply = json::read(reply)?;
    let transcript = Transcript::of(answer);
    let said = |quotes: &[String]| quotes.iter().any(|quote| transcript.verify(quote).is_some());
    let carried = match claim {
        Claim::Strength(_) => said(&reply.supporting),
        Claim::Competency(shown) => shown.level == 0 || said(&reply.supporting),
        Claim::Improvement(_) => !said(&reply.against),
    };
    let outcome = match reply.verdict {
        Verdict::Supported if carried => Outcome::Upheld,
        _ => Outcome::Withdrawn,
    };
    // What a model says to uphold a claim is no reason to withdraw it.
    let own_words = (reply.verdict == Verdict::Supported) == (outcome == Outcome::Upheld);
    let reason = Prose::of(answer, &transcript).shown(&reply.reason).filter(|_| own_words);
    let plain = match outcome {
        Outcome::Upheld => "Looked at again, your words support this, so it stays.",
        Outcome::Withdrawn => "Looked at again, nothing that you said supports this. It has been taken out.",
    };
    Ok(SecondLook { outcome, reason: reason.unwrap_or_else(|| plain.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::{Improvement, Strength};
    use crate::spoken::spoken;

    fn look(claim: &Claim, reply: &serde_json::Value) -> SecondLook {
        let spoken =
            spoken("I moved the stock to the front because it was hidden.", Some("Why did you move it?"));
        parse_second_look(&reply.to_string(), &spoken.answer(), claim).unwrap()
    }

    fn strength() -> Claim {
        Claim::Strength(Strength { text: "You give a reason.".into(), evidence: Vec::new() })
    }

    #[test]
    fn a_claim_is_upheld_by_words_that_were_said_and_by_nothing_else() {
        let reply = |quote: &str, verdict: &str| json!({"supporting": [quote], "against": [], "verdict": verdict, "reason": "You say why."});
        let said = look(&strength(), &reply("because it was hidden", "supported"));
        assert_eq!((said.outcome, said.reason.as_str()), (Outcome::Upheld, "You say why."));
        let invented = look(&strength(), &reply("because my boss told me", "supported"));
        assert_eq!(invented.outcome, Outcome::Withdrawn);
        assert!(invented.reason.contains("nothing that you said"));
        assert_eq!(
            look(&strength(), &reply("because it was hidden", "not_supported")).outcome,
            Outcome::Withdrawn
        );
    }

    #[test]
    fn advice_about_what_is_missing_goes_when_it_is_there() {
        let advice = Improvement {
            text: "A reason is missing.".into(),
            evidence: Vec::new(),
            next_step: "Say why.".into(),
        };
        let reply = |against: &[&str]| json!({"supporting": [], "against": against, "verdict": "supported", "reason": "You said “it was my idea”."});
        let claim = Claim::Improvement(advice);
        assert_eq!(look(&claim, &reply(&["because it was hidden"])).outcome, Outcome::Withdrawn);
        let stands = look(&claim, &reply(&["because I was told"]));
        assert_eq!(stands.outcome, Outcome::Upheld);
        assert!(
            !stands.reason.contains("my idea"),
            "a quote that was never said is not shown: {}",
            stands.reason
        );
    }
}
