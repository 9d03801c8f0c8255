//! Business logic: accounts, uploads, sessions, jobs. It knows what may happen when, and nothing of HTTP, SQL or vendors.

pub mod accounts;
pub mod backup;
mod budget;
pub mod captions;
pub mod clock;
pub mod coaching;
pub mod error;
mod events;
pub mod health;
pub mod jobs;
pub mod judge;
pub mod limits;
mod media;
pub mod questions;
pub mod scratch;
pub mod sessions;
mod text;
pub mod trace_context;
pub mod uploads;

use std::sync::Arc;
use std::time::Duration;

use clients::language_model::LanguageModel;
use clients::object_store::ObjectStore;
use clients::shared_state::SharedState;
use clients::speech::SpeechToText;
use models::Database;
use tokio::sync::Semaphore;

pub use coach;
pub use error::{Denied, Error, FieldError, Rule};
pub use models::{SessionId, SignInId, UserId, Viewer};

use accounts::{Accounts, Endings, Passwords, ProfileCache, TokenSettings, Tokens};
use backup::Backups;
use budget::Budget;
use captions::CaptionService;
use clock::SharedClock;
use coaching::Coaching;
use events::Events;
use health::Health;
use jobs::scoring::Scoring;
use jobs::transcription::Transcription;
use jobs::{Runner, RunnerSettings, Waker};
use judge::{Judge, JudgeSettings};
use limits::{Limits, Quotas};
use questions::Questions;
use scratch::Scratch;
use sessions::Sessions;
use uploads::Uploads;

/// Everything the business stands on.
pub struct Foundation {
    pub db: Database,
    pub store: Arc<dyn ObjectStore>,
    pub speech: Arc<dyn SpeechToText>,
    pub language_model: Option<Arc<dyn LanguageModel>>,
    pub state: Arc<dyn SharedState>,
    pub clock: SharedClock,
    pub scratch: Arc<Scratch>,
    pub settings: Settings,
}

#[derive(Debug, Clone)]
pub struct Settings {
    pub tokens: TokenSettings,
    /// bcrypt's cost, and how many hashes may be under way at once.
    pub bcrypt_cost: u32,
    pub bcrypt_at_once: usize,
    pub quotas: Quotas,
    /// Bytes of a recording at most, and its length.
    pub most_upload_bytes: u64,
    pub longest_recording: Duration,
    /// How long presigned URLs work.
    pub presign_life: Duration,
    /// BCP 47 primary language of all answers, if it is known.
    pub language: Option<String>,
    pub judge: JudgeSettings,
    pub runner: RunnerSettings,
    /// How often a followed session that is being worked on is looked at, in case an event was lost.
    pub look_every: Duration,
}

/// All services, wired to each other.
pub struct Services {
    pub accounts: Accounts,
    pub uploads: Arc<Uploads>,
    pub sessions: Arc<Sessions>,
    pub questions: Questions,
    pub coaching: Coaching,
    pub captions: CaptionService,
    pub health: Health,
    pub backups: Backups,
    pub runner: Arc<Runner>,
}

impl Services {
    /// Wires the services. Hashes one password on the way, so it takes a moment: keep it off the async threads.
    pub fn new(foundation: Foundation) -> Result<Self, Error> {
        let Foundation { db, store, speech, language_model, state, clock, scratch, settings } = foundation;
        let limits = Limits::new(state.clone(), settings.quotas);
        let events = Events::new(state.clone());
        let waker = Waker::default();
        let judge = language_model.clone().map(|model| Judge {
            model,
            state: state.clone(),
            budget: Budget::new(state.clone(), clock.clone(), settings.judge.daily_calls),
            settings: settings.judge,
        });
        let uploads = Arc::new(Uploads {
            db: db.clone(),
            store: store.clone(),
            clock: clock.clone(),
            limits: limits.clone(),
            most_bytes: settings.most_upload_bytes,
            permission_life: settings.presign_life,
        });
        let sessions = Arc::new(Sessions {
            db: db.clone(),
            store: store.clone(),
            uploads: uploads.clone(),
            clock: clock.clone(),
            events: events.clone(),
            waker: waker.clone(),
            audio_life: settings.presign_life,
            look_every: settings.look_every,
        });
        let transcription = Transcription {
            db: db.clone(),
            store: store.clone(),
            speech: speech.clone(),
            clock: clock.clone(),
            events: events.clone(),
            decoders: Arc::new(Semaphore::new(settings.runner.workers.max(1))),
            limits: audio::Limits {
                max_bytes: settings.most_upload_bytes,
                max_duration_s: settings.longest_recording.as_secs_f64(),
                ..audio::Limits::default()
            },
            scratch: scratch.clone(),
            language: settings.language.clone(),
        };
        let runner = Arc::new(Runner {
            settings: settings.runner,
            db: db.clone(),
            clock: clock.clone(),
            events: events.clone(),
            waker: waker.clone(),
            transcription,
            scoring: Scoring { db: db.clone(), clock: clock.clone(), events, judge: judge.clone() },
            store: store.clone(),
        });
        Ok(Self {
            accounts: Accounts {
                db: db.clone(),
                store: store.clone(),
                clock: clock.clone(),
                passwords: Passwords::new(settings.bcrypt_cost, settings.bcrypt_at_once)?,
                tokens: Tokens::new(&settings.tokens),
                limits: limits.clone(),
                endings: Endings::new(state.clone()),
                profiles: ProfileCache::new(state.clone()),
                waker,
                scratch,
            },
            questions: Questions { judge: judge.clone(), sessions: sessions.clone(), limits: limits.clone() },
            coaching: Coaching { judge, sessions: sessions.clone(), limits },
            uploads,
            sessions,
            captions: CaptionService { speech: speech.clone() },
            backups: Backups { db: db.clone(), store: store.clone(), clock: clock.clone() },
            health: Health { db, store, state, speech, language_model, clock },
            runner,
        })
    }
}
