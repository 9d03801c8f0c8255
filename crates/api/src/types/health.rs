//! Health on the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use services::health;
use utoipa::ToSchema;

/// How everything is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    status: Level,
    version: &'static str,
    checks: BTreeMap<&'static str, Check>,
    speech: Speech,
    /// Null when no language model is configured: then rules judge, and nothing can be generated or asked.
    language_model: Option<Model>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    Ok,
    Degraded,
    Down,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Check {
    status: Level,
    latency_ms: f64,
    /// In words.
    detail: String,
}

/// What to expect of the words.
#[derive(Serialize, ToSchema)]
pub(crate) struct Speech {
    engine: String,
    /// Roughly every fifth word is wrong: tell the user.
    basic: bool,
    /// Live captions are to be had.
    captions: bool,
    /// Where recordings go to be transcribed.
    location: Location,
    note: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Location {
    ThisMachine,
    Elsewhere,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Model {
    name: String,
    /// Where transcripts go to be judged.
    location: Location,
}

impl From<health::Location> for Location {
    fn from(location: health::Location) -> Self {
        match location {
            health::Location::ThisMachine => Self::ThisMachine,
            health::Location::Elsewhere => Self::Elsewhere,
        }
    }
}

impl From<health::Level> for Level {
    fn from(level: health::Level) -> Self {
        match level {
            health::Level::Ok => Self::Ok,
            health::Level::Degraded => Self::Degraded,
            health::Level::Down => Self::Down,
        }
    }
}

impl From<health::Check> for Check {
    fn from(check: health::Check) -> Self {
        Self { status: check.level.into(), latency_ms: check.latency_ms, detail: check.detail }
    }
}

impl Health {
    pub(crate) fn new(
        report: health::Report,
        speech: health::SpeechInfo,
        model: Option<health::ModelInfo>,
    ) -> Self {
        let checks = BTreeMap::from([
            ("database", report.database.into()),
            ("replicas", report.replicas.into()),
            ("object_store", report.object_store.into()),
            ("redis", report.redis.into()),
            ("speech", report.speech.into()),
            ("language_model", report.language_model.into()),
            ("jobs", report.jobs.into()),
        ]);
        let speech = Speech {
            engine: speech.engine,
            basic: speech.basic,
            captions: speech.captions,
            location: speech.location.into(),
            note: speech.note,
        };
        let language_model = model.map(|model| Model { name: model.name, location: model.location.into() });
        Self {
            status: report.level.into(),
            version: env!("CARGO_PKG_VERSION"),
            checks,
            speech,
            language_model,
        }
    }
}
