//! Coaching: what is measured, judged and shown of one spoken answer.
//!
//! Pure: no input or output, no clock, no randomness. The same answer gives the same feedback on every machine.
//!
//! ```
//! use coach::{Answer, Coach, EngineTraits, Span, Status, Word, feedback};
//!
//! let word = |(at, text): (usize, &str)| Word {
//!     text: text.to_owned(), start_s: at as f64 * 0.4, end_s: at as f64 * 0.4 + 0.3, confidence: Some(0.9),
//! };
//! let text = "fine";
//! let words: Vec<Word> = text.split_whitespace().enumerate().map(word).collect();
//! let answer = Answer {
//!     text,
//!     words: &words,
//!     language: "en",
//!     duration_s: 2.0,
//!     speech: &[Span { start_s: 0.0, end_s: 0.3 }],
//!     question: Some("Tell me about a time when you failed."),
//!     competency: None,
//!     engine: EngineTraits { keeps_filled_pauses: true, accurate: true },
//!     corrected: false,
//! };
//! let feedback = feedback(&answer, Coach::Rules);
//! assert_eq!(feedback.status, Status::NotScorable);
//! assert_eq!(feedback.overall_score, None);
//! ```
//!
//! The way through the crate: [`measure`] takes the delivery measures, [`gate`] refuses what can not be judged,
//! [`rules::judge`] or a language model (by way of [`model`]) makes a [`Judgement`], and [`feedback()`] does all of it,
//! verifies every quote against the candidate's words ([`evidence`]) and computes the scores ([`rubric`]).
//! After a correction [`align`] carries word times over; take the measures from the words as they were heard then,
//! and pass them to [`feedback_with`]. Beside it stand the question [`bank`], [`progress`]
//! over attempts, and the [`judge_card`] that says how far a judge can be trusted.

pub mod bank;
pub mod contest;
pub mod evidence;
pub mod follow_up;
pub mod judge_card;
pub mod model;
pub mod progress;
pub mod rubric;
pub mod rules;

mod align;
mod answer;
mod content;
mod data;
mod delivery;
mod feedback;
mod gate;
mod judgement;
mod numbers;
mod orders;
mod phrases;
mod spoken;
mod tokens;
mod verified;

pub use align::{align, as_written};
pub use answer::{Answer, EngineTraits, Span, Word};
pub use delivery::{
    Delivery, Filler, FillerKind, Length, LengthVerdict, NotMeasured, Occurrence, PacePoint, Pause,
    Reference, RepeatedWord, Repetition, measure,
};
pub use feedback::{
    Coach, CoachInfo, CoachKind, CompetencyFeedback, Feedback, Reason, Status, feedback, feedback_with,
};
pub use gate::{GateCode, NotScorable, gate};
pub use judgement::{Evidence, Improvement, Judgement, Strength, Unscored, Verdict};
pub use rubric::Competency;
