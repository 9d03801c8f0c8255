//! How to reach Redis.

use std::time::Duration;

use redis::{Client, IntoConnectionInfo};
use secrecy::{ExposeSecret, SecretString};

#[derive(Debug, Clone)]
pub struct Settings {
    /// `redis://`, `rediss://` for TLS, `redis+unix://`, or the same with Valkey's name.
    pub url: SecretString,
    /// Begins every key and channel, so that several services can share one Redis.
    pub prefix: String,
    /// This process's name among the instances: what it published it need not hear again.
    pub instance: String,
    /// Redis answers within a millisecond: after so long it is taken to be away, until a new connection stands.
    pub patience: Duration,
}

impl Settings {
    /// What is wrong with the address, if anything; nothing is connected. Repeats nothing of it.
    pub fn check(url: &SecretString) -> Result<(), String> {
        url.expose_secret().into_connection_info().map(drop).map_err(|error| error.category().to_owned())
    }

    pub(super) fn client(&self) -> Result<Client, String> {
        Client::open(self.url.expose_secret()).map_err(|error| error.category().to_owned())
    }
}
