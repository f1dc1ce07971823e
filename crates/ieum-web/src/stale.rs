//! Both versions of what somebody edited while another was quicker: what is kept now beside what was typed.

use crate::{Fields, Words};
use ieum_kernel::Lang;
use serde::Serialize;
use serde_json::Value;

/// One field that has a name in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    /// The field's label.
    label: String,
    /// What is kept now.
    now: String,
    /// What was typed.
    yours: String,
}

/// The fields of a form that the present version has too, in the order sent. A field's label is the message
/// `<thing>-<field>`, where a part of the path names the thing (`/requests/…` is about a `request`).
pub(crate) fn lines(words: &Words, lang: Lang, path: &str, form: &str, present: &Value) -> Vec<Line> {
    let things: Vec<&str> =
        path.split(['/', '?']).map(|part| part.strip_suffix('s').unwrap_or(part)).collect();
    let mut found = Vec::new();
    for (name, yours) in Fields::parse(form).pairs() {
        let mut keys = things.iter().rev().map(|thing| format!("{thing}-{}", name.replace('_', "-")));
        let label = keys.find(|key| !name.starts_with('_') && words.knows(lang, key));
        if let (Some(label), Some(now)) = (label, leaf(present, name)) {
            let label = words.say(lang, &label, &std::collections::BTreeMap::new());
            found.push(Line { label, now, yours: yours.clone() });
        }
    }
    found
}

/// The text or number of this name, however deep it lies.
fn leaf(value: &Value, name: &str) -> Option<String> {
    let map = value.as_object()?;
    let text = match map.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(Value::Null) => Some(String::new()),
        _ => None,
    };
    text.or_else(|| map.values().find_map(|inner| leaf(inner, name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_found_however_deep() {
        let present = json!({ "now": { "title": "새 제목", "quantity": 3, "content": { "summary": "요약" }, "due": null } });
        let check = |name, expected: Option<&str>| assert_eq!(leaf(&present, name).as_deref(), expected);
        check("title", Some("새 제목"));
        check("quantity", Some("3"));
        check("summary", Some("요약"));
        check("due", Some(""));
        check("absent", None);
    }
}
