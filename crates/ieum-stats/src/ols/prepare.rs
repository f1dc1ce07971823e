//! Columns checked, and brought within reach where their numbers are very large or very small.

use std::borrow::Cow;

use crate::Unfit;
use crate::dd::{Column, Dd};

/// Between these the squares of numbers and their products keep all digits of a double-double.
const REACH: std::ops::Range<f64> = 1e-70..1e70;

/// A regression's numbers, fit to be worked with.
pub(super) struct Prepared<'a> {
    pub(super) outcome: Cow<'a, Column>,
    pub(super) columns: Vec<Cow<'a, Column>>,
    /// The power of two each column was divided by.
    pub(super) scales: Vec<f64>,
    outcome_scale: f64,
}

impl<'a> Prepared<'a> {
    pub(super) fn of(outcome: &'a Column, columns: &'a [Column]) -> Result<Self, Unfit> {
        let n = outcome.len();
        for (at, column) in columns.iter().enumerate() {
            if column.len() != n {
                return Err(Unfit::Shape { expected: n, found: column.len() });
            }
            finite(column, at)?;
        }
        finite(outcome, columns.len())?;
        if columns.is_empty() || n <= columns.len() {
            return Err(Unfit::TooFew { needed: columns.len().max(1) + 1, found: n });
        }
        let (outcome, outcome_scale) = scaled(outcome);
        let (columns, scales) = columns.iter().map(scaled).unzip();
        Ok(Self { outcome, columns, scales, outcome_scale })
    }

    /// What one unit of the worked outcome is in the outcome's own units.
    pub(super) fn unit(&self) -> f64 {
        self.outcome_scale
    }

    /// A sum of squares in the outcome's own units.
    pub(super) fn in_units(&self, squares: Dd) -> f64 {
        squares.to_f64() * self.outcome_scale * self.outcome_scale
    }
}

fn finite(column: &Column, at: usize) -> Result<(), Unfit> {
    let wrong = column.rounded().iter().position(|value| !value.is_finite());
    wrong.map_or(Ok(()), |row| Err(Unfit::NotFinite { row, column: at }))
}

/// The column with the power of two it had to be divided by; itself and 1 nearly always.
fn scaled(column: &Column) -> (Cow<'_, Column>, f64) {
    let largest = column.rounded().iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 || REACH.contains(&largest) {
        return (Cow::Borrowed(column), 1.0);
    }
    let exponent = largest.log2().floor().clamp(-1_000.0, 1_000.0) as i32;
    let scale = 2_f64.powi(exponent);
    let mut worked = column.clone();
    worked.scale(2_f64.powi(-exponent));
    (Cow::Owned(worked), scale)
}
