//! What the audit says about one printed figure.

use super::range::Range;
use serde::Serialize;
use std::collections::BTreeMap;

/// Whether a printed figure can stand beside the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Some figures that round to what is printed fulfil the rule.
    Agrees,
    /// No figures that round to what is printed fulfil the rule: these cannot both be right. Which of them is not, the audit cannot say.
    CannotHold,
    /// Something to know that settles nothing.
    Information,
}

/// A fact behind a verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Fact {
    /// A number.
    Number(f64),
    /// Text of the table, or a list of numbers.
    Text(String),
    /// A yes or no.
    Flag(bool),
}

/// Why: the name of the rule, to be worded in the reader's language, and the facts that belong into the sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// The name of the sentence: `p-from-statistic`.
    pub key: &'static str,
    /// What stands in it.
    pub facts: BTreeMap<&'static str, Fact>,
}

impl Why {
    pub(super) fn new(key: &'static str) -> Self {
        Self { key, facts: BTreeMap::new() }
    }

    pub(super) fn number(mut self, name: &'static str, value: f64) -> Self {
        self.facts.insert(name, Fact::Number(value));
        self
    }

    pub(super) fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.insert(name, Fact::Text(value.into()));
        self
    }

    pub(super) fn flag(mut self, name: &'static str, value: bool) -> Self {
        self.facts.insert(name, Fact::Flag(value));
        self
    }

    pub(super) fn range(self, low: &'static str, high: &'static str, range: Range) -> Self {
        self.number(low, range.low).number(high, range.high)
    }
}

/// One check of one figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The row's name in the table, and after a dash which of its figures, where a row has several.
    pub id: String,
    /// Line of the table.
    pub line: u64,
    /// Which check.
    pub check: &'static str,
    /// The figure as printed.
    pub printed: String,
    /// The least it can have been, all other figures being as printed before they were rounded; not finite when unbounded.
    pub recomputed_low: f64,
    /// The most.
    pub recomputed_high: f64,
    /// What follows.
    pub verdict: Verdict,
    /// Why.
    pub why: Why,
}

/// All that was found in a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// In the order of the table.
    pub rows: Vec<Finding>,
    /// How many figures agree with the others.
    pub agrees: usize,
    /// How many cannot hold.
    pub cannot_hold: usize,
}
