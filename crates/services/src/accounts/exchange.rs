//! Exchanging a refresh token for the next pair, and ending a sign-in (RFC 9700 §4.14.2).

use models::{DataError, SignInId, refresh_token, sign_in, user};

use super::{Accounts, AuthSession, Ending, Identity, tokens};
use crate::clock::Time;
use crate::error::{Denied, Error};
use crate::limits::{Action, Caller};

/// A device that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: SignInId,
    pub name: String,
    pub created_at: Time,
    pub last_used_at: Time,
    /// The one that asks.
    pub current: bool,
}

impl Accounts {
    /// Spends a refresh token and gives the next pair. A spent token ends the whole sign-in, but for one case: nothing of
    /// the pair it bought has been used, so the answer may have been lost, and the exchange is repeated.
    pub async fn refresh(&self, token: &str, caller: &Caller) -> Result<AuthSession, Error> {
        self.limits.take(Action::Refresh, caller, None).await?;
        let now = self.clock.now();
        let hash = tokens::hash_of(token);
        let tx = self.db.begin_unseen().await?;
        let found = refresh_token::find_by_hash(&tx, &hash).await?.ok_or(Denied::InvalidToken)?;
        let family = sign_in::find_for_update(&tx, found.sign_in_id()).await?.ok_or(Denied::InvalidToken)?;
        let presented = refresh_token::find_for_update(&tx, found.id).await?.ok_or(Denied::InvalidToken)?;
        if family.ended_at.is_some() || presented.void_at.is_some() {
            return Err(Denied::InvalidToken.into());
        }
        if presented.spent_at.is_some() {
            let children = refresh_token::children(&tx, &presented).await?;
            if children.iter().any(|child| child.used_at.is_some()) {
                sign_in::end(&tx, family.user_id(), family.sign_in_id(), now).await?;
                tx.commit().await.map_err(DataError::from)?;
                self.endings.tell(Ending::SignIn { sign_in: family.sign_in_id() }).await;
                tracing::warn!(
                    sign_in = family.id,
                    "a spent refresh token was used again: the sign-in was ended"
                );
                return Err(Denied::TokenReused.into());
            }
            for child in children {
                refresh_token::void(&tx, child.id, now).await?;
            }
        }
        if presented.expires_at <= now {
            return Err(Denied::ExpiredToken.into());
        }
        refresh_token::spend(&tx, presented.id, now).await?;
        sign_in::touch(&tx, family.sign_in_id(), now).await?;
        let user = user::find(&tx, family.user_id()).await?.ok_or(Denied::InvalidToken)?;
        let session = self.issue_pair(&tx, user.into(), family.sign_in_id(), Some(presented.id), now).await?;
        tx.commit().await.map_err(DataError::from)?;
        Ok(session)
    }

    /// Ends the caller's own sign-in: its tokens stop working at once.
    pub async fn logout(&self, caller: Identity) -> Result<(), Error> {
        sign_in::end(self.db.write(), caller.user, caller.sign_in, self.clock.now()).await?;
        self.endings.tell(Ending::SignIn { sign_in: caller.sign_in }).await;
        Ok(())
    }

    /// Whether the sign-in has not ended since the caller proved it.
    pub async fn still_stands(&self, caller: Identity) -> Result<bool, Error> {
        let sign_in = sign_in::find(self.db.newest(), caller.user, caller.sign_in).await?;
        Ok(sign_in.is_some_and(|row| row.ended_at.is_none()))
    }

    pub async fn devices(&self, caller: Identity) -> Result<Vec<Device>, Error> {
        let rows = sign_in::list(self.db.newest(), caller.user).await?;
        Ok(rows
            .into_iter()
            .map(|row| Device {
                id: row.sign_in_id(),
                current: row.sign_in_id() == caller.sign_in,
                name: row.device,
                created_at: row.created_at,
                last_used_at: row.last_used_at,
            })
            .collect())
    }

    /// Ends the sign-in of one of the caller's devices.
    pub async fn end_device(&self, caller: Identity, device: SignInId) -> Result<(), Error> {
        if sign_in::end(self.db.write(), caller.user, device, self.clock.now()).await? {
            self.endings.tell(Ending::SignIn { sign_in: device }).await;
            Ok(())
        } else {
            Err(Error::NotFound("device"))
        }
    }
}
