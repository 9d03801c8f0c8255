//! A search: how much the decoder weighs and explores, and the words that come out of it.

/// What the words are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// The record: all three passes, and word posteriors.
    Record,
    /// Captions: the first pass alone, while the speaker speaks.
    Captions,
}

impl Search {
    /// Parameters of the library that differ from its defaults and those of the model.
    #[cfg_attr(not(pocketsphinx), expect(dead_code, reason = "nothing is there to be set"))]
    pub(super) fn parameters(self) -> &'static [(&'static str, &'static str)] {
        match self {
            // A wider second pass: 1 of 10 errors less on people's recordings for a fifth more time.
            Self::Record => &[
                ("fwdflatbeam", "1e-80"),
                ("fwdflatwbeam", "1e-40"),
                ("fwdflatefwid", "2"),
                ("fwdflatsfwin", "40"),
            ],
            Self::Captions => &[("fwdflat", "no"), ("bestpath", "no")],
        }
    }
}

/// A word, or a marker of silence or noise, as the library names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeardWord {
    pub(super) text: String,
    /// Frames are 10 ms long; the last one belongs to the word.
    pub(super) first_frame: u32,
    pub(super) last_frame: u32,
    /// Share of the lattice's paths, by probability, that run through this word here: 0..=1.
    pub(super) posterior: f64,
}

/// Peak that quiet recordings are brought to, half of full scale.
const WORKING_PEAK: f32 = 0.5;

/// Most that they are raised (60 dB): beyond is nothing but noise.
const MOST_GAIN: f32 = 1_000.0;

/// How much to raise a recording before it is rounded to 16 bit. The library does not mind loudness, but rounding does:
/// people recorded 40 dB quieter gave a word error rate of 0.31 instead of 0.20.
pub(super) fn gain(recording: &[f32]) -> f32 {
    let peak = recording.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    if peak > 0.0 { (WORKING_PEAK / peak).clamp(1.0, MOST_GAIN) } else { 1.0 }
}

/// Samples in the form that the library hears.
pub(super) fn pcm16(samples: &[f32], gain: f32) -> Vec<i16> {
    // `as` clips what is beyond full scale.
    samples.iter().map(|sample| (sample * gain * 32_767.0) as i16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_recordings_are_raised_and_others_left_alone() {
        assert_eq!(pcm16(&[0.001, -0.000_5], gain(&[0.001, -0.000_5])), [16_383, -8_191]);
        assert_eq!(gain(&[0.9, -1.5]).to_bits(), 1.0_f32.to_bits());
        assert_eq!(gain(&[0.0]).to_bits(), 1.0_f32.to_bits());
        assert_eq!(pcm16(&[1.5, -1.5], 1.0), [32_767, -32_768]);
    }
}
