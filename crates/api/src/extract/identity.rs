//! The signed-in user, from `Authorization: Bearer`.

use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use services::{Denied, Error};

use crate::problem::Problem;
use crate::state::AppState;

pub(crate) struct Identity(pub(crate) services::accounts::Identity);

impl FromRequestParts<AppState> for Identity {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let header = parts.headers.get(AUTHORIZATION).ok_or(Error::Denied(Denied::MissingToken))?;
        let token = header
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or(Error::Denied(Denied::InvalidToken))?;
        Ok(Self(state.services.accounts.authenticate(token).await?))
    }
}
