//! Why a figure cannot be had, and what to bear in mind about one that can.

use serde::Serialize;

/// Why something cannot be computed: the rule and the place, for the reader's own language to word.
///
/// Rows and columns count from 0 as the function's arguments do; who shows them adds the heading and the line of the file.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[non_exhaustive]
pub enum Unfit {
    /// Fewer cases than the method needs.
    #[error("{found} cases where {needed} are needed")]
    TooFew {
        /// The least that would do.
        needed: usize,
        /// What is there.
        found: usize,
    },
    /// Two arguments that must have the same length or shape have not.
    #[error("{found} entries where {expected} belong")]
    Shape {
        /// The length the other argument asks for.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// A number is infinite or not a number.
    #[error("row {row}, column {column} is no finite number")]
    NotFinite {
        /// Counted from 0.
        row: usize,
        /// Counted from 0.
        column: usize,
    },
    /// A number lies outside the domain of the method.
    #[error("{name} is {value}, outside {low} to {high}")]
    OutOfRange {
        /// Which argument, by its name in the signature.
        name: &'static str,
        /// What it was.
        value: f64,
        /// The least allowed.
        low: f64,
        /// The most allowed.
        high: f64,
    },
    /// A column or group does not vary, so the figure would divide by zero.
    #[error("column {column} does not vary")]
    Constant {
        /// Counted from 0.
        column: usize,
    },
    /// A group, row or column has nothing in it.
    #[error("{name} {at} is empty")]
    Empty {
        /// What is empty: `group`, `row`, `column`.
        name: &'static str,
        /// Counted from 0.
        at: usize,
    },
    /// Columns say the same thing, so their effects cannot be told apart.
    #[error("column {column} is a combination of the columns before it")]
    Collinear {
        /// The column that adds nothing, counted from 0.
        column: usize,
    },
    /// One column foretells the outcome without error, so the estimate runs to infinity.
    #[error("column {column} separates the outcomes")]
    Separated {
        /// Counted from 0.
        column: usize,
    },
    /// The search for a solution did not settle.
    #[error("not settled after {steps} steps")]
    NotSettled {
        /// Steps taken.
        steps: usize,
    },
    /// A formula names a column the table does not have.
    #[error("no column is called {name}")]
    NoColumn {
        /// The name as the formula has it.
        name: String,
    },
    /// A column of words stands where numbers are needed.
    #[error("column {name} holds no numbers")]
    NotNumbers {
        /// The name as the formula has it.
        name: String,
    },
    /// A formula cannot be read.
    #[error("the formula cannot be read at character {at}")]
    Formula {
        /// The character where reading stopped, counted from 0.
        at: usize,
    },
}

/// What a reader must bear in mind about a figure that was computed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[non_exhaustive]
pub enum Caution {
    /// Cases were left out because a value was missing.
    Dropped {
        /// How many.
        cases: usize,
    },
    /// So few cases that the approximation behind the p value is poor.
    FewCases {
        /// How many there are.
        found: usize,
        /// From how many on the approximation is thought good.
        advised: usize,
    },
    /// Columns nearly say the same thing.
    NearlyCollinear {
        /// The column, counted from 0.
        column: usize,
        /// Its variance inflation factor.
        inflation: f64,
    },
}
