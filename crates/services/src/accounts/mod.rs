//! Accounts: registration, sign-in, and what users do with their own account.

mod addresses;
pub(crate) mod deletion;
mod endings;
mod exchange;
mod export;
mod passwords;
mod profile;
mod profile_cache;
mod tokens;

use std::sync::Arc;

use clients::object_store::ObjectStore;
use models::{Database, SignInId, UserId, Viewer, idempotency, refresh_token, sign_in, user};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

pub use endings::Ending;
pub use exchange::Device;
pub use export::Export;
pub use passwords::Passwords;
pub use profile::Change;
pub use tokens::{SigningKey, TokenSettings, Tokens};

pub(crate) use endings::Endings;
pub(crate) use profile_cache::ProfileCache;
use tokens::Access;
pub(crate) use tokens::hash_of;

use crate::clock::{SharedClock, Time};
use crate::error::{Denied, Error, FieldError, Rule};
use crate::jobs::Waker;
use crate::limits::{Action, Caller, Limits};
use crate::scratch::Scratch;
use crate::text;

/// Characters of a name at most.
const LONGEST_NAME: usize = 120;

/// Somebody with an account, as they may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub name: Option<String>,
    pub created_at: Time,
}

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        Self { id: row.user_id(), email: row.email, name: row.name, created_at: row.created_at }
    }
}

/// A user signed in on one device, with a fresh pair of tokens.
#[derive(Debug)]
pub struct AuthSession {
    pub user: User,
    pub token: SecretString,
    pub refresh_token: SecretString,
    /// Seconds that `token` lives, and `refresh_token`.
    pub expires_in: u64,
    pub refresh_expires_in: u64,
}

/// Who makes a request, proven by an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub user: UserId,
    pub sign_in: SignInId,
    /// When the token that proved it expires.
    pub expires_at: Time,
    /// How many writes of the user's there were when it was proven.
    pub(crate) write_position: i64,
}

impl Identity {
    /// The caller as somebody who looks, in the request that proved it: a socket lives on, and has to look at what is newest.
    pub fn viewer(&self) -> Viewer {
        Viewer::at(self.user, self.write_position)
    }
}

/// What somebody registers with.
#[derive(Debug)]
pub struct Registration {
    pub email: String,
    pub password: SecretString,
    pub name: Option<String>,
    /// A repeat with the same key gets the account that the first request made.
    pub idempotency_key: Option<String>,
}

/// The account service.
pub struct Accounts {
    pub(crate) db: Database,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) clock: SharedClock,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: Tokens,
    pub(crate) limits: Limits,
    pub(crate) endings: Endings,
    pub(crate) profiles: ProfileCache,
    pub(crate) waker: Waker,
    /// Where an export is put together.
    pub(crate) scratch: Arc<Scratch>,
}

impl Accounts {
    /// Makes an account and signs in to it.
    pub async fn register(&self, new: Registration, caller: &Caller) -> Result<AuthSession, Error> {
        use secrecy::ExposeSecret;
        let mut wrong = Vec::new();
        wrong.extend(addresses::check("email", &new.email).err());
        wrong.extend(passwords::check("password", new.password.expose_secret()).err());
        let name = new.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        wrong.extend(name.and_then(|name| text::check("name", name, LONGEST_NAME).err()));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        self.limits.take(Action::Register, caller, None).await?;

        let hashed = self.passwords.hash(new.password.expose_secret()).await?;
        let now = self.clock.now();
        let tx = self.db.begin_unseen().await?;
        let user = match user::insert(&tx, &new.email, &hashed, name, now).await {
            Ok(user) => user,
            Err(models::DataError::Duplicate(_)) => {
                tx.rollback().await.map_err(models::DataError::from)?;
                return self.registered_before(&new, caller).await;
            }
            Err(error) => return Err(error.into()),
        };
        if let Some(key) = &new.idempotency_key {
            idempotency::insert(&tx, self.registration_row(&new, key, now)).await?;
        }
        let session = self.sign_in_to(&tx, user, caller, now).await?;
        tx.commit().await.map_err(models::DataError::from)?;
        Ok(session)
    }

    /// A registration whose answer was lost may be repeated with its idempotency key, by who knows the password.
    async fn registered_before(&self, new: &Registration, caller: &Caller) -> Result<AuthSession, Error> {
        use secrecy::ExposeSecret;
        let Some(key) = &new.idempotency_key else { return Err(Rule::EmailTaken.into()) };
        let row = self.registration_row(new, key, self.clock.now());
        let first = idempotency::find(self.db.newest(), &row.scope, key).await?;
        if first.is_none_or(|first| first.fingerprint != row.fingerprint) {
            return Err(Rule::EmailTaken.into());
        }
        let user = user::find_by_email(self.db.newest(), &new.email).await?.ok_or(Rule::EmailTaken)?;
        if !self.passwords.matches(new.password.expose_secret(), Some(&user.hashed_password)).await? {
            return Err(Rule::EmailTaken.into());
        }
        self.begin_sign_in(user, caller).await
    }

    fn registration_row(&self, new: &Registration, key: &str, now: Time) -> idempotency::Model {
        let address = new.email.to_lowercase();
        idempotency::Model {
            scope: format!("register:{}", hash_of(&address)),
            idempotency_key: key.to_owned(),
            fingerprint: hash_of(&format!("{address}\n{}", new.name.as_deref().unwrap_or_default())),
            // The answer holds tokens, which are kept nowhere: a repeat is given fresh ones.
            response: "{}".to_owned(),
            created_at: now,
        }
    }

    /// Signs in with address and password. Takes the same time and says the same whether or not the address is known.
    pub async fn login(
        &self,
        email: &str,
        password: &SecretString,
        caller: &Caller,
    ) -> Result<AuthSession, Error> {
        use secrecy::ExposeSecret;
        self.limits.take(Action::Login, caller, Some(&email.to_lowercase())).await?;
        let user = user::find_by_email(self.db.newest(), email).await?;
        let hashed = user.as_ref().map(|user| user.hashed_password.as_str());
        let matches = self.passwords.matches(password.expose_secret(), hashed).await?;
        match user {
            Some(user) if matches => self.begin_sign_in(user, caller).await,
            _ => Err(Denied::InvalidCredentials.into()),
        }
    }

    /// For who has just given the user's password.
    async fn begin_sign_in(&self, user: user::Model, caller: &Caller) -> Result<AuthSession, Error> {
        let tx = self.db.begin_unseen().await?;
        // Comparing takes its time. Who changed the password meanwhile wants those out who know the old one.
        let held = user::find_for_update(&tx, user.user_id()).await?;
        if held.is_none_or(|held| held.hashed_password != user.hashed_password) {
            return Err(Denied::InvalidCredentials.into());
        }
        let session = self.sign_in_to(&tx, user, caller, self.clock.now()).await?;
        tx.commit().await.map_err(models::DataError::from)?;
        Ok(session)
    }

    async fn sign_in_to(
        &self,
        tx: &models::Transaction,
        user: user::Model,
        caller: &Caller,
        now: Time,
    ) -> Result<AuthSession, Error> {
        let sign_in = sign_in::insert(tx, user.user_id(), &caller.device, now).await?;
        self.issue_pair(tx, user.into(), sign_in.sign_in_id(), None, now).await
    }

    /// Makes the next pair of tokens of a sign-in.
    async fn issue_pair(
        &self,
        tx: &models::Transaction,
        user: User,
        sign_in: SignInId,
        parent: Option<i64>,
        now: Time,
    ) -> Result<AuthSession, Error> {
        let (refresh_token, hash) = self.tokens.refresh_token(&*self.clock);
        let expires_at = now + self.tokens.refresh_life;
        let pair = refresh_token::insert(tx, sign_in, parent, &hash, now, expires_at).await?;
        let token = self.tokens.issue(user.id, sign_in, pair.id, &*self.clock)?;
        Ok(AuthSession {
            user,
            token,
            refresh_token,
            expires_in: self.tokens.access_life_s(),
            refresh_expires_in: self.tokens.refresh_life.as_secs(),
        })
    }

    /// Who an access token belongs to, if it and its sign-in still stand.
    pub async fn authenticate(&self, token: &str) -> Result<Identity, Error> {
        let now = self.clock.now();
        let access = self.tokens.read(token, now)?;
        let standing = sign_in::standing(self.db.newest(), access.user, access.sign_in, access.pair).await?;
        self.let_in(&access, standing, now).await
    }

    async fn let_in(
        &self,
        access: &Access,
        standing: Option<sign_in::Standing>,
        now: Time,
    ) -> Result<Identity, Error> {
        let standing = standing.ok_or(Denied::InvalidToken)?;
        if standing.ended_at.is_some() || standing.void_at.is_some() {
            return Err(Denied::InvalidToken.into());
        }
        // The first use settles that the pair arrived: its parent can not be exchanged again.
        if standing.used_at.is_none() && !refresh_token::mark_used(self.db.write(), access.pair, now).await? {
            return Err(Denied::InvalidToken.into());
        }
        let expires_at = Time::from_timestamp(access.expires_at, 0).ok_or(Denied::InvalidToken)?;
        let write_position = standing.write_position;
        Ok(Identity { user: access.user, sign_in: access.sign_in, expires_at, write_position })
    }

    /// The user's row; who holds a valid token has one, unless the account went away this moment.
    pub(crate) async fn row(&self, user: UserId) -> Result<user::Model, Error> {
        user::find(self.db.newest(), user).await?.ok_or(Error::Denied(Denied::InvalidToken))
    }
}

/// Names a field of the request that is needed for what else it holds.
fn needed(field: &str, why: &str) -> Error {
    Error::Invalid(vec![FieldError::new(field, why)])
}
