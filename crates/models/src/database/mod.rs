//! The database: one primary that is written to, any number of replicas that are read from, and the promise that nobody misses
//! a write of their own.
//!
//! Each use says what it needs, and that decides where it goes:
//!
//! | verb | goes to | for |
//! |---|---|---|
//! | [`Database::begin`] | primary | writes that a user can see afterwards; counted in the user's position |
//! | [`Database::begin_unseen`], [`Database::write`] | primary | everything else that is written: jobs, leases, sign-ins, tokens |
//! | [`Database::newest`] | primary | reads that decide something, or follow events |
//! | [`Database::read_for`] | a replica that is far enough, else the primary | what a user looks at |
//!
//! # Reading one's own writes
//!
//! Requests of one user reach any instance, which may share nothing but the primary. So the primary keeps what they must
//! agree on: every transaction of [`Database::begin`] counts up the user's position in the user's own row. A request learns the
//! position where it has to ask the primary anyway, with the standing of its sign-in ([`crate::sign_in::standing`]), and may then be
//! answered by a replica whose copy of that row shows the same position, or a later one. That holds whichever instance or worker
//! wrote, needs no clock, no GTIDs and no session that sticks to an instance, and a replica that is late for others but not for this user can
//! still be used. It costs one more update in a transaction that writes, and one query to the replica after each write, by each instance.
//!
//! GTID waits would cost the same query at each read, make the reader wait, and differ between MySQL, MariaDB and the rest; a
//! time to stay with the primary is a guess that a stopped replica proves wrong.
//!
//! Reads of a socket have no request that asked for the position: they use [`Database::newest`].

mod beat;
mod link;
mod monitor;
mod mysql;
mod place;
mod pool;
mod position;
mod primary;
mod reader;
mod replica;
mod seen;
mod settings;
mod sqlite;
mod transaction;
mod viewer;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::join_all;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, TransactionOptions, TransactionTrait,
};
use sqlx::mysql::MySqlConnectOptions;
use tokio::time::MissedTickBehavior;

use crate::{DataError, UserId, migrations};
use monitor::{Found, Monitor};
use pool::Pool;
use replica::Replica;

pub use primary::Primary;
use reader::Chosen;
pub use reader::Reader;
pub use replica::Rotation;
pub use settings::{Settings, Url};
pub use transaction::Transaction;
pub use viewer::Viewer;

/// A read of everything as it was at one moment.
pub type Snapshot = DatabaseTransaction;

/// Open pools on one database.
#[derive(Debug, Clone)]
pub struct Database {
    writer: Primary,
    /// The same as `writer`, but for SQLite, where readers do not wait for the writer.
    newest: Primary,
    servers: Option<Arc<Servers>>,
}

/// What a database on servers has, and an embedded one has not.
#[derive(Debug)]
struct Servers {
    options: MySqlConnectOptions,
    replicas: Vec<Arc<Replica>>,
    max_lag: Duration,
    /// A primary that has been silent for so long is away.
    away_after: Duration,
    watched: AtomicBool,
}

impl Database {
    /// Opens what the settings name. The primary must answer; replicas may be away.
    pub async fn connect(settings: &Settings) -> Result<Self, DataError> {
        match &settings.url {
            Url::Sqlite(path) => {
                let (writer, newest) = sqlite::open(path, settings).await?;
                Ok(Self { writer, newest, servers: None })
            }
            Url::MySql(url) => Self::connect_mysql(mysql::options(url)?, settings).await,
        }
    }

    async fn connect_mysql(options: MySqlConnectOptions, settings: &Settings) -> Result<Self, DataError> {
        let limit = settings.statement_timeout;
        let pool = Pool::new(options.clone(), settings, move |connection| {
            Box::pin(mysql::prepare(connection, Some(limit)))
        })?;
        pool.open().await?;
        let replicas = settings.replica_urls.iter().enumerate().map(|(index, url)| {
            let replica = Replica::new(index + 1, url, settings)?;
            Ok::<_, DataError>(Arc::new(replica))
        });
        let servers = Servers {
            options,
            replicas: replicas.collect::<Result<_, _>>()?,
            max_lag: settings.replica_max_lag,
            away_after: settings.acquire_timeout,
            watched: AtomicBool::new(false),
        };
        // A second for the way: the server itself gives up the statement first, and says so.
        let limit = settings.acquire_timeout + limit + Duration::from_secs(1);
        let primary = Primary::server(pool, limit);
        Ok(Self { writer: primary.clone(), newest: primary, servers: Some(Arc::new(servers)) })
    }

    /// For reads that must see the newest state.
    pub fn newest(&self) -> &Primary {
        &self.newest
    }

    /// For single statements that change what no [`Viewer`] sees.
    pub fn write(&self) -> &Primary {
        &self.writer
    }

    /// For what the viewer looks at: a replica, if one is there that has all of the viewer's own writes.
    pub async fn read_for(&self, viewer: Viewer) -> Reader<'_> {
        let Some(servers) = self.servers.as_ref().filter(|servers| !servers.replicas.is_empty()) else {
            return Reader { primary: &self.newest, replica: None };
        };
        let (replica, to, why) = servers.choose(viewer).await;
        metrics::counter!("greenroom_database_reads_total", "to" => to, "why" => why).increment(1);
        Reader { primary: &self.newest, replica }
    }

    /// Begins a write that the user can see afterwards, and counts it in the user's position.
    pub async fn begin(&self, user: UserId) -> Result<Transaction, DataError> {
        Ok(self.writer.begin(Some(position::advance(user))).await?)
    }

    /// Begins a write of what no [`Viewer`] sees, or of a user who is new.
    pub async fn begin_unseen(&self) -> Result<Transaction, DataError> {
        Ok(self.writer.begin(None).await?)
    }

    /// Begins a read of everything as it is at this moment, whatever others write meanwhile.
    pub async fn snapshot(&self) -> Result<Snapshot, DataError> {
        // In SQLite's WAL mode a transaction that only reads sees one state and holds up no writer.
        let isolation_level = self.servers.is_some().then_some(IsolationLevel::RepeatableRead);
        let options = TransactionOptions { isolation_level, ..TransactionOptions::default() };
        Ok(self.newest.aside().await?.begin_with_options(options).await?)
    }

    /// The schema's steps that this release knows.
    pub fn known_steps() -> Vec<String> {
        migrations::known()
    }

    /// The schema's steps that this database has taken; none in an empty one.
    pub async fn steps_taken(&self) -> Result<Vec<String>, DataError> {
        let pool = self.writer.aside().await?;
        let taken = migrations::taken(&pool).await;
        self.writer.is_done_with(pool).await;
        taken
    }

    /// Brings the schema to this release. Safe to call from any number of instances at once: one migrates, the others wait.
    pub async fn migrate(&self) -> Result<(), DataError> {
        let pool = self.writer.aside().await?;
        let migrated = migrations::run(&pool).await;
        self.writer.is_done_with(pool).await;
        migrated
    }

    /// Asks the primary whether it is there.
    pub async fn ping(&self) -> Result<(), DataError> {
        self.newest.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Watches over the servers and the pools, for ever: without it, replicas are not read from.
    pub async fn watch(&self) {
        let mut every = tokio::time::interval(monitor::EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut monitor = self.servers.as_ref().map(|servers| {
            servers.watched.store(true, Ordering::Relaxed);
            Monitor::new(servers.options.clone())
        });
        loop {
            every.tick().await;
            if let (Some(servers), Some(monitor)) = (&self.servers, &mut monitor) {
                self.look(servers, monitor).await;
                self.writer.tidy().await;
                join_all(servers.replicas.iter().map(|replica| replica.pool().tidy())).await;
            }
            self.record_pools();
        }
    }

    async fn look(&self, servers: &Servers, monitor: &mut Monitor) {
        let newest = match monitor.look(!servers.replicas.is_empty()).await {
            Found::Silent(silence) => {
                if silence >= servers.away_after && !self.writer.set_away(true) {
                    tracing::error!("the primary is away: requests are refused until it is back");
                }
                return;
            }
            Found::There(newest) => newest,
        };
        if self.writer.set_away(false) {
            tracing::info!("the primary is back");
        }
        let measuring = servers
            .replicas
            .iter()
            .map(|replica| monitor::measure(Arc::clone(replica), newest.clone(), servers.max_lag));
        join_all(measuring).await;
    }

    /// How each replica was found last, in the order of the settings.
    pub async fn replicas(&self) -> Vec<Rotation> {
        let Some(servers) = &self.servers else { return Vec::new() };
        if !servers.replicas.is_empty() && !servers.watched.load(Ordering::Relaxed) {
            let mut monitor = Monitor::new(servers.options.clone());
            self.look(servers, &mut monitor).await;
            // Only a beat that was written after the first look shows whether beats arrive.
            tokio::time::sleep(monitor::EVERY).await;
            self.look(servers, &mut monitor).await;
        }
        servers.replicas.iter().map(|replica| replica.rotation()).collect()
    }

    fn record_pools(&self) {
        let record = |pool: String, (open, idle): (usize, usize)| {
            for (state, number) in [("used", open.saturating_sub(idle)), ("idle", idle)] {
                metrics::gauge!("greenroom_database_connections", "pool" => pool.clone(), "state" => state)
                    .set(number as f64);
            }
        };
        let Some(servers) = &self.servers else {
            record("writer".to_owned(), self.writer.count());
            record("reader".to_owned(), self.newest.count());
            return;
        };
        record("primary".to_owned(), self.writer.count());
        for replica in &servers.replicas {
            record(format!("replica-{}", replica.number), replica.pool().count());
        }
    }

    /// Words for people: "SQLite" or "MySQL".
    pub fn engine(&self) -> &'static str {
        match self.writer.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            _ => "MySQL",
        }
    }

    /// Closes all connections; one that is in use, when it is given back.
    pub async fn close(self) {
        // Where reader and writer are the same, the second time does nothing.
        self.newest.close().await;
        self.writer.close().await;
        for replica in self.servers.iter().flat_map(|servers| &servers.replicas) {
            replica.pool().close().await;
        }
    }
}

impl Servers {
    /// The replica to read from if there is one, with where the read goes and why, for the metrics.
    async fn choose(&self, viewer: Viewer) -> (Option<Chosen<'_>>, &'static str, &'static str) {
        let Some(position) = viewer.position else { return (None, "primary", "newest") };
        let usable: Vec<_> = self.replicas.iter().filter(|replica| replica.is_usable()).collect();
        // Always the same one for the same user, as long as it is there: it has their rows in memory, and need not be
        // asked for their position again.
        let place = usize::try_from(viewer.user.0).unwrap_or_default().checked_rem(usable.len());
        let Some(replica) = place.and_then(|place| usable.get(place)) else {
            return (None, "primary", "no_replica");
        };
        if !replica.has(viewer.user, position).await {
            return (None, "primary", "own_writes");
        }
        (Some(Chosen { replica, user: viewer.user, position }), "replica", "has_own_writes")
    }
}
