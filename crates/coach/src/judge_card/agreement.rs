//! Agreement: how near a judge's levels are to those that people gave.

use serde::{Deserialize, Serialize};

use crate::answer::round;
use crate::rubric::MAX_LEVEL;

/// Agreement over pairs of levels. Shares are 0..=1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Competency, or "all".
    pub of: String,
    /// Answers with a level by a person.
    pub labelled: usize,
    /// Those that the judge scored too; the rest of the figures are over these.
    pub scored: usize,
    /// 1 is perfect, 0 is what chance would give; null when the levels do not vary.
    pub kappa: Option<f64>,
    pub exact: Option<f64>,
    /// At most one level apart.
    pub within_one: Option<f64>,
    /// Mean of the judge's level less the person's: above 0 the judge is too kind.
    pub bias: Option<f64>,
}

impl Agreement {
    /// From pairs of (person, judge).
    pub(super) fn of(name: &str, labelled: usize, pairs: &[(u8, u8)]) -> Self {
        let count = as_f64(pairs.len());
        let share = |hit: &dyn Fn(u8, u8) -> bool| {
            let hits = pairs.iter().filter(|(person, judge)| hit(*person, *judge)).count();
            (!pairs.is_empty()).then(|| round(as_f64(hits) / count, 2))
        };
        let difference: f64 =
            pairs.iter().map(|(person, judge)| f64::from(*judge) - f64::from(*person)).sum();
        Self {
            of: name.to_owned(),
            labelled,
            scored: pairs.len(),
            kappa: quadratic_weighted_kappa(pairs).map(|kappa| round(kappa, 2)),
            exact: share(&|person, judge| person == judge),
            within_one: share(&|person, judge| person.abs_diff(judge) <= 1),
            bias: (!pairs.is_empty()).then(|| round(difference / count, 2)),
        }
    }
}

/// Cohen's kappa with quadratic weights over levels 0–5 (Cohen 1968, Weighted kappa, Psychological Bulletin 70(4)).
///
/// `None` without pairs, or when neither side varies at all.
pub fn quadratic_weighted_kappa(pairs: &[(u8, u8)]) -> Option<f64> {
    const LEVELS: usize = MAX_LEVEL as usize + 1;
    let mut people = [0.0; LEVELS];
    let mut judges = [0.0; LEVELS];
    let mut observed = 0.0;
    for (person, judge) in pairs {
        *people.get_mut(usize::from(*person))? += 1.0;
        *judges.get_mut(usize::from(*judge))? += 1.0;
        observed += weight(*person, *judge);
    }
    let mut expected = 0.0;
    for (i, person) in (0..=MAX_LEVEL).zip(people) {
        for (j, judge) in (0..=MAX_LEVEL).zip(judges) {
            expected += weight(i, j) * person * judge;
        }
    }
    let expected = expected / as_f64(pairs.len());
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// The scale of the weights cancels out.
fn weight(a: u8, b: u8) -> f64 {
    f64::from(a.abs_diff(b)).powi(2)
}

pub(super) fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_one_for_agreement_and_negative_for_the_opposite() {
        assert_eq!(quadratic_weighted_kappa(&[(0, 0), (3, 3), (5, 5)]), Some(1.0));
        assert!(quadratic_weighted_kappa(&[(0, 5), (5, 0)]).is_some_and(|kappa| kappa < -0.9));
        assert_eq!(quadratic_weighted_kappa(&[(3, 3), (3, 3)]), None);
        assert_eq!(quadratic_weighted_kappa(&[]), None);
    }

    #[test]
    fn kappa_of_a_judge_that_always_says_the_same_is_nought() {
        let kappa = quadratic_weighted_kappa(&[(1, 3), (5, 3), (3, 3)]).unwrap();
        assert!(kappa.abs() < 1e-12);
    }

    #[test]
    fn kappa_of_a_case_computed_by_hand() {
        // Observed 1 + 0 + 1 + 0 = 2; people 1,2,4,5, judges 2,2,3,5: expected sum 68 over 4 pairs = 17.
        let kappa = quadratic_weighted_kappa(&[(1, 2), (2, 2), (4, 3), (5, 5)]).unwrap();
        assert!((kappa - (1.0 - 2.0 / 16.0)).abs() < 0.02, "{kappa}");
    }
}
