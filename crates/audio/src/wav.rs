//! WAV encoding: samples as the file that remote recognisers are sent.

use crate::SAMPLE_RATE;

/// A WAV file of 16-bit PCM, one channel, at [`SAMPLE_RATE`]: 32,000 bytes a second and a 44-byte header.
///
/// At most 2³¹ samples fit the format (37 hours); what is beyond is left out.
#[must_use]
pub fn encode_wav(samples: &[f32]) -> Vec<u8> {
    const HEADER: u32 = 36;
    let count = samples.len().min((u32::MAX - HEADER) as usize / 2);
    let data = count as u32 * 2;
    let mut out = Vec::with_capacity(count * 2 + 44);
    out.extend(b"RIFF");
    out.extend((HEADER + data).to_le_bytes());
    out.extend(b"WAVEfmt ");
    out.extend(16u32.to_le_bytes());
    out.extend(1u16.to_le_bytes());
    out.extend(1u16.to_le_bytes());
    out.extend(SAMPLE_RATE.to_le_bytes());
    out.extend((SAMPLE_RATE * 2).to_le_bytes());
    out.extend(2u16.to_le_bytes());
    out.extend(16u16.to_le_bytes());
    out.extend(b"data");
    out.extend(data.to_le_bytes());
    for sample in &samples[..count] {
        // The scale that decoding divides by; +1 is the one value that must be clipped (`as` saturates).
        out.extend(((sample * 32_768.0).round() as i16).to_le_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::{Limits, decode};

    #[test]
    fn what_is_encoded_decodes_to_the_same_samples() {
        let samples: Vec<f32> = (-3..=3).map(|n| n as f32 / 3.0).chain([0.1234; 1000]).collect();
        let decoded =
            decode(Cursor::new(encode_wav(&samples)), &Limits::default(), &|_| {}, &|| false).unwrap();
        assert_eq!(decoded.samples.len(), samples.len());
        assert!(decoded.samples.iter().zip(&samples).all(|(a, b)| (a - b).abs() < 1.0 / 32_000.0));
        assert_eq!((decoded.codec, decoded.source_rate, decoded.source_channels), ("pcm_s16le", 16_000, 1));
    }
}
