//! Progress: how levels and scores develop over attempts and time, and what to practise next.
//!
//! Times are seconds since the Unix epoch and come from the caller.

use serde::{Deserialize, Serialize};

use crate::answer::{finite, round};
use crate::rubric::Competency;

/// Seconds in a day.
const DAY_S: i64 = 86_400;
/// Attempts at each end of a history that are compared, at most.
const COMPARED: usize = 3;
/// A smaller change of mean levels is never called one, however steady the judge: half a level.
const MIN_CHANGE: f64 = 0.5;
/// After how many days a competency is due again, by its latest level 0..=5: the weaker, the sooner.
const INTERVAL_DAYS: [i64; 6] = [1, 1, 2, 4, 8, 16];

/// One judged answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it was judged, in seconds since the Unix epoch.
    pub at: i64,
    /// Who judged, by which rubric. Levels of different judges are not compared.
    pub judge: String,
    pub overall_score: Option<f64>,
    pub levels: Vec<Judged>,
    /// Length of the answer in seconds.
    pub practice_s: f64,
}

/// The level of one competency in one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub name: Competency,
    pub level: u8,
    pub spread: Option<u8>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    pub attempts: usize,
    pub practice_s: f64,
    pub average_score: Option<f64>,
    pub competencies: Vec<CompetencyProgress>,
}

/// The course of one competency under the judge of the latest attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompetencyProgress {
    pub name: Competency,
    pub points: Vec<Point>,
    pub latest: u8,
    pub best: u8,
    pub mean: f64,
    /// Mean of the last attempts less mean of the first, in levels; null with a single attempt.
    pub change: Option<f64>,
    /// What a change must exceed to be more than the judge's wavering, in levels.
    pub noise: f64,
    pub trend: Trend,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    pub at: i64,
    pub level: u8,
    pub spread: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    Improved,
    Declined,
    /// The change does not exceed the noise.
    Unchanged,
    /// A single attempt.
    TooFew,
}

/// A competency to practise, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Due {
    pub name: Competency,
    /// Null when it was never judged.
    pub level: Option<u8>,
    /// Seconds since the Unix epoch.
    pub due_at: i64,
    pub due: bool,
}

/// Statistics over all attempts, in whatever order they come.
pub fn progress(attempts: &[Attempt]) -> Progress {
    let ordered = in_order(attempts);
    let scores: Vec<f64> = ordered.iter().filter_map(|attempt| attempt.overall_score).collect();
    Progress {
        attempts: attempts.len(),
        practice_s: round(ordered.iter().map(|attempt| finite(attempt.practice_s)).sum(), 1),
        average_score: mean(&scores).map(|score| round(score, 1)),
        competencies: Competency::ALL.into_iter().filter_map(|name| course(name, &ordered)).collect(),
    }
}

/// What to practise, the most overdue first, and of those due at once the weakest. Never judged is due now.
pub fn due(attempts: &[Attempt], now: i64) -> Vec<Due> {
    let ordered = in_order(attempts);
    let mut list: Vec<Due> = Competency::ALL
        .into_iter()
        .map(|name| {
            let latest = points(name, &ordered).pop();
            let due_at = latest.map_or(now, |point| {
                let days = INTERVAL_DAYS.get(usize::from(point.level)).copied().unwrap_or(DAY_S);
                point.at.saturating_add(days * DAY_S)
            });
            Due { name, level: latest.map(|point| point.level), due_at, due: due_at <= now }
        })
        .collect();
    list.sort_by_key(|entry| (entry.due_at, entry.level, entry.name));
    list
}

fn in_order(attempts: &[Attempt]) -> Vec<&Attempt> {
    let mut ordered: Vec<&Attempt> = attempts.iter().collect();
    ordered.sort_by_key(|attempt| attempt.at);
    ordered
}

/// The levels that the latest attempt's judge gave.
fn points(name: Competency, ordered: &[&Attempt]) -> Vec<Point> {
    let level = |attempt: &&Attempt| attempt.levels.iter().find(|judged| judged.name == name).copied();
    let Some(judge) =
        ordered.iter().rev().find(|attempt| level(attempt).is_some()).map(|attempt| &attempt.judge)
    else {
        return Vec::new();
    };
    ordered
        .iter()
        .filter(|attempt| attempt.judge == *judge)
        .filter_map(|attempt| {
            level(attempt).map(|judged| Point { at: attempt.at, level: judged.level, spread: judged.spread })
        })
        .collect()
}

fn course(name: Competency, ordered: &[&Attempt]) -> Option<CompetencyProgress> {
    let points = points(name, ordered);
    let latest = points.last()?.level;
    let levels: Vec<f64> = points.iter().map(|point| f64::from(point.level)).collect();
    let spread = points.iter().filter_map(|point| point.spread).max().unwrap_or(0);
    let noise = f64::from(spread).max(MIN_CHANGE);
    // The two ends never share an attempt.
    let compared = COMPARED.min(points.len() / 2);
    let change = (compared > 0)
        .then(|| Some(mean(levels.get(levels.len() - compared..)?)? - mean(levels.get(..compared)?)?))
        .flatten();
    let trend = match change {
        None => Trend::TooFew,
        Some(change) if change > noise => Trend::Improved,
        Some(change) if change < -noise => Trend::Declined,
        Some(_) => Trend::Unchanged,
    };
    Some(CompetencyProgress {
        name,
        latest,
        best: points.iter().map(|point| point.level).max()?,
        mean: round(mean(&levels)?, 2),
        change: change.map(|change| round(change, 2)),
        noise,
        trend,
        points,
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(day: i64, level: u8, spread: u8) -> Attempt {
        Attempt {
            at: day * DAY_S,
            judge: "model".into(),
            overall_score: Some(f64::from(level) * 20.0),
            levels: vec![Judged { name: Competency::Result, level, spread: Some(spread) }],
            practice_s: 90.0,
        }
    }

    #[test]
    fn a_change_within_the_judges_spread_is_no_improvement() {
        let wavering = progress(&[attempt(1, 2, 1), attempt(2, 3, 1)]);
        assert_eq!(wavering.competencies[0].trend, Trend::Unchanged);
        let steady = progress(&[attempt(1, 2, 0), attempt(2, 3, 0)]);
        assert_eq!(steady.competencies[0].trend, Trend::Improved);
        assert_eq!(steady.competencies[0].change, Some(1.0));
    }

    #[test]
    fn one_attempt_shows_no_trend_and_order_does_not_matter() {
        assert_eq!(progress(&[attempt(1, 2, 0)]).competencies[0].trend, Trend::TooFew);
        let (a, b) = (attempt(1, 4, 0), attempt(2, 1, 0));
        assert_eq!(progress(&[a.clone(), b.clone()]), progress(&[b, a]));
    }

    #[test]
    fn levels_of_different_judges_are_not_compared() {
        let mut old = attempt(1, 1, 0);
        old.judge = "rules".into();
        assert_eq!(progress(&[old, attempt(2, 4, 0)]).competencies[0].trend, Trend::TooFew);
    }

    #[test]
    fn weak_competencies_are_due_sooner_and_unknown_ones_now() {
        let list = due(&[attempt(10, 5, 0)], 20 * DAY_S);
        assert_eq!(list.len(), 6);
        assert!(list[..5].iter().all(|entry| entry.due && entry.level.is_none()));
        assert_eq!(list[5], Due { name: Competency::Result, level: Some(5), due_at: 26 * DAY_S, due: false });
        assert!(due(&[attempt(10, 1, 0)], 11 * DAY_S)[0].due);
    }
}
