//! The last check before anything is shown, whoever judged: no quote that was not said, no level without one, none out
//! of range, and each competency exactly once, with a level or with the reason why it has none.

use crate::Answer;
use crate::evidence::Transcript;
use crate::judgement::{Evidence, Judgement, Unscored, Verdict};
use crate::rubric::{Competency, MAX_LEVEL};

pub(crate) fn judgement(mut judgement: Judgement, answer: &Answer<'_>) -> Judgement {
    let transcript = Transcript::of(answer);
    let mut reasons = std::mem::take(&mut judgement.unscored);
    let mut scored: Vec<Verdict> = Vec::new();
    for verdict in judgement.verdicts {
        match checked(verdict, &transcript) {
            Ok(verdict) if scored.iter().all(|other| other.competency != verdict.competency) => {
                scored.push(verdict);
            }
            Ok(_) => {}
            Err(unscored) => reasons.push(unscored),
        }
    }
    judgement.unscored = Competency::ALL
        .into_iter()
        .filter(|name| scored.iter().all(|verdict| verdict.competency != *name))
        .map(|name| unscored(name, &reasons))
        .collect();
    judgement.verdicts = scored;
    judgement.strengths.retain_mut(|strength| {
        keep_said(&mut strength.evidence, &transcript);
        !strength.evidence.is_empty()
    });
    // Advice may rest on what is missing, but not on a quote that was made up.
    judgement.improvements.retain_mut(|improvement| {
        let offered = improvement.evidence.len();
        keep_said(&mut improvement.evidence, &transcript);
        offered == 0 || !improvement.evidence.is_empty()
    });
    judgement
}

/// A level above 0 rests on something that was said.
fn checked(mut verdict: Verdict, transcript: &Transcript<'_>) -> Result<Verdict, Unscored> {
    let offered = verdict.evidence.len();
    keep_said(&mut verdict.evidence, transcript);
    let reason = match (verdict.level, verdict.evidence.len()) {
        (level, _) if level > MAX_LEVEL => "Not scored: the level given for it was out of range.",
        (0, _) => return Ok(verdict),
        (_, 0) if offered > 0 => "Not scored: the quotes given for it were not said.",
        (_, 0) => "Not scored: no quote was given for it.",
        _ => return Ok(verdict),
    };
    Err(Unscored { name: verdict.competency, reason: reason.to_owned() })
}

fn unscored(name: Competency, reasons: &[Unscored]) -> Unscored {
    let given = reasons.iter().find(|unscored| unscored.name == name).cloned();
    given.unwrap_or_else(|| Unscored { name, reason: "Not scored: nobody judged it.".to_owned() })
}

fn keep_said(evidence: &mut Vec<Evidence>, transcript: &Transcript<'_>) {
    *evidence = evidence.drain(..).filter_map(|claim| transcript.verify_at(&claim)).collect();
}
