//! Addresses: where a client is and where it reached us, as far as the proxies in between can be believed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;
use http::{HeaderMap, header};
use ipnet::IpNet;
use url::Url;

use crate::state::HttpSettings;

/// The peer of the connection itself.
fn peer(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical())
}

fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|network| network.contains(&address))
}

/// The client's address: from the right of `X-Forwarded-For`, the first that is no proxy of ours.
pub(crate) fn client(parts: &Parts, settings: &HttpSettings) -> IpAddr {
    let mut believed = peer(parts);
    let forwarded: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.iter().rev() {
        if !is_trusted(believed, &settings.trusted_proxies) {
            break;
        }
        match hop_address(hop.trim()) {
            Some(address) => believed = address,
            None => break,
        }
    }
    believed
}

/// An address as proxies write it: bare, in brackets, or with a port.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

/// The origin at which the client reached us.
pub(crate) fn origin(parts: &Parts, settings: &HttpSettings) -> Option<Url> {
    if let Some(url) = &settings.public_url {
        return Some(url.clone());
    }
    let behind_proxy = is_trusted(peer(parts), &settings.trusted_proxies);
    let forwarded = |name| if behind_proxy { first(&parts.headers, name) } else { None };
    let scheme = forwarded("x-forwarded-proto").unwrap_or(if settings.https { "https" } else { "http" });
    let host = forwarded("x-forwarded-host")
        .or_else(|| first(&parts.headers, header::HOST.as_str()))
        .or_else(|| parts.uri.authority().map(http::uri::Authority::as_str))?;
    let scheme = if scheme.eq_ignore_ascii_case("https") { "https" } else { "http" };
    let url = Url::parse(&format!("{scheme}://{host}")).ok()?;
    // A host with a path, a user or the like is none.
    (url.path() == "/" && url.username().is_empty() && url.query().is_none()).then_some(url)
}

fn first<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(|value| value.split(',').next().unwrap_or_default().trim())
}

/// Whether a page of this origin may act for its user here: our own pages, and those that are configured.
/// Without the header the client is no browser.
pub(crate) fn is_allowed_origin(parts: &Parts, settings: &HttpSettings) -> bool {
    let Some(value) = parts.headers.get(header::ORIGIN) else { return true };
    let Ok(given) = value.to_str() else { return false };
    let own = origin(parts, settings).map(|own| own.origin().ascii_serialization());
    own.as_deref() == Some(given) || settings.allowed_origins.iter().any(|allowed| allowed == given)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn settings(proxies: &[&str]) -> HttpSettings {
        HttpSettings {
            public_url: None,
            allowed_origins: vec!["https://app.example.com".to_owned()],
            trusted_proxies: proxies.iter().map(|network| network.parse().unwrap()).collect(),
            request_timeout: Duration::from_secs(1),
            https: false,
        }
    }

    fn request(peer: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request =
            http::Request::get("/").extension(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_configured_proxies_are_believed_about_the_client() {
        let forged = [("x-forwarded-for", "203.0.113.9")];
        let client = |peer, headers: Vec<(&str, &str)>, proxies: &[&str]| {
            client(&request(peer, &headers), &settings(proxies)).to_string()
        };
        assert_eq!(client("192.0.2.1", forged.to_vec(), &[]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", forged.to_vec(), &["10.0.0.0/8"]), "203.0.113.9");
        let chain = [("x-forwarded-for", "1.1.1.1, 203.0.113.9, 10.0.0.7")];
        assert_eq!(client("10.0.0.1", chain.to_vec(), &["10.0.0.0/8"]), "203.0.113.9");
        let behind =
            |forwarded| client("10.0.0.1", vec![("x-forwarded-for", forwarded)], &["10.0.0.0/8", "fd00::/8"]);
        for (forwarded, believed) in [
            ("nonsense", "10.0.0.1"),
            ("unknown, 203.0.113.9", "203.0.113.9"),
            ("203.0.113.9, unknown", "10.0.0.1"),
            ("203.0.113.9:51234", "203.0.113.9"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            // Through several proxies of ours, of both families.
            ("198.51.100.1, 203.0.113.9, fd00::1, ::ffff:10.0.0.9", "203.0.113.9"),
            ("10.0.0.7", "10.0.0.7"),
        ] {
            assert_eq!(behind(forwarded), believed, "{forwarded}");
        }
        // Several header lines are one list.
        let lines = [("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client("10.0.0.1", lines.to_vec(), &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(client("::ffff:10.0.0.1", forged.to_vec(), &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn the_origin_is_the_host_that_the_request_came_to() {
        let headers = [("host", "192.168.1.5:8000"), ("x-forwarded-proto", "https")];
        let origin = |peer, proxies: &[&str]| {
            origin(&request(peer, &headers), &settings(proxies)).unwrap().to_string()
        };
        assert_eq!(origin("192.168.1.9", &[]), "http://192.168.1.5:8000/");
        assert_eq!(origin("10.0.0.1", &["10.0.0.1/32"]), "https://192.168.1.5:8000/");
    }

    #[test]
    fn pages_of_other_origins_may_not_act_for_a_user() {
        let allowed = |given| {
            is_allowed_origin(
                &request("192.0.2.1", &[("host", "me.example"), ("origin", given)]),
                &settings(&[]),
            )
        };
        assert!(allowed("http://me.example"));
        assert!(allowed("https://app.example.com"));
        assert!(!allowed("https://evil.example"));
        assert!(!allowed("null"));
        assert!(is_allowed_origin(&request("192.0.2.1", &[("host", "me.example")]), &settings(&[])));
    }
}
