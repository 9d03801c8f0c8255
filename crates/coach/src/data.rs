//! The data files that are built into the library: word lists and texts by language, rubric, thresholds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::phrases::Phrases;

/// Everything that belongs to one language. Another language is another folder in `data/` and a line in [`lexicon`].
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub speech: Speech,
    pub cues: Cues,
    pub gate: GateWords,
    pub remarks: Remarks,
}

/// Words of speaking rather than of content: pauses, fillers, hedges, and the commonest words of the language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Speech {
    pub version: String,
    pub filled_pauses: Phrases,
    pub filler_phrases: Phrases,
    pub hedges: Phrases,
    /// Carry grammar, not content; also what tells a language from gibberish.
    pub common_words: Phrases,
    /// Begin a sentence with a capital that makes no name of them.
    pub sentence_openers: Phrases,
    /// Are written with a capital now and then without being a name.
    pub no_names: Phrases,
    /// Days, months and seasons.
    pub calendar: Phrases,
    /// What one may count in an answer without adding to it: "two reasons".
    pub parts_of_an_answer: Phrases,
    /// Are written with a capital when somebody coaches.
    pub terms_of_coaching: Phrases,
    /// Beside a number they score.
    pub words_of_scoring: Phrases,
}

/// Lexical cues of content, by what they point to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cues {
    pub version: String,
    /// Ask for something that happened whatever else they ask.
    pub plain_event_questions: Phrases,
    pub event_questions: Phrases,
    /// Ask what one would do or usually does, or why.
    pub other_questions: Phrases,
    pub situation: Phrases,
    /// Verbs that tell of the past without doing anything.
    pub past: Phrases,
    pub task: Phrases,
    pub event: Phrases,
    pub general: Phrases,
    pub irregular_actions: Phrases,
    pub not_actions: Phrases,
    pub between_subject_and_verb: Phrases,
    /// Participles that are no past forms of doing: after "I'd" they tell "I had" from "I would".
    pub participles: Phrases,
    /// Past forms that are the base form too.
    pub same_in_the_past: Phrases,
    /// Verbs of the perfect tenses.
    pub perfect: Phrases,
    /// Behind a verb they take the deed back.
    pub no_deed_before: Phrases,
    /// Who else may begin to act within a sentence.
    pub subjects: Phrases,
    /// After them a past form is an adjective.
    pub articles: Phrases,
    pub outcome: Phrases,
    pub vague_outcome: Phrases,
    /// Verbs of what became of something.
    pub became: Phrases,
    pub comparison: Phrases,
    pub lasting: Phrases,
    pub reason: Phrases,
    pub hint_of_a_reason: Phrases,
    pub alternative: Phrases,
    pub learning: Phrases,
    pub number_words: Phrases,
    /// Behind a number of days they make a date of it.
    pub ago: Phrases,
    pub units: Phrases,
    pub tools: Phrases,
    pub connectives: Phrases,
    pub orders_to_the_judge: Phrases,
    /// Orders unless a word of `no_imperative_after` stands before them.
    pub imperatives_to_the_judge: Phrases,
    pub no_imperative_after: Phrases,
    /// Orders only in a sentence without a first person.
    pub words_of_judging: Phrases,
    /// Together with `marks` in such a sentence an order.
    pub judged: Phrases,
    pub marks: Phrases,
    pub negations: Phrases,
    pub suppositions: Phrases,
    pub hint_of_a_task: Phrases,
    pub hint_of_a_result: Phrases,
    pub hint_of_an_alternative: Phrases,
    pub hint_of_a_lesson: Phrases,
}

/// What the gate looks for, and the groups of words that speak of the same thing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GateWords {
    pub version: String,
    /// Words of questions that say nothing of their topic ("tell", "describe", "time").
    pub question_words: Phrases,
    /// Any words may answer them.
    pub free_questions: Phrases,
    /// Words that speak of working life.
    pub work: Phrases,
    pub topics: Vec<Topic>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Topic {
    pub words: Phrases,
}

/// The sentences that the rules coach speaks. `{quote}` is replaced by the candidate's words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remarks {
    pub version: String,
    pub gate: BTreeMap<String, String>,
    pub strength: BTreeMap<String, String>,
    pub improvement: BTreeMap<String, Advice>,
    /// What the parts of a story are called.
    pub part: BTreeMap<String, String>,
    pub unscored: BTreeMap<String, String>,
    pub note: BTreeMap<String, String>,
    pub outline: BTreeMap<String, String>,
    /// What a second reading came to, and why.
    pub contest: BTreeMap<String, String>,
    /// Questions by what was not found, then by what was.
    pub follow_up: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advice {
    pub text: String,
    #[serde(rename = "try")]
    pub next_step: String,
}

impl Lexicon {
    /// What feedback names as the version of the lists: the newest of the files.
    pub(crate) fn version(&self) -> &str {
        let versions = [&self.speech.version, &self.cues.version, &self.gate.version, &self.remarks.version];
        versions.into_iter().max().map_or("", String::as_str)
    }
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    speech: embedded("en/speech.toml", include_str!("../data/en/speech.toml")),
    cues: embedded("en/cues.toml", include_str!("../data/en/cues.toml")),
    gate: embedded("en/gate.toml", include_str!("../data/en/gate.toml")),
    remarks: embedded("en/remarks.toml", include_str!("../data/en/remarks.toml")),
});

/// The lexicon of a BCP 47 tag's primary language, if we have it.
pub(crate) fn lexicon(language: &str) -> Option<&'static Lexicon> {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en").then(|| &*ENGLISH)
}

/// The lexicon whose texts speak to users of languages that have none.
pub(crate) fn fallback() -> &'static Lexicon {
    &ENGLISH
}

/// Reads a file that was compiled in.
///
/// # Panics
/// When the file is malformed: a defect of the build that every test of this crate would show, never of an input.
pub(crate) fn embedded<T: DeserializeOwned>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("data/{name} is malformed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_primary_language_decides() {
        assert!(lexicon("en").is_some() && lexicon("EN-gb").is_some() && lexicon("en_US").is_some());
        assert!(lexicon("de").is_none() && lexicon("").is_none() && lexicon("eng").is_none());
    }
}
