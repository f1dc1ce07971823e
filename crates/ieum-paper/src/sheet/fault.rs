//! What can be wrong with a spreadsheet: the whole file, or one row of it.

use crate::sniff::FileKind;

/// Why a file cannot be read as a spreadsheet at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// No row with anything in it.
    #[error("the file has no rows")]
    Empty,
    /// More bytes than allowed.
    #[error("the file has {bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Bytes sent.
        bytes: usize,
        /// Bytes allowed.
        most: usize,
    },
    /// A packed file that grows beyond the bound.
    #[error("the file unpacks to more than {most} bytes")]
    UnpacksTooLarge {
        /// Bytes allowed.
        most: u64,
    },
    /// More rows than allowed.
    #[error("line {line} is beyond the {most} rows that are read")]
    TooManyRows {
        /// The first line that is too many.
        line: u64,
        /// Rows allowed.
        most: u64,
    },
    /// More columns than allowed.
    #[error("the file has {found} columns, at most {most} are read")]
    TooManyColumns {
        /// Columns found.
        found: usize,
        /// Columns allowed.
        most: usize,
    },
    /// A workbook whose used area is larger than the bound.
    #[error("the workbook has {found} cells, at most {most} are read")]
    TooManyCells {
        /// Cells found, counting repeated ones.
        found: u64,
        /// Cells allowed.
        most: u64,
    },
    /// A workbook whose cells hold more text together than the bound.
    #[error("the cells hold more than {most} bytes of text")]
    TooMuchText {
        /// Bytes allowed.
        most: u64,
    },
    /// Neither UTF-8, UTF-16 nor CP949.
    #[error("line {line} is in no known encoding")]
    Encoding {
        /// The first line that cannot be read.
        line: u64,
    },
    /// Another kind of file; [`FileKind::Html`] is the web page that some sites send as `.xls`.
    #[error("the file is {kind:?}, not a spreadsheet")]
    NotASheet {
        /// What it is.
        kind: FileKind,
    },
    /// Locked with a password.
    #[error("the workbook is locked with a password")]
    Locked,
    /// No worksheet of that name.
    #[error("the workbook has no worksheet {name:?}")]
    NoSuchSheet {
        /// The name asked for.
        name: String,
    },
    /// Damaged; the reason is the reader's own, for the log.
    #[error("the file is damaged: {why}")]
    Broken {
        /// What the reader stumbled over.
        why: String,
    },
}

impl SheetError {
    /// The message key in `paper.ftl`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Empty => "sheet-refused-empty",
            Self::TooLarge { .. } => "sheet-refused-too-large",
            Self::UnpacksTooLarge { .. } => "sheet-refused-unpacks-too-large",
            Self::TooManyRows { .. } => "sheet-refused-too-many-rows",
            Self::TooManyColumns { .. } => "sheet-refused-too-many-columns",
            Self::TooManyCells { .. } => "sheet-refused-too-many-cells",
            Self::TooMuchText { .. } => "sheet-refused-too-much-text",
            Self::Encoding { .. } => "sheet-refused-encoding",
            Self::NotASheet { .. } => "sheet-refused-not-a-sheet",
            Self::Locked => "sheet-refused-locked",
            Self::NoSuchSheet { .. } => "sheet-refused-no-such-sheet",
            Self::Broken { .. } => "sheet-refused-broken",
        }
    }

    /// The numbers and names that the message speaks of.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty | Self::Locked | Self::Broken { .. } => Vec::new(),
            Self::TooLarge { bytes, most } => {
                vec![("megabytes", megabytes(*bytes)), ("most", megabytes(*most))]
            }
            Self::UnpacksTooLarge { most } | Self::TooMuchText { most } => {
                vec![("most", (most / 1_048_576).to_string())]
            }
            Self::TooManyRows { line, most } => vec![("line", line.to_string()), ("most", most.to_string())],
            Self::TooManyColumns { found, most } => {
                vec![("found", found.to_string()), ("most", most.to_string())]
            }
            Self::TooManyCells { found, most } => {
                vec![("found", found.to_string()), ("most", most.to_string())]
            }
            Self::Encoding { line } => vec![("line", line.to_string())],
            Self::NotASheet { kind } => vec![("kind", kind.name().to_owned())],
            Self::NoSuchSheet { name } => vec![("name", name.clone())],
        }
    }
}

fn megabytes(bytes: usize) -> String {
    bytes.div_ceil(1_048_576).to_string()
}

/// A row that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct RowFault {
    /// The line (text) or row (workbook) of the file, from 1.
    pub line: u64,
    /// The heading of the column, where one column is at fault.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: RowReason,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowReason {
    /// One or more empty rows, with rows after them.
    #[error("{rows} empty rows")]
    Blank {
        /// How many follow each other.
        rows: u64,
    },
    /// Fewer cells than headings.
    #[error("{found} cells under {expected} headings")]
    TooFewCells {
        /// Cells in the row.
        found: usize,
        /// Headings of the sheet.
        expected: usize,
    },
    /// More cells than headings.
    #[error("{found} cells under {expected} headings")]
    TooManyCells {
        /// Cells in the row.
        found: usize,
        /// Headings of the sheet.
        expected: usize,
    },
    /// A quotation mark that is never closed.
    #[error("a quotation mark is not closed")]
    UnclosedQuote,
    /// Text between a closing quotation mark and the next delimiter.
    #[error("text follows a closing quotation mark")]
    TextAfterQuote,
    /// A cell longer than the bound.
    #[error("a cell is longer than {most} letters")]
    CellTooLong {
        /// Letters allowed.
        most: usize,
    },
    /// A formula that failed, such as `#N/A`.
    #[error("a formula gives {code}")]
    FormulaError {
        /// The spreadsheet program's own code.
        code: String,
    },
    /// A line that is not JSON.
    #[error("not JSON at letter {column}")]
    NotJson {
        /// Where reading stopped, in letters from 1.
        column: usize,
    },
    /// A line of JSON that is not an object.
    #[error("not a JSON object")]
    NotAnObject,
}

impl RowReason {
    /// The message key in `paper.ftl`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Blank { .. } => "sheet-row-refused-blank",
            Self::TooFewCells { .. } => "sheet-row-refused-too-few-cells",
            Self::TooManyCells { .. } => "sheet-row-refused-too-many-cells",
            Self::UnclosedQuote => "sheet-row-refused-unclosed-quote",
            Self::TextAfterQuote => "sheet-row-refused-text-after-quote",
            Self::CellTooLong { .. } => "sheet-row-refused-cell-too-long",
            Self::FormulaError { .. } => "sheet-row-refused-formula-error",
            Self::NotJson { .. } => "sheet-row-refused-not-json",
            Self::NotAnObject => "sheet-row-refused-not-an-object",
        }
    }

    /// The numbers and codes that the message speaks of.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Blank { rows } => vec![("rows", rows.to_string())],
            Self::TooFewCells { found, expected } | Self::TooManyCells { found, expected } => {
                vec![("found", found.to_string()), ("expected", expected.to_string())]
            }
            Self::CellTooLong { most } => vec![("most", most.to_string())],
            Self::FormulaError { code } => vec![("code", code.clone())],
            Self::NotJson { column } => vec![("column", column.to_string())],
            Self::UnclosedQuote | Self::TextAfterQuote | Self::NotAnObject => Vec::new(),
        }
    }
}
