//! The model coach: everything about asking a language model that needs no network.
//!
//! A judgement comes about in four steps, of which the caller does the second: [`prompt`], ask, [`parse_and_verify`]
//! (on [`Malformed`] once more with [`repair`]), and [`combine`] over the runs. What a model says is a claim until its
//! quote was found in the candidate's words, and no number that it computes is used.
//!
//! Beside the judgement stand questions made for a role ([`questions_prompt`]), model answers made of the candidate's own
//! facts ([`model_answer_prompt`]), follow-up questions ([`follow_up_prompt`]), the second look at a contested claim
//! ([`claim_prompt`]) and the coach's chat ([`chat_prompt`]);
//! each has a `parse_…` that lets through only what can be checked.

mod answers;
mod chat;
mod claim;
mod combine;
mod facts;
mod fence;
mod follow_up;
mod json;
mod judge;
mod prose;
mod questions;
mod reply;
mod schema;

use serde_json::Value;

pub use answers::{model_answer_prompt, parse_model_answer};
pub use chat::{ChatPrompt, chat_prompt, parse_chat};
pub use claim::{claim_prompt, parse_second_look};
pub use combine::combine;
pub use follow_up::{follow_up_prompt, parse_follow_ups};
pub use json::Malformed;
pub use judge::{prompt, repair};
pub use questions::{Background, Source, TailoredQuestion, parse_questions, questions_prompt};
pub use reply::parse_and_verify;

/// Stored with every judgement, and part of the key under which answers are cached. Change a prompt, change this.
pub const PROMPT_VERSION: &str = "2026-11-2";

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
