//! A rule is something that the kind of a value can not say: ranges, forms, and what goes together.

use clients::shared_state::RedisSettings;
use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::EnvFilter;
use url::Url;

use super::layers::{Key, Layers};
use super::problems::{Problem, Problems};
use super::settings::{ChosenDatabase, Encryption, Objects, Settings};

/// HS256 wants a key of at least the hash's length (RFC 7518, 3.2).
const JWT_SECRET_CHARACTERS: usize = 32;

/// Reports every broken rule.
pub(super) fn check(settings: &Settings, layers: &Layers, problems: &mut Problems) {
    let mut rules = Rules { layers, problems };
    rules.numbers(settings);
    rules.addresses(settings);
    rules.tls(settings);
    rules.secrets(settings);
    rules.objects(&settings.objects);
    if let Err(error) = EnvFilter::try_new(&settings.log.level) {
        rules.refuse("log", "level", format!("is neither a level nor directives: {error}"));
    }
    if let Some(language) = &settings.speech.language
        && !(language.len() == 2 && language.bytes().all(|letter| letter.is_ascii_lowercase()))
    {
        rules.refuse("speech", "language", "must be two small letters, such as \"en\"");
    }
}

struct Rules<'a> {
    layers: &'a Layers,
    problems: &'a mut Problems,
}

impl Rules<'_> {
    fn refuse(&mut self, section: &str, name: &str, message: impl Into<String>) {
        let key = Key::new(section, name);
        let given_in = Some(self.layers.origin_of(&key).to_string());
        self.problems.push(Problem { setting: key.to_string(), given_in, message: message.into() });
    }

    fn numbers(&mut self, settings: &Settings) {
        let Settings { server, database, auth, uploads, speech, language_model, jobs, socket, .. } = settings;
        for (section, name, value) in [
            ("server", "header_timeout_s", server.header_timeout_s),
            ("server", "idle_timeout_s", server.idle_timeout_s),
            ("server", "request_timeout_s", server.request_timeout_s),
            ("server", "max_connections", server.max_connections as u64),
            ("database", "max_connections", u64::from(database.max_connections)),
            ("database", "acquire_timeout_s", database.acquire_timeout_s),
            ("database", "statement_timeout_s", database.statement_timeout_s),
            ("database", "idle_timeout_s", database.idle_timeout_s),
            ("database", "max_lifetime_s", database.max_lifetime_s),
            ("database", "replica_max_lag_s", database.replica_max_lag_s),
            ("auth", "access_token_s", auth.access_token_s),
            ("auth", "refresh_token_s", auth.refresh_token_s),
            ("uploads", "max_bytes", uploads.max_bytes),
            ("uploads", "presign_s", uploads.presign_s),
            ("uploads", "max_duration_s", uploads.max_duration_s),
            ("speech", "timeout_s", speech.timeout_s),
            ("language_model", "runs", u64::from(language_model.runs)),
            ("language_model", "timeout_s", language_model.timeout_s),
            ("language_model", "max_tokens", u64::from(language_model.max_tokens)),
            ("redis", "timeout_ms", settings.redis.timeout_ms),
            ("jobs", "lease_s", jobs.lease_s),
            ("jobs", "poll_ms", jobs.poll_ms),
            ("jobs", "max_attempts", u64::from(jobs.max_attempts)),
            ("socket", "auth_timeout_s", socket.auth_timeout_s),
            ("socket", "ping_s", socket.ping_s),
            ("socket", "max_per_user", socket.max_per_user as u64),
            ("socket", "max_text_bytes", socket.max_text_bytes as u64),
            ("socket", "max_binary_bytes", socket.max_binary_bytes as u64),
            ("socket", "queue", socket.queue as u64),
        ] {
            if value == 0 {
                self.refuse(section, name, "must be at least 1");
            }
        }
        if database.min_connections > database.max_connections {
            self.refuse("database", "min_connections", "must not be more than max_connections");
        }
        if !(4..=15).contains(&auth.bcrypt_cost) {
            self.refuse("auth", "bcrypt_cost", "must be between 4 and 15");
        }
        // AWS signs nothing for longer than a week.
        if uploads.presign_s > 604_800 {
            self.refuse("uploads", "presign_s", "must be at most 604800, a week");
        }
        if !(0.0..=2.0).contains(&language_model.temperature) {
            self.refuse("language_model", "temperature", "must be between 0 and 2");
        }
    }

    fn addresses(&mut self, settings: &Settings) {
        if settings.server.host.trim().is_empty() {
            self.refuse("server", "host", "must be an address or a host name");
        }
        if settings.server.public_url.as_ref().is_some_and(|url| !is_origin(url)) {
            self.refuse("server", "public_url", "must be http:// or https://, a host, and no path");
        }
        if !settings.server.allowed_origins.iter().all(is_origin) {
            self.refuse("server", "allowed_origins", "each must be http:// or https://, a host, and no path");
        }
        for (section, name, url) in [
            ("objects", "endpoint", settings.objects.endpoint.as_ref()),
            ("objects", "public_url", settings.objects.public_url.as_ref()),
            ("openai", "base_url", Some(&settings.openai.base_url)),
            ("language_model", "base_url", settings.language_model.base_url.as_ref()),
        ] {
            if url.is_some_and(|url| !is_web(url)) {
                self.refuse(section, name, "must begin with http:// or https://");
            }
        }
        let database = &settings.database;
        if !has_scheme(database.url.as_ref(), &["mysql", "mariadb", "sqlite"]) {
            self.refuse("database", "url", "must begin with mysql://, mariadb:// or sqlite://");
        }
        if !database.replica_urls.iter().all(|url| has_scheme(Some(url), &["mysql", "mariadb"])) {
            self.refuse("database", "replica_urls", "each must begin with mysql:// or mariadb://");
        }
        if !database.replica_urls.is_empty() && matches!(settings.database(), ChosenDatabase::Sqlite(_)) {
            self.refuse(
                "database",
                "replica_urls",
                "replicas need a MySQL or MariaDB primary in database.url",
            );
        }
        if let Some(url) = &settings.redis.url
            && let Err(wrong) = RedisSettings::check(url)
        {
            let message = format!(
                "must be redis://user:password@host:6379/0, rediss:// for TLS, or redis+unix:///path ({wrong})"
            );
            self.refuse("redis", "url", message);
        }
    }

    fn tls(&mut self, settings: &Settings) {
        let tls = &settings.tls;
        match (&tls.certificate, &tls.key) {
            (Some(_), None) => self.refuse("tls", "certificate", "needs tls.key too"),
            (None, Some(_)) => self.refuse("tls", "key", "needs tls.certificate too"),
            (Some(_), Some(_)) if !tls.acme_domains.is_empty() => {
                self.refuse(
                    "tls",
                    "acme_domains",
                    "goes without tls.certificate and tls.key: give one or the other",
                );
            }
            _ => {}
        }
        let is_name = |name: &String| {
            name.contains('.')
                && matches!(url::Host::parse(name), Ok(url::Host::Domain(host)) if host == *name)
        };
        if !tls.acme_domains.iter().all(is_name) {
            self.refuse(
                "tls",
                "acme_domains",
                "each must be a full name in small letters, such as practise.example.org",
            );
        }
        if tls.acme_directory.scheme() != "https" {
            self.refuse("tls", "acme_directory", "must begin with https://");
        }
        if tls.redirect_port != 0 && tls.source().is_none() {
            self.refuse(
                "tls",
                "redirect_port",
                "needs a certificate: set tls.certificate and tls.key, or tls.acme_domains",
            );
        }
        if settings.traces.endpoint.as_ref().is_some_and(|url| !is_web(url)) {
            self.refuse("traces", "endpoint", "must begin with http:// or https://");
        }
        if !(0.0..=1.0).contains(&settings.traces.sample) {
            self.refuse("traces", "sample", "must be between 0 and 1");
        }
    }

    fn secrets(&mut self, settings: &Settings) {
        let too_short =
            |secret: &SecretString| secret.expose_secret().chars().count() < JWT_SECRET_CHARACTERS;
        let advice = "must have at least 32 characters; `openssl rand -base64 48` makes a good one";
        if settings.auth.jwt_secret.as_ref().is_some_and(too_short) {
            self.refuse("auth", "jwt_secret", advice);
        }
        if settings.auth.jwt_previous_secrets.iter().any(too_short) {
            self.refuse("auth", "jwt_previous_secrets", format!("each {advice}"));
        }
    }

    fn objects(&mut self, objects: &Objects) {
        if objects.bucket.is_none() {
            for (name, given) in
                [("endpoint", objects.endpoint.is_some()), ("public_url", objects.public_url.is_some())]
            {
                if given
                    && matches!(self.layers.origin_of(&Key::new("objects", name)), super::Origin::File(_))
                {
                    self.refuse("objects", name, "needs objects.bucket (S3_BUCKET) too");
                }
            }
            return;
        }
        if objects.access_key_id.is_some() != objects.secret_access_key.is_some() {
            self.refuse(
                "objects",
                "access_key_id",
                "access_key_id and secret_access_key go together: give both or none",
            );
        }
        if objects.kms_key_id.is_some() && objects.server_side_encryption != Some(Encryption::Kms) {
            self.refuse("objects", "kms_key_id", "needs objects.server_side_encryption = \"aws:kms\"");
        }
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

fn is_origin(url: &Url) -> bool {
    is_web(url) && url.path() == "/" && url.query().is_none() && url.username().is_empty()
}

fn has_scheme(url: Option<&SecretString>, schemes: &[&str]) -> bool {
    url.is_none_or(|url| {
        url.expose_secret()
            .split_once(':')
            .is_some_and(|(scheme, _)| schemes.contains(&scheme.to_ascii_lowercase().as_str()))
    })
}
