//! The model coach: everything about asking a language model that needs no network.
//!
//! A judgement comes about in four steps, of which the caller does the second: [`prompt`], ask, [`parse_and_verify`]
//! (on [`Malformed`] once more with [`repair`]), and [`combine`] over the runs. What a model says is a claim until its
//! quote was found in the candidate's words, and no number that it computes is used.

mod combine;
mod fence;
mod judge;
mod prose;
mod reply;

use serde_json::Value;

pub use combine::combine;
pub use judge::{prompt, repair};
pub use reply::{Malformed, parse_and_verify};

/// Stored with every judgement, and part of the key under which answers are cached. Change a prompt, change this.
pub const PROMPT_VERSION: &str = "2026-11-1";

/// Judgements of one answer that are combined, unless configured otherwise.
pub const RUNS: usize = 3;

/// A spread of so many levels over the runs is shown as uncertain.
pub const UNCERTAIN_SPREAD: u8 = 2;

/// What a language model is asked: two messages and the JSON Schema that its answer must obey.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    pub system: String,
    pub user: String,
    /// Strict in OpenAI's sense: every property required, none added, no keyword beyond `enum`.
    pub schema: Value,
    /// A name for the schema: letters, digits and underscores.
    pub schema_name: &'static str,
}
