//! An unfinished upload: the parts of an object that have arrived, and what they are to become.
//!
//! It is a directory. `upload.json` is written first and removed first; without it the rest is rubbish. Each part is a
//! file `<number>.<MD5>`, so that its ETag is known without opening it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use s3s::crypto::{Checksum, Sha256};
use serde::{Deserialize, Serialize};
use tempfile::TempPath;

use super::disk::Disk;
use super::durable;
use super::layout::hex;
use super::object_file::StoredHeaders;

const MANIFEST: &str = "upload.json";
/// Hex digits of an upload id.
const ID_LENGTH: usize = 32;

/// What the parts are to become.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) key: String,
    pub(super) initiated: DateTime<Utc>,
    pub(super) headers: StoredHeaders,
}

#[derive(Debug)]
pub(super) struct UnfinishedUpload {
    pub(super) id: String,
    pub(super) manifest: Manifest,
    directory: PathBuf,
}

#[derive(Debug)]
pub(super) struct StoredPart {
    pub(super) number: i32,
    pub(super) md5: [u8; 16],
    /// Bytes.
    pub(super) size: u64,
    pub(super) path: PathBuf,
}

impl StoredPart {
    pub(super) fn etag(&self) -> String {
        hex(&self.md5)
    }
}

impl UnfinishedUpload {
    /// Begins an upload; says its id.
    pub(super) fn begin(disk: &Disk, manifest: &Manifest) -> io::Result<String> {
        let (id, directory) = fresh_directory(disk, manifest)?;
        let file = disk.layout.fresh_incoming()?;
        let mut content = File::create_new(&file)?;
        content.write_all(&serde_json::to_vec(manifest)?)?;
        content.sync_all()?;
        durable::rename(file, &directory.join(MANIFEST))?.sync()?;
        Ok(id)
    }

    /// The upload of that id, when it is one of that key.
    pub(super) fn find(disk: &Disk, id: &str, key: &str) -> io::Result<Option<Self>> {
        Ok(Self::open(disk, id)?.filter(|upload| upload.manifest.key == key))
    }

    /// All there are, in the order of their keys.
    pub(super) fn all(disk: &Disk) -> io::Result<Vec<Self>> {
        let mut uploads = Vec::new();
        for entry in fs::read_dir(disk.layout.multipart())? {
            if let Some(id) = entry?.file_name().to_str() {
                uploads.extend(Self::open(disk, id)?);
            }
        }
        uploads.sort_by(|a, b| (&a.manifest.key, &a.id).cmp(&(&b.manifest.key, &b.id)));
        Ok(uploads)
    }

    fn open(disk: &Disk, id: &str) -> io::Result<Option<Self>> {
        // The id is the caller's word, and about to be part of a path.
        if id.len() != ID_LENGTH || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        let directory = disk.layout.multipart().join(id);
        match fs::read(directory.join(MANIFEST)) {
            Ok(json) => {
                Ok(Some(Self { id: id.to_owned(), manifest: serde_json::from_slice(&json)?, directory }))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The parts that have arrived, by number.
    pub(super) fn parts(&self) -> io::Result<Vec<StoredPart>> {
        let mut parts = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            if let Some((number, md5)) = part_name(&path) {
                parts.push(StoredPart { number, md5, size: fs::metadata(&path)?.len(), path });
            }
        }
        parts.sort_by_key(|part| part.number);
        Ok(parts)
    }

    /// Adds a received and synced part, in place of an earlier one of that number.
    pub(super) fn add(&self, number: i32, md5: [u8; 16], file: TempPath) -> io::Result<()> {
        let path = self.directory.join(format!("{number:05}.{}", hex(&md5)));
        durable::rename(file, &path)?.sync()?;
        for earlier in self.parts()?.into_iter().filter(|part| part.number == number && part.path != path) {
            durable::remove(&earlier.path)?.sync()?;
        }
        Ok(())
    }

    pub(super) fn remove(self) -> io::Result<()> {
        durable::remove(&self.directory.join(MANIFEST))?.sync()?;
        fs::remove_dir_all(&self.directory)
    }
}

/// Removes uploads that began before `limit`, and directories without a manifest; says how many uploads.
/// What can not be removed is logged and left for the next time.
pub(super) fn sweep(disk: &Disk, limit: DateTime<Utc>) -> usize {
    let sweep_all = || -> io::Result<usize> {
        let mut swept = 0;
        for upload in UnfinishedUpload::all(disk)? {
            if upload.manifest.initiated < limit {
                upload.remove()?;
                swept += 1;
            }
        }
        Ok(swept)
    };
    sweep_all().unwrap_or_else(|error| {
        tracing::warn!(%error, "unfinished uploads of the object store could not be swept");
        0
    })
}

/// Removes the directories that a crash left without a manifest. Only before anybody can begin an upload.
pub(super) fn remove_rubbish(multipart: &Path) -> io::Result<()> {
    for entry in fs::read_dir(multipart)? {
        let directory = entry?.path();
        if !directory.join(MANIFEST).try_exists()? {
            fs::remove_dir_all(directory)?;
        }
    }
    Ok(())
}

fn fresh_directory(disk: &Disk, manifest: &Manifest) -> io::Result<(String, PathBuf)> {
    let seed = format!("{} {}", manifest.initiated.to_rfc3339(), manifest.key);
    for attempt in 0_u32.. {
        let id = hex(&Sha256::checksum(format!("{attempt} {seed}").as_bytes()))[..ID_LENGTH].to_owned();
        let directory = disk.layout.multipart().join(&id);
        if durable::make_new_directory(&directory)? {
            return Ok((id, directory));
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn part_name(path: &Path) -> Option<(i32, [u8; 16])> {
    let (number, md5) = path.file_name()?.to_str()?.split_once('.')?;
    Some((number.parse().ok()?, u128::from_str_radix(md5, 16).ok()?.to_be_bytes()))
}
