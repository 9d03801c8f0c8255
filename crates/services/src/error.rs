//! What can be wrong with a request, in the business's own terms. The presentation layer alone turns it into a status.

use std::time::Duration;

use clients::language_model::LanguageModelError;
use clients::object_store::ObjectError;
use models::DataError;

use crate::budget::Spent;

/// One thing wrong with one field of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// As the client named it.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Input that is well formed and may not be done all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    #[error("An account with this address exists already. Sign in, or use another address.")]
    EmailTaken,
    #[error("The current password is not right. Nothing was changed.")]
    WrongPassword,
    #[error("Nothing has been uploaded under this key. Send the recording to the presigned URL first.")]
    UploadMissing,
    #[error("What was uploaded is empty. Record the answer again.")]
    UploadEmpty,
    #[error(
        "This recording belongs to another session already. Upload the new answer under a key of its own."
    )]
    UploadInUse,
    #[error("The failure of this session can not be mended by trying again. Record the answer again.")]
    NotRetryable,
    #[error(
        "The current feedback makes no such claim. Send the text of a strength or an improvement as it stands there, or a competency's name."
    )]
    NoSuchClaim,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("The address or the password is not right.")]
    InvalidCredentials,
    #[error("Sign in first: the request carries no token.")]
    MissingToken,
    #[error("The token is not valid. Sign in again.")]
    InvalidToken,
    #[error("The token has expired. Refresh it.")]
    ExpiredToken,
    #[error("The refresh token had been used before. For safety this sign-in has been ended: sign in again.")]
    TokenReused,
}

/// Everything a service refuses or fails with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the input is not valid")]
    Invalid(Vec<FieldError>),
    #[error(transparent)]
    Rule(#[from] Rule),
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Not there, or not the caller's own: nobody learns which.
    #[error("There is no such {0}.")]
    NotFound(&'static str),
    /// The session is not in a state for this.
    #[error("{0}")]
    WrongState(String),
    #[error("Too many requests. Try again later.")]
    TooMany { retry_after: Duration },
    /// The user's calls to the language model are used up for today.
    #[error("You have used today's {most} calls to the language model. The next day's begin at 00:00 UTC.")]
    BudgetSpent { most: u32, retry_after: Duration },
    /// What it needs has not been set up on this server.
    #[error("{detail}")]
    NotConfigured { code: &'static str, detail: String },
    /// Something outside is down for now.
    #[error("{what} can not be reached right now. Try again in a moment.")]
    Unavailable { what: &'static str, cause: String },
    /// More want it at this moment than can be served.
    #[error("Too many people are {0} at this moment. Try again in a few seconds.")]
    Busy(&'static str),
    /// A fault of ours: the cause is for the log, never for the caller.
    #[error("fault: {0}")]
    Fault(String),
}

impl Error {
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<DataError> for Error {
    fn from(error: DataError) -> Self {
        match error {
            DataError::Unavailable(cause) => Self::Unavailable { what: "The database", cause },
            // The account or session went away while the request was under way.
            DataError::Orphan => Self::NotFound("thing any more"),
            DataError::Duplicate(cause) | DataError::Fault(cause) => Self::Fault(cause),
        }
    }
}

impl From<ObjectError> for Error {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::NotFound | ObjectError::Changed => Self::NotFound("recording"),
            ObjectError::Unavailable(cause) | ObjectError::NoSpace(cause) => {
                Self::Unavailable { what: "The object store", cause }
            }
            ObjectError::Unauthorised(cause) => Self::Fault(format!("object store: {cause}")),
        }
    }
}

impl From<LanguageModelError> for Error {
    fn from(error: LanguageModelError) -> Self {
        match error {
            LanguageModelError::RateLimited { retry_after } => {
                Self::TooMany { retry_after: retry_after.unwrap_or(Duration::from_secs(30)) }
            }
            other => Self::Unavailable { what: "The language model", cause: other.to_string() },
        }
    }
}

impl From<Spent> for Error {
    fn from(Spent { most, new_in }: Spent) -> Self {
        Self::BudgetSpent { most, retry_after: new_in }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("a stored document can not be read: {error}"))
    }
}
