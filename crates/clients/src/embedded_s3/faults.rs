//! Faults of the disk, in S3's words.

use std::io;

use http::StatusCode;
use s3s::{S3Error, S3ErrorCode, s3_error};

use super::disk::PlaceError;

/// The code that a writer gets when the object does not fit; S3 itself is never full and has none.
pub(super) const NO_SPACE: &str = "InsufficientStorage";

pub(super) fn disk_fault(error: io::Error) -> S3Error {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
        tracing::error!(%error, "the object store is full");
        let mut full = S3Error::with_message(
            S3ErrorCode::Custom(NO_SPACE.into()),
            "There is no room to keep the object.",
        );
        full.set_status_code(StatusCode::INSUFFICIENT_STORAGE);
        return full;
    }
    tracing::error!(%error, "the object store's disk failed");
    s3_error!(error, InternalError, "The object store could not read or write its disk.")
}

impl From<PlaceError> for S3Error {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::Precondition => {
                s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
            }
            PlaceError::NotFound => s3_error!(NoSuchKey, "The specified key does not exist."),
            PlaceError::Disk(error) => disk_fault(error),
        }
    }
}
