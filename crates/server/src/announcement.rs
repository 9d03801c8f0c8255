//! The announcement: what the server tells the person who started it, in words.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::config::{ChosenDatabase, ChosenSpeech, Settings};
use crate::parts::Parts;

/// Where the server is reached, and what it stands on. Holds no secret.
pub(crate) fn announcement(
    settings: &Settings,
    folder: &Path,
    origin: &Url,
    address: Option<SocketAddr>,
    metrics: Option<SocketAddr>,
    parts: Parts,
) -> String {
    let mut text = String::new();
    let version = env!("CARGO_PKG_VERSION");
    let reached = settings.server.public_url.as_ref().unwrap_or(origin);
    // Writing to a String can not fail.
    let _ = match address {
        Some(_) => writeln!(text, "Greenroom {version} is ready at {reached}"),
        None => writeln!(text, "Greenroom {version}: a worker is ready"),
    };
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<13}{value}");
    };
    if let Some(address) = address {
        line("app", &format!("{reached}app/"));
        line("API", &format!("{reached}docs"));
        line("listening on", &format!("{address}{}", who_gets_in(address)));
    }
    line("data", &folder.display().to_string());
    line("database", &database(settings));
    if let Some(url) = &settings.redis.url {
        line("redis", &redis(url));
    }
    line("recordings", &recordings(settings));
    line("speech", speech(settings));
    line("feedback", &feedback(settings));
    line("jobs", &jobs(settings, parts));
    if let Some(address) = metrics {
        line("metrics", &format!("http://{address}/metrics"));
    }
    text
}

fn who_gets_in(address: SocketAddr) -> &'static str {
    if address.ip().is_loopback() {
        " (this machine only; HOST=0.0.0.0 lets others in)"
    } else {
        " (other machines too)"
    }
}

fn database(settings: &Settings) -> String {
    match settings.database() {
        ChosenDatabase::Sqlite(path) => format!("SQLite, {}", path.display()),
        ChosenDatabase::MySql(url) => match Url::parse(url.expose_secret()) {
            Ok(url) => format!("MySQL at {}", url.host_str().unwrap_or("an unnamed host")),
            Err(_) => "MySQL".to_owned(),
        },
    }
}

fn redis(url: &SecretString) -> String {
    let host = Url::parse(url.expose_secret()).ok().and_then(|url| url.host_str().map(str::to_owned));
    format!("at {}", host.as_deref().unwrap_or("a socket of this machine"))
}

fn recordings(settings: &Settings) -> String {
    let objects = &settings.objects;
    match (&objects.bucket, &objects.endpoint) {
        (None, _) => "the embedded store in the data folder".to_owned(),
        (Some(bucket), None) => format!("S3 bucket {bucket}"),
        (Some(bucket), Some(endpoint)) => format!("bucket {bucket} at {endpoint}"),
    }
}

fn speech(settings: &Settings) -> &'static str {
    match settings.speech_engine() {
        ChosenSpeech::OpenAi => "the transcription API of [openai]",
        ChosenSpeech::PocketSphinx => {
            "PocketSphinx on this machine, basic accuracy; set OPENAI_API_KEY for better"
        }
    }
}

fn feedback(settings: &Settings) -> String {
    match settings.language_model() {
        Some(chosen) => format!("{} at {}", chosen.model, chosen.base_url),
        None => {
            "the built-in rules coach; set OPENAI_API_KEY or language_model.base_url for a language model"
                .to_owned()
        }
    }
}

fn jobs(settings: &Settings, parts: Parts) -> String {
    match settings.job_workers() {
        _ if !parts.works() => "none here: run `greenroom worker`".to_owned(),
        1 => "one worker".to_owned(),
        workers => format!("{workers} workers"),
    }
}
