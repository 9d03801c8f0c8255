//! Settings in the words of the services and of the API.

use std::time::Duration;

use api::{HttpSettings, SocketSettings};
use clients::shared_state::Quota;
use services::accounts::{SigningKey, TokenSettings};
use services::clock::{Clock, SystemClock};
use services::jobs::RunnerSettings;
use services::judge::JudgeSettings;
use services::limits::Quotas;

use crate::config::{Limits, ModelScores, Settings};
use crate::first_start::{JwtKey, Secrets};

/// How the language model is asked.
pub(crate) fn judge(settings: &Settings) -> JudgeSettings {
    let given = &settings.language_model;
    JudgeSettings {
        runs: given.runs as usize,
        temperature: given.temperature,
        max_tokens: given.max_tokens,
        daily_calls: Some(given.daily_calls_per_user).filter(|calls| *calls > 0),
        prices: given.prices.clone().map(|prices| prices.0).unwrap_or_default(),
        scores: given.scores == ModelScores::Auto,
    }
}

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A followed session is looked at so often, in case word of a change was lost.
const LOOK_EVERY: Duration = Duration::from_secs(2);

pub(super) fn services(settings: &Settings, secrets: &Secrets) -> services::Settings {
    services::Settings {
        tokens: tokens(settings, secrets),
        bcrypt_cost: settings.auth.bcrypt_cost,
        bcrypt_at_once: settings.bcrypt_concurrency(),
        quotas: quotas(&settings.limits),
        most_upload_bytes: settings.uploads.max_bytes,
        longest_recording: Duration::from_secs(settings.uploads.max_duration_s),
        presign_life: Duration::from_secs(settings.uploads.presign_s),
        language: settings.speech.language.clone(),
        judge: judge(settings),
        runner: RunnerSettings {
            workers: settings.job_workers(),
            lease: Duration::from_secs(settings.jobs.lease_s),
            poll: Duration::from_millis(settings.jobs.poll_ms),
            most_attempts: settings.jobs.max_attempts,
            owner: format!("{}-{}", std::process::id(), SystemClock.uuid()),
        },
        look_every: LOOK_EVERY,
    }
}

pub(crate) fn http(settings: &Settings) -> HttpSettings {
    let server = &settings.server;
    HttpSettings {
        public_url: server.public_url.clone(),
        allowed_origins: server
            .allowed_origins
            .iter()
            .map(|url| url.origin().ascii_serialization())
            .collect(),
        trusted_proxies: server.trusted_proxies.clone(),
        request_timeout: Duration::from_secs(server.request_timeout_s),
        https: settings.tls.source().is_some(),
    }
}

pub(crate) fn socket(settings: &Settings) -> SocketSettings {
    let socket = &settings.socket;
    SocketSettings {
        auth_timeout: Duration::from_secs(socket.auth_timeout_s),
        ping_every: Duration::from_secs(socket.ping_s),
        most_per_user: socket.max_per_user,
        most_text_bytes: socket.max_text_bytes,
        most_binary_bytes: socket.max_binary_bytes,
        queue: socket.queue,
    }
}

fn tokens(settings: &Settings, secrets: &Secrets) -> TokenSettings {
    let key = |key: &JwtKey| SigningKey { id: key.id.clone(), secret: key.secret.clone() };
    TokenSettings {
        key: key(&secrets.jwt_key),
        old_keys: secrets.jwt_previous_keys.iter().map(key).collect(),
        access_life: Duration::from_secs(settings.auth.access_token_s),
        refresh_life: Duration::from_secs(settings.auth.refresh_token_s),
    }
}

fn quotas(limits: &Limits) -> Quotas {
    let hourly = |number: u32| (number > 0).then_some(Quota { burst: number, per: HOUR });
    Quotas {
        login_by_address: hourly(limits.login_per_address_per_hour),
        login_by_account: hourly(limits.login_per_account_per_hour),
        register_by_address: hourly(limits.register_per_address_per_hour),
        refresh_by_address: hourly(limits.refresh_per_address_per_hour),
        presign_by_account: hourly(limits.presign_per_account_per_hour),
        ai_by_account: hourly(limits.ai_per_account_per_hour),
    }
}
