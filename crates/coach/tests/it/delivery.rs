//! Delivery: each measure on an answer whose value is known.

use coach::{Delivery, FillerKind, LengthVerdict, Span, measure};

use crate::said::{GOOD, QUESTION, Said, said};

fn of(text: &str) -> Delivery {
    measure(&said(text, None).answer())
}

fn fillers(text: &str) -> Vec<String> {
    of(text).fillers.into_iter().map(|filler| filler.text).collect()
}

#[test]
fn pace_is_words_over_the_time_from_the_first_to_the_last() {
    // 20 words at 0.4 s, the last one 0.35 s long: 20 words in 7.95 s.
    let delivery = of(&"word ".repeat(20));
    assert_eq!(delivery.words_per_minute, Some(150.9));
    assert_eq!(delivery.pace_curve.len(), 1);
}

#[test]
fn the_curve_shows_where_somebody_slowed_down() {
    let mut slowing = said(&"word ".repeat(50), None);
    for (index, word) in slowing.words.iter_mut().enumerate().skip(25) {
        word.start_s = 10.5 + f64::from(u32::try_from(index - 25).unwrap()) * 0.8;
        word.end_s = word.start_s + 0.35;
    }
    let curve = measure(&slowing.answer()).pace_curve;
    assert_eq!(curve.len(), 3);
    assert!(curve[0].words_per_minute > 1.8 * curve[2].words_per_minute);
}

#[test]
fn filled_pauses_are_no_words() {
    let plain = of(&"word ".repeat(20)).words_per_minute.unwrap();
    let mut filled = said(&format!("{}um um um um", "word ".repeat(20)), None);
    filled.words.truncate(24);
    assert!(measure(&filled.answer()).words_per_minute.unwrap() < plain);
}

#[test]
fn too_little_gives_no_rate_rather_than_a_wild_one() {
    let delivery = of("um yes well");
    assert_eq!((delivery.words_per_minute, delivery.fillers_per_minute), (None, None));
    assert_eq!(delivery.fillers.len(), 1);
    assert!(delivery.not_measured.iter().any(|missed| missed.measure == "words_per_minute"));
}

#[test]
fn like_and_you_know_count_only_where_they_fill() {
    assert_eq!(
        fillers("I like it and bolts like that, it was like a maze, I would like to, tools like SQL"),
        [""; 0]
    );
    assert_eq!(fillers("and like we were like really late"), ["like", "like"]);
    assert_eq!(fillers("do you know the tool, if you know what I mean, as you know that helps"), [""; 0]);
    assert_eq!(fillers("it was, you know, difficult, and, I mean, late"), ["you know", "I mean"]);
}

#[test]
fn filled_pauses_and_phrases_are_told_apart_with_their_times() {
    let delivery = of("um we were basically done and uh that was it so we went home early that day for once");
    let kinds: Vec<FillerKind> = delivery.fillers.iter().map(|filler| filler.kind).collect();
    assert_eq!(kinds, [FillerKind::FilledPause, FillerKind::Phrase, FillerKind::FilledPause]);
    assert_eq!(delivery.fillers[1].start_s, 1.7);
    let sum = delivery.filled_pauses_per_minute.unwrap() + delivery.filler_phrases_per_minute.unwrap();
    assert!((sum - delivery.fillers_per_minute.unwrap()).abs() < 0.11);
}

fn with_speech(spans: &[(f64, f64)]) -> Said {
    let mut spoken = said(&"word ".repeat(40), None);
    spoken.speech = spans.iter().map(|(start_s, end_s)| Span { start_s: *start_s, end_s: *end_s }).collect();
    spoken
}

#[test]
fn silences_count_between_the_first_word_and_the_last() {
    // The words go from 0.5 to 16.45 s. The lead-in, a breath of 0.4 s and what follows do not count.
    let spoken = with_speech(&[(0.0, 0.2), (0.5, 4.0), (4.4, 6.0), (7.2, 10.0), (13.0, 16.45), (19.0, 19.5)]);
    let delivery = measure(&spoken.answer());
    let pauses: Vec<(f64, f64, bool)> =
        delivery.pauses.iter().map(|pause| (pause.start_s, pause.duration_s, pause.long)).collect();
    assert_eq!(pauses, [(6.0, 1.2, false), (10.0, 3.0, true)]);
    assert_eq!(delivery.longest_pause_s, Some(3.0));
}

#[test]
fn without_voice_activity_no_silence_is_claimed() {
    let delivery = measure(&with_speech(&[]).answer());
    assert_eq!(delivery.longest_pause_s, None);
    assert!(delivery.not_measured.iter().any(|missed| missed.measure == "pauses"));
}

#[test]
fn hedges_are_listed_where_they_soften() {
    let hedges = |text: &str| of(text).hedges.into_iter().map(|hedge| hedge.text).collect::<Vec<_>>();
    assert_eq!(hedges("I guess it was sort of late, maybe"), ["I guess", "sort of", "maybe"]);
    assert_eq!(hedges("that sort of bolt is the kind of thing we sold"), [""; 0]);
}

#[test]
fn restarts_and_broken_words_are_found_even_around_a_filled_pause() {
    let found: Vec<(String, u32)> = of("I I um I went I went to the pro- project")
        .repetitions
        .into_iter()
        .map(|repetition| (repetition.text, repetition.times))
        .collect();
    let expected = [("i", 3), ("i went", 2), ("pro", 1)];
    assert_eq!(found, expected.map(|(text, times)| (text.to_owned(), times)));
}

#[test]
fn the_most_repeated_words_carry_content() {
    let words =
        of("the process and the process and the process and the process went to the the the the board")
            .most_repeated;
    assert_eq!(words.len(), 1);
    assert_eq!((words[0].text.as_str(), words[0].count, words[0].start_s.len()), ("process", 4, 4));
}

#[test]
fn length_is_held_against_the_questions_target() {
    let verdict = |question| measure(&said(GOOD, question).answer()).length.map(|length| length.verdict);
    assert_eq!(verdict(Some(QUESTION)), Some(LengthVerdict::Shorter));
    let short_question = Some("What are your salary expectations?");
    assert_eq!(verdict(short_question), Some(LengthVerdict::Within));
}

#[test]
fn every_measure_that_is_shown_has_its_reference_with_a_source() {
    let delivery = measure(&said(GOOD, Some(QUESTION)).answer());
    let measures: Vec<&str> =
        delivery.references.iter().map(|reference| reference.measure.as_str()).collect();
    assert_eq!(measures, ["words_per_minute", "fillers_per_minute", "pauses", "length"]);
    assert!(delivery.references.iter().all(|reference| reference.source.len() > 20));
}

#[test]
fn terms_that_look_like_fillers_and_a_sentence_that_begins_as_one_ended_are_neither() {
    let text = "I worked in the ER for two years and cut the tube to 5 mm as they asked. I fixed it. It worked, um, the the first time.";
    let delivery = measure(&said(text, None).answer());
    assert_eq!(delivery.fillers.iter().map(|filler| filler.text.as_str()).collect::<Vec<_>>(), ["um"]);
    let repeated: Vec<&str> = delivery.repetitions.iter().map(|repeated| repeated.text.as_str()).collect();
    assert_eq!(repeated, ["the"]);
}
