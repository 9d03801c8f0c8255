//! An object file: the content, then what is known of it, then a fixed trailer.
//!
//! ```text
//! content | metadata as JSON | length of the JSON, u32 little endian | "GRobject"
//! ```
//! The content starts at 0, so that a range of it is a range of the file. A file that was cut or damaged does not
//! add up and is reported as damaged, never served.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"GRobject";
/// Bytes after the JSON: its length and the magic.
const TRAILER_BYTES: u64 = 4 + MAGIC.len() as u64;
/// S3 allows 2 KiB of user metadata and a key of 1 KiB; escaped as JSON, with room to spare.
const MAX_METADATA_BYTES: u64 = 64 * 1024;

/// What is kept of an object besides its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ObjectMeta {
    pub(super) key: String,
    /// Bytes of content.
    pub(super) size: u64,
    /// Without quotes: the MD5 of the content, or `<MD5 of the parts' MD5s>-<parts>` after a multipart upload.
    pub(super) etag: String,
    pub(super) stored_at: DateTime<Utc>,
    pub(super) headers: StoredHeaders,
}

/// The headers that a reader gets back as the writer sent them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredHeaders {
    pub(super) content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cache_control: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content_disposition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content_encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content_language: Option<String>,
    /// `x-amz-meta-*`, without that prefix.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) user: BTreeMap<String, String>,
}

/// What follows the content in the file.
pub(super) fn encode_tail(meta: &ObjectMeta) -> io::Result<Vec<u8>> {
    let mut tail = serde_json::to_vec(meta)?;
    let length = u32::try_from(tail.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    tail.extend_from_slice(&length.to_le_bytes());
    tail.extend_from_slice(MAGIC);
    Ok(tail)
}

/// Reads the metadata and leaves the file at the start of its content.
///
/// # Errors
/// `InvalidData` when the file is not a whole object.
pub(super) fn read_meta(file: &mut File) -> io::Result<ObjectMeta> {
    let length = file.metadata()?.len();
    let trailer_start = length.checked_sub(TRAILER_BYTES).ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(trailer_start))?;
    let mut json_length = [0; 4];
    file.read_exact(&mut json_length)?;
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic)?;
    let json_length = u64::from(u32::from_le_bytes(json_length));
    if &magic != MAGIC || json_length > MAX_METADATA_BYTES {
        return Err(damaged());
    }

    let size = trailer_start.checked_sub(json_length).ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(size))?;
    let mut json = Vec::new();
    Read::take(&mut *file, json_length).read_to_end(&mut json)?;
    let meta: ObjectMeta = serde_json::from_slice(&json).map_err(|_| damaged())?;
    if meta.size != size {
        return Err(damaged());
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(meta)
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file is not a whole object")
}
