//! Figures printed: tables for people, CSV for programs.

use super::words::{heading, plain, said, shown, told as in_words};
use ieum_kernel::Lang;
use ieum_stats::ask::Method;
use ieum_web::Words;
use serde_json::{Map, Value};
use std::io::Write;

/// Rows of a table shown to people; programs get all.
const MOST_ROWS: usize = 200;

/// The formula and its source.
pub(super) fn explanation(
    out: &mut impl Write,
    words: &Words,
    lang: Lang,
    method: &Method,
) -> std::io::Result<()> {
    writeln!(
        out,
        "{}",
        words.plain(lang, &format!("figures-method-{}-{}", method.family.name(), method.key))
    )?;
    writeln!(out, "{}: {}", words.plain(lang, "figures-formula"), method.formula)?;
    writeln!(out, "{}: {}", words.plain(lang, "figures-source"), method.source)
}

/// The first list of objects, else every figure with its name.
pub(super) fn csv(out: &mut impl Write, figures: &Map<String, Value>) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let main = figures.iter().filter(|(name, _)| *name != "warnings").find_map(|(_, value)| table_of(value));
    match main {
        Some((columns, rows)) => {
            writer.write_record(&columns)?;
            for row in rows {
                writer.write_record(columns.iter().map(|column| digits(row.get(column))))?;
            }
        }
        None => {
            writer.write_record(["name", "value"])?;
            for (name, value) in figures.iter().filter(|(name, _)| *name != "warnings") {
                writer.write_record([name.as_str(), &digits(Some(value))])?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}

/// A value with all its digits.
fn digits(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

type Rows<'a> = (Vec<String>, Vec<&'a Map<String, Value>>);

/// A list of objects as columns and rows.
fn table_of(value: &Value) -> Option<Rows<'_>> {
    let rows: Vec<&Map<String, Value>> =
        value.as_array()?.iter().map(Value::as_object).collect::<Option<_>>()?;
    let mut columns: Vec<String> = Vec::new();
    for name in rows.iter().flat_map(|row| row.keys()) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    (!columns.is_empty()).then_some((columns, rows))
}

/// Everything for people: single figures, then tables, then what to bear in mind.
pub(super) fn people(
    out: &mut impl Write,
    words: &Words,
    lang: Lang,
    figures: &Map<String, Value>,
) -> std::io::Result<()> {
    let label = |name: &str| {
        let key = format!("figures-field-{}", name.replace('_', "-"));
        if words.knows(lang, &key) { words.plain(lang, &key) } else { name.to_owned() }
    };
    let mut singles = Vec::new();
    for (name, value) in figures.iter().filter(|(name, _)| *name != "warnings") {
        match value {
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {}
            Value::Array(items) if items.len() > 20 => {}
            Value::Object(fields) => {
                for (part, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
                    let value = in_words(words, lang, name, part, value);
                    singles.push(vec![format!("{} · {}", label(name), label(part)), value]);
                }
            }
            Value::Null => {}
            value => singles.push(vec![label(name), in_words(words, lang, "", name, value)]),
        }
    }
    grid(out, &singles)?;
    for (name, value) in figures.iter().filter(|(name, _)| *name != "warnings") {
        if let Some((columns, rows)) = table_of(value) {
            writeln!(out, "\n{}", label(name))?;
            let sentences: Vec<&String> = columns
                .iter()
                .filter(|column| matches!(column.as_str(), "why" | "reason" | "line"))
                .collect();
            let short: Vec<&String> = columns.iter().filter(|column| !sentences.contains(column)).collect();
            let heads = short.iter().map(|column| heading(words, lang, name, column));
            let mut lines = vec![heads.collect::<Vec<_>>()];
            for row in rows.iter().take(MOST_ROWS) {
                lines.push(
                    short.iter().map(|column| cell(words, lang, name, column, row.get(*column))).collect(),
                );
            }
            grid(out, &lines)?;
            told(out, &rows)?;
            if rows.len() > MOST_ROWS {
                let facts = [("rows", rows.len()), ("shown", MOST_ROWS)]
                    .map(|(name, count)| (name.to_owned(), Value::from(count)));
                writeln!(out, "{}", words.say(lang, "figures-more-rows", &facts.into_iter().collect()))?;
            }
        } else if let Some(matrix) = matrix_of(value) {
            writeln!(out, "\n{}", label(name))?;
            grid(out, &matrix)?;
        }
    }
    if let Some(Value::Array(warnings)) = figures.get("warnings") {
        if !warnings.is_empty() {
            writeln!(out, "\n{}", words.plain(lang, "figures-bear-in-mind"))?;
        }
        for warning in warnings {
            writeln!(out, "- {}", said(words, lang, "caution", warning))?;
        }
    }
    Ok(())
}

/// The sentences of what an audit says cannot hold, below its table.
fn told(out: &mut impl Write, rows: &[&Map<String, Value>]) -> std::io::Result<()> {
    for row in rows.iter().filter(|row| row.get("verdict").and_then(Value::as_str) == Some("cannot_hold")) {
        if let (Some(id), Some(why)) = (row.get("id"), row.get("why")) {
            writeln!(out, "\n{}: {}", plain(id), plain(why))?;
        }
    }
    Ok(())
}

fn cell(words: &Words, lang: Lang, list: &str, column: &str, value: Option<&Value>) -> String {
    match (column, value) {
        ("verdict" | "check", Some(Value::String(word))) => {
            let key = format!("figures-{column}-{}", word.replace('_', "-"));
            if words.knows(lang, &key) { words.plain(lang, &key) } else { word.clone() }
        }
        (_, Some(value)) => in_words(words, lang, list, column, value),
        (_, None) => String::new(),
    }
}

/// A list of lists as a grid of numbers.
fn matrix_of(value: &Value) -> Option<Vec<Vec<String>>> {
    let rows = value.as_array()?;
    let is_list = |row: &Value| row.is_array();
    if rows.is_empty() || rows.len() > MOST_ROWS || !rows.iter().all(is_list) {
        return None;
    }
    let line = |row: &Value| {
        row.as_array()
            .into_iter()
            .flatten()
            .map(|cell| cell.as_f64().map_or_else(|| plain(cell), shown))
            .collect()
    };
    Some(rows.iter().map(line).collect())
}

/// Columns side by side; a Hangul or Chinese letter is two cells wide. A long sentence does not widen its column.
fn grid(out: &mut impl Write, lines: &[Vec<String>]) -> std::io::Result<()> {
    const LONG: usize = 48;
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column)).map(|cell| width(cell));
        cells.filter(|width| *width <= LONG).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    for line in lines {
        let mut text = String::new();
        for (cell, most) in line.iter().zip(&widths) {
            let pad = " ".repeat(most.saturating_sub(width(cell)));
            let is_number = cell.starts_with(|letter: char| {
                letter.is_ascii_digit() || matches!(letter, '-' | '−' | '<' | '∞' | '.')
            });
            let (before, after) = if is_number { (pad.as_str(), "") } else { ("", pad.as_str()) };
            text.push_str(&format!("{before}{cell}{after}  "));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

fn width(text: &str) -> usize {
    let is_wide = |letter: char| matches!(u32::from(letter), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60);
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}
