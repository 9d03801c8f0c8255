//! A script: what the test wants answered, and what was asked.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Answer;

type Rule<R> = Box<dyn Fn(&R) -> Answer + Send>;

/// The answers to requests of one kind, in order, and a record of the requests.
pub struct Script<R> {
    state: Mutex<Contents<R>>,
}

struct Contents<R> {
    answers: VecDeque<Answer>,
    rule: Option<Rule<R>>,
    requests: Vec<R>,
    refusals: Vec<String>,
}

impl<R> Default for Script<R> {
    fn default() -> Self {
        let state =
            Contents { answers: VecDeque::new(), rule: None, requests: Vec::new(), refusals: Vec::new() };
        Self { state: Mutex::new(state) }
    }
}

impl<R: Clone> Script<R> {
    /// Answers the next request that no earlier answer is for.
    pub fn then(&self, answer: Answer) -> &Self {
        self.state().answers.push_back(answer);
        self
    }

    /// Answers each request that nothing else is scripted for.
    pub fn always(&self, rule: impl Fn(&R) -> Answer + Send + 'static) -> &Self {
        self.state().rule = Some(Box::new(rule));
        self
    }

    /// The requests so far that the real server would have taken, in order.
    pub fn requests(&self) -> Vec<R> {
        self.state().requests.clone()
    }

    /// Why the real server would have refused the others; also requests that nothing was scripted for.
    pub fn refusals(&self) -> Vec<String> {
        self.state().refusals.clone()
    }

    pub(super) fn refuse(&self, why: &str) {
        self.state().refusals.push(why.to_owned());
    }

    pub(super) fn answer(&self, request: R) -> Answer {
        let mut state = self.state();
        let scripted = state.answers.pop_front();
        let answer = scripted.or_else(|| state.rule.as_ref().map(|rule| rule(&request)));
        state.requests.push(request);
        answer.unwrap_or_else(|| {
            state.refusals.push("nothing is scripted for this request".to_owned());
            Answer::error(501, "nothing is scripted for this request")
        })
    }

    fn state(&self) -> MutexGuard<'_, Contents<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
