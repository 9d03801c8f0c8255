//! Uploads: permission to put one recording straight into the object store, and word from the store that it is there.

use std::sync::Arc;
use std::time::Duration;

use clients::object_store::{ObjectStore, Presigned};
use models::{DataError, Database, UserId, upload};
use url::Url;

use crate::clock::{SharedClock, Time};
use crate::error::{Error, FieldError, Rule};
use crate::limits::{Action, Caller, Limits};
use crate::media;

/// What the client wants to upload.
#[derive(Debug, Clone)]
pub struct Wish {
    pub content_type: String,
    pub extension: String,
    /// Bytes, exactly.
    pub size: u64,
}

/// A key and the permission to put the recording there.
#[derive(Debug, Clone)]
pub struct Permission {
    pub key: String,
    pub put: Presigned,
}

/// A recording that the store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: i64,
    pub key: String,
    pub content_type: String,
    /// Bytes, as the store counted them.
    pub file_size: u64,
    pub uploaded_at: Time,
}

impl From<upload::Model> for Upload {
    fn from(row: upload::Model) -> Self {
        Self {
            id: row.id,
            key: row.s3_key,
            content_type: row.content_type,
            file_size: u64::try_from(row.file_size).unwrap_or_default(),
            uploaded_at: row.created_at,
        }
    }
}

/// The upload service.
pub struct Uploads {
    pub(crate) db: Database,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) clock: SharedClock,
    pub(crate) limits: Limits,
    pub(crate) most_bytes: u64,
    pub(crate) permission_life: Duration,
}

impl Uploads {
    /// Permits one PUT of exactly this length and type under a fresh, unguessable key.
    /// `host` is the origin that the client reached us at.
    pub async fn presign(
        &self,
        user: UserId,
        wish: &Wish,
        host: Option<&Url>,
        caller: &Caller,
    ) -> Result<Permission, Error> {
        let extension = wish.extension.trim_start_matches('.').to_ascii_lowercase();
        let mut wrong = Vec::from_iter(media::check(&wish.content_type, &extension).err());
        if wish.size == 0 {
            wrong.push(FieldError::new("size", "Give the recording's length in bytes; it can not be 0."));
        } else if wish.size > self.most_bytes {
            let most = self.most_bytes / (1024 * 1024);
            wrong.push(FieldError::new("size", format!("A recording may have at most {most} MiB.")));
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        self.limits.take(Action::Presign, caller, Some(&user.to_string())).await?;
        let key = format!("{}{}.{extension}", prefix_of(user), self.clock.uuid());
        let put =
            self.store.presign_put(&key, &wish.content_type, wish.size, self.permission_life, host).await?;
        Ok(Permission { key, put })
    }

    /// Notes what the store holds under the key. Repeatable: the first answer stays.
    pub async fn confirm(&self, user: UserId, key: &str) -> Result<Upload, Error> {
        if !is_own_key(user, key) {
            return Err(Error::NotFound("upload"));
        }
        if let Some(row) = upload::find_by_key(self.db.newest(), user, key).await? {
            return Ok(row.into());
        }
        let object = self.store.head(key).await?.ok_or(Rule::UploadMissing)?;
        if object.size == 0 {
            return Err(Rule::UploadEmpty.into());
        }
        let new = upload::New {
            s3_key: key.to_owned(),
            content_type: object.content_type,
            file_size: i64::try_from(object.size).unwrap_or(i64::MAX),
            etag: object.etag,
        };
        match upload::insert(self.db.write(), user, new, self.clock.now()).await {
            Ok(row) => Ok(row.into()),
            // Another request confirmed it at the same moment.
            Err(DataError::Duplicate(_)) => {
                let row = upload::find_by_key(self.db.newest(), user, key).await?;
                row.map(Upload::from).ok_or(Error::NotFound("upload"))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Where all of a user's recordings are, and nobody else's.
pub(crate) fn prefix_of(user: UserId) -> String {
    format!("uploads/{user}/")
}

/// Whether we could have given this key to this user.
fn is_own_key(user: UserId, key: &str) -> bool {
    key.strip_prefix(&prefix_of(user)).and_then(|name| name.split_once('.')).is_some_and(
        |(name, extension)| {
            uuid::Uuid::try_parse(name).is_ok() && extension.chars().all(|c| c.is_ascii_alphanumeric())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_of_the_shape_we_give_to_this_user_are_theirs() {
        let id = "0b7f5c0e-7a43-4b4e-9d0f-2f6f0b1f2a3c";
        assert!(is_own_key(UserId(4), &format!("uploads/4/{id}.webm")));
        for strange in [
            format!("uploads/5/{id}.webm"),
            format!("uploads/44/{id}.webm"),
            format!("uploads/4/../5/{id}.webm"),
            format!("uploads/4/{id}.we/bm"),
            format!("uploads/4/{id}"),
            "uploads/4/".to_owned(),
            String::new(),
        ] {
            assert!(!is_own_key(UserId(4), &strange), "{strange}");
        }
    }
}
