//! Rate limits: how often one address, and one account, may do what is costly or worth guessing at.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clients::shared_state::{Quota, SharedState, Verdict};

use crate::accounts::hash_of;
use crate::error::Error;

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Of the client, as far as the configured proxies can be believed.
    pub address: IpAddr,
    /// What the client calls itself, for the user's list of devices.
    pub device: String,
    /// What the limits say to this request.
    pub tally: Tally,
}

/// What the limits said to one request: of several, the one that is nearest to its end.
#[derive(Debug, Clone, Default)]
pub struct Tally(Arc<Mutex<Option<Standing>>>);

/// How a caller stands with one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub limit: u32,
    pub remaining: u32,
    /// Until the whole limit is there again, or, when nothing remains, the next one.
    pub reset_after: Duration,
}

impl Tally {
    pub fn nearest(&self) -> Option<Standing> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, standing: Standing) {
        let mut nearest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if nearest.is_none_or(|nearest| standing.remaining < nearest.remaining) {
            *nearest = Some(standing);
        }
    }
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Login,
    Register,
    Refresh,
    Presign,
    Ai,
}

/// The quotas, by address and by account; `None` is no limit. A guesser uses up the account's quota for logins only: whoever is signed in stays so.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    pub login_by_address: Option<Quota>,
    pub login_by_account: Option<Quota>,
    pub register_by_address: Option<Quota>,
    pub refresh_by_address: Option<Quota>,
    pub presign_by_account: Option<Quota>,
    pub ai_by_account: Option<Quota>,
}

#[derive(Clone)]
pub struct Limits {
    state: Arc<dyn SharedState>,
    quotas: Quotas,
}

impl Limits {
    pub fn new(state: Arc<dyn SharedState>, quotas: Quotas) -> Self {
        Self { state, quotas }
    }

    /// Counts one try of `action` and refuses it when there were too many. `account` is whose account it is about.
    pub(crate) async fn take(
        &self,
        action: Action,
        caller: &Caller,
        account: Option<&str>,
    ) -> Result<(), Error> {
        let (name, by_address, by_account) = match action {
            Action::Login => ("login", self.quotas.login_by_address, self.quotas.login_by_account),
            Action::Register => ("register", self.quotas.register_by_address, None),
            Action::Refresh => ("refresh", self.quotas.refresh_by_address, None),
            Action::Presign => ("presign", None, self.quotas.presign_by_account),
            Action::Ai => ("ai", None, self.quotas.ai_by_account),
        };
        if let Some(quota) = by_address {
            let key = format!("limit:{name}:address:{}", network_of(caller.address));
            self.take_one(name, &key, quota, &caller.tally).await?;
        }
        if let (Some(quota), Some(account)) = (by_account, account) {
            // Whose address it is, the key need not say.
            let key = format!("limit:{name}:account:{}", hash_of(account));
            self.take_one(name, &key, quota, &caller.tally).await?;
        }
        Ok(())
    }

    async fn take_one(
        &self,
        name: &'static str,
        key: &str,
        quota: Quota,
        tally: &Tally,
    ) -> Result<(), Error> {
        let limit = quota.burst;
        match self.state.take(key, quota).await {
            Verdict::Allowed { remaining, whole_after } => {
                tally.note(Standing { limit, remaining, reset_after: whole_after });
                Ok(())
            }
            Verdict::Refused { retry_after } => {
                metrics::counter!("greenroom_rate_limited_total", "action" => name).increment(1);
                tally.note(Standing { limit, remaining: 0, reset_after: retry_after });
                Err(Error::TooMany { retry_after })
            }
        }
    }
}

/// One household has a whole IPv6 /64, so that is what counts as one address.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_household_count_as_one() {
        let of = |address: &str| network_of(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::5"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::5"), of("2001:db8:1:3::5"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
