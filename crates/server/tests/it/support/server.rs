//! A server in this process, on a free port, with a data folder and a database of its own.

use std::net::SocketAddr;
use std::path::PathBuf;

use greenroom::config::{self, Settings};
use greenroom::{Listeners, Parts, launch};
use tempfile::{NamedTempFile, TempDir};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::database::{self, Engine};
use super::process::Process;
use super::redis;
use super::rows::Rows;
use super::user::{User, Visitor};

/// What differs from the defaults in tests: free ports, cheap passwords, and no limits in the way.
const FOR_TESTS: &[(&str, &str)] = &[
    ("PORT", "0"),
    ("GREENROOM_METRICS__PORT", "0"),
    ("GREENROOM_AUTH__BCRYPT_COST", "4"),
    ("GREENROOM_JOBS__WORKERS", "2"),
    ("GREENROOM_JOBS__POLL_MS", "50"),
    ("GREENROOM_LIMITS__LOGIN_PER_ACCOUNT_PER_HOUR", "0"),
    ("GREENROOM_LIMITS__LOGIN_PER_ADDRESS_PER_HOUR", "0"),
    ("GREENROOM_LIMITS__REGISTER_PER_ADDRESS_PER_HOUR", "0"),
    ("GREENROOM_LIMITS__REFRESH_PER_ADDRESS_PER_HOUR", "0"),
    ("GREENROOM_LIMITS__PRESIGN_PER_ACCOUNT_PER_HOUR", "0"),
    ("GREENROOM_LIMITS__AI_PER_ACCOUNT_PER_HOUR", "0"),
];

/// Settings as an operator would make them: defaults, then these variables.
pub(crate) fn settings(variables: &[(&str, &str)]) -> Settings {
    // An empty file, so that one in the working folder plays no part.
    let nothing = NamedTempFile::new().unwrap();
    let variables =
        FOR_TESTS.iter().chain(variables).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    // Of two variables of one name the later counts.
    let variables: std::collections::BTreeMap<String, String> = variables.collect();
    config::load(Some(nothing.path()), variables).unwrap_or_else(|problems| panic!("{problems}")).0
}

/// A running server. Dropped, it is stopped without draining.
pub(crate) struct TestServer {
    pub(crate) origin: String,
    pub(crate) metrics: SocketAddr,
    /// What it said when it was ready.
    pub(crate) announcement: String,
    folder: TempDir,
    database_url: String,
    variables: Vec<(String, String)>,
    parts: Parts,
    stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
}

impl TestServer {
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::start_with(engine, &[]).await
    }

    /// Starts with further settings, by the names of their variables.
    pub(crate) async fn start_with(engine: Engine, variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::Builder::new().prefix("greenroom-test").tempdir().unwrap();
        let database_url = database::create(engine, folder.path()).await;
        let mut variables: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        if engine == Engine::Replicated {
            variables.push(("DATABASE_REPLICA_URLS".to_owned(), database::replica_of(&database_url)));
        }
        Self::launch(folder, database_url, variables, Parts::All).await
    }

    /// Starts on MariaDB and on the Redis that `script/with-services` started, with further settings.
    pub(crate) async fn start_with_redis(variables: &[(&str, &str)]) -> Self {
        let (url, prefix) = (redis::shared_url(), redis::prefix());
        let ours = [
            ("REDIS_URL", url.as_str()),
            ("GREENROOM_REDIS__PREFIX", prefix.as_str()),
            // A busy machine is no Redis that is away.
            ("GREENROOM_REDIS__TIMEOUT_MS", "20000"),
        ];
        let all: Vec<_> = ours.iter().chain(variables).copied().collect();
        Self::start_with(Engine::MariaDb, &all).await
    }

    /// Starts another instance on the same database, with the same settings and the same recordings, which are this one's:
    /// as long as it runs, it is the other's object store.
    pub(crate) async fn another_instance(&self) -> Self {
        let folder = tempfile::Builder::new().prefix("greenroom-test").tempdir().unwrap();
        let secrets = std::fs::read_to_string(self.data().join("secrets.toml")).unwrap();
        let secrets: toml::Table = secrets.parse().unwrap();
        let secret = |section: &str, name: &str| secrets[section][name].as_str().unwrap().to_owned();
        let more = [
            ("JWT_SECRET", secret("jwt", "secret")),
            ("S3_BUCKET", "recordings".to_owned()),
            ("AWS_ENDPOINT_URL_S3", self.origin.clone()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("GREENROOM_OBJECTS__ACCESS_KEY_ID", secret("embedded_objects", "access_key_id")),
            ("GREENROOM_OBJECTS__SECRET_ACCESS_KEY", secret("embedded_objects", "secret_access_key")),
        ];
        let more = more.map(|(name, value)| (name.to_owned(), value));
        let variables = self.variables.iter().cloned().chain(more).collect();
        Self::launch(folder, self.database_url.clone(), variables, Parts::All).await
    }

    /// Another instance on the same database, which serves and does not work; both need the same `JWT_SECRET`. Recordings
    /// are the first one's.
    pub(crate) async fn second(&self) -> Self {
        let folder = tempfile::Builder::new().prefix("greenroom-test").tempdir().unwrap();
        Self::launch(folder, self.database_url.clone(), self.variables.clone(), Parts::ServeOnly).await
    }

    async fn launch(
        folder: TempDir,
        database_url: String,
        variables: Vec<(String, String)>,
        parts: Parts,
    ) -> Self {
        let data = folder.path().join("data").display().to_string();
        let mut all = vec![("GREENROOM_DATA_DIR", data.as_str()), ("DATABASE_URL", database_url.as_str())];
        all.extend(variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let settings = settings(&all);
        let listeners = Listeners::bind(&settings, parts).await.unwrap();
        let origin = format!("http://{}", listeners.http.as_ref().unwrap().local_addr().unwrap());
        let metrics = listeners.metrics.as_ref().unwrap().local_addr().unwrap();
        let stop = CancellationToken::new();
        let (say, said) = oneshot::channel();
        let ready = move |announcement: &str| drop(say.send(announcement.to_owned()));
        let running = tokio::spawn(launch(settings, listeners, parts, stop.clone(), ready));
        let Ok(announcement) = said.await else {
            panic!("the server did not start: {:#}", running.await.unwrap().unwrap_err());
        };
        Self { origin, metrics, announcement, folder, database_url, variables, parts, stop, running }
    }

    /// Somebody who is not signed in.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::of(&self.origin)
    }

    /// A user who has just registered with this address.
    pub(crate) async fn register(&self, email: &str) -> User {
        self.visitor().register(email).await
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The address of its database, on the primary.
    pub(crate) fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Runs a command as its operator would: with the same settings, beside the running server.
    pub(crate) async fn command(&self, arguments: &[&str]) -> std::process::Output {
        let settings = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<_> = settings.chain([("DATABASE_URL", self.database_url.as_str())]).collect();
        Process::run(self.folder.path(), arguments, &all).await
    }

    /// What stands in its database.
    pub(crate) fn rows(&self) -> Rows {
        Rows::of(&self.database_url)
    }

    /// Stops as on SIGTERM and starts again on the same data, at another port.
    pub(crate) async fn restart(self) -> Self {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
        Self::launch(self.folder, self.database_url, self.variables, self.parts).await
    }

    /// Stops as on SIGTERM; the drain must end well.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
    }
}
