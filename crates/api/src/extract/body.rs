//! A JSON body: at most 1 MiB, of the right media type, with nothing in it that the endpoint does not know.

use axum::extract::{FromRequest, Request};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use services::FieldError;

use crate::problem::Problem;
use crate::state::AppState;

const MOST_BYTES: usize = 1024 * 1024;

pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Unsupported media type",
                "Send the body as application/json.",
            ));
        }
        let bytes =
            Limited::new(request.into_body(), MOST_BYTES).collect().await.map_err(unreadable)?.to_bytes();
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let body = serde_path_to_error::deserialize(&mut reader).map_err(malformed)?;
        reader.end().map_err(|error| invalid("body", &error))?;
        Ok(Self(body))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(|value| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    essence.is_some_and(|essence| {
        essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
    })
}

fn unreadable(error: Box<dyn std::error::Error + Send + Sync>) -> Problem {
    if error.is::<LengthLimitError>() {
        return Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            "Body too large",
            "A JSON body may have at most 1 MiB. Recordings go to the presigned URL.",
        );
    }
    Problem::new(
        StatusCode::BAD_REQUEST,
        "body_unreadable",
        "Body cut off",
        "The body ended before it was complete.",
    )
}

fn malformed(error: serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let path = error.path().to_string();
    let field = if path == "." { "body".to_owned() } else { path };
    invalid(&field, error.inner())
}

/// serde's words name the field and what was expected; where in the text it was is of use to a person, too.
fn invalid(field: &str, error: &serde_json::Error) -> Problem {
    Problem::validation(vec![FieldError::new(field, error.to_string())])
}
