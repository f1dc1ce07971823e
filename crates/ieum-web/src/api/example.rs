//! An example of a shape: made from the schema, so that it is always one that fits.

use serde_json::{Map, Value, json};

/// How deep references are followed.
const DEEPEST: usize = 8;

/// A value that fits a schema. `optional` fills what may be left out as well.
pub(super) fn of(schema: &Value, components: &Map<String, Value>, optional: bool) -> Value {
    make(schema, components, optional, 0)
}

fn make(schema: &Value, components: &Map<String, Value>, optional: bool, depth: usize) -> Value {
    let first = |key: &str| schema.get(key).and_then(Value::as_array).and_then(|list| list.first());
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()) {
        return components.get(name).map_or(Value::Null, |s| make(s, components, optional, depth + 1));
    }
    if let Some(given) = schema.get("const").or_else(|| first("examples")).or_else(|| first("enum")) {
        return given.clone();
    }
    if let Some(one) = first("oneOf").or_else(|| first("anyOf")) {
        let mut value = make(one, components, optional, depth + 1);
        // Parts beside the alternatives belong to every one of them.
        if let (Some(map), Some(Value::Object(beside))) = (
            value.as_object_mut(),
            schema.get("properties").map(|_| object(schema, components, optional, depth)),
        ) {
            map.extend(beside);
        }
        return value;
    }
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str).unwrap_or_default(),
        _ if schema.get("properties").is_some() => "object",
        _ => "",
    };
    match kind {
        "object" => object(schema, components, optional, depth),
        "array" => {
            let item = schema.get("items").map(|items| make(items, components, optional, depth + 1));
            Value::Array(item.into_iter().collect())
        }
        "string" => text(schema),
        "integer" | "number" => {
            schema.get("default").or_else(|| schema.get("minimum")).cloned().unwrap_or_else(|| json!(1))
        }
        "boolean" => json!(false),
        _ => Value::Null,
    }
}

fn object(schema: &Value, components: &Map<String, Value>, optional: bool, depth: usize) -> Value {
    let needed = |name: &str| {
        let list = schema.get("required").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|n| n.as_str() == Some(name)))
    };
    let parts = schema.get("properties").and_then(Value::as_object);
    let kept = parts.into_iter().flatten().filter(|(name, _)| optional || needed(name));
    Value::Object(kept.map(|(n, s)| (n.clone(), make(s, components, optional, depth + 1))).collect())
}

fn text(schema: &Value) -> Value {
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => json!("2026-03-02"),
        Some("date-time") => json!("2026-03-02T01:00:00Z"),
        Some("uri") => json!("https://example.org"),
        Some("email") => json!("someone@example.org"),
        _ => {
            let word = "text";
            let longest = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
            json!(word.chars().take(usize::try_from(longest).unwrap_or(usize::MAX)).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_what_is_needed() {
        let schema = json!({ "type": "object", "required": ["a", "b"], "properties": {
            "a": { "$ref": "#/components/schemas/A" }, "b": { "type": "array", "items": { "type": "integer", "minimum": 3 } },
            "c": { "type": ["string", "null"], "format": "date" },
        } });
        let components = json!({ "A": { "oneOf": [{ "type": "object", "required": ["name"], "properties": { "name": { "const": "x" } } }] } });
        let components = components.as_object().cloned().unwrap_or_default();
        assert_eq!(of(&schema, &components, false), json!({ "a": { "name": "x" }, "b": [3] }));
        assert_eq!(of(&schema, &components, true)["c"], json!("2026-03-02"));
    }
}
