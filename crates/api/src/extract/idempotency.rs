//! The `Idempotency-Key` header.

use axum::extract::FromRequestParts;
use http::request::Parts;
use services::FieldError;

use crate::problem::Problem;
use crate::state::AppState;

const LONGEST: usize = 200;

pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl FromRequestParts<AppState> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let key = value.to_str().ok().map(str::trim).filter(|key| !key.is_empty() && key.len() <= LONGEST);
        let Some(key) = key else {
            let message = format!("Use 1 to {LONGEST} visible ASCII characters.");
            return Err(Problem::validation(vec![FieldError::new("Idempotency-Key", message)]));
        };
        Ok(Self(Some(key.to_owned())))
    }
}
