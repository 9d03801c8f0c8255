//! Request ids: one name for a request in its answer, in every log line and in every error.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use services::trace_context;
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a caller's id at most.
const LONGEST: usize = 128;

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that is being answered; empty outside of one.
pub(crate) fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Gives the request its id (the caller's own when it is well formed), logs it when it is answered, and names it in the answer.
pub(crate) async fn assign(request: Request, next: Next) -> Response {
    let given =
        request.headers().get(HEADER).and_then(|value| value.to_str().ok()).filter(|id| is_well_formed(id));
    let id = given.map_or_else(fresh, str::to_owned);
    let method = request.method().clone();
    // The template, not the path: a path may hold a key.
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span =
        tracing::info_span!("request", request_id = %id, %method, path = path.as_deref().unwrap_or("-"));
    if let Some(parent) =
        request.headers().get(trace_context::TRACEPARENT).and_then(|value| value.to_str().ok())
    {
        trace_context::follow(&span, parent);
    }
    let started = Instant::now();
    CURRENT
        .scope(
            id.clone(),
            async move {
                let mut response = next.run(request).await;
                let status = response.status().as_u16();
                trace_context::note(&tracing::Span::current(), "http.response.status_code", status.into());
                let ms = started.elapsed().as_secs_f64() * 1000.0;
                if status >= 500 {
                    tracing::warn!(status, ms, "answered");
                } else {
                    tracing::info!(status, ms, "answered");
                }
                if let Ok(value) = HeaderValue::try_from(id) {
                    response.headers_mut().insert(HEADER, value);
                }
                response
            }
            .instrument(span),
        )
        .await
}

/// Does something that goes on after the request that began it, under the same id.
pub(crate) async fn within<T>(id: String, what: impl Future<Output = T>) -> T {
    let span = tracing::info_span!("socket", request_id = %id);
    CURRENT.scope(id, what).instrument(span).await
}

fn is_well_formed(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= LONGEST
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
}

/// Unique, not secret: a random beginning for this process and a count.
fn fresh() -> String {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::LazyLock;
    static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("request ids"));
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("{:016x}-{:x}", *PROCESS, COUNT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callers_id_is_kept_only_when_it_can_not_break_a_log() {
        for good in ["a", "0af7651916cd43dd8448eb211c80319c", "web:1.2_3-4"] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in ["", "a b", "a\"b", "ä", &"x".repeat(129)] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }

    #[test]
    fn no_two_requests_have_the_same_fresh_id() {
        assert_ne!(fresh(), fresh());
        assert!(is_well_formed(&fresh()));
    }
}
