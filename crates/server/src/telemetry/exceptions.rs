//! Exceptions: each `error` in the log, panics among them, is also reported to a server that speaks Sentry's protocol.
//!
//! A report holds what the line says of the fault, and of its spans only ids and names, all scrubbed: never what users said,
//! nor who they are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use anyhow::{Context as _, Result};
use secrecy::ExposeSecret;
use sentry::protocol::{Event, Exception, Level as Severity};
use sentry::{ClientInitGuard, ClientOptions};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::{LookupSpan, Scope};

use super::scrub::scrubbed;
use crate::config;

/// How long the end of the process waits for the last reports.
const PATIENCE: Duration = Duration::from_secs(3);

/// Fields that are reported. Of those that are not here nobody has thought yet.
const REPORTED: [&str; 16] = [
    "attempt",
    "backtrace",
    "cause",
    "code",
    "error",
    "job",
    "kind",
    "method",
    "panic",
    "path",
    "place",
    "purpose",
    "request_id",
    "session",
    "stage",
    "thread",
];

/// Reports that are being sent. Dropped, it sends what is left.
pub(super) struct Exceptions(#[expect(dead_code, reason = "held for its end")] ClientInitGuard);

impl Exceptions {
    /// Begins to report, if the settings say where to.
    pub(super) fn begin(settings: &config::Exceptions) -> Result<Option<Self>> {
        let Some(dsn) = &settings.dsn else { return Ok(None) };
        // The parser's own words would quote the key.
        let dsn = dsn.expose_secret().parse().ok().context("exceptions.dsn, SENTRY_DSN: it is no DSN")?;
        let mut options = ClientOptions::default();
        options.dsn = Some(dsn);
        options.release = Some(Cow::Borrowed(concat!("greenroom@", env!("CARGO_PKG_VERSION"))));
        options.environment = settings.environment.clone().map(Cow::Owned);
        options.default_integrations = false;
        options.max_breadcrumbs = 0;
        options.shutdown_timeout = PATIENCE;
        Ok(Some(Self(sentry::init(options))))
    }
}

/// Makes reports of errors.
pub(super) struct Reports;

/// What a span says of itself, as far as it is reported.
struct Reported(BTreeMap<&'static str, String>);

impl<S> Layer<S> for Reports
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Reported(fields.reported));
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: Context<'_, S>) {
        if *event.metadata().level() != Level::ERROR {
            return;
        }
        let mut fields = Fields::default();
        for span in context.event_scope(event).into_iter().flat_map(Scope::from_root) {
            if let Some(Reported(said)) = span.extensions().get() {
                fields.reported.extend(said.iter().map(|(name, value)| (*name, value.clone())));
            }
        }
        event.record(&mut fields);
        sentry::capture_event(report(event.metadata().target(), fields));
    }
}

fn report(target: &str, fields: Fields) -> Event<'static> {
    let Fields { message, mut reported } = fields;
    let cause = ["panic", "error", "cause"].into_iter().find_map(|name| reported.remove(name));
    Event {
        level: Severity::Error,
        logger: Some(target.to_owned()),
        // The same words at the same place are the same fault, whatever they are about this time.
        fingerprint: vec![target.to_owned().into(), message.clone().into()].into(),
        exception: vec![Exception { ty: message.clone(), value: cause, ..Exception::default() }].into(),
        message: Some(message),
        tags: reported.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        ..Event::default()
    }
}

#[derive(Default)]
struct Fields {
    message: String,
    reported: BTreeMap<&'static str, String>,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message = scrubbed(value);
        } else if REPORTED.contains(&field.name()) {
            self.reported.insert(field.name(), scrubbed(value));
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}
