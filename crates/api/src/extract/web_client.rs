//! The web app: it says so in a header, and then its refresh token travels in a cookie that no script can read.
//!
//! A page of another origin can not send the header without our leave (it makes the request one that CORS asks about), and
//! the cookie is `SameSite=Strict`; the origin is checked all the same.

use std::time::Duration;

use axum::extract::FromRequestParts;
use http::header::COOKIE;
use http::request::Parts;
use http::{HeaderValue, StatusCode};

use crate::address;
use crate::problem::Problem;
use crate::state::AppState;

const HEADER: &str = "x-greenroom-client";
const NAME: &str = "greenroom_refresh";

/// What a request says of the kind of client it comes from.
pub(crate) struct WebClient {
    /// Tokens go by cookie.
    pub(crate) is_web: bool,
    /// The refresh token of the cookie, when the client is the web app.
    pub(crate) refresh_token: Option<String>,
    secure: bool,
}

impl FromRequestParts<AppState> for WebClient {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let is_web = parts.headers.get(HEADER).is_some_and(|value| value == "web");
        if is_web && !address::is_allowed_origin(parts, &state.http) {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "origin_not_allowed",
                "Origin not allowed",
                "Pages of this origin may not sign in here. Add it to server.allowed_origins if they should.",
            ));
        }
        let secure = address::origin(parts, &state.http).is_some_and(|origin| origin.scheme() == "https");
        let refresh_token = is_web.then(|| cookie(parts)).flatten();
        Ok(Self { is_web, refresh_token, secure })
    }
}

fn cookie(parts: &Parts) -> Option<String> {
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .map(|(_, value)| value.to_owned())
}

impl WebClient {
    /// `Set-Cookie` that hands the browser its refresh token.
    pub(crate) fn keep(&self, token: &str, life: Duration) -> Option<HeaderValue> {
        self.set(token, life.as_secs())
    }

    /// `Set-Cookie` that takes it away again.
    pub(crate) fn forget(&self) -> Option<HeaderValue> {
        self.set("", 0)
    }

    fn set(&self, value: &str, max_age_s: u64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie =
            format!("{NAME}={value}; Path=/auth; HttpOnly; SameSite=Strict; Max-Age={max_age_s}{secure}");
        HeaderValue::try_from(cookie).ok()
    }
}
