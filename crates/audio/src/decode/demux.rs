//! Demuxing: opening a container and saying what its sound track holds, before any of it is decoded.

use std::io::{Read, Seek};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_MP3, CODEC_ID_OPUS};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::default::formats::{
    AdtsReader, CafReader, FlacReader, IsoMp4Reader, MkvReader, MpaReader, OggReader, WavReader,
};

use super::DecodeError;
use super::edits::{self, Edit, Movie};
use super::sniff::{Container, sniff};
use super::source::{Looks, Source};

/// An opened recording.
pub(super) struct Demuxed<'s> {
    pub reader: Box<dyn FormatReader + 's>,
    pub container: Container,
    pub track: SoundTrack,
    /// Bytes read so far, out of `length`.
    pub reached: Arc<AtomicU64>,
    pub length: u64,
}

/// The sound track of a recording.
pub(super) struct SoundTrack {
    pub id: u32,
    pub params: AudioCodecParameters,
    /// Seconds that one tick of a packet's timestamp lasts.
    pub tick_s: f64,
    /// Seconds of silence before the track begins.
    pub wait_s: f64,
    pub priming: Priming,
    /// Seconds that the container says the sound lasts, priming left out; `None` when it does not say.
    pub declared_s: Option<f64>,
}

/// What the encoder put in front of the sound and no listener should hear.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Priming {
    Frames(u64),
    Seconds(f64),
}

impl Priming {
    /// Frames to leave out at a rate of `rate` Hz.
    pub(super) fn frames(self, rate: u32) -> u64 {
        match self {
            Self::Frames(frames) => frames,
            Self::Seconds(seconds) => (seconds * f64::from(rate)).round() as u64,
        }
    }

    fn seconds(self, rate: Option<u32>) -> f64 {
        match (self, rate) {
            (Self::Seconds(seconds), _) => seconds,
            (Self::Frames(frames), Some(rate)) if rate > 0 => frames as f64 / f64::from(rate),
            (Self::Frames(_), _) => 0.0,
        }
    }
}

/// AAC without a word about priming: an AAC-LC decoder's first frame is only the fading-in half of an overlap, so
/// every stream has at least one such frame of 1024. Encoders add up to another (Apple 2112, FDK 2048 in all).
const AAC_PRIMING: u64 = 1024;
/// mp3 without a LAME tag: the encoder delay of LAME and most others, 576, and the decoder's 529 (LAME technical FAQ).
const MP3_PRIMING: u64 = 576 + 529;
/// Opus without its header, as in some CAF files: the look-ahead of libopus, 6.5 ms.
const OPUS_PRIMING: u64 = 312;
/// A wait or priming longer than this is damage, not intent.
const MAX_LEAD_S: f64 = 60.0;

/// Opens the recording that is `length` bytes long.
pub(super) fn open<'s, R>(mut inner: R, length: u64) -> Result<Demuxed<'s>, DecodeError>
where
    R: Read + Seek + Send + Sync + 's,
{
    let (container, start) = sniff(&mut inner)?;
    let movie = match container {
        Container::Mp4 => edits::read(&mut inner, length)?,
        _ => Movie::default(),
    };
    if container == Container::Mp4 && !movie.has_index {
        return Err(DecodeError::Unfinished);
    }
    let source = Source::new(inner, start, length, looks(container, length.saturating_sub(start), &movie))?;
    let reached = source.reached();
    let stream = MediaSourceStream::new(Box::new(source), Default::default());
    let reader = reader_for(container, stream).map_err(|error| refused(error, container))?;
    let track = sound_track(reader.as_ref(), container, &movie.edits)?;
    Ok(Demuxed { reader, container, track, reached, length: length.saturating_sub(start) })
}

fn reader_for<'s>(
    container: Container,
    stream: MediaSourceStream<'s>,
) -> symphonia::core::errors::Result<Box<dyn FormatReader + 's>> {
    let options = FormatOptions::default();
    Ok(match container {
        Container::Mp4 => Box::new(IsoMp4Reader::try_new(stream, options)?),
        Container::Matroska => Box::new(MkvReader::try_new(stream, options)?),
        Container::Ogg => Box::new(OggReader::try_new(stream, options)?),
        Container::Wav => Box::new(WavReader::try_new(stream, options)?),
        Container::Flac => Box::new(FlacReader::try_new(stream, options)?),
        Container::Caf => Box::new(CafReader::try_new(stream, options)?),
        Container::Mp3 => Box::new(MpaReader::try_new(stream, options)?),
        Container::Adts => Box::new(AdtsReader::try_new(stream, options)?),
    })
}

/// What the reader may know of a source of `length` bytes.
fn looks(container: Container, length: u64, movie: &Movie) -> Looks {
    match container {
        // When it can seek, this reader guesses a duration from the bit rate and gives it out like a declared one.
        Container::Mp3 => Looks { can_seek: false, length: Some(length) },
        // This one refuses boxes that claim to reach beyond the end, and with them all of a recording that was cut off; it
        // is told the length that the file should have and finds out when it gets there.
        Container::Mp4 => Looks { can_seek: true, length: Some(length.max(movie.end)) },
        // This one too, and when it can seek it goes to the index at the end first and gives up when there is none.
        Container::Matroska => Looks { can_seek: false, length: None },
        _ => Looks { can_seek: true, length: Some(length) },
    }
}

/// A reader that could not even begin. Only WAV and CAF name the codec where it would refuse to go on because of it.
fn refused(error: Error, container: Container) -> DecodeError {
    let is_codec_known_early = matches!(container, Container::Wav | Container::Caf);
    let container = container.name();
    match error {
        Error::IoError(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => DecodeError::Io(error),
        Error::Unsupported(detail) if is_codec_known_early => {
            DecodeError::UnsupportedCodec { container, detail }
        }
        _ => DecodeError::Damaged { container },
    }
}

/// Finds the sound track, also again after the stream announced that its tracks changed.
pub(super) fn sound_track(
    reader: &dyn FormatReader,
    container: Container,
    edits: &[Edit],
) -> Result<SoundTrack, DecodeError> {
    let track = reader.default_track(TrackType::Audio).ok_or_else(|| no_track(reader, container))?;
    let Some(CodecParameters::Audio(params)) = &track.codec_params else {
        return Err(DecodeError::NoAudioTrack { container: container.name() });
    };
    let edit = edits.iter().find(|edit| edit.track_id == track.id);
    let lead = |seconds: f64| if (0.0..=MAX_LEAD_S).contains(&seconds) { seconds } else { 0.0 };
    let priming = edit.map_or_else(
        || implied_priming(track, params, container),
        |edit| Priming::Seconds(lead(edit.skip_s)),
    );
    let declared_s = match edit.and_then(|edit| edit.duration_s) {
        Some(seconds) => Some(seconds),
        None => declared_by_track(reader, track, container).map(|whole| match container {
            // A sample table counts the priming, and so does the position of an Opus page (RFC 7845 §4); what the others
            // declare is without.
            Container::Mp4 | Container::Ogg => whole - priming.seconds(params.sample_rate),
            _ => whole,
        }),
    };
    Ok(SoundTrack {
        id: track.id,
        params: params.clone(),
        tick_s: track.time_base.map_or(0.0, f64::from),
        wait_s: edit.map_or(0.0, |edit| lead(edit.wait_s)),
        priming,
        declared_s: declared_s.filter(|seconds| *seconds > 0.0),
    })
}

/// A track whose codec has no name at all is there but unreadable, which is another thing than being absent.
fn no_track(reader: &dyn FormatReader, container: Container) -> DecodeError {
    let container = container.name();
    if reader.tracks().iter().any(|track| track.codec_params.is_none()) {
        DecodeError::UnsupportedCodec { container, detail: "unknown codec" }
    } else {
        DecodeError::NoAudioTrack { container }
    }
}

fn declared_by_track(reader: &dyn FormatReader, track: &Track, container: Container) -> Option<f64> {
    let (time_base, duration) = match container {
        Container::Matroska => (reader.media_info().time_base, reader.media_info().duration),
        // Guessed from the bit rate, which is no declaration.
        Container::Adts => return None,
        _ => (track.time_base, track.duration),
    };
    Some(f64::from(time_base?) * duration?.get() as f64)
}

fn implied_priming(track: &Track, params: &AudioCodecParameters, container: Container) -> Priming {
    let told = track.delay.map(u64::from);
    let frames = match (container, params.codec) {
        (Container::Caf, _) if told.is_some() => told.unwrap_or_default(),
        (_, CODEC_ID_OPUS) => opus_pre_skip(params, container),
        (_, CODEC_ID_AAC) => AAC_PRIMING,
        // With a tag the reader marks what to trim and the decoder trims it.
        (Container::Mp3, CODEC_ID_MP3) if told.is_some() => 0,
        (_, CODEC_ID_MP3) => MP3_PRIMING,
        _ => 0,
    };
    Priming::Frames(frames)
}

/// Pre-skip of the identification header, in frames at 48 kHz: little-endian in RFC 7845 §5.1, big-endian in MP4's `dOps`.
fn opus_pre_skip(params: &AudioCodecParameters, container: Container) -> u64 {
    let header = params.extra_data.as_deref().filter(|header| header.starts_with(b"OpusHead"));
    let Some(&[low, high]) = header.and_then(|header| header.get(10..12)) else {
        return OPUS_PRIMING;
    };
    u64::from(match container {
        Container::Mp4 => u16::from_be_bytes([low, high]),
        _ => u16::from_le_bytes([low, high]),
    })
}
