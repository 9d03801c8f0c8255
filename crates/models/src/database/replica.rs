//! A replica: a server that follows the primary, some time behind it, and answers reads in its place.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::NaiveDateTime;
use sea_orm::DbErr;
use secrecy::SecretString;
use sqlx::mysql::MySqlConnection;
use tokio::time::timeout;

use super::pool::Pool;
use super::seen::Seen;
use super::{Settings, beat, mysql, position};
use crate::error::connection_lost;
use crate::{DataError, UserId};

/// A replica that has not answered by then is not worth waiting for: the primary can be asked.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long to wait for a connection to it.
const ACQUIRE: Duration = Duration::from_secs(1);

/// How often it is asked while its connections change: a pool that grows is no reason to leave it.
const TRIES: usize = 3;

/// What came of a question.
enum Asked<T> {
    Answer(T),
    /// It was asked over a new connection, so what had been seen before may not hold where the answer comes from.
    Moved,
    Failed,
}

/// Whether a replica is read from, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// It is, being so far behind.
    In { lag: Duration },
    /// It is too far behind.
    Lagging { lag: Duration },
    /// It can not be asked. The cause is for the log and the operator.
    Failing { cause: String },
}

#[derive(Debug)]
pub(super) struct Replica {
    /// Its place in the settings, from 1.
    pub(super) number: usize,
    pool: Pool,
    server: Arc<Server>,
    usable: AtomicBool,
    rotation: Mutex<Rotation>,
}

/// The one server at the other end of all of a pool's connections.
///
/// An address may stand for several (a balancer, a name with several hosts). What was seen on one of them says nothing about the
/// next, so the pool stays with the first that answered, and refuses connections that lead elsewhere.
#[derive(Debug, Default)]
struct Server {
    identity: Mutex<Option<String>>,
    seen: Seen,
}

impl Server {
    async fn admit(&self, connection: &mut MySqlConnection) -> Result<(), sqlx::Error> {
        mysql::prepare(connection, Some(PATIENCE)).await?;
        let identity: String = sqlx::query_scalar("SELECT CONCAT(@@hostname, ':', @@port, ':', @@server_id)")
            .fetch_one(&mut *connection)
            .await?;
        let mut known = self.identity.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_some_and(|known| *known != identity) {
            let refused = "another server answers at this address than before";
            return Err(sqlx::Error::Configuration(refused.into()));
        }
        *known = Some(identity);
        self.seen.forget();
        Ok(())
    }
}

impl Replica {
    /// Nothing is asked of it yet: it may be away, and is not read from before it has been looked at.
    pub(super) fn new(number: usize, url: &SecretString, settings: &Settings) -> Result<Self, DataError> {
        let server = Arc::new(Server::default());
        let admitting = Arc::clone(&server);
        let pool = Pool::new(mysql::options(url)?, settings, move |connection| {
            let server = Arc::clone(&admitting);
            Box::pin(async move { server.admit(connection).await })
        })?
        .acquire_timeout(ACQUIRE);
        let rotation = Mutex::new(Rotation::Failing { cause: "it has not been looked at yet".to_owned() });
        Ok(Self { number, pool, server, usable: AtomicBool::new(false), rotation })
    }

    pub(super) fn is_usable(&self) -> bool {
        self.usable.load(Ordering::Relaxed)
    }

    pub(super) fn rotation(&self) -> Rotation {
        self.rotation.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Puts it in or out of rotation.
    pub(super) fn turn(&self, rotation: Rotation) {
        let usable = matches!(rotation, Rotation::In { .. });
        let was = self.usable.swap(usable, Ordering::Relaxed);
        let number = self.number;
        match &rotation {
            Rotation::In { lag } if !was => {
                tracing::info!(replica = number, lag_s = lag.as_secs_f64(), "a replica is read from");
            }
            Rotation::Lagging { lag } if was => {
                tracing::warn!(replica = number, lag_s = lag.as_secs_f64(), "a replica is too far behind");
            }
            Rotation::Failing { cause } if was => {
                tracing::warn!(replica = number, cause, "a replica fails");
            }
            _ => {}
        }
        *self.rotation.lock().unwrap_or_else(PoisonError::into_inner) = rotation;
    }

    /// Whether it has the user's writes up to this position.
    pub(super) async fn has(&self, user: UserId, wanted: i64) -> bool {
        for _ in 0..TRIES {
            let generation = self.server.seen.generation();
            if self.server.seen.has(user, wanted) {
                return true;
            }
            match self.ask(generation, position::of(&self.pool, user)).await {
                Asked::Answer(found) => {
                    let found = found.unwrap_or(position::NONE);
                    self.server.seen.remember(user, found, generation);
                    return found >= wanted;
                }
                Asked::Moved => {}
                Asked::Failed => return false,
            }
        }
        false
    }

    /// What it answers to a viewer who has to see the writes up to this position; `None` when the primary has to be asked.
    pub(super) async fn answer<T, F>(&self, user: UserId, wanted: i64, question: impl Fn() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, DbErr>>,
    {
        for _ in 0..TRIES {
            let generation = self.server.seen.generation();
            if !self.has(user, wanted).await {
                return None;
            }
            match self.ask(generation, question()).await {
                Asked::Answer(answer) => return Some(answer),
                Asked::Moved => {}
                Asked::Failed => return None,
            }
        }
        None
    }

    async fn ask<T>(&self, generation: u64, question: impl Future<Output = Result<T, DbErr>>) -> Asked<T> {
        if !self.is_usable() {
            return Asked::Failed;
        }
        match timeout(ACQUIRE + PATIENCE, question).await {
            Ok(Ok(_)) if self.server.seen.generation() != generation => return Asked::Moved,
            Ok(Ok(answer)) => return Asked::Answer(answer),
            Ok(Err(error))
                if connection_lost(&error)
                    || matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) =>
            {
                self.turn(Rotation::Failing { cause: error.to_string() });
            }
            // Perhaps its schema is behind, or the query is too much for it: others may still be answered.
            Ok(Err(error)) => {
                tracing::warn!(replica = self.number, %error, "a replica does not answer what it is asked");
            }
            Err(_) => self.turn(Rotation::Failing { cause: "it does not answer".to_owned() }),
        }
        Asked::Failed
    }

    /// The newest beat that has arrived there.
    pub(super) async fn beat(&self) -> Result<NaiveDateTime, DataError> {
        let asked = async { beat::read(&mut *self.pool.lend().await?).await };
        let answer = timeout(ACQUIRE + PATIENCE, asked).await;
        let answer = answer
            .map_err(|_| DataError::Unavailable("it does not answer".to_owned()))
            .and_then(|answer| Ok(answer?));
        if answer.is_err() {
            self.forget_identity();
        }
        answer
    }

    /// Once no connection is left, whichever server answers next is as good as the last one.
    fn forget_identity(&self) {
        let mut identity = self.server.identity.lock().unwrap_or_else(PoisonError::into_inner);
        if self.pool.count().0 == 0 {
            *identity = None;
        }
    }
}
