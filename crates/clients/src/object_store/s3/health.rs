//! The health of the store, in words that say what to do.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;

use super::errors;
use super::settings::{Endpoint, S3Settings};
use super::store_time::StoreTime;
use crate::Health;
use crate::object_store::ObjectError;

/// Where Amazon says that a bucket lies, when it was asked for in the wrong region.
const REGION_HEADER: &str = "x-amz-bucket-region";

/// Asks for the bucket, so that the store is heard.
pub(super) async fn reach(client: &Client, bucket: &str) -> Result<(), ObjectError> {
    client.head_bucket().bucket(bucket).send().await.map(drop).map_err(errors::explain)
}

pub(super) async fn check(client: &Client, settings: &S3Settings, time: &StoreTime) -> Health {
    let bucket = &settings.bucket;
    let place = match &settings.endpoint {
        Endpoint::Aws => "Amazon S3".to_owned(),
        Endpoint::Url(url) => url.origin().ascii_serialization(),
        Endpoint::InProcess(_) => "the embedded store".to_owned(),
    };
    let known = time.ahead();
    let mut asked = client.head_bucket().bucket(bucket).send().await;
    if asked.is_err() && time.ahead() != known {
        // The answer to a HEAD has no words, so the SDK does not see that it was about the clock. By now it knows the store's.
        asked = client.head_bucket().bucket(bucket).send().await;
    }
    let Err(error) = asked else {
        return match time.ahead().num_seconds() {
            0 => Health::Ok(format!("bucket `{bucket}` at {place}")),
            ahead => Health::Degraded(format!(
                "bucket `{bucket}` at {place} answers, but its clock is {} s {} ours: one of them wants NTP",
                ahead.abs(),
                if ahead > 0 { "ahead of" } else { "behind" },
            )),
        };
    };
    let answer = match &error {
        SdkError::ServiceError(answer) => Some(answer.raw()),
        _ => None,
    };
    let status = answer.map(|answer| answer.status().as_u16());
    let elsewhere = answer.and_then(|answer| answer.headers().get(REGION_HEADER)).map(str::to_owned);
    Health::Down(match (status, elsewhere) {
        (Some(404), _) => format!("there is no bucket `{bucket}` at {place}: create it, or set S3_BUCKET"),
        (Some(301 | 307 | 400), Some(region)) => {
            format!("bucket `{bucket}` is in region {region}: set AWS_REGION to it")
        }
        (Some(403), _) => format!(
            "{place} refuses our credentials for bucket `{bucket}`: check the access key, its permissions \
             (s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload, \
             s3:ListBucketMultipartUploads), and this machine's clock"
        ),
        _ => match errors::explain(error) {
            ObjectError::Unauthorised(why) => format!("{place} can not be used: {why}"),
            other => format!(
                "{place} can not be reached or is failing: {other}. Check the endpoint and the network"
            ),
        },
    })
}
