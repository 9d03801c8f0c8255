//! How many times faster than real time a minute of each codec decodes, and voice activity is found in it.
//!
//! The minutes are the fixtures' two words over and over, coded by ffmpeg; without ffmpeg only voice activity is measured.
//! Throughput is in samples at 16 kHz: divide by 16,000 for times real time.

use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use audio::{Limits, SAMPLE_RATE, VadOptions, decode, encode_wav, speech_segments};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const CODINGS: [(&str, &[&str]); 7] = [
    ("aac.m4a", &["-ar", "48000", "-c:a", "aac"]),
    ("opus.webm", &["-ar", "48000", "-c:a", "libopus"]),
    ("vorbis.ogg", &["-ar", "48000", "-c:a", "libvorbis"]),
    ("mp3.mp3", &["-ar", "44100", "-c:a", "libmp3lame"]),
    ("flac.flac", &["-ar", "48000", "-c:a", "flac"]),
    ("alac.m4a", &["-ar", "48000", "-c:a", "alac"]),
    ("pcm.wav", &["-ar", "44100", "-ac", "2", "-c:a", "pcm_s16le"]),
];

fn decoded(bytes: &[u8]) -> Vec<f32> {
    decode(Cursor::new(bytes), &Limits::default(), &|_| {}, &|| false)
        .map(|found| found.samples)
        .unwrap_or_default()
}

fn minute_of_speech() -> Vec<f32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reference.flac");
    let words = decoded(&std::fs::read(path).unwrap_or_default());
    words.into_iter().cycle().take(60 * SAMPLE_RATE as usize).collect()
}

fn coded(wav: &Path, name: &str, options: &[&str]) -> Option<Vec<u8>> {
    let to = wav.with_file_name(name);
    let status =
        Command::new("ffmpeg").args(["-v", "error", "-y", "-i"]).arg(wav).args(options).arg(&to).status();
    if status.is_ok_and(|status| status.success()) { std::fs::read(to).ok() } else { None }
}

fn benchmark(criterion: &mut Criterion) {
    let speech = minute_of_speech();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let wav = folder.join("minute.wav");
    let _ = std::fs::write(&wav, encode_wav(&speech));

    let mut group = criterion.benchmark_group("decode a minute");
    group.sample_size(10).throughput(Throughput::Elements(speech.len() as u64));
    for (name, options) in CODINGS {
        if let Some(bytes) = coded(&wav, name, options) {
            group.bench_with_input(BenchmarkId::from_parameter(name), &bytes, |b, bytes| {
                b.iter(|| decoded(bytes));
            });
        }
    }
    group.finish();

    let mut group = criterion.benchmark_group("find voice in a minute");
    group.sample_size(10).throughput(Throughput::Elements(speech.len() as u64));
    for (name, samples) in [("speech", &speech), ("silence", &vec![0.0; speech.len()])] {
        group.bench_with_input(BenchmarkId::from_parameter(name), samples, |b, samples| {
            b.iter(|| speech_segments(black_box(samples), &VadOptions::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
