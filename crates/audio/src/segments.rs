//! Segment: a stretch of time in which somebody speaks, and what follows from a list of them.
//!
//! Lists are in order and do not overlap, as [`speech_segments`](crate::speech_segments) gives them.

/// A stretch of time, in seconds from the start of the recording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    pub start_s: f64,
    pub end_s: f64,
}

impl Segment {
    #[must_use]
    pub fn duration_s(&self) -> f64 {
        self.end_s - self.start_s
    }
}

/// Seconds of speech in all.
#[must_use]
pub fn speech_time(segments: &[Segment]) -> f64 {
    segments.iter().map(Segment::duration_s).sum()
}

/// Cuts a recording of `total_s` seconds into chunks of at most `max_chunk_s`, together exactly the whole of it, each cut
/// in the middle of the longest silence of the chunk's second half. A stretch without silence is cut where it must.
///
/// Looking only at the second half keeps chunks from becoming many and short; the longest silence is the one least
/// likely to be inside a sentence, where a recogniser would miss the context.
///
/// # Panics
/// Never; a `max_chunk_s` that is not above zero gives one chunk.
#[must_use]
pub fn split_at_silences(segments: &[Segment], total_s: f64, max_chunk_s: f64) -> Vec<Segment> {
    let silences = silences(segments, total_s);
    let mut chunks = Vec::new();
    let mut start_s = 0.0;
    while max_chunk_s > 0.0 && total_s - start_s > max_chunk_s {
        let (earliest, latest) = (start_s + max_chunk_s / 2.0, start_s + max_chunk_s);
        let cut = silences
            .iter()
            .map(|silence| Segment {
                start_s: silence.start_s.max(earliest),
                end_s: silence.end_s.min(latest),
            })
            .filter(|silence| silence.duration_s() > 0.0)
            .max_by(|a, b| a.duration_s().total_cmp(&b.duration_s()))
            .map_or(latest, |silence| f64::midpoint(silence.start_s, silence.end_s));
        chunks.push(Segment { start_s, end_s: cut });
        start_s = cut;
    }
    chunks.push(Segment { start_s, end_s: total_s });
    chunks
}

fn silences(segments: &[Segment], total_s: f64) -> Vec<Segment> {
    let starts = std::iter::once(0.0).chain(segments.iter().map(|segment| segment.end_s));
    let ends = segments.iter().map(|segment| segment.start_s).chain(std::iter::once(total_s));
    starts.zip(ends).map(|(start_s, end_s)| Segment { start_s, end_s }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(start_s: f64, end_s: f64) -> Segment {
        Segment { start_s, end_s }
    }

    #[test]
    fn the_cut_falls_into_the_longest_silence_of_the_second_half() {
        let spoken = [segment(0.0, 2.0), segment(5.0, 6.0), segment(6.2, 8.0), segment(9.0, 14.0)];
        assert_eq!(split_at_silences(&spoken, 14.0, 10.0), [segment(0.0, 8.5), segment(8.5, 14.0)]);
    }

    #[test]
    fn speech_without_a_pause_is_cut_where_it_must() {
        let chunks = split_at_silences(&[segment(0.0, 25.0)], 25.0, 10.0);
        assert_eq!(chunks, [segment(0.0, 10.0), segment(10.0, 20.0), segment(20.0, 25.0)]);
    }

    #[test]
    fn what_fits_is_one_chunk_and_nonsense_limits_change_nothing() {
        for limit in [10.0, 5.0, 0.0, -1.0, f64::NAN] {
            assert_eq!(split_at_silences(&[segment(1.0, 2.0)], 5.0, limit), [segment(0.0, 5.0)]);
        }
    }

    proptest! {
        #[test]
        fn chunks_cover_everything_once_and_none_is_too_long(
            lengths in prop::collection::vec((0.05f64..20.0, 0.05f64..5.0), 0..40),
            limit in 1.0f64..60.0,
        ) {
            let mut at = 0.0;
            let spoken: Vec<Segment> = lengths.iter().map(|(speech, pause)| {
                let start = at + pause;
                at = start + speech;
                segment(start, at)
            }).collect();
            let total = at + 0.5;
            let chunks = split_at_silences(&spoken, total, limit);
            prop_assert_eq!(chunks[0].start_s, 0.0);
            prop_assert_eq!(chunks[chunks.len() - 1].end_s, total);
            prop_assert!(chunks.windows(2).all(|pair| pair[0].end_s == pair[1].start_s));
            prop_assert!(chunks.iter().all(|chunk| chunk.duration_s() <= limit + 1e-9));
            prop_assert!(chunks[..chunks.len() - 1].iter().all(|chunk| chunk.duration_s() >= limit / 2.0 - 1e-9));
        }
    }
}
