//! How long measuring and judging a 3-minute answer by rules takes.

use criterion::{Criterion, criterion_group, criterion_main};

use coach::judge_card::{LabelledSet, Sort};
use coach::{Answer, Coach, EngineTraits, Span, Word, feedback, measure, rules};

/// 450 words, 150 a minute.
const WORDS: usize = 450;

fn three_minutes() -> Vec<Word> {
    let strong = LabelledSet::built_in(None).answers.into_iter().filter(|answer| answer.sort == Sort::Strong);
    let text = strong.map(|answer| answer.text).collect::<Vec<_>>().join(" ");
    let mut at = 0.5;
    text.split_whitespace()
        .take(WORDS)
        .map(|text| {
            let word = Word { text: text.to_owned(), start_s: at, end_s: at + 0.35, confidence: Some(0.9) };
            at += 0.4;
            word
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let words = three_minutes();
    assert_eq!(words.len(), WORDS);
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let answer = Answer {
        text: &text,
        words: &words,
        language: "en",
        duration_s: 182.0,
        speech: &[Span { start_s: 0.5, end_s: 180.5 }],
        question: Some("Tell me about a time when you saved money or time."),
        competency: None,
        engine: EngineTraits { keeps_filled_pauses: true, accurate: true },
        corrected: false,
    };
    criterion.bench_function("measure 3 minutes", |bench| bench.iter(|| measure(&answer)));
    criterion.bench_function("judge 3 minutes by rules", |bench| bench.iter(|| rules::judge(&answer)));
    criterion.bench_function("feedback on 3 minutes by rules", |bench| {
        bench.iter(|| feedback(&answer, Coach::Rules));
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
