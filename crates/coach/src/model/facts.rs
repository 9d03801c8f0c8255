//! Facts: the numbers and names that a candidate gave. What a model adds to them becomes a gap.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::bank;
use crate::data::fallback;
use crate::numbers::{Number, ends_a_stretch, numbers, stretches, with_currencies};
use crate::tokens::fold;

const NUMBER_GAP: &str = "[add: a number]";
const NAME_GAP: &str = "[add: a name]";
/// A number is looked for in so many words at once.
const LONGEST_NUMBER: usize = 8;

/// Stems of words that interviews are full of, which begin sentences without being names.
static ORDINARY: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let texts = bank::all().iter().flat_map(|question| question.tips.iter().chain([&question.text]));
    texts.flat_map(|text| fold(text)).map(|word| stem(&word)).collect()
});

fn stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

/// Everything that was said or stands in the résumé, for looking up.
pub(crate) struct Facts {
    words: HashSet<String>,
    stems: HashSet<String>,
    numbers: Vec<Number>,
}

impl Facts {
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: Vec<Vec<String>> =
            texts.into_iter().flat_map(stretches).map(|text| fold(&with_currencies(&text))).collect();
        let numbers = folded.iter().flat_map(|words| numbers(words)).collect();
        let words: HashSet<String> = folded.into_iter().flatten().collect();
        Self { stems: words.iter().map(|word| stem(word)).collect(), words, numbers }
    }

    pub(super) fn knows(&self, number: &Number) -> bool {
        self.numbers.iter().any(|known| known.is_same(number))
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
        if let Some((number, end)) = number_here(words, at) {
            return (end, (!self.knows(&number)).then_some(NUMBER_GAP));
        }
        let next = words.get(at + 1).copied();
        let name = self.is_new_name(words[at], next, sentence_starts);
        let digits = fold(words[at])
            .iter()
            .any(|part| part.contains(|c: char| c.is_numeric()) && !self.words.contains(part));
        (at + 1, if digits { Some(NUMBER_GAP) } else { name.then_some(NAME_GAP) })
    }

    /// Whether the word, followed by `next`, names somebody or something that is not known.
    pub(super) fn is_new_name(&self, word: &str, next: Option<&str>, sentence_starts: bool) -> bool {
        fold(word).iter().any(|part| self.is_new_part(part, word, next, sentence_starts))
    }

    fn is_new_part(&self, part: &str, word: &str, next: Option<&str>, sentence_starts: bool) -> bool {
        let lexicon = &fallback().speech;
        // "I'll", "Sarah's": what stands before the apostrophe is the word.
        let bare = word.split(['\'', '’']).next().map(fold).and_then(|parts| parts.last().cloned());
        let bare = bare.as_deref().unwrap_or(part);
        let known = |word: &str| {
            self.words.contains(word) || lexicon.common_words.has(word) || lexicon.no_names.has(word)
        };
        if known(part) || known(bare) {
            return false;
        }
        let ordinary = sentence_starts
            && (lexicon.sentence_openers.has(part)
                || self.stems.contains(&stem(part))
                || ORDINARY.contains(&stem(part))
                || ((part.ends_with("ing") || part.ends_with("ly")) && !next.is_some_and(follows_a_name)));
        let capital = word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        // "iPhone", "eBay": a capital inside is a name too.
        let inner = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
        let address = word.contains('@') || word.contains("://");
        address || (inner && !capital) || (capital && !ordinary)
    }
}

/// Verbs stand behind a subject: "Emily thanked", "Boeing was" are not as "Looking back" and "Slowly we".
pub(super) fn follows_a_name(next: &str) -> bool {
    let cues = &fallback().cues;
    fold(next).first().is_some_and(|word| {
        matches!(word.as_str(), "and" | "is" | "has" | "said" | "says" | "was" | "were" | "had")
            || cues.past.has(word)
            || cues.irregular_actions.has(word)
            || (word.len() > 4 && word.ends_with("ed"))
    })
}

/// The number that begins with this word, and the word after it.
fn number_here(words: &[&str], at: usize) -> Option<(Number, usize)> {
    let mut folded = Vec::new();
    let mut ends = Vec::new();
    for (offset, word) in words[at..].iter().take(LONGEST_NUMBER).enumerate() {
        for part in fold(&with_currencies(word)) {
            folded.push(part);
            ends.push(at + offset + 1);
        }
        if ends_a_stretch(word) {
            break;
        }
    }
    let number = numbers(&folded).into_iter().next().filter(|number| number.start == 0)?;
    let end = *ends.get(number.end - 1)?;
    Some((number, end))
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
    fn numbers_are_known_only_for_what_they_were_of() {
        let facts = Facts::of(["two colleagues and I lost two thousand five hundred pounds in twelve years"]);
        for known in [
            "Two of us lost 2,500 pounds.",
            "We lost £2,500 in 12 years.",
            "The 2 colleagues stayed for twelve years.",
        ] {
            assert_eq!(facts.with_gaps(known), known);
        }
        assert_eq!(
            facts.with_gaps("I led a team of twenty-five people and cut costs by thirty-five percent."),
            "I led a team of [add: a number] people and cut costs by [add: a number] percent."
        );
        assert_eq!(
            facts
                .with_gaps("Sales rose by 12 percent and we doubled them, a third more, then by two-thirds."),
            "Sales rose by [add: a number] percent and we [add: a number] them, [add: a number] more, then by [add: a number]."
        );
    }

    #[test]
    fn numbers_of_two_sentences_make_no_third() {
        let facts = Facts::of(["We were twenty. Five left."]);
        assert_eq!(facts.with_gaps("Twenty-five of us left."), "[add: a number] of us left.");
        assert_eq!(facts.with_gaps("We fell to 20. Five left."), "We fell to 20. Five left.");
    }

    #[test]
    fn names_that_look_like_ordinary_words_are_names_and_the_other_way_round() {
        let facts = Facts::of(["customers complained and i called them"]);
        assert_eq!(
            facts.with_gaps("Emily and I called. Boeing was our customer. Kelly thanked me."),
            "[add: a name] and I called. [add: a name] was our customer. [add: a name] thanked me."
        );
        for ordinary in [
            "Next time I'll measure first. He'd told me so. Complaints dropped.",
            "Looking back, it worked. Slowly we got better. Calls came in. Working with them helped.",
        ] {
            assert_eq!(facts.with_gaps(ordinary), ordinary);
        }
    }

    #[test]
    fn gaps_of_the_model_itself_stay() {
        let text = "It saved [add: how many hours Maria saved] a week.";
        assert_eq!(told(text), text);
    }
}
