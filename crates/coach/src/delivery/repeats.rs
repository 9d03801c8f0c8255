//! Repeats: words said again at once, words broken off, and the content words that come up most.

use std::collections::BTreeMap;

use super::reference::limits;
use super::{Delivery, RepeatedWord, Repetition, start_of};
use crate::Answer;
use crate::content::is_term;
use crate::data::Speech;
use crate::tokens::Token;

/// The longest group of words that is looked for when it is said again at once.
const LONGEST_GROUP: usize = 4;

pub(super) fn measure(answer: &Answer<'_>, tokens: &[Token], lists: &Speech, delivery: &mut Delivery) {
    // "I um I went" repeats "I": what fills the gap does not hide it.
    let fills = |at: &usize| lists.filled_pauses.has(&tokens[*at].text) && !is_term(tokens, *at);
    let words: Vec<&Token> = (0..tokens.len()).filter(|at| !fills(at)).map(|at| &tokens[at]).collect();
    delivery.repetitions = repetitions(&words, answer);
    delivery.most_repeated = most_repeated(&words, lists, answer);
    if answer.corrected {
        delivery.miss(
            "repetitions",
            "The transcript was corrected by hand, and corrections rarely keep false starts.",
        );
    } else if !answer.engine.accurate {
        delivery.miss(
            "repetitions",
            "Basic recognition often drops or invents repeated words: take these as hints.",
        );
    }
}

fn repetitions(words: &[&Token], answer: &Answer<'_>) -> Vec<Repetition> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (group, times) = repeated_at(words, at);
        if times > 1 || words[at].cut {
            let text =
                words[at..at + group].iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ");
            found.push(Repetition { text, start_s: start_of(answer, words[at].word), times });
        }
        // The last of the repeats may begin a longer one: "I I went I went".
        at += (group * usize::try_from(times - 1).unwrap_or(0)).max(1);
    }
    found
}

/// The group of words at this place that is said again at once, and how often it stands there.
fn repeated_at(words: &[&Token], at: usize) -> (usize, u32) {
    for group in 1..=LONGEST_GROUP {
        let mut times = 1;
        let mut next = at + group;
        while next + group <= words.len() && is_said_again(words, at, next, group) {
            times += 1;
            next += group;
        }
        if times > 1 {
            return (group, times);
        }
    }
    (1, 1)
}

/// The same words follow at once. Where a sentence ends between them, the next one only begins as it ended: "I fixed it. It worked."
fn is_said_again(words: &[&Token], at: usize, next: usize, group: usize) -> bool {
    (0..group).all(|i| words[at + i].text == words[next + i].text) && !words[next - 1].ends_sentence
}

fn most_repeated(words: &[&Token], lists: &Speech, answer: &Answer<'_>) -> Vec<RepeatedWord> {
    let mut uses: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for token in
        words.iter().filter(|token| token.text.chars().count() > 2 && !lists.common_words.has(&token.text))
    {
        uses.entry(&token.text).or_default().push(start_of(answer, token.word));
    }
    let mut listed: Vec<RepeatedWord> = uses
        .into_iter()
        .map(|(text, start_s)| RepeatedWord {
            text: text.to_owned(),
            count: u32::try_from(start_s.len()).unwrap_or(u32::MAX),
            start_s,
        })
        .filter(|word| word.count >= limits().min_repeated)
        .collect();
    listed.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    listed.truncate(limits().most_repeated);
    listed
}
