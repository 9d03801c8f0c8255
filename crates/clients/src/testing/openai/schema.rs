//! The rules of strict structured output: what a schema must be like to be enforced.

use serde_json::Value;

/// Why OpenAI would not enforce a `json_schema` format.
pub(super) fn check(format: &Value) -> Result<(), String> {
    let name = format["name"].as_str().unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if name.is_empty() || name.len() > 64 || !name.chars().all(plain) {
        return Err(format!("the name {name:?} is not 1 to 64 letters, digits, _ or -"));
    }
    if format["strict"] != true {
        return Err("strict is not true, so nothing would be enforced".to_owned());
    }
    let schema = &format["schema"];
    if schema["type"] != "object" {
        return Err("the root is not an object".to_owned());
    }
    check_part(schema, "root")
}

/// Each object names all its properties as required and allows no others, at every depth.
fn check_part(part: &Value, place: &str) -> Result<(), String> {
    if let Some(properties) = part.get("properties").and_then(Value::as_object) {
        if part["additionalProperties"] != false {
            return Err(format!(
                "at {place}: 'additionalProperties' is required to be supplied and to be false"
            ));
        }
        let required: Vec<&str> =
            part["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if let Some(missing) = properties.keys().find(|name| !required.contains(&name.as_str())) {
            return Err(format!("at {place}: 'required' must list every property; {missing:?} is missing"));
        }
        for (name, property) in properties {
            check_part(property, &format!("{place}.{name}"))?;
        }
    } else if part["type"] == "object" {
        return Err(format!("at {place}: an object without properties"));
    }
    for (name, definition) in part.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        check_part(definition, &format!("$defs.{name}"))?;
    }
    let alternatives = part.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    for inner in part.get("items").into_iter().chain(alternatives) {
        check_part(inner, &format!("{place}[]"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(schema: &Value) -> Result<(), String> {
        check(&json!({ "name": "feedback", "strict": true, "schema": schema }))
    }

    #[test]
    fn a_strict_schema_passes_and_a_loose_one_is_told_where() {
        let strict = json!({
            "type": "object", "additionalProperties": false, "required": ["quotes"],
            "properties": { "quotes": { "type": "array", "items": {
                "type": "object", "additionalProperties": false, "required": ["text"],
                "properties": { "text": { "type": "string" } },
            } } },
        });
        assert_eq!(checked(&strict), Ok(()));
        let mut open = strict.clone();
        open["properties"]["quotes"]["items"]["additionalProperties"] = json!(true);
        assert!(checked(&open).unwrap_err().contains("root.quotes[]"));
        let mut optional = strict;
        optional["required"] = json!([]);
        assert!(checked(&optional).unwrap_err().contains("\"quotes\" is missing"));
    }
}
