//! The on-device recogniser, on answers that `flite` speaks. A binary built without it has only its refusals to test.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clients::speech::error_rate::{ErrorRate, word_error_rate};
use clients::speech::pocketsphinx::{PocketSphinx, Settings};
use clients::speech::{
    Partial, Progress, Recording, SAMPLE_RATE, Span, SpeechError, SpeechToText, Transcript,
};
use tempfile::TempDir;

use crate::sound::{self, ANSWER};

fn engine(data: &TempDir) -> PocketSphinx {
    if !PocketSphinx::BUILT_IN {
        panic!("run script/fetch-speech and build again: without it there is nothing to test");
    }
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

/// A short answer, for tests that are not about its words.
fn short() -> Recording {
    sound::spoken("I measured the queries first, and found that one table had no index.", "rms")
}

#[tokio::test]
async fn the_same_recording_gives_the_same_words_whatever_was_heard_before() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    let recording = short();
    let first = transcribed(&engine, &recording).await;
    transcribed(&engine, &sound::spoken("Something else, said in between.", "slt")).await;
    assert_eq!(transcribed(&engine, &recording).await, first);
}

#[tokio::test]
async fn a_long_recording_is_heard_in_pieces_with_rising_progress_and_times() {
    let data = tempfile::tempdir().unwrap();
    let part = short();
    let part_s = part.samples.len() as f64 / f64::from(SAMPLE_RATE);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress: Progress = {
        let seen = Arc::clone(&seen);
        Arc::new(move |share| seen.lock().unwrap().push(share))
    };
    let found = engine(&data).transcribe(sound::repeated(&part, 4), progress).await.unwrap();
    let tables: Vec<f64> =
        found.words.iter().filter(|word| word.text == "table").map(|word| word.start_s).collect();
    assert_eq!(tables.len(), 4, "{}", found.text);
    for (index, start_s) in tables.iter().enumerate() {
        assert!((start_s - tables[0] - index as f64 * part_s).abs() < 0.1, "{tables:?}");
    }
    let seen = seen.lock().unwrap();
    assert!(seen.len() >= 2 && seen.is_sorted(), "{seen:?}");
}

#[tokio::test]
async fn a_very_quiet_recording_is_understood_as_well_as_a_loud_one() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    let loud = short();
    let samples: Vec<f32> = loud.samples.iter().map(|sample| sample * 0.001).collect();
    let quiet = Recording { samples: samples.into(), ..loud.clone() };
    assert_eq!(transcribed(&engine, &quiet).await.text, transcribed(&engine, &loud).await.text);
}

#[tokio::test]
async fn where_nobody_speaks_there_are_no_words() {
    let data = tempfile::tempdir().unwrap();
    let silence = sound::recording(vec![0.0; 3 * SAMPLE_RATE as usize]);
    assert!(silence.speech.is_empty());
    let found = transcribed(&engine(&data), &silence).await;
    assert_eq!((found.text.as_str(), found.words.len()), ("", 0));
}

#[tokio::test]
async fn a_click_of_a_few_samples_is_survived() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    for samples in [1, 100, 500] {
        let end_s = samples as f64 / f64::from(SAMPLE_RATE);
        let speech = vec![Span { start_s: 0.0, end_s }];
        let click = Recording { samples: vec![0.9; samples].into(), speech, language: None };
        assert!(transcribed(&engine, &click).await.words.len() <= 1);
    }
}

#[tokio::test]
async fn another_language_than_english_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    let mut recording = short();
    recording.language = Some("de".to_owned());
    let error = engine.transcribe(recording.clone(), Arc::new(|_| ())).await.unwrap_err();
    assert!(
        matches!(&error, SpeechError::Refused(why) if why.contains("English")) && !error.retryable(),
        "{error:?}"
    );
    recording.language = Some("en-GB".to_owned());
    assert!(!transcribed(&engine, &recording).await.words.is_empty());
}

#[tokio::test]
async fn dropping_the_future_stops_the_work_and_frees_the_place() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    let long = sound::repeated(&short(), 12);
    let (said, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let progress: Progress = Arc::new(move |share| said.send(share).unwrap_or_default());
    {
        let mut work = engine.transcribe(long, progress);
        tokio::select! {
            _ = &mut work => panic!("it ended before its first piece"),
            share = heard.recv() => assert!(share.unwrap() < 1.0),
        }
    }
    // There is one place, so this waits until the other work has let go of it.
    assert!(!transcribed(&engine, &short()).await.words.is_empty());
    let mut last = 0.0;
    while let Some(share) = heard.recv().await {
        last = share;
    }
    assert!(last < 0.9, "it went on to {last}");
}

#[tokio::test(start_paused = true)]
async fn decoders_that_nobody_needs_are_freed() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    assert_eq!(engine.idle_decoders(), 0);
    transcribed(&engine, &short()).await;
    assert_eq!(engine.idle_decoders(), 1);
    tokio::time::sleep(Duration::from_secs(61)).await;
    assert_eq!(engine.idle_decoders(), 0);
}

#[tokio::test]
async fn captions_grow_while_somebody_speaks_and_what_is_stable_stays() {
    let data = tempfile::tempdir().unwrap();
    let text =
        "I measured the queries first. Then I found that one table had no index. So I added the index.";
    let spoken = sound::spoken(text, "rms");
    // At 48 kHz, as browsers give it.
    let samples: Vec<i16> =
        spoken.samples.iter().flat_map(|sample| [(sample * 32_767.0) as i16; 3]).collect();
    let mut captions = engine(&data).captions(48_000).await.unwrap();

    let mut before = Partial::default();
    let mut grew = 0;
    for part in samples.chunks(4_800) {
        let partial = captions.hear(part.to_vec()).await.unwrap();
        assert!(partial.stable >= before.stable && partial.stable <= partial.text.chars().count());
        let kept: String = before.text.chars().take(before.stable).collect();
        assert!(partial.text.starts_with(&kept), "{partial:?} after {before:?}");
        grew += usize::from(partial.text.len() > before.text.len());
        before = partial;
    }
    let last = captions.finish().await.unwrap();

    assert!(grew >= 5, "it grew {grew} times");
    assert_eq!(last.stable, last.text.chars().count());
    let found = word_error_rate(text, &last.text);
    assert!(found.rate().unwrap() <= 0.4, "{found:?}: {}", last.text);
}

#[tokio::test]
async fn more_captions_than_allowed_are_told_that_it_is_busy() {
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    let first = engine.captions(16_000).await.unwrap();
    assert_eq!(engine.captions(16_000).await.err(), Some(SpeechError::Busy));
    drop(first);
    assert!(engine.captions(16_000).await.is_ok());
    let error = engine.captions(400_000).await.err().unwrap();
    assert!(matches!(error, SpeechError::Refused(_) | SpeechError::Busy), "{error:?}");
}

/// Extra: recordings of people, which are not part of the project.
#[tokio::test]
async fn people_are_understood_well_enough() {
    let Some(clips) = sound::of_people() else {
        println!("no recordings of people are at hand (../shared/speech): this was not checked");
        return;
    };
    let data = tempfile::tempdir().unwrap();
    let engine = engine(&data);
    let mut rates = Vec::new();
    for (words, recording) in clips {
        let found = transcribed(&engine, &recording).await;
        let rate = word_error_rate(words, &found.text);
        println!("{:>2} of {:>2} wrong: {}", rate.errors(), rate.words, found.text);
        rates.push(rate);
    }
    let all: ErrorRate = rates.into_iter().sum();
    println!("word error rate {:.3}: {all:?}", all.rate().unwrap());
    assert!(all.rate().unwrap() <= 0.30, "{all:?}");
}
