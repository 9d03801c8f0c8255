//! Answers for tests: a text spoken evenly, and what can be changed about it.

use coach::judge_card::Standing;
use coach::{Answer, Coach, EngineTraits, Judgement, Span, Word};

pub(crate) const QUESTION: &str = "Tell me about a time when you improved something at work.";
pub(crate) const GOOD: &str = "Last year I worked at a small online shop, and our search page took four seconds to load. \
    My job was to make it usable before the Christmas sale. I profiled the queries first, because guessing had \
    already cost us a week. I added an index in Postgres and rewrote the slowest query instead of buying a bigger \
    server, which would have cost two thousand a month. As a result the page loads in 300 milliseconds, down from \
    four seconds, and sales from search rose by 12 percent. Since then I always measure before I change anything.";

#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub text: String,
    pub words: Vec<Word>,
    pub speech: Vec<Span>,
    pub question: Option<String>,
    pub language: String,
    pub engine: EngineTraits,
    pub corrected: bool,
}

/// 150 words a minute from 0.5 s on.
pub(crate) fn said(text: &str, question: Option<&str>) -> Said {
    let mut at = 0.5;
    let word = |text: &str| {
        let word = Word { text: text.to_owned(), start_s: at, end_s: at + 0.35, confidence: Some(0.9) };
        at += 0.4;
        word
    };
    let words: Vec<Word> = text.split_whitespace().map(word).collect();
    let speech = words.last().map(|last| Span { start_s: 0.5, end_s: last.end_s }).into_iter().collect();
    Said {
        text: text.to_owned(),
        words,
        speech,
        question: question.map(str::to_owned),
        language: "en".to_owned(),
        engine: EngineTraits { keeps_filled_pauses: true, accurate: true },
        corrected: false,
    }
}

impl Said {
    pub(crate) fn answer(&self) -> Answer<'_> {
        Answer {
            text: &self.text,
            words: &self.words,
            language: &self.language,
            duration_s: self.words.last().map_or(1.0, |word| word.end_s + 0.5),
            speech: &self.speech,
            question: self.question.as_deref(),
            competency: None,
            engine: self.engine,
            corrected: self.corrected,
        }
    }
}

/// A language model that judged so, and may score.
pub(crate) fn by_model(judgement: Judgement) -> Coach {
    Coach::Model { name: "m".into(), judgement, standing: Standing::Scores }
}
