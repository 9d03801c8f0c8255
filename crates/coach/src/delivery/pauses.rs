//! Pauses: silences that voice activity found between the first word and the last.

use super::reference::limits;
use super::{Delivery, Pause};
use crate::Answer;
use crate::answer::{finite, round};

pub(super) fn measure(answer: &Answer<'_>, delivery: &mut Delivery) {
    let (Some(first), Some(last)) = (answer.words.first(), answer.words.last()) else {
        return miss(delivery, "No words were heard.");
    };
    if answer.speech.is_empty() {
        return miss(delivery, "Voice activity was not measured for this recording.");
    }
    let silences: Vec<Pause> = answer
        .speech
        .windows(2)
        .map(|pair| (finite(pair[0].end_s), finite(pair[1].start_s)))
        // The time before the first word is for thinking, and what follows the last belongs to the recorder.
        .filter(|(start, end)| *start > finite(first.start_s) && *end < finite(last.end_s) && end > start)
        .map(|(start, end)| Pause {
            start_s: round(start, 2),
            duration_s: round(end - start, 2),
            long: end - start >= limits().long_pause_s,
        })
        .collect();
    delivery.longest_pause_s = Some(silences.iter().map(|pause| pause.duration_s).fold(0.0, f64::max));
    delivery.pauses = silences.into_iter().filter(|pause| pause.duration_s >= limits().pause_s).collect();
}

fn miss(delivery: &mut Delivery, reason: &str) {
    for measure in ["pauses", "longest_pause_s"] {
        delivery.miss(measure, reason);
    }
}
