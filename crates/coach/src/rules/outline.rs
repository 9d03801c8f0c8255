//! An outline: the candidate's own sentences in the order of a story, with the gaps marked.

use super::levels::measured_outcome;
use super::remarks::View;
use super::signs::Sign;
use crate::judgement::Evidence;

/// Own words for the parts that were found, `[add: …]` for the others. No sentence stands in it twice.
pub(super) fn of(view: &View<'_>) -> String {
    let signs = &view.signs;
    let text = |key: &str| view.texts.outline.get(key).map_or("", String::as_str);
    let result: Vec<Sign> = measured_outcome(signs)
        .map(|measured| measured.outcome)
        .into_iter()
        .chain(signs.outcomes.iter().rev().copied())
        .chain(signs.aftermath.iter().rev().copied())
        .collect();
    let actions = if signs.actions.is_empty() { &signs.we_actions } else { &signs.actions };
    // The result is chosen before the actions, so that these do not use its sentence up.
    let mut used: Vec<Evidence> = Vec::new();
    let mut own = |signs: &[Sign]| {
        let free = |quote: &Evidence| {
            used.iter().all(|other| quote.start_s >= other.end_s || other.start_s >= quote.end_s)
        };
        let quote = signs.iter().filter_map(|sign| view.quotes.of(*sign)).find(free)?;
        used.push(quote.clone());
        Some(quote.quote)
    };
    let situation = own(&signs.situation);
    let task = own(&signs.task);
    let result = own(&result);
    let action = own(actions);
    let parts = [("situation", situation), ("task", task), ("action", action), ("result", result)];
    let lines = parts.into_iter().map(|(key, own)| own.unwrap_or_else(|| text(key).to_owned()));
    std::iter::once(text("title").to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}
