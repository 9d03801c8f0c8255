//! The infrastructure: everything outside of our instances, and the instances on it.

use std::path::Path;

use crate::balancer::Balancer;
use crate::instance::Instance;
use crate::mariadb::MariaDb;
use crate::provider::Provider;
use crate::redis::Redis;
use crate::store::Store;
use crate::support::Process;

const DATABASE: &str = "greenroom";

/// Jobs of an instance that is gone are taken over after so many seconds.
pub(crate) const LEASE_S: u64 = 2;

pub(crate) struct Infrastructure {
    pub(crate) primary: MariaDb,
    pub(crate) replica: MariaDb,
    pub(crate) redis: Redis,
    pub(crate) store: Store,
    pub(crate) provider: Provider,
}

impl Infrastructure {
    pub(crate) async fn start(folder: &Path) -> Self {
        let (primary, replica, redis, store, provider) = tokio::join!(
            MariaDb::make("primary", 1, folder),
            MariaDb::make("replica", 2, folder),
            Redis::make(folder),
            Store::start(folder),
            Provider::start(),
        );
        replica.follow(&primary).await;
        primary.run(&format!("CREATE DATABASE {DATABASE}")).await;
        Self { primary, replica, redis, store, provider }
    }

    pub(crate) fn database(&self) -> String {
        self.primary.url(DATABASE)
    }

    /// An instance on it, not started yet.
    pub(crate) fn instance(&self, folder: &Path, name: &str) -> Instance {
        let lease = LEASE_S.to_string();
        let store = &self.store.address;
        Instance::new(
            folder.join(name),
            &[
                ("DATABASE_URL", &self.primary.verified_url(DATABASE, &self.primary)),
                ("DATABASE_REPLICA_URLS", &self.replica.verified_url(DATABASE, &self.replica)),
                ("REDIS_URL", &self.redis.url()),
                ("JWT_SECRET", "the same secret on all of the instances"),
                ("AWS_ENDPOINT_URL_S3", &self.store.endpoint()),
                ("S3_BUCKET", &store.bucket),
                ("AWS_REGION", &store.region),
                ("AWS_ACCESS_KEY_ID", &store.access_key_id),
                ("AWS_SECRET_ACCESS_KEY", &store.secret_access_key),
                ("OPENAI_BASE_URL", &self.provider.base_url()),
                ("OPENAI_API_KEY", clients::testing::openai::KEY),
                ("GREENROOM_SPEECH__TIMEOUT_S", "10"),
                ("GREENROOM_LANGUAGE_MODEL__TIMEOUT_S", "10"),
                ("GREENROOM_LANGUAGE_MODEL__DAILY_CALLS_PER_USER", "0"),
                ("GREENROOM_JOBS__LEASE_S", &lease),
                ("GREENROOM_SERVER__DRAIN_DELAY_S", "5"),
                ("GREENROOM_SERVER__TRUSTED_PROXIES", "127.0.0.0/8"),
                ("GREENROOM_LIMITS__PRESIGN_PER_ACCOUNT_PER_HOUR", "0"),
                ("GREENROOM_LIMITS__AI_PER_ACCOUNT_PER_HOUR", "0"),
                ("GREENROOM_DATABASE__MAX_CONNECTIONS", "8"),
            ],
        )
    }

    /// A server that can not show its certificate is not believed. Answers what was wrong.
    pub(crate) async fn refuses_an_impostor(&self, folder: &Path) -> Option<String> {
        let url = self.primary.verified_url(DATABASE, &self.replica);
        let check = Process::run(folder, &["check"], &[("DATABASE_URL", &url)]).await;
        let said = String::from_utf8_lossy(&[check.stdout, check.stderr].concat()).into_owned();
        let refused = !check.status.success() && said.contains("certificate");
        (!refused).then(|| format!("a database with another certificate was believed: {said}"))
    }

    pub(crate) async fn balancer(&self, folder: &Path, instances: &[Instance]) -> Balancer {
        let ports: Vec<u16> = instances.iter().map(|instance| instance.port).collect();
        Balancer::start(folder, &ports).await
    }
}
