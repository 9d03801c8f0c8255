//! Progress: how levels develop over attempts and time, and what to practise next.
//!
//! Times are seconds since the Unix epoch and come from the caller.

use serde::{Deserialize, Serialize};

use crate::answer::{finite, round};
use crate::bank::{self, Question};
use crate::feedback::{CoachInfo, CoachKind, Feedback};
use crate::rubric::Competency;
use crate::rules;

/// Seconds in a day.
const DAY_S: i64 = 86_400;
/// Attempts at each end of a history that are compared, at most.
const COMPARED: usize = 3;
/// A smaller change of mean levels is never called one, however steady the judge: half a level.
const MIN_CHANGE: f64 = 0.5;
/// A level that is shown as uncertain counts as wavering by this much at least, in levels.
const UNCERTAIN_NOISE: u8 = 1;
/// After how many days a competency is due again, by its latest level 0..=5: the weaker, the sooner. Intervals that double
/// with each step of mastery are those of Leitner's box (S. Leitner, So lernt man lernen, 1972); that practice spread out in
/// time lasts longer is well supported (Cepeda et al. 2006, Psychological Bulletin 132(3)). These days are a convention.
const INTERVAL_DAYS: [i64; 6] = [1, 1, 2, 4, 8, 16];

/// One judged answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The caller's name for it.
    pub id: i64,
    /// When it was judged, in seconds since the Unix epoch.
    pub at: i64,
    pub judged: Judged,
    /// Length of the answer in seconds.
    pub practice_s: f64,
    pub question: Option<String>,
}

/// The levels of one feedback, and who gave them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    pub coach: CoachInfo,
    pub levels: Vec<JudgedLevel>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedLevel {
    pub name: Competency,
    pub level: u8,
    pub spread: Option<u8>,
    pub uncertain: bool,
}

impl Judged {
    /// Of feedback that anybody gave; its levels may be none.
    pub fn of(feedback: &Feedback) -> Option<Self> {
        let level = |shown: &crate::CompetencyFeedback| JudgedLevel {
            name: shown.name,
            level: shown.level,
            spread: shown.spread,
            uncertain: shown.uncertain,
        };
        let levels = feedback.competencies.iter().map(level).collect();
        Some(Self { coach: feedback.coach.clone()?, levels })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress {
    pub attempts: usize,
    pub practice_s: f64,
    /// Those that were judged at least once.
    pub competencies: Vec<Course>,
    /// What to practise, the most overdue first.
    pub due: Vec<Due>,
}

/// The course of one competency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Course {
    pub name: Competency,
    /// Oldest first, whoever judged.
    pub points: Vec<Point>,
    pub change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The attempt's.
    pub id: i64,
    pub at: i64,
    pub level: u8,
    pub spread: Option<u8>,
    pub kind: CoachKind,
}

/// The latest attempts beside the first ones, of those that the latest attempt's judge judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// Mean level of the first attempts (up to three); null while there are too few.
    pub from: Option<f64>,
    /// Mean level of the last ones.
    pub to: Option<f64>,
    pub verdict: Trend,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    Improved,
    Declined,
    /// The change does not exceed what the judge itself wavers by.
    NoClearChange,
    /// Fewer than two attempts by the same judge.
    TooFew,
}

/// A competency to practise, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    pub competency: Competency,
    /// The first of the bank that has not been answered yet; null when all have.
    pub question: Option<&'static Question>,
    /// Seconds since the Unix epoch.
    pub due_at: i64,
    /// For a person to read.
    pub because: String,
}

/// Statistics over all attempts, in whatever order they come. `kind` is the coach that will judge the next attempt: what it
/// can not judge is not due.
pub fn progress(attempts: &[Attempt], kind: CoachKind, now: i64) -> Progress {
    let mut ordered: Vec<&Attempt> = attempts.iter().collect();
    ordered.sort_by_key(|attempt| (attempt.at, attempt.id));
    Progress {
        attempts: attempts.len(),
        practice_s: round(ordered.iter().map(|attempt| finite(attempt.practice_s)).sum(), 1),
        competencies: Competency::ALL.into_iter().filter_map(|name| course(name, &ordered)).collect(),
        due: due(&ordered, kind, now),
    }
}

fn course(name: Competency, ordered: &[&Attempt]) -> Option<Course> {
    let judged: Vec<(&Attempt, JudgedLevel)> =
        ordered.iter().filter_map(|attempt| Some((*attempt, level(attempt, name)?))).collect();
    let (latest, _) = judged.last()?;
    // Levels of different judges, or of different versions of one, are not compared.
    let comparable: Vec<JudgedLevel> = judged
        .iter()
        .filter(|(attempt, _)| attempt.judged.coach == latest.judged.coach)
        .map(|(_, level)| *level)
        .collect();
    let points = judged.iter().map(|(attempt, level)| Point {
        id: attempt.id,
        at: attempt.at,
        level: level.level,
        spread: level.spread,
        kind: attempt.judged.coach.kind,
    });
    Some(Course { name, points: points.collect(), change: change(&comparable) })
}

fn level(attempt: &Attempt, name: Competency) -> Option<JudgedLevel> {
    attempt.judged.levels.iter().find(|judged| judged.name == name).copied()
}

fn change(levels: &[JudgedLevel]) -> Change {
    // The two ends never share an attempt.
    let compared = COMPARED.min(levels.len() / 2);
    let ends = (levels.get(..compared), levels.get(levels.len() - compared..));
    let (Some(from), Some(to)) = (ends.0.and_then(mean), ends.1.and_then(mean)) else {
        return Change { from: None, to: None, verdict: Trend::TooFew };
    };
    let noise = levels.iter().map(|level| wavering(*level)).max().unwrap_or(0);
    let noise = f64::from(noise).max(MIN_CHANGE);
    let verdict = match to - from {
        change if change > noise => Trend::Improved,
        change if change < -noise => Trend::Declined,
        _ => Trend::NoClearChange,
    };
    Change { from: Some(round(from, 2)), to: Some(round(to, 2)), verdict }
}

/// How far a level may be off by the judge's own account.
fn wavering(level: JudgedLevel) -> u8 {
    level.spread.unwrap_or(UNCERTAIN_NOISE).max(if level.uncertain { UNCERTAIN_NOISE } else { 0 })
}

fn mean(levels: &[JudgedLevel]) -> Option<f64> {
    let count = u32::try_from(levels.len()).ok().filter(|count| *count > 0)?;
    Some(levels.iter().map(|level| f64::from(level.level)).sum::<f64>() / f64::from(count))
}

/// The most overdue first, and of those due at once the weakest. What was never judged is due now.
fn due(ordered: &[&Attempt], kind: CoachKind, now: i64) -> Vec<Due> {
    let entry = |name: Competency| {
        let latest = ordered.iter().rev().find_map(|attempt| Some((attempt.at, level(attempt, name)?.level)));
        let (due_at, because) = match latest {
            Some((at, level)) => {
                let days = INTERVAL_DAYS.get(usize::from(level)).copied().unwrap_or(1);
                let after = if days == 1 { "a day".to_owned() } else { format!("{days} days") };
                let because = format!("Level {level} of 5 last time: due again after {after}.");
                (at.saturating_add(days * DAY_S), because)
            }
            None if ordered.is_empty() => (now, "Not practised yet.".to_owned()),
            None => (now, "Not judged yet.".to_owned()),
        };
        let due = Due { competency: name, question: unanswered(name, ordered), due_at, because };
        (due, latest.map(|(_, level)| level))
    };
    let judges = |name: &Competency| kind == CoachKind::Model || !rules::NEVER_JUDGED.contains(name);
    let mut list: Vec<(Due, Option<u8>)> = Competency::ALL.into_iter().filter(judges).map(entry).collect();
    list.sort_by_key(|(due, level)| (due.due_at, *level, due.competency));
    list.into_iter().map(|(due, _)| due).collect()
}

/// A question of the bank that practises this and has not been answered. Those that everybody may be asked come first.
fn unanswered(name: Competency, ordered: &[&Attempt]) -> Option<&'static Question> {
    let answered: Vec<i64> = ordered
        .iter()
        .filter_map(|attempt| bank::by_text(attempt.question.as_deref()?))
        .map(|question| question.id)
        .collect();
    let of = |question: &&Question| question.competency == name && !answered.contains(&question.id);
    let mut open: Vec<&'static Question> = bank::all().iter().filter(of).collect();
    open.sort_by_key(|question| (!question.roles.is_empty(), question.id));
    open.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(day: i64, level: u8, spread: u8) -> Attempt {
        let judged = JudgedLevel { name: Competency::Result, level, spread: Some(spread), uncertain: false };
        Attempt {
            id: day,
            at: day * DAY_S,
            judged: Judged { coach: CoachInfo::model(Some("m".into())), levels: vec![judged] },
            practice_s: 90.0,
            question: None,
        }
    }

    fn verdict(attempts: &[Attempt]) -> Trend {
        progress(attempts, CoachKind::Model, 0).competencies[0].change.verdict
    }

    #[test]
    fn a_change_within_the_judges_spread_is_no_improvement() {
        assert_eq!(verdict(&[attempt(1, 2, 1), attempt(2, 3, 1)]), Trend::NoClearChange);
        assert_eq!(verdict(&[attempt(1, 2, 0), attempt(2, 3, 0)]), Trend::Improved);
        assert_eq!(verdict(&[attempt(1, 4, 1), attempt(2, 2, 0)]), Trend::Declined);
        let mut unsure = attempt(2, 3, 0);
        unsure.judged.levels[0].uncertain = true;
        assert_eq!(verdict(&[attempt(1, 2, 0), unsure]), Trend::NoClearChange);
    }

    #[test]
    fn one_attempt_shows_no_change_and_order_does_not_matter() {
        assert_eq!(verdict(&[attempt(1, 2, 0)]), Trend::TooFew);
        let (a, b) = (attempt(1, 4, 0), attempt(2, 1, 0));
        let one_way = progress(&[a.clone(), b.clone()], CoachKind::Model, 0);
        assert_eq!(one_way, progress(&[b, a], CoachKind::Model, 0));
        let change = one_way.competencies[0].change;
        assert_eq!((change.from, change.to), (Some(4.0), Some(1.0)));
    }

    #[test]
    fn levels_of_different_judges_are_shown_and_not_compared() {
        let mut old = attempt(1, 1, 0);
        old.judged.coach = CoachInfo::rules();
        let shown = progress(&[old.clone(), attempt(2, 4, 0)], CoachKind::Model, 0);
        assert_eq!(shown.competencies[0].points.len(), 2);
        assert_eq!(shown.competencies[0].change.verdict, Trend::TooFew);
        let with_more = [old, attempt(2, 4, 0), attempt(3, 2, 0)];
        assert_eq!(progress(&with_more, CoachKind::Model, 0).competencies[0].change.from, Some(4.0));
    }

    #[test]
    fn weak_competencies_are_due_sooner_and_unknown_ones_now() {
        let list = progress(&[attempt(10, 5, 0)], CoachKind::Model, 20 * DAY_S).due;
        assert_eq!(list.len(), 6);
        assert!(list[..5].iter().all(|entry| entry.due_at == 20 * DAY_S && entry.question.is_some()));
        assert_eq!((list[5].competency, list[5].due_at), (Competency::Result, 26 * DAY_S));
        let weak = progress(&[attempt(10, 1, 0)], CoachKind::Model, 20 * DAY_S).due;
        assert_eq!((weak[0].competency, weak[0].due_at), (Competency::Result, 11 * DAY_S));
    }

    #[test]
    fn what_the_coach_can_not_judge_is_not_due() {
        let list = progress(&[], CoachKind::Rules, 0).due;
        let names: Vec<Competency> = list.iter().map(|entry| entry.competency).collect();
        use Competency::{Reasoning, Result, Specificity, Structure};
        assert_eq!(names, [Structure, Specificity, Reasoning, Result]);
    }

    #[test]
    fn a_question_that_was_answered_is_not_suggested_again() {
        let suggested = |attempts: &[Attempt]| {
            let list = progress(attempts, CoachKind::Model, 0).due;
            list.into_iter().find(|entry| entry.competency == Competency::Result).unwrap().question.unwrap()
        };
        let first = suggested(&[attempt(1, 2, 0)]);
        let answered = Attempt { question: Some(first.text.to_uppercase()), ..attempt(2, 2, 0) };
        assert_ne!(suggested(&[answered]).id, first.id);
    }
}
