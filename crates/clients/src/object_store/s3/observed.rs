//! Observing: each call to the store is a span, counted and timed.

use tokio::time::Instant;
use tracing::Instrument;

use crate::object_store::ObjectError;

const PURPOSE: &str = "object_store";

/// Makes the call. Its time is that until its answer, which for a stream is the answer's head.
pub(super) async fn observed<T>(
    operation: &'static str,
    call: impl Future<Output = Result<T, ObjectError>>,
) -> Result<T, ObjectError> {
    let begun = Instant::now();
    let span = tracing::info_span!("outside_call", purpose = PURPOSE, operation);
    let result = call.instrument(span).await;
    let kind = result.as_ref().err().map_or("ok", kind);
    metrics::counter!("greenroom_outside_calls_total", "purpose" => PURPOSE, "result" => kind).increment(1);
    metrics::histogram!("greenroom_outside_call_duration_seconds", "purpose" => PURPOSE)
        .record(begun.elapsed().as_secs_f64());
    result
}

fn kind(error: &ObjectError) -> &'static str {
    match error {
        ObjectError::NotFound => "not_found",
        ObjectError::Changed => "changed",
        ObjectError::Unauthorised(_) => "unauthorised",
        ObjectError::Unavailable(_) => "unavailable",
        ObjectError::NoSpace(_) => "no_space",
    }
}
