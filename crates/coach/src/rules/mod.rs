//! The rules coach: judges by lexical signs, without a language model, and says what it can not judge.
//!
//! Signs can carry structure, specificity, reasoning and result. Whether an answer is relevant, and whether it hangs
//! together, they can not: those two are never scored here. Nor is level 0 ever given: where no sign was found, nothing is
//! known. The same answer gives the same judgement every time.

mod details;
mod doubt;
mod levels;
mod outline;
pub(crate) mod question;
mod quotes;
mod remarks;
mod second_reading;
mod signs;

use crate::Answer;
use crate::content::Content;
use crate::data::lexicon;
use crate::follow_up::FollowUp;
use crate::judgement::{Judgement, Unscored, Verdict};
use crate::rubric::Competency;

pub use second_reading::check;

use levels::Level;
use quotes::Quotes;
use remarks::View;
use signs::Signs;

/// Quotes shown for one competency at most: as many as there are signs that a level can rest on.
const MAX_EVIDENCE: usize = 6;

/// Competencies whose levels by rules agree too little with people's to be more than a hint: on the held-back half of the
/// labelled set their kappa is below [`crate::judge_card::MIN_KAPPA`] (a test holds this list to it). They are shown as
/// uncertain.
pub const ROUGH: [Competency; 2] = [Competency::Reasoning, Competency::Result];

/// Competencies that signs can not carry at all.
pub const NEVER_JUDGED: [Competency; 2] = [Competency::Relevance, Competency::Clarity];

/// Judges an answer that has passed the gate. In a language without lists nothing is scored.
pub fn judge(answer: &Answer<'_>) -> Judgement {
    let Some(lexicon) = lexicon(answer.language) else { return Judgement::default() };
    let content = Content::of(answer, lexicon);
    let view = View::of(answer, &content, lexicon);

    let mut judgement = Judgement::default();
    let reason = |key: &str| lexicon.remarks.unscored.get(key).cloned().unwrap_or_default();
    let mut unscored = |name: Competency, key: &str| {
        judgement.unscored.push(Unscored { name, reason: reason(key) });
    };
    for name in NEVER_JUDGED {
        unscored(name, name.name());
    }
    let mut scored = Vec::new();
    for level in judged_levels(&view.signs) {
        let needs_event = matches!(level.competency, Competency::Structure | Competency::Result);
        if needs_event && !view.event_asked {
            unscored(level.competency, "no_event_asked");
        } else if level.level == 0 {
            // Not to find a sign is no evidence that nothing is there.
            unscored(level.competency, "nothing_found");
        } else {
            scored.push(level);
        }
    }
    judgement.verdicts = scored.iter().map(|level| verdict(level, &view.quotes)).collect();
    judgement.strengths = remarks::strengths(&view);
    judgement.improvements = remarks::improvements(&view);
    if judgement.improvements.is_empty() {
        judgement.improvements.extend(remarks::next_anchor(&view, &judgement.verdicts));
    }
    judgement.detailed = remarks::detailed(&view, &judgement, content.orders);
    judgement.model_answer = (view.event_asked && !levels::general(&view.signs)).then(|| outline::of(&view));
    judgement
}

/// What an interviewer would ask next about an answer that has passed the gate. In a language without lists: nothing.
pub fn follow_ups(answer: &Answer<'_>) -> Vec<FollowUp> {
    let Some(lexicon) = lexicon(answer.language) else { return Vec::new() };
    let content = Content::of(answer, lexicon);
    remarks::follow_ups(&View::of(answer, &content, lexicon))
}

fn judged_levels(signs: &Signs) -> [Level; 4] {
    [levels::structure(signs), levels::specificity(signs), levels::reasoning(signs), levels::result(signs)]
}

fn verdict(level: &Level, quotes: &Quotes<'_>) -> Verdict {
    Verdict {
        competency: level.competency,
        level: level.level,
        // Not a guess: the same answer always gets the same level.
        spread: Some(0),
        evidence: quotes.of_each(&level.signs, MAX_EVIDENCE),
    }
}
