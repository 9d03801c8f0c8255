//! Wiring: settings become outside systems, outside systems become services, services become the application.

mod database;
mod objects;
mod outside;
mod values;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use models::Database;
use services::clock::SystemClock;
use services::scratch::Scratch;
use services::{Foundation, Services};
use url::Url;

pub(crate) use database::open as open_database;
pub(crate) use objects::Embedded;
pub(crate) use objects::Objects;
pub(crate) use objects::recording_origins;
pub(crate) use outside::{language_model, speech};
pub(crate) use values::{http, judge, socket};

use crate::config::Settings;
use crate::first_start::Secrets;

/// What a command works with.
pub(crate) struct Wired {
    pub services: Services,
    pub database: Database,
    pub objects: Objects,
}

/// Connects everything that the settings name. The schema is left as it is: see [`Database::migrate`].
///
/// `folder` is the prepared data folder, `origin` where clients reach this server when a request does not tell.
pub(crate) async fn wire(
    settings: &Settings,
    folder: &Path,
    secrets: &Secrets,
    origin: &Url,
    embedded: Embedded,
) -> Result<Wired> {
    let database = database::open(settings).await?;
    let objects = objects::open(settings, folder, secrets, origin, embedded).await?;
    let scratch = folder.join("scratch");
    let scratch =
        Scratch::open(&scratch).with_context(|| format!("{} can not be used", scratch.display()))?;
    let services_settings = values::services(settings, secrets);
    let foundation = Foundation {
        db: database.clone(),
        store: objects.store.clone(),
        speech: speech(settings, folder)?,
        language_model: language_model(settings)?,
        state: outside::shared_state(settings, &services_settings.runner.owner).await?,
        clock: Arc::new(SystemClock),
        scratch: Arc::new(scratch),
        settings: services_settings,
    };
    // It hashes a password to be compared with when there is no user, which would hold up the async threads.
    let services = tokio::task::spawn_blocking(|| Services::new(foundation)).await??;
    Ok(Wired { services, database, objects })
}
