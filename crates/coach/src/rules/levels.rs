//! Levels: how the rules turn signs into levels, point by point, for the four competencies that signs can carry.
//!
//! Each point is a sign that the anchors of the rubric speak of. Nothing is weighed by length or by number of words.

use super::signs::{Sign, Signs};
use crate::rubric::Competency;

/// A number belongs to an outcome when so few words stand between them.
const REACH_OF_AN_OUTCOME: usize = 10;

/// A level and the signs that it rests on, the strongest first.
pub(crate) struct Level {
    pub competency: Competency,
    pub level: u8,
    pub signs: Vec<Sign>,
}

/// The parts of a story that were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    pub situation: Option<Sign>,
    pub task: Option<Sign>,
    pub action: Option<Sign>,
    pub result: Option<Sign>,
}

impl Parts {
    pub(crate) fn of(signs: &Signs) -> Self {
        let action = signs.actions.first().or(signs.we_actions.first()).copied();
        Self {
            situation: signs.situation.first().copied(),
            task: signs.task.first().copied(),
            action,
            result: signs.outcomes.last().or(signs.vague_outcomes.last()).copied(),
        }
    }

    fn found(&self) -> Vec<Sign> {
        [self.situation, self.task, self.action, self.result].into_iter().flatten().collect()
    }

    /// Background before the first action, outcome after it.
    fn in_order(&self) -> bool {
        let opens = self.situation.or(self.task).map(|sign| sign.start);
        match (opens, self.action, self.result) {
            (Some(opens), Some(action), Some(result)) => {
                opens <= action.start && action.start <= result.start
            }
            _ => false,
        }
    }
}

/// Situation, task, action and result: one level each; the fifth for order with several actions in between.
pub(crate) fn structure(signs: &Signs) -> Level {
    let parts = Parts::of(signs);
    let found = parts.found();
    let mut level = count(found.len());
    if level == 4 && !parts.in_order() {
        level = 3;
    } else if level == 4 && signs.actions.len() + signs.we_actions.len() >= 3 && !signs.outcomes.is_empty() {
        level = 5;
    }
    Level { competency: Competency::Structure, level, signs: found }
}

/// One event, own actions (one, then three), a number, a name: a level each. Without any own action at most 2.
pub(crate) fn specificity(signs: &Signs) -> Level {
    let mut points = Points::default();
    points.add(signs.actions.first());
    points.add(signs.actions.get(2));
    points.add(signs.figures.first());
    points.add(signs.names.first());
    let one_event = !signs.event.is_empty() || signs.general.len() < signs.actions.len();
    if one_event && !points.signs.is_empty() {
        points.add(signs.event.first().or(signs.actions.first()));
    }
    let most = if signs.actions.is_empty() { 2 } else { 5 };
    points.level(Competency::Specificity, most)
}

/// A reason, a second one, an alternative, its cost or a second one, a lesson: a level each.
pub(crate) fn reasoning(signs: &Signs) -> Level {
    let mut points = Points::default();
    points.add(signs.reasons.first());
    points.add(signs.alternatives.first());
    points.add(signs.learning.first());
    points.add(signs.reasons.get(1));
    points.add(signs.alternatives.get(1));
    points.level(Competency::Reasoning, 5)
}

/// An outcome counts two; a number with it, a comparison with before, and that it lasted or was one of several: one each.
/// An outcome that is only said to be good counts one.
pub(crate) fn result(signs: &Signs) -> Level {
    let mut points = Points::default();
    let measured = measured_outcome(signs);
    match measured.or(signs.outcomes.first().copied()) {
        Some(outcome) => {
            points.add(Some(&outcome));
            points.add(Some(&outcome));
        }
        None => {
            points.add(signs.vague_outcomes.first());
            return points.level(Competency::Result, 1);
        }
    }
    points.add(measured.as_ref());
    points.add(signs.comparisons.iter().find(|sign| measured.is_some_and(|m| near(m, **sign))));
    points.add(signs.lasting.first().or(signs.outcomes.get(2)));
    points.level(Competency::Result, 5)
}

/// The last outcome that has a number beside it, up to the number.
pub(crate) fn measured_outcome(signs: &Signs) -> Option<Sign> {
    signs.outcomes.iter().rev().find_map(|outcome| {
        let figure = signs.figures.iter().find(|figure| near(*outcome, **figure))?;
        Some(Sign { start: outcome.start.min(figure.start), end: outcome.end.max(figure.end) })
    })
}

fn near(a: Sign, b: Sign) -> bool {
    let between = if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) };
    between <= REACH_OF_AN_OUTCOME
}

#[derive(Default)]
struct Points {
    points: usize,
    signs: Vec<Sign>,
}

impl Points {
    fn add(&mut self, sign: Option<&Sign>) {
        if let Some(sign) = sign {
            self.points += 1;
            if !self.signs.contains(sign) {
                self.signs.push(*sign);
            }
        }
    }

    fn level(self, competency: Competency, most: u8) -> Level {
        Level { competency, level: count(self.points).min(most), signs: self.signs }
    }
}

fn count(points: usize) -> u8 {
    u8::try_from(points.min(5)).unwrap_or(5)
}
