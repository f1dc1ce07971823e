//! Formulas: `y ~ x1 + x2 + I(x^2) - 1` and the design they make of a table.
//!
//! What can be written: columns by name (letters of any script, digits, `_` and `.`; any other name between backticks); `+` and `-`
//! to put terms in and take them out; `- 1` or `+ 0` for no intercept; `a:b` for the product of two terms and `a*b` for `a + b + a:b`;
//! `I(…)` for arithmetic with `+ - * / ^` and brackets; `log`, `log10`, `exp`, `sqrt` and `abs` with such arithmetic inside, on either
//! side of the `~`; `C(x)` to take a column of numbers as categories.
//!
//! A categorical term becomes one column of noughts and ones per category except the first, named `column[category]`; it keeps its
//! first category too where nothing else in the model spans it (no intercept, or a product without its parts). Source of that rule:
//! Chambers and Hastie 1992, «Statistical models in S», section 2.3.1.

mod design;
mod read;

use std::borrow::Cow;

use crate::dd::Dd;

pub use design::{Design, INTERCEPT};

/// A formula that has been read: what is explained, by what, with an intercept or without.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    outcome: Option<Factor>,
    terms: Vec<Vec<Factor>>,
    intercept: bool,
}

impl Formula {
    /// Whether the model has an intercept.
    #[must_use]
    pub fn intercept(&self) -> bool {
        self.intercept
    }

    /// The names of the columns the formula speaks of, each once, in the order they appear.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for factor in self.outcome.iter().chain(self.terms.iter().flatten()) {
            factor.expression.names(&mut names);
        }
        names
    }
}

/// One part of a term: a column or what is calculated from columns.
#[derive(Debug, Clone, PartialEq)]
struct Factor {
    /// As the formula has it, without blanks.
    label: String,
    expression: Expression,
    /// Whether `C(…)` asks for categories.
    categorical: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Number(Dd),
    Column(String),
    Negative(Box<Expression>),
    Two(Box<Expression>, char, Box<Expression>),
    Call(Function, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Function {
    Log,
    Log10,
    Exp,
    Sqrt,
    Abs,
}

impl Expression {
    fn names<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Self::Number(_) => {}
            Self::Column(name) if into.contains(&name.as_str()) => {}
            Self::Column(name) => into.push(name),
            Self::Negative(inner) | Self::Call(_, inner) => inner.names(into),
            Self::Two(left, _, right) => {
                left.names(into);
                right.names(into);
            }
        }
    }
}

/// What a column of a table holds.
#[derive(Debug, Clone)]
pub enum Values<'a> {
    /// Numbers; one that is no number is a missing value.
    Numbers(Cow<'a, [Dd]>),
    /// Categories: each row's place among the names, none where it is missing.
    Categories {
        /// Per row.
        codes: Cow<'a, [Option<usize>]>,
        /// In the order that makes the first of them the reference.
        names: Cow<'a, [String]>,
    },
}

impl Values<'_> {
    /// Numbers from doubles.
    #[must_use]
    pub fn from_f64(values: &[f64]) -> Self {
        Self::Numbers(values.iter().map(|&value| Dd::from(value)).collect())
    }

    /// Categories from words, an empty one being missing; their order is that of the words.
    #[must_use]
    pub fn from_words<W: AsRef<str>>(words: &[W]) -> Self {
        let mut names: Vec<String> =
            words.iter().map(|word| word.as_ref().to_owned()).filter(|w| !w.is_empty()).collect();
        names.sort();
        names.dedup();
        let codes =
            words.iter().map(|word| names.binary_search_by(|name| name.as_str().cmp(word.as_ref())).ok());
        Self::Categories { codes: codes.collect(), names: names.into() }
    }
}

/// A table as formulas see it: columns by name, lent for as long as `'a`. Every closure from a name to the column's values is one.
pub trait Columns<'a> {
    /// The column of that name.
    fn column(&self, name: &str) -> Option<Values<'a>>;
}

impl<'a, F: Fn(&str) -> Option<Values<'a>>> Columns<'a> for F {
    fn column(&self, name: &str) -> Option<Values<'a>> {
        self(name)
    }
}

#[cfg(test)]
mod tests;
