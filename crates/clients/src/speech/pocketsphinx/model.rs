//! The model: what the recogniser knows of US English (acoustics, pronunciations, word sequences; 37 MB), carried
//! in the binary and unpacked into the data folder, because the library reads files.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use flate2::read::GzDecoder;

#[cfg(pocketsphinx)]
const ARCHIVE: &[u8] = include_bytes!(env!("POCKETSPHINX_MODEL"));
#[cfg(not(pocketsphinx))]
const ARCHIVE: &[u8] = &[];

/// Names the unpacked folder: another model gets another name.
const NAME: &str = "pocketsphinx-en-us-5.1.1";

/// Where the model lives, and whether this process has made sure of it.
pub(super) struct Model {
    parent: PathBuf,
    checked: Mutex<bool>,
}

impl Model {
    pub(super) fn new(data: &Path) -> Self {
        Self { parent: data.join("models"), checked: Mutex::new(false) }
    }

    /// The folder with the model, whole: the library ends the process on some kinds of damage.
    ///
    /// The first call compares it with the binary's, 0.2 s, and unpacks it when it is missing or differs. Blocks.
    pub(super) fn folder(&self) -> Result<PathBuf, String> {
        let folder = self.parent.join(NAME);
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if !*checked {
            self.make_sure_of(&folder).map_err(|error| {
                format!("the speech model can not be unpacked into {}: {error}", folder.display())
            })?;
            *checked = true;
        }
        Ok(folder)
    }

    fn make_sure_of(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(&self.parent)?;
        // One process at a time, so that what an earlier one left half done can be removed.
        let lock = File::create(self.parent.join(format!(".{NAME}.lock")))?;
        lock.lock()?;
        if is_whole(folder)? {
            return Ok(());
        }
        let half_done = self.parent.join(format!(".{NAME}.unpacking"));
        remove(&half_done)?;
        unpack(&half_done)?;
        remove(folder)?;
        fs::rename(&half_done, folder)?;
        sync_folder(&self.parent)
    }
}

fn entries(mut each: impl FnMut(&Path, &mut dyn Read) -> io::Result<()>) -> io::Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(ARCHIVE));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.into_owned();
        each(&name, &mut entry)?;
    }
    Ok(())
}

fn unpack(folder: &Path) -> io::Result<()> {
    entries(|name, content| {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)?;
        let mut file = File::create(&path)?;
        io::copy(content, &mut file)?;
        file.flush()?;
        file.sync_all()?;
        sync_folder(parent)
    })
}

/// Whether every file of the archive is there with the same content.
fn is_whole(folder: &Path) -> io::Result<bool> {
    let mut whole = true;
    entries(|name, content| {
        whole = whole
            && match File::open(folder.join(name)) {
                Ok(file) => same(content, BufReader::new(file))?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                Err(error) => return Err(error),
            };
        Ok(())
    })?;
    Ok(whole)
}

fn same(expected: &mut dyn Read, mut found: impl Read) -> io::Result<bool> {
    let (mut left, mut right) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let wanted = fill(expected, &mut left)?;
        let got = fill(&mut found, &mut right)?;
        if left[..wanted] != right[..got] {
            return Ok(false);
        }
        if wanted == 0 {
            return Ok(true);
        }
    }
}

/// Reads until the buffer is full or nothing more comes.
fn fill(source: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a rename or a new name survive a loss of power.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(all(test, pocketsphinx))]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_model_is_unpacked_again_and_leftovers_go() {
        let data = tempfile::tempdir().unwrap();
        let folder = Model::new(data.path()).folder().unwrap();
        assert!(is_whole(&folder).unwrap());

        let dictionary = folder.join("cmudict-en-us.dict");
        let whole = fs::read(&dictionary).unwrap();
        fs::write(&dictionary, &whole[..whole.len() - 1]).unwrap();
        let left = data.path().join("models/.pocketsphinx-en-us-5.1.1.unpacking/en-us");
        fs::create_dir_all(&left).unwrap();
        assert!(!is_whole(&folder).unwrap());

        assert_eq!(Model::new(data.path()).folder().unwrap(), folder);
        assert_eq!(fs::read(&dictionary).unwrap(), whole);
        assert!(!left.exists());
    }

    #[test]
    fn a_data_folder_that_can_not_be_written_is_told() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("models"), "a file where a folder should be").unwrap();
        let error = Model::new(data.path()).folder().unwrap_err();
        assert!(error.contains("can not be unpacked"), "{error}");
    }
}
