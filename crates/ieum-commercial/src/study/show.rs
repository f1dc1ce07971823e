//! What pages show of methods, options and figures.

use super::thing::{Options, Study};
use crate::asks::Figures;
use ieum_kernel::Lang;
use ieum_stats::ask::{Family, METHODS, Method, Takes};
use ieum_web::{App, Words};
use serde_json::{Map, Value, json};

/// Rows of a table of figures on the page; the download has all.
const MOST_ROWS: usize = 200;

/// The methods in the order people read them, by family: `{family, methods: [{value, label}]}`. The audit has pages of its own.
pub(super) fn methods(app: &App, lang: Lang) -> Vec<Value> {
    [Family::Stats, Family::Region]
        .iter()
        .map(|family| {
            let of_family =
                METHODS.iter().filter(|method| method.family == *family && method.key != "audit");
            let methods: Vec<Value> = of_family
                .map(|method| json!({ "value": format!("{}.{}", family.name(), method.key), "label": label(&app.words, lang, method) }))
                .collect();
            json!({ "family": family.name(), "methods": methods })
        })
        .collect()
}

/// What a method is called.
pub(super) fn label(words: &Words, lang: Lang, method: &Method) -> String {
    words.plain(lang, &format!("figures-method-{}-{}", method.family.name(), method.key))
}

/// The options of a method as controls: `{key, label, takes, needed, choices, chosen}`. A further table is chosen among the others that
/// its owner brought.
pub(super) fn options(
    app: &App,
    lang: Lang,
    method: &Method,
    study: &Study,
    tables: &[Study],
    given: &Options,
) -> Vec<Value> {
    let others: Vec<Value> = tables
        .iter()
        .filter(|table| table.id != study.id)
        .map(|table| json!({ "value": table.id, "label": table.name }))
        .collect();
    let columns: Vec<&str> = study.columns.iter().map(|column| column.name.as_str()).collect();
    let words = |name: &str, key: &str| {
        let own = format!("figures-option-{}-{}-{key}", method.family.name(), name);
        let shared = format!("figures-option-{key}");
        [own, shared]
            .into_iter()
            .find(|key| app.words.knows(lang, key))
            .map(|key| app.words.plain(lang, &key))
    };
    method
        .options
        .iter()
        .map(|option| {
            let (takes, choices) = match option.takes {
                Takes::Column => ("column", json!(columns)),
                Takes::Columns => ("columns", json!(columns)),
                Takes::Choice(known) => ("choice", json!(known)),
                Takes::Number => ("number", Value::Null),
                Takes::Whole => ("whole", Value::Null),
                Takes::Flag => ("flag", Value::Null),
                Takes::Table => ("table", json!(others)),
                Takes::Text => ("text", Value::Null),
            };
            json!({
                "key": option.key, "label": words(method.key, option.key).unwrap_or_else(|| option.key.to_owned()),
                "takes": takes, "needed": option.needed, "choices": choices,
                "chosen": given.get(option.key).cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// What a figure or a column of figures is called.
pub(super) fn field(app: &App, lang: Lang, key: &str) -> String {
    let message = format!("figures-field-{}", key.replace('_', "-"));
    if app.words.knows(lang, &message) { app.words.plain(lang, &message) } else { key.to_owned() }
}

/// What a column of a list of figures is called: by the list where one word means several things, else by itself.
pub(super) fn heading(app: &App, lang: Lang, list: &str, key: &str) -> String {
    let message = format!("figures-field-{list}-{key}").replace('_', "-");
    if app.words.knows(lang, &message) { app.words.plain(lang, &message) } else { field(app, lang, key) }
}

/// The columns of a list of objects, in the order they first appear.
pub(super) fn columns<'a>(rows: &[&'a Map<String, Value>]) -> Vec<&'a String> {
    let mut columns: Vec<&String> = Vec::new();
    for column in rows.iter().flat_map(|row| row.keys()) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

/// Figures as a page shows them: single ones, tables, and what to bear in mind.
pub(super) fn shown(app: &App, words: &dyn Figures, lang: Lang, figures: &Map<String, Value>) -> Value {
    let name = |key: &str| field(app, lang, key);
    let mut singles: Vec<(bool, Value)> = Vec::new();
    let mut tables = Vec::new();
    for (key, value) in
        figures.iter().filter(|(key, _)| !matches!(key.as_str(), "warnings" | "source" | "sources"))
    {
        match value {
            Value::Null => {}
            Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_object) => {
                let told = |column: &str, value: &Value| words.told(&app.words, lang, key, column, value);
                let head = |column: &str| heading(app, lang, key, column);
                tables.push(grid((key, &name(key)), items, &head, &told));
            }
            Value::Array(items)
                if items.iter().any(|item| item.is_array() || item.is_object()) || items.len() > 40 => {}
            Value::Object(fields) => {
                for (part, value) in fields.iter().filter(|(_, value)| !value.is_null() && !value.is_object())
                {
                    let label = format!("{} · {}", name(key), name(part));
                    let told = words.told(&app.words, lang, key, part, value);
                    singles.push((value.is_string(), json!({ "label": label, "value": told })));
                }
            }
            value => {
                let told = words.told(&app.words, lang, "", key, value);
                let single = json!({ "label": name(key), "value": told });
                singles.push((value.is_string(), single));
            }
        }
    }
    // Numbers come first; which convention or method it was is read after them.
    singles.sort_by_key(|(is_word, _)| *is_word);
    let singles: Vec<Value> = singles.into_iter().map(|(_, single)| single).collect();
    let cautions: Vec<String> = figures
        .get("warnings")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|warning| words.caution(&app.words, lang, warning))
        .collect();
    json!({ "singles": singles, "tables": tables, "cautions": cautions })
}

fn grid(
    (key, label): (&str, &str),
    items: &[Value],
    head: &dyn Fn(&str) -> String,
    told: &dyn Fn(&str, &Value) -> String,
) -> Value {
    let rows: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    let columns = columns(&rows);
    let is_number = |column: &String| {
        rows.iter().all(|row| row.get(column).is_none_or(|value| value.is_number() || value.is_null()))
    };
    let heads: Vec<Value> =
        columns.iter().map(|column| json!({ "label": head(column), "number": is_number(column) })).collect();
    let lines: Vec<Vec<String>> = rows
        .iter()
        .take(MOST_ROWS)
        .map(|row| {
            columns
                .iter()
                .map(|column| row.get(*column).map(|value| told(column, value)).unwrap_or_default())
                .collect()
        })
        .collect();
    json!({ "key": key, "label": label, "heads": heads, "rows": lines, "total": rows.len() })
}
