//! JSON lines: one object a line, nested values laid flat.

use super::{Bounds, Row, RowFault, RowReason, SheetError};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;

#[derive(Debug)]
pub(super) struct JsonLines {
    text: String,
    places: HashMap<String, usize>,
    cell_letters: usize,
}

impl JsonLines {
    /// Collects the columns in the order they first appear and counts the rows.
    pub(super) fn open(text: String, bounds: Bounds) -> Result<(Self, Vec<String>, u64), SheetError> {
        let mut headers: Vec<String> = Vec::new();
        let mut places = HashMap::new();
        let (mut objects, mut count, mut last) = (0_u64, 0_u64, 0_u64);
        for (line, content) in numbered(&text) {
            // A run of empty lines is one fault.
            count += if line - last > 1 { 2 } else { 1 };
            last = line;
            let Ok(fields) = fields(content) else { continue };
            objects += 1;
            if objects > bounds.rows {
                return Err(SheetError::TooManyRows { line, most: bounds.rows });
            }
            for (name, _value) in fields {
                if !places.contains_key(&name) {
                    places.insert(name.clone(), headers.len());
                    headers.push(name);
                }
            }
            if headers.len() > bounds.columns {
                return Err(SheetError::TooManyColumns { found: headers.len(), most: bounds.columns });
            }
        }
        if objects == 0 {
            let why = "no line holds a JSON object".to_owned();
            return Err(SheetError::Broken { why });
        }
        let lines = Self { text, places, cell_letters: bounds.cell_letters };
        Ok((lines, headers, count))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, RowFault>> + Send {
        let mut last = 0;
        numbered(&self.text).flat_map(move |(line, content)| {
            let gap = line - last - 1;
            let first = last + 1;
            last = line;
            let fault = RowFault { line: first, column: None, reason: RowReason::Blank { rows: gap } };
            let blank = (gap > 0).then_some(Err(fault));
            blank.into_iter().chain(std::iter::once(self.row(line, content)))
        })
    }

    fn row(&self, line: u64, content: &str) -> Result<Row<'_>, RowFault> {
        let fields = fields(content).map_err(|reason| RowFault { line, column: None, reason })?;
        let mut cells = vec![Cow::Borrowed(""); self.places.len()];
        for (name, value) in fields {
            if value.len() > self.cell_letters && value.chars().count() > self.cell_letters {
                let reason = RowReason::CellTooLong { most: self.cell_letters };
                return Err(RowFault { line, column: Some(name), reason });
            }
            if let Some(cell) = self.places.get(&name).and_then(|at| cells.get_mut(*at)) {
                *cell = Cow::Owned(value);
            }
        }
        Ok(Row { line, cells })
    }
}

/// Lines that hold something, with their numbers.
fn numbered(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1_u64..).zip(text.lines()).filter(|(_line, content)| !content.trim().is_empty())
}

/// An object's values by name, nested objects as `outer.inner`, lists joined by `; `.
fn fields(content: &str) -> Result<Vec<(String, String)>, RowReason> {
    let value: Value =
        serde_json::from_str(content).map_err(|error| RowReason::NotJson { column: error.column() })?;
    let Value::Object(map) = value else { return Err(RowReason::NotAnObject) };
    let mut found = Vec::with_capacity(map.len());
    for (name, value) in map {
        flatten(name, value, &mut found);
    }
    Ok(found)
}

fn flatten(name: String, value: Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            for (inner, value) in map {
                flatten(format!("{name}.{inner}"), value, into);
            }
        }
        value => into.push((name, told(value))),
    }
}

fn told(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(items) => {
            let told: Vec<String> = items.into_iter().map(told).filter(|text| !text.is_empty()).collect();
            told.join("; ")
        }
        Value::Object(map) => Value::Object(map).to_string(),
    }
}
