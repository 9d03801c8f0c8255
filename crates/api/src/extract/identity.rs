//! The signed-in user, from `Authorization: Bearer`.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use secrecy::SecretString;
use services::{Denied, Error};

use crate::problem::Problem;
use crate::state::AppState;

/// Who it belongs to and that it still stands is asked of the database.
pub(crate) struct Identity(pub(crate) services::accounts::Identity);

impl FromRequestParts<AppState> for Identity {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        Ok(Self(state.services.accounts.authenticate(token(parts)?).await?))
    }
}

/// The token, as it was sent.
pub(crate) struct AccessToken(pub(crate) SecretString);

impl FromRequestParts<AppState> for AccessToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        Ok(Self(token(parts)?.into()))
    }
}

fn token(parts: &Parts) -> Result<&str, Error> {
    let header = parts.headers.get(AUTHORIZATION).ok_or(Denied::MissingToken)?;
    let token = header
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    Ok(token.ok_or(Denied::InvalidToken)?)
}
