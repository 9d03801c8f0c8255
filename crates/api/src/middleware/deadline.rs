//! Deadlines: a request that takes too long is answered instead of left waiting.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::problem::Problem;
use crate::state::AppState;

pub(crate) async fn keep(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(state.http.request_timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!(
                "The server did not manage it within {} s. Try again.",
                state.http.request_timeout.as_secs()
            );
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", "Took too long", detail)
                .in_a_moment()
                .into_response()
        }
    }
}
