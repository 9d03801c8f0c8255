//! The web app: its build, embedded in the binary and served under `/app/`.
//!
//! The files come compressed from the build. Names with a hash in them are kept by browsers for a year, `index.html` is asked
//! for every time, and every other path below `/app/` is the app's own to route.

mod encoding;
mod policy;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use rust_embed::{EmbeddedFile, RustEmbed};

use encoding::Encoding;

/// What `npm run export:web` makes. A debug build reads it from the folder as it is now.
#[derive(RustEmbed)]
#[folder = "../../app/dist/web"]
#[allow_missing = true]
struct Build;

const INDEX: &str = "index.html";
const A_YEAR: &str = "public, max-age=31536000, immutable";
const ASK_EVERY_TIME: &str = "no-cache";

const NOT_BUILT: &str = "<!doctype html><title>Greenroom</title><h1>The app is not in this build</h1>\
    <p>The server runs. To have the app here, run <code>script/server</code>, or <code>npm ci && npm run export:web</code> \
    in <code>app/</code> and build the server again. The API is described at <a href=\"/docs\">/docs</a>.";

/// The routes of the app. `recordings` are the origins, besides the server's own, at which recordings are stored.
pub(crate) fn router(recordings: &[String]) -> Router {
    let index = Build::get(INDEX).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    let policy = policy::content_security_policy(index.as_deref().unwrap_or(NOT_BUILT), recordings);
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/app/") }))
        .route("/app", get(|| async { Redirect::permanent("/app/") }))
        .route("/app/", get(front))
        .route("/app/{*path}", get(file))
        .with_state(Arc::new(policy))
}

async fn front(State(policy): State<Arc<String>>, headers: HeaderMap) -> Response {
    page(&policy, &headers)
}

async fn file(State(policy): State<Arc<String>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    if path == INDEX || path.ends_with(".br") || path.ends_with(".gz") {
        return page(&policy, &headers);
    }
    match Build::get(&path) {
        Some(file) => answer(&path, file, &headers, &policy),
        // A file that is gone is not the app: an old page that asks for it must notice.
        None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => {
            StatusCode::NOT_FOUND.into_response()
        }
        None => page(&policy, &headers),
    }
}

/// The app's one page, whatever the path.
fn page(policy: &str, headers: &HeaderMap) -> Response {
    match Build::get(INDEX) {
        Some(file) => answer(INDEX, file, headers, policy),
        None => (StatusCode::NOT_FOUND, Html(NOT_BUILT)).into_response(),
    }
}

fn answer(path: &str, plain: EmbeddedFile, asked: &HeaderMap, policy: &str) -> Response {
    let tag = etag(&plain);
    let accepted = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = Encoding::best(accepted, |encoding| Build::get(&format!("{path}{}", encoding.suffix())));
    let content_type = mime_guess::from_path(path).first_or_octet_stream();
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (CONTENT_TYPE, content_type.as_ref()),
        (ETAG, &tag),
        (CACHE_CONTROL, if has_hash(path) { A_YEAR } else { ASK_EVERY_TIME }),
        (VARY, "accept-encoding"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), "microphone=(self), camera=(), geolocation=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    if asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    match packed {
        Some((encoding, file)) => {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
            (headers, file.data).into_response()
        }
        None => (headers, plain.data).into_response(),
    }
}

/// Weak, since the encodings of one file share it.
fn etag(file: &EmbeddedFile) -> String {
    let hash: String = file.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hash}\"")
}

/// Whether the build put the content's hash (32 hexadecimal digits) into the name.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.']).any(|part| part.len() == 32 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::has_hash;

    #[test]
    fn only_names_with_a_hash_are_kept_for_a_year() {
        assert!(has_hash("_expo/static/js/web/entry-6172feb500dab802c8e246b71f0a6544.js"));
        assert!(has_hash("assets/icon.6172feb500dab802c8e246b71f0a6544.png"));
        assert!(!has_hash("index.html"));
        assert!(!has_hash("pcm-worklet.js"));
    }
}
