//! Access: one pair of keys, one bucket.

use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Result, s3_error};
use secrecy::{ExposeSecret, SecretString};

/// The credentials that requests must be signed with.
pub(super) struct OnlyKey {
    pub(super) access_key_id: String,
    pub(super) secret_access_key: SecretString,
}

#[async_trait::async_trait]
impl S3Auth for OnlyKey {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        if access_key == self.access_key_id {
            return Ok(SecretKey::from(self.secret_access_key.expose_secret()));
        }
        Err(s3_error!(InvalidAccessKeyId, "The access key ID you provided does not exist in our records."))
    }
}

/// The bucket that signed requests may name.
pub(super) struct OnlyBucket(pub(super) String);

#[async_trait::async_trait]
impl S3Access for OnlyBucket {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.credentials().is_none() {
            return Err(s3_error!(AccessDenied, "A signature is required."));
        }
        match context.s3_path().get_bucket_name() {
            Some(bucket) if bucket != self.0 => {
                Err(s3_error!(NoSuchBucket, "The specified bucket does not exist."))
            }
            _ => Ok(()),
        }
    }
}
