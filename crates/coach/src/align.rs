//! Alignment: carries the times of recognised words over to a text that the user corrected.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::Word;
use crate::answer::finite;
use crate::tokens::fold;

/// Beyond this many pairs of words the texts are not compared but spread evenly: two long texts with
/// nothing in common would take the comparison quadratic time.
const MAX_PAIRS: usize = 25_000_000;

/// The words of `corrected`, with times.
///
/// A word that both texts have in place keeps its times and confidence, in the spelling of the correction. Words that
/// replace others share the time of those; words that were added share the gap they stand in. Times never run backwards.
pub fn align(original: &[Word], corrected: &str) -> Vec<Word> {
    let texts: Vec<&str> = corrected.split_whitespace().collect();
    let old: Vec<String> = original.iter().map(|word| key(&word.text)).collect();
    let new: Vec<String> = texts.iter().map(|text| key(text)).collect();
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return spread(&texts, span(original));
    }
    let kept = kept(&old, &new);
    let mut words = Vec::with_capacity(texts.len());
    while words.len() < texts.len() {
        let at = words.len();
        match kept[at] {
            Some(index) => words.push(Word { text: texts[at].to_owned(), ..original[index].clone() }),
            None => {
                let end = (at..texts.len()).find(|index| kept[*index].is_some()).unwrap_or(texts.len());
                let before = at.checked_sub(1).and_then(|index| kept[index]);
                let after = kept.get(end).copied().flatten();
                words.extend(spread(&texts[at..end], place(original, before, after)));
            }
        }
    }
    words
}

/// Of so many recognised words nine must stand in the text that came with them, for the text to be theirs.
const OF_TEN: usize = 10;

/// The words in the spelling of the text that their engine gave with them: engines often give a text with punctuation and
/// words without it, and where a sentence ends says what belongs together.
///
/// They stay as they are where the text is another one, or too long to be compared.
pub fn as_written(words: &[Word], text: &str) -> Vec<Word> {
    let old: Vec<String> = words.iter().map(|word| key(&word.text)).collect();
    let new: Vec<String> = text.split_whitespace().map(key).collect();
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return words.to_vec();
    }
    let shared = kept(&old, &new).into_iter().flatten().count();
    if shared * OF_TEN < old.len().max(new.len()) * (OF_TEN - 1) {
        return words.to_vec();
    }
    align(words, text)
}

/// For each corrected word the recognised one that it is, if it was kept.
fn kept(old: &[String], new: &[String]) -> Vec<Option<usize>> {
    let mut kept = vec![None; new.len()];
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for offset in 0..len {
                kept[new_index + offset] = Some(old_index + offset);
            }
        }
    }
    kept
}

/// The time between two kept words: that of the words that stood there, else the gap.
fn place(original: &[Word], before: Option<usize>, after: Option<usize>) -> (f64, f64) {
    let first = before.map_or(0, |index| index + 1);
    let last = after.unwrap_or(original.len());
    match original.get(first..last) {
        Some(replaced) if !replaced.is_empty() => span(replaced),
        _ => gap(original, first),
    }
}

fn key(text: &str) -> String {
    fold(text).concat()
}

/// From the start of the first word to the end of the last.
fn span(words: &[Word]) -> (f64, f64) {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => (first.start_s, last.end_s),
        _ => (0.0, 0.0),
    }
}

/// The silence before the word at `index`.
fn gap(words: &[Word], index: usize) -> (f64, f64) {
    let before = index.checked_sub(1).and_then(|index| words.get(index)).map(|word| word.end_s);
    let after = words.get(index).map(|word| word.start_s);
    match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (Some(only), None) | (None, Some(only)) => (only, only),
        (None, None) => (0.0, 0.0),
    }
}

/// Shares a stretch of time among words by their number of letters.
fn spread(texts: &[&str], (start_s, end_s): (f64, f64)) -> Vec<Word> {
    let start_s = finite(start_s);
    let length = (finite(end_s) - start_s).max(0.0);
    let letters = |text: &str| f64::from(u32::try_from(text.chars().count().max(1)).unwrap_or(u32::MAX));
    let total: f64 = texts.iter().map(|text| letters(text)).sum();
    let mut done = 0.0;
    texts
        .iter()
        .map(|text| {
            let from = start_s + length * done / total;
            done += letters(text);
            let to = start_s + length * done / total;
            Word { text: (*text).to_owned(), start_s: from, end_s: to, confidence: None }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str) -> Vec<Word> {
        let word = |(index, text): (usize, &str)| {
            let start_s = f64::from(u32::try_from(index).unwrap());
            Word { text: text.into(), start_s, end_s: start_s + 0.8, confidence: Some(0.9) }
        };
        text.split_whitespace().enumerate().map(word).collect()
    }

    #[test]
    fn words_take_the_punctuation_of_their_text_and_of_no_other() {
        let words = heard("so we cut costs by 12 then i left and they hired me again");
        let text = "So we cut costs by 12%. Then I left, and they hired me again.";
        let written = as_written(&words, text);
        let spelled: Vec<&str> = written.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(spelled.join(" "), text);
        let times = |words: &[Word]| words.iter().map(|word| (word.start_s, word.end_s)).collect::<Vec<_>>();
        assert_eq!(times(&written), times(&words));
        assert_eq!(as_written(&words, "Something else."), words);
        assert_eq!(as_written(&[], ""), []);
    }

    #[test]
    fn kept_words_keep_their_times_in_the_new_spelling() {
        let words = align(&heard("i edit an index"), "I added an index.");
        assert_eq!(words[0], Word { text: "I".into(), start_s: 0.0, end_s: 0.8, confidence: Some(0.9) });
        assert_eq!(words[1], Word { text: "added".into(), start_s: 1.0, end_s: 1.8, confidence: None });
        assert_eq!(words[3].text, "index.");
        assert_eq!((words[3].start_s, words[3].confidence), (3.0, Some(0.9)));
    }

    #[test]
    fn one_word_heard_for_two_is_shared_by_letters() {
        let words = align(&heard("we used postgresql daily"), "we used post gres daily");
        assert!((words[2].start_s - 2.0).abs() < 1e-9 && (words[2].end_s - 2.4).abs() < 1e-9);
        assert!((words[3].end_s - 2.8).abs() < 1e-9);
    }

    #[test]
    fn added_words_stand_in_the_gap_and_deleted_ones_are_gone() {
        let words = align(&heard("we won twice"), "then we really won");
        assert_eq!(
            words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(),
            ["then", "we", "really", "won"]
        );
        assert!(words.windows(2).all(|pair| pair[0].end_s <= pair[1].start_s + 1e-9));
        assert_eq!((words[2].start_s, words[2].end_s), (0.8, 1.0));
    }

    #[test]
    fn nothing_on_either_side_is_no_matter() {
        assert_eq!(align(&heard("a b"), "  "), []);
        assert_eq!(align(&[], "two words").len(), 2);
    }
}
