//! An outline: the candidate's own sentences in the order of a story, with the gaps marked.

use super::levels::{Parts, measured_outcome};
use super::remarks::View;

/// Own words for the parts that were found, `[add: …]` for the others.
pub(super) fn of(view: &View<'_>) -> String {
    let parts = Parts::of(view.signs);
    let text = |key: &str| view.texts.outline.get(key).map_or("", String::as_str);
    let mut lines = vec![text("title").to_owned()];
    let result =
        measured_outcome(view.signs).map(|measured| measured.outcome).or(view.signs.outcomes.last().copied());
    for (key, sign) in
        [("situation", parts.situation), ("task", parts.task), ("action", parts.action), ("result", result)]
    {
        let own = sign.and_then(|sign| view.quotes.of(sign)).map(|quote| quote.quote);
        lines.push(own.unwrap_or_else(|| text(key).to_owned()));
    }
    lines.dedup();
    lines.join("\n")
}
