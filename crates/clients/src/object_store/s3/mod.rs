//! The S3 client: any store that speaks S3, through the official SDK, as an [`ObjectStore`].

mod connect;
mod content;
mod errors;
mod health;
mod in_process;
mod prefix;
mod presign;
mod settings;
mod store_time;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use bytes::Bytes;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use url::Url;

use super::{ObjectError, ObjectInfo, ObjectStore, Presigned};
use crate::Health;
pub use settings::{Credentials, Encryption, Endpoint, Limits, S3Settings};
use store_time::StoreTime;

/// Objects in one bucket of an S3 store.
#[derive(Clone)]
pub struct S3Store {
    client: Client,
    /// At the address that presigned URLs carry.
    public: Client,
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
        Self { client, public, settings, time }
    }

    /// The client at the address that the holder of the URL will use: the signature covers the host.
    fn presigner(&self, host: Option<&Url>) -> Client {
        match host.filter(|_| self.settings.follow_host) {
            Some(origin) => connect::client_at(&self.client, origin),
            None => self.public.clone(),
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
        let validity = presign::validity(&self.time, expires_in)?;
        presign::put(&self.presigner(host), &self.settings, key, content_type, size, validity).await
    }

    async fn presign_get(
        &self,
        key: &str,
        expires_in: Duration,
        host: Option<&Url>,
    ) -> Result<Presigned, ObjectError> {
        let validity = presign::validity(&self.time, expires_in)?;
        presign::get(&self.presigner(host), self.bucket(), key, validity).await
    }

    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, ObjectError> {
        match self.client.head_object().bucket(self.bucket()).key(key).send().await {
            Ok(head) => Ok(Some(ObjectInfo {
                size: content::size(head.content_length())?,
                content_type: head.content_type().unwrap_or("binary/octet-stream").to_owned(),
                etag: content::unquoted(head.e_tag()).to_owned(),
            })),
            Err(SdkError::ServiceError(answer)) if answer.err().is_not_found() => Ok(None),
            Err(error) => match errors::explain(error) {
                ObjectError::NotFound => Ok(None),
                other => Err(other),
            },
        }
    }

    async fn get(
        &self,
        key: &str,
        etag: &str,
    ) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, ObjectError> {
        content::get(&self.client, self.bucket(), key, etag).await
    }

    async fn download(&self, key: &str, etag: &str, path: &Path) -> Result<u64, ObjectError> {
        let mut stream = content::get(&self.client, self.bucket(), key, etag).await?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = NamedTempFile::new_in(folder).map_err(errors::local_disk)?;
        let mut file = File::from_std(temporary.reopen().map_err(errors::local_disk)?);
        let mut bytes = 0;
        while let Some(chunk) = stream.try_next().await? {
            file.write_all(&chunk).await.map_err(errors::local_disk)?;
            bytes += chunk.len() as u64;
        }
        file.flush().await.map_err(errors::local_disk)?;
        temporary.persist(path).map_err(|error| errors::local_disk(error.error))?;
        Ok(bytes)
    }

    async fn upload(&self, key: &str, content_type: &str, path: &Path) -> Result<String, ObjectError> {
        content::put(&self.client, &self.settings, key, content_type, path).await
    }

    async fn delete(&self, key: &str) -> Result<(), ObjectError> {
        match self.client.delete_object().bucket(self.bucket()).key(key).send().await.map_err(errors::explain)
        {
            Ok(_) | Err(ObjectError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<u64, ObjectError> {
        let aborted = prefix::abort_unfinished(&self.client, self.bucket(), prefix).await?;
        let deleted = prefix::delete_objects(&self.client, self.bucket(), prefix).await?;
        Ok(aborted + deleted)
    }

    async fn health(&self) -> Health {
        health::check(&self.client, &self.settings, &self.time).await
    }
}
