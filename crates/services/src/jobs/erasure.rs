//! Erasing: objects whose rows are gone go too, however long the object store is away.

use chrono::TimeDelta;
use clients::object_store::ObjectStore;
use models::{Transaction, UserId, job};
use serde::{Deserialize, Serialize};

use super::{Kind, Stop};
use crate::clock::Time;
use crate::error::Error;
use crate::trace_context;

/// A presigned PUT works for 15 minutes after the row it was meant for is gone; a second sweep comes after that.
const SECOND_SWEEP: TimeDelta = TimeDelta::minutes(20);

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Target {
    Key(String),
    Prefix(String),
}

/// What of a payload says what to erase.
#[derive(Deserialize)]
struct Payload {
    #[serde(flatten)]
    target: Target,
}

/// Promises, in the transaction that deletes the rows, to erase one object.
pub(crate) async fn promise_key(tx: &Transaction, user: UserId, key: &str, now: Time) -> Result<(), Error> {
    promise(tx, user, &Target::Key(key.to_owned()), now).await
}

/// Promises to erase everything below a prefix.
pub(crate) async fn promise_prefix(
    tx: &Transaction,
    user: UserId,
    prefix: &str,
    now: Time,
) -> Result<(), Error> {
    promise(tx, user, &Target::Prefix(prefix.to_owned()), now).await
}

async fn promise(tx: &Transaction, user: UserId, target: &Target, now: Time) -> Result<(), Error> {
    let payload = trace_context::carried_in(serde_json::to_string(target)?);
    for run_at in [now, now + SECOND_SWEEP] {
        let new =
            job::New { kind: Kind::Erase.as_str(), user, session: None, payload: payload.clone(), run_at };
        job::enqueue(tx, new, now).await?;
    }
    Ok(())
}

/// Erases, and ends the job. Erasing what is gone already is no error.
pub(super) async fn run(
    db: &models::Database,
    store: &dyn ObjectStore,
    job: &job::Model,
) -> Result<(), Stop> {
    match serde_json::from_str::<Payload>(&job.payload)?.target {
        Target::Key(key) => store.delete(&key).await.map_err(Error::from)?,
        Target::Prefix(prefix) => {
            store.delete_prefix(&prefix).await.map_err(Error::from)?;
        }
    }
    match job::finish(db.write(), job.lease()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Stop::LeaseLost),
        Err(error) => Err(error.into()),
    }
}
