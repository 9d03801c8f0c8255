//! A phrase list: short word sequences that are looked for in tokens, each with the neighbours that forbid or allow it.

use std::collections::HashMap;

use serde::Deserialize;

use crate::tokens::{Token, fold};

/// One entry as it stands in a data file: a bare text, or a text with its neighbours.
///
/// In a text `*` stands for one to three words of any kind, a word that ends in `~` matches every word that begins so, and
/// `a|b` stands for either word.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Guarded(Guarded),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Guarded {
    text: String,
    /// Not when the word before is one of these; `^` is the beginning of the answer.
    #[serde(default)]
    not_after: Vec<String>,
    /// Only when the word before is one of these.
    #[serde(default)]
    only_after: Vec<String>,
    /// Not when the word after is one of these.
    #[serde(default)]
    not_before: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Is(String),
    Begins(String),
    /// One to three words.
    Gap,
}

#[derive(Debug, Clone)]
struct Phrase {
    text: String,
    parts: Vec<Part>,
    not_after: Vec<String>,
    only_after: Vec<String>,
    not_before: Vec<String>,
}

/// A compiled list. Of the phrases that begin at a token the longest is taken; matches do not overlap.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<Entry>")]
pub(crate) struct Phrases {
    phrases: Vec<Phrase>,
    by_first_word: HashMap<String, Vec<usize>>,
    by_prefix: Vec<usize>,
}

/// Where a phrase stands: `start..end` are token indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    pub start: usize,
    pub end: usize,
    pub phrase: usize,
}

impl From<Vec<Entry>> for Phrases {
    fn from(entries: Vec<Entry>) -> Self {
        let mut list = Self::default();
        for entry in entries {
            let guarded = match entry {
                Entry::Text(text) => Guarded { text, ..Guarded::default() },
                Entry::Guarded(guarded) => guarded,
            };
            for text in either(&guarded.text) {
                list.add(Guarded { text, ..guarded.clone() });
            }
        }
        list
    }
}

impl Phrases {
    fn add(&mut self, entry: Guarded) {
        let parts: Vec<Part> = entry.text.split_whitespace().flat_map(parts).collect();
        let index = self.phrases.len();
        match parts.first() {
            Some(Part::Is(word)) => self.by_first_word.entry(word.clone()).or_default().push(index),
            Some(Part::Begins(_)) => self.by_prefix.push(index),
            Some(Part::Gap) | None => return,
        }
        let words = |list: Vec<String>| list.iter().flat_map(|word| neighbour(word)).collect();
        self.phrases.push(Phrase {
            text: entry.text.replace(['~', '*'], "").trim().to_owned(),
            parts,
            not_after: words(entry.not_after),
            only_after: words(entry.only_after),
            not_before: words(entry.not_before),
        });
    }

    /// The phrase as it is written in the list.
    pub(crate) fn text(&self, found: Match) -> &str {
        self.phrases.get(found.phrase).map_or("", |phrase| &phrase.text)
    }

    /// Every match, from left to right.
    pub(crate) fn find(&self, tokens: &[Token]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.at(tokens, at) {
                Some(hit) => {
                    at = hit.end;
                    found.push(hit);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest phrase that begins at this token.
    pub(crate) fn at(&self, tokens: &[Token], at: usize) -> Option<Match> {
        let word = &tokens.get(at)?.text;
        let candidates = self.by_first_word.get(word).into_iter().flatten().chain(&self.by_prefix);
        candidates
            .filter_map(|&phrase| {
                let end = self.phrases.get(phrase)?.end(tokens, at)?;
                Some(Match { start: at, end, phrase })
            })
            .max_by_key(|hit| hit.end)
    }

    /// Whether the list holds this single word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.by_first_word.get(word).is_some_and(|list| {
            list.iter().any(|&index| self.phrases.get(index).is_some_and(|phrase| phrase.parts.len() == 1))
        })
    }
}

impl Phrase {
    fn end(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let end = matched(&self.parts, tokens, at)?;
        let before = at.checked_sub(1).map_or("^", |index| tokens[index].text.as_str());
        let after = tokens.get(end).map_or("$", |token| token.text.as_str());
        let holds = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
        let allowed = !holds(&self.not_after, before)
            && (self.only_after.is_empty() || holds(&self.only_after, before))
            && !holds(&self.not_before, after);
        allowed.then_some(end)
    }
}

/// The end of the match that begins at a token. No phrase reaches over the end of a sentence.
fn matched(parts: &[Part], tokens: &[Token], at: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return Some(at) };
    let goes_on = |from: usize| rest.is_empty() || !tokens.get(from).is_some_and(|token| token.ends_sentence);
    let word = &tokens.get(at)?.text;
    match part {
        Part::Gap => (1..=3)
            .take_while(|words| goes_on(at + words - 1))
            .find_map(|words| matched(rest, tokens, at + words)),
        Part::Is(is) => (word == is && goes_on(at)).then(|| matched(rest, tokens, at + 1))?,
        Part::Begins(stem) => {
            (word.starts_with(stem) && goes_on(at)).then(|| matched(rest, tokens, at + 1))?
        }
    }
}

/// The texts that a text with alternatives stands for.
fn either(text: &str) -> Vec<String> {
    text.split_whitespace().fold(vec![String::new()], |texts, word| {
        texts.iter().flat_map(|text| word.split('|').map(move |word| format!("{text} {word}"))).collect()
    })
}

fn parts(word: &str) -> Vec<Part> {
    if word == "*" {
        return vec![Part::Gap];
    }
    let prefix = word.ends_with('~');
    fold(word).into_iter().map(|text| if prefix { Part::Begins(text) } else { Part::Is(text) }).collect()
}

fn neighbour(word: &str) -> Vec<String> {
    if word == "^" || word == "$" { vec![word.to_owned()] } else { fold(word) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::written;

    fn list(toml: &str) -> Phrases {
        #[derive(Deserialize)]
        struct File {
            list: Phrases,
        }
        toml::from_str::<File>(toml).unwrap().list
    }

    fn found(list: &Phrases, text: &str) -> Vec<(usize, usize)> {
        list.find(&written(text)).into_iter().map(|hit| (hit.start, hit.end)).collect()
    }

    #[test]
    fn the_longest_phrase_wins_and_matches_do_not_overlap() {
        let list = list(r#"list = ["as a", "as a result", "a result"]"#);
        assert_eq!(found(&list, "as a result we won"), [(0, 3)]);
    }

    #[test]
    fn neighbours_forbid_and_allow() {
        let list = list(r#"list = [{ text = "like", only_after = ["^", "was"], not_before = ["a"] }]"#);
        assert_eq!(found(&list, "like I was like really"), [(0, 1), (3, 4)]);
        assert_eq!(found(&list, "I like it, it was like a maze"), []);
    }

    #[test]
    fn no_phrase_reaches_over_the_end_of_a_sentence() {
        let list = list(r#"list = ["since I", "ignore * rules"]"#);
        let mut tokens = written("nobody asked since I would ignore all rules");
        assert_eq!(list.find(&tokens).len(), 2);
        tokens[2].ends_sentence = true;
        tokens[6].ends_sentence = true;
        assert_eq!(list.find(&tokens), []);
    }

    #[test]
    fn gaps_and_stems() {
        let list = list(r#"list = ["ignore * instruction~", "reduc~"]"#);
        assert_eq!(found(&list, "ignore all your previous instructions"), [(0, 5)]);
        assert_eq!(found(&list, "ignore one two three four instructions that reduced"), [(7, 8)]);
    }
}
