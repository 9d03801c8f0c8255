//! A token: one word folded for comparison, which still knows the spoken word that it came from.
//!
//! Folding makes "Don't" and "don’t," the same, "3,000" one number and "40%" the two tokens that a speaker says.

use crate::Word;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub text: String,
    /// Index of the spoken word.
    pub word: usize,
    /// The word breaks off ("pro-").
    pub cut: bool,
    /// Begins with a capital letter in the transcript.
    pub capital: bool,
    /// Punctuation after it ends a sentence.
    pub ends_sentence: bool,
    /// A comma or a dash stands after it.
    pub ends_clause: bool,
    /// Written in capitals throughout ("ER"), as nobody writes a word that only fills.
    pub capitals: bool,
}

pub(crate) fn tokenise(words: &[Word]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let raw = word.text.trim();
        let cut = raw.len() > 1 && raw.ends_with(['-', '–', '—']);
        let capital = raw.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let letters = || raw.chars().filter(|c| c.is_alphabetic());
        let capitals = letters().count() > 1 && letters().all(char::is_uppercase);
        let ends_sentence = raw.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', '?', '!', '…']);
        let ends_clause = raw.ends_with([',', ';', ':', '–', '—']);
        let folded = fold(raw);
        let last = folded.len().saturating_sub(1);
        tokens.extend(folded.into_iter().enumerate().map(|(part, text)| Token {
            text,
            word: index,
            cut: cut && part == last,
            capital: capital && part == 0,
            capitals,
            ends_sentence: ends_sentence && part == last,
            ends_clause: ends_clause && part == last,
        }));
    }
    tokens
}

/// The words of a text in lower case, without punctuation and white space.
pub(crate) fn fold(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after_digit = token.chars().last().is_some_and(|last| last.is_ascii_digit());
        let before_digit = chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            '\'' | '’' | 'ʼ' | '`' => {}
            ',' if after_digit && before_digit => {}
            '.' if after_digit && before_digit => token.push('.'),
            // "C++" and "C#" are not "C".
            '+' | '#' if !token.is_empty() && !after_digit => token.push(c),
            '%' => {
                push(&mut tokens, &mut token);
                tokens.push("percent".to_owned());
            }
            c if c.is_alphanumeric() => token.extend(c.to_lowercase()),
            _ => push(&mut tokens, &mut token),
        }
    }
    push(&mut tokens, &mut token);
    tokens
}

/// The words of a text that nobody spoke, such as a question.
pub(crate) fn written(text: &str) -> Vec<Token> {
    let token = |(word, text)| Token {
        text,
        word,
        cut: false,
        capital: false,
        capitals: false,
        ends_sentence: false,
        ends_clause: false,
    };
    fold(text).into_iter().enumerate().map(token).collect()
}

fn push(tokens: &mut Vec<String>, token: &mut String) {
    if !token.is_empty() {
        tokens.push(std::mem::take(token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_punctuation_and_the_shape_of_apostrophes() {
        assert_eq!(fold("Don't — STOP,  don’t!"), ["dont", "stop", "dont"]);
    }

    #[test]
    fn numbers_stay_whole_and_percent_signs_are_spoken() {
        assert_eq!(fold("$3,000 or 2.5, up 40%."), ["3000", "or", "2.5", "up", "40", "percent"]);
    }

    #[test]
    fn programming_languages_keep_their_signs() {
        assert_eq!(fold("C++, C# and C."), ["c++", "c#", "and", "c"]);
    }

    #[test]
    fn a_word_that_breaks_off_is_marked() {
        let word = |text: &str| Word { text: text.into(), start_s: 0.0, end_s: 0.0, confidence: None };
        let tokens = tokenise(&[word("pro-"), word("project."), word("-")]);
        assert_eq!(tokens.len(), 2);
        assert!(tokens[0].cut && !tokens[1].cut && tokens[1].ends_sentence);
    }
}
