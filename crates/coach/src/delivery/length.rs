//! Length: how long the answer took from the first word to the last, against the question's target.

use super::reference::limits;
use super::{Delivery, Length, LengthVerdict};
use crate::answer::round;
use crate::{Answer, bank};

pub(super) fn measure(answer: &Answer<'_>, delivery: &mut Delivery) {
    if answer.words.is_empty() {
        return delivery.miss("length", "No words were heard.");
    }
    let answer_s = answer.spoken_s();
    let (low, high) = target(answer.question);
    let verdict = match answer_s {
        s if s < low => LengthVerdict::Shorter,
        s if s > high => LengthVerdict::Longer,
        _ => LengthVerdict::Within,
    };
    delivery.length = Some(Length {
        answer_s: round(answer_s, 1),
        target_low_s: round(low, 0),
        target_high_s: round(high, 0),
        verdict,
    });
}

/// A question of the bank has a target of its own.
fn target(question: Option<&str>) -> (f64, f64) {
    let limits = limits();
    match question.and_then(bank::by_text) {
        Some(question) => {
            let target = f64::from(question.target_s);
            (target * (1.0 - limits.target_tolerance), target * (1.0 + limits.target_tolerance))
        }
        None => (limits.default_target_low_s, limits.default_target_high_s),
    }
}
