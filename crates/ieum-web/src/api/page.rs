//! `/api`: the same description for people, made from the document itself.

use crate::{App, Page, Problem, Visitor};
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value, json};

pub(super) async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let document = app.openapi(visitor.lang());
    let reservations = document.pointer("/paths/~1api~1v1~1reservations/get").cloned().unwrap_or_default();
    let first = curl(server(&document), "/api/v1/reservations", "get", &reservations, None);
    let page = Page::new("kit/api.html").with("groups", groups(&document)).with("first", first);
    app.render(page, &visitor)
}

fn server(document: &Value) -> &str {
    document.pointer("/servers/0/url").and_then(Value::as_str).unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Calls by group, in the document's order, ready for the page.
fn groups(document: &Value) -> Vec<Value> {
    let tags = document.get("tags").and_then(Value::as_array);
    let paths = document.get("paths").and_then(Value::as_object);
    let group = |tag: &Value| {
        let name = text(tag, "name");
        let calls: Vec<Value> = paths
            .into_iter()
            .flatten()
            .flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |(m, o)| (path, m, o)))
            .filter(|(_, _, operation)| operation.pointer("/tags/0").and_then(Value::as_str) == Some(name))
            .map(|(path, method, operation)| call(document, path, method, operation))
            .collect();
        json!({ "name": name, "title": text(tag, "description"), "calls": calls })
    };
    tags.into_iter().flatten().map(group).collect()
}

fn call(document: &Value, path: &str, method: &str, operation: &Value) -> Value {
    let own = |p: &&Value| p.get("name").is_some();
    let params: Vec<Value> = operation
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(own)
        .map(|p| {
            let kind = p.get("schema").map(said).unwrap_or_default();
            json!({ "name": text(p, "name"), "place": text(p, "in"), "needed": p.get("required"), "kind": kind,
                "words": text(p, "description") })
        })
        .collect();
    let content = operation.pointer("/requestBody/content/application~1json");
    let schema = content.and_then(|content| content.get("schema"));
    let body = schema.map(fields).unwrap_or_default();
    let example = content.and_then(|content| content.get("example"));
    let answers: Vec<Value> = operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.as_str() != "default")
        .map(|(status, answer)| {
            let media = answer.get("content").and_then(Value::as_object).and_then(|c| c.values().next());
            let kind = media.and_then(|m| m.get("schema")).map(said).unwrap_or_default();
            let shown = media.and_then(|m| m.get("example")).map(pretty);
            json!({ "status": status, "words": text(answer, "description"), "kind": kind, "example": shown,
                "kinds": answer.get("x-problem-types") })
        })
        .collect();
    json!({
        "id": text(operation, "operationId"), "method": method.to_ascii_uppercase(), "path": path,
        "summary": text(operation, "summary"), "description": text(operation, "description"),
        "open": operation.pointer("/security/0").and_then(Value::as_object).is_some_and(Map::is_empty),
        "params": params, "body": body, "example": example.map(pretty), "answers": answers,
        "curl": curl(server(document), path, method, operation, example),
    })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The call as a command line; `$IEUM_TOKEN` is a token from one's account page.
fn curl(server: &str, path: &str, method: &str, operation: &Value, body: Option<&Value>) -> String {
    let mut lines = vec![format!("curl -X {} '{server}{path}'", method.to_ascii_uppercase())];
    let open = operation.pointer("/security/0").and_then(Value::as_object).is_some_and(Map::is_empty);
    if !open {
        lines.push("-H \"Authorization: Bearer $IEUM_TOKEN\"".to_owned());
    }
    if method != "get" {
        lines.push("-H \"Idempotency-Key: $(uuidgen)\"".to_owned());
    }
    if let Some(body) = body {
        lines.push("-H 'Content-Type: application/json'".to_owned());
        lines.push(format!("-d '{body}'"));
    }
    lines.join(" \\\n  ")
}

/// The fields of a body: those of the object, or of any of its alternatives.
fn fields(schema: &Value) -> Vec<Value> {
    let mut all: Vec<(String, Value, bool)> = Vec::new();
    gather(schema, &mut all);
    let row = |(name, field, needed): (String, Value, bool)| json!({ "name": name, "kind": said(&field), "needed": needed, "words": text(&field, "description") });
    all.into_iter().map(row).collect()
}

fn gather(schema: &Value, into: &mut Vec<(String, Value, bool)>) {
    let needed = |name: &str| {
        let list = schema.get("required").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|n| n.as_str() == Some(name)))
    };
    for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if field.get("readOnly") == Some(&Value::Bool(true)) {
            continue;
        }
        match into.iter_mut().find(|(known, _, _)| known == name) {
            Some((_, known, _)) => {
                // The word that tells alternatives apart: each adds its own.
                if let (Some(word), Some(known)) = (field.get("const"), known.as_object_mut()) {
                    let first = known.remove("const");
                    let list = known.entry("enum").or_insert_with(|| json!([]));
                    if let Some(list) = list.as_array_mut() {
                        list.extend(first);
                        list.push(word.clone());
                    }
                }
            }
            None => into.push((name.clone(), field.clone(), needed(name))),
        }
    }
    for part in ["oneOf", "anyOf", "allOf"] {
        for one in schema.get(part).and_then(Value::as_array).into_iter().flatten() {
            gather(one, into);
        }
    }
    if let Some(items) = schema.get("items") {
        gather(items, into);
    }
}

/// A schema in few signs: `string (date)`, `integer 1–100`, `a | b`, `[string]`.
fn said(schema: &Value) -> String {
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()) {
        return name.to_owned();
    }
    if let Some(only) = schema.get("const") {
        return only.as_str().map_or_else(|| only.to_string(), str::to_owned);
    }
    if let Some(words) = list("enum") {
        let words: Vec<String> = words
            .iter()
            .filter(|w| !w.is_null())
            .map(|w| w.as_str().map_or_else(|| w.to_string(), str::to_owned))
            .collect();
        return words.join(" | ");
    }
    if let Some(parts) = list("oneOf").or_else(|| list("anyOf")) {
        let parts: Vec<String> = parts.iter().map(said).collect();
        let mut once: Vec<String> = Vec::new();
        for part in parts.into_iter().filter(|part| part != "null") {
            if !once.contains(&part) {
                once.push(part);
            }
        }
        return once.join(" | ");
    }
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect::<Vec<_>>()
            .join(" | "),
        _ => "json".to_owned(),
    };
    if kind == "array" {
        return format!("[{}]", schema.get("items").map(said).unwrap_or_default());
    }
    let first = list("examples").and_then(|l| l.first()).and_then(Value::as_str);
    let form = schema.get("format").and_then(Value::as_str).filter(|form| form.starts_with("date"));
    let start = schema.get("pattern").and_then(Value::as_str).and(first).and_then(|id| id.split_once('_'));
    let bounds = match (schema.get("minimum"), schema.get("maximum"), schema.get("maxLength")) {
        (Some(least), Some(most), _) => format!(" {least}–{most}"),
        (Some(least), None, _) => format!(" ≥ {least}"),
        (None, Some(most), _) => format!(" ≤ {most}"),
        (None, None, Some(longest)) => format!(" ≤ {longest}"),
        (None, None, None) => String::new(),
    };
    match (start, form) {
        (Some((prefix, _)), _) => format!("{prefix}_…"),
        (None, Some(form)) => format!("{kind} ({form})"),
        (None, None) => format!("{kind}{bounds}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schema: Value, expected: &str) {
        assert_eq!(said(&schema), expected);
    }

    #[test]
    fn shapes_are_said_in_few_signs() {
        check(json!({ "type": "integer", "minimum": 1, "maximum": 9 }), "integer 1–9");
        check(json!({ "type": ["string", "null"], "format": "date" }), "string (date)");
        check(json!({ "type": "string", "maxLength": 80 }), "string ≤ 80");
        check(json!({ "type": "string", "pattern": "^ins_", "examples": ["ins_0"] }), "ins_…");
        check(json!({ "type": "array", "items": { "$ref": "#/components/schemas/Line" } }), "[Line]");
        check(json!({ "anyOf": [{ "enum": ["a", "b"] }, { "type": "null" }] }), "a | b");
        check(json!({ "enum": ["a", "b", null] }), "a | b");
    }

    #[test]
    fn alternatives_lie_side_by_side() {
        let schema = json!({ "oneOf": [
            { "type": "object", "properties": { "event": { "const": "a" } }, "required": ["event"] },
            { "type": "object", "properties": { "event": { "const": "b" }, "reason": { "type": "string" },
                "made_at": { "readOnly": true } } },
        ] });
        let rows = fields(&schema);
        let shown: Vec<_> = rows.iter().map(|r| (text(r, "name"), text(r, "kind"))).collect();
        assert_eq!(shown, [("event", "a | b"), ("reason", "string")]);
    }
}
