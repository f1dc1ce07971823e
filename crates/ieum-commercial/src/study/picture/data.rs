//! Figures and columns as drawings need them.

use super::Scene;
use serde_json::{Value, json};

/// A number of a figure.
pub(super) fn number(of: &Value, key: &str) -> Option<f64> {
    of.get(key).and_then(Value::as_f64).filter(|value| value.is_finite())
}

impl Scene<'_> {
    /// A list of the figures.
    pub(super) fn list(&self, key: &str) -> &[Value] {
        self.figures.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A value as people read it.
    pub(super) fn plain(&self, value: f64) -> String {
        self.says.plain(&json!(value))
    }

    /// What is written at a key of a figure.
    pub(super) fn text(&self, of: &Value, key: &str) -> String {
        of.get(key).map(|value| self.says.plain(value)).unwrap_or_default()
    }

    /// What a figure is called.
    pub(super) fn name(&self, key: &str) -> String {
        let message = format!("figures-field-{}", key.replace('_', "-"));
        if self.words.knows(self.lang, &message) {
            self.words.plain(self.lang, &message)
        } else {
            key.to_owned()
        }
    }

    /// A word of the pictures' own.
    pub(super) fn word(&self, key: &str) -> String {
        self.words.plain(self.lang, &format!("study-picture-{key}"))
    }

    /// What was asked, by the option's name.
    pub(super) fn option(&self, key: &str) -> &str {
        self.options.get(key).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The column that an option names, as numbers; missing ones are no number.
    pub(super) fn numbers(&self, option: &str) -> Option<Vec<f64>> {
        self.column(self.option(option))
    }

    /// A column of numbers by its heading.
    pub(super) fn column(&self, heading: &str) -> Option<Vec<f64>> {
        let column = self.table.column(heading).ok()?;
        Some(self.table.numbers(column).ok()?.values)
    }

    /// The column that an option names, as words.
    pub(super) fn cells(&self, option: &str) -> Option<Vec<&str>> {
        let column = self.table.column(self.option(option)).ok()?;
        Some((0..self.table.rows()).map(|row| self.table.cell(row, column)).collect())
    }
}
