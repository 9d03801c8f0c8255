//! Numbers as they are spoken and written, with what they are of: "twenty five percent" and "25%" are the same, "25 minutes"
//! is another.

/// What a number is of. A percentage, a sum or a time is no other number's proof, though the value be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Of {
    Percent,
    Money,
    /// "minute", "year".
    Time(&'static str),
    /// "three times", "doubled".
    Multiple,
    Things,
    /// Nothing says what: "from twenty to five".
    Nothing,
}

/// A number found in folded words: `start..end` are word indices.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    pub start: usize,
    pub end: usize,
    pub value: f64,
    pub of: Of,
}

impl Number {
    /// Whether one may stand for the other. What is of nothing known may be of anything.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.value - other.value).abs() < 1e-9
            && (self.of == other.of || self.of == Of::Nothing || other.of == Of::Nothing)
    }
}

const SMALL: [&str; 20] = [
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
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const PARTS: [(&str, f64); 8] = [
    ("third", 3.0),
    ("quarter", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];
const MULTIPLES: [(&str, f64); 10] = [
    ("halved", 0.5),
    ("halving", 0.5),
    ("twice", 2.0),
    ("double", 2.0),
    ("doubled", 2.0),
    ("doubling", 2.0),
    ("triple", 3.0),
    ("tripled", 3.0),
    ("quadruple", 4.0),
    ("quadrupled", 4.0),
];
const TIMES: [(&str, &str); 9] = [
    ("millisecond", "millisecond"),
    ("second", "second"),
    ("sec", "second"),
    ("minute", "minute"),
    ("hour", "hour"),
    ("day", "day"),
    ("week", "week"),
    ("month", "month"),
    ("year", "year"),
];
const MONEY: [&str; 12] =
    ["dollar", "pound", "euro", "cent", "penny", "franc", "yen", "rupee", "usd", "eur", "gbp", "quid"];
/// After "a third" they show that a part is meant, and not the third of a series.
const AFTER_A_PART: [&str; 16] = [
    "of", "less", "more", "fewer", "faster", "cheaper", "shorter", "quicker", "higher", "lower", "smaller",
    "larger", "and", "in", "within", "by",
];
/// What counts nothing when it follows a number.
const COUNTS_NOTHING: [&str; 40] = [
    "of", "in", "on", "at", "to", "and", "or", "but", "by", "from", "with", "for", "so", "the", "a", "an",
    "that", "which", "i", "we", "it", "he", "she", "they", "was", "were", "is", "are", "had", "because",
    "as", "when", "then", "after", "before", "until", "than", "out", "my", "our",
];

/// Whether punctuation behind the word parts it from the next.
pub(crate) fn ends_a_stretch(word: &str) -> bool {
    word.ends_with(['.', ',', ';', ':', '!', '?', ')', '…'])
}

/// The stretches of a text that punctuation parts: no number reaches from one into the next ("we were twenty. Five left").
pub(crate) fn stretches(text: &str) -> impl Iterator<Item = String> {
    let mut words = text.split_whitespace().peekable();
    std::iter::from_fn(move || {
        words.peek()?;
        let mut stretch = String::new();
        for word in words.by_ref() {
            stretch.push_str(word);
            stretch.push(' ');
            if ends_a_stretch(word) {
                break;
            }
        }
        Some(stretch)
    })
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
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    if let Some((value, end)) = part_of_a_whole(words, start) {
        return Some(Number { start, end, value, of: of(words, end) });
    }
    if let Some(value) = multiple(word(start)) {
        return Some(Number { start, end: start + 1, value, of: Of::Multiple });
    }
    if word(start) == "half" {
        return Some(Number { start, end: start + 1, value: 0.5, of: Of::Nothing });
    }
    let (value, end) = year(words, start).or_else(|| whole(words, start))?;
    Some(Number { start, end, value, of: of(words, end) })
}

/// "a third", "two thirds", "three quarters".
fn part_of_a_whole(words: &[String], start: usize) -> Option<(f64, usize)> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let named = |plural: bool| {
        PARTS.iter().find(|(name, _)| {
            if plural { word(start + 1).strip_suffix('s') == Some(name) } else { word(start + 1) == *name }
        })
    };
    if matches!(word(start), "a" | "one") {
        let (_, whole) = named(false)?;
        let after = word(start + 2);
        let before = start.checked_sub(1).map_or("", word);
        let is_part = after.is_empty() || AFTER_A_PART.contains(&after) || before == "by";
        return is_part.then_some((1.0 / whole, start + 2));
    }
    let (_, whole) = named(true)?;
    Some((single(word(start))? / whole, start + 2))
}

/// "doubled", "tenfold".
fn multiple(word: &str) -> Option<f64> {
    let named = MULTIPLES.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    named.or_else(|| word.strip_suffix("fold").and_then(single))
}

/// "nineteen ninety nine", "twenty twelve".
fn year(words: &[String], start: usize) -> Option<(f64, usize)> {
    let century = match words.get(start)?.as_str() {
        "nineteen" => 1900.0,
        "twenty" => 2000.0,
        _ => return None,
    };
    let next = single(words.get(start + 1)?).filter(|next| (10.0..100.0).contains(next))?;
    let unit = words.get(start + 2).and_then(|word| single(word));
    match unit.filter(|unit| next >= 20.0 && next % 10.0 == 0.0 && (1.0..10.0).contains(unit)) {
        Some(unit) => Some((century + next + unit, start + 3)),
        None => Some((century + next, start + 2)),
    }
}

/// A number of any size: groups below a thousand, each with its scale, and what follows a spoken point.
fn whole(words: &[String], start: usize) -> Option<(f64, usize)> {
    let (mut total, mut group) = (0.0, first(words.get(start)?)?);
    let mut last_scale = f64::INFINITY;
    let mut end = start + 1;
    loop {
        // "two hundred and ten": "and" joins only inside a number.
        let skip = usize::from(words.get(end).is_some_and(|word| word == "and") && total + group >= 100.0);
        let Some(word) = words.get(end + skip) else { break };
        match scale(word) {
            Some(100.0) if skip == 0 && group < 100.0 => group *= 100.0,
            Some(larger) if skip == 0 && larger > 100.0 && larger < last_scale && group > 0.0 => {
                total += group * larger;
                (group, last_scale) = (0.0, larger);
            }
            Some(_) => break,
            None if word == "point" && skip == 0 => match decimals(words, end + 1) {
                Some((decimals, after)) => {
                    group += decimals;
                    end = after;
                    continue;
                }
                None => break,
            },
            None => match single(word).filter(|unit| fits_below(group, *unit, last_scale)) {
                Some(unit) => group += unit,
                None => break,
            },
        }
        end += skip + 1;
    }
    Some((total + group, end))
}

/// Tens take units, hundreds take tens, and after "thousand" a new group begins; "five six" are two numbers.
fn fits_below(group: f64, unit: f64, last_scale: f64) -> bool {
    let room = if group == 0.0 {
        if last_scale.is_finite() { last_scale } else { 0.0 }
    } else if group % 100.0 == 0.0 {
        100.0
    } else if group % 10.0 == 0.0 && group % 100.0 >= 20.0 {
        10.0
    } else {
        0.0
    };
    unit > 0.0 && unit < room
}

/// The digits spoken after "point".
fn decimals(words: &[String], start: usize) -> Option<(f64, usize)> {
    let digit = |at: usize| words.get(at).and_then(|word| single(word)).filter(|digit| *digit < 10.0);
    let mut value = digit(start)? / 10.0;
    let mut end = start + 1;
    if let Some(second) = digit(end) {
        value += second / 100.0;
        end += 1;
    }
    Some((value, end))
}

/// What begins a number: a number word, digits, or a scale alone ("hundreds of").
fn first(word: &str) -> Option<f64> {
    single(word)
        .or_else(|| digits(word))
        .or_else(|| scale(word).filter(|_| word != "k" && word != "grand"))
        .or_else(|| matches!(word, "dozen" | "dozens").then_some(12.0))
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" | "hundreds" => Some(100.0),
        "thousand" | "thousands" | "k" | "grand" => Some(1e3),
        "million" | "millions" => Some(1e6),
        "billion" | "billions" => Some(1e9),
        _ => None,
    }
}

/// The value of one spelled word below a hundred, or of plain digits.
fn single(word: &str) -> Option<f64> {
    let index =
        |list: &[&str]| list.iter().position(|name| *name == word).and_then(|at| u32::try_from(at).ok());
    if let Some(value) = index(&SMALL) {
        return Some(f64::from(value));
    }
    if let Some(ten) = index(&TENS) {
        return Some(f64::from(ten + 2) * 10.0);
    }
    word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok()).flatten()
}

/// "25", "4.5", "3k", "2x", "300ms".
fn digits(word: &str) -> Option<f64> {
    let digits: String = word.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let scale = match &word[digits.len()..] {
        "" | "st" | "nd" | "rd" | "th" | "x" | "s" | "ms" | "h" | "am" | "pm" => 1.0,
        "k" => 1e3,
        "m" | "mn" => 1e6,
        "bn" => 1e9,
        _ => return None,
    };
    digits.trim_end_matches('.').parse::<f64>().ok().map(|value| value * scale)
}

/// What the number that ends here is of.
fn of(words: &[String], end: usize) -> Of {
    let suffix = words
        .get(end - 1)
        .map_or("", |word| word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
    match (suffix, words.get(end - 1).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))) {
        ("ms", true) => return Of::Time("millisecond"),
        ("h", true) => return Of::Time("hour"),
        ("x", true) => return Of::Multiple,
        ("grand", false) => return Of::Money,
        _ => {}
    }
    let Some(next) = words.get(end).map(String::as_str) else { return Of::Nothing };
    let singular = next.strip_suffix('s').unwrap_or(next);
    if let Some((_, unit)) = TIMES.iter().find(|(name, _)| *name == singular) {
        return Of::Time(unit);
    }
    match next {
        "percent" => Of::Percent,
        "per" if words.get(end + 1).is_some_and(|word| word == "cent") => Of::Percent,
        "percentage" => Of::Percent,
        "times" | "x" => Of::Multiple,
        "ms" => Of::Time("millisecond"),
        "pence" => Of::Money,
        _ if MONEY.contains(&singular) => Of::Money,
        _ if COUNTS_NOTHING.contains(&next) => Of::Nothing,
        _ => Of::Things,
    }
}

/// The text with the signs of currencies as words behind their numbers: "£2,500" is "2,500 pounds".
pub(crate) fn with_currencies(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut owed: Option<&str> = None;
    for c in text.chars() {
        let sign = match c {
            '$' => Some(" dollars "),
            '£' => Some(" pounds "),
            '€' => Some(" euros "),
            _ => None,
        };
        match (sign, owed) {
            (Some(name), _) => owed = Some(name),
            (None, Some(name)) if !(c.is_alphanumeric() || matches!(c, '.' | ',')) => {
                out.push_str(name);
                out.push(c);
                owed = None;
            }
            (None, _) => out.push(c),
        }
    }
    out.push_str(owed.unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fold;

    fn found(text: &str) -> Vec<(f64, Of)> {
        let words = fold(&with_currencies(text));
        numbers(&words).into_iter().map(|number| (number.value, number.of)).collect()
    }

    fn values(text: &str) -> Vec<f64> {
        found(text).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn spoken_and_written_numbers_have_the_same_value() {
        assert_eq!(values("twenty five, 25 and 25%"), [25.0, 25.0, 25.0]);
        assert_eq!(values("twenty-five"), [25.0]);
        assert_eq!(values("two hundred and ten angry customers"), [210.0]);
        assert_eq!(values("three thousand, 3,000, 3k"), [3000.0, 3000.0, 3000.0]);
        assert_eq!(values("4.5 million"), [4_500_000.0]);
        assert_eq!(values("four point five million"), [4_500_000.0]);
        assert_eq!(values("two thousand five hundred"), [2500.0]);
        assert_eq!(values("one million two hundred thousand"), [1_200_000.0]);
        assert_eq!(
            values("twenty nineteen, nineteen ninety nine, twenty twenty-four"),
            [2019.0, 1999.0, 2024.0]
        );
    }

    #[test]
    fn parts_and_multiples_are_numbers() {
        assert_eq!(values("by a third, two-thirds, three quarters"), [1.0 / 3.0, 2.0 / 3.0, 0.75]);
        assert_eq!(found("we doubled it, a tenfold rise"), [(2.0, Of::Multiple), (10.0, Of::Multiple)]);
        assert_eq!(values("the third step, a third person"), Vec::<f64>::new());
    }

    #[test]
    fn a_lonely_one_is_no_number_and_neighbours_stay_apart() {
        assert_eq!(values("one of us had one hundred"), [100.0]);
        assert_eq!(values("five six"), [5.0, 6.0]);
        let parted: Vec<f64> =
            stretches("We were twenty. Five left, two, three").flat_map(|part| values(&part)).collect();
        assert_eq!(parted, [20.0, 5.0, 2.0, 3.0]);
        assert_eq!(values("the third of half"), [0.5]);
    }

    #[test]
    fn a_number_knows_what_it_is_of() {
        assert_eq!(
            found("12 years, 12 percent, £12, 12 colleagues, from 12 to, three times, 300 ms"),
            [
                (12.0, Of::Time("year")),
                (12.0, Of::Percent),
                (12.0, Of::Money),
                (12.0, Of::Things),
                (12.0, Of::Nothing),
                (3.0, Of::Multiple),
                (300.0, Of::Time("millisecond")),
            ]
        );
        assert_eq!(
            found("six minutes, 6 minutes, 2x, two grand"),
            [(6.0, Of::Time("minute")), (6.0, Of::Time("minute")), (2.0, Of::Multiple), (2000.0, Of::Money)]
        );
    }
}
