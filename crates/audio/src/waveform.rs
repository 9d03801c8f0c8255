//! Waveform: the peaks that an app draws as the picture of a recording.

/// The loudest sample of each of `buckets` equal parts, 0..=1. Parts that hold no sample are 0.
#[must_use]
pub fn waveform(samples: &[f32], buckets: usize) -> Vec<f32> {
    (0..buckets as u64)
        .map(|bucket| {
            let edge = |n: u64| (u128::from(n) * samples.len() as u128 / buckets as u128) as usize;
            let part = &samples[edge(bucket)..edge(bucket + 1)];
            part.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs())).min(1.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bucket_holds_its_own_peak() {
        assert_eq!(waveform(&[0.1, -0.5, 0.2, 0.0, 2.0, 0.0], 3), [0.5, 0.2, 1.0]);
    }

    #[test]
    fn more_buckets_than_samples_and_no_samples_are_fine() {
        assert_eq!(waveform(&[0.5], 3), [0.0, 0.0, 0.5]);
        assert_eq!(waveform(&[], 2), [0.0, 0.0]);
        assert!(waveform(&[0.5], 0).is_empty());
    }
}
