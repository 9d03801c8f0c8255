//! Tailored questions: made for a role, a job description and a résumé, each with the line that it rests on.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::fence::fence;
use super::schema::{list, object, text};
use super::{Malformed, Prompt, json, prose};
use crate::bank::Kind;
use crate::evidence::MIN_QUOTE_WORDS;
use crate::rubric::Competency;
use crate::tokens::fold;

/// Tips kept for one question at most.
const MAX_TIPS: usize = 3;

/// What is known of the job and the person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Background<'a> {
    pub role: Option<&'a str>,
    pub job_description: Option<&'a str>,
    pub resume: Option<&'a str>,
}

/// Which of the given texts a question rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Role,
    JobDescription,
    Resume,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TailoredQuestion {
    pub text: String,
    pub competency: Competency,
    pub kind: Kind,
    pub tips: Vec<String>,
    /// The whole line of the given text, verbatim.
    pub because: String,
    pub source: Source,
}

impl<'a> Background<'a> {
    fn text(&self, source: Source) -> Option<&'a str> {
        match source {
            Source::Role => self.role,
            Source::JobDescription => self.job_description,
            Source::Resume => self.resume,
        }
    }

    /// The line that holds these words; a line shorter than a quote must be given whole.
    fn line(&self, source: Source, quote: &str) -> Option<&'a str> {
        let quote = fold(quote);
        let holds = |line: &&str| {
            let line = fold(line);
            !quote.is_empty()
                && (line == quote
                    || (quote.len() >= MIN_QUOTE_WORDS
                        && line.windows(quote.len()).any(|window| window == quote)))
        };
        self.text(source)?.lines().map(str::trim).find(holds)
    }
}

/// Asks for `count` questions, of one kind if given, other than those in `known`.
pub fn questions_prompt(
    background: &Background<'_>,
    count: usize,
    kind: Option<Kind>,
    known: &[&str],
) -> Prompt {
    let mut parts: Vec<String> = [
        ("ROLE", background.role),
        ("JOB_DESCRIPTION", background.job_description),
        ("RESUME", background.resume),
    ]
    .into_iter()
    .filter_map(|(label, text)| Some(fence(label, text?)))
    .collect();
    if !known.is_empty() {
        parts.push(format!("Already asked, do not repeat:\n{}", fence("KNOWN_QUESTIONS", &known.join("\n"))));
    }
    let kinds =
        kind.map_or_else(|| "of mixed kinds".to_owned(), |kind| format!("of the kind \"{}\"", kind.name()));
    parts.push(format!("Write {count} questions {kinds}."));
    Prompt {
        system: include_str!("../../data/prompts/questions.md").to_owned(),
        user: parts.join("\n\n"),
        schema: object(&json!({"questions": list(&object(&json!({
            "source": {"type": "string", "enum": ["role", "job_description", "resume"]},
            "because": text(),
            "question": text(),
            "kind": {"type": "string", "enum": Kind::ALL.map(Kind::name)},
            "competency": {"type": "string", "enum": Competency::ALL.map(Competency::name)},
            "tips": list(&text()),
        })))})),
        schema_name: "questions",
    }
}

#[derive(Deserialize)]
struct Reply {
    questions: Vec<Offered>,
}

#[derive(Deserialize)]
struct Offered {
    source: Source,
    because: String,
    question: String,
    kind: Kind,
    competency: Competency,
    #[serde(default)]
    tips: Vec<String>,
}

/// Keeps the questions whose line stands in the given texts, each question once, at most `count`.
///
/// # Errors
/// [`Malformed`] when the reply is not of the schema or no question is left.
pub fn parse_questions(
    reply: &str,
    background: &Background<'_>,
    count: usize,
    known: &[&str],
) -> Result<Vec<TailoredQuestion>, Malformed> {
    let reply: Reply = json::read(reply)?;
    let mut asked: Vec<Vec<String>> = known.iter().map(|text| fold(text)).collect();
    let mut kept = Vec::new();
    for offered in reply.questions {
        let Some(question) = offered.checked(background) else { continue };
        let words = fold(&question.text);
        if kept.len() < count && !asked.contains(&words) {
            asked.push(words);
            kept.push(question);
        }
    }
    if kept.is_empty() { Err(Malformed::Empty) } else { Ok(kept) }
}

impl Offered {
    fn checked(self, background: &Background<'_>) -> Option<TailoredQuestion> {
        let because = background.line(self.source, &self.because)?.to_owned();
        let text = prose::plain(&self.question)?;
        let tips = self.tips.iter().filter_map(|tip| prose::plain(tip)).take(MAX_TIPS).collect();
        Some(TailoredQuestion {
            text,
            competency: self.competency,
            kind: self.kind,
            tips,
            because,
            source: self.source,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str =
        "We need somebody who:\n  - migrates our billing service to Rust \n- mentors two juniors";

    fn background() -> Background<'static> {
        Background { role: Some("Backend engineer"), job_description: Some(JOB), resume: None }
    }

    fn offered(source: &str, because: &str, question: &str) -> serde_json::Value {
        json!({"source": source, "because": because, "question": question, "kind": "behavioural",
            "competency": "result", "tips": ["Say <b>when</b>", "Say when it was."]})
    }

    fn parse(questions: &serde_json::Value, known: &[&str]) -> Result<Vec<TailoredQuestion>, Malformed> {
        parse_questions(&json!({ "questions": questions }).to_string(), &background(), 5, known)
    }

    #[test]
    fn a_question_carries_the_whole_line_it_rests_on() {
        let kept = parse(
            &json!([offered("job_description", "Migrates our billing", "What have you migrated?")]),
            &[],
        )
        .unwrap();
        assert_eq!(kept[0].because, "- migrates our billing service to Rust");
        assert_eq!(kept[0].tips, ["Say when it was."]);
    }

    #[test]
    fn a_line_that_was_not_given_throws_the_question_away() {
        let invented = offered("job_description", "leads a team of nine people", "How do you lead?");
        let elsewhere = offered("resume", "mentors two juniors", "Whom did you mentor?");
        assert_eq!(parse(&json!([invented, elsewhere]), &[]), Err(Malformed::Empty));
    }

    #[test]
    fn nothing_is_asked_twice() {
        let twice = json!([
            offered("role", "backend engineer", "Why backend?"),
            offered("role", "Backend engineer", "why backend"),
            offered("job_description", "mentors two juniors", "Whom did you mentor?")
        ]);
        assert_eq!(parse(&twice, &["Whom did you mentor?"]).unwrap().len(), 1);
    }
}
