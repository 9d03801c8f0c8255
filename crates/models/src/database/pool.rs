//! A pool of connections to one MySQL server.
//!
//! sqlx's own pool asks each connection whether it is still there whenever it comes back, in a task of its own. For a request that
//! asks the database one thing, that doubles what goes over the wire, and the question's cost (docs/performance.md). Here a
//! connection that is left in the middle of something is closed ([`Link`]); else it is simply put back, and asked only when it
//! has rested.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use deadpool::managed::{self, Metrics, Object, PoolError, QueueMode, RecycleError, RecycleResult};
use futures::future::{BoxFuture, join_all};
use sea_orm::error::ConnAcquireErr;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sqlx::ConnectOptions;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use tokio::time::timeout;

use super::Settings;
use super::link::Link;

/// A connection that rested for so long is asked whether it is still there before it is used. A busy one is not: the
/// question costs as much as a small query. No server restarts in less, so that after a restart no request meets a dead
/// connection.
const TESTED_AFTER: Duration = Duration::from_millis(250);

/// How long a connection may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// Brings a new connection into the state that all statements count on.
type Prepare = Arc<dyn Fn(&mut MySqlConnection) -> BoxFuture<'_, Result<(), sqlx::Error>> + Send + Sync>;

#[derive(Debug, Clone)]
pub(super) struct Pool {
    links: managed::Pool<Maker>,
    acquire_timeout: Duration,
    min_connections: usize,
    idle_timeout: Duration,
}

/// A connection that is lent. It goes back to the pool when dropped.
pub(super) type Lent = Object<Maker>;

impl Pool {
    /// Connects to nothing yet.
    pub(super) fn new(
        options: MySqlConnectOptions,
        settings: &Settings,
        prepare: impl Fn(&mut MySqlConnection) -> BoxFuture<'_, Result<(), sqlx::Error>> + Send + Sync + 'static,
    ) -> Result<Self, DbErr> {
        let maker = Maker { options, prepare: Arc::new(prepare), max_lifetime: settings.max_lifetime };
        let links = managed::Pool::builder(maker)
            .max_size(settings.max_connections.max(2) as usize)
            // Those that are not needed rest, and are closed in the end.
            .queue_mode(QueueMode::Lifo)
            .build()
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        Ok(Self {
            links,
            acquire_timeout: settings.acquire_timeout,
            min_connections: settings.min_connections as usize,
            idle_timeout: settings.idle_timeout,
        })
    }

    pub(super) fn acquire_timeout(self, acquire_timeout: Duration) -> Self {
        Self { acquire_timeout, ..self }
    }

    /// Opens the connections that are to be kept, but at least one: an error says that the server can not be reached.
    pub(super) async fn open(&self) -> Result<(), DbErr> {
        let links = join_all((0..self.min_connections.max(1)).map(|_| self.lend())).await;
        links.into_iter().try_for_each(|link| link.map(drop))
    }

    pub(super) async fn lend(&self) -> Result<Lent, DbErr> {
        match timeout(self.acquire_timeout, self.links.get()).await {
            Ok(Ok(link)) => Ok(link),
            Ok(Err(PoolError::Backend(error))) => Err(error),
            Ok(Err(PoolError::Closed)) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)),
            Ok(Err(error)) => Err(DbErr::Custom(error.to_string())),
            Err(_) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
        }
    }

    /// Closes connections that nobody has needed for long, and old ones. To be called now and then.
    pub(super) async fn tidy(&self) {
        let mut spare = self.links.status().size.saturating_sub(self.min_connections);
        let max_lifetime = self.links.manager().max_lifetime;
        let gone = self.links.retain(|_, metrics| {
            let unneeded = spare > 0 && metrics.last_used() >= self.idle_timeout;
            spare -= usize::from(unneeded);
            !unneeded && metrics.age() < max_lifetime
        });
        farewell(gone.removed).await;
    }

    pub(super) async fn close(&self) {
        let rest = self.links.retain(|_, _| false);
        self.links.close();
        farewell(rest.removed).await;
    }

    pub(super) fn options(&self) -> &MySqlConnectOptions {
        &self.links.manager().options
    }

    /// Connections that are open, and those of them that are not lent.
    pub(super) fn count(&self) -> (usize, usize) {
        let status = self.links.status();
        (status.size, status.available)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::MySql
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.lend().await?.execute(&statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.lend().await?.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.lend().await?.query_one(&statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.lend().await?.query_all(&statement).await
    }
}

/// Connects.
pub(super) struct Maker {
    options: MySqlConnectOptions,
    prepare: Prepare,
    max_lifetime: Duration,
}

impl std::fmt::Debug for Maker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Maker").finish_non_exhaustive()
    }
}

impl managed::Manager for Maker {
    type Type = Link;
    type Error = DbErr;

    /// A server that is about to start is tried again, for as long as somebody waits for the connection.
    async fn create(&self) -> Result<Link, DbErr> {
        let patiently = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(20))
            .with_max_delay(Duration::from_millis(500))
            .with_jitter()
            .without_max_times();
        let connecting = (|| self.options.connect()).retry(patiently).when(may_pass);
        let mut connection = connecting.await.map_err(connect_error)?;
        (self.prepare)(&mut connection).await.map_err(connect_error)?;
        Ok(Link::new(connection))
    }

    async fn recycle(&self, link: &mut Link, metrics: &Metrics) -> RecycleResult<DbErr> {
        match link.rested() {
            _ if metrics.age() >= self.max_lifetime => Err(RecycleError::message("it is old")),
            None => Err(RecycleError::message("it broke")),
            Some(rested) if rested < TESTED_AFTER => Ok(()),
            Some(_) => Ok(link.ping().await?),
        }
    }
}

fn connect_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}

/// Whether connecting may help a moment later: nobody listens yet, or the server is full.
fn may_pass(error: &sqlx::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    match error {
        sqlx::Error::Io(error) => {
            matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
        }
        sqlx::Error::Database(error) => error.is_transient_in_connect_phase(),
        _ => false,
    }
}

async fn farewell(links: Vec<Link>) {
    // A server that is gone needs no goodbye.
    join_all(links.into_iter().map(|link| timeout(GOODBYE, link.close()))).await;
}
