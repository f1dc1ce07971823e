//! Holds an answer against its schema: the part of JSON Schema 2020-12 that descriptions of the API use.

use serde_json::{Map, Value};

/// Everything in a value that its schema does not allow, each with its place. `components` are the named schemas.
pub fn misfits(value: &Value, schema: &Value, components: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    hold(value, schema, components, "", &mut found);
    found
}

fn hold(value: &Value, schema: &Value, components: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()) {
        match components.get(name) {
            Some(named) => hold(value, named, components, at, found),
            None => found.push(format!("{at}: no schema {name}")),
        }
        return;
    }
    if schema == &Value::Bool(false) {
        found.push(format!("{at}: nothing may stand here"));
    }
    let Some(rules) = schema.as_object() else { return };
    let list = |key: &str| rules.get(key).and_then(Value::as_array);
    if let Some(kinds) = rules.get("type")
        && !kinds_of(kinds).iter().any(|kind| is_kind(value, kind))
    {
        found.push(format!("{at}: {kinds} wanted, {value} found"));
        return;
    }
    if let Some(only) = rules.get("const").filter(|only| *only != value) {
        found.push(format!("{at}: {only} wanted, {value} found"));
    }
    if list("enum").is_some_and(|words| !words.contains(value)) {
        found.push(format!("{at}: {value} is none of the words"));
    }
    for (key, least, most) in [("oneOf", 1, 1), ("anyOf", 1, usize::MAX)] {
        let Some(parts) = list(key) else { continue };
        let fits = |part: &&Value| misfits(value, part, components).is_empty();
        let fitting = parts.iter().filter(fits).count();
        if fitting < least || fitting > most {
            found.push(format!("{at}: {fitting} alternatives of {key} fit {value}"));
        }
    }
    for part in list("allOf").into_iter().flatten() {
        hold(value, part, components, at, found);
    }
    match value {
        Value::Object(map) => hold_object(map, rules, components, at, found),
        Value::Array(items) => {
            let bounds = (rules.get("minItems"), rules.get("maxItems"));
            let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
            if !within(count, bounds.0, bounds.1) {
                found.push(format!("{at}: {count} items"));
            }
            if let Some(schema) = rules.get("items") {
                for (nth, item) in items.iter().enumerate() {
                    hold(item, schema, components, &format!("{at}/{nth}"), found);
                }
            }
        }
        Value::String(text) => hold_text(text, rules, at, found),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            let bound = |key: &str| rules.get(key).and_then(Value::as_f64);
            if bound("minimum").is_some_and(|least| number < least)
                || bound("maximum").is_some_and(|most| number > most)
            {
                found.push(format!("{at}: {number} is out of bounds"));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn hold_object(
    map: &Map<String, Value>,
    rules: &Map<String, Value>,
    components: &Map<String, Value>,
    at: &str,
    found: &mut Vec<String>,
) {
    let properties = rules.get("properties").and_then(Value::as_object);
    for name in
        rules.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    {
        if !map.contains_key(name) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, value) in map {
        let place = format!("{at}/{name}");
        match (properties.and_then(|known| known.get(name)), rules.get("additionalProperties")) {
            (Some(schema), _) | (None, Some(schema)) => hold(value, schema, components, &place, found),
            (None, None) => {}
        }
    }
}

fn hold_text(text: &str, rules: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    let letters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    if !within(letters, rules.get("minLength"), rules.get("maxLength")) {
        found.push(format!("{at}: {letters} letters"));
    }
    let fits = match rules.get("format").and_then(Value::as_str) {
        Some("date") => text.parse::<jiff::civil::Date>().is_ok(),
        Some("date-time") => text.parse::<jiff::Timestamp>().is_ok(),
        Some("uri") => text.contains(':'),
        Some("email") => text.contains('@'),
        _ => true,
    };
    // Of patterns only those of ids are held: what stands before the first underscore, and 26 letters after it.
    let pattern =
        rules.get("pattern").and_then(Value::as_str).and_then(|p| p.strip_prefix('^')?.split_once("_["));
    let is_id = pattern.is_none_or(|(prefix, _)| {
        text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).is_some_and(|rest| rest.len() == 26)
    });
    if !fits || !is_id {
        found.push(format!("{at}: {text:?} has another form than {rules:?}"));
    }
}

fn within(count: u64, least: Option<&Value>, most: Option<&Value>) -> bool {
    least.and_then(Value::as_u64).is_none_or(|least| count >= least)
        && most.and_then(Value::as_u64).is_none_or(|most| count <= most)
}

fn kinds_of(kinds: &Value) -> Vec<&str> {
    match kinds {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

fn is_kind(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|n| n.fract() == 0.0),
        "number" => value.is_number(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(value: Value, expected: &[&str]) {
        let schema = json!({ "type": "object", "required": ["id"], "additionalProperties": false, "properties": {
            "id": { "type": "string", "pattern": "^ins_[0-9]", },
            "n": { "type": ["integer", "null"], "minimum": 1 },
            "day": { "type": "string", "format": "date" },
            "state": { "oneOf": [{ "const": "a" }, { "$ref": "#/components/schemas/B" }] },
        } });
        let components = json!({ "B": { "enum": ["b"] } });
        assert_eq!(misfits(&value, &schema, components.as_object().unwrap()), expected);
    }

    #[test]
    fn what_does_not_fit_is_named_at_its_place() {
        let id = "ins_00000000000000000000000001";
        check(json!({ "id": id, "n": null, "day": "2026-03-02", "state": "b" }), &[]);
        check(json!({ "n": 0 }), &[": id is missing", "/n: 0 is out of bounds"]);
        check(json!({ "id": id, "x": 1 }), &["/x: nothing may stand here"]);
        check(json!({ "id": id, "state": "c" }), &["/state: 0 alternatives of oneOf fit \"c\""]);
        check(json!([]), &[": \"object\" wanted, [] found"]);
    }
}
