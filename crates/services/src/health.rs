//! Health: what works, what does not, and whether the server can serve all the same.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
pub use clients::Location;
use clients::language_model::LanguageModel;
use clients::object_store::ObjectStore;
use clients::shared_state::SharedState;
use clients::speech::{Accuracy, SpeechToText};
use models::database::Rotation;
use models::{Database, job};

use crate::clock::SharedClock;

/// How long one dependency may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(3);
/// Jobs that wait longer than this are not being worked off.
const OLDEST_JOB: TimeDelta = TimeDelta::minutes(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Ok,
    Degraded,
    Down,
}

/// How one dependency is.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    pub level: Level,
    pub latency_ms: f64,
    /// In words, for whoever runs the server.
    pub detail: String,
}

/// How everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub level: Level,
    pub database: Check,
    pub replicas: Check,
    pub object_store: Check,
    pub redis: Check,
    pub speech: Check,
    pub language_model: Check,
    pub jobs: Check,
}

/// How far the app may trust the engine's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechInfo {
    pub engine: String,
    pub basic: bool,
    pub captions: bool,
    pub location: Location,
    pub note: String,
}

/// Which language model judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelInfo {
    pub name: String,
    pub location: Location,
}

/// The health service.
pub struct Health {
    pub(crate) db: Database,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) state: Arc<dyn SharedState>,
    pub(crate) speech: Arc<dyn SpeechToText>,
    pub(crate) language_model: Option<Arc<dyn LanguageModel>>,
    pub(crate) clock: SharedClock,
}

impl Health {
    /// Asks every dependency, all at once.
    pub async fn report(&self) -> Report {
        let (database, replicas, object_store, redis, speech, language_model, jobs) = tokio::join!(
            timed(self.database()),
            timed(self.replicas()),
            timed(async { self.store.health().await.into() }),
            timed(async { self.state.health().await.into() }),
            timed(async { self.speech.health().await.into() }),
            timed(self.language_model()),
            timed(self.jobs()),
        );
        // Without its database or its recordings the server can not serve; without the rest it can, if less well.
        let vital = database.level.max(object_store.level);
        let rest =
            [&replicas, &redis, &speech, &language_model, &jobs].into_iter().map(|check| check.level).max();
        let level = match rest {
            _ if vital == Level::Down => Level::Down,
            Some(Level::Degraded | Level::Down) => Level::Degraded,
            _ => vital,
        };
        Report { level, database, replicas, object_store, redis, speech, language_model, jobs }
    }

    pub fn speech(&self) -> SpeechInfo {
        let engine = self.speech.engine();
        SpeechInfo {
            engine: engine.name,
            basic: engine.accuracy == Accuracy::Basic,
            captions: engine.captions,
            location: engine.location,
            note: engine.note,
        }
    }

    /// `None` when the rules judge.
    pub fn model(&self) -> Option<ModelInfo> {
        let model = self.language_model.as_ref()?;
        Some(ModelInfo { name: model.name(), location: model.location() })
    }

    /// Whether the database answers: the least that a server needs to get traffic.
    pub async fn is_ready(&self) -> bool {
        timed(self.database()).await.level == Level::Ok
    }

    async fn database(&self) -> Found {
        match self.db.ping().await {
            Ok(()) => Found(Level::Ok, format!("{} answers.", self.db.engine())),
            Err(error) => Found(Level::Down, error.to_string()),
        }
    }

    /// A replica that is left out costs speed only: the primary answers in its place.
    async fn replicas(&self) -> Found {
        let replicas = self.db.replicas().await;
        if replicas.is_empty() {
            return Found(Level::Ok, "No replicas are configured.".to_owned());
        }
        let all_in = replicas.iter().all(|replica| matches!(replica, Rotation::In { .. }));
        let each: Vec<_> =
            replicas.iter().enumerate().map(|(index, found)| in_words(index + 1, found)).collect();
        Found(if all_in { Level::Ok } else { Level::Degraded }, each.join(" "))
    }

    async fn language_model(&self) -> Found {
        match &self.language_model {
            Some(model) => model.health().await.into(),
            None => Found(
                Level::Ok,
                "None is configured: the rules coach gives feedback. Set OPENAI_API_KEY, or language_model.base_url for a local one."
                    .to_owned(),
            ),
        }
    }

    async fn jobs(&self) -> Found {
        let now = self.clock.now();
        match job::backlog(self.db.newest(), now).await {
            Ok(backlog) => {
                let age = backlog.oldest.map_or(TimeDelta::zero(), |oldest| now - oldest);
                let detail =
                    format!("{} waiting, the oldest for {} s.", backlog.waiting, age.num_seconds().max(0));
                Found(if age > OLDEST_JOB { Level::Degraded } else { Level::Ok }, detail)
            }
            Err(error) => Found(Level::Down, error.to_string()),
        }
    }
}

fn in_words(number: usize, found: &Rotation) -> String {
    match found {
        Rotation::In { lag } => format!("Replica {number} is read from, {:.1} s behind.", lag.as_secs_f64()),
        Rotation::Lagging { lag } => {
            format!("Replica {number} is left out: it is {:.1} s behind.", lag.as_secs_f64())
        }
        Rotation::Failing { cause } => format!("Replica {number} is left out: {cause}."),
    }
}

struct Found(Level, String);

impl From<clients::Health> for Found {
    fn from(health: clients::Health) -> Self {
        match health {
            clients::Health::Ok(detail) => Self(Level::Ok, detail),
            clients::Health::Degraded(detail) => Self(Level::Degraded, detail),
            clients::Health::Down(detail) => Self(Level::Down, detail),
        }
    }
}

async fn timed(check: impl Future<Output = Found>) -> Check {
    let started = Instant::now();
    let found = tokio::time::timeout(PATIENCE, check).await;
    let Found(level, detail) =
        found.unwrap_or_else(|_| Found(Level::Down, format!("No answer within {} s.", PATIENCE.as_secs())));
    let latency_ms = (started.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    Check { level, latency_ms, detail }
}
