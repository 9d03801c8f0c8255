//! Settings that may be left unset, which the files write as the empty text.

use std::fmt::Display;
use std::str::FromStr;

use secrecy::SecretString;
use serde::de::{Deserialize, Deserializer, Error};

/// A value read from text; the empty text is none.
pub(super) fn text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = String::deserialize(deserializer)?;
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|error| D::Error::custom(format!("\"{text}\" does not fit: {error}")))
}

/// A secret; the empty text is none.
pub(super) fn secret<'de, D>(deserializer: D) -> Result<Option<SecretString>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    let text = text.trim();
    Ok((!text.is_empty()).then(|| SecretString::from(text)))
}
