//! Launch: the server as one process runs it, from its settings to the end of its drain. Tests and production share it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use api::AppState;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use clients::embedded_s3::EmbeddedS3;
use models::Database;
use rand::rngs::OsRng;
use tokio::net::TcpListener;
use tokio::time::interval;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::set_header::SetResponseHeaderLayer;
use url::Url;

use crate::config::{Settings, Tls};
use crate::parts::Parts;
use crate::telemetry::metrics::Metrics;
use crate::wiring::{self, Embedded, Wired};
use crate::{announcement, first_start, listener, tls, web_app};

/// The embedded store is swept of unfinished uploads so often.
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

/// The sockets that the server listens on, bound before anything else so that a taken port is known at once.
#[derive(Debug)]
pub struct Listeners {
    pub http: Option<TcpListener>,
    /// For whoever comes by http where https is spoken.
    pub redirect: Option<TcpListener>,
    pub metrics: Option<TcpListener>,
}

impl Listeners {
    /// Binds what the settings and the parts ask for.
    pub async fn bind(settings: &Settings, parts: Parts) -> Result<Self> {
        let server = &settings.server;
        let http = match parts.serves() {
            true => Some(bind(&server.host, server.port, "server.port, PORT").await?),
            false => None,
        };
        let redirect = match settings.tls.redirect_port {
            port @ 1.. if parts.serves() => Some(bind(&server.host, port, "tls.redirect_port").await?),
            _ => None,
        };
        let metrics = &settings.metrics;
        let metrics = match metrics.enabled {
            true => Some(
                bind(&metrics.host.to_string(), metrics.port, "metrics.port, GREENROOM_METRICS__PORT")
                    .await?,
            ),
            false => None,
        };
        Ok(Self { http, redirect, metrics })
    }
}

async fn bind(host: &str, port: u16, setting: &str) -> Result<TcpListener> {
    let bound = TcpListener::bind((host, port)).await;
    bound.with_context(|| format!("can not listen on {host}:{port} ({setting})"))
}

/// Runs the server until `stop`, then drains and returns. The socket of a `None` listener is not served.
///
/// `ready` is called once the server can be used, with what to tell the person who started it.
pub async fn launch(
    mut settings: Settings,
    listeners: Listeners,
    parts: Parts,
    stop: CancellationToken,
    ready: impl FnOnce(&str),
) -> Result<()> {
    choose_tls();
    let metrics = Metrics::begin()?;
    let folder = first_start::prepare(&settings.data_dir)?;
    settings.data_dir.clone_from(&folder);
    let secrets = first_start::keep(&folder, &settings.auth, &mut OsRng)?;
    let address = listeners.http.as_ref().map(TcpListener::local_addr).transpose()?;
    let metrics_address = listeners.metrics.as_ref().map(TcpListener::local_addr).transpose()?;
    let origin = origin(&settings, address)?;
    let Wired { services, database, objects } =
        wiring::wire(&settings, &folder, &secrets, &origin, embedded_for(parts)).await?;
    database.migrate().await.context("the database can not be brought to this release")?;

    let runner = Arc::clone(&services.runner);
    let state = AppState::new(services, wiring::http(&settings), wiring::socket(&settings));
    let background = TaskTracker::new();
    let acceptor = match parts.serves() {
        true => tls::acceptor(&settings, &folder, &background, &stop)?,
        false => None,
    };
    background.spawn(runner.clone().observe(stop.clone()));
    if parts.works() {
        background.spawn(runner.run(stop.clone()));
    }
    background.spawn(watch(database.clone(), stop.clone()));
    if parts.serves() {
        background.spawn(state.clone().watch_sign_ins(stop.clone()));
    }
    if let Some(embedded) = objects.embedded.clone() {
        background.spawn(sweep(embedded, stop.clone()));
    }
    // Metrics can be read until all else is done.
    let drained = CancellationToken::new();
    let limits = listener::Limits::from(&settings.server);
    let watching = TaskTracker::new();
    if let Some(listener) = listeners.metrics {
        watching.spawn(listener::serve(listener, None, metrics.router(), limits, drained.clone()));
    }
    watching.spawn(metrics.keep_up(drained.clone()));

    ready(&announcement::announcement(&settings, &folder, &origin, address, metrics_address, parts));
    if let (Some(listener), Some(address)) = (listeners.redirect, address) {
        let router = tls::redirect(settings.server.public_url.clone(), address.port());
        background.spawn(listener::serve(listener, None, router, limits, stop.clone()));
    }
    if let Some(listener) = listeners.http {
        let app = application(state.clone(), &settings, objects.embedded);
        serve(listener, acceptor, app, limits, state, &settings, &stop).await;
    } else {
        stop.cancelled().await;
    }
    background.close();
    background.wait().await;
    database.close().await;
    drained.cancel();
    watching.close();
    watching.wait().await;
    tracing::info!("stopped");
    Ok(())
}

/// Everything that is served under the server's address.
fn application(state: AppState, settings: &Settings, embedded: Option<EmbeddedS3>) -> Router {
    let router = api::router(state.clone()).merge(web_app::router(&wiring::recording_origins(settings)));
    let router = match embedded {
        Some(store) => router.merge(objects_router(&store)),
        None => router,
    };
    let app = api::observed(router, state);
    match strict_transport(&settings.tls) {
        Some(header) => app.layer(SetResponseHeaderLayer::if_not_present(STRICT_TRANSPORT_SECURITY, header)),
        None => app,
    }
}

/// Tells browsers to come by https from now on, where https is spoken here. Behind a proxy it is for the proxy to say.
fn strict_transport(tls: &Tls) -> Option<HeaderValue> {
    let wanted = tls.hsts_s > 0 && tls.source().is_some();
    wanted.then(|| HeaderValue::try_from(format!("max-age={}", tls.hsts_s)).ok()).flatten()
}

/// The embedded store, at the paths that S3 addresses by path have.
fn objects_router(store: &EmbeddedS3) -> Router {
    let bucket = &store.options().bucket;
    Router::new()
        .route_service(&format!("/{bucket}"), store.service())
        .route_service(&format!("/{bucket}/"), store.service())
        .route_service(&format!("/{bucket}/{{*key}}"), store.service())
}

/// Serves until told to stop. From then on `/health/ready` says no; after the delay nothing new is accepted, sockets are told
/// to come back later, and what is under way finishes.
async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Router,
    limits: listener::Limits,
    state: AppState,
    settings: &Settings,
    stop: &CancellationToken,
) {
    let closing = CancellationToken::new();
    let stopping = async {
        stop.cancelled().await;
        state.drain();
        tokio::time::sleep(Duration::from_secs(settings.server.drain_delay_s)).await;
        closing.cancel();
        state.sockets.close().await;
    };
    tokio::join!(listener::serve(listener, tls, app, limits, closing.clone()), stopping);
}

/// Keeps an eye on the database's servers, to the end of the drain's beginning: from then on they stay as they were found.
async fn watch(database: Database, stop: CancellationToken) {
    stop.run_until_cancelled(database.watch()).await;
}

async fn sweep(store: EmbeddedS3, stop: CancellationToken) {
    let mut every = interval(SWEEP_EVERY);
    while stop.run_until_cancelled(every.tick()).await.is_some() {
        let store = store.clone();
        if let Err(error) = tokio::task::spawn_blocking(move || store.sweep()).await {
            tracing::error!(%error, "the embedded store could not be swept");
        }
    }
}

/// Where clients on this machine reach the server: the address it listens on, or the configured one in a process that
/// does not serve.
fn origin(settings: &Settings, address: Option<SocketAddr>) -> Result<Url> {
    if let (None, Some(url)) = (address, &settings.server.public_url) {
        return Ok(url.clone());
    }
    let scheme = if settings.tls.source().is_some() { "https" } else { "http" };
    let (host, port) = match address {
        Some(address) => (address.ip().to_string(), address.port()),
        None => (settings.server.host.clone(), settings.server.port),
    };
    Url::parse(&format!("{scheme}://{}:{port}", reached_at(&host))).context("server.host is no host")
}

/// The host of an address on this machine at which a listener on `host` is reached, as it stands in a URL.
pub(crate) fn reached_at(host: &str) -> String {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
        Ok(IpAddr::V6(ip)) if ip.is_unspecified() => format!("[{}]", Ipv6Addr::LOCALHOST),
        Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
        Ok(IpAddr::V4(_)) | Err(_) => host.to_owned(),
    }
}

/// Where the server of these settings is reached on this machine, whatever its public address is.
pub(crate) fn local_url(settings: &Settings) -> Result<Url> {
    let mut local = settings.clone();
    local.server.public_url = None;
    origin(&local, None)
}

/// Everything wired for a command that neither serves nor works, and the prepared data folder.
pub(crate) async fn prepare(settings: &Settings, embedded: Embedded) -> Result<(PathBuf, Wired)> {
    choose_tls();
    let folder = first_start::prepare(&settings.data_dir)?;
    let secrets = first_start::keep(&folder, &settings.auth, &mut OsRng)?;
    let wired = wiring::wire(settings, &folder, &secrets, &origin(settings, None)?, embedded).await?;
    Ok((folder, wired))
}

fn embedded_for(parts: Parts) -> Embedded {
    if parts.serves() { Embedded::Held } else { Embedded::Asked }
}

/// Makes ring the one that does TLS's arithmetic. Chosen before, by a test in this process, it stays so.
pub fn choose_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::reached_at;

    #[test]
    fn a_listener_on_every_address_is_reached_at_this_machine() {
        let reached = ["0.0.0.0", "::", "::1", "10.0.0.7", "practise.example.org"].map(reached_at);
        assert_eq!(reached, ["127.0.0.1", "[::1]", "[::1]", "10.0.0.7", "practise.example.org"]);
    }
}
