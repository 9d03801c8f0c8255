//! The on-device recogniser, on answers that `flite` speaks. A binary built without it has only its refusals to test.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clients::speech::error_rate::{ErrorRate, word_error_rate};
use clients::speech::pocketsphinx::{PocketSphinx, Settings};
use clients::speech::{Progress, Recording, SpeechError, SpeechToText, Transcript};
use tempfile::TempDir;

use crate::sound::{self, ANSWER};

fn engine(data: &TempDir) -> PocketSphinx {
    assert!(PocketSphinx::BUILT_IN, "run script/fetch-speech and build again: without it there is nothing to test");
    PocketSphinx::new(&Settings {
        data: data.path().to_owned(),
        transcriptions: 1,
        captions: 1,
        idle_after: Duration::from_secs(60),
    })
}

async fn transcribed(engine: &PocketSphinx, recording: &Recording) -> Transcript {
    engine.transcribe(recording.clone(), Arc::new(|_| ())).await.unwrap()
}

#[tokio::test]
async fn a_spoken_answer_comes_back_in_its_words_with_their_times() {
    let data = tempfile::tempdir().unwrap();
    let recording = sound::spoken(ANSWER, "rms");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress: Progress = {
        let seen = Arc::clone(&seen);
        Arc::new(move |share| seen.lock().unwrap().push(share))
    };

    let transcript = engine(&data).transcribe(recording.clone(), progress).await.unwrap();

    let found = word_error_rate(ANSWER, &transcript.text);
    assert!(found.rate().unwrap() <= 0.15, "{found:?}: {}", transcript.text);
    assert_eq!(transcript.language, "en");
    let total_s = recording.samples.len() as f64 / 16_000.0;
    let mut before = 0.0;
    for word in &transcript.words {
        assert!(before <= word.start_s && word.start_s < word.end_s && word.end_s <= total_s, "{word:?}");
        assert!((0.0..=1.0).contains(&word.confidence.unwrap()), "{word:?}");
        assert!(!word.text.is_empty() && !word.text.contains(['<', '[', '(']), "{word:?}");
        before = word.end_s;
    }
    let texts: Vec<&str> = transcript.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(transcript.text, texts.join(" "));
    assert_eq!(seen.lock().unwrap().last(), Some(&1.0));
}

#[tokio::test]
async fn probe() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    for (text, voice) in [("um, I think that, uh, we should, um, begin with the, er, database. Uh, then, um, we test it.", "rms"), ("um, I think that, uh, we should, um, begin with the, er, database. Uh, then, um, we test it.", "slt")] {
        let t = transcribed(&engine, &sound::spoken(text, voice)).await;
        println!("{voice}: {}", t.text);
    }
    let t0 = Instant::now();
    let mut all = Vec::new();
    for (words, recording) in sound::of_people().unwrap_or_default() {
        let found = transcribed(&engine, &recording).await;
        let rate = word_error_rate(words, &found.text);
        println!("{rate:?} {}", found.text);
        println!("   {:?}", found.words.iter().map(|w| (w.text.as_str(), (w.confidence.unwrap()*100.0).round())).collect::<Vec<_>>());
        all.push(rate);
    }
    let sum: ErrorRate = all.into_iter().sum();
    println!("{sum:?} {:?} {:?}", sum.rate(), t0.elapsed());
}
