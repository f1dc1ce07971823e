//! Spreadsheets in: any table a person sends, as rows of plain text with line numbers.
//!
//! CSV and TSV in the encodings Korean offices use, XLSX, XLS, ODS and JSON lines. A broken row is a fault of that
//! row; only a file that cannot be read at all is an error. Sizes are bounded before anything is unpacked.

mod book;
mod delimited;
mod fault;
mod guard;
mod legacy;
mod letters;
mod lines;
pub mod values;

pub use fault::{RowFault, RowReason, SheetError};
pub use letters::{Encoding, decoded};

use crate::sniff::{self, FileKind};
use delimited::Delimited;
use lines::JsonLines;
use std::borrow::Cow;

/// How much a spreadsheet may hold. The defaults let a list of 200,000 rows through and stop a zip bomb early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Of the file as sent.
    pub bytes: usize,
    /// Of a packed file, unpacked.
    pub unpacked_bytes: u64,
    /// Rows under the header.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
    /// Cells of a workbook, empty ones inside its used area included.
    pub cells: u64,
    /// Bytes of text in all cells of a workbook together: a few shared words may stand in millions of cells.
    pub text_bytes: u64,
    /// Letters in one cell (32,767 is what spreadsheet programs allow).
    pub cell_letters: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            bytes: 64 * 1024 * 1024,
            unpacked_bytes: 256 * 1024 * 1024,
            rows: 200_000,
            columns: 256,
            cells: 4_000_000,
            text_bytes: 256 * 1024 * 1024,
            cell_letters: 32_767,
        }
    }
}

/// What kind of file a sheet came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Text with a delimiter.
    Delimited {
        /// Comma, tab, semicolon or bar.
        delimiter: char,
    },
    /// One JSON object a line.
    JsonLines,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
}

/// A spreadsheet that can be read row by row.
#[derive(Debug)]
pub struct Sheet {
    format: SheetFormat,
    encoding: Option<Encoding>,
    sheet_name: Option<String>,
    sheet_names: Vec<String>,
    headers: Vec<String>,
    row_count: u64,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Delimited(Delimited),
    Json(JsonLines),
    Book(Vec<Result<Row<'static>, RowFault>>),
}

/// One row: its line in the file and a text for every header.
///
/// Numbers read `1234.5`, dates `2026-11-23`, moments `2026-11-23T14:05:00`, truth values `true` and `false`; an
/// empty text is an empty cell. Cells of text files are as written, less the white space around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// The line (text) or row (workbook) of the file, from 1; of a cell with line feeds, the first.
    pub line: u64,
    /// As many as there are headers.
    pub cells: Vec<Cow<'a, str>>,
}

impl Row<'_> {
    /// The text in a column, empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.as_ref())
    }

    /// The row with texts of its own.
    pub fn into_owned(self) -> Row<'static> {
        let cells = self.cells.into_iter().map(|cell| Cow::Owned(cell.into_owned())).collect();
        Row { line: self.line, cells }
    }
}

impl Sheet {
    /// Reads a file within the default bounds; the name only helps where the content leaves a doubt.
    pub fn read(bytes: &[u8], file_name: &str) -> Result<Self, SheetError> {
        Self::read_within(bytes, file_name, None, Bounds::default())
    }

    /// Reads one worksheet (the first with content when none is named) within bounds.
    pub fn read_within(
        bytes: &[u8],
        file_name: &str,
        sheet_name: Option<&str>,
        bounds: Bounds,
    ) -> Result<Self, SheetError> {
        if bytes.len() > bounds.bytes {
            return Err(SheetError::TooLarge { bytes: bytes.len(), most: bounds.bytes });
        }
        if bytes.is_empty() {
            return Err(SheetError::Empty);
        }
        match sniff::sniff(bytes) {
            FileKind::Xlsx => book::xlsx(bytes, sheet_name, bounds),
            FileKind::Ods => book::ods(bytes, sheet_name, bounds),
            FileKind::Xls => book::xls(bytes, sheet_name, bounds),
            FileKind::Text | FileKind::Json => Self::text(bytes, file_name, bounds),
            // Text in UTF-16 without its mark looks like no known kind.
            FileKind::Unknown if letters::is_unmarked_wide(bytes) => Self::text(bytes, file_name, bounds),
            kind => Err(SheetError::NotASheet { kind }),
        }
    }

    fn text(bytes: &[u8], file_name: &str, bounds: Bounds) -> Result<Self, SheetError> {
        let (text, encoding) = letters::decoded(bytes)?;
        let content = text.trim_start();
        if content.is_empty() {
            return Err(SheetError::Empty);
        }
        let (format, headers, row_count, source) = if content.starts_with('{') {
            let (lines, headers, count) = JsonLines::open(text, bounds)?;
            (SheetFormat::JsonLines, headers, count, Source::Json(lines))
        } else {
            let (delimited, headers, count) = Delimited::open(text, file_name, bounds)?;
            (
                SheetFormat::Delimited { delimiter: delimited.delimiter() },
                headers,
                count,
                Source::Delimited(delimited),
            )
        };
        let (sheet_name, sheet_names) = (None, Vec::new());
        Ok(Self { format, encoding: Some(encoding), sheet_name, sheet_names, headers, row_count, source })
    }

    /// What kind of file it is.
    pub fn format(&self) -> SheetFormat {
        self.format
    }

    /// In which encoding a text was written; nothing for a workbook.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// Which worksheet was read, of a workbook.
    pub fn sheet_name(&self) -> Option<&str> {
        self.sheet_name.as_deref()
    }

    /// All worksheets of a workbook.
    pub fn sheet_names(&self) -> &[String] {
        &self.sheet_names
    }

    /// The first row that is not empty. A column without a heading is called by its letter (A, B, …), a repeated
    /// heading gets its count: `이름`, `이름 (2)`.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// How many rows and faults [`Sheet::rows`] gives, for a progress bar.
    pub fn row_count(&self) -> u64 {
        self.row_count
    }

    /// The rows under the header in the order of the file, faulty ones as faults; empty rows at the end are left out.
    pub fn rows(&self) -> Box<dyn Iterator<Item = Result<Row<'_>, RowFault>> + Send + '_> {
        match &self.source {
            Source::Delimited(delimited) => Box::new(delimited.rows()),
            Source::Json(lines) => Box::new(lines.rows()),
            Source::Book(rows) => Box::new(rows.iter().map(|row| match row {
                Ok(row) => Ok(Row {
                    line: row.line,
                    cells: row.cells.iter().map(|cell| Cow::Borrowed(cell.as_ref())).collect(),
                }),
                Err(fault) => Err(fault.clone()),
            })),
        }
    }
}

/// Headings as people will see them: trimmed, each once, none empty; columns without any heading at the end go.
fn headings(cells: &[Cow<'_, str>], bounds: Bounds) -> Result<Vec<String>, SheetError> {
    let used = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    if used == 0 {
        return Err(SheetError::Empty);
    }
    if used > bounds.columns {
        return Err(SheetError::TooManyColumns { found: used, most: bounds.columns });
    }
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut named = Vec::with_capacity(used);
    for (i, cell) in cells.iter().take(used).enumerate() {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let name = if words.is_empty() { column_letters(i) } else { words.join(" ") };
        let count = seen.entry(name.clone()).or_insert(0);
        *count += 1;
        named.push(if *count == 1 { name } else { format!("{name} ({count})") });
    }
    Ok(named)
}

/// A column's name in spreadsheet programs: 0 → A, 25 → Z, 26 → AA.
pub fn column_letters(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A cell's text as kept: no white space around it, and no guard apostrophe before a formula sign.
fn plain(text: &str) -> &str {
    let text = text
        .trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}' || letter == '\u{200b}');
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests;
