//! Building blocks of JSON Schemas in the strict subset that servers enforce alike.

use serde_json::{Value, json};

/// An object with all of these properties and no others.
pub(super) fn object(properties: &Value) -> Value {
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(|map| map.keys()).collect();
    json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
}

pub(super) fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items})
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}
