//! What all calls to an OpenAI-compatible server share: the address and key, time-outs, retries, the limit on calls at
//! the same time, the circuit, and the reading of its errors.
//!
//! `speech::openai` and `language_model::openai` say what is asked; this module sees to it that asking is safe.

mod circuit;
mod failure;
mod http;
mod retry;

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

pub(crate) use self::failure::{Failure, quoted};
pub(crate) use self::http::{Server, read_limited};
use crate::Location;

/// How to reach a server, and how patient to be with it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// With the version, as `https://api.openai.com/v1`.
    pub base_url: Url,
    /// Local servers often want none.
    pub api_key: Option<SecretString>,
    pub model: String,
    pub connect_timeout: Duration,
    /// For one attempt, from connecting to the last byte.
    pub timeout: Duration,
    /// Longest silence within an answer that comes in pieces.
    pub idle_timeout: Duration,
    /// Attempts for one call; 1 never retries.
    pub attempts: usize,
    /// First wait between attempts; it doubles each time, with jitter of up to as much again.
    pub backoff: Duration,
    /// A server that asks to wait longer than this is not waited for: the caller is told instead.
    pub longest_wait: Duration,
    /// Calls at the same time; more wait in line.
    pub concurrency: usize,
    pub circuit: Circuit,
    /// Where the jitter's sequence begins. Instances should not share it, else they retry in step.
    pub jitter_seed: u64,
}

/// When to stop asking a server that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circuit {
    /// Failed attempts in a row that open the circuit.
    pub failures: u32,
    /// How long no call goes out then; afterwards one goes first.
    pub pause: Duration,
}

impl Settings {
    /// Settings for a server in the network: patient for a minute, three attempts, four calls at the same time.
    pub fn new(
        base_url: Url,
        api_key: Option<SecretString>,
        model: impl Into<String>,
        jitter_seed: u64,
    ) -> Self {
        Self {
            base_url,
            api_key,
            model: model.into(),
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(120),
            idle_timeout: Duration::from_secs(60),
            attempts: 3,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            concurrency: 4,
            circuit: Circuit { failures: 6, pause: Duration::from_secs(30) },
            jitter_seed,
        }
    }

    pub(crate) fn location(&self) -> Location {
        Location::of(&self.base_url)
    }
}
