//! An export: everything held about a user in one ZIP, recordings included, with a JSON manifest.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use models::{UserId, contested_claim, feedback, session, sign_in, transcript, upload};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Accounts, Identity};
use crate::error::Error;

/// A finished archive: an open file that has no name any more, so that nothing is left behind.
#[derive(Debug)]
pub struct Export {
    pub file: File,
    /// Bytes.
    pub size: u64,
}

impl Accounts {
    /// Puts together everything about the caller. Recordings whose bytes can not be fetched now make it fail:
    /// an export is whole or none.
    pub async fn export(&self, caller: Identity) -> Result<Export, Error> {
        let manifest = self.manifest(caller.user).await?;
        let place = self.scratch.place("export-").map_err(no_room)?;
        let mut recordings = Vec::new();
        for (index, upload) in upload::all(self.db.newest(), caller.user).await?.into_iter().enumerate() {
            let path = place.path().join(index.to_string());
            self.store.download(&upload.s3_key, &upload.etag, &path).await?;
            recordings.push((upload.s3_key, path));
        }
        let archive = place.path().join("export.zip");
        tokio::task::spawn_blocking(move || {
            let written = write(&archive, &manifest, &recordings);
            drop(place);
            written
        })
        .await
        .map_err(|_| Error::Fault("the export was interrupted".to_owned()))?
    }

    async fn manifest(&self, user: UserId) -> Result<Value, Error> {
        let db = self.db.newest();
        let account = self.row(user).await?;
        let mut sessions = Vec::new();
        for row in session::all(db, user).await? {
            let id = row.session_id();
            let words = transcript::find(db, id).await?;
            let versions = feedback::all(db, id).await?;
            let contested = contested_claim::of_session(db, id).await?;
            sessions.push(session_entry(row, words, versions, contested)?);
        }
        let uploads = upload::all(db, user).await?;
        let devices = sign_in::list(db, user).await?;
        Ok(json!({
            "format": "greenroom-export-1",
            "exported_at": self.clock.now(),
            "user": { "id": account.id, "email": account.email, "name": account.name, "created_at": account.created_at },
            "devices": devices.iter().map(|row| json!({
                "name": row.device, "created_at": row.created_at, "last_used_at": row.last_used_at,
            })).collect::<Vec<_>>(),
            "sessions": sessions,
            "uploads": uploads.iter().map(|row| json!({
                "key": row.s3_key, "content_type": row.content_type, "file_size": row.file_size, "uploaded_at": row.created_at,
            })).collect::<Vec<_>>(),
        }))
    }
}

fn session_entry(
    row: session::Model,
    words: Option<transcript::Model>,
    versions: Vec<feedback::Model>,
    contested: Vec<contested_claim::Model>,
) -> Result<Value, Error> {
    let transcript = words
        .map(|row| {
            Ok::<_, Error>(json!({
                "text": row.text,
                "corrected_text": row.corrected_text,
                "language": row.language,
                "engine": row.engine,
                "words": serde_json::from_str::<Value>(&row.words)?,
            }))
        })
        .transpose()?;
    let feedback = versions
        .iter()
        .map(|row| {
            Ok(json!({
                "version": row.version,
                "because": row.because,
                "created_at": row.created_at,
                "feedback": serde_json::from_str::<Value>(&row.body)?,
            }))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let contested: Vec<Value> = contested
        .into_iter()
        .map(|row| {
            json!({
                "claim": row.claim_text,
                "comment": row.comment,
                "outcome": row.outcome,
                "reason": row.reason,
                "version": row.version,
                "created_at": row.created_at,
            })
        })
        .collect();
    Ok(json!({
        "id": row.id,
        "title": row.title,
        "question": row.question,
        "competency": row.competency,
        "status": row.status,
        "attempt_of": row.attempt_of,
        "audio_key": row.audio_s3_key,
        "duration_s": row.duration_s,
        "created_at": row.created_at,
        "completed_at": row.completed_at,
        "transcript": transcript,
        "feedback": feedback,
        "contested_claims": contested,
    }))
}

/// Recordings are compressed already and are stored as they are, under their keys.
fn write(
    path: &Path,
    manifest: &Value,
    recordings: &[(String, std::path::PathBuf)],
) -> Result<Export, Error> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let file = File::options().read(true).write(true).create_new(true).open(path).map_err(no_room)?;
    let mut archive = ZipWriter::new(file);
    let broken = |error: zip::result::ZipError| Error::Fault(format!("writing an export: {error}"));
    archive.start_file("manifest.json", options).map_err(broken)?;
    archive.write_all(serde_json::to_string_pretty(manifest)?.as_bytes()).map_err(no_room)?;
    for (name, recording) in recordings {
        archive.start_file(name.as_str(), options).map_err(broken)?;
        std::io::copy(&mut File::open(recording).map_err(no_room)?, &mut archive).map_err(no_room)?;
    }
    let file = archive.finish().map_err(broken)?;
    let size = file.metadata().map_err(no_room)?.len();
    // A second handle from the beginning; the first one stands at the end.
    let file = File::open(path).map_err(no_room)?;
    Ok(Export { file, size })
}

fn no_room(error: std::io::Error) -> Error {
    Error::Unavailable { what: "Room to put the export together", cause: error.to_string() }
}
