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

/// 16-bit samples for the library, brought to one loudness: quiet microphones lose words in the rounding, and the
/// library's noise floor is absolute.
pub(super) fn loudness_normalised(samples: &[f32]) -> Vec<i16> {
    samples.iter().map(|sample| (sample * 32_767.0) as i16).collect()
}
