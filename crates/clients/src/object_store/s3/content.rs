//! One object: what is known of it, its content as a stream, and its end.

use std::path::Path;
use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::errors;
use super::settings::{Limits, S3Settings, encryption};
use crate::object_store::{ObjectError, ObjectInfo};

/// A line to the store that is slower than this is given up.
const SLOWEST_BYTES_PER_S: u64 = 128 * 1024;

pub(super) async fn get(
    client: &Client,
    bucket: &str,
    key: &str,
    etag: &str,
) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, ObjectError> {
    let request = client.get_object().bucket(bucket).key(key).if_match(format!("\"{etag}\""));
    let answer = request.send().await.map_err(errors::explain)?;
    // A store that does not know If-Match answers all the same.
    if unquoted(answer.e_tag()) != etag {
        return Err(ObjectError::Changed);
    }
    let expected = size(answer.content_length())?;
    let stream = stream::try_unfold((answer.body, expected), |(mut body, missing)| async move {
        match body.next().await {
            Some(Ok(chunk)) => {
                let missing = missing.checked_sub(chunk.len() as u64).ok_or_else(|| cut("more"))?;
                Ok(Some((chunk, (body, missing))))
            }
            Some(Err(error)) => Err(ObjectError::Unavailable(errors::causes(&error))),
            None if missing == 0 => Ok(None),
            None => Err(cut("less")),
        }
    });
    Ok(stream.boxed())
}

fn cut(how: &str) -> ObjectError {
    ObjectError::Unavailable(format!("the store sent {how} than the object's length"))
}

/// What is there, or `None`.
pub(super) async fn head(
    client: &Client,
    bucket: &str,
    key: &str,
) -> Result<Option<ObjectInfo>, ObjectError> {
    match client.head_object().bucket(bucket).key(key).send().await {
        Ok(head) => Ok(Some(ObjectInfo {
            size: size(head.content_length())?,
            content_type: head.content_type().unwrap_or("binary/octet-stream").to_owned(),
            etag: unquoted(head.e_tag()).to_owned(),
        })),
        Err(SdkError::ServiceError(answer)) if answer.err().is_not_found() => Ok(None),
        Err(error) => match errors::explain(error) {
            ObjectError::NotFound => Ok(None),
            other => Err(other),
        },
    }
}

/// Into a file that appears under its name whole or not at all.
pub(super) async fn download(
    client: &Client,
    bucket: &str,
    key: &str,
    etag: &str,
    path: &Path,
) -> Result<u64, ObjectError> {
    let mut stream = get(client, bucket, key, etag).await?;
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

pub(super) async fn delete(client: &Client, bucket: &str, key: &str) -> Result<(), ObjectError> {
    match client.delete_object().bucket(bucket).key(key).send().await.map_err(errors::explain) {
        Ok(_) | Err(ObjectError::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

pub(super) async fn put(
    client: &Client,
    settings: &S3Settings,
    key: &str,
    content_type: &str,
    path: &Path,
) -> Result<String, ObjectError> {
    let unreadable = |error: &(dyn std::error::Error + 'static)| {
        ObjectError::Unavailable(format!("{}: {}", path.display(), errors::causes(error)))
    };
    let length = tokio::fs::metadata(path).await.map_err(|error| unreadable(&error))?.len();
    let body = ByteStream::from_path(path).await.map_err(|error| unreadable(&error))?;
    let (encryption, kms_key_id) = encryption(settings);
    let request = client
        .put_object()
        .bucket(&settings.bucket)
        .key(key)
        .content_type(content_type)
        .body(body)
        .set_server_side_encryption(encryption)
        .set_ssekms_key_id(kms_key_id)
        .customize()
        .config_override(
            Builder::new()
                // A checksum that S3 does not demand goes behind the body, in a form that not every store reads.
                .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
                .timeout_config(time_to_send(length, settings.limits)),
        );
    let answer = request.send().await.map_err(errors::explain)?;
    Ok(unquoted(answer.e_tag()).to_owned())
}

/// The head of the answer comes after the body, so an attempt takes as long as the body does.
fn time_to_send(length: u64, limits: Limits) -> TimeoutConfig {
    let attempt = limits.attempt + Duration::from_secs(length / SLOWEST_BYTES_PER_S);
    TimeoutConfig::builder().connect_timeout(limits.connect).operation_attempt_timeout(attempt).build()
}

/// Bytes; the S3 model counts in `i64`.
pub(super) fn size(content_length: Option<i64>) -> Result<u64, ObjectError> {
    content_length
        .and_then(|length| u64::try_from(length).ok())
        .ok_or_else(|| ObjectError::Unavailable("the store did not say how long the object is".to_owned()))
}

pub(super) fn unquoted(etag: Option<&str>) -> &str {
    etag.unwrap_or_default().trim_matches('"')
}
