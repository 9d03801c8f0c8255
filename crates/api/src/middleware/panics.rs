//! Panics: caught, so that one bad request costs nobody else, and answered as a fault.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// The panic hook has logged where it happened.
pub(crate) fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::fault("a handler panicked").into_response()
}
