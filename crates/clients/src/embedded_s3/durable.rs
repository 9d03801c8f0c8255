//! Durable steps: changes of the file system that are on disk when the call returns, also after a power cut.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use tempfile::TempPath;

/// Recordings are nobody else's business: directories are for the server's own account only.
const DIRECTORY_MODE: u32 = 0o700;

/// Makes a directory; says whether it is new.
pub(super) fn make_new_directory(path: &Path) -> io::Result<bool> {
    match fs::DirBuilder::new().mode(DIRECTORY_MODE).create(path) {
        Ok(()) => Unsynced(open_parent(path)?).sync().map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a directory, unless it is there.
pub(super) fn make_directory(path: &Path) -> io::Result<()> {
    make_new_directory(path).map(|_new| ())
}

/// A change that others see already, and that a power cut could still undo.
#[must_use = "what is acknowledged must be on disk"]
pub(super) struct Unsynced(Option<File>);

impl Unsynced {
    /// Waits until it is on disk.
    pub(super) fn sync(self) -> io::Result<()> {
        self.0.map_or(Ok(()), |directory| directory.sync_all())
    }
}

/// Gives a temporary file, whose content must have been synced, its lasting name, replacing what had it.
pub(super) fn rename(from: TempPath, to: &Path) -> io::Result<Unsynced> {
    from.persist(to).map_err(io::Error::from)?;
    open_parent(to).map(Unsynced)
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<Unsynced> {
    match fs::remove_file(path) {
        Ok(()) => open_parent(path).map(Unsynced),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Unsynced(None)),
        Err(error) => Err(error),
    }
}

fn open_parent(path: &Path) -> io::Result<Option<File>> {
    match path.parent() {
        None => Ok(None),
        Some(parent) if parent.as_os_str().is_empty() => File::open(".").map(Some),
        Some(parent) => File::open(parent).map(Some),
    }
}
