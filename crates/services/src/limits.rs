//! Rate limits: how often one address, and one account, may do what is costly or worth guessing at.

use std::net::IpAddr;
use std::sync::Arc;

use clients::shared_state::{Quota, SharedState, Verdict};

use crate::error::Error;

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Of the client, as far as the configured proxies can be believed.
    pub address: IpAddr,
    /// What the client calls itself, for the user's list of devices.
    pub device: String,
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

/// The quotas, by address and by account. A guesser uses up the account's quota for logins only: whoever is signed in stays so.
#[derive(Debug, Clone, Copy)]
pub struct Quotas {
    pub login_by_address: Quota,
    pub login_by_account: Quota,
    pub register_by_address: Quota,
    pub refresh_by_address: Quota,
    pub presign_by_account: Quota,
    pub ai_by_account: Quota,
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
            Action::Login => {
                ("login", Some(self.quotas.login_by_address), Some(self.quotas.login_by_account))
            }
            Action::Register => ("register", Some(self.quotas.register_by_address), None),
            Action::Refresh => ("refresh", Some(self.quotas.refresh_by_address), None),
            Action::Presign => ("presign", None, Some(self.quotas.presign_by_account)),
            Action::Ai => ("ai", None, Some(self.quotas.ai_by_account)),
        };
        if let Some(quota) = by_address {
            self.take_one(&format!("limit:{name}:address:{}", network_of(caller.address)), quota).await?;
        }
        if let (Some(quota), Some(account)) = (by_account, account) {
            self.take_one(&format!("limit:{name}:account:{account}"), quota).await?;
        }
        Ok(())
    }

    async fn take_one(&self, key: &str, quota: Quota) -> Result<(), Error> {
        match self.state.take(key, quota).await {
            Verdict::Allowed => Ok(()),
            Verdict::Refused { retry_after } => Err(Error::TooMany { retry_after }),
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
