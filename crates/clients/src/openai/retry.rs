//! Retries: few, with growing waits and jitter, and never sooner than the server asked for.

use std::time::Duration;

use backon::ExponentialBuilder;

use super::{Failure, Settings};

/// The waits between the attempts of one call; `call` sets it apart from others.
pub(super) fn waits(settings: &Settings, call: u64) -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(settings.backoff)
        .with_max_delay(settings.longest_wait)
        .with_max_times(settings.attempts.saturating_sub(1))
        .with_jitter()
        .with_jitter_seed(settings.jitter_seed.wrapping_add(call))
}

/// The wait before the next attempt: `planned`, or as long as the server asked. `None` ends the attempts: they are
/// used up, or the wait is longer than anyone should sit through.
pub(super) fn adjusted(failure: &Failure, planned: Option<Duration>, longest: Duration) -> Option<Duration> {
    match failure {
        Failure::RateLimited { retry_after: Some(asked) } if *asked > longest => None,
        Failure::RateLimited { retry_after: Some(asked) } => planned.map(|planned| planned.max(*asked)),
        _ => planned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_s_wish_lengthens_a_wait_and_ends_the_attempts_when_too_long() {
        let (short, long) = (Duration::from_secs(1), Duration::from_secs(9));
        let asked = |wait| Failure::RateLimited { retry_after: Some(wait) };
        let unreachable = Failure::Unreachable(String::new());
        assert_eq!(adjusted(&asked(long), Some(short), long), Some(long));
        assert_eq!(adjusted(&asked(short), Some(long), long), Some(long));
        assert_eq!(adjusted(&asked(long), Some(short), short), None);
        assert_eq!(adjusted(&asked(short), None, long), None);
        assert_eq!(adjusted(&unreachable, Some(short), long), Some(short));
    }
}
