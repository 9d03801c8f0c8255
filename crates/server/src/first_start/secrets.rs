//! The secrets of one installation, made on first start and kept in `secrets.toml` in the data folder.
//!
//! Processes that start at once on one folder agree: whoever holds the lock file first makes them, the others read.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::config::Auth;

const FILE: &str = "secrets.toml";
const LOCK: &str = "secrets.lock";

/// Signs and verifies access tokens. The id is made of the key, so that instances which share the key share it too.
#[derive(Debug, Clone)]
pub struct JwtKey {
    pub id: String,
    pub secret: SecretString,
}

/// What the embedded object store and the client that speaks to it have in common.
#[derive(Debug, Clone, Deserialize)]
pub struct EmbeddedObjectsKey {
    pub access_key_id: String,
    pub secret_access_key: SecretString,
}

#[derive(Debug, Clone)]
pub struct Secrets {
    pub jwt_key: JwtKey,
    /// Keys that signed before and still verify.
    pub jwt_previous_keys: Vec<JwtKey>,
    pub embedded_objects: EmbeddedObjectsKey,
}

#[derive(Deserialize)]
struct Kept {
    jwt: KeptJwt,
    embedded_objects: EmbeddedObjectsKey,
}

#[derive(Deserialize)]
struct KeptJwt {
    secret: SecretString,
}

impl JwtKey {
    pub fn new(secret: SecretString) -> Self {
        let digest = Sha256::new().chain_update("key id of ").chain_update(secret.expose_secret()).finalize();
        Self { id: URL_SAFE_NO_PAD.encode(&digest[..9]), secret }
    }
}

/// The secrets of the installation in `folder`, made now if there are none. Keys for tokens that the operator gave win over
/// the kept one.
pub fn keep(folder: &Path, auth: &Auth, randomness: &mut impl TryRngCore) -> Result<Secrets> {
    let path = folder.join(FILE);
    let kept = read_or_make(folder, &path, randomness)
        .with_context(|| format!("the secrets in {} can not be kept", path.display()))?;
    Ok(Secrets {
        jwt_key: JwtKey::new(auth.jwt_secret.clone().unwrap_or(kept.jwt.secret)),
        jwt_previous_keys: auth.jwt_previous_secrets.iter().cloned().map(JwtKey::new).collect(),
        embedded_objects: kept.embedded_objects,
    })
}

fn read_or_make(folder: &Path, path: &Path, randomness: &mut impl TryRngCore) -> Result<Kept> {
    if let Some(kept) = read(path)? {
        return Ok(kept);
    }
    let lock = private().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    // Held until the file is closed; the kernel gives it back when a process dies.
    lock.lock()?;
    if let Some(kept) = read(path)? {
        return Ok(kept);
    }
    let text = made(randomness)?;
    write_durably(folder, path, &text)?;
    parse(&text)
}

fn read(path: &Path) -> Result<Option<Kept>> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn parse(text: &str) -> Result<Kept> {
    // The parser's own words would quote the secret.
    toml::from_str(text).ok().context("the file is damaged: restore it from a backup; without it everybody must sign in again, and removing it makes a new one")
}

fn made(randomness: &mut impl TryRngCore) -> Result<String> {
    Ok(format!(
        "# Made by greenroom on first start. Keep it secret, and keep it with your backups: without it everybody must\n\
         # sign in again.\n\n\
         [jwt]\nsecret = \"{}\"\n\n\
         [embedded_objects]\naccess_key_id = \"GR{}\"\nsecret_access_key = \"{}\"\n",
        token(randomness, 48)?,
        token(randomness, 12)?.replace(['-', '_'], "x"),
        token(randomness, 30)?,
    ))
}

fn token(randomness: &mut impl TryRngCore, bytes: usize) -> Result<String> {
    let mut buffer = vec![0; bytes];
    randomness.try_fill_bytes(&mut buffer).ok().context("the system gives no randomness")?;
    Ok(URL_SAFE_NO_PAD.encode(buffer))
}

/// Writes the whole file or nothing, and returns once it would survive a power cut.
fn write_durably(folder: &Path, path: &Path, text: &str) -> Result<()> {
    let unfinished = path.with_extension("toml.new");
    let mut file = private().create(true).truncate(true).write(true).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Barrier;
    use std::thread;

    use rand::rngs::OsRng;

    use super::*;
    use crate::config::{Settings, load};

    fn settings(variables: &[(&str, &str)]) -> Settings {
        let file = tempfile::NamedTempFile::new().unwrap();
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        load(Some(file.path()), variables).unwrap().0
    }

    fn exposed(secrets: &Secrets) -> (String, String) {
        let objects = secrets.embedded_objects.secret_access_key.expose_secret().to_owned();
        (secrets.jwt_key.secret.expose_secret().to_owned(), objects)
    }

    #[test]
    fn secrets_are_made_once_and_readable_by_their_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let auth = settings(&[]).auth;
        let first = keep(folder.path(), &auth, &mut OsRng).unwrap();
        let again = keep(folder.path(), &auth, &mut OsRng).unwrap();
        assert_eq!(exposed(&first), exposed(&again));
        assert_eq!(first.jwt_key.id, again.jwt_key.id);
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn starters_at_the_same_moment_agree() {
        let folder = tempfile::tempdir().unwrap();
        let auth = settings(&[]).auth;
        let together = Barrier::new(16);
        let made: Vec<_> = thread::scope(|scope| {
            let starters: Vec<_> = (0..16)
                .map(|_| {
                    scope.spawn(|| {
                        together.wait();
                        exposed(&keep(folder.path(), &auth, &mut OsRng).unwrap())
                    })
                })
                .collect();
            starters.into_iter().map(|starter| starter.join().unwrap()).collect()
        });
        assert!(made.iter().all(|secrets| *secrets == made[0]));
    }

    #[test]
    fn what_a_crash_left_half_written_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secrets.toml.new"), "[jwt]\nsec").unwrap();
        assert!(keep(folder.path(), &settings(&[]).auth, &mut OsRng).is_ok());
    }

    #[test]
    fn a_damaged_file_is_refused_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, "[jwt]\nsecret = 'canary").unwrap();
        let error = format!("{:#}", keep(folder.path(), &settings(&[]).auth, &mut OsRng).unwrap_err());
        assert!(error.contains("damaged") && !error.contains("canary"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "[jwt]\nsecret = 'canary");
    }

    #[test]
    fn a_given_secret_signs_and_earlier_ones_still_verify() {
        let folder = tempfile::tempdir().unwrap();
        let (new, old) = ("n".repeat(32), "o".repeat(32));
        let auth = settings(&[("JWT_SECRET", &new), ("GREENROOM_AUTH__JWT_PREVIOUS_SECRETS", &old)]).auth;
        let secrets = keep(folder.path(), &auth, &mut OsRng).unwrap();
        assert_eq!(secrets.jwt_key.secret.expose_secret(), new);
        assert_eq!(secrets.jwt_previous_keys[0].secret.expose_secret(), old);
        assert_ne!(secrets.jwt_key.id, secrets.jwt_previous_keys[0].id);
    }
}
