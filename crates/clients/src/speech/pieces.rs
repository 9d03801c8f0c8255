//! Pieces: the stretches into which a recording is cut for an engine that can not, or should not, take it whole.
//!
//! Cuts fall into silences, the wide and central ones first; only a stretch of speech without any silence is cut
//! inside, where it is quietest.

use super::{Recording, SAMPLE_RATE, Span};

/// Silence that a piece keeps before its first and after its last sound, so that no onset is lost.
const MARGIN_S: f64 = 0.3;

/// Step in which the quietest place of unbroken speech is searched; about one syllable's nucleus or gap.
const QUIET_WINDOW_S: f64 = 0.1;

/// Least speech on both sides of a cut that is made for a pause only: a word alone is hard to recognise.
const SHORTEST_S: f64 = 1.0;

/// Where to cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cutting {
    /// Longest piece, in seconds, above 2.
    pub longest_s: f64,
    /// Silences of so many seconds end a piece even where it could be longer; `INFINITY` for none.
    pub pause_s: f64,
}

/// Cuts `recording` into pieces that together hold all its speech, in order and without overlap. No speech, no pieces.
pub fn pieces(recording: &Recording, cutting: Cutting) -> Vec<Span> {
    let total_s = seconds(recording.samples.len());
    let speech: Vec<Span> = recording
        .speech
        .iter()
        .map(|span| Span { start_s: span.start_s.max(0.0), end_s: span.end_s.min(total_s) })
        .filter(|span| span.end_s > span.start_s)
        .collect();
    let mut groups = Vec::new();
    // Room for a margin on both sides.
    let cutting = Cutting { longest_s: cutting.longest_s - 2.0 * MARGIN_S, ..cutting };
    split(&recording.samples, &speech, cutting, &mut groups);
    with_margins(&groups, total_s)
}

/// The samples of a span.
pub fn samples_of(recording: &Recording, span: Span) -> &[f32] {
    let length = recording.samples.len();
    let (start, end) = (index(span.start_s).min(length), index(span.end_s).min(length));
    &recording.samples[start..end.max(start)]
}

fn split(samples: &[f32], speech: &[Span], cutting: Cutting, groups: &mut Vec<Span>) {
    let (Some(first), Some(last)) = (speech.first(), speech.last()) else { return };
    let whole = Span { start_s: first.start_s, end_s: last.end_s };
    let too_long = whole.end_s - whole.start_s > cutting.longest_s;
    let pause = best_silence(speech, |silence| {
        silence.width_s >= cutting.pause_s && silence.smaller_side_s >= SHORTEST_S
    });
    if let Some(cut) = pause.or_else(|| best_silence(speech, |_| too_long)) {
        split(samples, &speech[..cut], cutting, groups);
        split(samples, &speech[cut..], cutting, groups);
    } else if too_long {
        let at = quietest(samples, whole);
        split(samples, &[Span { end_s: at, ..whole }], cutting, groups);
        split(samples, &[Span { start_s: at, ..whole }], cutting, groups);
    } else {
        groups.push(whole);
    }
}

struct Silence {
    width_s: f64,
    /// How much lies before it or after it, whichever is less.
    smaller_side_s: f64,
}

/// Index of the span before which to cut: the silence among those `allowed` that is widest, weighed by how much the
/// smaller side keeps.
fn best_silence(speech: &[Span], allowed: impl Fn(&Silence) -> bool) -> Option<usize> {
    let silence = |cut: usize| {
        let (before_s, after_s) = (speech[cut - 1].end_s, speech[cut].start_s);
        let smaller_side_s = (before_s - speech[0].start_s).min(speech[speech.len() - 1].end_s - after_s);
        Silence { width_s: after_s - before_s, smaller_side_s }
    };
    (1..speech.len())
        .map(|cut| (cut, silence(cut)))
        .filter(|(_, silence)| allowed(silence))
        .map(|(cut, silence)| (cut, silence.width_s * silence.smaller_side_s))
        .max_by(|(_, left), (_, right)| left.total_cmp(right))
        .map(|(cut, _)| cut)
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

    fn at_most(longest_s: f64) -> Cutting {
        Cutting { longest_s, pause_s: f64::INFINITY }
    }

    #[test]
    fn what_fits_stays_whole_but_for_the_silence_around_it() {
        let found = pieces(&recording(30.0, &[(5.0, 9.0), (10.0, 20.0)]), at_most(20.0));
        assert_eq!(found, [Span { start_s: 4.7, end_s: 20.3 }]);
    }

    #[test]
    fn nothing_said_gives_no_piece() {
        assert!(pieces(&recording(30.0, &[]), at_most(10.0)).is_empty());
    }

    #[test]
    fn the_cut_falls_into_the_widest_central_silence() {
        let found =
            pieces(&recording(20.0, &[(0.0, 1.0), (2.0, 9.0), (9.4, 11.0), (11.2, 20.0)]), at_most(15.0));
        assert_eq!(found.len(), 2);
        assert!((found[0].end_s - 9.2).abs() < 1e-9 && (found[1].start_s - 9.2).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn a_pause_ends_a_piece_unless_only_a_word_would_be_left() {
        let speech = [(0.0, 0.5), (1.5, 4.0), (4.3, 6.0), (6.6, 9.0)];
        let found = pieces(&recording(9.0, &speech), Cutting { longest_s: 30.0, pause_s: 0.5 });
        let starts: Vec<f64> = found.iter().map(|piece| (piece.start_s * 10.0).round() / 10.0).collect();
        assert_eq!(starts, [0.0, 6.3]);
    }

    #[test]
    fn unbroken_speech_is_cut_where_it_is_quietest() {
        let mut unbroken = recording(20.0, &[(0.0, 20.0)]);
        let mut samples = unbroken.samples.to_vec();
        samples[index(7.9)..index(8.1)].fill(0.0);
        unbroken.samples = samples.into();
        let found = pieces(&unbroken, at_most(15.0));
        assert_eq!(found.len(), 2);
        assert!((found[0].end_s - 8.0).abs() < 0.1, "{found:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn pieces_hold_all_speech_in_order_and_are_short_enough(
            lengths in prop::collection::vec((0.0..1.0_f64, 0.05..9.0_f64), 0..9),
            longest_s in 2.5..8.0_f64,
            pause_s in 0.1..2.0_f64,
        ) {
            let mut at = 0.0;
            let speech: Vec<(f64, f64)> = lengths.iter().map(|&(silence, length)| {
                let start = at + silence;
                at = start + length;
                (start, at)
            }).collect();
            let recording = recording(at + 0.5, &speech);
            let found = pieces(&recording, Cutting { longest_s, pause_s });
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
