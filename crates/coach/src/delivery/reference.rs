//! A reference: the range that a measure is shown against, and where the range comes from.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Delivery;
use crate::data::embedded;

/// A range for one measure. A missing bound means that the range is open on that side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reference {
    /// The field's name in [`Delivery`].
    pub measure: String,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub unit: String,
    pub text: String,
    pub source: String,
}

/// The limits of the measures, as they stand in `data/delivery.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub version: String,
    pub min_words_for_pace: usize,
    pub min_seconds_for_pace: f64,
    pub pace_window_s: f64,
    pub pause_s: f64,
    pub long_pause_s: f64,
    pub min_repeated: u32,
    pub most_repeated: usize,
    pub default_target_low_s: f64,
    pub default_target_high_s: f64,
    pub target_tolerance: f64,
    reference: Vec<Reference>,
}

static LIMITS: LazyLock<Limits> =
    LazyLock::new(|| embedded("delivery.toml", include_str!("../../data/delivery.toml")));

pub(super) fn limits() -> &'static Limits {
    &LIMITS
}

/// The references of the measures that were taken.
pub(super) fn of(delivery: &Delivery) -> Vec<Reference> {
    let missed = |measure: &str| delivery.not_measured.iter().any(|missed| missed.measure == measure);
    LIMITS.reference.iter().filter(|reference| !missed(&reference.measure)).cloned().collect()
}
