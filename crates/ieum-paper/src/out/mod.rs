//! Spreadsheets out: workbooks and CSV that no cell can turn into a program.

use ieum_kernel::Money;
use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::HashSet;

/// Rows of one worksheet, the header not counted (what spreadsheet programs open).
pub const MOST_ROWS: usize = 1_048_575;
/// Letters of one cell (the same programs' limit).
pub const MOST_CELL_LETTERS: usize = 32_767;
/// Whole numbers beyond ±2⁵³ lose digits in spreadsheet programs, so they are written as text.
const MOST_EXACT: i64 = 1 << 53;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words and codes, left.
    Text,
    /// Figures, right.
    Number,
    /// Amounts with thousands parted, right.
    Money,
    /// Days and moments, middle.
    Date,
}

/// A column of a worksheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnOut {
    /// Its heading.
    pub label: String,
    /// What it holds.
    pub kind: ColumnKind,
}

impl ColumnOut {
    /// A column with its heading.
    pub fn new(label: impl Into<String>, kind: ColumnKind) -> Self {
        Self { label: label.into(), kind }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellOut {
    /// Nothing.
    Empty,
    /// Words or a code; never a formula, whatever it begins with.
    Text(String),
    /// A figure.
    Number(f64),
    /// A count, exact.
    Whole(i64),
    /// An amount, exact.
    Money(Money),
    /// A day.
    Date(Date),
    /// A moment in the reader's own zone.
    DateTime(DateTime),
}

impl From<&str> for CellOut {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for CellOut {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A worksheet to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetOut {
    /// Shown on its tab; letters a tab cannot show are replaced.
    pub name: String,
    /// The columns.
    pub columns: Vec<ColumnOut>,
    /// The cells; every row has as many as there are columns.
    pub rows: Vec<Vec<CellOut>>,
}

/// Why a spreadsheet cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutError {
    /// A row does not have as many cells as the sheet has columns.
    #[error("row {row} has {found} cells under {expected} columns")]
    Ragged {
        /// From 1, under the header.
        row: usize,
        /// Cells in it.
        found: usize,
        /// Columns of the sheet.
        expected: usize,
    },
    /// More rows than spreadsheet programs open.
    #[error("{found} rows, at most {most} can be written")]
    TooManyRows {
        /// Rows asked for.
        found: usize,
        /// Rows allowed.
        most: usize,
    },
    /// A cell longer than spreadsheet programs open.
    #[error("a cell of row {row} has more than {most} letters")]
    CellTooLong {
        /// From 1, under the header.
        row: usize,
        /// Letters allowed.
        most: usize,
    },
    /// The writer failed.
    #[error("the workbook cannot be written")]
    Writing(#[from] XlsxError),
    /// The text writer failed.
    #[error("the text cannot be written")]
    Text(#[from] csv::Error),
}

/// An XLSX workbook: frozen header with filters, fitting widths, amounts and days as such. The same sheets always
/// give the same bytes.
pub fn workbook(sheets: &[SheetOut]) -> Result<Vec<u8>, OutError> {
    let mut book = Workbook::new();
    // A fixed date, so that the same content is the same file.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let head = Format::new().set_bold().set_background_color(0xF3F5F7).set_border_bottom(FormatBorder::Thin);
    let mut names = HashSet::new();
    for sheet in sheets {
        check(sheet)?;
        let page = book.add_worksheet();
        page.set_name(tab_name(&sheet.name, &mut names))?;
        for (column, index) in sheet.columns.iter().zip(0_u16..) {
            let head = match column.kind {
                ColumnKind::Text => head.clone(),
                ColumnKind::Number | ColumnKind::Money => head.clone().set_align(FormatAlign::Right),
                ColumnKind::Date => head.clone().set_align(FormatAlign::Center),
            };
            page.write_string_with_format(0, index, &column.label, &head)?;
        }
        let mut widths: Vec<usize> = sheet.columns.iter().map(|column| width(&column.label) + 3).collect();
        for (line, row) in sheet.rows.iter().zip(1_u32..) {
            for (((cell, index), column), widest) in
                line.iter().zip(0_u16..).zip(&sheet.columns).zip(&mut widths)
            {
                let shown = write(page, row, index, cell, column.kind)?;
                *widest = (*widest).max(shown);
            }
        }
        for (widest, index) in widths.iter().zip(0_u16..) {
            let letters = u16::try_from((*widest).clamp(6, 60)).unwrap_or(60);
            page.set_column_width(index, f64::from(letters) + 1.0)?;
        }
        page.set_freeze_panes(1, 0)?;
        let last = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        let rows = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        if !sheet.columns.is_empty() {
            page.autofilter(0, 0, rows, last)?;
            page.set_repeat_rows(0, 0)?;
        }
        page.set_landscape();
        page.set_paper_size(9);
        page.set_print_fit_to_pages(1, 0);
    }
    if sheets.is_empty() {
        book.add_worksheet();
    }
    Ok(book.save_to_buffer()?)
}

fn check(sheet: &SheetOut) -> Result<(), OutError> {
    if sheet.rows.len() > MOST_ROWS {
        return Err(OutError::TooManyRows { found: sheet.rows.len(), most: MOST_ROWS });
    }
    for (line, row) in sheet.rows.iter().zip(1_usize..) {
        let (found, expected) = (line.len(), sheet.columns.len());
        if found != expected {
            return Err(OutError::Ragged { row, found, expected });
        }
        let too_long = |cell: &CellOut| match cell {
            CellOut::Text(text) => text.len() > MOST_CELL_LETTERS && text.chars().count() > MOST_CELL_LETTERS,
            _ => false,
        };
        if line.iter().any(too_long) {
            return Err(OutError::CellTooLong { row, most: MOST_CELL_LETTERS });
        }
    }
    Ok(())
}

/// Writes one cell and says how wide it shows, in letters of a figure's width.
fn write(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &CellOut,
    kind: ColumnKind,
) -> Result<usize, XlsxError> {
    match cell {
        CellOut::Empty => Ok(0),
        CellOut::Text(text) => {
            let mut format = Format::new();
            if text.contains('\n') {
                format = format.set_text_wrap();
            }
            if is_risky(text) {
                // The cell stays text even after somebody edits it.
                format = format.set_quote_prefix();
            }
            if matches!(kind, ColumnKind::Date) {
                format = format.set_align(FormatAlign::Center);
            }
            page.write_string_with_format(row, column, text, &format)?;
            Ok(text.lines().map(width).max().unwrap_or(0))
        }
        CellOut::Number(number) if number.is_finite() => {
            page.write_number(row, column, *number)?;
            Ok(number.to_string().len())
        }
        CellOut::Number(_) => Ok(0),
        CellOut::Whole(number) => whole(page, row, column, *number, &number.to_string(), "0"),
        CellOut::Money(money) => {
            let digits = money.currency.digits();
            let format = if digits == 0 { "#,##0" } else { "#,##0.00" };
            let shown = money_text(*money);
            Ok(whole(page, row, column, money.minor, &shown, format)? + shown.len() / 3)
        }
        CellOut::Date(day) => {
            let format = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center);
            let moment = excel_day(*day)?;
            page.write_datetime_with_format(row, column, &moment, &format)?;
            Ok(10)
        }
        CellOut::DateTime(moment) => {
            let format = Format::new().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Center);
            let hour = u16::from(moment.hour().unsigned_abs());
            let at = excel_day(moment.date())?.and_hms(
                hour,
                moment.minute().unsigned_abs(),
                f64::from(moment.second()),
            )?;
            page.write_datetime_with_format(row, column, &at, &format)?;
            Ok(16)
        }
    }
}

/// Writes an exact amount; `shown` is the same amount as a decimal number.
fn whole(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    exact: i64,
    shown: &str,
    format: &str,
) -> Result<usize, XlsxError> {
    match shown.parse::<f64>() {
        Ok(number) if (-MOST_EXACT..=MOST_EXACT).contains(&exact) => {
            page.write_number_with_format(row, column, number, &Format::new().set_num_format(format))?;
        }
        _ => {
            page.write_string_with_format(row, column, shown, &Format::new().set_align(FormatAlign::Right))?;
        }
    }
    Ok(shown.len())
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// An amount as a plain decimal number: no currency, no thousands.
fn money_text(money: Money) -> String {
    let digits = money.currency.digits();
    if digits == 0 {
        return money.minor.to_string();
    }
    let unit = 10_u64.pow(digits);
    let size = money.minor.unsigned_abs();
    let sign = if money.minor < 0 { "-" } else { "" };
    let places = usize::try_from(digits).unwrap_or(2);
    format!("{sign}{}.{:0places$}", size / unit, size % unit)
}

/// How many figures wide a line is; a Korean letter takes two.
fn width(line: &str) -> usize {
    line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

/// A name that a tab can show: at most 31 letters, none of `[]:*?/\`, not empty, no two alike.
fn tab_name(name: &str, taken: &mut HashSet<String>) -> String {
    let allowed = |letter: char| {
        if matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || letter.is_control() {
            ' '
        } else {
            letter
        }
    };
    let clean: String = name.chars().map(allowed).collect();
    let clean = clean.trim().trim_matches('\'');
    let base = if clean.is_empty() { "1" } else { clean };
    let mut count = 1_u32;
    loop {
        let tail = if count == 1 { String::new() } else { format!(" ({count})") };
        // A tab counts UTF-16 units.
        let mut room = 31 - tail.len();
        let mut tab: String = base
            .chars()
            .take_while(|letter| {
                let fits = letter.len_utf16() <= room;
                room = room.saturating_sub(letter.len_utf16());
                fits
            })
            .collect();
        tab.push_str(&tail);
        if taken.insert(tab.to_lowercase()) {
            return tab;
        }
        count += 1;
    }
}

/// How a CSV text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    /// Begin with the mark by which Excel knows UTF-8.
    pub marked: bool,
    /// Comma, or tab for TSV.
    pub delimiter: u8,
}

impl CsvStyle {
    /// For people who open it in Excel.
    pub const EXCEL: Self = Self { marked: true, delimiter: b',' };
    /// For programs.
    pub const PLAIN: Self = Self { marked: false, delimiter: b',' };
}

/// A sheet as CSV (RFC 4180, lines end with CR LF). A text that a spreadsheet program would run as a formula gets an
/// apostrophe before it, which [`crate::Sheet`] takes off again.
pub fn csv_text(sheet: &SheetOut, style: CsvStyle) -> Result<String, OutError> {
    check(sheet)?;
    let mut writer = csv::WriterBuilder::new()
        .delimiter(style.delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(if style.marked { b"\xef\xbb\xbf".to_vec() } else { Vec::new() });
    writer.write_record(sheet.columns.iter().map(|column| guarded(&column.label)))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            CellOut::Empty => String::new(),
            CellOut::Text(text) => guarded(text),
            CellOut::Number(number) => digits(*number),
            CellOut::Whole(number) => number.to_string(),
            CellOut::Money(money) => money_text(*money),
            CellOut::Date(day) => day.to_string(),
            CellOut::DateTime(moment) => moment.to_string(),
        }))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    // Everything written was text.
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A number with the fewest digits that read back as it, with a power of ten where plain digits would be a row of noughts.
fn digits(number: f64) -> String {
    let plain = number == 0.0 || (1e-5..1e16).contains(&number.abs());
    if plain { number.to_string() } else { format!("{number:e}") }
}

fn guarded(text: &str) -> String {
    if is_risky(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a spreadsheet program would take the text for a formula (OWASP, CSV injection). A plain negative number
/// is no risk.
fn is_risky(text: &str) -> bool {
    let start = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    let suspect = start.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    suspect && start.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests;
