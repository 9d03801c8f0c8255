//! The settings as types: one struct a section, one field a key, named as in `config.default.toml`, where each is explained.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::optional;
use super::prices::Prices;

/// The keys whose values are never shown, logged or repeated in an error.
pub const SECRET_KEYS: &[&str] = &[
    "auth.jwt_previous_secrets",
    "auth.jwt_secret",
    "database.replica_urls",
    "database.url",
    "exceptions.dsn",
    "language_model.api_key",
    "objects.secret_access_key",
    "openai.api_key",
    "redis.url",
];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub data_dir: PathBuf,
    pub server: Server,
    pub tls: Tls,
    pub metrics: Metrics,
    pub log: Log,
    pub traces: Traces,
    pub exceptions: Exceptions,
    pub database: Database,
    pub redis: Redis,
    pub objects: Objects,
    pub auth: Auth,
    pub uploads: Uploads,
    pub speech: Speech,
    pub openai: OpenAi,
    pub language_model: LanguageModel,
    pub jobs: Jobs,
    pub socket: Socket,
    pub limits: Limits,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub host: String,
    pub port: u16,
    #[serde(deserialize_with = "optional::text")]
    pub public_url: Option<Url>,
    pub allowed_origins: Vec<Url>,
    pub trusted_proxies: Vec<IpNet>,
    pub header_timeout_s: u64,
    pub idle_timeout_s: u64,
    pub request_timeout_s: u64,
    pub drain_delay_s: u64,
    pub drain_s: u64,
    pub max_connections: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    #[serde(deserialize_with = "optional::text")]
    pub certificate: Option<PathBuf>,
    #[serde(deserialize_with = "optional::text")]
    pub key: Option<PathBuf>,
    pub acme_domains: Vec<String>,
    #[serde(deserialize_with = "optional::text")]
    pub acme_email: Option<String>,
    pub acme_directory: Url,
    #[serde(deserialize_with = "optional::text")]
    pub acme_authority: Option<PathBuf>,
    /// 0: none.
    pub redirect_port: u16,
    /// 0: not said.
    pub hsts_s: u64,
}

/// Where the certificate comes from, once all is decided.
#[derive(Debug, Clone, Copy)]
pub enum TlsSource<'a> {
    Files { certificate: &'a Path, key: &'a Path },
    Acme { domains: &'a [String] },
}

impl Tls {
    /// Where the certificate comes from; `None` without TLS.
    pub fn source(&self) -> Option<TlsSource<'_>> {
        match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => Some(TlsSource::Files { certificate, key }),
            _ if self.acme_domains.is_empty() => None,
            _ => Some(TlsSource::Acme { domains: &self.acme_domains }),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traces {
    #[serde(deserialize_with = "optional::text")]
    pub endpoint: Option<Url>,
    pub service_name: String,
    pub sample: f64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    #[serde(deserialize_with = "optional::secret")]
    pub dsn: Option<SecretString>,
    #[serde(deserialize_with = "optional::text")]
    pub environment: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    pub enabled: bool,
    pub host: IpAddr,
    pub port: u16,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Pretty on a terminal, else JSON.
    Auto,
    Pretty,
    Json,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// What the operator gave; [`Settings::database`] is what to open.
    #[serde(deserialize_with = "optional::secret")]
    pub url: Option<SecretString>,
    pub replica_urls: Vec<SecretString>,
    pub max_connections: u32,
    pub min_connections: u32,
    pub acquire_timeout_s: u64,
    pub statement_timeout_s: u64,
    pub idle_timeout_s: u64,
    pub max_lifetime_s: u64,
    pub replica_max_lag_s: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redis {
    #[serde(deserialize_with = "optional::secret")]
    pub url: Option<SecretString>,
    pub prefix: String,
    pub timeout_ms: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objects {
    #[serde(deserialize_with = "optional::text")]
    pub bucket: Option<String>,
    #[serde(deserialize_with = "optional::text")]
    pub endpoint: Option<Url>,
    #[serde(deserialize_with = "optional::text")]
    pub public_url: Option<Url>,
    #[serde(deserialize_with = "optional::text")]
    pub region: Option<String>,
    #[serde(deserialize_with = "optional::text")]
    pub access_key_id: Option<String>,
    #[serde(deserialize_with = "optional::secret")]
    pub secret_access_key: Option<SecretString>,
    #[serde(deserialize_with = "optional::text")]
    pub server_side_encryption: Option<Encryption>,
    #[serde(deserialize_with = "optional::text")]
    pub kms_key_id: Option<String>,
}

/// Server-side encryption, as S3 names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// `AES256`
    StoreManaged,
    /// `aws:kms`
    Kms,
}

impl FromStr for Encryption {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "AES256" => Ok(Self::StoreManaged),
            "aws:kms" => Ok(Self::Kms),
            _ => Err("it must be AES256 or aws:kms"),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    #[serde(deserialize_with = "optional::secret")]
    pub jwt_secret: Option<SecretString>,
    pub jwt_previous_secrets: Vec<SecretString>,
    pub access_token_s: u64,
    pub refresh_token_s: u64,
    pub bcrypt_cost: u32,
    /// 0 is automatic; see [`Settings::bcrypt_concurrency`].
    pub bcrypt_concurrency: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uploads {
    pub max_bytes: u64,
    pub presign_s: u64,
    pub max_duration_s: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeechEngine {
    Auto,
    OpenAi,
    PocketSphinx,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// What the operator gave; [`Settings::speech_engine`] is what to use.
    pub engine: SpeechEngine,
    pub openai_model: String,
    #[serde(deserialize_with = "optional::text")]
    pub language: Option<String>,
    /// 0 is automatic; see [`Settings::speech_concurrency`].
    pub concurrency: usize,
    pub captions: usize,
    pub idle_unload_s: u64,
    pub timeout_s: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenAi {
    #[serde(deserialize_with = "optional::secret")]
    pub api_key: Option<SecretString>,
    pub base_url: Url,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageModel {
    #[serde(deserialize_with = "optional::text")]
    pub model: Option<String>,
    #[serde(deserialize_with = "optional::text")]
    pub base_url: Option<Url>,
    #[serde(deserialize_with = "optional::secret")]
    pub api_key: Option<SecretString>,
    pub runs: u32,
    pub temperature: f32,
    pub timeout_s: u64,
    pub max_tokens: u32,
    pub scores: ModelScores,
    #[serde(deserialize_with = "optional::text")]
    pub prices: Option<Prices>,
    /// 0: no limit.
    pub daily_calls_per_user: u32,
}

/// Whether the levels that a language model gives are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelScores {
    /// Unless its judge card says that it may only coach.
    Auto,
    Never,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// 0 is automatic; see [`Settings::job_workers`].
    pub workers: usize,
    pub lease_s: u64,
    pub poll_ms: u64,
    pub max_attempts: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Socket {
    pub auth_timeout_s: u64,
    pub ping_s: u64,
    pub max_per_user: usize,
    pub max_text_bytes: usize,
    pub max_binary_bytes: usize,
    pub queue: usize,
}

/// Each 0 means: no limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub login_per_account_per_hour: u32,
    pub login_per_address_per_hour: u32,
    pub register_per_address_per_hour: u32,
    pub refresh_per_address_per_hour: u32,
    pub presign_per_account_per_hour: u32,
    pub ai_per_account_per_hour: u32,
}

/// The database to open, once all is decided.
#[derive(Debug, Clone)]
pub enum ChosenDatabase {
    Sqlite(PathBuf),
    /// With MariaDB and what else speaks its protocol.
    MySql(SecretString),
}

/// The language model to ask, once all is decided.
#[derive(Debug, Clone)]
pub struct ChosenModel {
    pub model: String,
    pub base_url: Url,
    pub api_key: Option<SecretString>,
}

/// Which engine turns speech into words, once all is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChosenSpeech {
    OpenAi,
    PocketSphinx,
}

impl Settings {
    /// The database to open: the configured one, or SQLite in the data folder.
    pub fn database(&self) -> ChosenDatabase {
        let Some(url) = &self.database.url else {
            return ChosenDatabase::Sqlite(self.data_dir.join("greenroom.db"));
        };
        match url.expose_secret().split_once(':') {
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                ChosenDatabase::Sqlite(path.split('?').next().unwrap_or(path).into())
            }
            _ => ChosenDatabase::MySql(url.clone()),
        }
    }

    pub fn speech_engine(&self) -> ChosenSpeech {
        match self.speech.engine {
            SpeechEngine::OpenAi => ChosenSpeech::OpenAi,
            SpeechEngine::PocketSphinx => ChosenSpeech::PocketSphinx,
            SpeechEngine::Auto if self.openai.api_key.is_some() || self.openai.is_elsewhere() => {
                ChosenSpeech::OpenAi
            }
            SpeechEngine::Auto => ChosenSpeech::PocketSphinx,
        }
    }

    /// The language model, if one is configured.
    pub fn language_model(&self) -> Option<ChosenModel> {
        let given = &self.language_model;
        let model = given.model.clone()?;
        let api_key = given.api_key.clone().or_else(|| self.openai.api_key.clone());
        let reachable = api_key.is_some() || given.base_url.is_some() || self.openai.is_elsewhere();
        let base_url = given.base_url.clone().unwrap_or_else(|| self.openai.base_url.clone());
        reachable.then_some(ChosenModel { model, base_url, api_key })
    }

    /// Passwords hashed at the same time.
    pub fn bcrypt_concurrency(&self) -> usize {
        or_automatic(self.auth.bcrypt_concurrency, (cores() / 2).max(1))
    }

    /// Recordings transcribed at the same time.
    pub fn speech_concurrency(&self) -> usize {
        let automatic = match self.speech_engine() {
            ChosenSpeech::OpenAi => 4,
            ChosenSpeech::PocketSphinx => (cores() / 2).max(1),
        };
        or_automatic(self.speech.concurrency, automatic)
    }

    /// Jobs done at the same time.
    pub fn job_workers(&self) -> usize {
        or_automatic(self.jobs.workers, cores())
    }
}

impl OpenAi {
    /// Whether the base URL is not OpenAI's own: then a key may not be needed.
    pub fn is_elsewhere(&self) -> bool {
        self.base_url.host_str() != Some("api.openai.com")
    }
}

impl Objects {
    /// Whether recordings are kept by the embedded store.
    pub fn is_embedded(&self) -> bool {
        self.bucket.is_none()
    }
}

fn or_automatic(given: usize, automatic: usize) -> usize {
    if given == 0 { automatic } else { given }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
