//! The disk: finding, placing and removing whole objects. Every call blocks.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tempfile::TempPath;

use super::OpenError;
use super::durable;
use super::layout::{Layout, folder_of};
use super::object_file::{self, ObjectMeta};
use super::unfinished;

/// What must be true of the key at the moment an object takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Precondition {
    None,
    /// `If-None-Match: *`
    KeyFree,
    /// `If-Match`: the key holds an object, of this ETag unless it is `None` (`*`).
    Holds(Option<String>),
}

#[derive(Debug, thiserror::Error)]
pub(super) enum PlaceError {
    #[error("the precondition does not hold")]
    Precondition,
    #[error("there is no object to replace")]
    NotFound,
    #[error(transparent)]
    Disk(#[from] io::Error),
}

#[derive(Debug)]
pub(super) struct Disk {
    pub(super) layout: Layout,
    /// Held by whoever changes what is under `objects`, so that "is the key free? then take it" is one step, as is
    /// "make the directory, then use it". Only this process writes here: see `_lock`.
    changing: Mutex<()>,
    /// Locked as long as it is open; the operating system lets go of it when the process dies, however it dies.
    _lock: File,
}

impl Disk {
    pub(super) fn open(root: PathBuf) -> Result<Self, OpenError> {
        let layout = Layout::new(root);
        let fault = |source| OpenError::Folder { path: layout.root().to_owned(), source };
        if let Some(parent) = layout.root().parent() {
            fs::create_dir_all(parent).map_err(fault)?;
        }
        durable::make_directory(layout.root()).map_err(fault)?;
        let lock = File::create(layout.lock()).map_err(fault)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => OpenError::InUse(layout.root().to_owned()),
            TryLockError::Error(source) => fault(source),
        })?;
        for directory in [layout.objects(), layout.incoming(), layout.multipart()] {
            durable::make_directory(&directory).map_err(fault)?;
        }
        sweep_incoming(&layout).map_err(fault)?;
        unfinished::remove_rubbish(&layout.multipart()).map_err(fault)?;
        Ok(Self { layout, changing: Mutex::new(()), _lock: lock })
    }

    /// Opens the object and reads what is known of it; the file stands at the start of the content.
    pub(super) fn find(&self, key: &str) -> io::Result<Option<(File, ObjectMeta)>> {
        let mut file = match File::open(self.layout.object(key)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let meta = object_file::read_meta(&mut file)?;
        Ok((meta.key == key).then_some((file, meta)))
    }

    /// Gives a received and synced file its key.
    pub(super) fn place(&self, file: TempPath, key: &str, only_if: &Precondition) -> Result<(), PlaceError> {
        let changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        self.check(key, only_if)?;
        durable::make_directory(&self.layout.folder(folder_of(key)))?;
        let placed = durable::rename(file, &self.layout.object(key))?;
        drop(changing);
        Ok(placed.sync()?)
    }

    /// Whether an object could be placed now. A writer asks before it receives the content, to refuse early.
    pub(super) fn check(&self, key: &str, only_if: &Precondition) -> Result<(), PlaceError> {
        match only_if {
            Precondition::None => Ok(()),
            Precondition::KeyFree if self.layout.object(key).try_exists()? => Err(PlaceError::Precondition),
            Precondition::KeyFree => Ok(()),
            Precondition::Holds(etag) => match self.find(key)? {
                None => Err(PlaceError::NotFound),
                Some((_, meta)) if etag.as_ref().is_some_and(|etag| *etag != meta.etag) => {
                    Err(PlaceError::Precondition)
                }
                Some(_) => Ok(()),
            },
        }
    }

    /// Removes an object, if it is there.
    pub(super) fn remove(&self, key: &str) -> io::Result<()> {
        let changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let removed = durable::remove(&self.layout.object(key))?;
        // Fails as long as the directory holds another object, as it should.
        let _ = fs::remove_dir(self.layout.folder(folder_of(key)));
        drop(changing);
        removed.sync()
    }
}

/// Removes what was being received when the last process ended.
fn sweep_incoming(layout: &Layout) -> io::Result<()> {
    for entry in fs::read_dir(layout.incoming())? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}
