//! Scoring: from a transcript to feedback, by the configured coach.

use clients::language_model::LanguageModelError;
use coach::{Coach, Feedback};
use models::{DataError, Database, UserId, job, session, transcript};
use serde::{Deserialize, Serialize};

use super::{Asked, Kind, Stop, Work};
use crate::budget::{Payer, Spent};
use crate::clock::SharedClock;
use crate::coaching::contest;
use crate::error::Error;
use crate::events::Events;
use crate::judge::{self, AskError, Judge, Usage};
use crate::sessions::state::{Stage, Status};
use crate::sessions::{Because, Said, keep};

/// What the job knows beside its session.
#[derive(Default, Serialize, Deserialize)]
struct Payload {
    #[serde(default)]
    because: Because,
}

/// Feedback that is asked for.
pub(crate) fn job(because: Because) -> Result<Asked, Error> {
    Ok(Asked { kind: Kind::Score, payload: serde_json::to_string(&Payload { because })? })
}

/// The scorer.
pub(crate) struct Scoring {
    pub(crate) db: Database,
    pub(crate) clock: SharedClock,
    pub(crate) events: Events,
    /// Without one, the rules coach judges.
    pub(crate) judge: Option<Judge>,
}

impl Scoring {
    pub(super) async fn run(&self, job: &job::Model, work: &Work) -> Result<(), Stop> {
        let (user, id) = (job.user_id(), job.session_id().ok_or(Stop::LeaseLost)?);
        let row = session::find(self.db.newest(), user, id).await?;
        let words = transcript::find(self.db.newest(), id).await?;
        let (Some(row), Some(words)) = (row, words) else { return self.nothing_to_do(job).await };
        if row.status != Status::Scoring.as_str() {
            return self.nothing_to_do(job).await;
        }
        work.enter(Stage::Coach);
        let (feedback, usage) = self.feedback(user, &row, &Said::read(words)?, work).await?;
        self.store_feedback(job, feedback, usage).await
    }

    async fn feedback(
        &self,
        user: UserId,
        row: &session::Model,
        said: &Said,
        work: &Work,
    ) -> Result<(Feedback, Usage), Stop> {
        let answer = said.answer(row);
        let delivery = said.delivery(row);
        let mut usage = Usage::default();
        let coach = match &self.judge {
            // What the gate refuses costs no tokens.
            Some(judge) if coach::gate(&answer).is_ok() => {
                let judged = judge
                    .judge(Payer::User(user), &answer, work.reporter(Stage::Coach))
                    .await
                    .map_err(coach_failure)?;
                usage = judged.usage;
                let standing = judge::standing(&self.db, judge).await?;
                Coach::Model { name: judged.model, judgement: judged.judgement, standing }
            }
            _ => Coach::Rules,
        };
        let feedback = coach::feedback_with(&answer, coach, delivery);
        let withdrawn = contest::withdrawn(&self.db, row.session_id()).await?;
        Ok((feedback.without_again(&withdrawn), usage))
    }

    /// The session moved on without this job.
    async fn nothing_to_do(&self, job: &job::Model) -> Result<(), Stop> {
        if job::finish(self.db.write(), job.lease()).await? { Ok(()) } else { Err(Stop::LeaseLost) }
    }

    /// The feedback, the session's next state and the end of the job: all or none.
    async fn store_feedback(&self, job: &job::Model, feedback: Feedback, usage: Usage) -> Result<(), Stop> {
        let (user, id) = (job.user_id(), job.session_id().ok_or(Stop::LeaseLost)?);
        let now = self.clock.now();
        let tx = self.db.begin(user).await?;
        if !job::finish(&tx, job.lease()).await? {
            return Err(Stop::LeaseLost);
        }
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Stop::LeaseLost)?;
        if row.status == Status::Scoring.as_str() {
            let Payload { because } = serde_json::from_str(&job.payload)?;
            keep(&tx, id, &feedback, because, usage, (now, now)).await?;
        }
        tx.commit().await.map_err(DataError::from)?;
        self.events.changed(user, id).await;
        Ok(())
    }
}

fn coach_failure(error: AskError) -> Stop {
    tracing::warn!(%error, "the judge failed");
    let safe = "Your answer and its transcript are safe.";
    match error {
        AskError::Model(LanguageModelError::RateLimited { retry_after }) => {
            let message =
                format!("The language model has too much to do. {safe} Try again in a few minutes.");
            Stop::later(Stage::Coach, "coach_busy", message, retry_after)
        }
        AskError::Model(LanguageModelError::Unauthorised(_)) => {
            let message = format!(
                "The language model refuses this server's key. {safe} Whoever runs the server has to mend that."
            );
            Stop::Never(super::failure(Stage::Coach, "coach_unauthorised", message, true))
        }
        AskError::Model(LanguageModelError::Refused(_)) => {
            let message = format!("The language model refused to judge this answer. {safe}");
            Stop::Never(super::failure(Stage::Coach, "coach_refused", message, true))
        }
        AskError::Model(LanguageModelError::TimedOut(_) | LanguageModelError::Unreachable(_)) => {
            let message = format!("The language model does not answer. {safe} Try again in a few minutes.");
            Stop::later(Stage::Coach, "coach_unavailable", message, None)
        }
        // To wait for tomorrow would leave the session in work for hours; to let the rules judge would be another judge.
        AskError::Spent(Spent { most, .. }) => {
            let message = format!(
                "You have used today's {most} calls to the language model. {safe} Try again after 00:00 UTC, when the next \
                 day's begin."
            );
            Stop::Never(super::failure(Stage::Coach, "coach_budget_spent", message, true))
        }
        AskError::Model(LanguageModelError::BadAnswer(_)) | AskError::Malformed(_) => {
            let message = format!(
                "The language model's judgement could not be used: it did not hold to what it was asked. {safe} Try again."
            );
            // It was asked again already; asking on by ourselves would only cost.
            Stop::Never(super::failure(Stage::Coach, "coach_bad_answer", message, true))
        }
    }
}
