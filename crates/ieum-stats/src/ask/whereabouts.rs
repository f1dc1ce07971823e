//! Where in the table a refused number stands, and what the places are called that warnings count.

use super::{Answer, Method, Refusal, Request, Takes};
use crate::Unfit;
use crate::intake::{Fault, Table};
use crate::ols::formula::Formula;
use serde_json::{Map, Value};

/// Above this a bound is none that anybody would meet.
const ENDLESS: f64 = 1e99;

/// The refusal with the line and the column of the number it is about, where that is a cell; an option keeps its own name.
pub(super) fn placed(method: &Method, request: &Request, refusal: Refusal) -> Refusal {
    let Refusal::Unfit { unfit: Unfit::OutOfRange { name, value, low, high }, columns, lines } = refusal
    else {
        return refusal;
    };
    let called = match name {
        "level" => "confidence".to_owned(),
        other => other.replace('_', "-"),
    };
    let option = method.options.iter().find(|option| option.key == called);
    let is_typed = |key: &str| request.word(key).is_none_or(|word| word.trim().parse::<f64>().is_ok());
    if let Some(option) = option
        && matches!(option.takes, Takes::Number | Takes::Whole | Takes::Text)
        && is_typed(option.key)
    {
        return Refusal::Unfit {
            unfit: Unfit::OutOfRange { name: option.key, value, low, high },
            columns,
            lines,
        };
    }
    match cell(method, request, value) {
        Some((line, column, text)) => {
            let (needs, least, most) = needs(value, low, high);
            Fault::Outside { line, column, text, needs, least, most }.into()
        }
        None => Refusal::Unfit { unfit: Unfit::OutOfRange { name, value, low, high }, columns, lines },
    }
}

/// What belongs where this number stands, with both bounds as text.
fn needs(value: f64, low: f64, high: f64) -> (&'static str, String, String) {
    let (endless, bottomless) = (high > ENDLESS, low < -ENDLESS);
    let kind = match (endless, bottomless) {
        _ if value.fract() != 0.0 && low == value.floor() && high == value.ceil() => "whole",
        (true, false) if low == 0.0 => "not-negative",
        (true, false) if low > 0.0 && low < 1.0 / ENDLESS => "positive",
        (true, false) => "at-least",
        (false, true) => "at-most",
        _ => "between",
    };
    let shown = |bound: f64, is_none: bool| if is_none { String::new() } else { bound.to_string() };
    (kind, shown(low, bottomless), shown(high, endless))
}

/// The first cell with this number in a column that the request names, or in one of the tables beside.
fn cell(method: &Method, request: &Request, value: f64) -> Option<(u64, String, String)> {
    let of = |table: &Table, column: usize| {
        let numbers = table.numbers(column).ok()?;
        let row = numbers.values.iter().position(|other| *other == value)?;
        let heading = table.names().get(column).cloned().unwrap_or_default();
        Some((table.line(row), heading, table.cell(row, column).to_owned()))
    };
    let own = named(method, request);
    if let Some(found) = own.into_iter().find_map(|column| of(request.table(), column)) {
        return Some(found);
    }
    let mut beside = method.options.iter().filter_map(|option| request.other(option.key));
    beside.find_map(|table| (0..table.names().len()).find_map(|column| of(table, column)))
}

/// The columns that options and formulas name.
fn named(method: &Method, request: &Request) -> Vec<usize> {
    let mut columns = Vec::new();
    for option in method.options {
        match option.takes {
            Takes::Column => columns.extend(request.column(option.key).ok()),
            Takes::Columns => columns.extend(request.columns(option.key).unwrap_or_default()),
            Takes::Text => {
                for word in request.words(option.key) {
                    columns.extend(request.table().column(word).ok());
                    if let Ok(formula) = word.parse::<Formula>() {
                        let known = formula.columns().into_iter();
                        columns.extend(known.filter_map(|name| request.table().column(name).ok()));
                    }
                }
            }
            _ => {}
        }
    }
    columns
}

/// A warning's rule, the field that counts a place from 0, and the list of figures and the field there that names it.
const NAMED: &[(&str, &str, &str, &str)] = &[
    ("uninformative", "column", "criteria", "criterion"),
    ("nearly-collinear", "column", "coefficients", "term"),
    ("separated", "column", "coefficients", "term"),
    ("hazards-not-proportional", "column", "coefficients", "term"),
    ("unbalanced", "column", "balance", "term"),
    ("unproductive", "sector", "sectors", "sector"),
    ("no-output", "sector", "sectors", "sector"),
    ("not-reciprocal", "row", "weights", "criterion"),
    ("not-reciprocal", "column", "weights", "criterion"),
];

/// Puts names in place of what warnings count, as far as the figures themselves tell them.
pub(super) fn name_places(figures: &mut Map<String, Value>) {
    for (rule, field, list, key) in NAMED {
        let names: Vec<Option<String>> = match figures.get(*list).and_then(Value::as_array) {
            Some(items) => items.iter().map(|item| item.get(*key)?.as_str().map(str::to_owned)).collect(),
            None => continue,
        };
        rename(figures, rule, field, &|place| names.get(place).cloned().flatten());
    }
}

fn rename(figures: &mut Map<String, Value>, rule: &str, field: &str, name: &dyn Fn(usize) -> Option<String>) {
    let called = |place: &mut Value| {
        let known = place.as_u64().and_then(|place| usize::try_from(place).ok()).and_then(name);
        if let Some(known) = known {
            *place = known.into();
        }
    };
    let warnings = figures.get_mut("warnings").and_then(Value::as_array_mut);
    let about = |warning: &Value| warning.get("rule").and_then(Value::as_str) == Some(rule);
    for warning in warnings.into_iter().flatten().filter(|warning| about(warning)) {
        match warning.get_mut(field) {
            Some(Value::Array(places)) => places.iter_mut().for_each(called),
            Some(place) => called(place),
            None => {}
        }
    }
}

impl Answer {
    /// The same with names in place of what a warning counts.
    pub(super) fn naming(mut self, rule: &str, field: &str, name: impl Fn(usize) -> Option<String>) -> Self {
        rename(&mut self.figures, rule, field, &name);
        self
    }
}
