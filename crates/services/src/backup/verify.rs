//! Verifying a backup: every file is there, is what the manifest says, and goes with the others.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use models::Database;
use models::backup::Table;
use models::upload;

use super::files::{measure, rows};
use super::{
    BackupError, FORMAT, Listing, MANIFEST, MANIFEST_HASH, Manifest, OBJECTS, Object, Tombstone, hash_line,
};

/// A backup that was found whole.
#[derive(Debug, Clone)]
pub struct Verified {
    pub manifest: Manifest,
    pub(super) folder: PathBuf,
}

impl Verified {
    /// Reads every byte of the backup in `folder` and changes nothing. It takes a while: keep it off the async threads.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let manifest = manifest(folder)?;
        for table in Table::ALL {
            // A table that came with a later release is not there, and was empty.
            if let Some(listing) = manifest.tables.get(table.name()) {
                listed(&super::rows_of(folder, table.name()), listing)?;
            }
        }
        listed(&folder.join(OBJECTS), &manifest.objects)?;
        let mut keys = HashSet::new();
        for object in rows::<Object>(&folder.join(OBJECTS))? {
            let object = object?;
            let path = super::object_at(folder, &object.key);
            let (sha256, bytes, _) = read(&path)?;
            if (sha256, bytes) != (object.sha256, object.size) {
                return Err(altered(&path));
            }
            keys.insert(object.key);
        }
        let verified = Self { manifest, folder: folder.to_owned() };
        verified.goes_together(&keys)?;
        Ok(verified)
    }

    /// What had been deleted when it was taken.
    pub(super) fn tombstones(&self) -> Result<Vec<Tombstone>, BackupError> {
        let path = super::rows_of(&self.folder, Table::Tombstones.name());
        if self.manifest.tables.contains_key(Table::Tombstones.name()) {
            rows(&path)?.collect()
        } else {
            Ok(Vec::new())
        }
    }

    /// Each upload has its recording, but for those that were deleted or lost before.
    fn goes_together(&self, keys: &HashSet<String>) -> Result<(), BackupError> {
        let dropped = super::restore::Dropped::find(self, &self.tombstones()?)?;
        for row in rows::<upload::Model>(&super::rows_of(&self.folder, Table::Uploads.name()))? {
            let row = row?;
            if !keys.contains(&row.s3_key)
                && !self.manifest.missing.contains(&row.s3_key)
                && !dropped.takes(&row.s3_key)
            {
                return Err(BackupError::Damaged(format!("the recording of upload {} is not in it", row.id)));
            }
        }
        Ok(())
    }
}

fn manifest(folder: &Path) -> Result<Manifest, BackupError> {
    let path = folder.join(MANIFEST);
    let (sha256, ..) = measure(&path).map_err(|error| {
        BackupError::Refused(format!("{} is no finished backup: {error}", folder.display()))
    })?;
    let noted = std::fs::read_to_string(folder.join(MANIFEST_HASH)).unwrap_or_default();
    if noted != hash_line(&sha256) {
        return Err(altered(&path));
    }
    let text = std::fs::read_to_string(&path).map_err(super::files::fault(&path))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| altered(&path))?;
    let known = Database::known_steps();
    if manifest.format != FORMAT || !manifest.schema.iter().all(|step| known.contains(step)) {
        return Err(BackupError::Refused(format!(
            "this backup was taken by release {}, which is newer than this one ({}): restore it with that release",
            manifest.release,
            env!("CARGO_PKG_VERSION"),
        )));
    }
    Ok(manifest)
}

fn listed(path: &Path, listing: &Listing) -> Result<(), BackupError> {
    let (sha256, _, lines) = read(path)?;
    if (sha256.as_str(), lines) == (listing.sha256.as_str(), listing.lines) {
        Ok(())
    } else {
        Err(altered(path))
    }
}

fn read(path: &Path) -> Result<(String, u64, u64), BackupError> {
    measure(path).map_err(|error| BackupError::Damaged(error.to_string()))
}

fn altered(path: &Path) -> BackupError {
    BackupError::Damaged(format!("{} is not what was written", path.display()))
}
