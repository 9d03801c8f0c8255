//! Presigning: one request, permitted to whoever holds the URL.

use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use url::Url;

use super::settings::{S3Settings, encryption};
use super::store_time::StoreTime;
use super::{ObjectError, Presigned, errors};

pub(super) async fn put(
    client: &Client,
    settings: &S3Settings,
    key: &str,
    content_type: &str,
    size: u64,
    validity: PresigningConfig,
) -> Result<Presigned, ObjectError> {
    let length = i64::try_from(size).map_err(|_| refused("an object can not be that large"))?;
    let (encryption, kms_key_id) = encryption(settings);
    let request = client
        .put_object()
        .bucket(&settings.bucket)
        .key(key)
        .content_type(content_type)
        .content_length(length)
        .if_none_match("*")
        .set_server_side_encryption(encryption)
        .set_ssekms_key_id(kms_key_id);
    let expires_in = validity.expires();
    finish(request.presigned(validity).await, expires_in)
}

pub(super) async fn get(
    client: &Client,
    bucket: &str,
    key: &str,
    validity: PresigningConfig,
) -> Result<Presigned, ObjectError> {
    let request = client.get_object().bucket(bucket).key(key);
    let expires_in = validity.expires();
    finish(request.presigned(validity).await, expires_in)
}

/// From now on, as the store reckons, for so long.
pub(super) fn validity(time: &StoreTime, expires_in: Duration) -> Result<PresigningConfig, ObjectError> {
    PresigningConfig::builder()
        .start_time(time.now().into())
        .expires_in(expires_in)
        .build()
        .map_err(|error| refused(&errors::causes(&error)))
}

fn finish<E>(
    presigned: Result<PresignedRequest, SdkError<E, HttpResponse>>,
    expires_in: Duration,
) -> Result<Presigned, ObjectError>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let presigned = presigned.map_err(errors::explain)?;
    let url = Url::parse(presigned.uri()).map_err(|error| refused(&error.to_string()))?;
    // A URL library drops `..`, here and where the URL is used: it would be another key than the signed one.
    if url.as_str() != presigned.uri() {
        return Err(refused("no URL can carry this key"));
    }
    let headers = presigned.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Ok(Presigned { url, headers, expires_in })
}

fn refused(why: &str) -> ObjectError {
    ObjectError::Unavailable(format!("the request can not be signed: {why}"))
}
