//! Logs: one line an event on standard error, JSON for machines, pretty on a terminal.
//!
//! Each line carries the fields of the spans around it, so the request id of a request, the job of a job.

use std::io::{IsTerminal, stderr};

use anyhow::{Context, Result};
use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterExt, dynamic_filter_fn};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::Filter;
use tracing_subscriber::prelude::*;

use crate::config::{Log, LogFormat};

/// Libraries that write whole requests at their finer levels, presigned URLs with their signatures among them. Nobody
/// who asks for "debug" wants that, so nothing below "info" is taken from them.
const TELL_TOO_MUCH: [&str; 2] = ["s3s", "aws_"];

/// What writes the log.
pub(super) fn layer(log: &Log) -> Result<super::Boxed> {
    let filter = filter(&log.level)?;
    Ok(if is_pretty(log) {
        let pretty = fmt::layer().with_writer(stderr).with_ansi(stderr().is_terminal()).compact();
        pretty.with_filter(filter).boxed()
    } else {
        json(stderr).with_filter(filter).boxed()
    })
}

/// Decides anew for every event. With decisions that are remembered for each place in the code, lines went missing: the answer to
/// somebody who only asked whether an event would be logged, as sqlx does after every statement, counted for the next event too.
fn filter<S: 'static>(level: &str) -> Result<impl Filter<S> + Send + Sync + 'static> {
    let level = EnvFilter::try_new(level).context("log.level")?;
    let told = FilterExt::<S>::or(level, dynamic_filter_fn(|part, _| says_whose(part)));
    Ok(FilterExt::<S>::and(told, dynamic_filter_fn(|part, _| is_discreet(part))))
}

/// The spans of requests and jobs, whose fields a warning carries also where nothing but warnings is asked for.
fn says_whose(part: &Metadata<'_>) -> bool {
    part.is_span() && *part.level() <= Level::INFO
}

fn is_discreet(part: &Metadata<'_>) -> bool {
    *part.level() <= Level::INFO || !TELL_TOO_MUCH.iter().any(|library| part.target().starts_with(library))
}

/// Whether a person reads along.
pub fn is_pretty(log: &Log) -> bool {
    match log.format {
        LogFormat::Pretty => true,
        LogFormat::Json => false,
        LogFormat::Auto => stderr().is_terminal(),
    }
}

fn json<S, W>(writer: W) -> impl tracing_subscriber::Layer<S>
where
    S: tracing::Subscriber + for<'lookup> tracing_subscriber::registry::LookupSpan<'lookup>,
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(true).with_writer(writer)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What is written at this level while something is going on.
    fn written_at(level: &str, something: impl FnOnce()) -> String {
        let lines = Lines::default();
        let written = lines.clone();
        let layer = json(move || lines.clone()).with_filter(filter(level).unwrap());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), something);
        String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn an_event_is_one_line_of_json_with_the_fields_of_its_spans() {
        let text = written_at("info", || {
            let _request = tracing::info_span!("request", request_id = "r-1").entered();
            tracing::warn!(attempt = 2, "first line\nsecond line");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        let event: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(event["level"], "WARN");
        assert_eq!(event["message"], "first line\nsecond line");
        assert_eq!(event["attempt"], 2);
        assert_eq!(event["spans"][0]["request_id"], "r-1");
        assert!(event["timestamp"].as_str().unwrap().ends_with('Z'));
    }

    #[test]
    fn a_warning_says_whose_it_is_also_where_only_warnings_are_asked_for() {
        let text = written_at("warn", || {
            let _request = tracing::info_span!("request", request_id = "r-1").entered();
            tracing::info!("answered");
            tracing::warn!("too slow");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        let event: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&event["message"], &event["spans"][0]["request_id"]),
            (&"too slow".into(), &"r-1".into())
        );
    }
}
