//! A corrected transcript: only claims that rest on corrected words change.

use coach::{Answer, Coach, Competency, align, feedback, rules};

use crate::said::{GOOD, QUESTION, said};

#[test]
fn a_corrected_word_changes_only_the_claims_that_rest_on_it() {
    let heard = said(&GOOD.replace("Postgres", "post grass"), Some(QUESTION));
    let words = align(&heard.words, GOOD);
    let corrected = Answer { text: GOOD, words: &words, corrected: true, ..heard.answer() };
    let (before, after) = (rules::judge(&heard.answer()), rules::judge(&corrected));
    for of in [Competency::Structure, Competency::Result] {
        let verdict = |judgement: &coach::Judgement| {
            judgement.verdicts.iter().find(|verdict| verdict.competency == of).cloned()
        };
        assert_eq!(verdict(&before), verdict(&after));
    }
    assert!(after.level(Competency::Specificity) >= before.level(Competency::Specificity));
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
