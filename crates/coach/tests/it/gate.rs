//! What is refused, why, and in which words.

use coach::{Coach, GateCode, Span, Status, feedback, gate};

use crate::said::{GOOD, QUESTION, Said, said};

fn code(said: &Said) -> Option<GateCode> {
    gate(&said.answer()).err().map(|refused| refused.code)
}

#[test]
fn a_real_answer_passes() {
    assert_eq!(code(&said(GOOD, Some(QUESTION))), None);
    assert_eq!(code(&said(GOOD, None)), None);
}

#[test]
fn silence_is_no_speech_whatever_the_recogniser_made_of_it() {
    let mut silent = said("Thank you for watching and see you in the next one.", Some(QUESTION));
    silent.speech.clear();
    assert_eq!(code(&silent), Some(GateCode::NoSpeech));
}

#[test]
fn little_speech_is_too_short_and_few_words_are_too_few() {
    assert_eq!(code(&said("Fine.", Some(QUESTION))), Some(GateCode::TooShort));
    let mut slow = said("I improved the search page.", Some(QUESTION));
    slow.speech = vec![Span { start_s: 0.0, end_s: 20.0 }];
    assert_eq!(code(&slow), Some(GateCode::TooFewWords));
}

#[test]
fn noise_that_counts_as_speech_but_has_no_words_is_too_few_words() {
    let mut noise = said("", Some(QUESTION));
    noise.speech = vec![Span { start_s: 0.0, end_s: 30.0 }];
    assert_eq!(code(&noise), Some(GateCode::TooFewWords));
}

#[test]
fn repeating_oneself_makes_no_answer_longer() {
    let stuck = "I I I I um um I I don't don't don't know know know know know um um I I I I I I I I don't know um um um";
    assert_eq!(code(&said(stuck, Some(QUESTION))), Some(GateCode::TooFewWords));
}

#[test]
fn another_language_is_said_to_be_unsupported_and_still_measured() {
    let mut german = said(
        &"Letztes Jahr habe ich in einem kleinen Laden gearbeitet und alles umgestellt. ".repeat(4),
        None,
    );
    german.language = "de".into();
    assert_eq!(code(&german), Some(GateCode::UnsupportedLanguage));
    let feedback = feedback(&german.answer(), Coach::Rules);
    assert!(feedback.delivery.words_per_minute.is_some());
    assert!(feedback.delivery.fillers_per_minute.is_none());
}

#[test]
fn words_that_the_recogniser_doubts_are_not_judged_unless_their_speaker_corrected_them() {
    let mut doubtful = said(GOOD, Some(QUESTION));
    for word in &mut doubtful.words {
        word.confidence = Some(0.1);
    }
    assert_eq!(code(&doubtful), Some(GateCode::DoubtfulTranscript));
    doubtful.corrected = true;
    assert_eq!(code(&doubtful), None);
}

#[test]
fn a_recogniser_that_lost_its_way_is_doubtful() {
    let repeated = "and then we went to the place and it was the one that we had seen before ".repeat(20);
    assert_eq!(code(&said(&repeated, None)), Some(GateCode::DoubtfulTranscript));
}

#[test]
fn every_refusal_has_a_sentence_and_no_score() {
    let silent = said("", Some(QUESTION));
    let short = said("Fine.", Some(QUESTION));
    let repeated = said(&format!("{QUESTION} {QUESTION} {QUESTION}"), Some(QUESTION));
    let cake = "You take four eggs and a cup of sugar and you stir until it is white, then comes the flour, and you put it \
        into the oven until it smells good and is brown on top, my aunt adds a lemon";
    let off_topic = said(cake, Some("Describe a conflict with a colleague."));
    for (said, code) in [
        (silent, "no_speech"),
        (short, "too_short"),
        (repeated, "question_repeated"),
        (off_topic, "off_topic"),
    ] {
        let feedback = feedback(&said.answer(), Coach::Rules);
        let reason = feedback.reason.unwrap();
        assert_eq!((feedback.status, reason.code.as_str()), (Status::NotScorable, code));
        assert!(reason.message.len() > 40 && reason.message.ends_with('.') && !reason.message.contains('{'));
        assert_eq!(feedback.overall_score, None);
        assert!(feedback.competencies.is_empty() && feedback.strengths.is_empty());
    }
}

#[test]
fn good_answers_that_use_none_of_the_questions_words_are_not_off_topic() {
    let row = "Anna and I argued for a week about the colours of the brochure, until I printed both and we let twelve \
        people in the canteen choose, and since then we always ask others before we fight.";
    assert_eq!(code(&said(row, Some("Describe a conflict with a colleague."))), None);
    let self_ = "I grew up near Leeds, I fixed radios with my uncle, then I studied physics, and for four years now I have \
        built sensors for greenhouses in a firm of nine people.";
    assert_eq!(code(&said(self_, Some("Tell me about yourself."))), None);
}
