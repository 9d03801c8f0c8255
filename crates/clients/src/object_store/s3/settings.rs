//! The settings of an S3 client.

use std::time::Duration;

use aws_sdk_s3::types::ServerSideEncryption;
use secrecy::SecretString;
use url::Url;

use crate::embedded_s3::{Clock, EmbeddedS3, ObjectService};

#[derive(Clone)]
pub struct S3Settings {
    pub bucket: String,
    /// `None`: whatever the AWS variables, profile or instance say.
    pub region: Option<String>,
    pub endpoint: Endpoint,
    /// The origin that presigned URLs carry, when clients reach the store at another one than this server does.
    pub public_url: Option<Url>,
    /// Presigned URLs carry the origin at which the client reached this server, when that is known: for a store
    /// that this server itself serves. The signature covers the host, so any other store must leave this off.
    pub follow_host: bool,
    pub credentials: Credentials,
    /// Asked of the store for every object that is uploaded.
    pub encryption: Option<Encryption>,
    pub limits: Limits,
    pub clock: Clock,
}

#[derive(Clone)]
pub enum Endpoint {
    /// Amazon S3 in the region, or what `AWS_ENDPOINT_URL_S3` names.
    Aws,
    /// A compatible store, addressed by path (`https://store.example/bucket/key`).
    Url(Url),
    /// The embedded store of this process, without a socket in between.
    InProcess(Box<ObjectService>),
}

#[derive(Clone)]
pub enum Credentials {
    Static {
        access_key_id: String,
        secret_access_key: SecretString,
    },
    /// The AWS SDK's default chain: variables, profiles, SSO, web identity, container and instance roles.
    Aws,
}

/// Server-side encryption, as in `x-amz-server-side-encryption`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// `AES256`
    StoreManaged,
    /// `aws:kms`, with the account's own key for S3 when none is named.
    Kms { key_id: Option<String> },
}

/// How long to wait and how often to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub connect: Duration,
    /// From the request to the head of the answer, each time it is tried. What is sent is given time for its length; what is
    /// received may take longer, as long as it moves.
    pub attempt: Duration,
    /// The first included; what lies between grows and is jittered.
    pub attempts: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), attempt: Duration::from_secs(15), attempts: 3 }
    }
}

impl S3Settings {
    /// The embedded store of this process; `public_url` is where clients reach it when a request does not tell.
    pub fn embedded(store: &EmbeddedS3, public_url: Url) -> Self {
        let options = store.options();
        Self {
            bucket: options.bucket.clone(),
            region: Some(options.region.clone()),
            endpoint: Endpoint::InProcess(Box::new(store.service())),
            public_url: Some(public_url),
            follow_host: true,
            credentials: Credentials::Static {
                access_key_id: options.access_key_id.clone(),
                secret_access_key: options.secret_access_key.clone(),
            },
            encryption: None,
            limits: Limits::default(),
            clock: options.clock.clone(),
        }
    }
}

/// What an object is to be stored with: the kind of encryption and its key.
pub(super) fn encryption(settings: &S3Settings) -> (Option<ServerSideEncryption>, Option<String>) {
    match &settings.encryption {
        None => (None, None),
        Some(Encryption::StoreManaged) => (Some(ServerSideEncryption::Aes256), None),
        Some(Encryption::Kms { key_id }) => (Some(ServerSideEncryption::AwsKms), key_id.clone()),
    }
}
