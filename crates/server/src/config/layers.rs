//! A layer is one source of settings laid over the ones before it; each value remembers where it came from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::problems::{Problem, Problems};
use super::settings::{SECRET_KEYS, Settings};

const DEFAULTS: &str = include_str!("../../../../config.default.toml");

/// The name of one setting. The section is empty for those that stand before all sections.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub section: String,
    pub name: String,
}

impl Key {
    pub fn new(section: &str, name: &str) -> Self {
        Self { section: section.to_owned(), name: name.to_owned() }
    }

    /// Whether its value must not be shown.
    pub fn is_secret(&self) -> bool {
        SECRET_KEYS.contains(&self.to_string().as_str())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.section.is_empty() {
            f.write_str(&self.name)
        } else {
            write!(f, "{}.{}", self.section, self.name)
        }
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Default,
    File(PathBuf),
    /// The variable of this name.
    Environment(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => write!(f, "environment: {name}"),
        }
    }
}

/// All settings with their values in force and their origins.
#[derive(Clone)]
pub struct Layers {
    defaults: BTreeMap<Key, Value>,
    values: BTreeMap<Key, (Value, Origin)>,
}

impl Layers {
    /// The embedded defaults alone.
    pub fn defaults() -> Self {
        // The file is compiled in and read by a test: it can not fail where that test has passed.
        let defaults = flatten(DEFAULTS.parse().unwrap_or_default()).0;
        let values =
            defaults.iter().map(|(key, value)| (key.clone(), (value.clone(), Origin::Default))).collect();
        Self { defaults, values }
    }

    /// Every setting there is.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.defaults.keys()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Value, &Origin)> {
        self.values.iter().map(|(key, (value, origin))| (key, value, origin))
    }

    pub fn default_of(&self, key: &Key) -> Option<&Value> {
        self.defaults.get(key)
    }

    pub fn origin_of(&self, key: &Key) -> Origin {
        self.values.get(key).map_or(Origin::Default, |(_, origin)| origin.clone())
    }

    /// Lays a TOML file over what is there.
    pub fn overlay_file(&mut self, path: &Path, problems: &mut Problems) {
        let origin = Origin::File(path.to_owned());
        let refuse = |message| Problem { setting: path.display().to_string(), given_in: None, message };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => return problems.push(refuse(format!("can not be read: {error}"))),
        };
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            // toml's own text quotes the line, which may hold a secret.
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
                return problems.push(refuse(format!("is not TOML: {} (line {line})", error.message())));
            }
        };
        let (values, misplaced) = flatten(table);
        for name in misplaced {
            problems.push(refuse(format!("[{name}] is a section within a section; there are none")));
        }
        for (key, value) in values {
            self.overlay(key, value, origin.clone(), problems);
        }
    }

    /// Lays one value over what is there, if there is such a setting and the value is of its kind.
    pub(super) fn overlay(&mut self, key: Key, value: Value, origin: Origin, problems: &mut Problems) {
        let Some(default) = self.defaults.get(&key) else {
            return problems.push(self.unknown(&key, &origin));
        };
        match same_kind(default, value) {
            Ok(value) => {
                self.values.insert(key, (value, origin));
            }
            Err(wrong) => {
                let found = if key.is_secret() { String::new() } else { format!(" (it is {wrong})") };
                let message = format!("must be {}{found}", kind(default));
                problems.push(Problem {
                    setting: key.to_string(),
                    given_in: Some(origin.to_string()),
                    message,
                });
            }
        }
    }

    fn unknown(&self, key: &Key, origin: &Origin) -> Problem {
        let wanted = key.to_string();
        let hint = nearest(&wanted, self.keys().map(Key::to_string));
        let message = match hint {
            Some(name) => format!("there is no such setting; did you mean {name}?"),
            None => "there is no such setting; config.default.toml lists them all".to_owned(),
        };
        Problem { setting: wanted, given_in: Some(origin.to_string()), message }
    }

    /// Gives the values their types. A value that does not fit is reported, replaced by its default, and reading goes on,
    /// so that all mistakes come out at once.
    pub(super) fn settings(&self, problems: &mut Problems) -> Option<Settings> {
        let mut values = self.values.clone();
        loop {
            match read::<Settings>(nest(&values)) {
                Ok(settings) => return Some(settings),
                Err((key, message)) => {
                    let Some((value, origin)) = values.get_mut(&key) else {
                        problems.push(Problem { setting: key.to_string(), given_in: None, message });
                        return None;
                    };
                    if *origin == Origin::Default {
                        problems.push(Problem { setting: key.to_string(), given_in: None, message });
                        return None;
                    }
                    let message =
                        if key.is_secret() { "is not of the right form".to_owned() } else { message };
                    problems.push(Problem {
                        setting: key.to_string(),
                        given_in: Some(origin.to_string()),
                        message,
                    });
                    *origin = Origin::Default;
                    if let Some(default) = self.defaults.get(&key) {
                        value.clone_from(default);
                    }
                }
            }
        }
    }
}

/// The closest of `names` to what was written, if any is close enough to be meant.
pub(super) fn nearest(written: &str, names: impl Iterator<Item = String>) -> Option<String> {
    names
        .map(|name| (strsim::jaro_winkler(written, &name), name))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// Splits a table into its settings and the names of tables that are nested too deep.
fn flatten(table: Table) -> (BTreeMap<Key, Value>, Vec<String>) {
    let mut values = BTreeMap::new();
    let mut misplaced = Vec::new();
    for (section, value) in table {
        let Value::Table(settings) = value else {
            values.insert(Key::new("", &section), value);
            continue;
        };
        for (name, value) in settings {
            if value.is_table() {
                misplaced.push(format!("{section}.{name}"));
            } else {
                values.insert(Key::new(&section, &name), value);
            }
        }
    }
    (values, misplaced)
}

fn nest(values: &BTreeMap<Key, (Value, Origin)>) -> Table {
    let mut table = Table::new();
    for (key, (value, _)) in values {
        let target = if key.section.is_empty() {
            &mut table
        } else {
            match table.entry(key.section.clone()).or_insert_with(|| Value::Table(Table::new())) {
                Value::Table(section) => section,
                _ => continue,
            }
        };
        target.insert(key.name.clone(), value.clone());
    }
    table
}

fn read<T: DeserializeOwned>(table: Table) -> Result<T, (Key, String)> {
    serde_path_to_error::deserialize(Value::Table(table)).map_err(|error| {
        let path = error.path().to_string();
        let mut parts = path.split(['.', '[']).map(str::to_owned);
        let first = parts.next().unwrap_or_default();
        let key = match parts.next() {
            Some(name) => Key { section: first, name },
            None => Key { section: String::new(), name: first },
        };
        (key, error.into_inner().message().to_owned())
    })
}

fn same_kind(default: &Value, value: Value) -> Result<Value, String> {
    match (default, value) {
        (Value::Float(_), Value::Integer(whole)) => Ok(Value::Float(whole as f64)),
        (Value::Array(_), Value::Array(items)) if !items.iter().all(Value::is_str) => {
            Err("a list of other things".to_owned())
        }
        (default, value) if default.same_type(&value) => Ok(value),
        (_, Value::String(text)) => Err(format!("the text \"{text}\"")),
        (_, value) => Err(format!("{value}")),
    }
}

pub(super) fn kind(default: &Value) -> &'static str {
    match default {
        Value::String(_) => "a text in quotes",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list of texts in quotes",
        Value::Datetime(_) => "a time",
        Value::Table(_) => "a section",
    }
}
