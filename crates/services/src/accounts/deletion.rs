//! Leaving: the account's rows and its stored objects go, by a promise made in the same transaction.

use models::{DataError, Transaction, idempotency, job, tombstone, user};
use secrecy::{ExposeSecret, SecretString};

use super::{Accounts, Ending, Identity, tokens};
use crate::clock::Time;
use crate::error::{Denied, Error, Rule};
use crate::jobs::erasure;
use crate::limits::{Action, Caller};

impl Accounts {
    /// Deletes the account with all that hangs on it. When this returns, rows and objects are gone; if the object store is
    /// away, a job goes on erasing until they are.
    pub async fn delete(
        &self,
        caller: Identity,
        password: &SecretString,
        from: &Caller,
    ) -> Result<(), Error> {
        let row = self.row(caller.user).await?;
        self.limits.take(Action::Login, from, Some(&row.email_lower)).await?;
        if !self.passwords.matches(password.expose_secret(), Some(&row.hashed_password)).await? {
            return Err(Rule::WrongPassword.into());
        }
        let now = self.clock.now();
        let prefix = crate::uploads::prefix_of(caller.user);
        let tx = self.db.begin(caller.user).await?;
        let row = user::find_for_update(&tx, caller.user).await?.ok_or(Denied::InvalidToken)?;
        delete_rows(&tx, &row, now).await?;
        tx.commit().await.map_err(DataError::from)?;
        self.profiles.forget(caller.user).await;
        self.endings.tell(Ending::OfUser { user: caller.user, but: None }).await;
        if let Err(error) = self.store.delete_prefix(&prefix).await {
            tracing::warn!(user = caller.user.0, %error, "objects of a deleted account wait for the erasing job");
        }
        self.waker.wake();
        Ok(())
    }
}

/// Deletes the rows of a user that is held, and promises to erase their objects. The tombstone keeps a backup from bringing
/// them back.
pub(crate) async fn delete_rows(tx: &Transaction, row: &user::Model, now: Time) -> Result<(), Error> {
    let user = row.user_id();
    job::delete_of_user(tx, user).await?;
    erasure::promise_prefix(tx, user, &crate::uploads::prefix_of(user), now).await?;
    idempotency::delete_scope(tx, &crate::sessions::idempotency_scope(user)).await?;
    idempotency::delete_scope(tx, &format!("register:{}", tokens::hash_of(&row.email_lower))).await?;
    tombstone::of_user(tx, row, now).await?;
    user::delete(tx, user).await?;
    Ok(())
}
