//! A session's transcript as it may be read, and its correction by the user.

use models::{DataError, SessionId, UserId, Viewer, session, transcript};

use super::kept::Because;
use super::state::{Move, Next, Status};
use super::view::Session;
use super::{LONGEST_TRANSCRIPT, Sessions, refused};
use crate::error::{Error, FieldError};
use crate::jobs::scoring;

pub use coach::Word;

/// What was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// As it is now: recognised, or corrected.
    pub text: String,
    /// As recognised, once there is a correction.
    pub original_text: Option<String>,
    pub language: String,
    pub engine: String,
    pub duration_s: f64,
    /// Of `text`, in order. After a correction, times are carried over from the recognised words.
    pub words: Vec<Word>,
}

impl TryFrom<transcript::Model> for Transcript {
    type Error = Error;

    fn try_from(row: transcript::Model) -> Result<Self, Error> {
        let recognised: Vec<Word> = serde_json::from_str(&row.words)?;
        Ok(match row.corrected_text {
            Some(corrected) => Self {
                words: coach::align(&recognised, &corrected),
                text: corrected,
                original_text: Some(row.text),
                language: row.language,
                engine: row.engine,
                duration_s: row.duration_s,
            },
            None => Self {
                text: row.text,
                original_text: None,
                language: row.language,
                engine: row.engine,
                duration_s: row.duration_s,
                words: recognised,
            },
        })
    }
}

impl Sessions {
    pub async fn transcript(&self, viewer: Viewer, id: SessionId) -> Result<Transcript, Error> {
        let session = self.find(viewer, id).await?;
        if !session.state().has_transcript() {
            return Err(Error::WrongState("There is no transcript yet.".to_owned()));
        }
        let db = self.db.read_for(viewer).await;
        let row = transcript::find(&db, id).await?.ok_or(Error::NotFound("transcript"))?;
        row.try_into()
    }

    /// Corrects the text; the recognised one is kept. Feedback that had been asked for is asked for again.
    pub async fn correct(&self, user: UserId, id: SessionId, text: &str) -> Result<Transcript, Error> {
        let characters = text.chars().count();
        if characters > LONGEST_TRANSCRIPT {
            let message = format!("Use at most {LONGEST_TRANSCRIPT} characters; there are {characters}.");
            return Err(Error::Invalid(vec![FieldError::new("text", message)]));
        }
        let now = self.clock.now();
        let tx = self.db.begin(user).await?;
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Error::NotFound("session"))?;
        let session = Session::try_from(row)?;
        let next = session.state().after(Move::Correct).map_err(refused)?;
        transcript::correct(&tx, id, text, now).await?;
        session::correct_transcript(&tx, id, text, Status::Transcribed.as_str()).await?;
        if next == Next::Score {
            self.ask_for(&tx, &session, user, scoring::job(Because::Corrected)?).await?;
        }
        let corrected = transcript::find(&tx, id).await?.ok_or(Error::NotFound("transcript"))?;
        tx.commit().await.map_err(DataError::from)?;
        self.waker.wake();
        self.events.changed(user, id).await;
        corrected.try_into()
    }
}
