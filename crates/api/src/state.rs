//! What every handler may reach: the services, and how the server is set up towards its clients.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ipnet::IpNet;
use services::Services;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::socket::Sockets;

/// How the server meets its clients.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// Where clients reach us, when it is not where a request says it came to.
    pub public_url: Option<Url>,
    /// Origins, besides our own, whose pages may call us.
    pub allowed_origins: Vec<String>,
    /// Proxies whose word on a client's address and scheme is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long one request may take; uploads and the socket apart.
    pub request_timeout: Duration,
    /// Whether this process answers HTTPS itself.
    pub https: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct SocketSettings {
    /// How long a socket may be open without having said who it is.
    pub auth_timeout: Duration,
    /// How often the server asks whether the client is still there.
    pub ping_every: Duration,
    /// Sockets of one user at once.
    pub most_per_user: usize,
    /// Bytes of one text message, and of one piece of live audio.
    pub most_text_bytes: usize,
    pub most_binary_bytes: usize,
    /// Messages that may wait for a slow client.
    pub queue: usize,
}

#[derive(Clone)]
pub struct AppState(Arc<Inner>);

pub struct Inner {
    pub services: Services,
    pub http: HttpSettings,
    pub sockets: Sockets,
    draining: AtomicBool,
}

impl AppState {
    pub fn new(services: Services, http: HttpSettings, socket: SocketSettings) -> Self {
        let sockets = Sockets::new(socket);
        Self(Arc::new(Inner { services, http, sockets, draining: AtomicBool::new(false) }))
    }

    /// From now on a load balancer should send nobody here.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Closes the sockets of sign-ins as they end, on whatever instance, until `stop`. To be run beside the router.
    pub async fn watch_sign_ins(self, stop: CancellationToken) {
        self.sockets.watch(&self.services.accounts, stop).await;
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
