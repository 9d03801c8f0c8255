//! Resampler: mono samples at any rate to [`SAMPLE_RATE`], in a stream, with neither delay nor tail.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

use crate::SAMPLE_RATE;

/// Rates that a recording may have, in Hz: below, no speech would be left; above, no device records and the filter's
/// tables would grow with the rate.
pub(super) const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;

/// Samples that go through the filter at once, as one block: the longer the block, the closer to 8 kHz the pass band
/// reaches, and fricatives live there. 1024 still keeps the transforms in the cache.
const CHUNK: usize = 1024;

/// Turns one stretch of samples of a constant rate into samples at [`SAMPLE_RATE`].
pub(super) struct Resampler {
    /// `None` when the rate is already right.
    filter: Option<Filter>,
    rate: u32,
    taken: u64,
    given: u64,
}

struct Filter {
    fft: Fft<f32>,
    pending: Vec<f32>,
    output: Vec<f32>,
    /// Leading output that only the filter's own delay made.
    delay: usize,
}

impl Resampler {
    /// `None` when the rate is outside [`RATES`].
    pub(super) fn new(rate: u32) -> Option<Self> {
        let filter = if rate == SAMPLE_RATE {
            None
        } else if RATES.contains(&rate) {
            let (from, to) = (rate as usize, SAMPLE_RATE as usize);
            let fft = Fft::<f32>::new_custom(
                from,
                to,
                CHUNK,
                1,
                1,
                WindowFunction::BlackmanHarris2,
                FixedSync::Both,
            )
            .ok()?;
            let (output, delay) = (vec![0.0; fft.output_frames_max()], fft.output_delay());
            Some(Filter { fft, pending: Vec::new(), output, delay })
        } else {
            return None;
        };
        Some(Self { filter, rate, taken: 0, given: 0 })
    }

    /// Takes the next samples and appends what is ready to `out`.
    pub(super) fn push(&mut self, input: &[f32], out: &mut Vec<f32>) {
        let before = out.len();
        self.taken += input.len() as u64;
        match &mut self.filter {
            None => out.extend_from_slice(input),
            Some(filter) => {
                filter.pending.extend_from_slice(input);
                filter.run(out);
            }
        }
        self.given += (out.len() - before) as u64;
    }

    /// Appends what the filter still holds, so that the stretch lasts exactly as long as its input.
    pub(super) fn finish(mut self, out: &mut Vec<f32>) {
        let expected =
            (u128::from(self.taken) * u128::from(SAMPLE_RATE)).div_ceil(u128::from(self.rate)) as u64;
        if let Some(filter) = &mut self.filter {
            let mut tail = Vec::new();
            while ((self.given + tail.len() as u64) < expected) && filter.flush(&mut tail) {}
            tail.truncate(expected.saturating_sub(self.given) as usize);
            out.append(&mut tail);
        }
    }
}

impl Filter {
    fn run(&mut self, out: &mut Vec<f32>) {
        let mut used = 0;
        while self.pending.len() - used >= self.fft.input_frames_next() {
            let input = &self.pending[used..];
            let (Ok(from), Ok(mut into)) = (
                SequentialSlice::new(input, 1, input.len()),
                SequentialSlice::new_mut(&mut self.output, 1, self.fft.output_frames_max()),
            ) else {
                return;
            };
            let Ok((read, written)) = self.fft.process_into_buffer(&from, &mut into, None) else { return };
            used += read;
            let late = self.delay.min(written);
            self.delay -= late;
            out.extend_from_slice(&self.output[late..written]);
        }
        self.pending.drain(..used);
    }

    /// Pushes one chunk of silence through; `false` when nothing comes any more.
    fn flush(&mut self, out: &mut Vec<f32>) -> bool {
        let delay = self.delay;
        let missing = self.fft.input_frames_next() - self.pending.len();
        self.pending.resize(self.pending.len() + missing, 0.0);
        let before = out.len();
        self.run(out);
        out.len() > before || self.delay < delay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resampled(rate: u32, input: &[f32], step: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate).unwrap();
        let mut out = vec![];
        for chunk in input.chunks(step) {
            resampler.push(chunk, &mut out);
        }
        resampler.finish(&mut out);
        out
    }

    fn tone(rate: u32, hz: f32, seconds: f32) -> Vec<f32> {
        let count = (rate as f32 * seconds) as usize;
        (0..count).map(|n| 0.5 * (std::f32::consts::TAU * hz * n as f32 / rate as f32).sin()).collect()
    }

    #[test]
    fn every_rate_gives_the_exact_length_and_the_same_tone() {
        for rate in
            [4_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 96_000, 192_000]
        {
            let out = resampled(rate, &tone(rate, 440.0, 1.0), 777);
            assert_eq!(out.len(), 16_000, "{rate}");
            let expected = tone(SAMPLE_RATE, 440.0, 1.0);
            let worst =
                out[800..15_200].iter().zip(&expected[800..]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            // The middle of the filter may lie between two samples: half a sample is as near as its delay can be given.
            let half_sample = 0.5 * std::f32::consts::TAU * 440.0 * 0.5 / rate.min(SAMPLE_RATE) as f32;
            assert!(worst < 0.01 + half_sample, "{rate}: off by {worst}");
        }
    }

    #[test]
    fn what_can_not_be_heard_at_the_new_rate_does_not_fold_back() {
        let out = resampled(48_000, &tone(48_000, 10_000.0, 1.0), 960);
        let worst = out[800..15_200].iter().map(|sample| sample.abs()).fold(0.0, f32::max);
        assert!(worst < 0.001, "aliased at {worst}");
    }

    #[test]
    fn a_few_samples_are_enough_and_none_give_none() {
        assert_eq!(resampled(48_000, &[0.1; 3], 1).len(), 1);
        assert_eq!(resampled(44_100, &[], 1).len(), 0);
        assert!(Resampler::new(0).is_none() && Resampler::new(u32::MAX).is_none());
    }
}
