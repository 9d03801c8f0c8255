//! The embedded S3: an endpoint of our own that keeps objects as files on this machine's disk.
//!
//! It speaks the part of S3 that the product and the usual S3 tools need, and holds requests to S3's own rules, so that
//! the rest of the product knows one kind of object store only.
//!
//! - A key never becomes a path: the file name is a hash of the key ([`layout`]).
//! - Content and metadata are one file, which appears under its name whole or not at all ([`disk`]).
//! - Every request carries a Signature Version 4; what the `s3s` crate leaves open is closed in [`signature_rules`].

mod access;
mod body_in;
mod checksums;
mod conditions;
mod disk;
mod durable;
mod faults;
mod layout;
mod listener;
mod listing;
mod multipart;
mod object_file;
mod objects;
mod operations;
mod service;
mod signature_rules;
mod unfinished;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use disk::Disk;
pub use listener::serve;
pub use service::ObjectService;

/// Tells the time; it stamps what is stored and ages unfinished uploads.
///
/// Expiry and clock skew of signatures are checked by `s3s` against the machine's own clock.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What an embedded store is opened with.
#[derive(Clone)]
pub struct Options {
    /// The one bucket there is. Requests to any other are refused.
    pub bucket: String,
    /// The region that signatures must name.
    pub region: String,
    pub access_key_id: String,
    pub secret_access_key: SecretString,
    /// Bytes. Anything larger is refused before it is read.
    pub max_object_bytes: u64,
    /// Web origins (`https://app.example`) whose pages may talk to the store; `*` permits all.
    pub allowed_origins: Vec<String>,
    /// How long a multipart upload may stay unfinished before [`EmbeddedS3::sweep`] removes it.
    pub unfinished_upload_age: Duration,
    pub clock: Clock,
}

/// Why an embedded store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("`{0}` is not a bucket name that S3 allows (3 to 63 of a-z, 0-9, `.` and `-`)")]
    Bucket(String),
    #[error("`{0}` is not a web origin such as https://app.example")]
    Origin(String),
    #[error("another process is using the object store in {}", .0.display())]
    InUse(PathBuf),
    #[error("can not use {} for objects: {source}", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
}

/// A store that is open. The folder belongs to this process until it ends; clones share it.
#[derive(Clone)]
pub struct EmbeddedS3 {
    disk: Arc<Disk>,
    service: ObjectService,
    options: Options,
}

impl EmbeddedS3 {
    /// Opens the store in `root`, makes the folder if need be, and sweeps what a crash left behind.
    ///
    /// # Errors
    /// When the folder can not be used or another process holds it, or an option is malformed.
    pub fn open(root: impl Into<PathBuf>, options: Options) -> Result<Self, OpenError> {
        if !s3s::path::check_bucket_name(&options.bucket) {
            return Err(OpenError::Bucket(options.bucket));
        }
        let disk = Arc::new(Disk::open(root.into())?);
        let service = ObjectService::new(Arc::clone(&disk), &options)?;
        let store = Self { disk, service, options };
        store.sweep();
        Ok(store)
    }

    /// The endpoint as a tower service: mount it with `route_service` at `/{bucket}`, `/{bucket}/` and
    /// `/{bucket}/{*key}` (not nested: the path is part of the signature), or give it to [`serve`].
    pub fn service(&self) -> ObjectService {
        self.service.clone()
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Removes multipart uploads that were left unfinished for longer than `unfinished_upload_age`.
    /// Says how many; what can not be removed is logged and left for the next time.
    pub fn sweep(&self) -> usize {
        let now = (self.options.clock)();
        let age =
            chrono::Duration::from_std(self.options.unfinished_upload_age).unwrap_or(chrono::Duration::MAX);
        unfinished::sweep(&self.disk, now.checked_sub_signed(age).unwrap_or(DateTime::<Utc>::MIN_UTC))
    }
}
