//! A body on its way in: streamed to a temporary file, counted and checked, with constant memory.

use std::time::Duration;

use futures::TryStreamExt;
use s3s::dto::StreamingBlob;
use s3s::{S3Result, s3_error};
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use super::checksums::Checksums;
use super::faults::disk_fault;

/// Collected before each write to disk: one trip to the blocking threads for so many bytes.
const BUFFER_BYTES: usize = 256 * 1024;
/// A sender that is silent for so long has gone.
const SILENCE: Duration = Duration::from_secs(60);

/// A body that arrived whole and adds up. Not yet synced; dropping it removes the file.
#[derive(Debug)]
pub(super) struct ReceivedBody {
    pub(super) file: TempPath,
    writer: BufWriter<File>,
    pub(super) size: u64,
    pub(super) md5: [u8; 16],
}

/// Streams `body` into the new `file`.
///
/// # Errors
/// When it is not exactly `length` bytes, does not match its checksums, breaks off, or the disk fails. Nothing is
/// left behind then, nor when the future is dropped.
pub(super) async fn receive(
    mut body: StreamingBlob,
    length: u64,
    mut checksums: Checksums,
    file: TempPath,
) -> S3Result<ReceivedBody> {
    let handle = File::create_new(&file).await.map_err(disk_fault)?;
    let mut writer = BufWriter::with_capacity(BUFFER_BYTES, handle);
    let mut size = 0;
    while let Some(chunk) = timeout(SILENCE, body.try_next()).await.map_err(silent)?.map_err(broken_off)? {
        size += chunk.len() as u64;
        if size > length {
            return Err(s3_error!(IncompleteBody, "The body is longer than its stated length."));
        }
        checksums.update(&chunk);
        writer.write_all(&chunk).await.map_err(disk_fault)?;
    }
    if size < length {
        return Err(s3_error!(IncompleteBody, "The body is shorter than its stated length."));
    }
    let md5 = checksums.verify()?;
    writer.flush().await.map_err(disk_fault)?;
    Ok(ReceivedBody { file, writer, size, md5 })
}

impl ReceivedBody {
    /// Appends `tail` and waits until all of it is on disk.
    pub(super) async fn seal(mut self, tail: &[u8]) -> S3Result<TempPath> {
        self.writer.write_all(tail).await.map_err(disk_fault)?;
        self.writer.flush().await.map_err(disk_fault)?;
        self.writer.get_ref().sync_all().await.map_err(disk_fault)?;
        Ok(self.file)
    }
}

fn silent(_: Elapsed) -> s3s::S3Error {
    s3_error!(
        RequestTimeout,
        "Your socket connection to the server was not written to within the timeout period."
    )
}

/// The connection broke, or the body did not have the hash or the chunk signatures that were signed.
fn broken_off(error: s3s::StdError) -> s3s::S3Error {
    let mut refusal = s3_error!(IncompleteBody, "The body broke off or is not the one that was signed.");
    refusal.set_source(error);
    refusal
}
