//! The judge card: how far a judge can be trusted, measured on answers whose levels people have written down.

mod agreement;
mod card;
mod heard;
mod labelled;
mod text;

pub use agreement::{Agreement, quadratic_weighted_kappa};
pub use card::{Contested, JudgeCard, MIN_KAPPA, Refusals, Shifts, Standing, run};
pub use heard::{HeardCard, HeardRow, heard};
pub use labelled::{Half, Labelled, LabelledSet, Malformed, Sort};
