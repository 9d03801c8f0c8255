//! The monitor: looks every second whether the primary is there and how far behind each replica is, and puts the replicas in
//! and out of rotation.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use sea_orm::DbErr;
use sqlx::ConnectOptions;
use sqlx::mysql::MySqlConnectOptions;
use tokio::time::{Instant, timeout};

use super::link::Link;
use super::replica::{Replica, Rotation};
use super::{beat, mysql};
use crate::DataError;
use crate::error::unreachable;

/// How often it looks.
pub(super) const EVERY: Duration = Duration::from_secs(1);
/// How long the primary may take to answer a look.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks over a connection of its own: the pool's may all be waiting for a primary that is away.
#[derive(Debug)]
pub(super) struct Monitor {
    options: MySqlConnectOptions,
    connection: Option<Link>,
    /// Since when the primary has not answered.
    silent_since: Option<Instant>,
}

/// What a look at the primary found.
pub(super) enum Found {
    /// It answers. The newest beat, when there are replicas to compare it with.
    There(Result<Option<NaiveDateTime>, String>),
    /// It has not answered for so long.
    Silent(Duration),
}

impl Monitor {
    pub(super) fn new(options: MySqlConnectOptions) -> Self {
        Self { options, connection: None, silent_since: None }
    }

    /// Looks at the primary; reads the beat and writes the next one if `beating`.
    pub(super) async fn look(&mut self, beating: bool) -> Found {
        let Ok(mut connection) = self.connected().await else {
            let since = *self.silent_since.get_or_insert_with(Instant::now);
            return Found::Silent(since.elapsed());
        };
        self.silent_since = None;
        if !beating {
            self.connection = Some(connection);
            return Found::There(Ok(None));
        }
        // Read before the next is written: an idle replica has had a second to receive it.
        let beaten = async {
            let newest = beat::read(&mut connection).await?;
            beat::write(&mut connection).await?;
            Ok::<_, DbErr>(newest)
        };
        match timeout(PATIENCE, beaten).await {
            Ok(Ok(newest)) => {
                self.connection = Some(connection);
                Found::There(Ok(Some(newest)))
            }
            Ok(Err(error)) => Found::There(Err(error.to_string())),
            Err(_) => Found::There(Err("the primary is slow".to_owned())),
        }
    }

    /// The connection of the last look if it still works, else a new one.
    async fn connected(&mut self) -> Result<Link, DataError> {
        let connecting = async {
            if let Some(mut link) = self.connection.take()
                && link.ping().await.is_ok()
            {
                return Ok(link);
            }
            let mut connection = self.options.connect().await?;
            mysql::prepare(&mut connection, None).await?;
            Ok(Link::new(connection))
        };
        let silent = |_| DataError::Unavailable("the primary does not answer".to_owned());
        timeout(PATIENCE, connecting).await.map_err(silent)?.map_err(unreachable)
    }
}

/// Compares the replica's beat with the primary's. Without one of the primary's, the replica stays as it was found last.
pub(super) async fn measure(
    replica: Arc<Replica>,
    newest: Result<Option<NaiveDateTime>, String>,
    max_lag: Duration,
) {
    let newest = match newest {
        Ok(Some(newest)) => newest,
        Ok(None) => return,
        Err(cause) => return replica.turn(Rotation::Failing { cause }),
    };
    let labels = [("replica", replica.number.to_string())];
    let gauge = metrics::gauge!("greenroom_database_replica_lag_seconds", &labels);
    match replica.beat().await {
        Ok(beat) => {
            // Ahead, when a beat was written and arrived in the meantime.
            let lag = (newest - beat).to_std().unwrap_or_default();
            gauge.set(lag.as_secs_f64());
            replica.turn(if lag > max_lag { Rotation::Lagging { lag } } else { Rotation::In { lag } });
        }
        Err(error) => {
            // Its last lag would look well for ever.
            gauge.set(f64::INFINITY);
            replica.turn(Rotation::Failing { cause: error.to_string() });
        }
    }
}
