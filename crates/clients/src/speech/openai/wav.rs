//! A WAV file in memory: 16-bit mono at the recogniser's rate, which every server takes.

use crate::speech::SAMPLE_RATE;

const HEADER: usize = 44;
const BYTES_PER_SAMPLE: usize = 2;

/// Servers refuse less than a tenth of a second; silence makes up for it.
const SHORTEST: usize = SAMPLE_RATE as usize / 5;

pub(super) fn encoded(samples: &[f32]) -> Vec<u8> {
    let count = samples.len().max(SHORTEST);
    let data = u32::try_from(count * BYTES_PER_SAMPLE).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(HEADER + count * BYTES_PER_SAMPLE);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&data.saturating_add(HEADER as u32 - 8).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&SAMPLE_RATE.to_le_bytes());
    file.extend_from_slice(&(SAMPLE_RATE * BYTES_PER_SAMPLE as u32).to_le_bytes());
    file.extend_from_slice(&(BYTES_PER_SAMPLE as u16).to_le_bytes());
    file.extend_from_slice(&16_u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&data.to_le_bytes());
    for sample in samples {
        // `as` clips what is beyond full scale.
        file.extend_from_slice(&((sample * 32_767.0).round() as i16).to_le_bytes());
    }
    file.resize(HEADER + count * BYTES_PER_SAMPLE, 0);
    file
}

/// Seconds of sound that fit into a file of so many bytes.
pub(super) fn seconds_in(bytes: usize) -> f64 {
    let samples = bytes.saturating_sub(HEADER) / BYTES_PER_SAMPLE;
    samples as f64 / f64::from(SAMPLE_RATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_program_reads_the_same_samples_back() {
        let samples: Vec<f32> = (0..4_000).map(|at| (at as f32 / 4_000.0) * 2.5 - 1.25).collect();
        let mut reader = hound::WavReader::new(std::io::Cursor::new(encoded(&samples))).unwrap();
        assert_eq!((reader.spec().channels, reader.spec().sample_rate), (1, SAMPLE_RATE));
        let read: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(read.len(), 4_000);
        assert_eq!((read[0], read[2_000], read[3_999]), (-32_768, 0, 32_767));
    }

    #[test]
    fn what_is_too_short_for_a_server_ends_in_silence() {
        assert_eq!(encoded(&[0.5]).len(), HEADER + SHORTEST * 2);
    }

    #[test]
    fn a_file_of_the_longest_piece_is_no_longer_than_allowed() {
        let seconds = seconds_in(100_044);
        assert_eq!(encoded(&vec![0.0; (seconds * 16_000.0).round() as usize]).len(), 100_044);
    }
}
