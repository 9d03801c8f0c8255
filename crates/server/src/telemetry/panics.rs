//! Panics are defects: each is logged as an error with the place where it happened.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;

/// From now on a panic is one error line in the log instead of loose text.
///
/// A backtrace goes with it when `RUST_BACKTRACE` asks for one.
pub fn report_panics() {
    std::panic::set_hook(Box::new(report));
}

fn report(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let thread = std::thread::current().name().map(str::to_owned);
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    tracing::error!(
        panic = panic.payload_as_str().unwrap_or("not a text"),
        place,
        thread,
        backtrace,
        "a defect: the program panicked"
    );
    metrics::counter!("greenroom_panics_total").increment(1);
}
