//! The answer to a transcription request: what servers say, and how much of it can be so.

use serde::Deserialize;

use super::language;
use crate::openai::Failure;
use crate::speech::{SAMPLE_RATE, Word};

/// Servers time the last words up to this much beyond the end; more is a mistake.
const TOLERANCE_S: f64 = 0.5;

/// Share of words whose times may be mistaken before none of them is believed.
const MISTAKEN_SHARE: f64 = 0.1;

/// The words of one piece, timed from its beginning.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// BCP 47 primary language, if the server told one that exists.
    pub(super) language: Option<String>,
    words_given: bool,
}

#[derive(Deserialize)]
struct Verbose {
    text: Option<String>,
    language: Option<String>,
    words: Option<Vec<TimedWord>>,
}

#[derive(Deserialize)]
struct TimedWord {
    word: String,
    start: Option<f64>,
    end: Option<f64>,
    /// Of servers around faster-whisper; OpenAI gives none.
    probability: Option<f64>,
}

impl Answer {
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        let verbose: Verbose = serde_json::from_slice(body)
            .map_err(|error| Failure::BadAnswer(format!("not a transcript: {error}")))?;
        let words_given = verbose.words.is_some();
        let words: Vec<Word> = verbose.words.unwrap_or_default().iter().filter_map(word).collect();
        let text = match verbose.text {
            Some(text) => text.trim().to_owned(),
            None if words_given => words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
            None => {
                return Err(Failure::BadAnswer("not a transcript: it has neither text nor words".to_owned()));
            }
        };
        let language = verbose.language.as_deref().and_then(language::code);
        Ok(Self { text, words, language, words_given })
    }

    /// The answer with times that can be true of a piece of so many samples.
    pub(super) fn checked(mut self, samples: usize) -> Result<Self, Failure> {
        if self.words.is_empty() && !self.text.is_empty() {
            let why = if self.words_given { "its words are missing" } else { "it gives no word times" };
            return Err(Failure::BadAnswer(format!(
                "{why}: a model is needed that supports verbose_json with word timestamps, such as whisper-1"
            )));
        }
        let end_s = samples as f64 / f64::from(SAMPLE_RATE);
        let mut mistaken = 0;
        let mut before_s = 0.0;
        for word in &mut self.words {
            let (told_start, told_end) = (word.start_s, word.end_s);
            word.start_s = believable(told_start, before_s, end_s);
            word.end_s = believable(told_end, word.start_s, end_s);
            before_s = word.start_s;
            let far = |told: f64, kept: f64| told.is_nan() || (told - kept).abs() > TOLERANCE_S;
            mistaken += usize::from(far(told_start, word.start_s) || far(told_end, word.end_s));
        }
        if mistaken as f64 > MISTAKEN_SHARE * self.words.len() as f64 {
            return Err(Failure::BadAnswer(format!(
                "{mistaken} of {} word times can not be",
                self.words.len()
            )));
        }
        Ok(self)
    }
}

fn word(timed: &TimedWord) -> Option<Word> {
    let text = timed.word.trim();
    (!text.is_empty()).then(|| Word {
        text: text.to_owned(),
        start_s: timed.start.unwrap_or(f64::NAN),
        end_s: timed.end.unwrap_or(f64::NAN),
        confidence: timed.probability.filter(|probability| (0.0..=1.0).contains(probability)),
    })
}

/// The nearest time within the limits; the earliest one for what is no number.
fn believable(told: f64, earliest: f64, latest: f64) -> f64 {
    if told.is_nan() { earliest } else { told.clamp(earliest, latest.max(earliest)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checked(body: &str, seconds: usize) -> Result<Answer, Failure> {
        Answer::read(body.as_bytes())?.checked(seconds * 16_000)
    }

    fn refusal(body: &str) -> String {
        checked(body, 10).unwrap_err().to_string()
    }

    #[test]
    fn a_transcript_is_read_whatever_else_the_server_tells() {
        let answer = checked(
            r#"{"task": "transcribe", "language": "english", "duration": 10.0, "text": " Hello there. ", "usage": null,
                "words": [{"word": "Hello", "start": 0.5, "end": 0.9}, {"word": " there", "start": 0.9, "end": 1.4,
                "probability": 0.75}, {"word": " ", "start": 2, "end": 2}], "segments": [{"id": 0}]}"#,
            10,
        )
        .unwrap();
        assert_eq!((answer.text.as_str(), answer.language.as_deref()), ("Hello there.", Some("en")));
        let word = |text: &str, start_s, end_s, confidence| Word {
            text: text.to_owned(),
            start_s,
            end_s,
            confidence,
        };
        assert_eq!(answer.words, [word("Hello", 0.5, 0.9, None), word("there", 0.9, 1.4, Some(0.75))]);
    }

    #[test]
    fn silence_is_an_answer() {
        for body in [r#"{"text": ""}"#, r#"{"text": " ", "words": []}"#, r#"{"words": []}"#] {
            let answer = checked(body, 10).unwrap();
            assert!(answer.text.is_empty() && answer.words.is_empty());
        }
    }

    #[test]
    fn text_without_word_times_is_refused_rather_than_timed_by_guess() {
        assert!(refusal(r#"{"text": "hello"}"#).contains("no word times"));
        assert!(refusal(r#"{"text": "hello", "words": []}"#).contains("words are missing"));
    }

    #[test]
    fn what_is_no_transcript_is_told_apart() {
        for body in ["", "hello", "[]", "{}", r#"{"text": 5}"#, r#"{"words": [{"start": 1}]}"#] {
            assert!(refusal(body).contains("not a transcript"), "{body}");
        }
    }

    #[test]
    fn a_word_just_beyond_the_end_is_brought_back() {
        let answer =
            checked(r#"{"text": "hello", "words": [{"word": "hello", "start": 9.8, "end": 10.3}]}"#, 10)
                .unwrap();
        assert!((answer.words[0].end_s - 10.0).abs() < 1e-9);
    }

    #[test]
    fn times_that_can_not_be_are_refused() {
        for (start, end) in
            [("-4", "1"), ("3", "1"), ("2", "1e6"), ("null", "1"), ("1", "null"), ("70", "71")]
        {
            let body =
                format!(r#"{{"text": "a", "words": [{{"word": "a", "start": {start}, "end": {end}}}]}}"#);
            assert!(refusal(&body).contains("can not be"), "{body}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_times_the_words_that_pass_are_in_order_and_within(
            times in prop::collection::vec((-2.0..14.0_f64, -2.0..14.0_f64), 1..40),
        ) {
            let words: Vec<String> = times
                .iter()
                .map(|(start, end)| format!(r#"{{"word": "a", "start": {start}, "end": {end}}}"#))
                .collect();
            let body = format!(r#"{{"text": "a", "words": [{}]}}"#, words.join(","));
            if let Ok(answer) = checked(&body, 10) {
                let mut before = 0.0;
                for word in &answer.words {
                    prop_assert!(before <= word.start_s && word.start_s <= word.end_s && word.end_s <= 10.0);
                    before = word.start_s;
                }
            }
        }
    }
}
