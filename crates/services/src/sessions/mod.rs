//! Sessions: a question, a spoken answer, its transcript and its feedback.

mod attach;
mod follow;
mod history;
mod kept;
mod list;
mod said;
pub mod state;
mod transcript;
mod view;

use std::sync::Arc;
use std::time::Duration;

use clients::object_store::{ObjectStore, Presigned};
use coach::Feedback;
use models::{
    DataError, Database, SessionId, UserId, Viewer, idempotency, job, session, tombstone,
    transcript as transcripts, upload,
};
use sha2::{Digest, Sha256};
use url::Url;

pub use follow::{Follow, Update};
pub use history::Version;
pub use kept::Because;
pub(crate) use kept::{Scores, keep};
pub use list::{Cursor, Page, Query, Statistics};
pub(crate) use said::Said;
pub use transcript::{Transcript, Word};
pub use view::{Failure, Session, Summary};

use crate::clock::{SharedClock, Time};
use crate::error::{Error, Rule};
use crate::events::Events;
use crate::jobs::{Asked, Kind, Waker, erasure, scoring};
use crate::text;
use crate::uploads::Uploads;
use state::{Move, Next, Refusal, Status};

/// Characters at most, of a title, a question, a competency's name, a transcript.
const LONGEST_TITLE: usize = 255;
const LONGEST_QUESTION: usize = 4_000;
const LONGEST_COMPETENCY: usize = 40;
const LONGEST_TRANSCRIPT: usize = 200_000;

/// What a session begins with.
#[derive(Debug, Clone, serde::Serialize)]
pub struct NewSession {
    pub title: String,
    pub question: Option<String>,
    pub competency: Option<String>,
    /// The session whose question is answered again.
    pub attempt_of: Option<SessionId>,
}

/// The session service.
pub struct Sessions {
    pub(crate) db: Database,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) uploads: Arc<Uploads>,
    pub(crate) clock: SharedClock,
    pub(crate) events: Events,
    pub(crate) waker: Waker,
    /// How long a presigned GET works.
    pub(crate) audio_life: Duration,
    /// How often a follower looks by itself, in case an event was lost.
    pub(crate) look_every: Duration,
}

impl Sessions {
    /// Makes a session. A repeat with the same idempotency key within a day gets the first answer.
    pub async fn create(&self, user: UserId, new: NewSession, key: Option<&str>) -> Result<Session, Error> {
        check(Some(&new.title), new.question.as_deref(), new.competency.as_deref())?;
        let scope = idempotency_scope(user);
        let fingerprint = fingerprint(&new)?;
        if let Some(key) = key
            && let Some(first) = self.first_answer(&scope, key, &fingerprint).await?
        {
            return Ok(first);
        }
        if let Some(earlier) = new.attempt_of {
            self.newest_row(user, earlier).await?;
        }
        let now = self.clock.now();
        let row = session::New {
            title: new.title.trim().to_owned(),
            question: new.question,
            competency: new.competency,
            status: Status::Created.as_str().to_owned(),
            attempt_of: new.attempt_of,
        };
        let Some(key) = key else {
            let tx = self.db.begin(user).await?;
            let created = session::insert(&tx, user, row, now).await?;
            tx.commit().await.map_err(DataError::from)?;
            return created.try_into();
        };
        let tx = self.db.begin(user).await?;
        let created = Session::try_from(session::insert(&tx, user, row, now).await?)?;
        let kept = idempotency::Model {
            scope: scope.clone(),
            idempotency_key: key.to_owned(),
            fingerprint: fingerprint.clone(),
            response: serde_json::to_string(&created)?,
            created_at: now,
        };
        match idempotency::insert(&tx, kept).await {
            Ok(()) => {
                tx.commit().await.map_err(DataError::from)?;
                Ok(created)
            }
            // The same request was here twice at the same moment: the other one made the session.
            Err(DataError::Duplicate(_)) => {
                tx.rollback().await.map_err(DataError::from)?;
                let first = self.first_answer(&scope, key, &fingerprint).await?;
                first.ok_or_else(|| Error::Fault("an idempotency key vanished".to_owned()))
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn first_answer(
        &self,
        scope: &str,
        key: &str,
        fingerprint: &str,
    ) -> Result<Option<Session>, Error> {
        let Some(first) = idempotency::find(self.db.newest(), scope, key).await? else { return Ok(None) };
        if first.fingerprint != fingerprint {
            return Err(Error::invalid(
                "Idempotency-Key",
                "This key was used for another request. Use a new one.",
            ));
        }
        Ok(Some(serde_json::from_str(&first.response)?))
    }

    pub async fn find(&self, viewer: Viewer, id: SessionId) -> Result<Session, Error> {
        self.row(viewer, id).await?.try_into()
    }

    pub async fn describe(
        &self,
        user: UserId,
        id: SessionId,
        title: Option<String>,
        question: Option<String>,
    ) -> Result<Session, Error> {
        check(title.as_deref(), question.as_deref(), None)?;
        let title = title.map(|title| title.trim().to_owned());
        let tx = self.db.begin(user).await?;
        let held = session::find_for_update(&tx, user, id).await?.ok_or(Error::NotFound("session"))?;
        let session: Session = session::describe(&tx, held, title, question).await?.try_into()?;
        tx.commit().await.map_err(DataError::from)?;
        self.events.changed(user, id).await;
        Ok(session)
    }

    /// Deletes the session with its recording. If the object store is away, a job goes on erasing.
    pub async fn delete(&self, user: UserId, id: SessionId) -> Result<(), Error> {
        let now = self.clock.now();
        let tx = self.db.begin(user).await?;
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Error::NotFound("session"))?;
        delete_rows(&tx, &row, now).await?;
        tx.commit().await.map_err(DataError::from)?;
        if let Some(key) = &row.audio_s3_key
            && let Err(error) = self.store.delete(key).await
        {
            tracing::warn!(session = id.0, %error, "the recording of a deleted session waits for the erasing job");
        }
        self.waker.wake();
        self.events.changed(user, id).await;
        Ok(())
    }

    /// Asks for feedback. True when the session was completed already: it is never scored twice.
    pub async fn complete(&self, user: UserId, id: SessionId) -> Result<(Session, bool), Error> {
        let session = self.advance(user, id, Move::Complete).await?;
        let done = session.status == Status::Completed;
        Ok((session, done))
    }

    /// Tries again what failed.
    pub async fn retry(&self, user: UserId, id: SessionId) -> Result<Session, Error> {
        self.advance(user, id, Move::Retry).await
    }

    /// Makes a move that needs nothing but the session, and asks for the work it leads to, in one transaction.
    async fn advance(&self, user: UserId, id: SessionId, wanted: Move) -> Result<Session, Error> {
        let tx = self.db.begin(user).await?;
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Error::NotFound("session"))?;
        let session = Session::try_from(row)?;
        let next = session.state().after(wanted).map_err(refused)?;
        let moved = match next {
            Next::Nothing | Next::Rest => return Ok(session),
            Next::Transcribe => self.ask_for(&tx, &session, user, Kind::Transcribe.job()).await?,
            Next::Score => {
                let because = if wanted == Move::Retry { Because::Retried } else { Because::Completed };
                self.ask_for(&tx, &session, user, scoring::job(because)?).await?
            }
        };
        tx.commit().await.map_err(DataError::from)?;
        self.waker.wake();
        self.events.changed(user, id).await;
        Ok(moved)
    }

    /// Puts the session into the state of the work and queues the job, in place of any that was open.
    async fn ask_for(
        &self,
        tx: &models::Transaction,
        session: &Session,
        user: UserId,
        asked: Asked,
    ) -> Result<Session, Error> {
        let now = self.clock.now();
        let status = match asked.kind {
            Kind::Score => Status::Scoring,
            _ => Status::Transcribing,
        };
        job::delete_of_session(tx, session.id).await?;
        job::enqueue(tx, asked.of_session(user, session.id, now), now).await?;
        session::set_status(tx, session.id, status.as_str()).await?.try_into()
    }

    /// Permission to play the recording.
    pub async fn audio(&self, viewer: Viewer, id: SessionId, host: Option<&Url>) -> Result<Presigned, Error> {
        let key = self.row(viewer, id).await?.audio_s3_key.ok_or(Error::NotFound("recording"))?;
        Ok(self.store.presign_get(&key, self.audio_life, host).await?)
    }

    /// The newest feedback, or word of why there is none.
    pub async fn feedback(&self, viewer: Viewer, id: SessionId) -> Result<Feedback, Error> {
        let row = self.row(viewer, id).await?;
        let session = Session::try_from(row.clone())?;
        match (&row.feedback, session.failure) {
            (Some(body), None) if session.status == Status::Completed => Ok(serde_json::from_str(body)?),
            (_, Some(failure)) => {
                // The coach failed, but how it was said can be measured all the same.
                let said = self.said(viewer, id).await?;
                let delivery = said.map(|said| said.delivery(&row)).unwrap_or_default();
                let reason = coach::Reason { code: failure.code, message: failure.message };
                Ok(Feedback::unavailable(reason, delivery))
            }
            _ => Ok(Feedback::pending()),
        }
    }

    /// What was said in a session that is the caller's own, if it has been transcribed.
    pub(crate) async fn said(&self, viewer: Viewer, id: SessionId) -> Result<Option<Said>, Error> {
        let db = self.db.read_for(viewer).await;
        transcripts::find(&db, id).await?.map(Said::read).transpose()
    }

    pub(crate) async fn row(&self, viewer: Viewer, id: SessionId) -> Result<session::Model, Error> {
        let db = self.db.read_for(viewer).await;
        session::find(&db, viewer.user, id).await?.ok_or(Error::NotFound("session"))
    }

    /// As [`Sessions::row`], for who decides by it.
    async fn newest_row(&self, user: UserId, id: SessionId) -> Result<session::Model, Error> {
        self.row(Viewer::newest(user), id).await
    }
}

fn check(title: Option<&str>, question: Option<&str>, competency: Option<&str>) -> Result<(), Error> {
    let mut wrong = Vec::new();
    for (field, given, most) in [
        ("title", title, LONGEST_TITLE),
        ("question", question, LONGEST_QUESTION),
        ("competency", competency, LONGEST_COMPETENCY),
    ] {
        wrong.extend(given.and_then(|given| text::check(field, given, most).err()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::WrongState(why) => Error::WrongState(why.to_owned()),
        Refusal::NotRetryable => Rule::NotRetryable.into(),
    }
}

/// Deletes the rows of a session that is held, and promises to erase its recording. The tombstone keeps a backup from
/// bringing it back.
pub(crate) async fn delete_rows(
    tx: &models::Transaction,
    row: &session::Model,
    now: Time,
) -> Result<(), Error> {
    let (user, id) = (row.user_id(), row.session_id());
    job::delete_of_session(tx, id).await?;
    if let Some(key) = &row.audio_s3_key {
        delete_recording(tx, user, key, now).await?;
    }
    tombstone::of_session(tx, row, now).await?;
    session::delete(tx, user, id).await?;
    Ok(())
}

pub(crate) fn idempotency_scope(user: UserId) -> String {
    format!("sessions:{user}")
}

fn fingerprint(new: &NewSession) -> Result<String, Error> {
    let digest = Sha256::digest(serde_json::to_vec(new)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Forgets a recording that no session has any more, and promises to erase it.
async fn delete_recording(tx: &models::Transaction, user: UserId, key: &str, now: Time) -> Result<(), Error> {
    erasure::promise_key(tx, user, key, now).await?;
    Ok(upload::delete_by_key(tx, user, key).await?)
}
