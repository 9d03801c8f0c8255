//! Run: consecutive frames that the detector takes for speech, with edges where the sound itself begins and ends.

use std::ops::Range;

use super::frames::{Frame, percentile};
use super::{VadOptions, frames_in};

/// Frame numbers.
pub(super) type Run = Range<usize>;

/// Frames that score below this are background, whose level is the noise floor. Speech in 5 dB of noise stays above.
const BACKGROUND_SCORE: f32 = 0.35;
/// Fewer background frames than a quarter of a second are not enough to know the floor.
const MIN_BACKGROUND: usize = 16;
/// An edge must stand out of the noise by this many dB; the level of noise wavers by ±1 dB between frames.
const ABOVE_FLOOR_DB: f32 = 6.0;
/// The dynamic range of speech is 30 dB (ANSI S3.5, speech intelligibility index) and its weakest fricatives lie a
/// little below: what is further under the loud frames of its run is the end of the room's echo, not speech.
const SPEECH_RANGE_DB: f32 = 35.0;
/// In loud noise the edge is sought no higher than this under the loud frames, lest vowels be cut.
const MIN_RANGE_DB: f32 = 12.0;

/// Finds the runs, in order.
pub(super) fn find(frames: &[Frame], options: &VadOptions) -> Vec<Run> {
    let floor_db = noise_floor(frames);
    let trimmed = joined(raw(frames, options.threshold), frames_in(options.min_silence_s))
        .into_iter()
        .filter(|run| frames[run.clone()].iter().any(|frame| frame.score >= options.confirm))
        .filter_map(|run| trim(frames, run, floor_db))
        .collect();
    let mut runs = joined(trimmed, frames_in(options.min_silence_s));
    runs.retain(|run| run.len() >= frames_in(options.min_speech_s).max(1));
    runs
}

fn raw(frames: &[Frame], threshold: f32) -> Vec<Run> {
    let mut at = 0;
    frames
        .chunk_by(|a, b| (a.score >= threshold) == (b.score >= threshold))
        .filter_map(|chunk| {
            let start = at;
            at += chunk.len();
            (chunk[0].score >= threshold).then_some(start..at)
        })
        .collect()
}

/// Runs with those made one whose gap is shorter than `min_gap` frames.
pub(super) fn joined(runs: Vec<Run>, min_gap: usize) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match out.last_mut() {
            Some(last) if run.start - last.end < min_gap => last.end = run.end,
            _ => out.push(run),
        }
    }
    out
}

fn noise_floor(frames: &[Frame]) -> Option<f32> {
    let background = frames.iter().filter(|frame| frame.score < BACKGROUND_SCORE);
    let levels: Vec<f32> = background.map(|frame| frame.level_db).collect();
    if levels.len() < MIN_BACKGROUND { None } else { percentile(levels, 0.5) }
}

/// Draws the edges in to where the level says that the voice starts and stops.
fn trim(frames: &[Frame], run: Run, floor_db: Option<f32>) -> Option<Run> {
    let loud_db = loud_level(&frames[run.clone()])?;
    let above_noise = floor_db.map_or(f32::MIN, |floor| floor + ABOVE_FLOOR_DB);
    let edge_db = above_noise.max(loud_db - SPEECH_RANGE_DB).min(loud_db - MIN_RANGE_DB);
    let is_heard = |&frame: &usize| frames[frame].level_db >= edge_db;
    let start = run.clone().find(is_heard)?;
    let end = run.rev().find(is_heard)? + 1;
    Some(start..end)
}

/// The level that a tenth of the frames exceed, in dBFS.
pub(super) fn loud_level(frames: &[Frame]) -> Option<f32> {
    percentile(frames.iter().map(|frame| frame.level_db).collect(), 0.9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(scores_and_levels: &[(usize, f32, f32)]) -> Vec<Frame> {
        let frame = |score, level_db| Frame { score, level_db, tilt_db: 0.0 };
        scores_and_levels.iter().flat_map(|&(count, score, level)| vec![frame(score, level); count]).collect()
    }

    #[test]
    fn the_slow_decay_of_the_score_is_cut_off_by_the_level() {
        let frames = frames(&[(50, 0.1, -70.0), (100, 0.9, -20.0), (10, 0.7, -69.0), (50, 0.1, -70.0)]);
        assert_eq!(find(&frames, &VadOptions::default()), [Run { start: 50, end: 150 }]);
    }

    #[test]
    fn a_short_silence_is_inside_speech_and_a_long_one_is_not() {
        let frames = frames(&[
            (50, 0.9, -20.0),
            (10, 0.2, -60.0),
            (50, 0.9, -20.0),
            (20, 0.2, -60.0),
            (30, 0.9, -20.0),
        ]);
        assert_eq!(find(&frames, &VadOptions::default()), [0..110, 130..160]);
    }

    #[test]
    fn what_is_doubtful_throughout_or_over_in_a_moment_is_dropped() {
        let frames = frames(&[(50, 0.55, -20.0), (50, 0.1, -60.0), (3, 0.9, -10.0), (50, 0.1, -60.0)]);
        assert!(find(&frames, &VadOptions::default()).is_empty());
    }
}
