//! Frame: 16 ms of sound, with how likely it is speech and how it sounds.

use earshot::Detector;

/// Samples in a frame, fixed by the detector: 16 ms.
pub(super) const HOP: usize = 256;

/// Loud passages are brought to this level before the detector hears them. It was trained on speech at ordinary levels
/// and takes white noise at −10 dBFS for speech (score 0.80), the same noise at −30 dBFS not (0.65 at most).
const WORKING_LEVEL_DB: f32 = -30.0;
/// More gain than this would only lift the noise of a recording in which nobody speaks.
const MAX_GAIN_DB: f32 = 20.0;
/// Sound that the detector hears first, mirrored from the start of the recording, so that its memory is settled when
/// the recording begins: from a cold start its first half second of plain noise scores up to 0.65.
const WARM_UP: usize = 64 * HOP;
/// Digital silence, in dBFS, so that a level is always a number.
const SILENCE_DB: f32 = -100.0;

/// What is known about one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// The detector's score, 0..=1.
    pub score: f32,
    /// Mean power in dB relative to full scale.
    pub level_db: f32,
    /// Power of the first difference relative to the power, in dB: low for vowels and hum, above 0 for hisses.
    pub tilt_db: f32,
}

/// Measures every frame; the last one is filled up with silence.
pub(super) fn measure(samples: &[f32]) -> Vec<Frame> {
    let levels: Vec<f32> = samples.chunks(HOP).map(|chunk| decibels(power(chunk))).collect();
    let gain = working_gain(&levels);
    let mut detector = Detector::default_boxed();
    let warm_up = &samples[..WARM_UP.min(samples.len() / HOP * HOP)];
    for chunk in warm_up.rchunks_exact(HOP) {
        detector.predict_f32(&scaled(chunk.iter().rev(), gain));
    }
    let mut last = 0.0;
    samples
        .chunks(HOP)
        .zip(levels)
        .map(|(chunk, level_db)| {
            let score = detector.predict_f32(&scaled(chunk.iter(), gain));
            let difference = chunk.iter().fold(0.0, |sum, &sample| {
                let step = sample - last;
                last = sample;
                sum + step * step
            });
            let tilt_db = decibels(difference / chunk.len() as f32) - level_db;
            Frame { score, level_db, tilt_db }
        })
        .collect()
}

/// Gain that brings the loudest hundredth of the frames to the working level.
fn working_gain(levels: &[f32]) -> f32 {
    let loud = percentile(levels.to_vec(), 0.99).unwrap_or(WORKING_LEVEL_DB);
    10f32.powf((WORKING_LEVEL_DB - loud).min(MAX_GAIN_DB) / 20.0)
}

/// The value below which a `part` (0..=1) of the values lie, `None` without values.
pub(super) fn percentile(mut values: Vec<f32>, part: f32) -> Option<f32> {
    let last = values.len().checked_sub(1)?;
    let at = (last as f32 * part).round() as usize;
    Some(*values.select_nth_unstable_by(at, f32::total_cmp).1)
}

fn scaled<'a>(samples: impl Iterator<Item = &'a f32>, gain: f32) -> [f32; HOP] {
    let mut frame = [0.0; HOP];
    for (to, from) in frame.iter_mut().zip(samples) {
        *to = (from * gain).clamp(-1.0, 1.0);
    }
    frame
}

fn power(chunk: &[f32]) -> f32 {
    chunk.iter().map(|sample| sample * sample).sum::<f32>() / chunk.len().max(1) as f32
}

fn decibels(power: f32) -> f32 {
    (10.0 * power.log10()).max(SILENCE_DB)
}
