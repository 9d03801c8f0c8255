//! Where recordings are kept: AWS S3, anything compatible, or the embedded store, all spoken to as S3.

mod s3;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use url::Url;

use crate::Health;
pub use s3::{Credentials, Encryption, Endpoint, Limits, S3Settings, S3Store};

/// A request that somebody else may make once the URL is in their hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presigned {
    pub url: Url,
    /// Exactly these headers must go with the request: they are signed.
    pub headers: Vec<(String, String)>,
    pub expires_in: Duration,
}

/// What the store says of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Bytes.
    pub size: u64,
    pub content_type: String,
    /// As S3 gives it, without the quotes.
    pub etag: String,
}

#[async_trait]
pub trait ObjectStore: Send + Sync {
    /// Permits one PUT of exactly this length and type, and only if the key is free (`If-None-Match: *`).
    /// `host` is the origin that the client reached us at; a store with an address of its own ignores it.
    async fn presign_put(
        &self,
        key: &str,
        content_type: &str,
        size: u64,
        expires_in: Duration,
        host: Option<&Url>,
    ) -> Result<Presigned, ObjectError>;

    /// Permits GET (with Range) of one object.
    async fn presign_get(
        &self,
        key: &str,
        expires_in: Duration,
        host: Option<&Url>,
    ) -> Result<Presigned, ObjectError>;

    /// What is there, or `None`.
    async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, ObjectError>;

    /// Streams the object, refusing any other version than `etag` (`If-Match`); `NotFound` when it is not there.
    async fn get(
        &self,
        key: &str,
        etag: &str,
    ) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, ObjectError>;

    /// Streams the object into a new file at `path` and says how many bytes there were.
    async fn download(&self, key: &str, etag: &str, path: &Path) -> Result<u64, ObjectError>;

    /// Stores the file's content under the key, in place of what may be there; answers its ETag without the quotes.
    async fn upload(&self, key: &str, content_type: &str, path: &Path) -> Result<String, ObjectError>;

    /// Gone afterwards, whether or not it was there.
    async fn delete(&self, key: &str) -> Result<(), ObjectError>;

    /// Deletes every object and aborts every unfinished multipart upload below `prefix`; says how many there were.
    async fn delete_prefix(&self, prefix: &str) -> Result<u64, ObjectError>;

    /// What should be changed about how the store is set up, though it works; `page` is the origin of the pages that upload.
    async fn advice(&self, page: Option<&str>) -> Vec<String>;

    async fn health(&self) -> Health;
}

/// Why the store did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObjectError {
    #[error("the object is not there")]
    NotFound,
    #[error("the object has been replaced since it was confirmed")]
    Changed,
    #[error("the object store refused our credentials: {0}")]
    Unauthorised(String),
    #[error("the object store can not be reached or is failing: {0}")]
    Unavailable(String),
    #[error("there is no room to keep the object: {0}")]
    NoSpace(String),
}

impl ObjectError {
    /// Whether asking again later may help.
    pub fn retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::NoSpace(_))
    }
}
