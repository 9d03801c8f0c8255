//! The settings in force as a person may see them: every key with its origin, secrets redacted.

use toml::Value;
use url::Url;

use super::layers::{Key, Layers};

/// The settings as TOML, each with where it came from. Of secrets only whether they are set, of URLs with a password
/// everything but that.
pub fn shown(layers: &Layers) -> String {
    let mut text = String::new();
    let mut section = String::new();
    for (key, value, origin) in layers.iter() {
        if key.section != section {
            section.clone_from(&key.section);
            text.push_str(&format!("\n[{section}]\n"));
        }
        text.push_str(&format!("{} = {}  # {origin}\n", key.name, redacted(key, value)));
    }
    text
}

fn redacted(key: &Key, value: &Value) -> Value {
    match value {
        Value::String(text) if key.is_secret() && !text.is_empty() => Value::String(masked(key, text)),
        Value::Array(items) => Value::Array(items.iter().map(|item| redacted(key, item)).collect()),
        other => other.clone(),
    }
}

/// A URL without its password and parameters, anything else without anything.
fn masked(key: &Key, text: &str) -> String {
    const HIDDEN: &str = "redacted";
    if !key.name.contains("url") {
        return HIDDEN.to_owned();
    }
    match Url::parse(text) {
        Ok(url) if url.scheme() == "sqlite" => text.to_owned(),
        Ok(mut url) if url.has_host() => {
            if url.password().is_some() && url.set_password(Some(HIDDEN)).is_err() {
                return HIDDEN.to_owned();
            }
            url.set_query(None);
            url.to_string()
        }
        _ => HIDDEN.to_owned(),
    }
}
