//! The connection: an SDK client from our settings.

use std::time::SystemTime;

use aws_config::Region;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Builder, Credentials as SdkCredentials, SharedHttpClient};
use aws_smithy_async::time::TimeSource;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use secrecy::ExposeSecret;
use url::Url;

use super::in_process::InProcess;
use super::settings::{Credentials, Endpoint, S3Settings};
use super::store_time::StoreTime;
use crate::embedded_s3::{Clock, ObjectService};

/// Stands in the URL of a request that never leaves the process.
const IN_PROCESS_URL: &str = "http://embedded.invalid";

pub(super) async fn client(settings: &S3Settings, time: &StoreTime) -> Client {
    let http = match &settings.endpoint {
        Endpoint::InProcess(service) => SharedHttpClient::new(InProcess::new(ObjectService::clone(service))),
        Endpoint::Aws | Endpoint::Url(_) => https(),
    };
    let config = match &settings.credentials {
        Credentials::Aws => from_environment(settings, http).await,
        Credentials::Static { access_key_id, secret_access_key } => {
            Builder::new().behavior_version(BehaviorVersion::latest()).http_client(http).credentials_provider(
                SdkCredentials::new(access_key_id, secret_access_key.expose_secret(), None, None, "settings"),
            )
        }
    };
    let config = with_limits(config, settings).interceptor(time.clone());
    Client::from_conf(at(config, endpoint_url(settings).as_deref()).build())
}

/// The same client at another address: what it signs there is valid there.
pub(super) fn client_at(client: &Client, origin: &Url) -> Client {
    Client::from_conf(at(client.config().to_builder(), Some(origin.as_str())).build())
}

fn at(config: Builder, url: Option<&str>) -> Builder {
    match url {
        Some(url) => config.endpoint_url(url.trim_end_matches('/')).force_path_style(true),
        None => config,
    }
}

fn endpoint_url(settings: &S3Settings) -> Option<String> {
    match &settings.endpoint {
        Endpoint::Aws => None,
        Endpoint::Url(url) => Some(url.to_string()),
        Endpoint::InProcess(_) => Some(IN_PROCESS_URL.to_owned()),
    }
}

/// TLS by rustls on ring with the system's certificates.
fn https() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

async fn from_environment(settings: &S3Settings, http: SharedHttpClient) -> Builder {
    let mut loader = aws_config::defaults(BehaviorVersion::latest()).http_client(http);
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    Builder::from(&loader.load().await)
}

fn with_limits(config: Builder, settings: &S3Settings) -> Builder {
    let limits = settings.limits;
    let timeouts =
        TimeoutConfig::builder().connect_timeout(limits.connect).operation_attempt_timeout(limits.attempt);
    let config = config
        .timeout_config(timeouts.build())
        .retry_config(RetryConfig::standard().with_max_attempts(limits.attempts.max(1)))
        .time_source(OurClock(settings.clock.clone()));
    match &settings.region {
        Some(region) => config.region(Region::new(region.clone())),
        None => config,
    }
}

struct OurClock(Clock);

impl std::fmt::Debug for OurClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OurClock")
    }
}

impl TimeSource for OurClock {
    fn now(&self) -> SystemTime {
        (self.0)().into()
    }
}
