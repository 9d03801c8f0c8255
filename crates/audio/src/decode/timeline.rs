//! Timeline: where decoded frames land in the samples that come out.
//!
//! Frames arrive in order at the recording's own rate. The timeline leaves out priming, puts silence where packets
//! are missing, resamples, and stops at the longest accepted duration.

use super::DecodeError;
use super::resample::Resampler;
use crate::{SAMPLE_RATE, seconds};

/// The samples so far and what is still to be skipped.
pub(super) struct Timeline {
    samples: Vec<f32>,
    stretch: Option<(u32, Resampler)>,
    skip_frames: u64,
    limit_s: f64,
    limit_samples: usize,
}

impl Timeline {
    pub(super) fn new(limit_s: f64, expected_s: Option<f64>) -> Self {
        let limit_samples = (limit_s * f64::from(SAMPLE_RATE)) as usize;
        // Room for what is announced spares copying; ten minutes at most, since headers lie.
        let expected = (expected_s.unwrap_or(0.0).clamp(0.0, 600.0) * f64::from(SAMPLE_RATE)) as usize;
        let samples = Vec::with_capacity(expected.min(limit_samples));
        Self { samples, stretch: None, skip_frames: 0, limit_s, limit_samples }
    }

    /// Leaves out the next `frames` of the recording.
    pub(super) fn skip(&mut self, frames: u64) {
        self.skip_frames = frames;
    }

    /// Appends frames at `rate` Hz.
    ///
    /// # Errors
    /// [`DecodeError::TooLong`] when the limit is passed.
    pub(super) fn push(&mut self, rate: u32, frames: &[f32]) -> Result<(), DecodeError> {
        let skipped = self.skip_frames.min(frames.len() as u64);
        self.skip_frames -= skipped;
        let frames = &frames[skipped as usize..];
        if frames.is_empty() {
            return Ok(());
        }
        if self.stretch.as_ref().is_none_or(|(current, _)| *current != rate) {
            self.end_stretch();
            let resampler = Resampler::new(rate)
                .ok_or(DecodeError::UnsupportedCodec { container: "sound", detail: "unusual sample rate" })?;
            self.stretch = Some((rate, resampler));
        }
        if let Some((_, resampler)) = &mut self.stretch {
            resampler.push(frames, &mut self.samples);
        }
        if self.samples.len() > self.limit_samples {
            return Err(DecodeError::TooLong { limit_s: self.limit_s });
        }
        Ok(())
    }

    /// Appends silence that lasts `gap_s` seconds, as frames at `rate` Hz.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub(super) fn push_silence(&mut self, rate: u32, gap_s: f64) -> Result<(), DecodeError> {
        const BLOCK: [f32; 4096] = [0.0; 4096];
        let mut left = (gap_s * f64::from(rate)).round() as usize;
        while left > 0 {
            let count = left.min(BLOCK.len());
            self.push(rate, &BLOCK[..count])?;
            left -= count;
        }
        Ok(())
    }

    fn end_stretch(&mut self) {
        if let Some((_, resampler)) = self.stretch.take() {
            resampler.finish(&mut self.samples);
        }
    }

    /// The samples, cut at `declared_s` when only the encoder's padding stands behind it.
    pub(super) fn finish(mut self, declared_s: Option<f64>) -> Vec<f32> {
        /// The longest frame of any codec here, an Opus packet, lasts 120 ms.
        const LONGEST_PADDING_S: f64 = 0.12;
        self.end_stretch();
        if let Some(declared) = declared_s
            && seconds(self.samples.len()) - declared <= LONGEST_PADDING_S
        {
            self.samples.truncate((declared * f64::from(SAMPLE_RATE)).round() as usize);
        }
        // Lossy codecs and filters overshoot.
        for sample in &mut self.samples {
            *sample = sample.clamp(-1.0, 1.0);
        }
        self.samples
    }
}
