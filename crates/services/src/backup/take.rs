//! Taking a backup, while the server goes on.

use std::collections::BTreeMap;
use std::path::Path;

use clients::object_store::ObjectError;
use futures::{StreamExt, TryStreamExt, stream};
use models::backup::Table;
use models::{UserId, tombstone, upload};

use super::files::{Hashed, fault, make_folder, rows};
use super::{
    BackupError, Backups, FORMAT, Listing, MANIFEST, MANIFEST_HASH, Manifest, OBJECTS, Object, hash_line,
};

/// Recordings fetched at the same time.
const PARALLEL: usize = 8;

impl Backups {
    /// Writes everything into `folder`, which is made, or is empty.
    pub async fn take(&self, folder: &Path) -> Result<Manifest, BackupError> {
        make_folder(folder)?;
        if std::fs::read_dir(folder).map_err(fault(folder))?.next().is_some() {
            return Err(BackupError::Refused(format!(
                "{} is not empty: name a folder that is not there yet",
                folder.display()
            )));
        }
        let taken_at = self.clock.now();
        let schema = self.db.steps_taken().await?;
        let mut tables = self.rows(folder).await?;
        let (objects, object_bytes, missing) = self.objects(folder).await?;
        // Last of all, so that whatever was deleted meanwhile is among them.
        let mut file = Hashed::create(super::rows_of(folder, Table::Tombstones.name()))?;
        for tombstone in tombstone::all(self.db.write()).await? {
            file.row(&tombstone)?;
        }
        tables.insert(Table::Tombstones.name().to_owned(), file.finish()?);
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            release: env!("CARGO_PKG_VERSION").to_owned(),
            schema,
            taken_at,
            tables,
            objects,
            object_bytes,
            missing,
        };
        seal(folder, &manifest)?;
        Ok(manifest)
    }

    /// What was deleted, a line each, for [`super::Wishes::tombstones`]. Small and quick: to be kept elsewhere, often.
    pub async fn tombstones(&self, path: &Path) -> Result<u64, BackupError> {
        let new = path.with_extension("new");
        let mut file = Hashed::create(new.clone())?;
        for tombstone in tombstone::all(self.db.write()).await? {
            file.row(&tombstone)?;
        }
        let lines = file.finish()?.lines;
        std::fs::rename(&new, path).map_err(fault(path))?;
        Ok(lines)
    }

    async fn rows(&self, folder: &Path) -> Result<BTreeMap<String, Listing>, BackupError> {
        let snapshot = self.db.snapshot().await?;
        let mut tables = BTreeMap::new();
        for table in Table::ALL.iter().filter(|table| **table != Table::Tombstones) {
            let mut file = Hashed::create(super::rows_of(folder, table.name()))?;
            let mut lines = table.lines(&snapshot).await?;
            while let Some(line) = lines.try_next().await? {
                file.line(&line)?;
            }
            tables.insert(table.name().to_owned(), file.finish()?);
        }
        snapshot.rollback().await.map_err(models::DataError::from)?;
        Ok(tables)
    }

    /// Fetches the recording of each upload; answers their list, their bytes, and the keys of those that are lost.
    async fn objects(&self, folder: &Path) -> Result<(Listing, u64, Vec<String>), BackupError> {
        let mut list = Hashed::create(folder.join(OBJECTS))?;
        let (mut bytes, mut missing) = (0, Vec::new());
        let uploads = rows::<upload::Model>(&super::rows_of(folder, Table::Uploads.name()))?;
        let mut fetched =
            stream::iter(uploads).map(|row| async move { self.fetch(folder, row?).await }).buffered(PARALLEL);
        while let Some(fetched) = fetched.try_next().await? {
            match fetched {
                Fetched::Kept(object) => {
                    bytes += object.size;
                    list.row(&object)?;
                }
                Fetched::Deleted => {}
                Fetched::Missing(key) => missing.push(key),
            }
        }
        drop(fetched);
        Ok((list.finish()?, bytes, missing))
    }

    async fn fetch(&self, folder: &Path, row: upload::Model) -> Result<Fetched, BackupError> {
        let mut content = match self.store.get(&row.s3_key, &row.etag).await {
            Ok(content) => content,
            Err(ObjectError::NotFound | ObjectError::Changed) => {
                let user = UserId(row.user_id);
                let still = upload::find_by_key(self.db.write(), user, &row.s3_key).await?;
                return Ok(if still.is_some() { Fetched::Missing(row.s3_key) } else { Fetched::Deleted });
            }
            Err(error) => return Err(error.into()),
        };
        let mut file = Hashed::create(super::object_at(folder, &row.s3_key))?;
        while let Some(chunk) = content.try_next().await? {
            file.write(&chunk)?;
        }
        let size = file.bytes;
        let sha256 = file.finish()?.sha256;
        Ok(Fetched::Kept(Object { key: row.s3_key, content_type: row.content_type, size, sha256 }))
    }
}

enum Fetched {
    Kept(Object),
    /// By its owner, since the rows were read.
    Deleted,
    Missing(String),
}

fn seal(folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let mut file = Hashed::create(folder.join(MANIFEST))?;
    file.line(&serde_json::to_string_pretty(manifest)?)?;
    let sha256 = file.finish()?.sha256;
    let mut file = Hashed::create(folder.join(MANIFEST_HASH))?;
    file.write(hash_line(&sha256).as_bytes())?;
    file.finish()?;
    Ok(())
}
