//! Integration tests: a real server on a free port, a real database, and users who send requests.
//!
//! Run them with `script/test rust`, or `script/with-services cargo test --package greenroom`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

#[macro_use]
mod support;

mod account;
mod backup;
mod bad_recordings;
mod captions;
mod coaching;
mod command_line;
mod faults;
mod first_start;
mod instances;
mod limits;
mod model_coach;
mod not_scorable;
mod operations;
mod practice_loop;
mod problems;
mod replicas;
mod secrets;
mod session_list;
mod sessions;
mod sign_in;
mod socket;
mod telemetry;
mod tls;
mod uploads;
mod web_client;
