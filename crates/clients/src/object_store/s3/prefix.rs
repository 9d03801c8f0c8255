//! Everything below a prefix: finding it page by page, and removing it.

use aws_sdk_s3::Client;
use aws_sdk_s3::types::EncodingType;
use futures::{StreamExt, TryStreamExt, stream};
use percent_encoding::percent_decode_str;

use super::errors;
use crate::object_store::ObjectError;

/// Requests under way at once. One by one would be slow; S3's batch delete wants checksums that not every store knows.
const PARALLEL: usize = 8;

pub(super) async fn delete_objects(client: &Client, bucket: &str, prefix: &str) -> Result<u64, ObjectError> {
    let mut deleted = 0;
    let mut continuation = None;
    loop {
        let page = client.list_objects_v2().bucket(bucket).prefix(prefix).encoding_type(EncodingType::Url);
        let page = page.set_continuation_token(continuation).send().await.map_err(errors::explain)?;
        let encoded = page.encoding_type().is_some();
        let keys = page.contents().iter().filter_map(|object| object.key());
        let keys = keys.map(|key| decode(key, encoded)).collect::<Result<Vec<_>, _>>()?;
        let removals = keys.into_iter().map(|key| async move {
            client.delete_object().bucket(bucket).key(key).send().await.map_err(errors::explain).map(|_| 1)
        });
        deleted += in_parallel(removals).await?;
        continuation = page.next_continuation_token().map(str::to_owned);
        if continuation.is_none() {
            return Ok(deleted);
        }
    }
}

/// Also what was sent of a multipart upload that never became an object.
pub(super) async fn abort_unfinished(
    client: &Client,
    bucket: &str,
    prefix: &str,
) -> Result<u64, ObjectError> {
    let mut aborted = 0;
    let (mut key_marker, mut id_marker) = (None, None);
    loop {
        let page =
            client.list_multipart_uploads().bucket(bucket).prefix(prefix).encoding_type(EncodingType::Url);
        let page = page.set_key_marker(key_marker).set_upload_id_marker(id_marker);
        let page = page.send().await.map_err(errors::explain)?;
        let encoded = page.encoding_type().is_some();
        let uploads =
            page.uploads().iter().filter_map(|upload| Some((upload.key()?, upload.upload_id()?.to_owned())));
        let uploads = uploads
            .map(|(key, id)| Ok((decode(key, encoded)?, id)))
            .collect::<Result<Vec<_>, ObjectError>>()?;
        let removals = uploads.into_iter().map(|(key, id)| async move {
            let request = client.abort_multipart_upload().bucket(bucket).key(key).upload_id(id);
            match request.send().await.map_err(errors::explain) {
                Ok(_) => Ok(1),
                // Finished or aborted by somebody else meanwhile.
                Err(ObjectError::NotFound) => Ok(0),
                Err(error) => Err(error),
            }
        });
        aborted += in_parallel(removals).await?;
        key_marker = page.next_key_marker().map(|key| decode(key, encoded)).transpose()?;
        id_marker = page.next_upload_id_marker().map(str::to_owned);
        if !page.is_truncated().unwrap_or(false) || key_marker.is_none() {
            return Ok(aborted);
        }
    }
}

async fn in_parallel(
    removals: impl Iterator<Item = impl Future<Output = Result<u64, ObjectError>>>,
) -> Result<u64, ObjectError> {
    stream::iter(removals)
        .buffer_unordered(PARALLEL)
        .try_fold(0, |sum, one| async move { Ok(sum + one) })
        .await
}

/// A key as `encoding-type=url` writes it: Amazon's `+` is a space, a plus is `%2B`.
fn decode(key: &str, encoded: bool) -> Result<String, ObjectError> {
    if !encoded {
        return Ok(key.to_owned());
    }
    let spaced = key.replace('+', "%20");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| ObjectError::Unavailable("the store listed a key that is not UTF-8".to_owned()))
}
