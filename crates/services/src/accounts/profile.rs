//! What users see and change of themselves.

use models::{DataError, UserId, sign_in, user};
use secrecy::{ExposeSecret, SecretString};

use super::{Accounts, Ending, Identity, LONGEST_NAME, User, addresses, needed, passwords};
use crate::error::{Denied, Error, Rule};
use crate::limits::{Action, Caller};
use crate::text;

/// What to change; `None` stays as it is.
#[derive(Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub email: Option<String>,
    pub current_password: Option<SecretString>,
    pub new_password: Option<SecretString>,
}

impl Accounts {
    /// Whose access token it is, as they may be shown.
    pub async fn me(&self, token: &str) -> Result<User, Error> {
        if self.profiles.is_of_use() {
            return self.cached_profile(self.authenticate(token).await?.user).await;
        }
        let now = self.clock.now();
        let access = self.tokens.read(token, now)?;
        let found = sign_in::standing_and_user(self.db.newest(), access.user, access.sign_in, access.pair);
        let (standing, user) = found.await?.ok_or(Denied::InvalidToken)?;
        self.let_in(&access, Some(standing), now).await?;
        Ok(user.into())
    }

    async fn cached_profile(&self, user: UserId) -> Result<User, Error> {
        if let Some(user) = self.profiles.find(user).await {
            return Ok(user);
        }
        let user = User::from(self.row(user).await?);
        self.profiles.keep(&user).await;
        Ok(user)
    }

    /// Changes name, address or password. Address and password need the current password and end the user's other sign-ins.
    pub async fn change(&self, caller: Identity, change: Change, from: &Caller) -> Result<User, Error> {
        check(&change)?;
        let now = self.clock.now();
        let row = self.row(caller.user).await?;
        let sensitive = change.email.is_some() || change.new_password.is_some();
        if sensitive {
            let Some(current) = &change.current_password else {
                return Err(needed(
                    "current_password",
                    "Give your current password to change the address or the password.",
                ));
            };
            self.limits.take(Action::Login, from, Some(&row.email_lower)).await?;
            if !self.passwords.matches(current.expose_secret(), Some(&row.hashed_password)).await? {
                return Err(Rule::WrongPassword.into());
            }
        }
        let hashed_password = match &change.new_password {
            Some(new) => Some(self.passwords.hash(new.expose_secret()).await?),
            None => None,
        };
        let change = user::Change {
            email: change.email,
            name: change.name.map(|name| name.trim().to_owned()),
            hashed_password,
        };
        let tx = self.db.begin(caller.user).await?;
        // Whoever changed the password in the meantime wins: the one that was checked is no longer the current one.
        let held = user::find_for_update(&tx, caller.user).await?.ok_or(Error::NotFound("account"))?;
        if sensitive && held.hashed_password != row.hashed_password {
            return Err(Rule::WrongPassword.into());
        }
        let changed = user::update(&tx, caller.user, change).await.map_err(|error| match error {
            DataError::Duplicate(_) => Error::Rule(Rule::EmailTaken),
            other => other.into(),
        })?;
        if sensitive {
            sign_in::end_others(&tx, caller.user, caller.sign_in, now).await?;
        }
        tx.commit().await.map_err(DataError::from)?;
        self.profiles.forget(caller.user).await;
        if sensitive {
            self.endings.tell(Ending::OfUser { user: caller.user, but: Some(caller.sign_in) }).await;
        }
        Ok(changed.into())
    }
}

fn check(change: &Change) -> Result<(), Error> {
    let mut wrong = Vec::new();
    if let Some(name) = &change.name {
        wrong.extend(text::check("name", name.trim(), LONGEST_NAME).err());
    }
    if let Some(email) = &change.email {
        wrong.extend(addresses::check("email", email).err());
    }
    if let Some(password) = &change.new_password {
        wrong.extend(passwords::check("new_password", password.expose_secret()).err());
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}
