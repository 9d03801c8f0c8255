//! Track decoding: the packets of a sound track, one after the other, onto the timeline.

use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use std::time::Instant;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::Error;
use symphonia::core::packet::Packet;
use symphonia::core::units::Duration;
use symphonia_adapter_libopus::OpusDecoder;

use super::demux::{Demuxed, SoundTrack, sound_track};
use super::sniff::Container;
use super::timeline::Timeline;
use super::{DECLARATION_TOLERANCE_S, DecodeError, Decoded, Limits, downmix, resample};
use crate::seconds;

static CODECS: LazyLock<CodecRegistry> = LazyLock::new(|| {
    let mut codecs = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut codecs);
    codecs.register_audio_decoder::<OpusDecoder>();
    codecs
});

/// Packets that come later than this after the end of the one before leave a gap: a recorder was paused, or sent
/// nothing while all was quiet. Less is the rounding of timestamps (WebM counts milliseconds) and of frame sizes.
const MIN_GAP_S: f64 = 0.1;
/// A longer jump is a damaged timestamp.
const MAX_GAP_S: f64 = 60.0;

/// So many packets in a row without sound are no recording: an index of a few bytes can announce billions of them. A picture has 60
/// a second.
const MOST_BARREN: u32 = 500_000;

/// Decodes the whole track.
pub(super) fn decode(
    mut demuxed: Demuxed<'_>,
    limits: &Limits,
    progress: &dyn Fn(f64),
    cancelled: &dyn Fn() -> bool,
) -> Result<Decoded, DecodeError> {
    let declared_s = demuxed.track.declared_s;
    let mut decoding = Decoding::new(&demuxed, limits)?;
    let mut percent = 0;
    let begun = Instant::now();
    let mut barren = 0;
    loop {
        if cancelled() {
            return Err(DecodeError::Cancelled);
        }
        if barren > MOST_BARREN || begun.elapsed() > limits.patience {
            return Err(DecodeError::Damaged { container: demuxed.container.name() });
        }
        barren += 1;
        match demuxed.reader.next_packet() {
            Ok(Some(mut packet)) if packet.track_id == demuxed.track.id => {
                // The frames beyond those that the tag counts are as much sound as the others, where files were joined or
                // written on. What is only padding the timeline cuts off.
                if demuxed.container == Container::Mp3 && packet.trim_end >= packet.dur {
                    packet.trim_end = Duration::ZERO;
                }
                if decoding.packet(&packet, &demuxed.track)? {
                    barren = 0;
                }
            }
            // A picture.
            Ok(Some(packet)) => decoding.reached(&packet, &demuxed.track),
            Ok(None) => break,
            // A chained stream: what follows is another recording of its own.
            Err(Error::ResetRequired) => {
                demuxed.track = sound_track(demuxed.reader.as_ref(), demuxed.container, &[])?;
                decoding.restart(&demuxed.track)?;
            }
            Err(Error::IoError(error)) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
                return Err(error.into());
            }
            // The end of a live WebM, of a file that was cut, or damage past which the demuxer can not go.
            Err(_) => break,
        }
        let done = demuxed.reached.load(Ordering::Relaxed) * 100 / demuxed.length.max(1);
        if done > percent {
            percent = done;
            progress((done as f64 / 100.0).min(1.0));
        }
    }
    decoding.finish(declared_s)
}

struct Decoding {
    decoder: Box<dyn AudioDecoder>,
    timeline: Timeline,
    container: Container,
    /// Seconds, on the clock of the packets, at which the next one is due.
    due_s: Option<f64>,
    /// Seconds, on that clock, that any track has reached.
    reached_s: f64,
    /// Rate and weights of the channels in the last decoded packet.
    layout: Option<(u32, Vec<f32>)>,
    planes: Vec<Vec<f32>>,
    mono: Vec<f32>,
    damaged_packets: u64,
    decoded_packets: u64,
}

impl Decoding {
    fn new(demuxed: &Demuxed<'_>, limits: &Limits) -> Result<Self, DecodeError> {
        let mut decoding = Self {
            decoder: decoder_for(&demuxed.track, demuxed.container)?,
            timeline: Timeline::new(limits.max_duration_s, demuxed.track.declared_s),
            container: demuxed.container,
            due_s: None,
            reached_s: 0.0,
            layout: None,
            planes: Vec::new(),
            mono: Vec::new(),
            damaged_packets: 0,
            decoded_packets: 0,
        };
        decoding.begin(&demuxed.track)?;
        Ok(decoding)
    }

    fn restart(&mut self, track: &SoundTrack) -> Result<(), DecodeError> {
        self.decoder = decoder_for(track, self.container)?;
        self.due_s = None;
        self.begin(track)
    }

    fn begin(&mut self, track: &SoundTrack) -> Result<(), DecodeError> {
        let rate = rate_of(track);
        self.timeline.push_silence(rate, track.wait_s)?;
        self.timeline.skip(track.priming.frames(rate));
        Ok(())
    }

    /// Whether something could be heard of it.
    fn packet(&mut self, packet: &Packet, track: &SoundTrack) -> Result<bool, DecodeError> {
        let starts_s = packet.pts.get() as f64 * track.tick_s;
        self.reached(packet, track);
        self.wait_for(starts_s, track)?;
        let lasted_s = match self.decoder.decode(packet) {
            Ok(buffer) => {
                self.decoded_packets += 1;
                let rate = take(&buffer, &mut self.layout, &mut self.planes, &mut self.mono);
                self.timeline.push(rate, &self.mono)?;
                self.mono.len() as f64 / f64::from(rate.max(1))
            }
            Err(Error::Unsupported(detail)) if self.decoded_packets == 0 => {
                return Err(DecodeError::UnsupportedCodec { container: self.container.name(), detail });
            }
            Err(_) => {
                self.damaged_packets += 1;
                let lasted_s = (packet.dur.get() as f64 * track.tick_s).min(MAX_GAP_S);
                if let Some((rate, _)) = self.layout {
                    self.timeline.push_silence(rate, lasted_s)?;
                }
                lasted_s
            }
        };
        // Counting on from the last gap keeps rounded timestamps from adding up to one.
        self.due_s = Some(self.due_s.unwrap_or(starts_s) + lasted_s);
        Ok(lasted_s > 0.0)
    }

    /// Puts silence before a packet that comes later than the one before ended.
    fn wait_for(&mut self, starts_s: f64, track: &SoundTrack) -> Result<(), DecodeError> {
        let is_first = self.decoded_packets + self.damaged_packets == 0;
        match (self.due_s, &self.layout) {
            (Some(due_s), Some((rate, _))) if self.has_real_timestamps() => {
                let (gap_s, rate) = (starts_s - due_s, *rate);
                // A recorder that a call held up for long goes on at a later time, which the container's own length confirms.
                let is_told = track.declared_s.is_some_and(|declared| starts_s <= declared);
                if (MIN_GAP_S..=MAX_GAP_S).contains(&gap_s) || (gap_s > MAX_GAP_S && is_told) {
                    self.timeline.push_silence(rate, gap_s)?;
                }
                if gap_s >= MIN_GAP_S {
                    self.due_s = Some(starts_s);
                }
            }
            // Sound that begins later than the picture. (MP4 says so in its edit list.)
            (None, _)
                if is_first
                    && self.container == Container::Matroska
                    && (MIN_GAP_S..=MAX_GAP_S).contains(&starts_s) =>
            {
                let rate = rate_of(track);
                // The priming is still to be left out, of what comes first: of the silence, and then of the sound.
                let priming = track.priming.frames(rate);
                self.timeline.push_silence(rate, starts_s + priming as f64 / f64::from(rate))?;
                self.timeline.skip(priming);
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes how far the recording goes, by whatever track.
    fn reached(&mut self, packet: &Packet, track: &SoundTrack) {
        // All tracks of a Matroska file count in the same ticks, of others nothing is asked.
        let ends_s = (packet.pts.get() as f64 + packet.dur.get() as f64) * track.tick_s;
        self.reached_s = self.reached_s.max(ends_s);
    }

    /// In the other containers the reader itself counts frames, or a damaged page shifts all that follow.
    fn has_real_timestamps(&self) -> bool {
        matches!(self.container, Container::Matroska | Container::Mp4)
    }

    fn finish(self, declared_s: Option<f64>) -> Result<Decoded, DecodeError> {
        let container = self.container.name();
        let Some((source_rate, weights)) = self.layout else {
            let is_empty = self.damaged_packets == 0;
            return Err(if is_empty { DecodeError::Empty } else { DecodeError::Damaged { container } });
        };
        let samples = self.timeline.finish(declared_s);
        // A Matroska file declares how long all of it lasts, the picture too: where that was reached no sound is missing.
        let is_whole = |declared: f64| self.reached_s + DECLARATION_TOLERANCE_S >= declared;
        let is_short = |declared: f64| declared - seconds(samples.len()) > DECLARATION_TOLERANCE_S;
        let declared_s = declared_s.filter(|declared| {
            self.container != Container::Matroska || !is_short(*declared) || !is_whole(*declared)
        });
        if samples.is_empty() {
            return Err(DecodeError::Empty);
        }
        Ok(Decoded {
            duration_s: seconds(samples.len()),
            samples,
            declared_duration_s: declared_s,
            container,
            codec: self.decoder.codec_info().short_name,
            source_rate,
            source_channels: weights.len(),
            damaged_packets: self.damaged_packets,
        })
    }
}

/// The rate is needed before the first packet; every container but raw MP4 boxes states it.
fn rate_of(track: &SoundTrack) -> u32 {
    let told = track.params.sample_rate.filter(|rate| resample::RATES.contains(rate));
    told.unwrap_or(crate::SAMPLE_RATE)
}

/// Mixes a decoded packet down into `mono` and returns its rate in Hz.
fn take(
    buffer: &GenericAudioBufferRef<'_>,
    layout: &mut Option<(u32, Vec<f32>)>,
    planes: &mut Vec<Vec<f32>>,
    mono: &mut Vec<f32>,
) -> u32 {
    let spec = buffer.spec();
    let is_same =
        |(rate, weights): &(u32, Vec<f32>)| *rate == spec.rate() && weights.len() == spec.channels().count();
    if !layout.as_ref().is_some_and(is_same) {
        *layout = Some((spec.rate(), downmix::weights(spec)));
    }
    buffer.copy_to_vecs_planar(planes);
    mono.clear();
    if let Some((_, weights)) = layout {
        downmix::mix_into(planes, weights, mono);
    }
    spec.rate()
}

fn decoder_for(track: &SoundTrack, container: Container) -> Result<Box<dyn AudioDecoder>, DecodeError> {
    let mut params = track.params.clone();
    if params.codec == CODEC_ID_OPUS {
        // The adapter reads the pre-skip as little-endian, wrong for MP4, and takes it from the first packet only.
        // The timeline skips it; libopus needs nothing of the header but the channel count, which stays.
        params.extra_data = None;
    }
    CODECS.make_audio_decoder(&params, &AudioDecoderOptions::default()).map_err(|error| {
        let container = container.name();
        match error {
            Error::Unsupported(detail) => DecodeError::UnsupportedCodec { container, detail },
            _ => DecodeError::Damaged { container },
        }
    })
}
