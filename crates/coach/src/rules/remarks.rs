//! Remarks: strengths and next steps of the rules coach, each tied to what was said.

use super::levels::{Parts, measured_outcome};
use super::quotes::Quotes;
use super::signs::{Sign, Signs};
use crate::Answer;
use crate::data::Remarks;
use crate::judgement::{Improvement, Judgement, Strength};
use crate::rubric::{Competency, MIN_SCORED_FOR_OVERALL};

/// More than these would be read by nobody.
const MAX_STRENGTHS: usize = 3;
const MAX_IMPROVEMENTS: usize = 3;

/// What remarks are made from.
pub(super) struct View<'a> {
    pub signs: &'a Signs,
    pub quotes: &'a Quotes<'a>,
    /// The question asks for something that happened.
    pub event_asked: bool,
    pub texts: &'a Remarks,
}

/// The strongest findings, each with its quote; one without a quote is not shown.
pub(super) fn strengths(view: &View<'_>) -> Vec<Strength> {
    let signs = view.signs;
    let measured = measured_outcome(signs);
    let found: [(&str, Option<Sign>); 7] = [
        ("measured_result", measured.map(|measured| measured.outcome)),
        ("alternative", signs.alternatives.first().copied()),
        ("learning", signs.learning.last().copied()),
        ("reason", signs.reasons.first().copied()),
        ("actions", signs.actions.get(1).copied()),
        ("figures", signs.figures.first().copied().filter(|_| measured.is_none())),
        ("names", signs.names.first().copied()),
    ];
    found
        .into_iter()
        .filter_map(|(key, sign)| {
            let figure = measured.filter(|_| key == "measured_result").map(|measured| measured.figure);
            let signs: Vec<Sign> = [sign, figure].into_iter().flatten().collect();
            let evidence = view.quotes.of_each(&signs, 2);
            let text = view.texts.strength.get(key)?.clone();
            (!evidence.is_empty()).then_some(Strength { text, evidence })
        })
        .take(MAX_STRENGTHS)
        .collect()
}

/// What is missing, the most telling first, each with a step that can be taken next time.
pub(super) fn improvements(view: &View<'_>) -> Vec<Improvement> {
    let signs = view.signs;
    let parts = Parts::of(signs);
    let last_action = signs.actions.last().or(signs.we_actions.last()).copied();
    let event = view.event_asked;
    let no_outcome = signs.outcomes.is_empty();
    let no_details = signs.figures.is_empty() && signs.names.is_empty();
    let missing: [(&str, bool, Option<Sign>); 11] = [
        (
            "event",
            event && signs.general.len() > signs.actions.len() && signs.event.is_empty(),
            signs.general.first().copied(),
        ),
        ("we", signs.actions.len() * 2 < signs.we_actions.len(), signs.we_actions.first().copied()),
        ("actions", event && signs.actions.is_empty() && signs.we_actions.is_empty(), None),
        (
            "vague_result",
            event && no_outcome && !signs.vague_outcomes.is_empty(),
            signs.vague_outcomes.last().copied(),
        ),
        ("result", event && no_outcome && signs.vague_outcomes.is_empty(), last_action),
        (
            "measure",
            event && !no_outcome && measured_outcome(signs).is_none(),
            signs.outcomes.last().copied(),
        ),
        ("situation", event && parts.situation.is_none(), None),
        ("reason", signs.reasons.is_empty(), last_action),
        ("task", event && parts.task.is_none(), None),
        ("figures", no_details, last_action),
        (
            "alternative",
            !signs.reasons.is_empty() && signs.alternatives.is_empty(),
            signs.reasons.first().copied(),
        ),
    ];
    let learning = ("learning", event && signs.learning.is_empty(), None);
    missing
        .into_iter()
        .chain([learning])
        .filter(|(_, applies, _)| *applies)
        .filter_map(|(key, _, sign)| {
            let advice = view.texts.improvement.get(key)?;
            let evidence = sign.and_then(|sign| view.quotes.of(sign)).into_iter().collect();
            Some(Improvement { text: advice.text.clone(), evidence, next_step: advice.next_step.clone() })
        })
        .take(MAX_IMPROVEMENTS)
        .collect()
}

/// What was and was not judged, and what was found, in a few sentences.
pub(super) fn detailed(view: &View<'_>, judgement: &Judgement, answer: &Answer<'_>, orders: bool) -> String {
    let note = |key: &str| view.texts.note.get(key).cloned().unwrap_or_default();
    let mut sentences = Vec::new();
    let scored: Vec<Competency> = judgement.verdicts.iter().map(|verdict| verdict.competency).collect();
    let unscored: Vec<Competency> = judgement.unscored.iter().map(|unscored| unscored.name).collect();
    if scored.is_empty() {
        sentences.push(note("nothing_scored"));
    } else {
        sentences.push(
            note("intro").replace("{scored}", &names(&scored)).replace("{unscored}", &names(&unscored)),
        );
    }
    if view.event_asked {
        let parts = Parts::of(view.signs);
        let all = [
            ("situation", parts.situation),
            ("task", parts.task),
            ("action", parts.action),
            ("result", parts.result),
        ];
        let named = |found: bool| -> Vec<&str> {
            all.iter().filter(|(_, sign)| sign.is_some() == found).map(|(name, _)| *name).collect()
        };
        for (key, parts) in [("found", named(true)), ("missing", named(false))] {
            if !parts.is_empty() {
                sentences.push(note(key).replace("{parts}", &listed(&parts)));
            }
        }
    }
    if scored.len() < MIN_SCORED_FOR_OVERALL {
        sentences.push(note("no_overall"));
    }
    if orders {
        sentences.push(note("orders"));
    }
    if !answer.engine.accurate && !answer.corrected {
        sentences.push(note("basic"));
    }
    sentences.join(" ")
}

fn names(competencies: &[Competency]) -> String {
    listed(&competencies.iter().map(|competency| competency.name()).collect::<Vec<_>>())
}

/// "a, b and c"
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
