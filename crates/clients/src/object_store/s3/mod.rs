//! The S3 client: any store that speaks S3, through the official SDK, as an [`ObjectStore`].

mod connect;
mod content;
mod errors;
mod health;
mod in_process;
mod observed;
mod prefix;
mod presign;
mod rules;
mod settings;
mod store_time;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::Client;
use bytes::Bytes;
use futures::stream::BoxStream;
use moka::sync::Cache;
use url::Url;

use super::{ObjectError, ObjectInfo, ObjectStore, Presigned};
use crate::Health;
use observed::observed;
pub use settings::{Credentials, Encryption, Endpoint, Limits, S3Settings};
use store_time::StoreTime;

/// Clients name the address themselves, so there may be any number.
const MOST_HOSTS: u64 = 64;

/// Objects in one bucket of an S3 store.
#[derive(Clone)]
pub struct S3Store {
    client: Client,
    /// At the address that presigned URLs carry.
    public: Client,
    /// At the addresses at which clients have reached us lately. A client takes longer to make than a signature.
    at_hosts: Cache<Url, Client>,
    settings: S3Settings,
    time: StoreTime,
}

impl S3Store {
    /// Prepares the client. Nothing is asked of the store yet: see [`ObjectStore::health`].
    ///
    /// With [`Credentials::Aws`] the usual AWS variables, profile files and roles are consulted here.
    pub async fn connect(settings: S3Settings) -> Self {
        let time = StoreTime::new(settings.clock.clone());
        let client = connect::client(&settings, &time).await;
        let public = match &settings.public_url {
            Some(origin) => connect::client_at(&client, origin),
            None => client.clone(),
        };
        Self { client, public, at_hosts: Cache::new(MOST_HOSTS), settings, time }
    }

    /// The client at the address that the holder of the URL will use: the signature covers the host.
    fn presigner(&self, host: Option<&Url>) -> Client {
        match host.filter(|_| self.settings.follow_host) {
            Some(origin) => {
                self.at_hosts.get_with_by_ref(origin, || connect::client_at(&self.client, origin))
            }
            None => self.public.clone(),
        }
    }

    /// Asks the store for its time where it has been silent. Nobody waits for it: a client whose URL is refused asks for
    /// another, and that one is right.
    fn listen(&self) {
        let has_own_clock = !matches!(self.settings.endpoint, Endpoint::InProcess(_));
        if has_own_clock && self.time.should_ask() {
            let (client, bucket) = (self.client.clone(), self.bucket().to_owned());
            tokio::spawn(async move { observed("listen", health::reach(&client, &bucket)).await });
        }
    }

    fn bucket(&self) -> &str {
        &self.settings.bucket
    }
}

#[async_trait]
impl ObjectStore for S3Store {
    async fn presign_put(
        &self,
        key: &str,
        content_type: &str,
        size: u64,
        expires_in: Duration,
        host: Option<&Url>,
    ) -> Result<Presigned, ObjectError> {
        self.listen();
        let validity = presign::validity(&self.time, expires_in)?;
        presign::put(&self.presigner(host), &self.settings, key, content_type, size, validity).await
    }

    async fn presign_get(
        &self,
        key: &str,
        expires_in: Duration,
        host: Option<&Url>,
    ) -> Result<Presigned, ObjectError> {
        self.listen();
        let validity = presign::validity(&self.time, expires_in)?;
        presign::get(&self.presigner(host), self.bucket(), key, validity).await
    }

    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, ObjectError> {
        let known = self.time.ahead();
        match observed("head", content::head(&self.client, self.bucket(), key)).await {
            // The answer to a HEAD has no words, so the SDK does not see that it was about the clock. By now it knows the store's.
            Err(ObjectError::Unauthorised(_)) if self.time.ahead() != known => {
                observed("head", content::head(&self.client, self.bucket(), key)).await
            }
            answer => answer,
        }
    }

    async fn get(
        &self,
        key: &str,
        etag: &str,
    ) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, ObjectError> {
        observed("get", content::get(&self.client, self.bucket(), key, etag)).await
    }

    async fn download(&self, key: &str, etag: &str, path: &Path) -> Result<u64, ObjectError> {
        observed("download", content::download(&self.client, self.bucket(), key, etag, path)).await
    }

    async fn upload(&self, key: &str, content_type: &str, path: &Path) -> Result<String, ObjectError> {
        observed("upload", content::put(&self.client, &self.settings, key, content_type, path)).await
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        observed("delete", content::delete(&self.client, self.bucket(), key)).await
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<u64, ObjectError> {
        observed("delete_prefix", async {
            let aborted = prefix::abort_unfinished(&self.client, self.bucket(), prefix).await?;
            let deleted = prefix::delete_objects(&self.client, self.bucket(), prefix).await?;
            Ok(aborted + deleted)
        })
        .await
    }

    async fn advice(&self, page: Option<&str>) -> Vec<String> {
        match self.settings.endpoint {
            // Its rules are ours.
            Endpoint::InProcess(_) => Vec::new(),
            Endpoint::Aws | Endpoint::Url(_) => rules::advice(&self.client, self.bucket(), page).await,
        }
    }

    async fn health(&self) -> Health {
        health::check(&self.client, &self.settings, &self.time).await
    }
}
