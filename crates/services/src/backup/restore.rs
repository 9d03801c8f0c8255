//! Restoring a backup: recordings first, then all rows in one transaction, without what users have deleted since.

use std::collections::{BTreeSet, HashMap, HashSet};

use futures::{StreamExt, TryStreamExt, stream};
use models::backup::{Table, reserve_ids};
use models::tombstone::Kind;
use models::{DataError, Transaction, UserId, job, session, tombstone, upload, user};

use super::files::{lines, rows};
use super::{BackupError, Backups, OBJECTS, Object, Tombstone, Verified};
use crate::accounts::deletion;
use crate::jobs::erasure;
use crate::sessions;

/// Recordings stored at the same time.
const PARALLEL: usize = 8;

/// Rows written by one statement: as many, or fewer if they are this large together.
const BATCH_ROWS: usize = 100;
const BATCH_BYTES: usize = 1 << 20;

/// How to restore.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Replace what is there. Without it, only an empty server is restored into.
    pub replace: bool,
    /// What was deleted since the backup, as far as it is known from elsewhere.
    pub tombstones: Vec<Tombstone>,
}

/// What a restore came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub users: u64,
    pub sessions: u64,
    pub recordings: u64,
    /// Users and sessions of the backup that stay deleted.
    pub stay_deleted: u64,
}

impl Backups {
    /// Restores into this database and this store, which no server may be using.
    pub async fn restore(&self, backup: &Verified, wishes: Wishes) -> Result<Restored, BackupError> {
        self.db.migrate().await?;
        if !wishes.replace {
            self.must_be_empty().await?;
        }
        let mut tombstones: BTreeSet<Tombstone> = wishes.tombstones.into_iter().collect();
        tombstones.extend(tombstone::all(self.db.write()).await?);
        tombstones.extend(backup.tombstones()?);
        let tombstones: Vec<_> = tombstones.into_iter().collect();
        let dropped = Dropped::find(backup, &tombstones)?;
        let etags = self.store_recordings(backup, &dropped).await?;

        let tx = self.db.begin_unseen().await?;
        let orphans = upload_keys(&tx, &etags).await?;
        for table in Table::ALL.iter().rev() {
            table.clear(&tx).await?;
        }
        for table in Table::ALL.iter().filter(|table| **table != Table::Tombstones) {
            load(&tx, backup, *table, &etags).await?;
        }
        self.drop_rows(&tx, &dropped).await?;
        keep_tombstones(&tx, &tombstones).await?;
        for (user, key) in orphans {
            erasure::promise_key(&tx, user, &key, self.clock.now()).await?;
        }
        let restored = Restored {
            users: Table::Users.count(&tx).await?,
            sessions: Table::Sessions.count(&tx).await?,
            recordings: etags.len() as u64,
            stay_deleted: (dropped.users.len() + dropped.sessions.len()) as u64,
        };
        let buried =
            |kind| tombstones.iter().filter(move |stone| stone.is(kind)).map(|stone| stone.row_id).max();
        tx.commit().await.map_err(DataError::from)?;
        for (table, kind) in [(Table::Users, Kind::User), (Table::Sessions, Kind::Session)] {
            reserve_ids(&self.db, table, buried(kind).unwrap_or(0)).await?;
        }
        Ok(restored)
    }

    async fn must_be_empty(&self) -> Result<(), BackupError> {
        for table in [Table::Users, Table::Uploads, Table::Sessions, Table::Jobs] {
            let rows = table.count(self.db.write()).await?;
            if rows > 0 {
                return Err(BackupError::Refused(format!(
                    "the {} database is not empty ({rows} rows in {}): restore into an empty one, or say --replace to \
                     remove what is there",
                    self.db.engine(),
                    table.name()
                )));
            }
        }
        Ok(())
    }

    /// Puts the recordings into the store; answers their new ETags by their keys.
    async fn store_recordings(
        &self,
        backup: &Verified,
        dropped: &Dropped,
    ) -> Result<HashMap<String, String>, BackupError> {
        let objects = rows::<Object>(&backup.folder.join(OBJECTS))?;
        stream::iter(objects)
            .try_filter(|object| std::future::ready(!dropped.takes(&object.key)))
            .map(|object| async move {
                let object = object?;
                let path = super::object_at(&backup.folder, &object.key);
                let etag = self.store.upload(&object.key, &object.content_type, &path).await?;
                Ok((object.key, etag))
            })
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await
    }

    /// Deletes again what was deleted.
    async fn drop_rows(&self, tx: &Transaction, dropped: &Dropped) -> Result<(), BackupError> {
        let now = self.clock.now();
        for (id, owner) in &dropped.sessions {
            if let Some(row) = session::find(tx, UserId(*owner), models::SessionId(*id)).await? {
                sessions::delete_rows(tx, &row, now).await?;
            }
        }
        for id in &dropped.users {
            if let Some(row) = user::find(tx, UserId(*id)).await? {
                deletion::delete_rows(tx, &row, now).await?;
            }
        }
        Ok(())
    }
}

/// What of a backup has been deleted.
pub(super) struct Dropped {
    users: HashSet<i64>,
    /// With their owners.
    sessions: HashMap<i64, i64>,
    recordings: HashSet<String>,
    prefixes: Vec<String>,
}

impl Dropped {
    pub(super) fn find(backup: &Verified, tombstones: &[Tombstone]) -> Result<Self, BackupError> {
        let mut dropped = Self {
            users: HashSet::new(),
            sessions: HashMap::new(),
            recordings: HashSet::new(),
            prefixes: Vec::new(),
        };
        let buried: HashSet<_> =
            tombstones.iter().map(|stone| (stone.is(Kind::User), stone.row_id, stone.born_at)).collect();
        for row in rows::<user::Model>(&super::rows_of(&backup.folder, Table::Users.name()))? {
            let row = row?;
            if buried.contains(&(true, row.id, row.created_at)) {
                dropped.prefixes.push(crate::uploads::prefix_of(row.user_id()));
                dropped.users.insert(row.id);
            }
        }
        for row in rows::<session::Model>(&super::rows_of(&backup.folder, Table::Sessions.name()))? {
            let row = row?;
            if buried.contains(&(false, row.id, row.created_at)) {
                dropped.sessions.insert(row.id, row.user_id);
                dropped.recordings.extend(row.audio_s3_key);
            }
        }
        Ok(dropped)
    }

    /// Whether the recording under this key goes too.
    pub(super) fn takes(&self, key: &str) -> bool {
        self.recordings.contains(key) || self.prefixes.iter().any(|prefix| key.starts_with(prefix))
    }
}

async fn load(
    tx: &Transaction,
    backup: &Verified,
    table: Table,
    etags: &HashMap<String, String>,
) -> Result<(), BackupError> {
    let Some(listing) = backup.manifest.tables.get(table.name()) else { return Ok(()) };
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for line in lines(&super::rows_of(&backup.folder, table.name()))? {
        let line = adapted(table, line?, etags)?;
        bytes += line.len();
        batch.push(line);
        if batch.len() >= BATCH_ROWS || bytes >= BATCH_BYTES {
            table.load(tx, &batch).await?;
            batch.clear();
            bytes = 0;
        }
    }
    table.load(tx, &batch).await?;
    let rows = table.count(tx).await?;
    if rows == listing.lines {
        return Ok(());
    }
    Err(BackupError::Damaged(format!(
        "{} has {} rows, of which {rows} were taken",
        table.name(),
        listing.lines
    )))
}

/// The row as it must be here: uploads name the version that this store gave, jobs are nobody's.
fn adapted(table: Table, line: String, etags: &HashMap<String, String>) -> Result<String, BackupError> {
    match table {
        Table::Uploads => {
            let mut row: upload::Model = serde_json::from_str(&line)?;
            if let Some(etag) = etags.get(&row.s3_key) {
                row.etag.clone_from(etag);
            }
            Ok(serde_json::to_string(&row)?)
        }
        Table::Jobs => {
            let row: job::Model = serde_json::from_str(&line)?;
            let row =
                job::Model { lease_owner: None, leased_until: None, stage: None, progress: None, ..row };
            Ok(serde_json::to_string(&row)?)
        }
        _ => Ok(line),
    }
}

/// Recordings that are here and do not come with the backup.
async fn upload_keys(
    tx: &Transaction,
    etags: &HashMap<String, String>,
) -> Result<Vec<(UserId, String)>, BackupError> {
    let mut keys = upload::keys(tx).await?;
    keys.retain(|(_, key)| !etags.contains_key(key));
    Ok(keys)
}

async fn keep_tombstones(tx: &Transaction, tombstones: &[Tombstone]) -> Result<(), BackupError> {
    Table::Tombstones.clear(tx).await?;
    for batch in tombstones.chunks(BATCH_ROWS) {
        let lines = batch.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
        Table::Tombstones.load(tx, &lines).await?;
    }
    Ok(())
}
