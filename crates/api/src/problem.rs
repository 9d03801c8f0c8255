//! Problem details (RFC 9457): the one shape of every error that leaves the server.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use services::{Denied, Error, FieldError, Rule};
use utoipa::ToSchema;

use crate::middleware::limits::whole_seconds;
use crate::middleware::request_id;

/// What went wrong, for programs (`code`) and people (`title`, `detail`).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProblemDetails {
    /// `/problems/{code}`, with hyphens.
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    code: String,
    detail: String,
    request_id: String,
    /// What is wrong with which field, when the input failed validation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    field: String,
    message: String,
}

/// An error on its way to the client.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    title: &'static str,
    pub(crate) detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<Duration>,
}

impl Problem {
    pub(crate) fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { status, code, title, detail: detail.into(), errors: Vec::new(), retry_after: None }
    }

    pub(crate) fn validation(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [only] => format!("{}: {}", only.field, only.message),
            many => format!("{} fields need another look.", many.len()),
        };
        Self {
            errors,
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "validation_failed",
                "The input is not valid",
                detail,
            )
        }
    }

    /// A fault of ours: the cause goes to the log, not into the answer.
    pub(crate) fn fault(cause: &str) -> Self {
        tracing::error!(cause, "request failed by a fault");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on our side",
            "This is our fault and has been logged. Try again; if it happens again, report the request id.",
        )
    }

    pub(crate) fn retryable(&self) -> bool {
        self.retry_after.is_some() || self.status.is_server_error()
    }

    /// Trying again soon may help.
    pub(crate) fn in_a_moment(self) -> Self {
        self.after(Duration::from_secs(5))
    }

    fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Invalid(errors) => Self::validation(errors),
            Error::Rule(rule) => {
                let (code, title) = rule_name(rule);
                Self::new(StatusCode::BAD_REQUEST, code, title, detail)
            }
            Error::Denied(denied) => {
                let (code, title) = denied_name(denied);
                Self::new(StatusCode::UNAUTHORIZED, code, title, detail)
            }
            Error::NotFound(_) => Self::new(StatusCode::NOT_FOUND, "not_found", "Not found", detail),
            Error::WrongState(_) => {
                Self::new(StatusCode::CONFLICT, "wrong_state", "Not possible in this state", detail)
            }
            Error::TooMany { retry_after } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", "Too many requests", detail)
                    .after(retry_after)
            }
            Error::BudgetSpent { retry_after, .. } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "budget_spent", "Enough for today", detail)
                    .after(retry_after)
            }
            Error::NotConfigured { code, detail } => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, code, "Not set up on this server", detail)
                    .after(Duration::from_secs(3600))
            }
            Error::Unavailable { cause, .. } => {
                tracing::warn!(cause, "a dependency is down");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available right now", detail)
                    .after(Duration::from_secs(5))
            }
            Error::Busy(_) => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too busy right now", detail)
                    .after(Duration::from_secs(5))
            }
            Error::Fault(cause) => Self::fault(&cause),
        }
    }
}

fn rule_name(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::EmailTaken => ("email_taken", "Email already registered"),
        Rule::WrongPassword => ("wrong_password", "Wrong password"),
        Rule::UploadMissing => ("upload_missing", "Nothing uploaded"),
        Rule::UploadEmpty => ("upload_empty", "Empty upload"),
        Rule::UploadInUse => ("upload_in_use", "Recording belongs to another session"),
        Rule::NoSuchClaim => ("no_such_claim", "No such claim"),
        Rule::NotRetryable => ("not_retryable", "Retrying will not help"),
    }
}

fn denied_name(denied: Denied) -> (&'static str, &'static str) {
    match denied {
        Denied::InvalidCredentials => ("invalid_credentials", "Wrong address or password"),
        Denied::MissingToken => ("missing_token", "Not signed in"),
        Denied::InvalidToken => ("invalid_token", "Token not valid"),
        Denied::ExpiredToken => ("token_expired", "Token expired"),
        Denied::TokenReused => ("token_reused", "Refresh token used before"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemDetails {
            kind: format!("/problems/{}", self.code.replace('_', "-")),
            title: self.title,
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            detail: self.detail,
            request_id: request_id::current(),
            errors: self
                .errors
                .into_iter()
                .map(|error| FieldProblem { field: error.field, message: error.message })
                .collect(),
        };
        let mut response = (self.status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = match self.code {
                "missing_token" | "invalid_credentials" => "Bearer realm=\"greenroom\"".to_owned(),
                _ => "Bearer realm=\"greenroom\", error=\"invalid_token\"".to_owned(),
            };
            if let Ok(challenge) = HeaderValue::try_from(challenge) {
                headers.insert(WWW_AUTHENTICATE, challenge);
            }
        }
        if let Some(wait) = self.retry_after {
            // Whole seconds, and never "at once".
            headers.insert(RETRY_AFTER, whole_seconds(wait).max(1).into());
        }
        response
    }
}
