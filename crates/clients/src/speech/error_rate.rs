//! Word error rate: the share of a reference's words that a transcript gets wrong, the field's measure of a recogniser.

/// How a transcript differs from what was said, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ErrorRate {
    /// Words of the reference.
    pub words: usize,
    pub substitutions: usize,
    /// Words of the transcript that nobody said.
    pub insertions: usize,
    /// Words of the reference that the transcript lacks.
    pub deletions: usize,
}

impl ErrorRate {
    pub fn errors(self) -> usize {
        self.substitutions + self.insertions + self.deletions
    }

    /// Errors ÷ words of the reference; above 1 when much was inserted. `None` for an empty reference.
    pub fn rate(self) -> Option<f64> {
        (self.words > 0).then(|| self.errors() as f64 / self.words as f64)
    }
}

/// Sums over several recordings: their errors ÷ their words.
impl std::iter::Sum for ErrorRate {
    fn sum<I: Iterator<Item = Self>>(rates: I) -> Self {
        rates.fold(Self::default(), |sum, rate| Self {
            words: sum.words + rate.words,
            substitutions: sum.substitutions + rate.substitutions,
            insertions: sum.insertions + rate.insertions,
            deletions: sum.deletions + rate.deletions,
        })
    }
}

/// Compares word by word with the fewest possible changes (Levenshtein), case and punctuation aside.
///
/// Numbers and abbreviations are compared as they are written: "40" is not "forty".
pub fn word_error_rate(reference: &str, hypothesis: &str) -> ErrorRate {
    let (said, heard) = (normalised(reference), normalised(hypothesis));
    // costs[j]: the cheapest way from the first words of `said` to the first j of `heard`.
    let mut costs: Vec<ErrorRate> =
        (0..=heard.len()).map(|insertions| ErrorRate { insertions, ..ErrorRate::default() }).collect();
    for (row, word) in said.iter().enumerate() {
        let mut diagonal = costs[0];
        costs[0].deletions = row + 1;
        for (column, other) in heard.iter().enumerate() {
            let (mut swapped, mut dropped, mut added) = (diagonal, costs[column + 1], costs[column]);
            swapped.substitutions += usize::from(word != other);
            dropped.deletions += 1;
            added.insertions += 1;
            diagonal = costs[column + 1];
            costs[column + 1] = cheapest([swapped, dropped, added]);
        }
    }
    ErrorRate { words: said.len(), ..costs[heard.len()] }
}

fn cheapest([first, second, third]: [ErrorRate; 3]) -> ErrorRate {
    let best = if second.errors() < first.errors() { second } else { first };
    if third.errors() < best.errors() { third } else { best }
}

/// Lower-case words without punctuation; apostrophes within a word stay, hyphens and slashes part words.
fn normalised(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rate(substitutions: usize, insertions: usize, deletions: usize, words: usize) -> ErrorRate {
        ErrorRate { words, substitutions, insertions, deletions }
    }

    #[test]
    fn case_punctuation_hyphens_and_kinds_of_apostrophe_are_no_errors() {
        let same = word_error_rate("An ill-disposed man, isn’t he?", "an ill disposed man isn't 'he'");
        assert_eq!(same, rate(0, 0, 0, 6));
        assert_eq!(same.rate(), Some(0.0));
    }

    #[test]
    fn each_kind_of_error_is_counted_as_itself() {
        assert_eq!(word_error_rate("drop the two", "drop that two"), rate(1, 0, 0, 3));
        assert_eq!(word_error_rate("drop the two", "drop the the two"), rate(0, 1, 0, 3));
        assert_eq!(word_error_rate("drop the two", "the two"), rate(0, 0, 1, 3));
        assert_eq!(word_error_rate("drop the two", ""), rate(0, 0, 3, 3));
        assert_eq!(word_error_rate("one", "one two three").rate(), Some(2.0));
    }

    #[test]
    fn without_a_reference_there_is_no_rate() {
        assert_eq!(word_error_rate(" … ", "hello").rate(), None);
    }

    #[test]
    fn recordings_are_summed_by_their_words() {
        let sum: ErrorRate = [rate(1, 0, 0, 1), rate(0, 0, 0, 3)].into_iter().sum();
        assert_eq!(sum.rate(), Some(0.25));
    }

    proptest! {
        #[test]
        fn deletions_and_insertions_account_for_the_lengths(said in "([ab] ){0,8}", heard in "([ab] ){0,8}") {
            let found = word_error_rate(&said, &heard);
            let (said, heard) = (said.split_whitespace().count(), heard.split_whitespace().count());
            prop_assert_eq!(found.words, said);
            prop_assert_eq!(said - found.deletions + found.insertions, heard);
            prop_assert!(found.errors() <= said.max(heard) && found.errors() >= said.abs_diff(heard));
        }
    }
}
