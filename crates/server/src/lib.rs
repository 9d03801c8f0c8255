//! Greenroom, assembled: configuration, first start, wiring, telemetry, the listener and the commands.
//!
//! The only crate in which everything meets. The binary and the integration tests start the same server through
//! [`launch::launch`].

mod announcement;
pub mod cli;
pub mod commands;
pub mod config;
pub mod first_start;
pub mod launch;
pub mod listener;
mod parts;
mod shutdown;
pub mod telemetry;
mod tls;
mod web_app;
mod wiring;

pub use launch::{Listeners, launch};
pub use parts::Parts;
