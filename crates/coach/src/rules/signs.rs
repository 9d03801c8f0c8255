//! Signs: the places in an answer's content that cues point to.
//!
//! They are looked for in the fluent words without regard to clauses, pauses or punctuation, so that how something was
//! said can not change what was found.

use crate::content::Content;
use crate::data::{Cues, Lexicon};
use crate::phrases::{Match, Phrases};
use crate::tokens::Token;

use super::details;
use super::second_reading::is_own;

/// How many words may stand between "I" and its verb, each a listed one ("I then quickly rebuilt").
const MAX_BETWEEN: usize = 3;
/// How far "and" may carry the subject on to a second verb ("I rebuilt the query and added an index"), in words.
const REACH_OF_A_SUBJECT: usize = 12;

/// The speaker as the subject: "I've" is, folded, a word of its own. "I'd" is none: it supposes, or tells what had been before.
pub(super) const I: [&str; 2] = ["i", "ive"];
const WE: [&str; 2] = ["we", "weve"];

/// What is said so close behind a lesson belongs to it ("next time I would do it better"), in words.
const REACH_OF_A_LESSON: usize = 6;

/// "would" supposes what stands so close behind it, in words.
const REACH_OF_A_SUPPOSITION: usize = 3;

/// "since" tells a time when the verb so close before it is in the perfect ("I have worked there since I left school"), in words.
const REACH_OF_A_PERFECT: usize = 6;

/// Fewer words than these before the first action set no scene.
const MIN_OPENING: usize = 8;

/// The closing words are one in so many of all.
const CLOSING: usize = 3;

/// A number stands beside a comparison when fewer words lie between them.
const BESIDE: usize = 2;

/// Where a sign stands: `start..end` are indices into the content's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign {
    pub start: usize,
    pub end: usize,
}

impl From<Match> for Sign {
    fn from(found: Match) -> Self {
        Self { start: found.start, end: found.end }
    }
}

/// All signs of one answer, each list in the order of speaking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signs {
    pub situation: Vec<Sign>,
    pub task: Vec<Sign>,
    pub event: Vec<Sign>,
    pub general: Vec<Sign>,
    /// "I" and a verb of doing.
    pub actions: Vec<Sign>,
    /// "we" and a verb of doing.
    pub we_actions: Vec<Sign>,
    pub outcomes: Vec<Sign>,
    pub vague_outcomes: Vec<Sign>,
    /// What others did, or what became of it, at the end of the answer.
    pub aftermath: Vec<Sign>,
    pub comparisons: Vec<Sign>,
    pub lasting: Vec<Sign>,
    pub reasons: Vec<Sign>,
    pub hints: Vec<Sign>,
    pub alternatives: Vec<Sign>,
    pub learning: Vec<Sign>,
    pub figures: Vec<Sign>,
    /// Those of them that stand in the closing words.
    pub closing_figures: Vec<Sign>,
    pub names: Vec<Sign>,
}

impl Signs {
    pub(crate) fn of(content: &Content, lexicon: &Lexicon, trust_capitals: bool) -> Self {
        let (tokens, cues) = (&content.tokens, &lexicon.cues);
        let find = |list: &Phrases| list.find(tokens).into_iter().map(Sign::from).collect::<Vec<_>>();
        let learning = find(&cues.learning);
        let mut actions = actions_of(&I, tokens, lexicon);
        // "what I took from it" is no deed.
        actions.retain(|action| !learning.iter().any(|lesson| overlap(action, lesson)));
        let mut we_actions = actions_of(&WE, tokens, lexicon);
        // "I did not talk", "what I did was".
        let is_deed =
            |action: &Sign| !tokens.get(action.end).is_some_and(|next| cues.no_deed_before.has(&next.text));
        actions.retain(is_deed);
        we_actions.retain(is_deed);
        // "next time I would do it better" tells neither what one usually does nor what came of it.
        let taught = |sign: &Sign| learning.iter().any(|lesson| belongs_to(sign, lesson));
        let mut general = find(&cues.general);
        general.retain(|sign| !taught(sign) && !is_past_perfect(sign.start, tokens, lexicon));
        let mut reasons = find(&cues.reason);
        reasons.retain(|sign| !tells_since_when(sign.start, tokens, cues) && !is_anothers(*sign, tokens));
        let mut figures = details::figures(tokens, cues);
        // "that it would be two hours" is no number of what happened.
        figures.retain(|sign| !is_supposed(sign.start, tokens, lexicon));
        let closing = closing(tokens.len());
        let closing_figures = figures.iter().copied().filter(|figure| figure.start >= closing).collect();
        let comparisons = with_figures(find(&cues.comparison), &figures);
        let told_from = result_may_begin(&actions, &we_actions, tokens.len());
        let after = |mut signs: Vec<Sign>| {
            signs.retain(|sign| sign.start >= told_from);
            signs
        };
        let vague_outcomes = after(find(&cues.vague_outcome));
        let aftermath = after(aftermath(tokens, lexicon));
        let mut outcomes = after(outcomes(find(&cues.outcome), &comparisons, &vague_outcomes));
        outcomes.retain(|sign| !taught(sign) && !is_supposed(sign.start, tokens, lexicon));
        Self {
            situation: situation(background(tokens, lexicon), &actions, &we_actions, tokens, lexicon),
            task: find(&cues.task),
            event: find(&cues.event),
            general,
            actions,
            we_actions,
            outcomes,
            vague_outcomes,
            aftermath,
            comparisons,
            lasting: find(&cues.lasting),
            reasons,
            hints: find(&cues.hint_of_a_reason),
            alternatives: find(&cues.alternative),
            learning,
            closing_figures,
            figures,
            names: details::names(tokens, lexicon, trust_capitals),
        }
    }
}

impl Signs {
    /// Whether some sign of whatever kind is such a one.
    pub(super) fn any(&self, wanted: impl Fn(Sign) -> bool) -> bool {
        [
            &self.situation,
            &self.task,
            &self.event,
            &self.general,
            &self.actions,
            &self.we_actions,
            &self.outcomes,
            &self.vague_outcomes,
            &self.aftermath,
            &self.reasons,
            &self.alternatives,
            &self.learning,
            &self.figures,
        ]
        .into_iter()
        .flatten()
        .any(|sign| wanted(*sign))
    }

    /// Those for which `keep` holds.
    pub(super) fn filtered(&self, keep: impl Fn(Sign) -> bool) -> Self {
        let kept = |signs: &[Sign]| signs.iter().copied().filter(|sign| keep(*sign)).collect::<Vec<_>>();
        Self {
            situation: kept(&self.situation),
            task: kept(&self.task),
            event: kept(&self.event),
            general: kept(&self.general),
            actions: kept(&self.actions),
            we_actions: kept(&self.we_actions),
            outcomes: kept(&self.outcomes),
            vague_outcomes: kept(&self.vague_outcomes),
            aftermath: kept(&self.aftermath),
            comparisons: kept(&self.comparisons),
            lasting: kept(&self.lasting),
            reasons: kept(&self.reasons),
            hints: kept(&self.hints),
            alternatives: kept(&self.alternatives),
            learning: kept(&self.learning),
            figures: kept(&self.figures),
            closing_figures: kept(&self.closing_figures),
            names: kept(&self.names),
        }
    }
}

/// A result follows from an action: what stands before the first one is background. Without any action it is looked for
/// in the second half.
fn result_may_begin(actions: &[Sign], we_actions: &[Sign], words: usize) -> usize {
    actions.iter().chain(we_actions).map(|sign| sign.start).min().unwrap_or(words / 2)
}

fn overlap(a: &Sign, b: &Sign) -> bool {
    a.start < b.end && b.start < a.end
}

/// In the closing words somebody or something else than the speaker did or was something: "they kept it", "it held".
/// A verb counts when neither "I" nor "we" stands close before it.
fn aftermath(tokens: &[Token], lexicon: &Lexicon) -> Vec<Sign> {
    let (cues, closing) = (&lexicon.cues, closing(tokens.len()));
    let own = |token: &Token| matches!(token.text.as_str(), "i" | "we" | "ive" | "weve" | "id" | "wed");
    let told = |at: usize| {
        let end = cues
            .became
            .at(tokens, at)
            .map(|hit| hit.end)
            .or_else(|| is_action(&tokens[at].text, cues).then_some(at + 1))?;
        let before = &tokens[at.saturating_sub(MAX_BETWEEN)..at];
        (!before.is_empty() && !before.iter().any(own)).then_some(Sign { start: at, end })
    };
    (closing..tokens.len()).filter_map(told).collect()
}

/// Where the closing words begin.
fn closing(words: usize) -> usize {
    words - words / CLOSING
}

/// "from … to …" compares only when numbers do.
fn with_figures(mut comparisons: Vec<Sign>, figures: &[Sign]) -> Vec<Sign> {
    let beside = |a: &Sign, b: &Sign| a.start < b.end + BESIDE && b.start < a.end + BESIDE;
    comparisons.retain(|sign| figures.iter().any(|figure| beside(sign, figure)));
    comparisons
}

/// Cues of an outcome, and comparisons; what is only said to be good is none.
fn outcomes(cues: Vec<Sign>, comparisons: &[Sign], vague: &[Sign]) -> Vec<Sign> {
    let mut found = cues;
    found.extend_from_slice(comparisons);
    // "In the end it worked out": what leads up to it says no more than it does.
    found.retain(|sign| !vague.iter().any(|vague| overlap(sign, vague) || sign.end == vague.start));
    found.sort_by_key(|sign| (sign.start, sign.end));
    found.dedup_by(|later, earlier| overlap(later, earlier));
    found
}

/// Cues of background, and what had been before: "I'd noticed".
fn background(tokens: &[Token], lexicon: &Lexicon) -> Vec<Sign> {
    let mut found: Vec<Sign> = lexicon.cues.situation.find(tokens).into_iter().map(Sign::from).collect();
    let before = (0..tokens.len()).filter(|at| is_past_perfect(*at, tokens, lexicon));
    found.extend(before.map(|at| Sign { start: at, end: at + 2 }));
    found.sort_by_key(|sign| (sign.start, sign.end));
    found.dedup_by(|later, earlier| overlap(later, earlier));
    found
}

/// A cue of background, or, when there is none, the opening: so many words before the first action set a scene.
fn situation(
    cues: Vec<Sign>,
    actions: &[Sign],
    we_actions: &[Sign],
    tokens: &[Token],
    lexicon: &Lexicon,
) -> Vec<Sign> {
    let first_action = actions.iter().chain(we_actions).map(|sign| sign.start).min();
    match first_action {
        Some(action) if cues.first().is_none_or(|cue| cue.start > action) && action >= MIN_OPENING => {
            let past = |at: &usize| lexicon.cues.past.at(tokens, *at).is_some();
            let opening = (0..action).find(past).map(|at| Sign { start: at, end: at + 1 });
            opening.into_iter().chain(cues).collect()
        }
        _ => cues,
    }
}

fn actions_of(subject: &[&str], tokens: &[Token], lexicon: &Lexicon) -> Vec<Sign> {
    let mut found: Vec<Sign> = Vec::new();
    for at in 0..tokens.len() {
        let subject_here = subject.contains(&tokens[at].text.as_str()).then_some(at);
        // The subject goes on: "and added".
        let goes_on = || found.last().filter(|last| carries_on(last.end, at, tokens, lexicon)).map(|_| at);
        if let Some(end) = subject_here.or_else(goes_on).and_then(|start| verb_after(start, tokens, lexicon))
        {
            found.push(Sign { start: at, end });
        }
    }
    found
}

/// The "and" here joins a verb to the one that ended there: the sentence goes on, and nobody else has begun to act.
fn carries_on(verb_end: usize, and: usize, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let near = tokens[and].text == "and" && and >= verb_end && and - verb_end < REACH_OF_A_SUBJECT;
    let cues = &lexicon.cues;
    let somebody_else = |at: usize| {
        let adjective = at > 0 && cues.articles.has(&tokens[at - 1].text);
        cues.subjects.has(&tokens[at].text) || (is_action(&tokens[at].text, cues) && !adjective)
    };
    near && !tokens[verb_end - 1..and].iter().any(|token| token.ends_sentence)
        && !(verb_end..and).any(somebody_else)
}

/// "I'd noticed" is "I had noticed"; "I'd notice" is "I would notice".
pub(super) fn is_past_perfect(at: usize, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    if !matches!(word(at), "id" | "wed") {
        return false;
    }
    let between = lexicon.cues.between_subject_and_verb.at(tokens, at + 1);
    let verb = word(between.map_or(at + 1, |between| between.end));
    !lexicon.cues.same_in_the_past.has(verb)
        && (lexicon.cues.participles.has(verb)
            || lexicon.cues.irregular_actions.has(verb)
            || (verb.len() > 3 && verb.ends_with("ed") && verb != "need"))
}

/// It overlaps a lesson or follows close upon it in the same sentence.
fn belongs_to(sign: &Sign, lesson: &Sign) -> bool {
    overlap(sign, lesson) || (sign.start >= lesson.end && sign.start - lesson.end < REACH_OF_A_LESSON)
}

/// "it would have saved", "I'd have cut".
fn is_supposed(at: usize, tokens: &[Token], lexicon: &Lexicon) -> bool {
    (at.saturating_sub(REACH_OF_A_SUPPOSITION)..at).any(|before| {
        let word = tokens[before].text.as_str();
        matches!(word, "would" | "might" | "wouldve")
            || (matches!(word, "id" | "wed") && !is_past_perfect(before, tokens, lexicon))
    })
}

/// "he cried because": why somebody else did it, where nothing close by is the speaker's own.
fn is_anothers(reason: Sign, tokens: &[Token]) -> bool {
    let before = &tokens[reason.start.saturating_sub(MAX_BETWEEN)..reason.start];
    before.iter().any(|token| matches!(token.text.as_str(), "he" | "she" | "they")) && !is_own(tokens, reason)
}

/// "I have worked there since I left school": since when, not why.
fn tells_since_when(at: usize, tokens: &[Token], cues: &Cues) -> bool {
    tokens[at].text == "since"
        && tokens[at.saturating_sub(REACH_OF_A_PERFECT)..at].iter().any(|token| cues.perfect.has(&token.text))
}

/// The end of the verb of doing that follows the subject, past the words that may stand between.
fn verb_after(subject: usize, tokens: &[Token], lexicon: &Lexicon) -> Option<usize> {
    let mut at = subject + 1;
    let mut infinitive = false;
    for _ in 0..MAX_BETWEEN {
        let Some(between) = lexicon.cues.between_subject_and_verb.at(tokens, at) else { break };
        infinitive = tokens[between.end - 1].text == "to";
        at = between.end;
    }
    let verb = tokens.get(at)?;
    let does = if infinitive {
        !lexicon.speech.common_words.has(&verb.text)
    } else {
        is_action(&verb.text, &lexicon.cues)
    };
    does.then_some(at + 1)
}

/// A past form of a verb of doing: listed, or regular and not one of feeling or having.
fn is_action(word: &str, cues: &Cues) -> bool {
    cues.irregular_actions.has(word)
        || (word.len() > 4 && word.ends_with("ed") && !cues.not_actions.has(word))
}
