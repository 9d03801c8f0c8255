//! Tone: notes, chords and beeps, which the detector takes for vowels.
//!
//! Speech never keeps its spectrum: between vowels and hisses, and from frame to frame while the mouth moves, its tilt
//! changes. That of a tone stays where it is.

use super::frames::{Frame, percentile};
use super::frames_in;
use super::runs::{Run, joined, loud_level};

/// Runs closer than this belong to one passage and are judged together: a single note or syllable is too short.
const PASSAGE_GAP_S: f64 = 1.0;
/// Frames further below the loud ones do not count; they are the noise between.
const COUNTED_RANGE_DB: f32 = 25.0;
/// Spread of the tilt, from the 10th to the 90th percentile in dB, below which a run is one steady sound. Over the clips:
/// speech 2.4 and up unless buried in noise, telephone beep 0.8, chord 0.9.
const STEADY_SPREAD_DB: f32 = 1.5;
/// A melody changes its tilt from note to note but not within one: over a passage, the median change from frame to frame
/// is 0.2 dB. That of speech was nowhere under 0.40 dB.
const MELODY_STEP_DB: f32 = 0.3;

/// The runs that are not tones.
pub(super) fn without(frames: &[Frame], runs: Vec<Run>) -> Vec<Run> {
    let varied: Vec<Run> =
        runs.into_iter().filter(|run| spread(&frames[run.clone()]) >= STEADY_SPREAD_DB).collect();
    let passages = joined(varied.clone(), frames_in(PASSAGE_GAP_S));
    let melodies: Vec<Run> =
        passages.into_iter().filter(|passage| is_melody(&frames[passage.clone()])).collect();
    varied.into_iter().filter(|run| !melodies.iter().any(|melody| melody.contains(&run.start))).collect()
}

fn is_melody(frames: &[Frame]) -> bool {
    median_step(frames) < MELODY_STEP_DB
}

fn spread(frames: &[Frame]) -> f32 {
    let Some(loud_db) = loud_level(frames) else { return 0.0 };
    let counted = frames.iter().filter(|frame| frame.level_db >= loud_db - COUNTED_RANGE_DB);
    let tilts: Vec<f32> = counted.map(|frame| frame.tilt_db).collect();
    let (low, high) = (percentile(tilts.clone(), 0.1), percentile(tilts, 0.9));
    high.zip(low).map_or(0.0, |(high, low)| high - low)
}

fn median_step(frames: &[Frame]) -> f32 {
    let steps = frames.windows(2).map(|pair| (pair[1].tilt_db - pair[0].tilt_db).abs()).collect();
    percentile(steps, 0.5).unwrap_or(0.0)
}
