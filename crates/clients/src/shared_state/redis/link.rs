//! The link: one connection to Redis that all calls share, or none for now.
//!
//! While there is none, calls fail at once, and a task of its own brings it back: no request waits for a Redis that is
//! away, but for those that were under way when it went.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisResult};
use tokio::sync::Notify;

use super::super::FORGOTTEN_FOR;

/// A new connection may have to agree on TLS first.
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);
/// Between attempts to connect: the first wait, and the longest.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// Keys to be forgotten that are remembered while Redis is away. Beyond that they live until they expire.
const MOST_OWED: usize = 10_000;

/// Why a call has no result: Redis is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Away;

/// All calls but subscriptions.
pub(super) struct Link {
    client: Client,
    prefix: String,
    /// A call that takes longer is given up, and the link with it.
    patience: Duration,
    state: Mutex<State>,
    lost: Notify,
}

struct State {
    connection: Option<MultiplexedConnection>,
    /// Counts connections, so that a late failure on an old one does not end the new one.
    generation: u64,
    /// Why there is no connection, in words.
    trouble: String,
    /// Keys that could not be forgotten.
    owed: HashSet<String>,
}

impl Link {
    pub(super) fn new(client: Client, prefix: String, patience: Duration) -> Self {
        let trouble = "It has not been reached yet.".to_owned();
        let state = State { connection: None, generation: 0, trouble, owed: HashSet::new() };
        Self { client, prefix, patience, state: Mutex::new(state), lost: Notify::new() }
    }

    pub(super) fn is_up(&self) -> bool {
        self.state().connection.is_some()
    }

    /// Why it is not, in words.
    pub(super) fn trouble(&self) -> String {
        self.state().trouble.clone()
    }

    pub(super) fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Makes one call, named for the metrics.
    pub(super) async fn call<T>(
        &self,
        name: &'static str,
        make: impl AsyncFnOnce(&mut MultiplexedConnection) -> RedisResult<T>,
    ) -> Result<T, Away> {
        let (connection, generation) = {
            let state = self.state();
            (state.connection.clone(), state.generation)
        };
        let Some(mut connection) = connection else {
            count(name, "away");
            return Err(Away);
        };
        let started = Instant::now();
        let result = timely(self.patience, make(&mut connection)).await;
        metrics::histogram!("greenroom_redis_call_duration_seconds", "call" => name)
            .record(started.elapsed().as_secs_f64());
        match result {
            Ok(value) => {
                count(name, "ok");
                Ok(value)
            }
            Err(trouble) => {
                count(name, "failed");
                self.lose(generation, trouble);
                Err(Away)
            }
        }
    }

    /// Remembers to forget a key as soon as Redis is back. False when it is back already: then it can be forgotten at once.
    pub(super) fn owe(&self, key: &str) -> bool {
        let mut state = self.state();
        if state.connection.is_some() {
            return false;
        }
        if state.owed.len() < MOST_OWED {
            state.owed.insert(key.to_owned());
        }
        true
    }

    fn lose(&self, generation: u64, trouble: String) {
        let mut state = self.state();
        if state.generation != generation || state.connection.take().is_none() {
            return;
        }
        tracing::warn!(
            trouble,
            "Redis is away: limits count in this process, caches are bypassed, followers look"
        );
        metrics::gauge!("greenroom_redis_up").set(0.0);
        state.trouble = trouble;
        self.lost.notify_one();
    }

    /// Makes the first attempt to connect.
    pub(super) async fn begin(&self) {
        metrics::gauge!("greenroom_redis_up").set(0.0);
        if let Err(trouble) = self.connect().await {
            tracing::warn!(trouble, "Redis is away: the server starts without it");
            self.state().trouble = trouble;
        }
    }

    /// Brings the connection back whenever it is lost, for ever.
    pub(super) async fn keep(self: Arc<Self>) {
        let mut wait = FIRST_WAIT;
        loop {
            if self.is_up() {
                self.lost.notified().await;
                wait = FIRST_WAIT;
            }
            if let Err(trouble) = self.connect().await {
                self.state().trouble = trouble;
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }

    async fn connect(&self) -> Result<(), String> {
        // Each call has a time-out of its own.
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let connecting = self.client.get_multiplexed_async_connection_with_config(&config);
        let mut connection = timely(CONNECT_PATIENCE, connecting).await?;
        // A Redis that is loading, read-only or out of memory takes connections too.
        let probe = self.key("probe");
        timely(self.patience, async {
            redis::cmd("SET").arg(probe).arg(1).arg("PX").arg(1000).query_async::<()>(&mut connection).await
        })
        .await?;
        loop {
            let owed = self.state().owed.clone();
            for key in &owed {
                timely(self.patience, forget(&mut connection, key)).await?;
            }
            let mut state = self.state();
            state.owed.retain(|key| !owed.contains(key));
            if state.owed.is_empty() {
                state.connection = Some(connection);
                state.generation += 1;
                break;
            }
        }
        metrics::gauge!("greenroom_redis_up").set(1.0);
        tracing::info!("Redis is there");
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Replaces a cached value by an empty one, which keeps out whatever was read before.
pub(super) async fn forget(connection: &mut MultiplexedConnection, key: &str) -> RedisResult<()> {
    let ms = u64::try_from(FORGOTTEN_FOR.as_millis()).unwrap_or(u64::MAX);
    redis::cmd("SET").arg(key).arg("").arg("PX").arg(ms).query_async(connection).await
}

/// The result, or why there is none: words that hold nothing of what was sent.
pub(super) async fn timely<T>(
    patience: Duration,
    call: impl Future<Output = RedisResult<T>>,
) -> Result<T, String> {
    match tokio::time::timeout(patience, call).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(words(&error)),
        Err(_) => Err(format!("No answer within {} ms.", patience.as_millis())),
    }
}

fn words(error: &redis::RedisError) -> String {
    match error.code() {
        // The server's own word, such as NOAUTH, OOM or READONLY.
        Some(code) => format!("It answered {code}."),
        None if error.is_io_error() => error.to_string(),
        None => error.category().to_owned(),
    }
}

fn count(call: &'static str, result: &'static str) {
    metrics::counter!("greenroom_redis_calls_total", "call" => call, "result" => result).increment(1);
}
