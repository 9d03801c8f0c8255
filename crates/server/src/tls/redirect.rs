//! The redirect: whoever comes by http is sent to https.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use url::Url;

/// Where to: the public address, or the host that the request names, at this port.
#[derive(Debug, Clone)]
struct Target {
    public_url: Option<Url>,
    port: u16,
}

/// Answers every request with the same path on https, to be asked there with the same method (308).
pub(crate) fn router(public_url: Option<Url>, port: u16) -> Router {
    Router::new().fallback(send_on).with_state(Target { public_url, port })
}

async fn send_on(State(target): State<Target>, request: Request) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    match target.of(host, request.uri()) {
        Some(url) => Redirect::permanent(url.as_str()).into_response(),
        None => (StatusCode::BAD_REQUEST, "Name a host, or use https.\n").into_response(),
    }
}

impl Target {
    fn of(&self, host: Option<&str>, uri: &Uri) -> Option<Url> {
        let mut url = match &self.public_url {
            Some(url) => url.clone(),
            None => {
                let mut url = Url::parse(&format!("https://{}", host?)).ok()?;
                // A host with a path or a user is none.
                if url.path() != "/" || !url.username().is_empty() || url.query().is_some() {
                    return None;
                }
                url.set_port(Some(self.port)).ok()?;
                url
            }
        };
        url.set_path(uri.path());
        url.set_query(uri.query());
        Some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(public_url: Option<&str>, port: u16, host: &str, path: &str) -> Option<String> {
        let target = Target { public_url: public_url.map(|url| url.parse().unwrap()), port };
        target.of(Some(host), &path.parse().unwrap()).map(String::from)
    }

    #[test]
    fn the_same_path_is_named_at_the_port_that_speaks_tls() {
        let sent = |port, host, path| sent(None, port, host, path).unwrap();
        assert_eq!(sent(443, "practise.example", "/app/?a=b"), "https://practise.example/app/?a=b");
        assert_eq!(sent(8443, "192.168.1.2:8080", "/x"), "https://192.168.1.2:8443/x");
        assert_eq!(sent(443, "[::1]:80", "/"), "https://[::1]/");
    }

    #[test]
    fn a_public_address_wins_over_what_a_request_claims() {
        let sent = sent(Some("https://practise.example"), 8443, "evil.example", "//evil.example/x");
        assert_eq!(sent.unwrap(), "https://practise.example//evil.example/x");
    }

    #[test]
    fn what_is_no_host_is_sent_nowhere() {
        for host in ["a/b", "user@host", "", "a b"] {
            assert_eq!(sent(None, 443, host, "/"), None, "{host}");
        }
    }
}
