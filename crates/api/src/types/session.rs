//! Sessions on the wire.

use serde::{Deserialize, Deserializer, Serialize};
use services::sessions;
use utoipa::{IntoParams, ToSchema};

use super::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateSessionRequest {
    #[schema(max_length = 255)]
    pub(crate) title: String,
    #[schema(max_length = 4000)]
    pub(crate) question: Option<String>,
    #[schema(max_length = 40)]
    pub(crate) competency: Option<String>,
    /// The session whose question is answered again.
    pub(crate) attempt_of: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeSessionRequest {
    #[schema(max_length = 255)]
    pub(crate) title: Option<String>,
    #[schema(max_length = 4000)]
    pub(crate) question: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectTranscriptRequest {
    #[schema(max_length = 200_000)]
    pub(crate) text: String,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListParameters {
    /// 20 unless said.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<u64>,
    pub(crate) cursor: Option<String>,
    #[serde(default, deserialize_with = "status")]
    #[param(value_type = Option<Status>)]
    pub(crate) status: Option<sessions::state::Status>,
    /// Words to be found in title or question.
    pub(crate) q: Option<String>,
}

fn status<'de, D: Deserializer<'de>>(from: D) -> Result<Option<sessions::state::Status>, D::Error> {
    Option::deserialize(from)
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
// The document has one name space, and feedback has a status too.
#[schema(as = SessionStatus)]
pub(crate) enum Status {
    Created,
    Transcribing,
    Transcribed,
    Scoring,
    Completed,
    Failed,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    Fetch,
    Decode,
    Speech,
    Coach,
}

impl From<sessions::state::Status> for Status {
    fn from(status: sessions::state::Status) -> Self {
        use sessions::state::Status as From;
        match status {
            From::Created => Self::Created,
            From::Transcribing => Self::Transcribing,
            From::Transcribed => Self::Transcribed,
            From::Scoring => Self::Scoring,
            From::Completed => Self::Completed,
            From::Failed => Self::Failed,
        }
    }
}

impl From<sessions::state::Stage> for Stage {
    fn from(stage: sessions::state::Stage) -> Self {
        use sessions::state::Stage as From;
        match stage {
            From::Fetch => Self::Fetch,
            From::Decode => Self::Decode,
            From::Speech => Self::Speech,
            From::Coach => Self::Coach,
        }
    }
}

/// Why the work stopped, and what to do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    pub(crate) code: String,
    pub(crate) message: String,
    /// Whether `retry` may help.
    pub(crate) retryable: bool,
}

impl From<sessions::Failure> for Failure {
    fn from(failure: sessions::Failure) -> Self {
        Self {
            stage: failure.stage.into(),
            code: failure.code,
            message: failure.message,
            retryable: failure.retryable,
        }
    }
}

/// One question, one spoken answer, and what came of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Session {
    id: i64,
    title: String,
    question: Option<String>,
    competency: Option<String>,
    status: Status,
    failure: Option<Failure>,
    /// Of the recording, in seconds.
    duration_s: Option<f64>,
    /// The confirmed upload's key.
    audio_key: Option<String>,
    transcript: Option<String>,
    /// 0–100.
    overall_score: Option<f64>,
    attempt_of: Option<i64>,
    created_at: Timestamp,
    completed_at: Option<Timestamp>,
}

impl From<sessions::Session> for Session {
    fn from(session: sessions::Session) -> Self {
        Self {
            id: session.id.0,
            title: session.title,
            question: session.question,
            competency: session.competency,
            status: session.status.into(),
            failure: session.failure.map(Failure::from),
            duration_s: session.duration_s,
            audio_key: session.audio_key,
            transcript: session.transcript,
            overall_score: session.overall_score,
            attempt_of: session.attempt_of.map(|id| id.0),
            created_at: session.created_at.into(),
            completed_at: session.completed_at.map(Timestamp),
        }
    }
}

/// A session in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SessionSummary {
    id: i64,
    title: String,
    question: Option<String>,
    competency: Option<String>,
    status: Status,
    duration_s: Option<f64>,
    overall_score: Option<f64>,
    attempt_of: Option<i64>,
    created_at: Timestamp,
    completed_at: Option<Timestamp>,
}

impl From<sessions::Summary> for SessionSummary {
    fn from(summary: sessions::Summary) -> Self {
        Self {
            id: summary.id.0,
            title: summary.title,
            question: summary.question,
            competency: summary.competency,
            status: summary.status.into(),
            duration_s: summary.duration_s,
            overall_score: summary.overall_score,
            attempt_of: summary.attempt_of.map(|id| id.0),
            created_at: summary.created_at.into(),
            completed_at: summary.completed_at.map(Timestamp),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SessionPage {
    sessions: Vec<SessionSummary>,
    next_cursor: Option<String>,
    stats: Statistics,
}

/// Over all of the user's sessions, whatever the page shows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Statistics {
    total: u64,
    completed: u64,
    /// Mean overall score, 0–100.
    average_score: Option<f64>,
    /// Points: mean of the newest three scores less mean of the oldest three (fewer, while there are under six).
    improvement: Option<f64>,
    /// Seconds of recorded answers.
    practice_s: f64,
}

impl From<sessions::Page> for SessionPage {
    fn from(page: sessions::Page) -> Self {
        Self {
            sessions: page.sessions.into_iter().map(SessionSummary::from).collect(),
            next_cursor: page.next_cursor.map(sessions::Cursor::encode),
            stats: Statistics {
                total: page.stats.total,
                completed: page.stats.completed,
                average_score: page.stats.average_score,
                improvement: page.stats.improvement,
                practice_s: page.stats.practice_s,
            },
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Transcript {
    pub(crate) text: String,
    /// As recognised; null until there is a correction.
    pub(crate) original_text: Option<String>,
    /// BCP 47 primary language.
    pub(crate) language: String,
    pub(crate) engine: String,
    pub(crate) duration_s: f64,
    pub(crate) words: Vec<Word>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Word {
    text: String,
    /// Seconds from the beginning of the recording.
    start_s: f64,
    end_s: f64,
    /// 0–1, or null when the engine gives none.
    confidence: Option<f64>,
}

impl From<sessions::Transcript> for Transcript {
    fn from(transcript: sessions::Transcript) -> Self {
        Self {
            text: transcript.text,
            original_text: transcript.original_text,
            language: transcript.language,
            engine: transcript.engine,
            duration_s: transcript.duration_s,
            words: transcript
                .words
                .into_iter()
                .map(|word| Word {
                    text: word.text,
                    start_s: word.start_s,
                    end_s: word.end_s,
                    confidence: word.confidence,
                })
                .collect(),
        }
    }
}

/// Permission to play the recording; answers Range requests.
#[derive(Serialize, ToSchema)]
pub(crate) struct Audio {
    pub(crate) url: String,
    /// Seconds.
    pub(crate) expires_in: u64,
}
