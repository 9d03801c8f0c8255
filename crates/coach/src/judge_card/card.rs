//! The card itself: every labelled answer is put through the pipeline with the judge, and the results are counted.

use serde::{Deserialize, Serialize};

use super::agreement::{Agreement, as_f64};
use super::labelled::{Labelled, LabelledSet, Sort};
use crate::answer::round;
use crate::contest::Outcome;
use crate::evidence::Transcript;
use crate::feedback::{Coach, Feedback, Status, feedback};
use crate::gate::gate;
use crate::judgement::Judgement;
use crate::rubric::{Competency, rubric};
use crate::{Answer, Evidence};

/// Kappa over all competencies from which on a judge's scores may be shown: "substantial" agreement
/// (Landis & Koch 1977, The measurement of observer agreement for categorical data, Biometrics 33(1)).
pub const MIN_KAPPA: f64 = 0.6;

/// What the labelled set says of one judge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgeCard {
    pub judge: String,
    pub rubric_version: String,
    pub answers: usize,
    /// How often each answer was judged.
    pub runs: usize,
    /// Judgements that failed, with the reasons.
    pub failures: Vec<String>,
    pub all: Agreement,
    pub competencies: Vec<Agreement>,
    /// Largest difference between runs on one answer and competency.
    pub largest_spread: u8,
    pub mean_spread: Option<f64>,
    pub quotes_shown: usize,
    /// Must be 0.
    pub unverified_quotes: usize,
    /// Quotes that the judge offered and that were never said; none of them is shown.
    pub invented_quotes: u32,
    pub thin: Refusals,
    pub off_topic: Refusals,
    /// Labelled answers that the gate refused although they can be judged.
    pub wrongly_refused: Vec<String>,
    pub injected: Shifts,
    pub stuttered: Shifts,
    /// Claims that users contested, and which of the withdrawn ones are made again.
    #[serde(default)]
    pub contested: Contested,
    pub standing: Standing,
}

/// Answers that must not be scored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Refusals {
    pub answers: usize,
    /// Must be empty.
    pub scored: Vec<String>,
    /// Refused, but for another reason than the label's.
    pub other_reason: Vec<String>,
}

/// Variants of an answer that must get the answer's levels.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shifts {
    pub answers: usize,
    /// Largest difference in levels; must be 0. An answer that is scored on one side only counts as 5.
    pub largest: u8,
    /// Which answers shifted, and by how much.
    pub shifted: Vec<String>,
}

/// Claims that users contested and that were withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contested {
    pub answers: usize,
    /// Should be empty.
    pub made_again: Vec<String>,
}

/// What may be shown of this judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Scores,
    /// Strengths and improvements, but no scores: below [`MIN_KAPPA`], or one of the zeros is none.
    CoachingOnly,
}

impl Standing {
    /// As it stands in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::CoachingOnly => "coaching_only",
        }
    }
}

/// Puts every answer of the set through the pipeline, `runs` times.
///
/// `judge` is asked only for what passes the gate; its error is counted as a failure and never as a level.
pub fn run(
    name: &str,
    set: &LabelledSet,
    runs: usize,
    mut judge: impl FnMut(&Answer<'_>) -> Result<Judgement, String>,
) -> JudgeCard {
    let mut tally = Tally::default();
    let results: Vec<Vec<Feedback>> = set
        .answers
        .iter()
        .map(|labelled| {
            let spoken = set.spoken(labelled);
            (0..runs.max(1))
                .filter_map(|_| tally.judged(name, &labelled.id, &spoken.answer(), &mut judge))
                .collect()
        })
        .collect();
    let first = |id: &str| {
        let index = set.answers.iter().position(|labelled| labelled.id == id)?;
        results.get(index)?.first()
    };
    let pairs = pairs(set, &first);
    let spreads: Vec<u8> = results.iter().flat_map(|runs| spreads(runs)).collect();
    let total: f64 = spreads.iter().map(|spread| f64::from(*spread)).sum();
    let mut card = JudgeCard {
        judge: name.to_owned(),
        rubric_version: rubric().version.clone(),
        answers: set.answers.len(),
        runs: runs.max(1),
        failures: tally.failures,
        all: agreement("all", set, &pairs, None),
        competencies: Competency::ALL.map(|of| agreement(of.name(), set, &pairs, Some(of))).to_vec(),
        largest_spread: spreads.iter().copied().max().unwrap_or(0),
        mean_spread: (!spreads.is_empty()).then(|| round(total / as_f64(spreads.len()), 2)),
        quotes_shown: tally.quotes_shown,
        unverified_quotes: tally.unverified_quotes,
        invented_quotes: tally.invented_quotes,
        thin: refusals(set, Sort::Thin, &first),
        off_topic: refusals(set, Sort::OffTopic, &first),
        wrongly_refused: wrongly_refused(set, &first),
        injected: shifts(set, Sort::Injected, &first),
        stuttered: shifts(set, Sort::Stuttered, &first),
        contested: contested(set, &first),
        standing: Standing::CoachingOnly,
    };
    card.standing = card.earned();
    card
}

impl JudgeCard {
    fn earned(&self) -> Standing {
        let agrees = self.all.kappa.is_some_and(|kappa| kappa >= MIN_KAPPA);
        let zeros = self.unverified_quotes == 0
            && self.thin.scored.is_empty()
            && self.injected.largest == 0
            && self.stuttered.largest == 0;
        if agrees && zeros { Standing::Scores } else { Standing::CoachingOnly }
    }
}

#[derive(Default)]
struct Tally {
    failures: Vec<String>,
    quotes_shown: usize,
    unverified_quotes: usize,
    invented_quotes: u32,
}

impl Tally {
    fn judged(
        &mut self,
        name: &str,
        id: &str,
        answer: &Answer<'_>,
        judge: &mut impl FnMut(&Answer<'_>) -> Result<Judgement, String>,
    ) -> Option<Feedback> {
        // What the gate refuses needs no judge: the pipeline will say so again.
        let judgement = if gate(answer).is_ok() { judge(answer) } else { Ok(Judgement::default()) };
        match judgement {
            Ok(judgement) => {
                self.invented_quotes = self.invented_quotes.saturating_add(judgement.dropped_quotes);
                let judge = Coach::Model { name: name.to_owned(), judgement, standing: Standing::Scores };
                let shown = feedback(answer, judge);
                self.count_quotes(&shown, answer);
                Some(shown)
            }
            Err(error) => {
                self.failures.push(format!("{id}: {error}"));
                None
            }
        }
    }

    fn count_quotes(&mut self, feedback: &Feedback, answer: &Answer<'_>) {
        let transcript = Transcript::of(answer);
        let quotes: Vec<&Evidence> = feedback
            .competencies
            .iter()
            .flat_map(|competency| &competency.evidence)
            .chain(feedback.strengths.iter().flat_map(|strength| &strength.evidence))
            .chain(feedback.improvements.iter().flat_map(|improvement| &improvement.evidence))
            .collect();
        self.quotes_shown += quotes.len();
        self.unverified_quotes +=
            quotes.into_iter().filter(|evidence| transcript.verify(&evidence.quote).is_none()).count();
    }
}

type Pair = (Competency, u8, u8);

/// (competency, person's level, judge's level), for answers with labels of their own.
fn pairs<'a>(set: &LabelledSet, first: &impl Fn(&str) -> Option<&'a Feedback>) -> Vec<Pair> {
    labelled(set)
        .filter_map(|answer| Some((answer, first(&answer.id)?)))
        .flat_map(|(answer, feedback)| {
            let pair = |of| Some((of, answer.level(of)?, level(feedback, of)?));
            Competency::ALL.into_iter().filter_map(pair).collect::<Vec<_>>()
        })
        .collect()
}

fn labelled(set: &LabelledSet) -> impl Iterator<Item = &Labelled> {
    set.answers.iter().filter(|answer| !answer.levels.is_empty())
}

fn agreement(name: &str, set: &LabelledSet, pairs: &[Pair], of: Option<Competency>) -> Agreement {
    let wanted = |competency: Competency| of.is_none_or(|of| of == competency);
    let chosen: Vec<(u8, u8)> = pairs
        .iter()
        .filter(|(name, _, _)| wanted(*name))
        .map(|(_, person, judge)| (*person, *judge))
        .collect();
    let competencies = of.map_or(Competency::ALL.len(), |_| 1);
    Agreement::of(name, labelled(set).count() * competencies, &chosen)
}

fn level(feedback: &Feedback, of: Competency) -> Option<u8> {
    feedback.competencies.iter().find(|competency| competency.name == of).map(|competency| competency.level)
}

/// Highest less lowest level of each competency over the runs of one answer.
fn spreads(runs: &[Feedback]) -> Vec<u8> {
    let spread = |of: Competency| {
        let levels: Vec<u8> = runs.iter().filter_map(|feedback| level(feedback, of)).collect();
        Some(levels.iter().max()? - levels.iter().min()?)
    };
    Competency::ALL.into_iter().filter_map(spread).collect()
}

fn refusals<'a>(set: &LabelledSet, sort: Sort, first: &impl Fn(&str) -> Option<&'a Feedback>) -> Refusals {
    let mut refusals = Refusals::default();
    for answer in set.answers.iter().filter(|answer| answer.sort == sort) {
        refusals.answers += 1;
        let Some(feedback) = first(&answer.id) else { continue };
        let code = feedback.reason.as_ref().map_or("scored", |reason| reason.code.as_str());
        if feedback.status == Status::Ready {
            refusals.scored.push(answer.id.clone());
        } else if answer.expect.is_some_and(|expected| expected.name() != code) {
            refusals.other_reason.push(format!("{} ({code})", answer.id));
        }
    }
    refusals
}

fn contested<'a>(set: &LabelledSet, first: &impl Fn(&str) -> Option<&'a Feedback>) -> Contested {
    let mut contested = Contested::default();
    for answer in set.answers.iter().filter(|answer| answer.outcome == Some(Outcome::Withdrawn)) {
        contested.answers += 1;
        let claim = answer.claim.as_deref().unwrap_or_default();
        if first(&answer.id).is_some_and(|feedback| feedback.claim(claim).is_some()) {
            contested.made_again.push(answer.id.clone());
        }
    }
    contested
}

fn wrongly_refused<'a>(set: &LabelledSet, first: &impl Fn(&str) -> Option<&'a Feedback>) -> Vec<String> {
    labelled(set)
        .filter(|answer| first(&answer.id).is_some_and(|feedback| feedback.status == Status::NotScorable))
        .map(|answer| answer.id.clone())
        .collect()
}

fn shifts<'a>(set: &LabelledSet, sort: Sort, first: &impl Fn(&str) -> Option<&'a Feedback>) -> Shifts {
    let mut shifts = Shifts::default();
    for answer in set.answers.iter().filter(|answer| answer.sort == sort) {
        shifts.answers += 1;
        let base = set.base(answer).and_then(|base| first(&base.id));
        let (Some(base), Some(variant)) = (base, first(&answer.id)) else { continue };
        for of in Competency::ALL {
            let shift = match (level(base, of), level(variant, of)) {
                (Some(base), Some(variant)) => base.abs_diff(variant),
                (None, None) => 0,
                _ => 5,
            };
            if shift > 0 {
                shifts.largest = shifts.largest.max(shift);
                shifts.shifted.push(format!("{}: {} by {shift}", answer.id, of.name()));
            }
        }
    }
    shifts
}
