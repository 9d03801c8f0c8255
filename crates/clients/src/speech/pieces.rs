//! Pieces: the stretches into which a recording is cut for an engine that can not take it whole.
//!
//! Cuts fall into silences, the wide and central ones first; only a stretch of speech without any silence is cut
//! inside, where it is quietest.

use super::{Recording, SAMPLE_RATE, Span};

/// Silence that a piece keeps before its first and after its last sound, so that no onset is lost.
const MARGIN_S: f64 = 0.3;

/// Step in which the quietest place of unbroken speech is searched; about one syllable's nucleus or gap.
const QUIET_WINDOW_S: f64 = 0.1;

/// Cuts `recording` into pieces of at most `longest_s` seconds (above 2) that together hold all its speech, in order
/// and without overlap. No speech, no pieces.
pub fn pieces(recording: &Recording, longest_s: f64) -> Vec<Span> {
    let total_s = seconds(recording.samples.len());
    let speech: Vec<Span> = recording
        .speech
        .iter()
        .map(|span| Span { start_s: span.start_s.max(0.0), end_s: span.end_s.min(total_s) })
        .filter(|span| span.end_s > span.start_s)
        .collect();
    let mut groups = Vec::new();
    // Room for a margin on both sides.
    split(&recording.samples, &speech, longest_s - 2.0 * MARGIN_S, &mut groups);
    with_margins(&groups, total_s)
}

/// The samples of a span.
pub fn samples_of(recording: &Recording, span: Span) -> &[f32] {
    let length = recording.samples.len();
    let (start, end) = (index(span.start_s).min(length), index(span.end_s).min(length));
    &recording.samples[start..end.max(start)]
}

fn split(samples: &[f32], speech: &[Span], longest_s: f64, groups: &mut Vec<Span>) {
    let (Some(first), Some(last)) = (speech.first(), speech.last()) else { return };
    let whole = Span { start_s: first.start_s, end_s: last.end_s };
    if whole.end_s - whole.start_s <= longest_s {
        groups.push(whole);
        return;
    }
    if let Some(cut) = best_silence(speech, whole) {
        split(samples, &speech[..cut], longest_s, groups);
        split(samples, &speech[cut..], longest_s, groups);
        return;
    }
    let at = quietest(samples, whole);
    split(samples, &[Span { end_s: at, ..whole }], longest_s, groups);
    split(samples, &[Span { start_s: at, ..whole }], longest_s, groups);
}

/// Index of the span before which to cut: the widest silence, weighed by how much speech the smaller side keeps.
fn best_silence(speech: &[Span], whole: Span) -> Option<usize> {
    let weight = |cut: usize| {
        let (before, after) = (speech[cut - 1].end_s, speech[cut].start_s);
        (after - before) * (before - whole.start_s).min(whole.end_s - after)
    };
    (1..speech.len()).max_by(|left, right| weight(*left).total_cmp(&weight(*right)))
}

/// The time of least energy in the middle half of a stretch.
fn quietest(samples: &[f32], stretch: Span) -> f64 {
    let quarter = (stretch.end_s - stretch.start_s) / 4.0;
    let from = index(stretch.start_s + quarter).min(samples.len());
    let to = index(stretch.end_s - quarter).min(samples.len());
    let window = index(QUIET_WINDOW_S);
    let energy = |at: usize| samples[at..at + window].iter().map(|sample| sample * sample).sum::<f32>();
    let at = (from..to.saturating_sub(window))
        .step_by(window / 2)
        .min_by(|left, right| energy(*left).total_cmp(&energy(*right)));
    at.map_or((stretch.start_s + stretch.end_s) / 2.0, |at| seconds(at + window / 2))
}

fn with_margins(groups: &[Span], total_s: f64) -> Vec<Span> {
    let margin = |silence: f64| (silence / 2.0).clamp(0.0, MARGIN_S);
    (0..groups.len())
        .map(|index| {
            let group = groups[index];
            let before =
                index.checked_sub(1).map_or(2.0 * group.start_s, |at| group.start_s - groups[at].end_s);
            let after = groups
                .get(index + 1)
                .map_or(2.0 * (total_s - group.end_s), |next| next.start_s - group.end_s);
            Span { start_s: group.start_s - margin(before), end_s: group.end_s + margin(after) }
        })
        .collect()
}

fn seconds(samples: usize) -> f64 {
    samples as f64 / f64::from(SAMPLE_RATE)
}

fn index(seconds: f64) -> usize {
    (seconds * f64::from(SAMPLE_RATE)).round().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recording(total_s: f64, speech: &[(f64, f64)]) -> Recording {
        Recording {
            samples: vec![0.1; index(total_s)].into(),
            speech: speech.iter().map(|&(start_s, end_s)| Span { start_s, end_s }).collect(),
            language: None,
        }
    }

    #[test]
    fn what_fits_stays_whole_but_for_the_silence_around_it() {
        let found = pieces(&recording(30.0, &[(5.0, 9.0), (10.0, 20.0)]), 20.0);
        assert_eq!(found, [Span { start_s: 4.7, end_s: 20.3 }]);
    }

    #[test]
    fn nothing_said_gives_no_piece() {
        assert!(pieces(&recording(30.0, &[]), 10.0).is_empty());
    }

    #[test]
    fn the_cut_falls_into_the_widest_central_silence() {
        let found = pieces(&recording(20.0, &[(0.0, 1.0), (2.0, 9.0), (9.4, 11.0), (11.2, 20.0)]), 15.0);
        assert_eq!(found.len(), 2);
        assert!((found[0].end_s - 9.2).abs() < 1e-9 && (found[1].start_s - 9.2).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn unbroken_speech_is_cut_where_it_is_quietest() {
        let mut unbroken = recording(20.0, &[(0.0, 20.0)]);
        let mut samples = unbroken.samples.to_vec();
        samples[index(7.9)..index(8.1)].fill(0.0);
        unbroken.samples = samples.into();
        let found = pieces(&unbroken, 15.0);
        assert_eq!(found.len(), 2);
        assert!((found[0].end_s - 8.0).abs() < 0.1, "{found:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn pieces_hold_all_speech_in_order_and_are_short_enough(
            lengths in prop::collection::vec((0.0..1.0_f64, 0.05..9.0_f64), 0..9),
            longest_s in 2.5..8.0_f64,
        ) {
            let mut at = 0.0;
            let speech: Vec<(f64, f64)> = lengths.iter().map(|&(silence, length)| {
                let start = at + silence;
                at = start + length;
                (start, at)
            }).collect();
            let recording = recording(at + 0.5, &speech);
            let found = pieces(&recording, longest_s);
            for pair in found.windows(2) {
                prop_assert!(pair[0].end_s <= pair[1].start_s + 1e-9);
            }
            for piece in &found {
                prop_assert!(piece.start_s >= 0.0 && piece.end_s <= at + 0.5 + 1e-9);
                prop_assert!(piece.end_s > piece.start_s && piece.end_s - piece.start_s <= longest_s + 1e-9);
            }
            let held = |time: f64| found.iter().any(|piece| piece.start_s - 1e-9 <= time && time <= piece.end_s + 1e-9);
            for (start, end) in speech {
                prop_assert!(held(start) && held(end) && held(f64::midpoint(start, end)));
            }
        }
    }
}
