//! Fillers and hedges: filled pauses ("um"), phrases that only fill ("you know"), and words that soften.

use super::pace::per_minute;
use super::{Delivery, Filler, FillerKind, Occurrence, start_of};
use crate::Answer;
use crate::content::is_term;
use crate::data::Speech;
use crate::phrases::Phrases;
use crate::tokens::Token;

pub(super) fn measure(answer: &Answer<'_>, tokens: &[Token], lists: &Speech, delivery: &mut Delivery) {
    delivery.hedges = find(&lists.hedges, tokens, answer)
        .into_iter()
        .map(|(text, start_s)| Occurrence { text, start_s })
        .collect();
    let phrases = fillers(&lists.filler_phrases, FillerKind::Phrase, tokens, answer);
    let filled_pauses = fillers(&lists.filled_pauses, FillerKind::FilledPause, tokens, answer);
    let heard = filled_pauses_heard(answer);

    if let Some(reason) = heard {
        delivery.miss("fillers_per_minute", reason);
        delivery.miss("filled_pauses_per_minute", reason);
    }
    if delivery.words_per_minute.is_some() {
        let seconds = answer.spoken_s();
        delivery.filler_phrases_per_minute = Some(per_minute(phrases.len(), seconds));
        if heard.is_none() {
            delivery.filled_pauses_per_minute = Some(per_minute(filled_pauses.len(), seconds));
            delivery.fillers_per_minute = Some(per_minute(phrases.len() + filled_pauses.len(), seconds));
        }
    } else {
        if heard.is_none() {
            delivery.miss("fillers_per_minute", "Too little was said to give a rate.");
        }
        delivery.miss("filler_phrases_per_minute", "Too little was said to give a rate.");
    }

    delivery.fillers = phrases;
    if heard.is_none() {
        delivery.fillers.extend(filled_pauses);
        delivery.fillers.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
    }
}

/// Why filled pauses can not be counted, when they can not.
fn filled_pauses_heard(answer: &Answer<'_>) -> Option<&'static str> {
    if answer.corrected {
        Some("The transcript was corrected by hand, and corrections rarely keep every \"um\".")
    } else if !answer.engine.keeps_filled_pauses {
        Some("This speech engine leaves out \"um\" and \"uh\", so they can not be counted.")
    } else {
        None
    }
}

fn fillers(list: &Phrases, kind: FillerKind, tokens: &[Token], answer: &Answer<'_>) -> Vec<Filler> {
    find(list, tokens, answer).into_iter().map(|(text, start_s)| Filler { text, start_s, kind }).collect()
}

fn find(list: &Phrases, tokens: &[Token], answer: &Answer<'_>) -> Vec<(String, f64)> {
    let found = list.find(tokens);
    found
        .into_iter()
        .filter(|hit| !is_term(tokens, hit.start))
        .map(|hit| (list.text(hit).to_owned(), start_of(answer, tokens[hit.start].word)))
        .collect()
}
