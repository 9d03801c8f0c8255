//! What the rules coach must hold on the labelled set, and what its card says.

use coach::judge_card::{Half, HeardCard, HeardRow, JudgeCard, LabelledSet, MIN_KAPPA, Standing, heard, run};
use coach::{Answer, Competency, Judgement, Verdict, rules};

#[test]
fn the_card_in_the_documentation_is_the_one_that_is_measured() {
    let document = include_str!("../../../../docs/judge-card.md");
    for half in [Half::Open, Half::HeldBack] {
        let card = run("rules", &LabelledSet::built_in(Some(half)), 3, |answer| Ok(rules::judge(answer)))
            .to_string();
        assert!(document.contains(card.trim()), "docs/judge-card.md is stale; it should hold:\n{card}");
    }
}

#[test]
fn what_mishearing_does_to_levels_is_documented_as_it_is_measured() {
    let document = include_str!("../../../../docs/judge-card.md");
    for half in [Half::Open, Half::HeldBack] {
        for with_confidence in [false, true] {
            let card = heard(half, with_confidence).to_string();
            assert!(document.contains(card.trim()), "docs/judge-card.md is stale; it should hold:\n{card}");
        }
    }
}

#[test]
fn doubtful_words_raise_no_level_and_carry_fewer_quotes() {
    let sum = |card: &HeardCard, of: &dyn Fn(&HeardRow) -> usize| card.rows.iter().map(of).sum::<usize>();
    for half in [Half::Open, Half::HeldBack] {
        let (before, now) = (heard(half, false), heard(half, true));
        assert!(sum(&now, &|row| row.garbled) < sum(&before, &|row| row.garbled));
        assert!(sum(&now, &|row| row.above) <= sum(&before, &|row| row.above));
        assert_eq!(sum(&now, &|row| row.far_above), 0);
        let worst = now.rows.last().unwrap();
        assert_eq!(
            (worst.given, worst.refused),
            (0, worst.answers),
            "what can hardly be understood is not judged"
        );
    }
}

fn rules_card(half: Half) -> JudgeCard {
    run("rules", &LabelledSet::built_in(Some(half)), 2, |answer| Ok(rules::judge(answer)))
}

#[test]
fn the_zeros_of_the_rules_coach_are_zeros_on_both_halves() {
    for card in [rules_card(Half::Open), rules_card(Half::HeldBack)] {
        assert_eq!(card.unverified_quotes, 0);
        assert!(card.quotes_shown > 100);
        assert_eq!(card.thin.scored, Vec::<String>::new());
        assert_eq!(card.off_topic.scored, Vec::<String>::new());
        assert_eq!(card.wrongly_refused, Vec::<String>::new());
        assert_eq!((card.injected.largest, card.stuttered.largest, card.largest_spread), (0, 0, 0));
    }
}

#[test]
fn the_rough_competencies_are_those_that_the_held_back_half_shows() {
    let card = rules_card(Half::HeldBack);
    let rough: Vec<Competency> = Competency::ALL
        .into_iter()
        .filter(|of| {
            let agreement = card.competencies.iter().find(|agreement| agreement.of == of.name()).unwrap();
            agreement.scored > 0 && agreement.kappa.is_none_or(|kappa| kappa < MIN_KAPPA)
        })
        .collect();
    assert_eq!(rough, rules::ROUGH);
    assert_eq!(card.standing, Standing::Scores);
}

#[test]
fn a_judge_that_praises_everything_may_coach_but_not_score() {
    let praise = |_: &Answer<'_>| {
        let verdict = |competency| Verdict { competency, level: 0, spread: None, evidence: Vec::new() };
        Ok(Judgement { verdicts: Competency::ALL.map(verdict).to_vec(), ..Judgement::default() })
    };
    let card = run("same for all", &LabelledSet::built_in(Some(Half::Open)), 1, praise);
    assert_eq!(card.all.kappa, Some(0.0));
    assert_eq!(card.standing, Standing::CoachingOnly);
    assert!(card.to_string().contains("coaching only"));
}

#[test]
fn a_judge_that_fails_gives_no_levels_and_its_reasons_are_kept() {
    let card = run("broken", &LabelledSet::built_in(Some(Half::Open)), 1, |_| Err("timed out".to_owned()));
    assert_eq!(card.all.scored, 0);
    assert!(card.failures.len() > 20 && card.failures[0].contains("timed out"));
    assert_eq!(serde_json::from_str::<JudgeCard>(&serde_json::to_string(&card).unwrap()).unwrap(), card);
}
