//! Voice activity: speech is found to within a few frames whatever its level, and nothing else is.
//!
//! Speech is the fixture's two words, put where the test wants them; everything else is made here. The last test measures
//! real recordings where they are at hand.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::f32::consts::TAU;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use audio::{Limits, Segment, VadOptions, decode, speech_segments, speech_time};

const RATE: usize = audio::SAMPLE_RATE as usize;

fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn samples_of(path: &Path) -> Vec<f32> {
    let bytes = std::fs::read(path).unwrap();
    decode(Cursor::new(bytes), &Limits::default(), &|_| {}, &|| false).unwrap().samples
}

fn found(samples: &[f32]) -> Vec<Segment> {
    speech_segments(samples, &VadOptions::default())
}

/// Uniform noise of the given root mean square, by xorshift so that every run hears the same.
fn white(seconds: usize, level_db: f32) -> Vec<f32> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let peak = 3f32.sqrt() * gain(level_db);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    (0..seconds * RATE).map(|_| next() * peak).collect()
}

/// White noise through Paul Kellet's filter, −3 dB an octave.
fn pink(seconds: usize, level_db: f32) -> Vec<f32> {
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    let raw: Vec<f32> = white(seconds, 0.0)
        .into_iter()
        .map(|sample| {
            a = 0.997_65 * a + sample * 0.099_046;
            b = 0.963 * b + sample * 0.296_516_4;
            c = 0.57 * c + sample * 1.052_691_3;
            a + b + c + sample * 0.1848
        })
        .collect();
    let scale = gain(level_db) / rms(&raw);
    raw.into_iter().map(|sample| sample * scale).collect()
}

fn gain(level_db: f32) -> f32 {
    10f32.powf(level_db / 20.0)
}

fn rms(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}

fn tone(seconds: usize, value: impl Fn(f32) -> f32) -> Vec<f32> {
    (0..seconds * RATE).map(|n| value(n as f32 / RATE as f32)).collect()
}

/// Two seconds of silence, the two words, two of silence, the words again, two of silence; and where each time the first
/// word begins and the second ends, from the level of the recording.
fn spoken_twice(level_db: f32) -> (Vec<f32>, [Segment; 2]) {
    let words = samples_of(&manifest("tests/fixtures/reference.flac"));
    let quiet = vec![0.0; 2 * RATE];
    let is_loud = |sample: &f32| sample.abs() > 0.002;
    let first = words.iter().position(is_loud).unwrap() as f64 / RATE as f64;
    let last = words.iter().rposition(is_loud).unwrap() as f64 / RATE as f64;
    let scale = gain(level_db) / rms(&words);
    let words: Vec<f32> = words.iter().map(|sample| sample * scale).collect();
    let length = words.len() as f64 / RATE as f64;
    let at = |start: f64| Segment { start_s: start + first, end_s: start + last };
    ([&quiet[..], &words, &quiet, &words, &quiet].concat(), [at(2.0), at(4.0 + length)])
}

/// The worst distance in seconds between the outer edges expected and found, when there are four words.
fn worst_edge(expected: &[Segment; 2], segments: &[Segment]) -> f64 {
    let [yes, won, yes_again, won_again] = segments else { panic!("four words, found {segments:?}") };
    let pairs = [
        (expected[0].start_s, yes.start_s),
        (expected[0].end_s, won.end_s),
        (expected[1].start_s, yes_again.start_s),
        (expected[1].end_s, won_again.end_s),
    ];
    pairs.iter().map(|(wanted, found)| (wanted - found).abs()).fold(0.0, f64::max)
}

#[test]
fn words_are_found_to_within_a_few_frames_at_any_level() {
    for level_db in [-12.0, -20.0, -30.0, -40.0, -50.0] {
        let (samples, expected) = spoken_twice(level_db);
        let worst = worst_edge(&expected, &found(&samples));
        println!("{level_db} dBFS: worst edge {:.0} ms", worst * 1000.0);
        assert!(worst <= 0.1, "{level_db} dBFS: {worst} s");
    }
}

#[test]
fn words_are_found_in_noise_ten_decibels_below_them() {
    let (speech, expected) = spoken_twice(-25.0);
    let seconds = speech.len().div_ceil(RATE);
    for (name, noise) in [("white", white(seconds, -35.0)), ("pink", pink(seconds, -35.0))] {
        let noisy: Vec<f32> = speech.iter().zip(&noise).map(|(a, b)| a + b).collect();
        let segments = found(&noisy);
        println!("{name}: {segments:?}");
        let inside = |segment: &Segment| {
            expected.iter().any(|e| segment.start_s > e.start_s - 0.15 && segment.end_s < e.end_s + 0.15)
        };
        assert!(segments.iter().all(inside), "{name}: {segments:?}");
        assert!(speech_time(&segments) > 0.5 * speech_time(&found(&speech)), "{name}: {segments:?}");
    }
}

#[test]
fn silence_noise_hum_clicks_and_music_are_not_speech() {
    let mut sounds = vec![("silence".to_owned(), vec![0.0; 10 * RATE]), ("nothing".to_owned(), vec![])];
    for level_db in [-70.0, -60.0, -50.0, -40.0, -30.0, -20.0, -10.0] {
        sounds.push((format!("white noise at {level_db} dBFS"), white(10, level_db)));
        sounds.push((format!("pink noise at {level_db} dBFS"), pink(10, level_db)));
        let hum =
            |t: f32| (TAU * 50.0 * t).sin() + 0.5 * (TAU * 100.0 * t).sin() + 0.3 * (TAU * 150.0 * t).sin();
        sounds.push((format!("hum at {level_db} dBFS"), tone(10, |t| gain(level_db) * hum(t))));
    }
    let click = |t: f32| if t % 0.5 < 0.001 { 0.8 } else { 0.0 };
    sounds.push(("clicks".to_owned(), tone(10, click)));
    sounds.push(("a sine".to_owned(), tone(5, |t| 0.3 * (TAU * 440.0 * t).sin())));
    let chord = |t: f32| {
        let voices = [261.6_f32, 329.6, 392.0];
        voices
            .iter()
            .map(|f| (1..6).map(|h| (TAU * f * h as f32 * t).sin() / h as f32).sum::<f32>())
            .sum::<f32>()
            * 0.08
    };
    sounds.push(("a chord".to_owned(), tone(10, chord)));
    let melody = |t: f32| {
        let f = [261.6, 329.6, 392.0, 523.3][(t * 2.0) as usize % 4];
        let partials =
            (TAU * f * t).sin() + 0.5 * (TAU * 2.0 * f * t).sin() + 0.25 * (TAU * 3.0 * f * t).sin();
        0.3 * (-(t * 2.0).fract() * 3.0).exp() * partials
    };
    sounds.push(("a melody".to_owned(), tone(10, melody)));
    for (name, samples) in sounds {
        assert_eq!(found(&samples), [], "{name}");
    }
}

#[test]
fn an_hour_of_silence_with_one_answer_gives_that_answer() {
    let (speech, _) = spoken_twice(-20.0);
    let mut hour = vec![0.0; 3600 * RATE];
    hour[1800 * RATE..1800 * RATE + speech.len()].copy_from_slice(&speech);
    let segments = found(&hour);
    assert_eq!(segments.len(), 4, "{segments:?}");
    assert!(segments[0].start_s > 1802.0 && segments[3].end_s < 1800.0 + speech.len() as f64 / RATE as f64);
}

#[test]
fn segments_are_in_order_and_inside_the_recording_for_any_length() {
    let words = samples_of(&manifest("tests/fixtures/reference.flac"));
    for length in [1, 255, 256, 257, 5000, 20_001, words.len()] {
        let segments = found(&words[..length]);
        let total = length as f64 / RATE as f64;
        assert!(segments.iter().all(|segment| segment.start_s < segment.end_s && segment.end_s <= total));
        assert!(segments.windows(2).all(|pair| pair[0].end_s < pair[1].start_s));
    }
}

#[test]
fn real_recordings_are_cut_where_people_hear_it() {
    let folder = manifest("../../../shared/speech");
    if !folder.exists() {
        println!("no recordings at {}: real speech was not measured", folder.display());
        return;
    }
    let valid = found(&samples_of(&folder.join("speechbrain/vad_valid.wav")));
    println!("vad_valid.wav: {valid:.2?}");
    let [first, second, third] = valid[..] else { panic!("{valid:?}") };
    let heard = [(first.start_s, 0.38), (first.end_s, 2.70), (second.start_s, 4.10), (second.end_s, 5.88)];
    assert!(heard.iter().all(|(found, heard)| (found - heard).abs() <= 0.15), "{valid:?}");
    assert!((third.end_s - 9.6).abs() <= 0.15, "{third:?}");

    let padded = found(&samples_of(&folder.join("google/audio_silence_padding.wav")));
    println!("audio_silence_padding.wav: {padded:.2?}");
    assert!(padded.len() == 1 && padded[0].start_s > 1.9 && padded[0].end_s < 4.0, "{padded:?}");
    for clip in ["spk1_snt1", "spk1_snt2", "spk1_snt5"] {
        let samples = samples_of(&folder.join(format!("speechbrain/{clip}.wav")));
        let spoken = speech_time(&found(&samples)) / (samples.len() as f64 / RATE as f64);
        println!("{clip}.wav: {:.0} % speech", spoken * 100.0);
        assert!(spoken > 0.9, "{clip}: {spoken}");
    }
}
