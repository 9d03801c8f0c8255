//! A failure: why a call brought nothing, in terms that decide what to do next.

use std::time::Duration;

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde::Deserialize;

use super::http::read_limited;
use crate::language_model::LanguageModelError;
use crate::speech::SpeechError;

/// Longest part of a server's own words that is passed on.
const LONGEST_QUOTE: usize = 300;

/// Longest error body that is read.
const LONGEST_ERROR: usize = 64 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// The key is missing, wrong, not allowed to do this, or its quota is used up.
    #[error("it refused the credentials: {0}")]
    Unauthorised(String),
    #[error("it asks to wait")]
    RateLimited { retry_after: Option<Duration> },
    #[error("it did not answer within {0:?}")]
    TimedOut(Duration),
    /// No connection, one that broke, or a fault of the server's own (5xx).
    #[error("it can not be reached: {0}")]
    Unreachable(String),
    /// It failed too often of late; nothing was sent.
    #[error("it failed several times in a row and is asked again in {} s", .0.as_secs().max(1))]
    CircuitOpen(Duration),
    #[error("it answered badly: {0}")]
    BadAnswer(String),
    /// The request itself is not taken (other 4xx), with the name of the parameter that is at fault if told.
    #[error("it refused: {message}")]
    Refused { message: String, parameter: Option<String> },
}

impl Failure {
    /// Whether the same call may succeed a little later.
    pub(super) fn worth_another_attempt(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::TimedOut(_) | Self::Unreachable(_))
    }

    /// Whether it says that the server is unwell, rather than that the call was wrong or one too many.
    pub(super) fn speaks_against_the_server(&self) -> bool {
        matches!(self, Self::TimedOut(_) | Self::Unreachable(_))
    }

    /// The kind, for metrics.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unauthorised(_) => "unauthorised",
            Self::RateLimited { .. } => "rate_limited",
            Self::TimedOut(_) => "timed_out",
            Self::Unreachable(_) => "unreachable",
            Self::CircuitOpen(_) => "circuit_open",
            Self::BadAnswer(_) => "bad_answer",
            Self::Refused { .. } => "refused",
        }
    }

    /// Of an error of the transport; `limit` is the time that an attempt had.
    pub(crate) fn of_transport(error: reqwest::Error, limit: Duration) -> Self {
        if error.is_timeout() {
            return Self::TimedOut(limit);
        }
        // The address may hold what is private; the operator knows it anyway.
        let error = error.without_url();
        let mut reason: &dyn std::error::Error = &error;
        while let Some(source) = reason.source() {
            reason = source;
        }
        Self::Unreachable(reason.to_string())
    }

    /// Of an answer with another status than 200.
    pub(super) async fn of_answer(response: Response, limit: Duration) -> Self {
        let status = response.status();
        let retry_after = retry_after(response.headers());
        if status.is_redirection() {
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            let message = format!("it redirects to {}; redirects are not followed", quoted(to));
            return Self::Refused { message, parameter: None };
        }
        let body = read_limited(response, LONGEST_ERROR, limit).await.unwrap_or_default();
        let told = ServerError::read(&body);
        let message = format!("{status}: {}", quoted(&told.message));
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Self::Unauthorised(message),
            // OpenAI answers 429 to an account without credit, too, for which no waiting helps.
            StatusCode::TOO_MANY_REQUESTS if told.code.as_deref() == Some("insufficient_quota") => {
                Self::Unauthorised(message)
            }
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited { retry_after },
            StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT => Self::Unreachable(message),
            status if status.is_client_error() => Self::Refused { message, parameter: told.param },
            // llama.cpp calls a response format that it does not know a fault of its own.
            status if status.is_server_error() && told.message.contains("response_format") => {
                Self::Refused { message, parameter: Some("response_format".to_owned()) }
            }
            status if status.is_server_error() => Self::Unreachable(message),
            _ => Self::BadAnswer(message),
        }
    }
}

/// `{"error": {"message": …, "code": …, "param": …}}`, the inner object alone (vLLM), `{"error": "…"}` or plain text: servers
/// differ.
#[derive(Default)]
struct ServerError {
    message: String,
    code: Option<String>,
    param: Option<String>,
}

impl ServerError {
    fn read(body: &[u8]) -> Self {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Envelope {
            Error { error: Inner },
            Bare(Inner),
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Inner {
            Text(String),
            Object { message: String, code: Option<serde_json::Value>, param: Option<serde_json::Value> },
        }
        let text =
            |value: Option<serde_json::Value>| value.and_then(|value| value.as_str().map(str::to_owned));
        match serde_json::from_slice(body) {
            Ok(Envelope::Error { error } | Envelope::Bare(error)) => match error {
                Inner::Text(message) => Self { message, ..Self::default() },
                Inner::Object { message, code, param } => {
                    Self { message, code: text(code), param: text(param) }
                }
            },
            Err(_) => Self { message: String::from_utf8_lossy(body).into_owned(), ..Self::default() },
        }
    }
}

/// The beginning of a server's words, on one line.
pub(crate) fn quoted(words: &str) -> String {
    let line: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// How long the server asks to wait: `retry-after-ms` (OpenAI's), seconds, or a date, read against the server's own
/// clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value: &reqwest::header::HeaderValue| value.to_str().ok());
    if let Some(wait) = headers.get("retry-after-ms").and_then(|wait| wait.to_str().ok()?.parse().ok()) {
        return Some(Duration::from_millis(wait));
    }
    let wait = text(RETRY_AFTER)?;
    if let Ok(seconds) = wait.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let (until, now) =
        (DateTime::parse_from_rfc2822(wait).ok()?, DateTime::parse_from_rfc2822(text(DATE)?).ok()?);
    Some((until - now).to_std().unwrap_or_default())
}

impl From<Failure> for SpeechError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unauthorised(message) => Self::Unauthorised(message),
            Failure::RateLimited { retry_after } => Self::RateLimited { retry_after },
            Failure::TimedOut(limit) => Self::TimedOut(limit),
            Failure::Unreachable(message) => Self::Unreachable(message),
            circuit @ Failure::CircuitOpen(_) => Self::Unreachable(circuit.to_string()),
            Failure::BadAnswer(message) => Self::BadAnswer(message),
            Failure::Refused { message, .. } => Self::Refused(message),
        }
    }
}

impl From<Failure> for LanguageModelError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unauthorised(message) => Self::Unauthorised(message),
            Failure::RateLimited { retry_after } => Self::RateLimited { retry_after },
            Failure::TimedOut(limit) => Self::TimedOut(limit),
            Failure::Unreachable(message) => Self::Unreachable(message),
            circuit @ Failure::CircuitOpen(_) => Self::Unreachable(circuit.to_string()),
            Failure::BadAnswer(message) => Self::BadAnswer(message),
            Failure::Refused { message, .. } => Self::Refused(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn each_way_of_asking_to_wait_is_understood() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(retry_after(&headers(&[("retry-after", "7")])), seconds(7));
        assert_eq!(
            retry_after(&headers(&[("retry-after-ms", "250"), ("retry-after", "1")])),
            Some(Duration::from_millis(250))
        );
        let date = ("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT");
        assert_eq!(retry_after(&headers(&[date, ("date", "Wed, 21 Oct 2026 07:28:00 GMT")])), seconds(30));
        assert_eq!(retry_after(&headers(&[date, ("date", "Wed, 21 Oct 2026 07:29:00 GMT")])), seconds(0));
        assert_eq!(retry_after(&headers(&[date])), None);
        assert_eq!(retry_after(&headers(&[("retry-after", "-3")])), None);
    }

    #[test]
    fn errors_are_read_in_each_shape_that_servers_give_them() {
        let openai = br#"{"error": {"message": "no", "type": "x", "param": "model", "code": 404}}"#;
        let read = ServerError::read(openai);
        assert_eq!((read.message.as_str(), read.param.as_deref(), read.code), ("no", Some("model"), None));
        assert_eq!(ServerError::read(br#"{"error": "no such model"}"#).message, "no such model");
        let vllm =
            br#"{"object": "error", "message": "no", "type": "BadRequestError", "param": null, "code": 400}"#;
        assert_eq!(ServerError::read(vllm).message, "no");
        assert_eq!(ServerError::read(b"<html>").message, "<html>");
    }

    #[test]
    fn a_long_error_is_quoted_from_its_beginning() {
        let words = quoted(&"wörd\n ".repeat(1_000));
        assert!(words.starts_with("wörd wörd") && words.chars().count() == LONGEST_QUOTE + 1, "{words}");
    }
}
