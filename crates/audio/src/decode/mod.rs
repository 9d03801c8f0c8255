//! Decoding: a recording in any container to samples at 16 kHz, one channel, with times as a listener hears them.
//!
//! The container is told by its bytes. What an encoder put in front of the sound is left out, gaps in the timestamps
//! become silence, so that a word at second 12 in the samples is at second 12 in any player. Memory is the samples
//! that come out plus a constant; a recording longer than [`Limits::max_duration_s`] is refused, not cut.

mod demux;
mod downmix;
mod edits;
mod error;
mod resample;
mod sniff;
mod source;
mod timeline;
mod track;

use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

pub use error::DecodeError;

/// What is accepted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Longest file in bytes.
    pub max_bytes: u64,
    /// Longest sound in seconds. It bounds the memory: 64 kB a second.
    pub max_duration_s: f64,
    /// Longest time that decoding may take: a small file can be made so that reading it never ends.
    pub patience: Duration,
}

impl Default for Limits {
    /// 100 MiB, the contract's largest upload, two hours, longer than any interview, and a quarter of an hour, in which ten times as
    /// much is decoded.
    fn default() -> Self {
        Self { max_bytes: 100 << 20, max_duration_s: 7200.0, patience: Duration::from_secs(15 * 60) }
    }
}

/// A decoded recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// One channel at [`SAMPLE_RATE`](crate::SAMPLE_RATE), in −1..=1.
    pub samples: Vec<f32>,
    /// Seconds of sound that were decoded, exact.
    pub duration_s: f64,
    /// Seconds of sound that the container announces. `None` when it does not, as in a live WebM.
    pub declared_duration_s: Option<f64>,
    /// `mp4`, `webm` (any Matroska), `ogg`, `wav`, `flac`, `caf`, `mp3` or `aac` (ADTS).
    pub container: &'static str,
    /// `aac`, `opus`, `vorbis`, `mp3`, `flac`, `alac`, `pcm_s16le`, …
    pub codec: &'static str,
    /// Hz of the recording itself.
    pub source_rate: u32,
    /// Channels of the recording itself.
    pub source_channels: usize,
    /// Pieces that could not be decoded and are silence here.
    pub damaged_packets: u64,
}

/// Seconds by which a sound file may fall short of what it announces without being called truncated: writers that patch
/// the duration in afterwards take it from the wall clock.
const DECLARATION_TOLERANCE_S: f64 = 0.5;

impl Decoded {
    /// Whether part of what the container announces is missing.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.declared_duration_s.is_some_and(|declared| declared - self.duration_s > DECLARATION_TOLERANCE_S)
    }
}

/// Decodes a recording.
///
/// `progress` is told the part done, 0 to 1, at each percent; `cancelled` is asked between packets.
///
/// # Errors
/// [`DecodeError`]. A recording of which some could be read is no error: see [`Decoded::is_truncated`] and
/// [`Decoded::damaged_packets`]. A panic inside a decoder is [`DecodeError::Damaged`].
pub fn decode(
    source: impl Read + Seek + Send + Sync,
    limits: &Limits,
    progress: &dyn Fn(f64),
    cancelled: &dyn Fn() -> bool,
) -> Result<Decoded, DecodeError> {
    let attempt = || decode_unguarded(source, limits, progress, cancelled);
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or(Err(DecodeError::Damaged { container: "sound" }))
}

fn decode_unguarded(
    mut source: impl Read + Seek + Send + Sync,
    limits: &Limits,
    progress: &dyn Fn(f64),
    cancelled: &dyn Fn() -> bool,
) -> Result<Decoded, DecodeError> {
    let bytes = source.seek(SeekFrom::End(0))?;
    if bytes == 0 {
        return Err(DecodeError::Empty);
    }
    if bytes > limits.max_bytes {
        return Err(DecodeError::TooLarge { bytes, limit: limits.max_bytes });
    }
    let demuxed = demux::open(source, bytes)?;
    let decoded = track::decode(demuxed, limits, progress, cancelled)?;
    progress(1.0);
    Ok(decoded)
}
