//! Sound to be transcribed: answers spoken by `flite`, and recordings of people where they are at hand.

use std::path::{Path, PathBuf};
use std::process::Command;

use clients::speech::{Recording, SAMPLE_RATE, Span};

/// An interview answer of 80 words.
pub(crate) const ANSWER: &str = "In my last job I was asked to reduce the time our customers waited for a report. The \
    situation was that every morning the database was so slow that people went to get coffee. I measured the queries \
    first and found that one table had no index. I added the index and moved the heavy work to the night. As a result \
    the report took four seconds instead of two minutes, and I learned to measure before I change anything.";

/// Lets `flite` speak a text.
pub(crate) fn spoken(text: &str, voice: &str) -> Recording {
    let folder = tempfile::tempdir().unwrap();
    let wav = folder.path().join("answer.wav");
    let output = Command::new("flite")
        .args(["-voice", voice, "-t", text, "-o"])
        .arg(&wav)
        .output()
        .expect("flite is needed to speak test answers: install it (Debian: apt-get install flite)");
    assert!(output.status.success(), "flite: {}", String::from_utf8_lossy(&output.stderr));
    read_wav(&wav)
}

pub(crate) fn read_wav(path: &Path) -> Recording {
    let mut reader = hound::WavReader::open(path).unwrap();
    let format = reader.spec();
    assert_eq!(
        (format.channels, format.sample_rate, format.bits_per_sample),
        (1, SAMPLE_RATE, 16),
        "{path:?}"
    );
    recording(reader.samples::<i16>().map(|sample| f32::from(sample.unwrap()) / 32_768.0).collect())
}

pub(crate) fn read_flac(path: &Path) -> Recording {
    let mut reader = claxon::FlacReader::open(path).unwrap();
    let format = reader.streaminfo();
    assert_eq!(
        (format.channels, format.sample_rate, format.bits_per_sample),
        (1, SAMPLE_RATE, 16),
        "{path:?}"
    );
    recording(reader.samples().map(|sample| sample.unwrap() as f32 / 32_768.0).collect())
}

pub(crate) fn recording(samples: Vec<f32>) -> Recording {
    let speech = speech(&samples);
    Recording { samples: samples.into(), speech, language: None }
}

/// The same recording, again and again.
pub(crate) fn repeated(part: &Recording, times: usize) -> Recording {
    recording(part.samples.repeat(times))
}

/// Where it is louder than 1 % of full scale (−40 dB): enough for clean recordings, which are all that is used here.
fn speech(samples: &[f32]) -> Vec<Span> {
    const FRAME: usize = SAMPLE_RATE as usize / 50;
    let mut spans: Vec<Span> = Vec::new();
    for (index, frame) in samples.chunks(FRAME).enumerate() {
        let loudness = (frame.iter().map(|sample| sample * sample).sum::<f32>() / frame.len() as f32).sqrt();
        let start_s = index as f64 / 50.0;
        let end_s = start_s + frame.len() as f64 / f64::from(SAMPLE_RATE);
        match spans.last_mut() {
            _ if loudness < 0.01 => {}
            Some(last) if start_s - last.end_s < 0.2 => last.end_s = end_s,
            _ => spans.push(Span { start_s, end_s }),
        }
    }
    spans
}

/// Recordings of people with what they say, when the folder beside the project has them.
pub(crate) fn of_people() -> Option<Vec<(&'static str, Recording)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/speech");
    if !folder.is_dir() {
        return None;
    }
    let clips = [
        (
            "jfk/jfk.wav",
            "and so my fellow americans ask not what your country can do for you ask what you can do for your country",
        ),
        (
            "librispeech/84-121550-0000.flac",
            "but with full ravishment the hours of prime singing received they in the midst of leaves that ever bore a burden to their rhymes",
        ),
        ("librivox/sense_and_sensibility_01_austen_64kb-0880.wav", "he was not an ill disposed young man"),
        (
            "librivox/sense_and_sensibility_01_austen_64kb-0890.wav",
            "unless to be rather cold hearted and rather selfish is to be ill disposed",
        ),
        (
            "librivox/sense_and_sensibility_01_austen_64kb-0930.wav",
            "he might even have been made amiable himself",
        ),
        ("speechbrain/spk1_snt1.wav", "the child almost hurt the small dog"),
        ("speechbrain/spk1_snt2.wav", "drop the two when you add the figures"),
        ("speechbrain/spk1_snt5.wav", "sunday is the best part of the week"),
        ("google/audio.wav", "how old is the brooklyn bridge"),
    ];
    Some(
        clips
            .into_iter()
            .map(|(name, words)| {
                let path = folder.join(name);
                (words, if name.ends_with(".flac") { read_flac(&path) } else { read_wav(&path) })
            })
            .collect(),
    )
}
