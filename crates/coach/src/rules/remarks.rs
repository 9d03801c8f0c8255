//! Remarks: strengths and next steps of the rules coach, each tied to what was said.

use super::levels::{Parts, general, measured_outcome};
use super::quotes::Quotes;
use super::signs::{Sign, Signs};
use super::{doubt, question, second_reading};
use crate::Answer;
use crate::content::Content;
use crate::data::{Lexicon, Remarks};
use crate::follow_up::{self, FollowUp};
use crate::judgement::{Evidence, Improvement, Judgement, Strength, Verdict};
use crate::rubric::{Competency, MIN_SCORED_FOR_OVERALL, rubric};
use crate::tokens::Token;

/// More than these would be read by nobody.
const MOST: usize = 3;
/// Where words may have been misheard less is said.
const MOST_WHEN_BASIC: usize = 2;
/// A longer quote breaks the sentence that it stands in, in words.
const MAX_INLINE_WORDS: usize = 16;

/// What remarks are made from.
pub(super) struct View<'a> {
    /// On which something may be built.
    pub signs: Signs,
    /// Also those that may have been misheard: what is among them can not be called missing.
    pub found: Signs,
    pub quotes: Quotes<'a>,
    /// Of the content; signs are places in it.
    pub tokens: &'a [Token],
    /// The question asks for something that happened.
    pub event_asked: bool,
    /// Words come from a recogniser of basic accuracy, but for those that were corrected.
    pub basic: bool,
    pub texts: &'a Remarks,
}

impl<'a> View<'a> {
    pub(super) fn of(answer: &'a Answer<'a>, content: &'a Content, lexicon: &'a Lexicon) -> Self {
        let found = Signs::of(content, lexicon, answer.is_well_heard());
        Self {
            signs: doubt::sure(&found, answer, content),
            quotes: Quotes::new(answer, content, lexicon),
            tokens: &content.tokens,
            event_asked: question::asks_for_event(answer.question, &found, lexicon),
            basic: !answer.engine.accurate,
            texts: &lexicon.remarks,
            found,
        }
    }

    /// Whether words that a gap is shown at were heard well enough to be shown.
    fn is_sure(&self, sign: Sign) -> bool {
        self.signs.any(|other| other == sign)
    }

    fn most(&self) -> usize {
        if self.basic { MOST_WHEN_BASIC } else { MOST }
    }
}

/// The strongest findings, each with its quote; one without a quote is not shown.
pub(super) fn strengths(view: &View<'_>) -> Vec<Strength> {
    let signs = &view.signs;
    let measured = measured_outcome(signs);
    let found: [(&str, Option<Sign>); 8] = [
        ("measured_result", measured.map(|measured| measured.outcome).filter(|_| view.event_asked)),
        ("alternative", signs.alternatives.first().copied()),
        (
            "result",
            signs
                .outcomes
                .last()
                .copied()
                .filter(|_| measured.is_none() && view.event_asked && !general(signs)),
        ),
        ("learning", signs.learning.last().copied()),
        ("reason", own_reason(view)),
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
        .take(view.most())
        .collect()
}

/// Of the reasons that were heard well the first that is the speaker's own.
fn own_reason(view: &View<'_>) -> Option<Sign> {
    view.signs.reasons.iter().copied().find(|reason| second_reading::is_own(view.tokens, *reason))
}

/// What is missing, the most telling first, each with a step that can be taken next time.
pub(super) fn improvements(view: &View<'_>) -> Vec<Improvement> {
    let improvement = |(key, sign): (&str, Option<Sign>)| {
        let advice = view.texts.improvement.get(key)?;
        let evidence = sign.and_then(|sign| view.quotes.of(sign));
        let text = advice.text.replace("{quote}", &inline(evidence.as_ref()));
        Some(Improvement {
            text: sentence(&text),
            evidence: evidence.into_iter().collect(),
            next_step: advice.next_step.clone(),
        })
    };
    gaps(view).into_iter().filter_map(improvement).take(view.most()).collect()
}

/// What was not found, the most telling first, with the place at which it was missed.
fn gaps(view: &View<'_>) -> Vec<(&'static str, Option<Sign>)> {
    let signs = &view.found;
    let parts = Parts::of(signs);
    let general = general(signs);
    let story = view.event_asked && !general;
    let last_action = signs.actions.last().or(signs.we_actions.last()).copied();
    let main_action = signs.actions.get(signs.actions.len() / 2).or(signs.we_actions.first()).copied();
    let no_outcome = signs.outcomes.is_empty() && signs.aftermath.is_empty();
    let no_details = signs.figures.is_empty() && signs.names.is_empty();
    let no_reason = signs.reasons.is_empty() && signs.alternatives.is_empty();
    let last_outcome = signs.outcomes.last().or(signs.aftermath.last()).copied();
    let first = |signs: &[Sign]| signs.first().copied();
    let missing: [(&str, bool, Option<Sign>); 12] = [
        ("event", view.event_asked && general, first(&signs.general)),
        ("we", signs.actions.len() * 2 < signs.we_actions.len(), first(&signs.we_actions)),
        ("actions", view.event_asked && signs.actions.is_empty() && signs.we_actions.is_empty(), None),
        (
            "vague_result",
            story && no_outcome && !signs.vague_outcomes.is_empty(),
            signs.vague_outcomes.last().copied(),
        ),
        (
            "result",
            story && no_outcome && signs.vague_outcomes.is_empty() && last_action.is_some(),
            last_action,
        ),
        ("measure", story && !no_outcome && measured_outcome(signs).is_none(), last_outcome),
        ("situation", story && parts.situation.is_none(), None),
        ("reason", view.event_asked && no_reason && main_action.is_some(), main_action),
        ("task", story && parts.task.is_none(), None),
        ("figures", no_details && main_action.is_some(), main_action),
        (
            "alternative",
            story && own_reason(view).is_some() && signs.alternatives.is_empty(),
            own_reason(view),
        ),
        ("learning", story && signs.learning.is_empty(), None),
    ];
    missing
        .into_iter()
        .filter(|(_, applies, sign)| *applies && sign.is_none_or(|sign| view.is_sure(sign)))
        .map(|(key, _, sign)| (key, sign))
        .collect()
}

/// Questions about what was not found, then about the strongest of what was; no words are asked about twice.
pub(super) fn follow_ups(view: &View<'_>) -> Vec<FollowUp> {
    let signs = &view.signs;
    let found = [
        (
            "measured_result",
            measured_outcome(signs).map(|measured| measured.outcome).filter(|_| view.event_asked),
        ),
        ("learning", signs.learning.last().copied()),
        ("actions", signs.actions.last().copied()),
    ];
    let mut asked: Vec<FollowUp> = Vec::new();
    for (key, sign) in gaps(view).into_iter().chain(found) {
        let text = view.texts.follow_up.get(key);
        let quote = sign.and_then(|sign| view.quotes.of(sign));
        let (Some(text), Some(because)) = (text, quote) else { continue };
        let overlaps =
            |other: &FollowUp| because.start_s < other.because.end_s && other.because.start_s < because.end_s;
        // Nobody can answer a question about garbled words.
        let clear = view.quotes.is_clear(&because);
        if asked.len() < follow_up::MOST && clear && !asked.iter().any(overlaps) {
            let quote = format!("“{}”", bare(&because.quote));
            asked.push(FollowUp { text: text.replace("{quote}", &quote), because });
        }
    }
    asked
}

/// The next anchor of the competency judged lowest, when nothing else is to be said.
pub(super) fn next_anchor(view: &View<'_>, verdicts: &[Verdict]) -> Option<Improvement> {
    let lowest = verdicts.iter().min_by_key(|verdict| verdict.level)?;
    let anchor = rubric().anchor_next(lowest.competency, lowest.level)?;
    let advice = view.texts.improvement.get("next")?;
    Some(Improvement {
        text: advice.text.replace("{name}", lowest.competency.name()),
        evidence: lowest.evidence.iter().take(1).cloned().collect(),
        next_step: advice.next_step.replace("{anchor}", anchor),
    })
}

/// A quote inside a sentence, or its beginning when it is too long to be read there.
fn inline(evidence: Option<&Evidence>) -> String {
    let Some(quote) = evidence.map(|evidence| bare(&evidence.quote)) else { return "this".to_owned() };
    let words: Vec<&str> = quote.split_whitespace().collect();
    match words.get(..MAX_INLINE_WORDS) {
        Some(beginning) if words.len() > MAX_INLINE_WORDS => format!("“{}” …", beginning.join(" ")),
        _ => format!("“{quote}”"),
    }
}

/// Without the punctuation that ends it.
fn bare(quote: &str) -> &str {
    quote.trim_end_matches(['.', ',', ';', ':', '!', '?'])
}

/// With a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What was and was not judged, and what was found, in a few sentences.
pub(super) fn detailed(view: &View<'_>, judgement: &Judgement, orders: bool) -> String {
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
    if view.event_asked && !general(&view.signs) {
        let name = |key: &str| view.texts.part.get(key).map_or("", String::as_str);
        let named = |signs: &Signs, there: bool| -> Vec<&str> {
            let parts = Parts::of(signs);
            let all = [
                ("situation", parts.situation),
                ("task", parts.task),
                ("action", parts.action),
                ("result", parts.result),
            ];
            all.iter().filter(|(_, sign)| sign.is_some() == there).map(|(key, _)| name(key)).collect()
        };
        // What may have been misheard is neither found nor missing.
        for (key, parts) in [("found", named(&view.signs, true)), ("missing", named(&view.found, false))] {
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
    if view.basic {
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
