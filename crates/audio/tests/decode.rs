//! Every container of the contract, as phones and browsers write it, and every way in which it can be broken.
//!
//! The recordings are made by `fixtures/make`; all hold the same two words.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::cell::{Cell, RefCell};
use std::io::Cursor;
use std::path::Path;

use audio::{DecodeError, Decoded, Limits, SAMPLE_RATE, decode};
use proptest::prelude::*;

/// Name, container and codec that must be found, whether the container says how long it lasts.
const RECORDINGS: [(&str, &str, &str, bool); 15] = [
    ("reference.flac", "flac", "flac", true),
    ("speech.m4a", "mp4", "aac", true),
    ("faststart.mp4", "mp4", "aac", true),
    ("fragmented.mp4", "mp4", "aac", false),
    ("picture.mp4", "mp4", "aac", true),
    ("opus.mp4", "mp4", "opus", true),
    ("alac.m4a", "mp4", "alac", true),
    ("adts.aac", "aac", "aac", false),
    ("speech.mp3", "mp3", "mp3", true),
    ("untagged.mp3", "mp3", "mp3", false),
    ("speech.webm", "webm", "opus", true),
    ("live.webm", "webm", "opus", false),
    ("speech.opus", "ogg", "opus", true),
    ("speech.ogg", "ogg", "vorbis", true),
    ("opus.caf", "caf", "opus", true),
];

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn decoded(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    decode(Cursor::new(bytes), &Limits::default(), &|_| {}, &|| false)
}

/// The shift in samples, positive when `other` is late, at which it resembles `reference` most, and how much (−1..=1).
fn lag(reference: &[f32], other: &[f32]) -> (i32, f32) {
    const FURTHEST: i32 = 1600;
    let energy = |samples: &[f32]| samples.iter().map(|sample| sample * sample).sum::<f32>();
    let scale = (energy(reference) * energy(other)).sqrt();
    let likeness = |shift: i32| {
        let (a, b) = if shift >= 0 {
            (reference, &other[(shift as usize).min(other.len())..])
        } else {
            (&reference[shift.unsigned_abs() as usize..], other)
        };
        a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>() / scale
    };
    (-FURTHEST..=FURTHEST).map(|shift| (shift, likeness(shift))).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
}

#[test]
fn every_container_and_codec_gives_the_same_sound_at_the_same_time() {
    let reference = decoded(fixture("reference.flac")).unwrap();
    for (name, container, codec, is_declared) in RECORDINGS {
        let found = decoded(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((found.container, found.codec), (container, codec), "{name}");
        assert_eq!(found.damaged_packets, 0, "{name}");
        let (shift, likeness) = lag(&reference.samples, &found.samples);
        let shift_ms = 1000.0 * f64::from(shift) / f64::from(SAMPLE_RATE);
        println!(
            "{name:16} late by {shift_ms:6.2} ms, like {likeness:.2}, lasts {:.3}, declared {:?}",
            found.duration_s, found.declared_duration_s
        );
        assert!(shift_ms.abs() <= 30.0, "{name}: late by {shift_ms} ms");
        assert!(likeness > 0.8, "{name}: {likeness}");
        assert!((found.duration_s - reference.duration_s).abs() < 0.13, "{name}: lasts {}", found.duration_s);
        assert_eq!(found.declared_duration_s.is_some(), is_declared, "{name}");
        assert!(!found.is_truncated(), "{name}");
    }
}

#[test]
fn a_recording_cut_short_still_gives_its_beginning_and_says_what_is_missing() {
    for name in ["reference.flac", "faststart.mp4", "speech.mp3", "speech.webm"] {
        let mut bytes = fixture(name);
        let half = bytes.len() * 6 / 10;
        bytes.truncate(half);
        let found = decoded(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(found.is_truncated(), "{name}: {:?} of {:?}", found.duration_s, found.declared_duration_s);
        assert!((0.5..1.6).contains(&found.duration_s), "{name}: {}", found.duration_s);
    }
    let mut wav = wav_file(1, 16_000, &vec![0.1; 32_000]);
    wav.truncate(20_000);
    assert!(decoded(wav).unwrap().is_truncated());
}

#[test]
fn a_live_recording_ends_where_it_ends() {
    for name in ["live.webm", "fragmented.mp4", "adts.aac", "untagged.mp3"] {
        let bytes = fixture(name);
        let found =
            decoded(bytes[..bytes.len() * 7 / 10].to_vec()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!found.is_truncated() && found.declared_duration_s.is_none(), "{name}");
        assert!((0.5..2.0).contains(&found.duration_s), "{name}: {}", found.duration_s);
    }
}

#[test]
fn an_m4a_cut_before_its_index_is_unfinished() {
    let bytes = fixture("speech.m4a");
    let error = decoded(bytes[..bytes.len() / 2].to_vec()).unwrap_err();
    assert_eq!(error.code(), "recording_unfinished");
}

#[test]
fn what_is_no_recording_is_refused_in_words() {
    let code = |bytes: &[u8]| decoded(bytes.to_vec()).unwrap_err().code();
    assert_eq!(code(b""), "audio_empty");
    assert_eq!(code(b"Dear committee,\nthis is my answer.\n"), "not_audio");
    assert_eq!(code(&[0; 5000]), "not_audio");
    assert_eq!(code(b"#!AMR-WB\n\x44\x01\x02"), "unsupported_container");
    assert_eq!(code(&fixture("silent-picture.mp4")), "no_audio_track");
    assert_eq!(code(&fixture("speech.webm")[..300]), "audio_damaged");
    assert_eq!(code(&wav_file(1, 16_000, &[])), "audio_empty");
    assert_eq!(code(&wav_file(1, 900, &[0.5; 100])), "unsupported_codec");
    let text = decoded(b"Dear committee".to_vec()).unwrap_err().to_string();
    assert_eq!(text, "This is not a sound recording: it looks like a text file.");
}

#[test]
fn limits_are_kept_and_named() {
    let with = |limits| decode(Cursor::new(fixture("speech.opus")), &limits, &|_| {}, &|| false);
    let error = with(Limits { max_duration_s: 1.0, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code(), "audio_too_long");
    let error = with(Limits { max_bytes: 1000, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code(), "audio_too_large");
}

#[test]
fn progress_rises_to_one_and_a_cancelled_decode_stops() {
    let seen = RefCell::new(vec![]);
    let wav = wav_file(2, 44_100, &vec![0.1; 441_000]);
    decode(Cursor::new(&wav), &Limits::default(), &|part| seen.borrow_mut().push(part), &|| false).unwrap();
    let seen = seen.into_inner();
    assert!(seen.len() > 3 && seen.is_sorted(), "{seen:?}");
    assert_eq!(seen.last(), Some(&1.0));

    let asked = Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) >= 3;
    let error = decode(Cursor::new(&wav), &Limits::default(), &|_| {}, &stop).unwrap_err();
    assert_eq!((error.code(), asked.get()), ("cancelled", 4));
}

/// A WAV file of 16-bit samples, `channels` of them interleaved.
fn wav_file(channels: u16, rate: u32, samples: &[f32]) -> Vec<u8> {
    let mut bytes = audio::encode_wav(samples);
    bytes[22..24].copy_from_slice(&channels.to_le_bytes());
    bytes[24..28].copy_from_slice(&rate.to_le_bytes());
    bytes[28..32].copy_from_slice(&(rate * u32::from(channels) * 2).to_le_bytes());
    bytes[32..34].copy_from_slice(&(channels * 2).to_le_bytes());
    bytes
}

#[test]
fn any_number_of_channels_becomes_one() {
    for channels in [1, 2, 3, 6, 8] {
        let frames = vec![0.5; 8000 * usize::from(channels)];
        let found =
            decoded(wav_file(channels, 8000, &frames)).unwrap_or_else(|error| panic!("{channels}: {error}"));
        assert_eq!((found.source_channels, found.source_rate), (usize::from(channels), 8000));
        assert_eq!(found.samples.len(), 16_000, "{channels} channels");
        assert!((found.samples[8000] - 0.5).abs() < 0.01, "{channels}: {}", found.samples[8000]);
    }
}

#[test]
fn a_header_that_promises_four_gigabytes_costs_nothing() {
    let mut wav = wav_file(1, 16_000, &[0.25; 16_000]);
    wav[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    wav[40..44].copy_from_slice(&(u32::MAX - 1).to_le_bytes());
    let found = decoded(wav.clone()).unwrap();
    assert_eq!(found.duration_s, 1.0);
    assert!(found.is_truncated());
    // All ones is how a recorder that can not seek back says "until the end".
    wav[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(!decoded(wav).unwrap().is_truncated());

    let mut mp4 = fixture("speech.m4a");
    let table = mp4.windows(4).position(|window| window == b"stsz").unwrap();
    mp4[table + 12..table + 16].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(decoded(mp4).is_err());
}

#[test]
fn joined_mp3_files_are_heard_to_the_end() {
    let once = fixture("speech.mp3");
    let whole = decoded(once.clone()).unwrap();
    let found = decoded([once.clone(), once].concat()).unwrap();
    assert!(
        (found.duration_s - 2.0 * whole.duration_s).abs() < 0.15,
        "{} of {}",
        found.duration_s,
        whole.duration_s
    );
    assert!(!found.is_truncated());
}

/// Where the blocks of a live recording begin.
fn blocks_of(bytes: &[u8]) -> Vec<usize> {
    let is_block = |at: &usize| {
        bytes[*at] == 0xa3 && bytes[at + 1] & 0x80 != 0 && bytes[at + 2] == 0x81 && bytes[at + 5] == 0x80
    };
    (0..bytes.len() - 8).filter(is_block).collect()
}

#[test]
fn sound_that_begins_late_keeps_its_times() {
    let mut bytes = fixture("live.webm");
    let whole = decoded(bytes.clone()).unwrap();
    for at in blocks_of(&bytes) {
        let time = i16::from_be_bytes([bytes[at + 3], bytes[at + 4]]) + 2000;
        bytes[at + 3..at + 5].copy_from_slice(&time.to_be_bytes());
    }
    let found = decoded(bytes).unwrap();
    assert!((found.duration_s - whole.duration_s - 2.0).abs() < 0.03, "{}", found.duration_s);
    assert!(found.samples[..31_000].iter().all(|sample| sample.abs() < 1e-3));
    let shifted = &found.samples[32_000 + 8000..32_000 + 16_000];
    let same =
        shifted.iter().zip(&whole.samples[8000..16_000]).map(|(a, b)| (a - b).abs()).sum::<f32>() / 8000.0;
    assert!(same < 0.02, "{same}");
}

/// A few bytes of an index can announce four billion samples of no length and no size.
#[test]
fn a_fragment_that_announces_packets_without_end_is_refused() {
    let mut mp4 = fixture("fragmented.mp4");
    let at = |mp4: &[u8], name: &[u8], nth: usize| {
        mp4.windows(4).enumerate().filter(|(_, window)| *window == name).map(|(at, _)| at).nth(nth).unwrap()
    };
    let (defaults, run) = (at(&mp4, b"tfhd", 0), at(&mp4, b"trun", 0));
    // The default duration and size of a sample, then a run without any of its own.
    mp4[defaults + 12..defaults + 20].fill(0);
    mp4[run + 4..run + 8].fill(0);
    mp4[run + 8..run + 12].fill(0xff);
    let limits = Limits { max_duration_s: 30.0, ..Limits::default() };
    let error = decode(Cursor::new(mp4), &limits, &|_| {}, &|| false).unwrap_err();
    assert!(["audio_damaged", "audio_too_long"].contains(&error.code()), "{error}");
}

#[test]
fn what_takes_too_long_to_decode_is_given_up() {
    let limits = Limits { patience: std::time::Duration::ZERO, ..Limits::default() };
    let error = decode(Cursor::new(fixture("speech.opus")), &limits, &|_| {}, &|| false).unwrap_err();
    assert_eq!(error.code(), "audio_damaged");
}

#[test]
fn a_chain_of_empty_tags_is_no_recording() {
    let tags = b"ID3\x04\0\0\0\0\0\0".repeat(100);
    assert_eq!(decoded(tags).unwrap_err().code(), "not_audio");
}

#[test]
fn a_pause_in_the_timestamps_is_silence_in_the_samples() {
    // The second half of the live recording, moved two seconds on, as when a browser's recorder sent nothing meanwhile.
    let mut bytes = fixture("live.webm");
    let whole = decoded(bytes.clone()).unwrap();
    let blocks = blocks_of(&bytes);
    assert!(blocks.len() > 50, "{} blocks", blocks.len());
    for &at in &blocks[blocks.len() / 2..] {
        let time = i16::from_be_bytes([bytes[at + 3], bytes[at + 4]]) + 2000;
        bytes[at + 3..at + 5].copy_from_slice(&time.to_be_bytes());
    }
    let found = decoded(bytes).unwrap();
    assert!((found.duration_s - whole.duration_s - 2.0).abs() < 0.03, "{}", found.duration_s);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is damaged, the answer is samples within the limit or an error; never a panic that escapes, never more
    /// sound than is accepted.
    #[test]
    fn damaged_recordings_are_survived(
        which in 0..RECORDINGS.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        near_start in any::<bool>(),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = fixture(RECORDINGS[which].0);
        let reach = if near_start { bytes.len().min(700) } else { bytes.len() };
        for (place, value) in damage {
            bytes[place.index(reach)] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let limits = Limits { max_duration_s: 30.0, ..Limits::default() };
        match decode(Cursor::new(bytes), &limits, &|_| {}, &|| false) {
            Ok(found) => {
                prop_assert!(found.samples.len() <= 31 * SAMPLE_RATE as usize);
                prop_assert!(found.samples.iter().all(|sample| (-1.0..=1.0).contains(sample)));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn bytes_at_random_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..4000), which in 0..RECORDINGS.len()) {
        let mut mixed = fixture(RECORDINGS[which].0);
        mixed.truncate(64);
        mixed.extend(bytes);
        let _ = decode(Cursor::new(mixed), &Limits::default(), &|_| {}, &|| false);
    }
}
