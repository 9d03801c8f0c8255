//! The JSON of the contract: every name is there, and what is not known is null.

use coach::{Coach, CoachKind, Feedback, feedback, measure};
use serde_json::Value;

use crate::said::{GOOD, QUESTION, said};

const NAMES: [&str; 13] = [
    "status",
    "reason",
    "overall_score",
    "communication_score",
    "technical_score",
    "clarity_score",
    "competencies",
    "strengths",
    "improvements",
    "detailed_feedback",
    "model_answer",
    "delivery",
    "coach",
];
const DELIVERY: [&str; 9] = [
    "words_per_minute",
    "fillers_per_minute",
    "fillers",
    "pauses",
    "longest_pause_s",
    "speaking_s",
    "hedges",
    "repetitions",
    "pace_curve",
];

fn json(feedback: &Feedback) -> Value {
    serde_json::json!(feedback)
}

#[test]
fn every_name_of_the_contract_is_always_there() {
    let spoken = said(GOOD, Some(QUESTION));
    for value in [json(&feedback(&spoken.answer(), Coach::Rules)), json(&Feedback::pending())] {
        for name in NAMES {
            assert!(value.get(name).is_some(), "{name}");
        }
        for name in DELIVERY {
            assert!(value["delivery"].get(name).is_some(), "{name}");
        }
    }
}

#[test]
fn claims_carry_evidence_with_times() {
    let spoken = said(GOOD, Some(QUESTION));
    let value = json(&feedback(&spoken.answer(), Coach::Rules));
    let competency = &value["competencies"][0];
    for name in ["name", "level", "spread", "anchor_met", "anchor_next", "evidence"] {
        assert!(competency.get(name).is_some(), "{name}");
    }
    assert!(competency["evidence"][0]["end_s"].as_f64() > competency["evidence"][0]["start_s"].as_f64());
    assert!(value["strengths"][0]["evidence"][0]["quote"].is_string());
    assert_eq!(value["coach"]["kind"], "rules");
    assert!(value["coach"]["model"].is_null());
}

#[test]
fn an_engine_that_swallows_filled_pauses_gives_no_count_of_them() {
    let mut spoken = said(&format!("{GOOD} You know, basically that was it."), Some(QUESTION));
    spoken.engine.keeps_filled_pauses = false;
    let delivery = measure(&spoken.answer());
    assert_eq!(delivery.fillers_per_minute, None);
    assert!(delivery.filler_phrases_per_minute.is_some_and(|rate| rate > 0.0));
    assert!(delivery.not_measured.iter().any(|missed| missed.measure == "fillers_per_minute"));
}

#[test]
fn an_unavailable_judge_is_named_as_a_model_and_gives_no_number() {
    let reason =
        coach::Reason { code: "timed_out".into(), message: "The language model did not answer.".into() };
    let feedback = Feedback::unavailable(reason, measure(&said(GOOD, None).answer()));
    assert_eq!(feedback.coach.as_ref().map(|coach| coach.kind), Some(CoachKind::Model));
    assert!(json(&feedback)["overall_score"].is_null());
    assert!(feedback.delivery.words_per_minute.is_some());
}
