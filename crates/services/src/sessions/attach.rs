//! Giving a session its recording: the begin of transcription.

use models::{DataError, SessionId, UserId, job, session};

use super::state::{Move, Next};
use super::view::Session;
use super::{Sessions, refused};
use crate::error::{Error, Rule};
use crate::jobs::Kind;

impl Sessions {
    /// Gives the session the recording under `key`, confirming the upload if the client has not. The same key again
    /// starts nothing new; another one, where the first could not be transcribed, takes its place.
    pub async fn attach(&self, user: UserId, id: SessionId, key: &str) -> Result<Session, Error> {
        let session = Session::try_from(self.newest_row(user, id).await?)?;
        let same = |session: &Session| session.audio_key.as_deref() == Some(key);
        if same(&session) {
            return Ok(session);
        }
        session.state().after(Move::Attach).map_err(refused)?;
        let upload = self.uploads.confirm(user, key).await?;

        let now = self.clock.now();
        let tx = self.db.begin(user).await?;
        let row = session::find_for_update(&tx, user, id).await?.ok_or(Error::NotFound("session"))?;
        let session = Session::try_from(row)?;
        // Another socket was first.
        if same(&session) {
            return Ok(session);
        }
        match session.state().after(Move::Attach).map_err(refused)? {
            Next::Transcribe => {}
            Next::Score | Next::Rest | Next::Nothing => return Ok(session),
        }
        let status = super::Status::Transcribing.as_str();
        let row = session::set_audio(&tx, id, &upload.key, status).await.map_err(|error| match error {
            DataError::Duplicate(_) => Error::Rule(Rule::UploadInUse),
            other => other.into(),
        })?;
        if let Some(replaced) = &session.audio_key {
            super::delete_recording(&tx, user, replaced, now).await?;
        }
        job::delete_of_session(&tx, id).await?;
        job::enqueue(&tx, Kind::Transcribe.job().of_session(user, id, now), now).await?;
        tx.commit().await.map_err(DataError::from)?;
        self.waker.wake();
        self.events.changed(user, id).await;
        row.try_into()
    }
}
