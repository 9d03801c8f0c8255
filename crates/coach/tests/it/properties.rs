//! What holds for every input: quotes were said, scores are arithmetic, nothing panics, stutter changes no level.

use coach::contest::Claim;
use coach::evidence::{Evidence, verify};
use coach::judge_card::{LabelledSet, Sort};
use coach::model::{parse_and_verify, parse_chat, parse_follow_ups, parse_model_answer, parse_second_look};
use coach::progress::{Attempt, Judged, JudgedLevel, Trend, progress};
use coach::rubric::scores;
use coach::{
    Coach, CoachInfo, CoachKind, Competency, EngineTraits, Feedback, Improvement, Judgement, Span, Status,
    Strength, Unscored, Verdict, Word, align, feedback, rules,
};
use proptest::prelude::*;

use crate::said::{GOOD, QUESTION, Said, by_model, said};

fn quotes(feedback: &Feedback) -> Vec<&Evidence> {
    let levels = feedback.competencies.iter().flat_map(|competency| &competency.evidence);
    let strengths = feedback.strengths.iter().flat_map(|strength| &strength.evidence);
    levels
        .chain(strengths)
        .chain(feedback.improvements.iter().flat_map(|improvement| &improvement.evidence))
        .collect()
}

/// Words of the answer, of the question, and of nobody.
fn quote() -> impl Strategy<Value = String> {
    let of = |text: &'static str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        (0..words.len(), 1..9_usize)
            .prop_map(move |(start, length)| words[start..words.len().min(start + length)].join(" "))
    };
    prop_oneof![of(GOOD), of(QUESTION), "[a-z ]{0,30}", any::<String>()]
}

fn evidence() -> impl Strategy<Value = Vec<Evidence>> {
    let one = (quote(), any::<f64>(), any::<f64>()).prop_map(|(quote, start_s, end_s)| Evidence {
        quote,
        start_s,
        end_s,
    });
    proptest::collection::vec(one, 0..4)
}

fn competency() -> impl Strategy<Value = Competency> {
    (0..6_usize).prop_map(|index| Competency::ALL[index])
}

fn judgement() -> impl Strategy<Value = Judgement> {
    let verdict = (competency(), any::<u8>(), proptest::option::of(any::<u8>()), evidence()).prop_map(
        |(competency, level, spread, evidence)| Verdict { competency, level: level % 9, spread, evidence },
    );
    let strength = (".{0,20}", evidence()).prop_map(|(text, evidence)| Strength { text, evidence });
    let improvement = (".{0,20}", evidence(), ".{0,20}")
        .prop_map(|(text, evidence, next_step)| Improvement { text, evidence, next_step });
    let unscored = (competency(), ".{0,20}").prop_map(|(name, reason)| Unscored { name, reason });
    (
        proptest::collection::vec(verdict, 0..9),
        proptest::collection::vec(strength, 0..4),
        proptest::collection::vec(improvement, 0..4),
        proptest::collection::vec(unscored, 0..4),
    )
        .prop_map(|(verdicts, strengths, improvements, unscored)| Judgement {
            verdicts,
            strengths,
            improvements,
            unscored,
            ..Judgement::default()
        })
}

/// Any words at any times, also backwards and not numbers.
fn anything_said() -> impl Strategy<Value = Said> {
    let text = prop_oneof![
        "[a-zA-Z']{1,9}",
        proptest::sample::select(GOOD.split_whitespace().collect::<Vec<_>>()).prop_map(str::to_owned),
        any::<String>(),
    ];
    let word = (text, any::<f64>(), any::<f64>(), proptest::option::of(any::<f64>()))
        .prop_map(|(text, start_s, end_s, confidence)| Word { text, start_s, end_s, confidence });
    let span = (any::<f64>(), any::<f64>()).prop_map(|(start_s, end_s)| Span { start_s, end_s });
    (
        proptest::collection::vec(word, 0..80),
        proptest::collection::vec(span, 0..6),
        proptest::option::of(any::<String>()),
        prop_oneof![Just("en".to_owned()), any::<String>()],
        any::<[bool; 4]>(),
    )
        .prop_map(
            |(words, mut speech, question, language, [keeps_filled_pauses, accurate, corrected, long])| {
                if long {
                    speech = vec![Span { start_s: 0.0, end_s: 60.0 }];
                }
                let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
                let engine = EngineTraits { keeps_filled_pauses, accurate };
                Said { text, words, speech, question, language, engine, corrected }
            },
        )
}

/// Few, so that it stays quick; `FUZZ_CASES=100000 cargo test --release -p coach --test it properties` looks longer.
fn cases() -> u32 {
    std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96)
}

fn scores_are_arithmetic(shown: &Feedback) -> Result<(), TestCaseError> {
    let levels: Vec<(Competency, u8)> = shown.competencies.iter().map(|of| (of.name, of.level)).collect();
    let expected = scores(&levels);
    prop_assert_eq!(shown.overall_score, expected.overall);
    prop_assert_eq!(shown.communication_score, expected.communication);
    prop_assert_eq!(shown.technical_score, expected.technical);
    prop_assert_eq!(shown.clarity_score, expected.clarity);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn whatever_a_judge_answers_every_shown_quote_was_said_and_scores_are_arithmetic(judgement in judgement()) {
        let spoken = said(GOOD, Some(QUESTION));
        let shown = feedback(&spoken.answer(), by_model(judgement));
        for evidence in quotes(&shown) {
            prop_assert_eq!(verify(&evidence.quote, &spoken.words, Some(QUESTION)).map(|found| found.quote),
                Some(evidence.quote.clone()));
            prop_assert!(evidence.start_s >= 0.5 && evidence.end_s > evidence.start_s);
        }
        scores_are_arithmetic(&shown)?;
        let mut names: Vec<Competency> = shown.competencies.iter().map(|of| of.name).collect();
        names.extend(shown.not_scored.iter().map(|of| of.name));
        names.sort_unstable();
        prop_assert_eq!(names, Competency::ALL.to_vec());
        for of in &shown.competencies {
            prop_assert!(of.level <= 5 && (of.level == 0 || !of.evidence.is_empty()));
        }
        for score in [shown.overall_score, shown.technical_score].into_iter().flatten() {
            prop_assert!((0.0..=100.0).contains(&score));
        }
    }

    #[test]
    fn nothing_that_is_said_makes_it_panic_or_invent(spoken in anything_said()) {
        let answer = spoken.answer();
        let shown = feedback(&answer, Coach::Rules);
        for evidence in quotes(&shown) {
            prop_assert!(verify(&evidence.quote, &spoken.words, spoken.question.as_deref()).is_some());
        }
        if shown.status != Status::Ready {
            prop_assert!(shown.reason.is_some() && shown.overall_score.is_none());
        }
        let json = serde_json::to_string(&shown).unwrap();
        prop_assert!(serde_json::from_str::<Feedback>(&json).is_ok());
        prop_assert_eq!(feedback(&answer, Coach::Rules), shown);
    }

    #[test]
    fn a_claim_that_is_withdrawn_is_gone_and_the_rest_adds_up(
        judgement in judgement(),
        by_rules in any::<bool>(),
        pick in any::<prop::sample::Index>(),
        (noise, comment) in (any::<String>(), proptest::option::of(any::<String>())),
    ) {
        let spoken = said(GOOD, Some(QUESTION));
        let answer = spoken.answer();
        let shown = feedback(&answer, if by_rules { Coach::Rules } else { by_model(judgement) });
        let names = shown.competencies.iter().map(|level| level.name.name());
        let strengths = shown.strengths.iter().map(|strength| strength.text.as_str());
        let texts: Vec<&str> = names
            .chain(strengths)
            .chain(shown.improvements.iter().map(|improvement| improvement.text.as_str()))
            .collect();
        let _ = shown.claim(&noise);
        if texts.is_empty() {
            return Ok(());
        }
        let text = texts[pick.index(texts.len())];
        // A text with white space around it names nothing: it is tidied before it is looked for.
        let Some(claim) = shown.claim(text) else {
            prop_assert!(text != text.trim());
            return Ok(());
        };
        let first = rules::check(&answer, &claim, comment.as_deref());
        prop_assert_eq!(&first, &rules::check(&answer, &claim, comment.as_deref()));
        let _ = parse_second_look(&noise, &answer, &claim);
        let left = shown.clone().without(&claim, "It was contested.");
        prop_assert!(left.claim(text).as_ref() != Some(&claim));
        scores_are_arithmetic(&left)?;
        prop_assert_eq!(left.competencies.len() + left.not_scored.len(), Competency::ALL.len());
    }

    #[test]
    fn whatever_was_said_any_claim_of_it_can_be_looked_at_again(spoken in anything_said()) {
        let answer = spoken.answer();
        let judged = rules::judge(&answer);
        let strengths = judged.strengths.into_iter().map(Claim::Strength);
        for claim in strengths.chain(judged.improvements.into_iter().map(Claim::Improvement)) {
            prop_assert!(!rules::check(&answer, &claim, Some(&spoken.text)).reason.is_empty());
        }
    }

    #[test]
    fn whatever_is_asked_next_goes_back_to_words_that_were_said(spoken in anything_said()) {
        let answer = spoken.answer();
        for asked in rules::follow_ups(&answer) {
            prop_assert!(verify(&asked.because.quote, &spoken.words, spoken.question.as_deref()).is_some());
        }
    }

    #[test]
    fn nothing_is_called_improved_that_does_not_exceed_the_judges_wavering(
        history in proptest::collection::vec((any::<i64>(), 0..6_u8, 0..6_u8, any::<bool>(), any::<bool>()), 0..12),
        now in any::<i64>(),
    ) {
        let attempt = |(id, (at, level, spread, uncertain, by_rules))| {
            let level = JudgedLevel { name: Competency::Result, level, spread: Some(spread), uncertain };
            let coach = if by_rules { CoachInfo::rules() } else { CoachInfo::model(None) };
            Attempt { id, at, judged: Judged { coach, levels: vec![level] }, practice_s: 1.0, question: None }
        };
        let attempts: Vec<Attempt> = (0..).zip(history).map(attempt).collect();
        let shown = progress(&attempts, CoachKind::Model, now);
        for course in &shown.competencies {
            let change = course.change;
            let spread = course.points.iter().filter(|point| Some(point.kind) == course.points.last().map(|last| last.kind));
            let spread = spread.filter_map(|point| point.spread).max().map_or(0.0, f64::from);
            match (change.from, change.to, change.verdict) {
                (Some(from), Some(to), Trend::Improved) => prop_assert!(to - from > spread - 0.01 && to - from > 0.49),
                (Some(from), Some(to), Trend::Declined) => prop_assert!(from - to > spread - 0.01 && from - to > 0.49),
                (Some(_), Some(_), Trend::NoClearChange) | (None, None, Trend::TooFew) => {}
                other => prop_assert!(false, "{other:?}"),
            }
        }
        prop_assert!(shown.due.windows(2).all(|pair| pair[0].due_at <= pair[1].due_at));
    }

    #[test]
    fn no_reply_makes_it_panic(reply in any::<String>(), spoken in anything_said()) {
        let answer = spoken.answer();
        let _ = parse_and_verify(&reply, &answer);
        let _ = parse_follow_ups(&reply, &answer);
        let _ = parse_chat(&reply, Some(&answer));
        let wrapped = serde_json::json!({"answer": reply}).to_string();
        let _ = parse_model_answer(&wrapped, &answer, None);
    }

    #[test]
    fn an_alignment_has_the_corrected_words_in_the_order_of_time(
        old in proptest::collection::vec("[a-d]{1,2}", 0..30),
        new in proptest::collection::vec("[a-d]{1,2}", 0..30),
    ) {
        let heard = said(&old.join(" "), None);
        let words = align(&heard.words, &new.join(" "));
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        prop_assert_eq!(texts, new.iter().map(String::as_str).collect::<Vec<_>>());
        for pair in words.windows(2) {
            prop_assert!(pair[0].start_s <= pair[0].end_s && pair[0].end_s <= pair[1].start_s + 1e-9);
        }
    }

    #[test]
    fn stutter_and_filled_pauses_change_no_level(
        answer in proptest::sample::select(labelled()),
        places in proptest::collection::vec((any::<proptest::sample::Index>(), 0..6_u8), 1..25),
    ) {
        let (text, question) = answer;
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut stuttered: Vec<Vec<String>> = words.iter().map(|word| vec![(*word).to_owned()]).collect();
        for (place, kind) in places {
            let index = place.index(words.len());
            stuttered[index].insert(0, stutter(words[index], kind));
        }
        let stuttered = stuttered.concat().join(" ");
        let levels = |text: &str| rules::judge(&said(text, Some(&question)).answer()).levels();
        prop_assert_eq!(levels(&text), levels(&stuttered), "{}", stuttered);
    }
}

/// What a person who stutters may say before a word: a sound, the word itself, a filled pause.
fn stutter(word: &str, kind: u8) -> String {
    let bare: String = word.chars().filter(|c| c.is_alphanumeric() || matches!(c, '\'' | '-')).collect();
    let first: String = bare.chars().take(1).collect();
    match kind {
        0 => "um".to_owned(),
        1 => "uh".to_owned(),
        2 => format!("{first}-"),
        3 => format!("{first}- {first}-"),
        4 => bare,
        _ => format!("{bare} {bare}"),
    }
}

/// Every labelled answer with levels of its own, and its question.
fn labelled() -> Vec<(String, String)> {
    LabelledSet::built_in(None)
        .answers
        .into_iter()
        .filter(|answer| matches!(answer.sort, Sort::Strong | Sort::Middling | Sort::Weak))
        .map(|answer| (answer.text, answer.question.unwrap_or_default()))
        .collect()
}
