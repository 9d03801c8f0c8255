//! The outside systems, one module each, behind traits whose verbs are the product's own.
//!
//! Nothing here knows SQL or an HTTP route of ours. A new vendor is a new file that implements one of the traits.

pub mod embedded_s3;
pub mod language_model;
pub mod object_store;
pub mod openai;
pub mod shared_state;
pub mod speech;
#[cfg(feature = "testing")]
pub mod testing;

/// Where a system runs, so where that goes which it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Nothing leaves the machine on which Greenroom runs.
    ThisMachine,
    Elsewhere,
}

impl Location {
    /// By the address alone: a loopback address is this machine, a name that resolves to one is taken for elsewhere.
    fn of(address: &url::Url) -> Self {
        let here = match address.host() {
            Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if here { Self::ThisMachine } else { Self::Elsewhere }
    }
}

/// What `greenroom check` and `/health` say of one outside system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It answered as it should.
    Ok(String),
    /// It works, but with less than it was set up for; the text says what to do.
    Degraded(String),
    /// It does not work; the text says why and what to do.
    Down(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loopback_address_is_this_machine_and_every_other_is_elsewhere() {
        let location = |address: &str| Location::of(&address.parse().unwrap());
        for here in
            ["http://127.0.0.1:11434/v1", "http://localhost:8000", "http://LOCALHOST", "http://[::1]:1"]
        {
            assert_eq!(location(here), Location::ThisMachine, "{here}");
        }
        for elsewhere in ["https://api.example.org/v1", "http://192.168.1.7", "http://localhost.example.org"]
        {
            assert_eq!(location(elsewhere), Location::Elsewhere, "{elsewhere}");
        }
    }
}
