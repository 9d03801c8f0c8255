//! Data access: the only SQL there is. Entities, queries, migrations and transactions, on SQLite and MySQL alike.
//!
//! A session, upload or sign-in is found only together with its user's id; what hangs on a session (transcript, feedback,
//! job) is read by whoever has found the session so.
//! Functions take any connection (`&impl ConnectionTrait`): what [`Database`] gives for the need, or a [`Transaction`].

pub mod backup;
pub mod contested_claim;
pub mod database;
pub mod error;
pub mod feedback;
pub mod idempotency;
pub mod ids;
mod insertion;
pub mod job;
pub mod judge_standing;
mod migrations;
pub mod refresh_token;
pub mod session;
pub mod session_list;
pub mod sign_in;
pub mod tombstone;
pub mod transcript;
pub mod upload;
pub mod user;

pub use database::{Database, Settings, Snapshot, Transaction, Viewer};
pub use error::DataError;
pub use ids::{JobId, SessionId, SignInId, UserId};

/// An instant, UTC. Kept to the millisecond: that is what every database here returns unchanged.
pub type Time = chrono::DateTime<chrono::Utc>;
