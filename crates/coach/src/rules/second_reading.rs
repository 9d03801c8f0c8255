//! The second reading: a contested claim of the rules coach, checked by other signs than those that it was made by.
//!
//! What was found must hold on a stricter reading, which leaves out what was denied, only supposed, or somebody else's.
//! What was not found must stay unfound on a wider one. A level stands when the stricter reading gives it again.

use super::levels::{self, Level};
use super::quotes::Quotes;
use super::signs::{I, Sign, Signs, is_past_perfect};
use crate::Answer;
use crate::content::Content;
use crate::contest::{Claim, Outcome, SecondLook};
use crate::data::{Lexicon, Remarks, lexicon};
use crate::evidence::Transcript;
use crate::judgement::{Evidence, Improvement, Strength};
use crate::phrases::Phrases;
use crate::rubric::Competency;
use crate::tokens::{Token, fold};

/// Words before a sign in which it may be denied or only supposed.
const BEFORE: usize = 3;
/// An own subject stands so many words before a reason, or so many after its cue.
const OWN_BEFORE: usize = 6;
const OWN_AFTER: usize = 4;
/// So many of the transcript's words in a row show that a comment points to them.
const POINTED: usize = 4;
/// Between "I" and a verb on the wider reading.
const WIDE_REACH: usize = 4;

/// Checks a claim that the rules made of this answer. `comment` is what its reader says against it.
pub fn check(answer: &Answer<'_>, claim: &Claim, comment: Option<&str>) -> SecondLook {
    let Some(lexicon) = lexicon(answer.language) else {
        return SecondLook { outcome: Outcome::Withdrawn, reason: String::new() };
    };
    let content = Content::of(answer, lexicon);
    let first = Signs::of(&content, lexicon, answer.is_well_heard());
    let reading = Reading { answer, content: &content, lexicon, first };
    let key = match claim {
        Claim::Strength(strength) => reading.strength(strength),
        Claim::Improvement(improvement) => reading.improvement(improvement, comment),
        Claim::Competency(shown) => reading.level(shown.name, shown.level),
    };
    let outcome = if key.starts_with("stands") { Outcome::Upheld } else { Outcome::Withdrawn };
    SecondLook { outcome, reason: lexicon.remarks.contest.get(key).cloned().unwrap_or_default() }
}

struct Reading<'a> {
    answer: &'a Answer<'a>,
    content: &'a Content,
    lexicon: &'a Lexicon,
    first: Signs,
}

impl Reading<'_> {
    fn strength(&self, claim: &Strength) -> &'static str {
        let strict = self.strict();
        let Some(key) = strength_key(&self.lexicon.remarks, &claim.text) else { return "unknown" };
        let measured = levels::measured_outcome(&strict).map(|measured| measured.outcome);
        let found: Vec<Sign> = match key {
            "measured_result" => measured.into_iter().collect(),
            "alternative" => strict.alternatives,
            "result" => strict.outcomes,
            "learning" => strict.learning,
            "reason" => strict.reasons,
            "actions" => strict.actions,
            "figures" => strict.figures,
            "names" => strict.names,
            _ => Vec::new(),
        };
        if found.iter().any(|sign| self.lies_in(*sign, &claim.evidence)) { "stands" } else { "strict" }
    }

    fn improvement(&self, claim: &Improvement, comment: Option<&str>) -> &'static str {
        let key = improvement_key(&self.lexicon.remarks, claim);
        let Some(key) = key else { return "unknown" };
        if comment.is_some_and(|comment| self.points_to_words(comment)) {
            return "pointed";
        }
        if self.found_more_widely(key) { "wide" } else { "stands_missing" }
    }

    fn level(&self, name: Competency, shown: u8) -> &'static str {
        let strict = self.strict();
        let quotes = Quotes::new(self.answer, self.content, self.lexicon);
        let again = super::judged_levels(&strict);
        let holds = |level: &Level| {
            level.competency == name && level.level == shown && !quotes.of_each(&level.signs, 1).is_empty()
        };
        if again.iter().any(holds) { "stands_level" } else { "level" }
    }

    /// The signs that are left when what is denied, supposed or not the speaker's own is not counted.
    fn strict(&self) -> Signs {
        let cues = &self.lexicon.cues;
        let unmeant = |from: usize, to: usize| {
            let tokens = &self.content.tokens;
            (from..to).any(|at| {
                cues.negations.at(tokens, at).is_some()
                    || (cues.suppositions.at(tokens, at).is_some()
                        && !is_past_perfect(at, tokens, self.lexicon))
            })
        };
        let keep = |signs: &[Sign]| {
            let plain = |sign: &&Sign| !unmeant(sign.start.saturating_sub(BEFORE), sign.start);
            signs.iter().filter(plain).copied().collect::<Vec<_>>()
        };
        // "I did not call", "I then would have called": what denies a deed stands inside it or just after.
        let done = |signs: &[Sign]| {
            let plain = |sign: &Sign| !unmeant(sign.start, sign.end + 1);
            keep(signs).into_iter().filter(plain).collect::<Vec<_>>()
        };
        let own = |signs: &[Sign]| {
            signs.iter().copied().filter(|sign| is_own(&self.content.tokens, *sign)).collect::<Vec<_>>()
        };
        let first = &self.first;
        Signs {
            situation: first.situation.clone(),
            task: keep(&first.task),
            event: first.event.clone(),
            general: first.general.clone(),
            actions: done(&first.actions),
            we_actions: done(&first.we_actions),
            outcomes: keep(&first.outcomes),
            vague_outcomes: keep(&first.vague_outcomes),
            aftermath: keep(&first.aftermath),
            comparisons: keep(&first.comparisons),
            lasting: keep(&first.lasting),
            reasons: own(&first.reasons),
            hints: first.hints.clone(),
            alternatives: own(&first.alternatives),
            learning: own(&first.learning),
            figures: first.figures.clone(),
            closing_figures: first.closing_figures.clone(),
            names: first.names.clone(),
        }
    }

    /// Whether something of the kind that was not found is there all the same, on a reading that asks for less.
    fn found_more_widely(&self, key: &str) -> bool {
        let (first, cues) = (&self.first, &self.lexicon.cues);
        let tokens = &self.content.tokens;
        let has = |list: &Phrases| !list.find(tokens).is_empty();
        match key {
            "result" | "vague_result" => {
                !first.comparisons.is_empty() || !first.lasting.is_empty() || has(&cues.hint_of_a_result)
            }
            "measure" | "figures" => has(&cues.number_words) || tokens.iter().any(has_digit),
            "actions" | "we" => self.somebody_did(&I),
            "event" => !first.actions.is_empty() || !first.figures.is_empty(),
            "situation" => self.opening_tells() || !first.event.is_empty(),
            "task" => has(&cues.hint_of_a_task),
            "reason" => !first.hints.is_empty(),
            "alternative" => has(&cues.hint_of_an_alternative),
            "learning" => has(&cues.hint_of_a_lesson),
            // "next": nothing is said to be missing.
            _ => false,
        }
    }

    fn somebody_did(&self, subject: &[&str]) -> bool {
        let tokens = &self.content.tokens;
        let did = |token: &Token| {
            self.lexicon.cues.irregular_actions.has(&token.text)
                || (token.text.ends_with("ed") && !self.lexicon.cues.not_actions.has(&token.text))
        };
        (0..tokens.len())
            .filter(|at| subject.contains(&tokens[*at].text.as_str()))
            .any(|at| tokens[at + 1..].iter().take(WIDE_REACH).any(did))
    }

    /// Something in the past tense stands before the first deed.
    fn opening_tells(&self) -> bool {
        let deeds = self.first.actions.iter().chain(&self.first.we_actions).map(|sign| sign.start);
        let end = deeds.min().unwrap_or(self.content.tokens.len());
        (0..end).any(|at| self.lexicon.cues.past.at(&self.content.tokens, at).is_some())
    }

    /// Whether the sign stands in the words that the claim quotes.
    fn lies_in(&self, sign: Sign, evidence: &[Evidence]) -> bool {
        let word =
            |token: usize| self.content.tokens.get(token).and_then(|token| self.answer.words.get(token.word));
        let (Some(first), Some(last)) = (word(sign.start), word(sign.end.saturating_sub(1))) else {
            return false;
        };
        // Evidence is rounded to hundredths.
        evidence.iter().any(|quote| quote.start_s <= first.start_s + 0.01 && last.end_s <= quote.end_s + 0.01)
    }

    /// Whether the comment repeats so many of the candidate's words in a row that it can only point to them.
    fn points_to_words(&self, comment: &str) -> bool {
        let transcript = Transcript::of(self.answer);
        fold(comment).windows(POINTED).any(|run| transcript.verify(&run.join(" ")).is_some())
    }
}

/// Somebody speaks of himself close by: else a reason or a lesson may be another person's.
pub(super) fn is_own(tokens: &[Token], sign: Sign) -> bool {
    let from = sign.start.saturating_sub(OWN_BEFORE);
    let to = (sign.end + OWN_AFTER).min(tokens.len());
    tokens[from..to].iter().any(|token| {
        matches!(token.text.as_str(), "i" | "we" | "my" | "our" | "me" | "us" | "im" | "ive" | "id" | "wed")
    })
}

fn has_digit(token: &Token) -> bool {
    token.text.starts_with(|c: char| c.is_ascii_digit())
}

fn strength_key<'a>(texts: &'a Remarks, text: &str) -> Option<&'a str> {
    texts.strength.iter().find(|(_, known)| *known == text).map(|(key, _)| key.as_str())
}

/// An improvement's text holds a quote, but what to try is the same each time.
fn improvement_key<'a>(texts: &'a Remarks, claim: &Improvement) -> Option<&'a str> {
    let step = |known: &str| known == claim.next_step;
    let found = texts.improvement.iter().find(|(_, advice)| step(&advice.next_step));
    let next = || {
        let (before, _) = texts.improvement.get("next")?.text.split_once("{name}")?;
        claim.text.starts_with(before).then_some("next")
    };
    found.map(|(key, _)| key.as_str()).or_else(next)
}
