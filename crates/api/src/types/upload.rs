//! Uploads on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use services::uploads;
use utoipa::ToSchema;

use super::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresignRequest {
    /// As the recorder names it, parameters included; sent with the PUT exactly so.
    #[schema(examples("audio/webm;codecs=opus"), max_length = 100)]
    pub(crate) content_type: String,
    /// m4a, mp4, mp3, wav, webm, ogg, oga, opus, flac, caf or aac.
    #[schema(examples("webm"))]
    pub(crate) extension: String,
    /// Bytes, exactly.
    #[schema(minimum = 1)]
    pub(crate) size: u64,
}

/// Permission for one PUT.
#[derive(Serialize, ToSchema)]
pub(crate) struct Presigned {
    url: String,
    key: String,
    #[schema(examples("PUT"))]
    method: &'static str,
    /// Send exactly these with the bytes: they are signed. (A browser sets `content-length` by itself.)
    headers: BTreeMap<String, String>,
    /// Seconds.
    expires_in: u64,
}

impl From<uploads::Permission> for Presigned {
    fn from(permission: uploads::Permission) -> Self {
        Self {
            url: permission.put.url.into(),
            key: permission.key,
            method: "PUT",
            headers: permission.put.headers.into_iter().collect(),
            expires_in: permission.put.expires_in.as_secs(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmRequest {
    pub(crate) key: String,
}

/// A recording that the store holds, as the store describes it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Upload {
    id: i64,
    key: String,
    content_type: String,
    /// Bytes.
    file_size: u64,
    uploaded_at: Timestamp,
}

impl From<uploads::Upload> for Upload {
    fn from(upload: uploads::Upload) -> Self {
        Self {
            id: upload.id,
            key: upload.key,
            content_type: upload.content_type,
            file_size: upload.file_size,
            uploaded_at: upload.uploaded_at.into(),
        }
    }
}
