//! A backup's files: hashed while they are written, and readable by their owner only.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{BackupError, Listing, hex};

pub(super) fn fault(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + '_ {
    move |source| BackupError::File { path: path.to_owned(), source }
}

/// Makes the folder with all above it, unless it is there.
pub(super) fn make_folder(path: &Path) -> Result<(), BackupError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(fault(path))
}

/// A new file that is hashed as it grows.
pub(super) struct Hashed {
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    pub(super) bytes: u64,
    lines: u64,
}

impl Hashed {
    pub(super) fn create(path: PathBuf) -> Result<Self, BackupError> {
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
        let file = BufWriter::new(file.map_err(fault(&path))?);
        Ok(Self { path, file, hash: Sha256::new(), bytes: 0, lines: 0 })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.file.write_all(bytes).map_err(fault(&self.path))?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn line(&mut self, line: &str) -> Result<(), BackupError> {
        self.lines += 1;
        self.write(line.as_bytes())?;
        self.write(b"\n")
    }

    pub(super) fn row(&mut self, row: &impl Serialize) -> Result<(), BackupError> {
        self.line(&serde_json::to_string(row)?)
    }

    /// Returns once it would survive a power cut.
    pub(super) fn finish(self) -> Result<Listing, BackupError> {
        let file = self.file.into_inner().map_err(|error| fault(&self.path)(error.into_error()))?;
        file.sync_all().map_err(fault(&self.path))?;
        Ok(Listing { lines: self.lines, sha256: hex(&self.hash.finalize()) })
    }
}

/// The file's SHA-256 in hex, its bytes and its lines.
pub(super) fn measure(path: &Path) -> Result<(String, u64, u64), BackupError> {
    let mut file = File::open(path).map_err(fault(path))?;
    let (mut hash, mut bytes, mut lines) = (Sha256::new(), 0, 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer).map_err(fault(path))?;
        if read == 0 {
            return Ok((hex(&hash.finalize()), bytes, lines));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
        lines += buffer[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
    }
}

/// The file's lines, one after the other.
pub(super) fn lines(
    path: &Path,
) -> Result<impl Iterator<Item = Result<String, BackupError>> + use<>, BackupError> {
    let path = path.to_owned();
    let file = File::open(&path).map_err(fault(&path))?;
    Ok(BufReader::new(file).lines().map(move |line| line.map_err(fault(&path))))
}

/// The file's lines as what they say.
pub(super) fn rows<T: DeserializeOwned>(
    path: &Path,
) -> Result<impl Iterator<Item = Result<T, BackupError>> + use<T>, BackupError> {
    let path = path.to_owned();
    Ok(lines(&path)?.map(move |line| {
        serde_json::from_str(&line?)
            .map_err(|error| BackupError::Damaged(format!("{} can not be read: {error}", path.display())))
    }))
}
