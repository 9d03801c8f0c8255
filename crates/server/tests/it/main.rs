//! Integration tests: a real server on a free port, a real database, and users who send requests.
//!
//! Run them with `script/test rust`, or `script/with-services cargo test --package greenroom`.

#[macro_use]
mod support;

mod command_line;
mod first_start;
mod operations;
