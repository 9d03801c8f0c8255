//! Coaching: what is measured, judged and shown of one spoken answer.
//!
//! Pure: no input or output, no clock, no randomness. The same answer gives the same feedback on every machine.
