//! Limits in the answer: how the caller stands with the limit that the request counted against, if it did.
//!
//! The three fields are those of draft-ietf-httpapi-ratelimit-headers up to its sixth version, the form that clients know.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderName;
use services::limits::Tally;

pub(crate) const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
pub(crate) const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
pub(crate) const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// Gives the request a tally, and writes what it says into the answer.
pub(crate) async fn tell(mut request: Request, next: Next) -> Response {
    let tally = Tally::default();
    request.extensions_mut().insert(tally.clone());
    let mut response = next.run(request).await;
    if let Some(standing) = tally.nearest() {
        let headers = response.headers_mut();
        headers.insert(LIMIT, standing.limit.into());
        headers.insert(REMAINING, standing.remaining.into());
        headers.insert(RESET, whole_seconds(standing.reset_after).into());
    }
    response
}

/// Rounded up: who waits so long does not come too early.
pub(crate) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
