//! Voice activity: the stretches of a recording in which somebody speaks.
//!
//! A small neural detector (`earshot`) scores every 16 ms; what is added here is what measurement showed missing.
//! Measured on 20 clips (read, telephone and synthetic speech, three of them also at −40 and −50 dBFS and with white
//! noise down to 5 dB) and on silence, noise, hum, clicks, notes and chords. `webrtc-vad`, measured on the same, takes
//! white and pink noise at −20 dBFS, and hum at −27 dBFS, for ten seconds of speech in its mildest and in its strictest
//! mode, and was not chosen.
//!
//! | step | why | before → after |
//! |---|---|---|
//! | constant working level ([`frames`]) | loud noise scores as speech, quiet speech loses its pauses | white noise at −10 dBFS: 10 s → 0; speech at −50 dBFS: the segments of the same speech at −17 |
//! | warm-up ([`frames`]) | the first half second of noise scores up to 0.65 | noise at −30 dBFS: 0.5 s → 0 |
//! | edges by level ([`runs`]) | the score decays 100–170 ms after the voice | ends of `vad_valid` late by 170 ms → 40 ms |
//! | tones ([`tones`]) | notes score up to 0.95 | a melody: 9 s of 10 → 0 |
//!
//! An hour takes two to four seconds. Singing, and voices from a television, are voices.

mod frames;
mod runs;
mod tones;

use crate::{SAMPLE_RATE, Segment};
use frames::HOP;
use runs::Run;

/// How sure, how short and how close. The defaults are for a person who answers into a microphone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VadOptions {
    /// Score from which a frame counts as voice, 0..=1; 0.5 is the detector's own recommendation and put every edge of
    /// `vad_valid` within 50 ms.
    pub threshold: f32,
    /// Score that a segment must reach somewhere. Over all clips the weakest true segment reached 0.64, breaths and
    /// other false ones at most 0.60.
    pub confirm: f32,
    /// Silences shorter than this, in seconds, are inside speech. Plosives close the mouth for about a tenth of a second;
    /// pauses are commonly counted from 0.25 s (Goldman-Eisler 1968), so that none of those is lost here.
    pub min_silence_s: f64,
    /// Segments shorter than this, in seconds, are clicks: the shortest word measured alone, an "um", lasted 0.27 s.
    pub min_speech_s: f64,
}

impl Default for VadOptions {
    fn default() -> Self {
        Self { threshold: 0.5, confirm: 0.61, min_silence_s: 0.2, min_speech_s: 0.1 }
    }
}

/// Finds where somebody speaks in samples at [`SAMPLE_RATE`]. The segments are in order and do not overlap; their
/// edges lie on frames of 16 ms, the last one at most at the end of the samples.
#[must_use]
pub fn speech_segments(samples: &[f32], options: &VadOptions) -> Vec<Segment> {
    let frames = frames::measure(samples);
    let runs = runs::find(&frames, options);
    let spoken = tones::without(&frames, runs);
    spoken.into_iter().map(|run| segment(run, samples.len())).collect()
}

fn segment(run: Run, total: usize) -> Segment {
    let second = |frame: usize| (frame * HOP).min(total) as f64 / f64::from(SAMPLE_RATE);
    Segment { start_s: second(run.start), end_s: second(run.end) }
}

fn frames_in(seconds: f64) -> usize {
    (seconds * f64::from(SAMPLE_RATE) / HOP as f64).round() as usize
}
