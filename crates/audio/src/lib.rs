//! Recordings: any container to 16 kHz mono samples, exact durations, and where somebody speaks.
//!
//! Pure: bytes in, numbers out. Nothing here knows a clock, a network or a file name; a recording is anything that
//! can be read and sought in. Times are seconds from the first audible sample, samples are `f32` in −1..=1 at
//! [`SAMPLE_RATE`].

mod decode;
mod segments;
mod voice;
mod wav;
mod waveform;

pub use decode::{DecodeError, Decoded, Limits, decode};
pub use segments::{Segment, speech_time, split_at_silences};
pub use voice::{VadOptions, speech_segments};
pub use wav::encode_wav;
pub use waveform::waveform;

/// Samples per second of everything this crate returns: what every speech recogniser we use was trained on.
pub const SAMPLE_RATE: u32 = 16_000;

/// Seconds that `count` samples at [`SAMPLE_RATE`] last.
#[must_use]
pub fn seconds(count: usize) -> f64 {
    count as f64 / f64::from(SAMPLE_RATE)
}
