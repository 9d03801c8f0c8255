//! Where a request comes from, and where it came to.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::header::USER_AGENT;
use http::request::Parts;
use url::Url;

use crate::address;
use crate::state::AppState;

/// The client's address and its device's name.
pub(crate) struct Caller(pub(crate) services::limits::Caller);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(services::limits::Caller {
            address: address::client(parts, &state.http),
            device: device(agent),
            tally: parts.extensions.get().cloned().unwrap_or_default(),
        }))
    }
}

/// The origin at which the client reached us, for URLs that it will call next.
pub(crate) struct Host(pub(crate) Option<Url>);

impl FromRequestParts<AppState> for Host {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(address::origin(parts, &state.http)))
    }
}

/// Characters of a device's name at most.
const LONGEST_DEVICE: usize = 60;

/// Words by which people know their device, from what its browser or app calls itself.
fn device(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    // Order matters: every browser claims to be the ones before it.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => {
            let own: String = agent.chars().filter(|c| !c.is_control()).take(LONGEST_DEVICE).collect();
            if own.trim().is_empty() { "Unknown device".to_owned() } else { own }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_has_a_name_that_people_know() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome on Linux");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device(phone), "Safari on iPhone");
        assert_eq!(device("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(device(""), "Unknown device");
    }
}
