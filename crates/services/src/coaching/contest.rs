//! Contesting a claim of the feedback: it is checked again, leaves when it can not be supported, and is kept either way.

use coach::contest::{Claim, Outcome, SecondLook};
use coach::{Answer, CoachKind, Feedback, model, rules};
use models::{DataError, Database, SessionId, UserId, Viewer, contested_claim, feedback, session};

use super::Coaching;
use crate::budget::Payer;
use crate::error::{Error, FieldError, Rule};
use crate::judge::{Usage, no_model, nobody_watches};
use crate::limits::{Action, Caller};
use crate::sessions::{Because, Said, keep};
use crate::text;

/// Characters at most, of the claim's text and of what its reader says against it.
const LONGEST_CLAIM: usize = 2_000;
const LONGEST_COMMENT: usize = 2_000;

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contested {
    pub outcome: Outcome,
    /// For the user to read.
    pub reason: String,
    /// As it is now.
    pub feedback: Feedback,
}

impl Coaching {
    /// Checks one claim of the current feedback again. Repeated, it gives the first answer as long as nothing has changed.
    pub async fn contest(
        &self,
        user: UserId,
        id: SessionId,
        claim: &str,
        comment: Option<&str>,
        caller: &Caller,
    ) -> Result<Contested, Error> {
        check(claim, comment)?;
        let (claim, comment) = (claim.trim(), comment.map(str::trim));
        let viewer = Viewer::newest(user);
        let row = self.sessions.row(viewer, id).await?;
        let said = self.said(viewer, id, &row).await?;
        let shown = self.sessions.feedback(viewer, id).await?;
        if let Some(first) = self.first_answer(id, claim, comment, &said, &shown).await? {
            return Ok(Contested { feedback: shown, ..first });
        }
        let found = shown.claim(claim).ok_or(Rule::NoSuchClaim)?;
        let (look, usage) =
            self.look_again(user, &said.answer(&row), &shown, &found, comment, caller).await?;
        let feedback = match look.outcome {
            Outcome::Withdrawn => shown.without(&found, &look.reason),
            Outcome::Upheld => shown,
        };
        let kept = Kept { claim: found, comment, look: &look, usage };
        self.keep(user, &row, &said, &feedback, kept).await?;
        Ok(Contested { outcome: look.outcome, reason: look.reason, feedback })
    }

    /// The answer that the same claim was given on the same words and for the same reason: who says more is heard again.
    async fn first_answer(
        &self,
        id: SessionId,
        claim: &str,
        comment: Option<&str>,
        said: &Said,
        shown: &Feedback,
    ) -> Result<Option<Contested>, Error> {
        let known = contested_claim::of_session(self.sessions.db.newest(), id).await?;
        let same = |known: &&contested_claim::Model| {
            known.claim_text.eq_ignore_ascii_case(claim)
                && known.transcript == said.text()
                && comment
                    .is_none_or(|comment| comment.is_empty() || known.comment.as_deref() == Some(comment))
        };
        let Some(known) = known.iter().rev().find(same) else { return Ok(None) };
        let outcome = read_outcome(&known.outcome)?;
        let stands = shown.claim(claim);
        // What stands there now must be what was looked at then.
        let unchanged = match (&stands, outcome) {
            (None, Outcome::Withdrawn) => true,
            (Some(stands), Outcome::Upheld) => *stands == serde_json::from_str::<Claim>(&known.claim)?,
            _ => false,
        };
        let first = || Contested { outcome, reason: known.reason.clone(), feedback: shown.clone() };
        Ok(unchanged.then(first))
    }

    /// Whoever made the claim checks it: the rules by other signs, a language model asked about this one claim.
    async fn look_again(
        &self,
        user: UserId,
        answer: &Answer<'_>,
        shown: &Feedback,
        claim: &Claim,
        comment: Option<&str>,
        caller: &Caller,
    ) -> Result<(SecondLook, Usage), Error> {
        if shown.coach.as_ref().is_none_or(|coach| coach.kind == CoachKind::Rules) {
            return Ok((rules::check(answer, claim, comment), Usage::default()));
        }
        let judge = self.judge.as_ref().ok_or_else(no_model)?;
        self.limits.take(Action::Ai, caller, Some(&user.to_string())).await?;
        let prompt = model::claim_prompt(answer, claim, comment);
        let read = |reply: &str| model::parse_second_look(reply, answer, claim);
        let read = judge.ask(Payer::User(user), &prompt, 0, nobody_watches(), read).await?;
        Ok((read.value, read.usage))
    }

    /// The claim with its outcome and, when it went, the feedback without it: both or neither.
    async fn keep(
        &self,
        user: UserId,
        seen: &session::Model,
        said: &Said,
        feedback: &Feedback,
        kept: Kept<'_>,
    ) -> Result<(), Error> {
        let id = seen.session_id();
        let now = self.sessions.clock.now();
        let tx = self.sessions.db.begin(user).await?;
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Error::NotFound("session"))?;
        if row.feedback != seen.feedback || row.status != seen.status {
            let why = "The feedback has changed since. Read it again before you contest it.";
            return Err(Error::WrongState(why.to_owned()));
        }
        let new = contested_claim::New {
            version: feedback::last_version(&tx, id).await?.unwrap_or_default(),
            claim: serde_json::to_string(&kept.claim)?,
            claim_text: kept.claim.text().to_owned(),
            comment: kept.comment.map(str::to_owned),
            question: row.question.clone(),
            transcript: said.text().to_owned(),
            outcome: stored_outcome(kept.look.outcome).to_owned(),
            reason: kept.look.reason.clone(),
        };
        contested_claim::insert(&tx, id, new, now).await?;
        if kept.look.outcome == Outcome::Withdrawn {
            let times = (now, row.completed_at.unwrap_or(now));
            keep(&tx, id, feedback, Because::Contested, kept.usage, times).await?;
        }
        tx.commit().await.map_err(DataError::from)?;
        self.sessions.events.changed(user, id).await;
        Ok(())
    }
}

struct Kept<'a> {
    claim: Claim,
    comment: Option<&'a str>,
    look: &'a SecondLook,
    usage: Usage,
}

/// What was withdrawn from the session's feedback so far, with the reasons.
pub(crate) async fn withdrawn(db: &Database, id: SessionId) -> Result<Vec<(Claim, String)>, Error> {
    let rows = contested_claim::of_session(db.write(), id).await?;
    rows.into_iter()
        .filter(|row| row.outcome == stored_outcome(Outcome::Withdrawn))
        .map(|row| Ok((serde_json::from_str(&row.claim)?, row.reason)))
        .collect()
}

fn check(claim: &str, comment: Option<&str>) -> Result<(), Error> {
    let mut wrong: Vec<FieldError> = text::check("claim", claim, LONGEST_CLAIM).err().into_iter().collect();
    wrong.extend(comment.and_then(|comment| text::check("comment", comment, LONGEST_COMMENT).err()));
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn stored_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Withdrawn => "withdrawn",
        Outcome::Upheld => "upheld",
    }
}

fn read_outcome(stored: &str) -> Result<Outcome, Error> {
    Ok(serde_json::from_value(stored.into())?)
}
