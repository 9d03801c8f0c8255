//! The environment: variables that set something, under our own names or under those that other tools use.

use toml::Value;

use super::layers::{Key, Layers, Origin, kind, nearest};
use super::problems::{Problem, Problems};

/// The usual names, weakest first: of two that set the same thing, the later wins. The credentials among the AWS names
/// are not here, because the AWS SDK reads them itself, together with everything else that may hold them.
const USUAL: &[(&str, &str, &str)] = &[
    ("HOST", "server", "host"),
    ("PORT", "server", "port"),
    ("RUST_LOG", "log", "level"),
    ("DATABASE_URL", "database", "url"),
    ("DATABASE_REPLICA_URLS", "database", "replica_urls"),
    ("REDIS_URL", "redis", "url"),
    ("S3_BUCKET", "objects", "bucket"),
    ("AWS_ENDPOINT_URL", "objects", "endpoint"),
    ("AWS_ENDPOINT_URL_S3", "objects", "endpoint"),
    ("AWS_DEFAULT_REGION", "objects", "region"),
    ("AWS_REGION", "objects", "region"),
    ("JWT_SECRET", "auth", "jwt_secret"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "traces", "endpoint"),
    ("OTEL_SERVICE_NAME", "traces", "service_name"),
    ("SENTRY_DSN", "exceptions", "dsn"),
    ("SENTRY_ENVIRONMENT", "exceptions", "environment"),
    ("OPENAI_API_KEY", "openai", "api_key"),
    ("OPENAI_BASE_URL", "openai", "base_url"),
];

const PREFIX: &str = "GREENROOM_";
const DATA_DIR: &str = "GREENROOM_DATA_DIR";

/// Lays the environment over what is there.
///
/// Of the names that begin with `GREENROOM_` only those with a double underscore are ours: container platforms put
/// `GREENROOM_PORT=tcp://…` and the like there by themselves when a service is called so.
pub(super) fn overlay(
    layers: &mut Layers,
    environment: impl IntoIterator<Item = (String, String)>,
    problems: &mut Problems,
) {
    let given: Vec<(String, String)> =
        environment.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    for (variable, section, name) in USUAL {
        if let Some((_, text)) = given.iter().find(|(name, _)| name == variable) {
            set(layers, Key::new(section, name), variable, text, problems);
        }
    }
    for (variable, text) in &given {
        if variable == DATA_DIR {
            set(layers, Key::new("", "data_dir"), variable, text, problems);
        } else if let Some((section, name)) =
            variable.strip_prefix(PREFIX).and_then(|rest| rest.split_once("__"))
        {
            let key = Key::new(&section.to_lowercase(), &name.to_lowercase());
            set(layers, key, variable, text, problems);
        }
    }
}

fn set(layers: &mut Layers, key: Key, variable: &str, text: &str, problems: &mut Problems) {
    let refuse = |message| Problem { setting: variable.to_owned(), given_in: None, message };
    let Some(default) = layers.default_of(&key) else {
        let message = match nearest(variable, layers.keys().map(variable_of)) {
            Some(name) => format!("sets nothing; did you mean {name}?"),
            None => "sets nothing; config.default.toml lists all settings".to_owned(),
        };
        return problems.push(refuse(message));
    };
    match parse(default, text) {
        Some(value) => layers.overlay(key, value, Origin::Environment(variable.to_owned()), problems),
        None => problems.push(refuse(format!("must be {}, but is \"{text}\"", kind(default)))),
    }
}

/// The variable that sets `key`.
fn variable_of(key: &Key) -> String {
    if key.section.is_empty() {
        format!("{PREFIX}{}", key.name.to_uppercase())
    } else {
        format!("{PREFIX}{}__{}", key.section.to_uppercase(), key.name.to_uppercase())
    }
}

/// Reads a variable's text as the kind of thing that the default is.
fn parse(default: &Value, text: &str) -> Option<Value> {
    let text = text.trim();
    match default {
        Value::String(_) => Some(Value::String(text.to_owned())),
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Float(_) => text.parse().ok().map(Value::Float),
        Value::Boolean(_) => match text.to_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(Value::Boolean(true)),
            "false" | "0" | "no" | "off" => Some(Value::Boolean(false)),
            _ => None,
        },
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Some(Value::Array(items.map(|item| Value::String(item.to_owned())).collect()))
        }
        Value::Datetime(_) | Value::Table(_) => None,
    }
}
