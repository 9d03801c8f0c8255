//! The content of an object, streamed.

use std::path::Path;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation};
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::{self, BoxStream};

use super::errors;
use super::settings::{S3Settings, encryption};
use crate::object_store::ObjectError;

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

pub(super) async fn put(
    client: &Client,
    settings: &S3Settings,
    key: &str,
    content_type: &str,
    path: &Path,
) -> Result<String, ObjectError> {
    let body = ByteStream::from_path(path).await.map_err(|error| {
        ObjectError::Unavailable(format!("{}: {}", path.display(), errors::causes(&error)))
    })?;
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
        // A checksum that S3 does not demand goes behind the body, in a form that not every store reads.
        .config_override(
            Builder::new().request_checksum_calculation(RequestChecksumCalculation::WhenRequired),
        );
    let answer = request.send().await.map_err(errors::explain)?;
    Ok(unquoted(answer.e_tag()).to_owned())
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
