//! Numbers as they are spoken and written: "twenty five", "25" and "25%" hold the same value.

/// A number found in folded words: `start..end` are word indices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub start: usize,
    pub end: usize,
    pub value: f64,
}

/// Every number in the words, from left to right. A "one" that stands alone is a pronoun more often than a number.
pub(crate) fn numbers(words: &[String]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match number_at(words, at) {
            Some(number) => {
                at = number.end;
                if !(number.end == number.start + 1 && words[number.start] == "one") {
                    found.push(number);
                }
            }
            None => at += 1,
        }
    }
    found
}

fn number_at(words: &[String], start: usize) -> Option<Number> {
    let mut value = part(words.get(start)?)?;
    let mut end = start + 1;
    while let Some(next) = words.get(end) {
        // "two hundred and ten": "and" joins only inside a number.
        let skip = usize::from(next == "and" && value >= 100.0);
        let Some(more) = words.get(end + skip).and_then(|word| part(word)) else { break };
        value = match more {
            scale if scale >= 100.0 && is_scale(&words[end + skip]) => value * scale,
            // Tens take units, hundreds take tens; "nineteen ninety" are two numbers.
            unit if fits_below(value, unit) => value + unit,
            _ => break,
        };
        end += skip + 1;
    }
    Some(Number { start, end, value })
}

fn fits_below(value: f64, unit: f64) -> bool {
    let room = [1e9, 1e6, 1e3, 100.0]
        .into_iter()
        .find(|scale| value % scale == 0.0)
        .unwrap_or(if value % 10.0 == 0.0 && value >= 20.0 { 10.0 } else { 0.0 });
    unit > 0.0 && unit < room && value > 0.0
}

fn is_scale(word: &str) -> bool {
    matches!(
        word,
        "hundred"
            | "hundreds"
            | "thousand"
            | "thousands"
            | "million"
            | "millions"
            | "billion"
            | "billions"
            | "k"
    )
}

/// The value of one word.
fn part(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = word.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let scale = match &word[digits.len()..] {
            "" | "st" | "nd" | "rd" | "th" | "x" | "s" | "ms" | "h" | "am" | "pm" => 1.0,
            "k" => 1e3,
            "m" | "mn" => 1e6,
            "bn" => 1e9,
            _ => return None,
        };
        return digits.trim_end_matches('.').parse::<f64>().ok().map(|value| value * scale);
    }
    let small = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let index = |list: &[&str]| {
        list.iter().position(|name| *name == word).and_then(|index| u32::try_from(index).ok())
    };
    if let Some(value) = index(&small) {
        return Some(f64::from(value));
    }
    if let Some(ten) = index(&tens) {
        return Some(f64::from(ten + 2) * 10.0);
    }
    match word {
        "hundred" | "hundreds" => Some(100.0),
        "thousand" | "thousands" => Some(1e3),
        "million" | "millions" => Some(1e6),
        "billion" | "billions" => Some(1e9),
        "dozen" | "dozens" => Some(12.0),
        "half" | "halved" => Some(0.5),
        "twice" | "double" | "doubled" => Some(2.0),
        "triple" | "tripled" => Some(3.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fold;

    fn values(text: &str) -> Vec<f64> {
        numbers(&fold(text)).into_iter().map(|number| number.value).collect()
    }

    #[test]
    fn spoken_and_written_numbers_have_the_same_value() {
        assert_eq!(values("twenty five, 25 and 25%"), [25.0, 25.0, 25.0]);
        assert_eq!(values("two hundred and ten angry customers"), [210.0]);
        assert_eq!(values("three thousand, 3,000, 3k"), [3000.0, 3000.0, 3000.0]);
        assert_eq!(values("4.5 million"), [4_500_000.0]);
    }

    #[test]
    fn a_lonely_one_is_no_number_and_neighbours_stay_apart() {
        assert_eq!(values("one of us had one hundred"), [100.0]);
        assert_eq!(values("five six"), [5.0, 6.0]);
        assert_eq!(values("the third of half"), [0.5]);
    }
}
