//! Scoring: from a transcript to feedback, by the configured coach.

use coach::{Answer, Coach, Feedback};
use models::{DataError, Database, feedback, job, session, transcript};

use super::{Stop, Work};
use crate::clock::SharedClock;
use crate::events::Events;
use crate::sessions::state::{Stage, Status};

/// The scorer.
pub(crate) struct Scoring {
    pub(crate) db: Database,
    pub(crate) clock: SharedClock,
    pub(crate) events: Events,
}

impl Scoring {
    pub(super) async fn run(&self, job: &job::Model, work: &Work) -> Result<(), Stop> {
        let (user, id) = (job.user_id(), job.session_id().ok_or(Stop::LeaseLost)?);
        let row = session::find(self.db.write(), user, id).await?;
        let words = transcript::find(self.db.write(), id).await?;
        let (Some(row), Some(words)) = (row, words) else { return self.nothing_to_do(job).await };
        if row.status != Status::Scoring.as_str() {
            return self.nothing_to_do(job).await;
        }
        work.enter(Stage::Coach).await;
        let said = Said::read(words)?;
        let answer = said.answer(&row);
        let feedback = coach::feedback(&answer, Coach::Rules);
        self.store_feedback(job, &feedback).await
    }

    /// The session moved on without this job.
    async fn nothing_to_do(&self, job: &job::Model) -> Result<(), Stop> {
        job::finish(self.db.write(), job.lease()).await?;
        Ok(())
    }

    /// The feedback, the session's next state and the end of the job: all or none.
    async fn store_feedback(&self, job: &job::Model, feedback: &Feedback) -> Result<(), Stop> {
        let (user, id) = (job.user_id(), job.session_id().ok_or(Stop::LeaseLost)?);
        let body = serde_json::to_string(feedback)?;
        let scored = session::Scored {
            scores: serde_json::to_string(&serde_json::json!({
                "overall_score": feedback.overall_score,
                "communication_score": feedback.communication_score,
                "technical_score": feedback.technical_score,
                "clarity_score": feedback.clarity_score,
            }))?,
            overall_score: feedback.overall_score,
            body: body.clone(),
            status: Status::Completed.as_str().to_owned(),
            failure: None,
        };
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        if !job::finish(&tx, job.lease()).await? {
            return Err(Stop::LeaseLost);
        }
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Stop::LeaseLost)?;
        if row.status == Status::Scoring.as_str() {
            session::set_feedback(&tx, id, scored, Some(now)).await?;
            feedback::append(&tx, id, &body, now).await?;
        }
        tx.commit().await.map_err(DataError::from)?;
        self.events.changed(user, id).await;
        Ok(())
    }
}

/// What was said, as the coach wants it.
struct Said {
    text: String,
    words: Vec<coach::Word>,
    speech: Vec<coach::Span>,
    language: String,
    duration_s: f64,
    engine: coach::EngineTraits,
    corrected: bool,
}

impl Said {
    fn read(row: transcript::Model) -> Result<Self, Stop> {
        let recognised: Vec<coach::Word> = serde_json::from_str(&row.words)?;
        let corrected = row.corrected_text.is_some();
        let (text, words) = match row.corrected_text {
            Some(text) => {
                let words = coach::align(&recognised, &text);
                (text, words)
            }
            None => (row.text, recognised),
        };
        Ok(Self {
            text,
            words,
            speech: serde_json::from_str(&row.speech)?,
            language: row.language,
            duration_s: row.duration_s,
            engine: serde_json::from_str(&row.engine_traits)?,
            corrected,
        })
    }

    fn answer<'a>(&'a self, session: &'a session::Model) -> Answer<'a> {
        Answer {
            text: &self.text,
            words: &self.words,
            language: &self.language,
            duration_s: self.duration_s,
            speech: &self.speech,
            question: session.question.as_deref(),
            competency: session.competency.as_deref(),
            engine: self.engine,
            corrected: self.corrected,
        }
    }
}
