//! What is wrong with a table, where, so that the reader's language can say what to do.

use serde::Serialize;

/// Why a table or a column of it cannot be read. Lines and columns count from 1, as people see them in a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case", rename_all_fields = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// There is no heading, or nothing under it.
    #[error("the table has no {what}")]
    Nothing {
        /// `headings` or `rows`.
        what: &'static str,
    },
    /// A row has more or fewer cells than there are headings.
    #[error("line {line} has {found} cells under {expected} headings")]
    Ragged {
        /// Line of the file.
        line: u64,
        /// Headings.
        expected: usize,
        /// Cells.
        found: usize,
    },
    /// A quotation mark is never closed.
    #[error("the quotation mark opened on line {line} is never closed")]
    OpenQuote {
        /// Where it opens.
        line: u64,
    },
    /// More columns, rows or letters than are read at once.
    #[error("{found} {what}, at most {most}")]
    TooMany {
        /// `columns`, `rows`, `letters`, `cells`, `places` or `results`.
        what: &'static str,
        /// How many there are, or the first that is too many.
        found: usize,
        /// The most allowed.
        most: usize,
    },
    /// No heading is called so.
    #[error("no column is called {name}")]
    NoColumn {
        /// What was asked for.
        name: String,
        /// Headings that look alike, or the first ones.
        known: Vec<String>,
    },
    /// Two headings are called so.
    #[error("columns {first} and {second} are both called {name}")]
    Twice {
        /// The heading.
        name: String,
        /// The first such column.
        first: usize,
        /// The second.
        second: usize,
    },
    /// A cell of a column of numbers is no number.
    #[error("line {line}, column {column}: {text} is no number")]
    NotANumber {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The cell, shortened.
        text: String,
    },
    /// A cell says less or more than a number, as `<.001` does.
    #[error("line {line}, column {column}: {text} is a bound, not a number")]
    OnlyABound {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The cell.
        text: String,
    },
    /// One column writes the decimal point in two ways.
    #[error(
        "column {column}: {text} on line {line} and {other_text} on line {other_line} use different decimal marks"
    )]
    MixedMarks {
        /// Heading.
        column: String,
        /// A line with a decimal point.
        line: u64,
        /// Its cell.
        text: String,
        /// A line with a decimal comma.
        other_line: u64,
        /// Its cell.
        other_text: String,
    },
    /// Some cells of a column carry a percent sign and others do not.
    #[error("column {column}: {text} on line {line} is in percent and line {other_line} is not")]
    MixedPercent {
        /// Heading.
        column: String,
        /// A line with a sign.
        line: u64,
        /// Its cell.
        text: String,
        /// A line without.
        other_line: u64,
    },
    /// A number is infinite, or larger than a double holds.
    #[error("line {line}, column {column}: {text} is not finite")]
    NotFinite {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The cell.
        text: String,
    },
    /// A number is so small that a double keeps only some of its digits, or none.
    #[error("line {line}, column {column}: {text} is too small to keep its digits")]
    TooSmall {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The cell.
        text: String,
    },
    /// A column has no value at all.
    #[error("column {column} is empty")]
    EmptyColumn {
        /// Heading.
        column: String,
    },
    /// A cell holds a word that is none of those known there.
    #[error("line {line}, column {column}: {text} is none of {}", known.join(", "))]
    UnknownWord {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The cell.
        text: String,
        /// What may stand there.
        known: Vec<String>,
    },
    /// An option names something that the table does not have.
    #[error("{what}: {text} is none of {}", known.join(", "))]
    NotAmong {
        /// The option.
        what: &'static str,
        /// What was asked for.
        text: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A heading that means nothing here.
    #[error("the column {name} is none of {}", known.join(", "))]
    UnknownColumn {
        /// The heading.
        name: String,
        /// Headings that are understood.
        known: Vec<String>,
    },
    /// A cell names a row that is not there, or one of a kind that does not belong there.
    #[error("line {line}, column {column}: there is no fitting row {text}")]
    NoSuchRow {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The name.
        text: String,
    },
    /// Two rows bear one name.
    #[error("lines {other_line} and {line} are both called {text}")]
    RepeatedName {
        /// The second line.
        line: u64,
        /// The first.
        other_line: u64,
        /// The name.
        text: String,
    },
    /// A row lacks what its kind cannot do without.
    #[error("line {line} lacks {column}")]
    Lacks {
        /// Line of the file.
        line: u64,
        /// Heading of what is missing.
        column: String,
    },
    /// A number that reads well but that the method cannot take.
    #[error("line {line}, column {column}: {text} is out of place here ({needs} {least} {most})")]
    Outside {
        /// Line of the file.
        line: u64,
        /// Heading.
        column: String,
        /// The cell.
        text: String,
        /// What belongs there: `positive`, `not-negative`, `whole`, `at-least`, `at-most` or `between`.
        needs: &'static str,
        /// The least allowed; empty where there is none.
        least: String,
        /// The most allowed; empty where there is none.
        most: String,
    },
    /// A column tells fewer or more groups apart than the method compares.
    #[error("column {column} tells {found} groups apart where {needed} are needed: {}", known.join(", "))]
    WrongGroups {
        /// Heading.
        column: String,
        /// Groups with a value.
        found: usize,
        /// Groups needed.
        needed: usize,
        /// Their names, the first ones.
        known: Vec<String>,
    },
    /// A group has too few values for the method.
    #[error("line {line}: group {text} of column {column} has {found} values, {needed} are needed")]
    SmallGroup {
        /// Line of the group's first value.
        line: u64,
        /// Heading.
        column: String,
        /// The group.
        text: String,
        /// Its values.
        found: usize,
        /// Values needed.
        needed: usize,
    },
    /// A unit has no value in a period in which others have one.
    #[error("{unit} has no value at {period}")]
    Gap {
        /// The unit.
        unit: String,
        /// The period.
        period: String,
    },
}
