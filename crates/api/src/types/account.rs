//! Accounts on the wire.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use services::accounts;
use utoipa::ToSchema;

use super::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterRequest {
    /// Shown as typed, compared without regard to case.
    #[schema(format = Email, max_length = 254)]
    pub(crate) email: String,
    /// 8 characters to 71 bytes.
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 71)]
    pub(crate) password: SecretString,
    #[schema(max_length = 120)]
    pub(crate) name: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoginRequest {
    #[schema(format = Email)]
    pub(crate) email: String,
    #[schema(value_type = String, format = Password)]
    pub(crate) password: SecretString,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshRequest {
    /// Left out by the web app, whose token is in its cookie.
    #[schema(value_type = Option<String>)]
    pub(crate) refresh_token: Option<SecretString>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeUserRequest {
    #[schema(max_length = 120)]
    pub(crate) name: Option<String>,
    /// Needs `current_password`.
    #[schema(format = Email, max_length = 254)]
    pub(crate) email: Option<String>,
    #[schema(value_type = Option<String>, format = Password)]
    pub(crate) current_password: Option<SecretString>,
    /// Needs `current_password`.
    #[schema(value_type = Option<String>, format = Password, min_length = 8, max_length = 71)]
    pub(crate) new_password: Option<SecretString>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteUserRequest {
    #[schema(value_type = String, format = Password)]
    pub(crate) password: SecretString,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    id: i64,
    email: String,
    name: Option<String>,
    created_at: Timestamp,
}

impl From<accounts::User> for User {
    fn from(user: accounts::User) -> Self {
        Self { id: user.id.0, email: user.email, name: user.name, created_at: user.created_at.into() }
    }
}

/// A user signed in, with a fresh pair of tokens.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthSession {
    user: User,
    /// The access token: goes into `Authorization: Bearer`.
    token: String,
    /// Null for the web app, which has it in a cookie.
    refresh_token: Option<String>,
    #[schema(examples("bearer"))]
    token_type: &'static str,
    /// Seconds that `token` lives.
    expires_in: u64,
}

impl AuthSession {
    pub(crate) fn new(session: accounts::AuthSession, refresh_token_too: bool) -> Self {
        Self {
            user: session.user.into(),
            token: session.token.expose_secret().to_owned(),
            refresh_token: refresh_token_too.then(|| session.refresh_token.expose_secret().to_owned()),
            token_type: "bearer",
            expires_in: session.expires_in,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Devices {
    devices: Vec<Device>,
}

/// A sign-in that has not ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct Device {
    id: i64,
    name: String,
    created_at: Timestamp,
    last_used_at: Timestamp,
    /// The one that asks.
    current: bool,
}

impl From<Vec<accounts::Device>> for Devices {
    fn from(devices: Vec<accounts::Device>) -> Self {
        let devices = devices
            .into_iter()
            .map(|device| Device {
                id: device.id.0,
                name: device.name,
                created_at: device.created_at.into(),
                last_used_at: device.last_used_at.into(),
                current: device.current,
            })
            .collect();
        Self { devices }
    }
}
