//! A run's figures in one sentence.

use super::thing::{Run, State};
use crate::asks::Figures;
use ieum_web::{App, SignedIn};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The figures in a sentence, where the method has one.
pub(super) fn says(app: &App, me: &SignedIn, run: &Run) -> Option<String> {
    let State::Done { figures, .. } = &run.state else { return None };
    let key = format!("study-says-{}-{}", run.family, run.method);
    if !app.words.knows(me.lang(), &key) {
        return None;
    }
    let words = app.ask::<dyn Figures>()?;
    let facts = facts(words.as_ref(), figures);
    app.words.try_say(me.lang(), &key, &facts).ok()
}

/// Facts for a sentence: every figure by its name, parts of a figure after its name, of a list its length and what comes first.
fn facts(words: &dyn Figures, figures: &Value) -> BTreeMap<String, Value> {
    let told = |name: &str, value: &Value| match value {
        Value::Number(_) if name == "p" => json!(small(value)),
        value => json!(words.plain(value)),
    };
    let mut facts = BTreeMap::new();
    let mut p = None;
    for (name, value) in figures.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => {
                facts.insert(name.clone(), json!(items.len()));
                for (part, value) in items.first().and_then(Value::as_object).into_iter().flatten() {
                    facts.insert(format!("{name}_{part}"), told(part, value));
                }
            }
            Value::Object(parts) => {
                for (part, value) in parts {
                    facts.insert(format!("{name}_{part}"), told(part, value));
                }
                p = p.or_else(|| parts.get("p").and_then(Value::as_f64));
            }
            Value::Null => {}
            value => {
                facts.insert(name.clone(), told(name, value));
            }
        }
    }
    let p = figures.get("p").and_then(Value::as_f64).or(p);
    facts.insert("firm".to_owned(), json!(if p.is_some_and(|p| p < 0.05) { "yes" } else { "no" }));
    facts
}

/// A p value as papers print it.
fn small(value: &Value) -> String {
    match value.as_f64() {
        Some(p) if p < 0.001 => "< .001".to_owned(),
        Some(p) => format!("= {p:.3}").replace("0.", "."),
        None => String::new(),
    }
}
