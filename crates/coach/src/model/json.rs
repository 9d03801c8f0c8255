//! Reading JSON from a model: one object of the schema, or a reason why it is none.

use serde::de::DeserializeOwned;

use crate::rubric::Competency;

/// More than any honest reply needs, in bytes.
pub(super) const MAX_REPLY: usize = 64 * 1024;

/// Why a reply can not be used. It is worth one more try; see [`super::repair`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("it was longer than {MAX_REPLY} bytes")]
    TooLong,
    #[error("it held nothing that could be shown")]
    Empty,
    #[error("it was not the JSON object of the schema ({0})")]
    NotJson(String),
    #[error("\"{0}\" is not a competency of the rubric")]
    UnknownCompetency(String),
    #[error("{} was judged twice", .0.name())]
    Repeated(Competency),
    #[error("{} has the level {level}, which is not between 0 and 5", competency.name())]
    LevelOutOfRange { competency: Competency, level: i64 },
}

pub(super) fn read<T: DeserializeOwned>(reply: &str) -> Result<T, Malformed> {
    if reply.len() > MAX_REPLY {
        return Err(Malformed::TooLong);
    }
    let json = unwrapped(reply);
    if json.is_empty() {
        return Err(Malformed::Empty);
    }
    serde_json::from_str(json).map_err(|error| Malformed::NotJson(shorten(&error.to_string())))
}

/// Servers without schema support wrap the object: a thinking preamble, a Markdown fence. Nothing else is forgiven.
pub(super) fn unwrapped(reply: &str) -> &str {
    let reply =
        reply.rsplit_once("</think>").map_or(reply, |(_, after)| after).trim().trim_start_matches('\u{feff}');
    let inside = reply.strip_prefix("```json").or_else(|| reply.strip_prefix("```"));
    inside.and_then(|inside| inside.strip_suffix("```")).unwrap_or(reply).trim()
}

/// Part of a stranger's text, fit for an error message.
pub(super) fn shorten(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}
