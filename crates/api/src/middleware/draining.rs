//! Draining: while a server is about to stop, each answer asks its client to come back on another connection.
//!
//! A load balancer that keeps connections open would otherwise send a request at the moment in which the server closes
//! that connection, and could not tell whether the request had been seen.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONNECTION;
use http::{HeaderValue, StatusCode, Version};

use crate::state::AppState;

pub(crate) async fn ask_to_leave(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // HTTP/2 has a frame for it, and no such header.
    let closable = request.version() <= Version::HTTP_11;
    let mut response = next.run(request).await;
    if closable && state.is_draining() && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
