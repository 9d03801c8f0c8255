//! The last check before anything is shown, whoever judged: no quote that was not said, or that speaks to the judge, no level
//! without one, none out of range, and each competency exactly once, with a level or with the reason why it has none.

use crate::Answer;
use crate::content::Content;
use crate::data::lexicon;
use crate::evidence::Transcript;
use crate::judgement::{Evidence, Judgement, Unscored, Verdict};
use crate::rubric::{Competency, MAX_LEVEL};

pub(crate) fn judgement(mut judgement: Judgement, answer: &Answer<'_>) -> Judgement {
    let said = Said::of(answer);
    let mut reasons = std::mem::take(&mut judgement.unscored);
    let mut scored: Vec<Verdict> = Vec::new();
    for verdict in judgement.verdicts {
        match checked(verdict, &said) {
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
        said.keep(&mut strength.evidence);
        !strength.evidence.is_empty()
    });
    // Advice may rest on what is missing, but not on a quote that was made up.
    judgement.improvements.retain_mut(|improvement| {
        let offered = improvement.evidence.len();
        said.keep(&mut improvement.evidence);
        offered == 0 || !improvement.evidence.is_empty()
    });
    judgement
}

/// A level above 0 rests on something that was said.
fn checked(mut verdict: Verdict, said: &Said<'_>) -> Result<Verdict, Unscored> {
    let offered = verdict.evidence.len();
    let ordered = said.keep(&mut verdict.evidence);
    let reason = match (verdict.level, verdict.evidence.len()) {
        (level, _) if level > MAX_LEVEL => "Not scored: the level given for it was out of range.",
        (0, _) => return Ok(verdict),
        (_, 0) if ordered => {
            "Not scored: the words quoted for it speak to the judge instead of the interviewer."
        }
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

/// What the candidate said, and to whom.
struct Said<'a> {
    answer: &'a Answer<'a>,
    transcript: Transcript<'a>,
    to_the_judge: Vec<bool>,
}

impl<'a> Said<'a> {
    fn of(answer: &'a Answer<'a>) -> Self {
        let to_the_judge =
            lexicon(answer.language).map(|lexicon| Content::spoken_to_the_judge(answer, lexicon));
        Self {
            answer,
            transcript: Transcript::of(answer),
            to_the_judge: to_the_judge.unwrap_or_else(|| vec![false; answer.words.len()]),
        }
    }

    /// Keeps what was said, and was not an order to whoever judges: such words support nothing. Whether there was an order.
    fn keep(&self, evidence: &mut Vec<Evidence>) -> bool {
        let said = evidence.drain(..).filter_map(|claim| self.transcript.verify_at(&claim));
        let (orders, kept): (Vec<_>, Vec<_>) = said.partition(|found| self.is_an_order(found));
        *evidence = kept;
        !orders.is_empty()
    }

    /// Most of the quote's words speak to the judge.
    fn is_an_order(&self, quote: &Evidence) -> bool {
        let within =
            |word: &crate::Word| quote.start_s <= word.start_s + 0.01 && word.end_s <= quote.end_s + 0.01;
        let words: Vec<bool> = self
            .answer
            .words
            .iter()
            .zip(&self.to_the_judge)
            .filter(|(word, _)| within(word))
            .map(|(_, to_the_judge)| *to_the_judge)
            .collect();
        words.iter().filter(|to_the_judge| **to_the_judge).count() * 2 > words.len()
    }
}
