//! Levels: how the rules turn signs into levels, for the four competencies that signs can carry.
//!
//! Each rule follows the anchors of the rubric. Nothing is weighed by length or by number of words.

use super::signs::{Sign, Signs};
use crate::rubric::Competency;

/// A number belongs to an outcome when so few words stand between them, counted forwards and backwards from the outcome.
const REACH_FORWARDS: usize = 10;
const REACH_BACKWARDS: usize = 5;
/// So many own actions make the middle of a story.
const SEVERAL: usize = 3;

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
        Self {
            situation: signs.situation.first().copied(),
            task: signs.task.first().copied(),
            action: signs.actions.first().or(signs.we_actions.first()).copied(),
            result: signs.outcomes.last().or(signs.aftermath.last()).or(signs.vague_outcomes.last()).copied(),
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

/// Background, action and result in this order make 4, with a task or several actions 5, out of order 3; two parts make 2
/// and one makes 1. What speaks of generalities tells no story: 1. A result that is only said to be good: 3 at most.
pub(crate) fn structure(signs: &Signs) -> Level {
    if general(signs) {
        let signs = signs.general.first().copied().into_iter().collect();
        return Level { competency: Competency::Structure, level: 1, signs };
    }
    let parts = Parts::of(signs);
    let found = parts.found();
    let opens = parts.situation.is_some() || parts.task.is_some();
    let complete = opens && parts.action.is_some() && parts.result.is_some();
    let full = !signs.task.is_empty() || signs.actions.len() >= SEVERAL;
    let level = match (complete, parts.in_order()) {
        (true, true) if full => 5,
        (true, true) => 4,
        (true, false) => 3,
        (false, _) => count(found.len()).min(2),
    };
    let known = !signs.outcomes.is_empty() || !signs.aftermath.is_empty();
    let mut rests_on = found;
    if level == 5 && signs.task.is_empty() {
        rests_on.extend(signs.actions.iter().take(SEVERAL).skip(1));
    }
    Level { competency: Competency::Structure, level: level.min(if known { 5 } else { 3 }), signs: rests_on }
}

/// One event, an own action, several of them, a number, a name or several numbers: a level each.
///
/// Without any own action it is 2 at most, and 1 when only generalities were found.
pub(crate) fn specificity(signs: &Signs) -> Level {
    let mut points = Points::default();
    points.add(signs.actions.first());
    points.add_all(signs.actions.get(1..SEVERAL).unwrap_or_default());
    points.add(signs.figures.first());
    match signs.names.first() {
        Some(name) => points.add(Some(name)),
        None => points.add_all(signs.figures.get(1..SEVERAL).unwrap_or_default()),
    }
    if !general(signs) && !points.signs.is_empty() {
        points.add(signs.event.first().or(signs.situation.first()));
    }
    if points.points == 0 {
        points.add(signs.general.first().or(signs.we_actions.first()));
    }
    let most = if signs.actions.is_empty() { 2 } else { 5 };
    points.level(Competency::Specificity, most)
}

/// A reason makes 2 and a second one 3; an alternative and a lesson add 2 each. A mere hint makes 1.
pub(crate) fn reasoning(signs: &Signs) -> Level {
    let mut points = Points::default();
    points.add_twice(signs.reasons.first());
    points.add(signs.reasons.get(1));
    points.add_twice(signs.alternatives.first());
    points.add_twice(signs.learning.first());
    if points.points == 0 {
        points.add(signs.hints.first());
    }
    points.level(Competency::Reasoning, 5)
}

/// An outcome makes 2. Another one, a number at the end, a second number or a comparison, and that it lasted add one each.
/// Without a number beside the outcome it is 3 at most. An outcome that is only said to be good makes 1. Generalities have
/// none.
pub(crate) fn result(signs: &Signs) -> Level {
    let mut points = Points::default();
    if general(signs) {
        return points.level(Competency::Result, 0);
    }
    let measured = measured_outcome(signs);
    let outcome = measured.map(|measured| measured.outcome);
    let Some(outcome) = outcome.or(signs.outcomes.last().copied()).or(signs.aftermath.last().copied()) else {
        points.add(signs.vague_outcomes.first());
        return points.level(Competency::Result, 1);
    };
    let figure = measured.map(|measured| measured.figure).or(signs.closing_figures.last().copied());
    let beside = |sign: &&Sign| measured.is_some_and(|of| near(of.outcome, **sign));
    points.add_twice(Some(&outcome));
    points.add(figure.as_ref());
    points.add(
        signs.outcomes.iter().chain(&signs.aftermath).rev().find(|sign| words_between(outcome, **sign) > 0),
    );
    points.add(signs.comparisons.iter().find(beside).or(signs.closing_figures.get(1)));
    points.add(signs.lasting.first());
    // Beyond a clear outcome the anchors ask for a measure.
    let most = if measured.is_some() { 5 } else { 3 };
    points.level(Competency::Result, most)
}

/// An outcome with the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measured {
    pub outcome: Sign,
    pub figure: Sign,
}

/// The last outcome that has a number beside it, with the nearest one.
pub(crate) fn measured_outcome(signs: &Signs) -> Option<Measured> {
    signs.outcomes.iter().rev().find_map(|outcome| {
        let figures = signs.figures.iter().filter(|figure| near(*outcome, **figure));
        let figure = figures.min_by_key(|figure| words_between(*outcome, **figure))?;
        Some(Measured { outcome: *outcome, figure: *figure })
    })
}

/// More is said of what one does in general than of what was done once.
pub(crate) fn general(signs: &Signs) -> bool {
    signs.event.is_empty() && signs.general.len() >= signs.actions.len() && !signs.general.is_empty()
}

fn near(outcome: Sign, other: Sign) -> bool {
    let reach = if other.start < outcome.start { REACH_BACKWARDS } else { REACH_FORWARDS };
    words_between(outcome, other) <= reach
}

fn words_between(a: Sign, b: Sign) -> usize {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
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

    /// One point for all of them together.
    fn add_all(&mut self, signs: &[Sign]) {
        self.points += usize::from(!signs.is_empty());
        self.signs.extend(signs.iter().filter(|sign| !self.signs.contains(sign)).collect::<Vec<_>>());
    }

    fn add_twice(&mut self, sign: Option<&Sign>) {
        self.add(sign);
        self.add(sign);
    }

    fn level(self, competency: Competency, most: u8) -> Level {
        Level { competency, level: count(self.points).min(most), signs: self.signs }
    }
}

fn count(points: usize) -> u8 {
    u8::try_from(points.min(5)).unwrap_or(5)
}
