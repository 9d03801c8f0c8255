//! The outside systems, one module each, behind traits whose verbs are the product's own.
//!
//! Nothing here knows SQL or an HTTP route of ours. A new vendor is a new file that implements one of the traits.

pub mod embedded_s3;
pub mod language_model;
pub mod object_store;
pub mod openai;
pub mod shared_state;
pub mod speech;
#[cfg(feature = "testing")]
pub mod testing;

/// What `greenroom check` and `/health` say of one outside system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It answered as it should.
    Ok(String),
    /// It works, but with less than it was set up for; the text says what to do.
    Degraded(String),
    /// It does not work; the text says why and what to do.
    Down(String),
}
