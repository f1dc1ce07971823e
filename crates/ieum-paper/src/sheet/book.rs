//! Workbooks: one worksheet becomes rows of text.

use super::guard::{broken, ods_content, unpacked};
use super::{
    Bounds, Row, RowFault, RowReason, Sheet, SheetError, SheetFormat, Source, column_letters, headings, plain,
};
use super::{legacy, values};
use calamine::{
    Data, DataRef, ExcelDateTime, Ods, Range, Reader, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use std::borrow::Cow;
use std::io::Cursor;

/// A cell as text, or the code of the formula that failed.
type Told = Result<String, String>;

pub(super) fn xlsx(bytes: &[u8], wanted: Option<&str>, bounds: Bounds) -> Result<Sheet, SheetError> {
    unpacked(bytes, None, bounds)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => SheetError::Locked,
        error => broken(&error),
    })?;
    let (names, order) = worksheets(book.sheets_metadata(), wanted)?;
    for name in order {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        let mut rows = Gathered::new(bounds);
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            let (row, column) = cell.get_position();
            rows.cell(row, column, told_ref(cell.get_value()))?;
        }
        if rows.is_empty() && wanted.is_none() {
            continue;
        }
        return rows.sheet(SheetFormat::Xlsx, name, names);
    }
    Err(SheetError::Empty)
}

pub(super) fn ods(bytes: &[u8], wanted: Option<&str>, bounds: Bounds) -> Result<Sheet, SheetError> {
    let content = unpacked(bytes, Some("content.xml"), bounds)?.ok_or(SheetError::Empty)?;
    ods_content(&content, bounds)?;
    drop(content);
    let book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    ranged(book, SheetFormat::Ods, wanted, bounds)
}

pub(super) fn xls(bytes: &[u8], wanted: Option<&str>, bounds: Bounds) -> Result<Sheet, SheetError> {
    legacy::cells_within(bytes, bounds)?;
    let book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => SheetError::Locked,
        error => broken(&error),
    })?;
    ranged(book, SheetFormat::Xls, wanted, bounds)
}

/// For the readers that hold whole worksheets.
fn ranged<'a, R>(
    mut book: R,
    format: SheetFormat,
    wanted: Option<&str>,
    bounds: Bounds,
) -> Result<Sheet, SheetError>
where
    R: Reader<Cursor<&'a [u8]>>,
    R::Error: std::fmt::Display,
{
    let (names, order) = worksheets(book.sheets_metadata(), wanted)?;
    for name in order {
        let range: Range<Data> = book.worksheet_range(&name).map_err(|error| broken(&error))?;
        let mut rows = Gathered::new(bounds);
        let (top, left) = range.start().unwrap_or_default();
        for (row, cells) in (top..).zip(range.rows()) {
            for (column, cell) in (left..).zip(cells) {
                rows.cell(row, column, told(cell))?;
            }
        }
        if rows.is_empty() && wanted.is_none() {
            continue;
        }
        return rows.sheet(format, name, names);
    }
    Err(SheetError::Empty)
}

/// All names, and those to try: the wanted one, or the visible ones in order.
fn worksheets(
    all: &[calamine::Sheet],
    wanted: Option<&str>,
) -> Result<(Vec<String>, Vec<String>), SheetError> {
    let names: Vec<String> = all.iter().map(|sheet| sheet.name.clone()).collect();
    let order = match wanted {
        Some(wanted) if names.iter().any(|name| name == wanted) => vec![wanted.to_owned()],
        Some(wanted) => return Err(SheetError::NoSuchSheet { name: wanted.to_owned() }),
        None => all
            .iter()
            .filter(|sheet| sheet.visible == SheetVisible::Visible)
            .map(|sheet| sheet.name.clone())
            .collect(),
    };
    Ok((names, order))
}

/// Cells on their way to rows; only rows with content are kept.
struct Gathered {
    bounds: Bounds,
    rows: Vec<(u32, Vec<Told>)>,
    cells: u64,
    text_bytes: u64,
}

impl Gathered {
    fn new(bounds: Bounds) -> Self {
        Self { bounds, rows: Vec::new(), cells: 0, text_bytes: 0 }
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn cell(&mut self, row: u32, column: u32, told: Told) -> Result<(), SheetError> {
        if told.as_ref().is_ok_and(String::is_empty) {
            return Ok(());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= self.bounds.columns {
            let (found, most) = (column.saturating_add(1), self.bounds.columns);
            return Err(SheetError::TooManyColumns { found, most });
        }
        let bytes = told.as_ref().map_or(0, String::len);
        self.text_bytes = self.text_bytes.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.text_bytes > self.bounds.text_bytes {
            return Err(SheetError::TooMuchText { most: self.bounds.text_bytes });
        }
        if self.rows.last().is_none_or(|(last, _cells)| *last != row) {
            // The first row is the header.
            if u64::try_from(self.rows.len()).unwrap_or(u64::MAX) > self.bounds.rows {
                return Err(SheetError::TooManyRows { line: u64::from(row) + 1, most: self.bounds.rows });
            }
            self.rows.push((row, Vec::new()));
        }
        if let Some((_row, cells)) = self.rows.last_mut() {
            let before = cells.len();
            while cells.len() < column {
                cells.push(Ok(String::new()));
            }
            match cells.get_mut(column) {
                Some(cell) => *cell = told,
                None => cells.push(told),
            }
            self.cells = self.cells.saturating_add(u64::try_from(cells.len() - before).unwrap_or(u64::MAX));
        }
        if self.cells > self.bounds.cells {
            return Err(SheetError::TooManyCells { found: self.cells, most: self.bounds.cells });
        }
        Ok(())
    }

    fn sheet(self, format: SheetFormat, name: String, names: Vec<String>) -> Result<Sheet, SheetError> {
        let mut rows = self.rows.into_iter();
        let (head_row, head) = rows.next().ok_or(SheetError::Empty)?;
        let head: Vec<Cow<'_, str>> =
            head.into_iter().map(|cell| Cow::Owned(cell.unwrap_or_else(|code| code))).collect();
        let headers = headings(&head, self.bounds)?;
        let mut kept = Vec::with_capacity(rows.len());
        let mut last = head_row;
        for (row, cells) in rows {
            let gap = u64::from(row.saturating_sub(last).saturating_sub(1));
            if gap > 0 {
                let line = u64::from(last) + 2;
                kept.push(Err(RowFault { line, column: None, reason: RowReason::Blank { rows: gap } }));
            }
            last = row;
            kept.push(finished(u64::from(row) + 1, cells, &headers, self.bounds));
        }
        let row_count = u64::try_from(kept.len()).unwrap_or(u64::MAX);
        let source = Source::Book(kept);
        Ok(Sheet {
            format,
            encoding: None,
            sheet_name: Some(name),
            sheet_names: names,
            headers,
            row_count,
            source,
        })
    }
}

fn finished(
    line: u64,
    cells: Vec<Told>,
    headers: &[String],
    bounds: Bounds,
) -> Result<Row<'static>, RowFault> {
    let (found, expected) = (cells.len(), headers.len());
    if found > expected {
        return Err(RowFault { line, column: None, reason: RowReason::TooManyCells { found, expected } });
    }
    let mut texts = Vec::with_capacity(expected);
    for (at, cell) in cells.into_iter().enumerate() {
        let column = || headers.get(at).cloned().or_else(|| Some(column_letters(at)));
        let text = cell.map_err(|code| RowFault {
            line,
            column: column(),
            reason: RowReason::FormulaError { code },
        })?;
        if text.len() > bounds.cell_letters && text.chars().count() > bounds.cell_letters {
            let reason = RowReason::CellTooLong { most: bounds.cell_letters };
            return Err(RowFault { line, column: column(), reason });
        }
        texts.push(Cow::Owned(text));
    }
    texts.resize(expected, Cow::Borrowed(""));
    Ok(Row { line, cells: texts })
}

fn told_ref(value: &DataRef<'_>) -> Told {
    match value {
        DataRef::SharedString(text) => Ok(plain(text).to_owned()),
        DataRef::String(text) => Ok(plain(text).to_owned()),
        DataRef::Int(number) => Ok(number.to_string()),
        DataRef::Float(number) => Ok(values::number_text(*number)),
        DataRef::Bool(truth) => Ok(truth.to_string()),
        DataRef::DateTime(moment) => Ok(moment_text(moment)),
        DataRef::DateTimeIso(text) => Ok(iso_text(text)),
        DataRef::DurationIso(text) => Ok(text.clone()),
        DataRef::Error(code) => Err(code.to_string()),
        DataRef::Empty => Ok(String::new()),
    }
}

fn told(value: &Data) -> Told {
    match value {
        Data::String(text) => Ok(plain(text).to_owned()),
        Data::Int(number) => Ok(number.to_string()),
        Data::Float(number) => Ok(values::number_text(*number)),
        Data::Bool(truth) => Ok(truth.to_string()),
        Data::DateTime(moment) => Ok(moment_text(moment)),
        Data::DateTimeIso(text) => Ok(iso_text(text)),
        Data::DurationIso(text) => Ok(text.clone()),
        Data::Error(code) => Err(code.to_string()),
        Data::Empty => Ok(String::new()),
    }
}

/// `2026-11-23`, `2026-11-23T14:05:00`, or for a time of day or a span of time `14:05:00`.
fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let second = if milli >= 500 { second.saturating_add(1).min(59) } else { second };
    if moment.is_duration() {
        let seconds = values::whole(moment.as_f64() * 86_400.0).unwrap_or_default();
        return format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    if moment.as_f64() < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// OpenDocument writes `2026-11-23` or `2026-11-23T00:00:00`.
fn iso_text(text: &str) -> String {
    text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
}
