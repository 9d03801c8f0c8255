//! Telemetry: what the server tells of itself, as logs, metrics and reports of panics.

pub mod logs;
pub mod metrics;
mod panics;

pub use panics::report_panics;
