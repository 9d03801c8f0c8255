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
        Ok(()) => sync_parent(path).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a directory, unless it is there.
pub(super) fn make_directory(path: &Path) -> io::Result<()> {
    make_new_directory(path).map(|_new| ())
}

/// Gives a temporary file, whose content must have been synced, its lasting name, replacing what had it.
pub(super) fn rename(from: TempPath, to: &Path) -> io::Result<()> {
    from.persist(to).map_err(io::Error::from)?;
    sync_parent(to)
}

/// Removes a file; says whether it was there.
pub(super) fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => sync_parent(path).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        None => Ok(()),
        Some(parent) if parent.as_os_str().is_empty() => File::open(".")?.sync_all(),
        Some(parent) => File::open(parent)?.sync_all(),
    }
}
