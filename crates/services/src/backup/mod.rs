//! A backup: everything that users have given us, rows and recordings, as plain files in one folder.
//!
//! - `manifest.json` counts and hashes all the rest; `manifest.json.sha256` hashes it. It is written last: a folder without
//!   one is no backup.
//! - `rows/*.jsonl` holds one table each, a row a line: see [`models::backup`].
//! - `objects.jsonl` lists the recordings, `objects/` holds them under hashes of their keys.
//!
//! The rows are one state of the database; recordings follow, and the tombstones come last. A recording that somebody
//! deleted in between is missing, but then its tombstone is there, and a restore drops its row too.

mod files;
mod restore;
mod take;
mod verify;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clients::object_store::{ObjectError, ObjectStore};
use models::{DataError, Database};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use models::tombstone::Model as Tombstone;
pub use restore::{Restored, Wishes};
pub use verify::Verified;

use crate::clock::{SharedClock, Time};

const FORMAT: &str = "greenroom-backup-1";
const MANIFEST: &str = "manifest.json";
const MANIFEST_HASH: &str = "manifest.json.sha256";
const OBJECTS: &str = "objects.jsonl";

/// Takes backups and restores them.
pub struct Backups {
    pub(crate) db: Database,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) clock: SharedClock,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    /// Of the program that took it.
    pub release: String,
    /// The steps that the schema had taken.
    schema: Vec<String>,
    /// The rows are of this moment or a little later.
    pub taken_at: Time,
    /// By the table's name.
    pub tables: BTreeMap<String, Listing>,
    pub objects: Listing,
    /// Bytes of all recordings.
    pub object_bytes: u64,
    /// Keys of confirmed uploads that the store did not hold, though nobody had deleted them.
    pub missing: Vec<String>,
}

/// A file of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub lines: u64,
    /// Of the file, in hex.
    pub sha256: String,
}

/// One recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Object {
    key: String,
    content_type: String,
    /// Bytes.
    size: u64,
    /// Of the content, in hex.
    sha256: String,
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Nothing is wrong with the backup, but this was not done; the text says what to do.
    #[error("{0}")]
    Refused(String),
    #[error("the backup is damaged: {0}. Nothing was restored")]
    Damaged(String),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(transparent)]
    Store(#[from] ObjectError),
    #[error(transparent)]
    Service(#[from] crate::Error),
    #[error("a row can not be written: {0}")]
    Row(#[from] serde_json::Error),
}

fn rows_of(folder: &Path, table: &str) -> PathBuf {
    folder.join("rows").join(format!("{table}.jsonl"))
}

/// Where a recording is: a key never becomes a path.
fn object_at(folder: &Path, key: &str) -> PathBuf {
    let name = hex(&Sha256::digest(key));
    folder.join("objects").join(&name[..2]).join(name)
}

/// As sha256sum writes it and checks it.
fn hash_line(sha256: &str) -> String {
    format!("{sha256}  {MANIFEST}\n")
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
