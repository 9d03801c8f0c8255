//! Facts: the numbers and names that a candidate gave. What a model adds to them becomes a gap.

use std::collections::HashSet;

use crate::data::fallback;
use crate::numbers::numbers;
use crate::tokens::fold;

const NUMBER_GAP: &str = "[add: a number]";
const NAME_GAP: &str = "[add: a name]";

/// Everything that was said or stands in the résumé, for looking up.
pub(crate) struct Facts {
    words: HashSet<String>,
    values: Vec<f64>,
}

impl Facts {
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: Vec<Vec<String>> = texts.into_iter().map(fold).collect();
        let values = folded.iter().flat_map(|words| numbers(words)).map(|number| number.value).collect();
        Self { words: folded.into_iter().flatten().collect(), values }
    }

    /// The text with a gap for every number and name that is not known. Gaps that are there already stay.
    pub(crate) fn with_gaps(&self, text: &str) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut sentence_starts = true;
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut at = 0;
        while at < words.len() {
            let (end, gap) = match gap_end(&words, at) {
                Some(end) => (end, None),
                None => self.missing(&words, at, sentence_starts),
            };
            match gap {
                Some(gap) => push_gap(&mut out, gap, words[at], words[end - 1]),
                None => out.extend(words[at..end].iter().map(|word| (*word).to_owned())),
            }
            sentence_starts = words[end - 1].ends_with(['.', '!', '?', ':']);
            at = end;
        }
        out.join(" ")
    }

    /// How many words from here on belong together, and the gap that must replace them.
    fn missing(&self, words: &[&str], at: usize, sentence_starts: bool) -> (usize, Option<&'static str>) {
        let folded: Vec<String> = words[at..].iter().take(8).map(|word| fold(word).join(" ")).collect();
        if let Some(number) = numbers(&folded).first().filter(|number| number.start == 0) {
            let known = self.values.iter().any(|value| (value - number.value).abs() < 1e-9);
            return (at + number.end, (!known).then_some(NUMBER_GAP));
        }
        let gap = fold(words[at]).iter().find_map(|part| self.gap_for(part, words[at], sentence_starts));
        (at + 1, gap)
    }

    fn gap_for(&self, part: &str, word: &str, sentence_starts: bool) -> Option<&'static str> {
        if self.words.contains(part) {
            return None;
        }
        if part.contains(|c: char| c.is_numeric()) {
            return Some(NUMBER_GAP);
        }
        let lexicon = &fallback().speech;
        let ordinary = lexicon.common_words.has(part)
            || (sentence_starts
                && (lexicon.sentence_openers.has(part) || part.ends_with("ing") || part.ends_with("ly")));
        let capital = word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        // "iPhone", "eBay": a capital inside is a name too.
        let inner = word.chars().skip(1).any(char::is_uppercase);
        let address = word.contains('@') || word.contains("://");
        (address || inner || (capital && !ordinary)).then_some(NAME_GAP)
    }
}

/// The end of a gap that the model made itself.
fn gap_end(words: &[&str], at: usize) -> Option<usize> {
    let opens = words[at].trim_start_matches(['(', '"', '“']).starts_with("[add:");
    let closes = opens.then(|| words[at..].iter().position(|word| word.contains(']')))??;
    Some(at + closes + 1)
}

/// Keeps the punctuation around what is replaced; several gaps of a kind in a row become one.
fn push_gap(out: &mut Vec<String>, gap: &str, first: &str, last: &str) {
    let before: String =
        first.chars().take_while(|c| !c.is_alphanumeric()).filter(|c| matches!(c, '(' | '"' | '“')).collect();
    let after: String = last.chars().rev().take_while(|c| !c.is_alphanumeric() && *c != '%').collect();
    let after: String = after.chars().rev().filter(|c| !matches!(c, '\'' | '’')).collect();
    if out.last().is_some_and(|last| last.ends_with(gap)) {
        out.pop();
        out.push(format!("{gap}{after}"));
    } else {
        out.push(format!("{before}{gap}{after}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let facts = Facts::of([
            "when i was at acme i cut the build from twenty minutes to 5 with sarah",
            "Résumé: Contoso Ltd, 2019",
        ]);
        facts.with_gaps(text)
    }

    #[test]
    fn known_numbers_and_names_stay_in_whatever_form() {
        let text =
            "At Acme I cut the build from 20 minutes to five. Sarah and I then moved to Contoso in 2019.";
        assert_eq!(told(text), text);
    }

    #[test]
    fn what_the_candidate_never_said_becomes_a_gap() {
        assert_eq!(
            told("At Globex I cut it by 75%, to five."),
            "At [add: a name] I cut it by [add: a number], to five."
        );
        assert_eq!(told("We saved two hundred and ten hours."), "We saved [add: a number] hours.");
        assert_eq!(told("I told Maria Lopez, our CTO."), "I told [add: a name], our [add: a name].");
        assert_eq!(
            told("Google hired me. Finally it ran on AWS."),
            "[add: a name] hired me. Finally it ran on [add: a name]."
        );
    }

    #[test]
    fn gaps_of_the_model_itself_stay() {
        let text = "It saved [add: how many hours Maria saved] a week.";
        assert_eq!(told(text), text);
    }
}
