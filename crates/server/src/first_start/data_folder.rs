//! The data folder: where everything is kept that must outlive the process.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Makes the folder, readable by its owner only, unless it is there; answers its absolute path.
pub fn prepare(folder: &Path) -> Result<PathBuf> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("the data folder {} can not be made", folder.display()))?;
    let folder = folder.canonicalize()?;
    let mode = fs::metadata(&folder)?.permissions().mode();
    if mode & 0o007 != 0 {
        tracing::warn!(
            folder = %folder.display(),
            "everybody on this machine may enter the data folder; `chmod o-rwx` it if that is not meant"
        );
    }
    can_be_written(&folder)?;
    Ok(folder)
}

fn can_be_written(folder: &Path) -> Result<()> {
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    match fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => bail!("the data folder {} can not be written: {error}", folder.display()),
    }
}
