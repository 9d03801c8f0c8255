//! Combining: several judgements of the same answer become one, with the median level and the spread.

use crate::judgement::{Judgement, Unscored, Verdict};
use crate::rubric::Competency;

/// The median level of each competency that more than half of the judgements scored; of two middle levels the lower.
///
/// Quotes come from the first judgement that gave the median; remarks from the judgement that is nearest to the medians
/// as a whole. A single judgement stays as it is: it has no spread.
pub fn combine(judgements: &[Judgement]) -> Judgement {
    let (first, rest) = match judgements.split_first() {
        None => return Judgement::default(),
        Some((only, [])) => return only.clone(),
        Some(split) => split,
    };
    let verdicts: Vec<Verdict> =
        Competency::ALL.into_iter().filter_map(|competency| verdict(competency, judgements)).collect();
    let unscored = Competency::ALL
        .into_iter()
        .filter(|competency| verdicts.iter().all(|verdict| verdict.competency != *competency))
        .map(|competency| unscored(competency, judgements))
        .collect();
    let distance = |judgement: &Judgement| -> u32 {
        verdicts
            .iter()
            .map(|verdict| {
                // An unscored competency is as far away as can be.
                judgement
                    .level(verdict.competency)
                    .map_or(5, |level| u32::from(level.abs_diff(verdict.level)))
            })
            .sum()
    };
    let typical =
        rest.iter().fold(first, |best, next| if distance(next) < distance(best) { next } else { best });
    Judgement {
        unscored,
        strengths: typical.strengths.clone(),
        improvements: typical.improvements.clone(),
        detailed: typical.detailed.clone(),
        model_answer: typical.model_answer.clone(),
        dropped_quotes: judgements
            .iter()
            .map(|judgement| judgement.dropped_quotes)
            .fold(0, u32::saturating_add),
        verdicts,
    }
}

fn verdict(competency: Competency, judgements: &[Judgement]) -> Option<Verdict> {
    let given: Vec<&Verdict> = judgements
        .iter()
        .filter_map(|judgement| judgement.verdicts.iter().find(|verdict| verdict.competency == competency))
        .collect();
    if given.len() * 2 <= judgements.len() {
        return None;
    }
    let mut levels: Vec<u8> = given.iter().map(|verdict| verdict.level).collect();
    levels.sort_unstable();
    let median = *levels.get((levels.len() - 1) / 2)?;
    let spread = levels.last()?.saturating_sub(*levels.first()?);
    let evidence = given.iter().find(|verdict| verdict.level == median)?.evidence.clone();
    Some(Verdict { competency, level: median, spread: Some(spread), evidence })
}

fn unscored(competency: Competency, judgements: &[Judgement]) -> Unscored {
    let reason = judgements
        .iter()
        .flat_map(|judgement| &judgement.unscored)
        .find(|unscored| unscored.name == competency)
        .map_or_else(
            || "Not scored: most of the judgements gave it no level.".to_owned(),
            |found| found.reason.clone(),
        );
    Unscored { name: competency, reason }
}
