//! A corrected transcript: only claims that rest on corrected words change.

use coach::judge_card::LabelledSet;
use coach::{Answer, Coach, Competency, Evidence, Judgement, align, feedback, rules};

use crate::said::{GOOD, QUESTION, said};

#[test]
fn a_corrected_word_changes_only_the_claims_that_rest_on_it() {
    let heard = said(&GOOD.replace("Postgres", "post grass"), Some(QUESTION));
    let words = align(&heard.words, GOOD);
    let corrected = Answer { text: GOOD, words: &words, corrected: true, ..heard.answer() };
    let (before, after) = (rules::judge(&heard.answer()), rules::judge(&corrected));
    for of in [Competency::Structure, Competency::Result] {
        let verdict = |judgement: &Judgement| {
            judgement.verdicts.iter().find(|verdict| verdict.competency == of).cloned()
        };
        assert_eq!(verdict(&before), verdict(&after));
    }
    assert!(after.level(Competency::Specificity) >= before.level(Competency::Specificity));
}

/// A claim as it is shown: a level or a remark, and the words that it rests on.
#[derive(Debug, PartialEq)]
struct Claim {
    says: String,
    evidence: Vec<Evidence>,
}

fn claims(judgement: &Judgement) -> Vec<Claim> {
    let claim = |says: String, evidence: &[Evidence]| Claim { says, evidence: evidence.to_vec() };
    let levels = judgement
        .verdicts
        .iter()
        .map(|verdict| claim(format!("{} {}", verdict.competency.name(), verdict.level), &verdict.evidence));
    let strengths =
        judgement.strengths.iter().map(|strength| claim(strength.text.clone(), &strength.evidence));
    let advice =
        judgement.improvements.iter().map(|advice| claim(advice.next_step.clone(), &advice.evidence));
    levels.chain(strengths).chain(advice).collect()
}

/// Whether the words from `from_s` to `to_s` are quoted, or stand beside a quote: there they decide where it begins.
fn rests_on(claims: &[Claim], from_s: f64, to_s: f64) -> bool {
    let mut quotes = claims.iter().flat_map(|claim| &claim.evidence);
    quotes.any(|quote| quote.start_s < to_s + BESIDE_S && from_s < quote.end_s + BESIDE_S)
}

/// Two words at the pace of [`said`].
const BESIDE_S: f64 = 0.8;

#[test]
fn over_all_labelled_answers_correcting_a_word_that_no_claim_rests_on_changes_next_to_nothing() {
    let (mut tried, mut touched) = (0, 0);
    let mut changed = Vec::new();
    for labelled in LabelledSet::built_in(None).answers.iter().filter(|answer| !answer.levels.is_empty()) {
        let heard = said(&labelled.text, labelled.question.as_deref());
        let before = claims(&rules::judge(&heard.answer()));
        // Every third word in turn is corrected into one that is neither a cue nor a number.
        for at in (1..heard.words.len()).step_by(3) {
            let word = &heard.words[at];
            let mut texts: Vec<&str> = heard.words.iter().map(|word| word.text.as_str()).collect();
            let end = word.text.trim_start_matches(|c: char| !c.is_ascii_punctuation());
            let other = format!("marmalade{end}");
            texts[at] = &other;
            let text = texts.join(" ");
            let words = align(&heard.words, &text);
            let answer = Answer { text: &text, words: &words, corrected: true, ..heard.answer() };
            let after = claims(&rules::judge(&answer));
            tried += 1;
            if rests_on(&before, word.start_s, word.end_s) || rests_on(&after, word.start_s, word.end_s) {
                touched += 1;
            } else if before != after {
                changed.push(format!("{} at {at} ({})", labelled.id, word.text));
            }
        }
    }
    // What is left are cues that count without being quoted: the third "I" of several, a number of several.
    let untouched = tried - touched;
    assert!(tried > 1_000 && untouched > 300, "{untouched} of {tried}");
    assert!(changed.len() * 100 <= untouched, "{} of {untouched} changed: {changed:#?}", changed.len());
}

#[test]
fn counts_that_a_correction_would_falsify_are_not_taken_from_it() {
    let heard = said(&format!("Um {GOOD}"), Some(QUESTION));
    let words = align(&heard.words, GOOD);
    let corrected = Answer { text: GOOD, words: &words, corrected: true, ..heard.answer() };
    let delivery = feedback(&corrected, Coach::Rules).delivery;
    assert_eq!(delivery.filled_pauses_per_minute, None);
    assert!(delivery.not_measured.iter().any(|missed| missed.measure == "filled_pauses_per_minute"));
    let measured = coach::measure(&heard.answer());
    assert_eq!(measured.fillers.len(), 1);
    let shown = coach::feedback_with(&corrected, Coach::Rules, measured);
    assert_eq!(shown.delivery.fillers[0].text, "um");
}
