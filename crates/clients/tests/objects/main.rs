//! The embedded S3 and the S3 client: against each other, against raw HTTP, and each against a stranger.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests are tests"
)]

mod conditions;
mod cors;
mod crashes;
mod foreign_client;
mod foreign_store;
mod headers;
mod keys;
mod listing;
mod multipart;
mod presigned;
mod signatures;
mod store_client;
mod support;
