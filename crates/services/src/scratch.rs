//! The scratch folder: files that are needed for a moment, whole recordings among them. What a process leaves behind when it
//! is killed, the next one that starts removes.

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use tempfile::TempDir;

/// Locked as long as somebody is there.
const LOCK: &str = "lock";

/// This process's own part of a folder that others may share. It goes when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    own: TempDir,
    /// The operating system lets go of it when the process dies, however it dies.
    _lock: File,
}

impl Scratch {
    /// Moves in, and removes what those have left who are gone.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        // One at a time: who is just moving in is not to be taken for gone.
        let door = File::create(folder.join(LOCK))?;
        door.lock()?;
        for entry in fs::read_dir(folder)? {
            let place = entry?.path();
            if let Err(error) = remove_if_left(&place) {
                tracing::warn!(%error, folder = %place.display(), "what a process left behind can not be removed");
            }
        }
        let own = tempfile::Builder::new().prefix("process-").tempdir_in(folder)?;
        let lock = File::create(own.path().join(LOCK))?;
        lock.lock()?;
        Ok(Self { own, _lock: lock })
    }

    /// A folder for one piece of work, which goes when it is dropped.
    pub(crate) fn place(&self, purpose: &str) -> io::Result<TempDir> {
        tempfile::Builder::new().prefix(purpose).tempdir_in(self.own.path())
    }
}

fn remove_if_left(place: &Path) -> io::Result<()> {
    if !place.is_dir() || is_held(&place.join(LOCK))? {
        return Ok(());
    }
    match fs::remove_dir_all(place) {
        // By itself, meanwhile.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn is_held(lock: &Path) -> io::Result<bool> {
    match File::open(lock) {
        Ok(lock) => Ok(lock.try_lock().is_err()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
