//! A stream of samples at any usual rate, turned into the rate that the recogniser hears.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use crate::speech::SAMPLE_RATE;

/// Rates of microphones, in Hz.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;

pub(super) struct Resampler {
    /// `None` when the rate is already right.
    filter: Option<Fft<f32>>,
    waiting: Vec<f32>,
}

impl Resampler {
    /// `None` when no microphone has this rate.
    pub(super) fn new(rate: u32) -> Option<Self> {
        if !RATES.contains(&rate) {
            return None;
        }
        let filter = if rate == SAMPLE_RATE {
            None
        } else {
            // Blocks of about 20 ms: captions do not wait for more.
            let (from, to, block) = (rate as usize, SAMPLE_RATE as usize, rate as usize / 50);
            Some(Fft::new(from, to, block, 1, FixedSync::Input).ok()?)
        };
        Some(Self { filter, waiting: Vec::new() })
    }

    /// Takes the next samples and returns what is ready; less than a block may wait for the next call.
    pub(super) fn push(&mut self, samples: Vec<i16>) -> Vec<i16> {
        let Some(filter) = &mut self.filter else { return samples };
        self.waiting.extend(samples.into_iter().map(f32::from));
        let mut ready = Vec::new();
        let mut used = 0;
        loop {
            let needed = filter.input_frames_next();
            let Some(block) = self.waiting.get(used..used + needed) else { break };
            let Ok(input) = SequentialSlice::new(block, 1, needed) else { break };
            let Ok(output) = filter.process(&input, None) else { break };
            // A float beyond the range of 16 bit is clipped by `as`.
            ready.extend(output.take_data().into_iter().map(|sample| sample as i16));
            used += needed;
        }
        self.waiting.drain(..used);
        ready
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hz: f64) -> Vec<i16> {
        let step = std::f64::consts::TAU * hz / f64::from(rate);
        (0..rate).map(|at| (10_000.0 * (step * f64::from(at)).sin()) as i16).collect()
    }

    fn loudness(samples: &[i16]) -> f64 {
        let middle = &samples[4_000..12_000];
        (middle.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / middle.len() as f64).sqrt()
    }

    #[test]
    fn each_usual_rate_keeps_length_and_loudness_however_it_is_cut() {
        for rate in [8_000, 16_000, 22_050, 24_000, 44_100, 48_000] {
            for step in [1, 441, 4_096] {
                let mut resampler = Resampler::new(rate).unwrap();
                let heard: Vec<i16> =
                    tone(rate, 440.0).chunks(step).flat_map(|part| resampler.push(part.to_vec())).collect();
                assert!(
                    (15_000..=16_000).contains(&heard.len()),
                    "{rate} Hz by {step}: {} samples",
                    heard.len()
                );
                assert!((loudness(&heard) - 7_071.0).abs() < 100.0, "{rate} Hz: {}", loudness(&heard));
            }
        }
    }

    #[test]
    fn what_no_microphone_gives_is_refused() {
        assert!(Resampler::new(0).is_none() && Resampler::new(400_000).is_none());
    }
}
