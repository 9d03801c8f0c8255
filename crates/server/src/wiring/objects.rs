//! Where recordings are kept: the embedded store, which this process then also serves, or one elsewhere.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clients::embedded_s3::{EmbeddedS3, OpenError, Options};
use clients::object_store::{Credentials, Encryption, Endpoint, Limits, ObjectStore, S3Settings, S3Store};
use services::clock::{Clock, SystemClock};
use url::Url;

use crate::config::{self, Settings};
use crate::first_start::Secrets;

/// The embedded store's bucket: the first part of the path under which it is served.
const EMBEDDED_BUCKET: &str = "recordings";
const EMBEDDED_REGION: &str = "us-east-1";

/// A multipart upload that nobody finished is removed after this time; none of ours takes longer than its permission.
const UNFINISHED_UPLOAD_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The store, and its endpoint when this process is to serve it.
pub(crate) struct Objects {
    pub store: Arc<dyn ObjectStore>,
    pub embedded: Option<EmbeddedS3>,
}

/// How this process reaches the embedded store, if that is the one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Embedded {
    /// It holds the folder itself, which no other process may then do.
    Held,
    /// Over HTTP, from the process that serves it.
    Asked,
    /// Itself, if no other process does, else over HTTP.
    HeldOrAsked,
}

/// The origins, besides the one at which a page was opened, that browsers send recordings to and play them from.
pub(crate) fn recording_origins(settings: &Settings) -> Vec<String> {
    let objects = &settings.objects;
    let url = match &objects.bucket {
        None => settings.server.public_url.as_ref(),
        Some(_) => objects.public_url.as_ref().or(objects.endpoint.as_ref()),
    };
    match (url, &objects.bucket) {
        (Some(url), _) => vec![url.origin().ascii_serialization()],
        (None, Some(bucket)) => {
            let region = objects.region.as_deref().unwrap_or("us-east-1");
            vec![
                format!("https://{bucket}.s3.{region}.amazonaws.com"),
                format!("https://s3.{region}.amazonaws.com"),
            ]
        }
        (None, None) => Vec::new(),
    }
}

pub(super) async fn open(
    settings: &Settings,
    folder: &Path,
    secrets: &Secrets,
    origin: &Url,
    by: Embedded,
) -> Result<Objects> {
    let Some(bucket) = &settings.objects.bucket else {
        if by == Embedded::Asked {
            return Ok(served_elsewhere(secrets, origin).await);
        }
        return match embedded(settings, folder, secrets, origin).await {
            Err(error) if by == Embedded::HeldOrAsked && is_in_use(&error) => {
                Ok(served_elsewhere(secrets, origin).await)
            }
            opened => opened,
        };
    };
    let store = S3Store::connect(elsewhere(&settings.objects, bucket)).await;
    Ok(Objects { store: Arc::new(store), embedded: None })
}

/// The store in the data folder, which this process holds alone.
async fn embedded(settings: &Settings, folder: &Path, secrets: &Secrets, origin: &Url) -> Result<Objects> {
    let options = Options {
        bucket: EMBEDDED_BUCKET.to_owned(),
        region: EMBEDDED_REGION.to_owned(),
        access_key_id: secrets.embedded_objects.access_key_id.clone(),
        secret_access_key: secrets.embedded_objects.secret_access_key.clone(),
        max_object_bytes: settings.uploads.max_bytes,
        allowed_origins: origins(settings),
        unfinished_upload_age: UNFINISHED_UPLOAD_AGE,
        clock: clock(),
    };
    let root = folder.join("objects");
    let store = tokio::task::spawn_blocking(move || EmbeddedS3::open(root, options))
        .await?
        .context("the embedded object store can not be opened")?;
    let public_url = settings.server.public_url.clone().unwrap_or_else(|| origin.clone());
    let client = S3Store::connect(S3Settings::embedded(&store, public_url)).await;
    Ok(Objects { store: Arc::new(client), embedded: Some(store) })
}

fn is_in_use(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(OpenError::InUse(_)))
}

/// The embedded store of the process that serves; a worker of the same installation asks it over HTTP.
async fn served_elsewhere(secrets: &Secrets, origin: &Url) -> Objects {
    let client = S3Store::connect(S3Settings {
        bucket: EMBEDDED_BUCKET.to_owned(),
        region: Some(EMBEDDED_REGION.to_owned()),
        endpoint: Endpoint::Url(origin.clone()),
        public_url: None,
        follow_host: false,
        credentials: Credentials::Static {
            access_key_id: secrets.embedded_objects.access_key_id.clone(),
            secret_access_key: secrets.embedded_objects.secret_access_key.clone(),
        },
        encryption: None,
        limits: Limits::default(),
        clock: clock(),
    })
    .await;
    Objects { store: Arc::new(client), embedded: None }
}

fn elsewhere(objects: &config::Objects, bucket: &str) -> S3Settings {
    S3Settings {
        bucket: bucket.to_owned(),
        region: objects.region.clone(),
        endpoint: objects.endpoint.clone().map_or(Endpoint::Aws, Endpoint::Url),
        public_url: objects.public_url.clone(),
        follow_host: false,
        credentials: match (&objects.access_key_id, &objects.secret_access_key) {
            (Some(id), Some(secret)) => {
                Credentials::Static { access_key_id: id.clone(), secret_access_key: secret.clone() }
            }
            _ => Credentials::Aws,
        },
        encryption: objects.server_side_encryption.map(|kind| match kind {
            config::Encryption::StoreManaged => Encryption::StoreManaged,
            config::Encryption::Kms => Encryption::Kms { key_id: objects.kms_key_id.clone() },
        }),
        limits: Limits::default(),
        clock: clock(),
    }
}

/// The pages that may PUT with a presigned URL: ours under its public origin, and those that the operator names.
fn origins(settings: &Settings) -> Vec<String> {
    let server = &settings.server;
    server
        .public_url
        .iter()
        .chain(&server.allowed_origins)
        .map(|url| url.origin().ascii_serialization())
        .collect()
}

fn clock() -> clients::embedded_s3::Clock {
    Arc::new(|| SystemClock.now_exactly())
}
