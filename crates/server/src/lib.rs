//! Greenroom, assembled: configuration, first start, telemetry, the listener and the commands.
//!
//! The only crate in which everything meets. The binary and the integration tests start the same server through it.

pub mod config;
pub mod first_start;
pub mod listener;
