//! Putting criteria of different units on one scale.

use serde::Serialize;

use super::problem::{above_zero, constant, least, most};
use crate::Unfit;

/// How a column is put on a scale on which more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Normalisation {
    /// x / √Σx²; of a cost one less that (Hwang and Yoon 1981, p. 130).
    Vector,
    /// (x − min) / (max − min); of a cost (max − x) / (max − min). A column that does not vary becomes 1.
    MinMax,
    /// x / Σx; of a cost (1/x) / Σ(1/x). Above zero only.
    Sum,
    /// x / max; of a cost min / x. Above zero only.
    Linear,
    /// x / max; of a cost 1 − x / max. Above zero only.
    Max,
}

impl Normalisation {
    /// Its name in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vector => "vector",
            Self::MinMax => "min-max",
            Self::Sum => "sum",
            Self::Linear => "linear",
            Self::Max => "max",
        }
    }

    /// The column on the common scale.
    ///
    /// # Errors
    /// [`Unfit::OutOfRange`] at a value at or below zero where the rule cannot take it; [`Unfit::Constant`] for a column of zeros under
    /// [`Normalisation::Vector`]; [`Unfit::NotFinite`] when a sum or range overflows.
    pub fn of(self, column: &[f64], benefit: bool) -> Result<Vec<f64>, Unfit> {
        let every = |rule: &dyn Fn(f64) -> f64| column.iter().map(|x| rule(*x)).collect::<Vec<f64>>();
        Ok(match self {
            Self::Vector => {
                let largest = column.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
                if largest == 0.0 {
                    return Err(Unfit::Constant { column: 0 });
                }
                // Squares of what is over the largest neither overflow nor vanish.
                let squares: f64 = column.iter().map(|x| (x / largest) * (x / largest)).sum();
                let norm = finite(largest * squares.sqrt())?;
                if benefit { every(&|x| x / norm) } else { every(&|x| 1.0 - x / norm) }
            }
            Self::MinMax if constant(column) => vec![1.0; column.len()],
            Self::MinMax => {
                let (low, high) = (least(column), most(column));
                finite(high - low)?;
                if benefit {
                    every(&|x| (x - low) / (high - low))
                } else {
                    every(&|x| (high - x) / (high - low))
                }
            }
            Self::Sum => {
                above_zero(column)?;
                if benefit {
                    let sum = finite(column.iter().sum())?;
                    every(&|x| x / sum)
                } else {
                    let sum = finite(column.iter().map(|x| 1.0 / x).sum())?;
                    every(&|x| 1.0 / x / sum)
                }
            }
            Self::Linear => {
                above_zero(column)?;
                if benefit {
                    let high = most(column);
                    every(&|x| x / high)
                } else {
                    let low = least(column);
                    every(&|x| low / x)
                }
            }
            Self::Max => {
                above_zero(column)?;
                let high = most(column);
                if benefit { every(&|x| x / high) } else { every(&|x| 1.0 - x / high) }
            }
        })
    }
}

fn finite(value: f64) -> Result<f64, Unfit> {
    if value.is_finite() { Ok(value) } else { Err(Unfit::NotFinite { row: 0, column: 0 }) }
}
