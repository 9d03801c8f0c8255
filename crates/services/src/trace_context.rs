//! The trace context: which trace a piece of work belongs to (W3C Trace Context), handed on from a request to its jobs.
//!
//! Where no traces are sent, nothing here has any effect.

use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};
use serde_json::Value;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The header's name, and that of the field in a job's payload.
pub const TRACEPARENT: &str = "traceparent";

/// A job's payload, which is a JSON object, with word of the trace in which the job is asked for.
pub(crate) fn carried_in(payload: String) -> String {
    let Some(traceparent) = current() else { return payload };
    match serde_json::from_str(&payload) {
        Ok(Value::Object(mut fields)) => {
            fields.insert(TRACEPARENT.to_owned(), traceparent.into());
            Value::Object(fields).to_string()
        }
        _ => payload,
    }
}

/// Puts a span that has not begun into the trace that a job's payload names, if it names one.
pub(crate) fn continue_in(span: &Span, payload: &str) {
    let payload: Option<Value> = serde_json::from_str(payload).ok();
    if let Some(traceparent) = payload.as_ref().and_then(|payload| payload.get(TRACEPARENT)?.as_str()) {
        follow(span, traceparent);
    }
}

/// Puts a span that has not begun below the one that the header's value names. What is no such value is ignored.
pub fn follow(span: &Span, traceparent: &str) {
    if let Some(parent) = read(traceparent) {
        // There may be nobody who keeps traces.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
}

/// The span that is under way, as the header's value.
fn current() -> Option<String> {
    let context = Span::current().context();
    let span = context.span().span_context().clone();
    let flags = span.trace_flags().to_u8() & TraceFlags::SAMPLED.to_u8();
    span.is_valid().then(|| format!("00-{}-{}-{flags:02x}", span.trace_id(), span.span_id()))
}

/// Adds a number to the span in the trace; the log does not show it.
pub fn note(span: &Span, name: &'static str, value: i64) {
    span.set_attribute(name, value);
}

/// `version-trace-parent-flags`, of which later versions may append more (section 3.2).
fn read(traceparent: &str) -> Option<SpanContext> {
    let mut parts = traceparent.trim().split('-');
    let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |text: &str, length| {
        text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let well_formed = is_hex(version, 2) && is_hex(trace, 32) && is_hex(parent, 16) && is_hex(flags, 2);
    if !well_formed || version == "ff" || (version == "00" && parts.next().is_some()) {
        return None;
    }
    let flags = TraceFlags::new(u8::from_str_radix(flags, 16).ok()?) & TraceFlags::SAMPLED;
    let context = SpanContext::new(
        TraceId::from_hex(trace).ok()?,
        SpanId::from_hex(parent).ok()?,
        flags,
        true,
        TraceState::default(),
    );
    context.is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traceparent_is_read_as_the_standard_writes_it() {
        let span = read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").unwrap();
        assert_eq!(span.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(span.span_id().to_string(), "b7ad6b7169203331");
        assert!(span.is_sampled());
        assert!(!read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00").unwrap().is_sampled());
        assert!(read("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more").is_some());
    }

    #[test]
    fn what_is_no_traceparent_is_ignored() {
        for wrong in [
            "",
            "00",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-é1",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
