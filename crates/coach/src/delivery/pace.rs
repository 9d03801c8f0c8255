//! Pace: words per minute, over the whole answer and over its course.

use super::reference::limits;
use super::{Delivery, PacePoint};
use crate::Answer;
use crate::answer::{finite, round};
use crate::data::lexicon;
use crate::tokens::Token;

pub(super) fn measure(answer: &Answer<'_>, tokens: &[Token], delivery: &mut Delivery) {
    let starts = word_starts(answer, tokens);
    let spoken_s = answer.spoken_s();
    if starts.len() < limits().min_words_for_pace || spoken_s < limits().min_seconds_for_pace {
        for measure in ["words_per_minute", "pace_curve"] {
            delivery.miss(measure, "Too little was said to give a pace.");
        }
        return;
    }
    delivery.words_per_minute = Some(per_minute(starts.len(), spoken_s));
    delivery.pace_curve = curve(answer, &starts);
}

/// So many in so many seconds, per minute, to one decimal.
pub(super) fn per_minute(count: usize, seconds: f64) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if seconds > 0.0 { round(f64::from(count) * 60.0 / seconds, 1) } else { 0.0 }
}

/// Start times of the spoken words that are words: filled pauses depend on the engine and are left out.
fn word_starts(answer: &Answer<'_>, tokens: &[Token]) -> Vec<f64> {
    let filled_pauses = lexicon(answer.language).map(|lexicon| &lexicon.speech.filled_pauses);
    let mut words: Vec<usize> = tokens
        .iter()
        .filter(|token| filled_pauses.is_none_or(|list| !list.has(&token.text)))
        .map(|token| token.word)
        .collect();
    words.dedup();
    words.into_iter().filter_map(|word| answer.words.get(word)).map(|word| finite(word.start_s)).collect()
}

/// Windows from the first word on; a rest shorter than half a window joins the one before.
fn curve(answer: &Answer<'_>, starts: &[f64]) -> Vec<PacePoint> {
    let window = limits().pace_window_s;
    let first = answer.words.first().map_or(0.0, |word| finite(word.start_s));
    let spoken_s = answer.spoken_s();
    // A recording's length is capped long before this; a nonsensical time must not ask for a million windows.
    let windows = (spoken_s / window).round().clamp(1.0, 1_000.0);
    let mut points = Vec::new();
    let mut index = 0.0;
    while index < windows {
        let start_s = first + index * window;
        let last = index + 1.0 >= windows;
        let end_s = if last { first + spoken_s } else { start_s + window };
        let count = starts.iter().filter(|start| **start >= start_s && (last || **start < end_s)).count();
        points.push(PacePoint {
            start_s: round(start_s, 2),
            end_s: round(end_s, 2),
            words_per_minute: per_minute(count, end_s - start_s),
        });
        index += 1.0;
    }
    points
}
