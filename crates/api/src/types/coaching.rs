//! Contested claims, the history of feedback, follow-up questions and progress on the wire.

use serde::{Deserialize, Serialize};
use services::coach::{CoachKind, Competency, Feedback, progress};
use services::coaching::{Contested, FollowUp, Outcome};
use services::sessions;
use utoipa::ToSchema;

use super::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContestRequest {
    /// The text of a strength or an improvement as it stands in the feedback, or a competency's name.
    #[schema(max_length = 2000)]
    pub(crate) claim: String,
    /// What is wrong with it; own words of the answer help.
    #[schema(max_length = 2000)]
    pub(crate) comment: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ContestAnswer {
    outcome: Outcome,
    /// For the user to read.
    reason: String,
    /// As it is now.
    feedback: Feedback,
}

impl From<Contested> for ContestAnswer {
    fn from(contested: Contested) -> Self {
        Self { outcome: contested.outcome, reason: contested.reason, feedback: contested.feedback }
    }
}

/// Every feedback that a session was given, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedbackHistory {
    feedbacks: Vec<FeedbackVersion>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FeedbackVersion {
    /// 1 for the first.
    version: i64,
    created_at: Timestamp,
    because: FeedbackCause,
    feedback: Feedback,
}

/// Why feedback was given.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FeedbackCause {
    Completed,
    Corrected,
    Contested,
    Retried,
}

impl From<sessions::Because> for FeedbackCause {
    fn from(because: sessions::Because) -> Self {
        use sessions::Because as From;
        match because {
            From::Completed => Self::Completed,
            From::Corrected => Self::Corrected,
            From::Contested => Self::Contested,
            From::Retried => Self::Retried,
        }
    }
}

impl From<Vec<sessions::Version>> for FeedbackHistory {
    fn from(versions: Vec<sessions::Version>) -> Self {
        let version = |version: sessions::Version| FeedbackVersion {
            version: version.version,
            created_at: version.created_at.into(),
            because: version.because.into(),
            feedback: version.feedback,
        };
        Self { feedbacks: versions.into_iter().map(version).collect() }
    }
}

/// What an interviewer would ask next; none when the answer can not be judged.
#[derive(Serialize, ToSchema)]
pub(crate) struct FollowUps {
    pub(crate) questions: Vec<FollowUp>,
}

/// How levels developed over the attempts, and what to practise next.
#[derive(Serialize, ToSchema)]
pub(crate) struct Progress {
    /// Those that were judged at least once.
    competencies: Vec<CompetencyProgress>,
    /// Answers that were judged.
    attempts: u64,
    /// Seconds of them.
    practice_s: f64,
    /// The most overdue first. What the configured coach can not judge is not here.
    due: Vec<DueCompetency>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CompetencyProgress {
    name: Competency,
    /// Oldest first, whoever judged.
    attempts: Vec<CompetencyAttempt>,
    change: CompetencyChange,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CompetencyAttempt {
    session_id: i64,
    at: Timestamp,
    /// 0–5
    level: u8,
    spread: Option<u8>,
    kind: CoachKind,
}

/// The latest attempts beside the first, among those that the latest attempt's judge judged.
#[derive(Serialize, ToSchema)]
pub(crate) struct CompetencyChange {
    /// Mean level of the first attempts, up to three; null while there are too few.
    from: Option<f64>,
    /// Mean level of the last ones.
    to: Option<f64>,
    /// A change counts only when it exceeds what the judge itself wavers by.
    verdict: progress::Trend,
}

/// A competency to practise, and when.
#[derive(Serialize, ToSchema)]
pub(crate) struct DueCompetency {
    competency: Competency,
    /// One of the bank that has not been answered yet; null when all have.
    question: Option<DueQuestion>,
    due_at: Timestamp,
    /// For the user to read.
    because: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DueQuestion {
    id: i64,
    text: String,
}

impl From<progress::Progress> for Progress {
    fn from(progress: progress::Progress) -> Self {
        Self {
            competencies: progress.competencies.into_iter().map(CompetencyProgress::from).collect(),
            attempts: progress.attempts as u64,
            practice_s: progress.practice_s,
            due: progress.due.into_iter().map(DueCompetency::from).collect(),
        }
    }
}

impl From<progress::Course> for CompetencyProgress {
    fn from(course: progress::Course) -> Self {
        let attempt = |point: progress::Point| CompetencyAttempt {
            session_id: point.id,
            at: Timestamp::of_seconds(point.at),
            level: point.level,
            spread: point.spread,
            kind: point.kind,
        };
        let progress::Change { from, to, verdict } = course.change;
        Self {
            name: course.name,
            attempts: course.points.into_iter().map(attempt).collect(),
            change: CompetencyChange { from, to, verdict },
        }
    }
}

impl From<progress::Due> for DueCompetency {
    fn from(due: progress::Due) -> Self {
        let question = |question: &services::coach::bank::Question| DueQuestion {
            id: question.id,
            text: question.text.clone(),
        };
        Self {
            competency: due.competency,
            question: due.question.map(question),
            due_at: Timestamp::of_seconds(due.due_at),
            because: due.because,
        }
    }
}
