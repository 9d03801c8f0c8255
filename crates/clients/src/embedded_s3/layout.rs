//! The layout: where in the store's folder each thing lies, and under what name.
//!
//! ```text
//! lock                                        held by the process that has the store open
//! objects/<hash of folder>/<hash of key>      one object, see `object_file`
//! incoming/<number>                           an object that is still being received
//! multipart/<upload id>/upload.json           an unfinished multipart upload, see `multipart`
//! ```
//! "Folder" is the part of a key up to its last `/`: a listing by prefix opens one file of a folder that does not match.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use s3s::crypto::{Checksum, Sha256};
use tempfile::TempPath;

#[derive(Debug)]
pub(super) struct Layout {
    root: PathBuf,
    next_incoming: AtomicU64,
}

impl Layout {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, next_incoming: AtomicU64::new(0) }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub(super) fn objects(&self) -> PathBuf {
        self.root.join("objects")
    }

    pub(super) fn incoming(&self) -> PathBuf {
        self.root.join("incoming")
    }

    pub(super) fn multipart(&self) -> PathBuf {
        self.root.join("multipart")
    }

    /// The directory that holds the objects of one folder of keys.
    pub(super) fn folder(&self, folder: &str) -> PathBuf {
        self.objects().join(name_of(folder))
    }

    pub(super) fn object(&self, key: &str) -> PathBuf {
        self.folder(folder_of(key)).join(name_of(key))
    }

    /// A name that nothing else in this process uses; the folder is emptied whenever the store is opened.
    /// Dropping it removes the file, unless that has been given a lasting name.
    pub(super) fn fresh_incoming(&self) -> io::Result<TempPath> {
        TempPath::try_from_path(
            self.incoming().join(self.next_incoming.fetch_add(1, Ordering::Relaxed).to_string()),
        )
    }
}

/// The key up to and with its last `/`; empty when there is none.
pub(super) fn folder_of(key: &str) -> &str {
    key.rfind('/').map_or("", |end| &key[..=end])
}

/// SHA-256 in hex: 64 characters whatever the key, and no two keys alike.
fn name_of(text: &str) -> String {
    hex(Sha256::checksum(text.as_bytes()).as_ref())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
