//! Heard answers: labelled ones as the basic engine heard them from synthetic voices, and what mishearing does to levels.
//!
//! `script/hear-labelled` makes the recordings and writes what was heard into `data/heard`.

use std::fmt;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::agreement::as_f64;
use super::labelled::{Half, LabelledSet};
use crate::answer::round;
use crate::feedback::{Coach, Feedback, Status, feedback};
use crate::rubric::Competency;
use crate::tokens::fold;
use crate::{EngineTraits, Evidence, Word};

/// What came of one half of the set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeardCard {
    pub rows: Vec<HeardRow>,
}

/// Answers that were heard about equally well.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeardRow {
    /// Of the word error rates.
    pub errors: &'static str,
    pub answers: usize,
    /// Mean of the words' confidences, least and most of the answers.
    pub confidence: Option<(f64, f64)>,
    /// Refused as `doubtful_transcript`, or for another reason.
    pub refused: usize,
    /// Levels that were given, of those that the rules give the same answers' true words.
    pub given: usize,
    pub of: usize,
    /// Given levels that are above the true words' by a level or more, and by two or more.
    pub above: usize,
    pub far_above: usize,
    /// Given where the true words have none.
    pub out_of_nothing: usize,
    /// Mean difference to the level of the true words.
    pub shift: Option<f64>,
    /// Quotes of strengths and levels, and in how many of them more than a third of the words are wrong.
    pub quotes: usize,
    pub garbled: usize,
}

#[derive(Deserialize)]
struct Heard {
    id: String,
    word_error_rate: f64,
    duration_s: f64,
    words: Vec<(String, f64, f64, f64)>,
}

/// A quote with a larger share of wrong words is no longer what was said.
const MOSTLY_WRONG: f64 = 0.34;

/// Upper ends of the groups of word error rates, with their names.
const GROUPS: [(f64, &str); 3] =
    [(0.2, "up to 20 % of words wrong"), (0.35, "20–35 %"), (f64::INFINITY, "more than 35 %")];

/// Judges what was heard by rules. `with_confidence`: as the engine gave it; else as if it had given none.
pub fn heard(half: Half, with_confidence: bool) -> HeardCard {
    let lines = match half {
        Half::Open => include_str!("../../data/heard/open.jsonl"),
        Half::HeldBack => include_str!("../../data/heard/held_back.jsonl"),
    };
    let set = LabelledSet::built_in(Some(half));
    let heard: Vec<Heard> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut from = 0.0;
    let rows = GROUPS.map(|(to, errors)| {
        let group = |heard: &&Heard| heard.word_error_rate >= from && heard.word_error_rate < to;
        let row = row(errors, &heard.iter().filter(group).collect::<Vec<_>>(), &set, with_confidence);
        from = to;
        row
    });
    HeardCard { rows: rows.into_iter().filter(|row| row.answers > 0).collect() }
}

fn row(errors: &'static str, group: &[&Heard], set: &LabelledSet, with_confidence: bool) -> HeardRow {
    let mut row = HeardRow {
        errors,
        answers: group.len(),
        confidence: None,
        refused: 0,
        given: 0,
        of: 0,
        above: 0,
        far_above: 0,
        out_of_nothing: 0,
        shift: None,
        quotes: 0,
        garbled: 0,
    };
    let mut shift = 0;
    for heard in group {
        let Some(labelled) = set.answers.iter().find(|answer| answer.id == heard.id) else { continue };
        let meant = feedback(&set.spoken(labelled).answer(), Coach::Rules);
        let shown = judged(heard, labelled.question.clone(), with_confidence);
        let mean = heard.words.iter().map(|word| word.3).sum::<f64>() / as_f64(heard.words.len().max(1));
        let (low, high) = row.confidence.unwrap_or((mean, mean));
        row.confidence = Some((round(low.min(mean), 2), round(high.max(mean), 2)));
        for share in wrong_shares(&shown, heard, &labelled.text) {
            row.quotes += 1;
            row.garbled += usize::from(share > MOSTLY_WRONG);
        }
        row.refused += usize::from(shown.status == Status::NotScorable);
        for of in Competency::ALL {
            match (level(&meant, of), level(&shown, of)) {
                (Some(meant), Some(given)) => {
                    row.of += 1;
                    row.given += 1;
                    row.above += usize::from(given > meant);
                    row.far_above += usize::from(given > meant + 1);
                    shift += i32::from(given) - i32::from(meant);
                }
                (Some(_), None) => row.of += 1,
                (None, Some(_)) => row.out_of_nothing += 1,
                (None, None) => {}
            }
        }
    }
    row.shift = (row.given > 0).then(|| round(f64::from(shift) / as_f64(row.given), 2));
    row
}

/// Of each quote that carries a strength or a level, the share of words that were not said.
fn wrong_shares(shown: &Feedback, heard: &Heard, said: &str) -> Vec<f64> {
    let key = |text: &str| fold(text).concat();
    let texts: Vec<String> = heard.words.iter().map(|word| key(&word.0)).collect();
    let truth: Vec<String> = said.split_whitespace().map(key).collect();
    let mut right = vec![false; texts.len()];
    for op in capture_diff_slices(Algorithm::Myers, &texts, &truth) {
        if let DiffOp::Equal { old_index, len, .. } = op {
            right[old_index..old_index + len].fill(true);
        }
    }
    let share = |quote: &Evidence| {
        let of: Vec<bool> = heard
            .words
            .iter()
            .zip(&right)
            .filter(|(word, _)| quote.start_s <= word.1 + 0.01 && word.2 <= quote.end_s + 0.01)
            .map(|(_, right)| *right)
            .collect();
        as_f64(of.iter().filter(|right| !**right).count()) / as_f64(of.len().max(1))
    };
    let strengths = shown.strengths.iter().flat_map(|strength| &strength.evidence);
    strengths.chain(shown.competencies.iter().flat_map(|level| &level.evidence)).map(share).collect()
}

fn judged(heard: &Heard, question: Option<String>, with_confidence: bool) -> Feedback {
    let words: Vec<Word> = heard
        .words
        .iter()
        .map(|(text, start_s, end_s, confidence)| Word {
            text: text.clone(),
            start_s: *start_s,
            end_s: *end_s,
            confidence: with_confidence.then_some(*confidence),
        })
        .collect();
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let speech = [crate::Span { start_s: 0.0, end_s: heard.duration_s }];
    let answer = crate::Answer {
        text: &text,
        words: &words,
        language: "en",
        duration_s: heard.duration_s,
        speech: &speech,
        question: question.as_deref(),
        competency: None,
        engine: EngineTraits { keeps_filled_pauses: false, accurate: false },
        corrected: false,
    };
    feedback(&answer, Coach::Rules)
}

fn level(feedback: &Feedback, of: Competency) -> Option<u8> {
    feedback.competencies.iter().find(|shown| shown.name == of).map(|shown| shown.level)
}

impl fmt::Display for HeardCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| words heard wrongly | answers | mean confidence | refused | levels given | above the true words' | by two or more | out of nothing | mean shift | garbled quotes |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for row in &self.rows {
            let confidence =
                row.confidence.map(|(low, high)| format!("{low:.2}–{high:.2}")).unwrap_or_default();
            let shift = row.shift.map_or_else(|| "–".to_owned(), |shift| format!("{shift:.2}"));
            writeln!(
                f,
                "| {} | {} | {confidence} | {} | {} of {} | {} | {} | {} | {shift} | {} of {} |",
                row.errors,
                row.answers,
                row.refused,
                row.given,
                row.of,
                row.above,
                row.far_above,
                row.out_of_nothing,
                row.garbled,
                row.quotes
            )?;
        }
        Ok(())
    }
}
