//! A reply: what a model answered to the judge's prompt, taken apart and checked claim by claim.

use serde::Deserialize;

use super::judge::not_asked_for;
use super::prose::Prose;
use super::{Malformed, json};
use crate::Answer;
use crate::evidence::{Evidence, Transcript};
use crate::judgement::{Improvement, Judgement, Strength, Unscored, Verdict};
use crate::rubric::{Competency, MAX_LEVEL};

/// Strengths and improvements shown at most, each.
const MAX_REMARKS: usize = 3;
/// Quotes kept for one claim at most.
const MAX_QUOTES: usize = 3;

#[derive(Deserialize)]
struct Reply {
    competencies: Vec<Claim>,
    strengths: Vec<Remark>,
    improvements: Vec<Remark>,
    summary: String,
}

#[derive(Deserialize)]
struct Claim {
    name: String,
    quotes: Vec<String>,
    level: i64,
}

#[derive(Deserialize)]
struct Remark {
    quotes: Vec<String>,
    text: String,
    #[serde(rename = "try")]
    next_step: Option<String>,
}

/// Takes a reply apart. Claims whose quotes were not said are dropped, and counted.
///
/// # Errors
/// [`Malformed`] when the reply as a whole can not be used; a partly good one is not repaired by guessing.
pub fn parse_and_verify(reply: &str, answer: &Answer<'_>) -> Result<Judgement, Malformed> {
    let reply: Reply = json::read(reply)?;
    let transcript = Transcript::of(answer);
    let mut check = Check { transcript: &transcript, prose: Prose::of(answer, &transcript), dropped: 0 };
    let mut judgement = Judgement::default();
    for claim in reply.competencies {
        let competency =
            Competency::parse(&claim.name).ok_or(Malformed::UnknownCompetency(json::shorten(&claim.name)))?;
        let level = u8::try_from(claim.level)
            .ok()
            .filter(|level| *level <= MAX_LEVEL)
            .ok_or(Malformed::LevelOutOfRange { competency, level: claim.level })?;
        if judged(&judgement, competency) {
            return Err(Malformed::Repeated(competency));
        }
        let evidence = check.said(&claim.quotes);
        let unscored = not_asked_for(competency, answer).or_else(|| {
            (level > 0 && evidence.is_empty())
                .then_some("Not scored: the model gave no quote for it that was really said.")
        });
        if let Some(reason) = unscored {
            judgement.unscored.push(Unscored { name: competency, reason: reason.to_owned() });
        } else {
            judgement.verdicts.push(Verdict { competency, level, spread: None, evidence });
        }
    }
    for name in Competency::ALL.into_iter().filter(|name| !judged(&judgement, *name)).collect::<Vec<_>>() {
        let reason = not_asked_for(name, answer).unwrap_or("Not scored: the model did not judge it.");
        judgement.unscored.push(Unscored { name, reason: reason.to_owned() });
    }
    judgement.strengths =
        reply.strengths.iter().filter_map(|remark| check.strength(remark)).take(MAX_REMARKS).collect();
    judgement.improvements =
        reply.improvements.iter().filter_map(|remark| check.improvement(remark)).take(MAX_REMARKS).collect();
    judgement.detailed = check.prose.shown(&reply.summary).unwrap_or_default();
    judgement.dropped_quotes = check.dropped;
    Ok(judgement)
}

fn judged(judgement: &Judgement, competency: Competency) -> bool {
    judgement.level(competency).is_some()
        || judgement.unscored.iter().any(|unscored| unscored.name == competency)
}

struct Check<'a> {
    transcript: &'a Transcript<'a>,
    prose: Prose<'a>,
    dropped: u32,
}

impl Check<'_> {
    fn said(&mut self, quotes: &[String]) -> Vec<Evidence> {
        let mut evidence: Vec<Evidence> = Vec::new();
        for quote in quotes {
            match self.transcript.verify(quote) {
                Some(found) if evidence.len() < MAX_QUOTES && !evidence.contains(&found) => {
                    evidence.push(found);
                }
                Some(_) => {}
                None => self.dropped = self.dropped.saturating_add(1),
            }
        }
        evidence
    }

    /// A strength rests on words that were said, or is not shown.
    fn strength(&mut self, remark: &Remark) -> Option<Strength> {
        let evidence = self.said(&remark.quotes);
        let text = self.prose.shown(&remark.text)?;
        (!evidence.is_empty()).then_some(Strength { text, evidence })
    }

    /// An improvement may rest on what is missing and then has no quote; one whose quotes were made up is not shown.
    fn improvement(&mut self, remark: &Remark) -> Option<Improvement> {
        let evidence = self.said(&remark.quotes);
        let text = self.prose.shown(&remark.text)?;
        let next_step = self.prose.next_step(remark.next_step.as_deref()?)?;
        (remark.quotes.is_empty() || !evidence.is_empty()).then_some(Improvement {
            text,
            evidence,
            next_step,
        })
    }
}
