//! A table of text cells and the columns of numbers in it.

use super::marks::{Hint, hint};
use super::reader::{Reader, delimiter};
use super::{Bound, Fault, Figure, Marks, is_missing};
use crate::dd::Dd;
use serde::Serialize;

/// How much is read at once; a table past them is refused with the figure that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Columns.
    pub columns: usize,
    /// Rows under the headings.
    pub rows: usize,
    /// Bytes of text.
    pub letters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { columns: 16_384, rows: 10_000_000, letters: 1 << 30 }
    }
}

/// Faults gathered before reading stops: enough to put a file right in one go, few enough to read.
const MOST_FAULTS: usize = 20;

/// Headings and, under them, cells as they were written, less the white space around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    names: Vec<String>,
    text: String,
    /// Start and length of every cell in `text`, row after row.
    cells: Vec<(u32, u32)>,
    lines: Vec<u32>,
    hints_comma: bool,
}

/// A choice that was made in reading a column, to be told to the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Reading {
    /// `1,234` was read as one thousand two hundred and thirty-four (or `1.234` so, in a column with decimal commas).
    Thousands {
        /// Heading.
        column: String,
        /// A line where it matters.
        line: u64,
        /// Its cell.
        text: String,
    },
    /// The comma was read as the decimal mark.
    DecimalComma {
        /// Heading.
        column: String,
    },
    /// All cells carry a percent sign; the figures are in percent.
    Percent {
        /// Heading.
        column: String,
    },
}

/// A column of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// One value a row; NaN where it is missing.
    pub values: Vec<f64>,
    /// Rows without a value.
    pub missing: usize,
    /// Which mark is the decimal point.
    pub marks: Marks,
    /// Choices made in reading.
    pub readings: Vec<Reading>,
}

impl Table {
    /// Reads delimited text: comma, semicolon, tab or bar, found from the heading line; quotation marks as in RFC 4180; empty lines
    /// are passed over. Cells beyond the last heading are tolerated while they are empty.
    ///
    /// # Errors
    /// Every [`Fault`] found, at most twenty.
    pub fn read(text: &str, limits: Limits) -> Result<Self, Vec<Fault>> {
        if text.len() > limits.letters {
            let (found, most) = (text.len(), limits.letters);
            return Err(vec![Fault::TooMany { what: "letters", found, most }]);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let delimiter = delimiter(text);
        let mut reader = Reader::new(text, delimiter);
        let (mut record, mut names) = (Vec::new(), Vec::new());
        while names.is_empty() {
            if !reader.record(&mut record).map_err(|fault| vec![fault])? {
                return Err(vec![Fault::Nothing { what: "headings" }]);
            }
            if record.len() > limits.columns {
                let (found, most) = (record.len(), limits.columns);
                return Err(vec![Fault::TooMany { what: "columns", found, most }]);
            }
            names = record.iter().map(|cell| reader.cell(*cell).to_owned()).collect();
            while names.last().is_some_and(String::is_empty) {
                names.pop();
            }
        }
        let mut table = Self { names, hints_comma: delimiter == Some(b';'), ..Self::default() };
        let (width, mut faults) = (table.names.len(), Vec::new());
        loop {
            let line = reader.next_line();
            match reader.record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(fault) => {
                    faults.push(fault);
                    break;
                }
            }
            while record.len() > width && record.last().is_some_and(|cell| cell.1 == 0) {
                record.pop();
            }
            if record.iter().all(|cell| cell.1 == 0) && record.len() < width.max(2) {
                continue;
            }
            if record.len() != width {
                faults.push(Fault::Ragged { line, expected: width, found: record.len() });
                if faults.len() == MOST_FAULTS {
                    break;
                }
                continue;
            }
            if table.lines.len() == limits.rows {
                let (found, most) = (limits.rows.saturating_add(1), limits.rows);
                faults.push(Fault::TooMany { what: "rows", found, most });
                break;
            }
            table.cells.extend_from_slice(&record);
            table.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        }
        let spare = reader.into_spare();
        table.text = String::with_capacity(text.len() + spare.len());
        table.text.push_str(text);
        table.text.push_str(&spare);
        table.checked(faults)
    }

    /// A table from rows that were read elsewhere (a workbook): the headings, then for every row its line and its cells.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub fn from_rows<I>(names: Vec<String>, rows: I, limits: Limits) -> Result<Self, Vec<Fault>>
    where
        I: IntoIterator<Item = (u64, Vec<String>)>,
    {
        if names.len() > limits.columns {
            let (found, most) = (names.len(), limits.columns);
            return Err(vec![Fault::TooMany { what: "columns", found, most }]);
        }
        let mut table = Self { names, ..Self::default() };
        let mut faults = Vec::new();
        for (line, cells) in rows {
            let found = cells.len();
            if found != table.names.len() {
                faults.push(Fault::Ragged { line, expected: table.names.len(), found });
            }
            if table.lines.len() == limits.rows {
                let found = limits.rows.saturating_add(1);
                faults.push(Fault::TooMany { what: "rows", found, most: limits.rows });
            }
            let letters: usize = cells.iter().map(String::len).sum();
            if table.text.len() + letters > limits.letters {
                let found = table.text.len() + letters;
                faults.push(Fault::TooMany { what: "letters", found, most: limits.letters });
            }
            if faults.last().is_some_and(|fault| matches!(fault, Fault::TooMany { .. })) {
                break;
            }
            if !faults.is_empty() {
                if faults.len() >= MOST_FAULTS {
                    break;
                }
                continue;
            }
            for cell in &cells {
                let cell = cell.trim();
                table.cells.push((table.text.len() as u32, cell.len() as u32));
                table.text.push_str(cell);
            }
            table.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        }
        table.checked(faults)
    }

    fn checked(self, mut faults: Vec<Fault>) -> Result<Self, Vec<Fault>> {
        if faults.is_empty() && self.lines.is_empty() {
            faults.push(Fault::Nothing { what: "rows" });
        }
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    /// The headings.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many rows there are under the headings.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The line of the file that a row (from 0) stands on.
    #[must_use]
    pub fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().map_or(0, u64::from)
    }

    /// A cell as written; empty outside the table.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.names.len() {
            return "";
        }
        let span = row.checked_mul(self.names.len()).and_then(|start| self.cells.get(start + column));
        span.and_then(|(start, length)| self.text.get(*start as usize..(*start + *length) as usize))
            .unwrap_or("")
    }

    /// Where a column stands, by its heading; case counts, white space around it does not.
    ///
    /// # Errors
    /// [`Fault::NoColumn`] with headings that look alike, [`Fault::Twice`] when two are called so.
    pub fn column(&self, name: &str) -> Result<usize, Fault> {
        let name = name.trim();
        let mut found = (0..self.names.len()).filter(|at| self.names[*at] == name);
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only),
            (Some(first), Some(second)) => {
                Err(Fault::Twice { name: name.to_owned(), first: first + 1, second: second + 1 })
            }
            (None, _) => Err(Fault::NoColumn { name: name.to_owned(), known: self.alike(name) }),
        }
    }

    fn alike(&self, name: &str) -> Vec<String> {
        let wanted = name.to_lowercase();
        let near = |known: &&String| {
            let known = known.to_lowercase();
            !known.is_empty() && !wanted.is_empty() && (known.contains(&wanted) || wanted.contains(&known))
        };
        let alike: Vec<String> = self.names.iter().filter(near).take(5).cloned().collect();
        if alike.is_empty() { self.names.iter().take(8).cloned().collect() } else { alike }
    }

    /// A column of numbers.
    ///
    /// The decimal mark is found from all cells of the column together. Marks of missing values give NaN.
    ///
    /// # Errors
    /// The first cell that is no finite number a double can hold, or two cells that contradict each other about the decimal mark or the
    /// percent sign; [`Fault::EmptyColumn`] when nothing is there.
    pub fn numbers(&self, column: usize) -> Result<Numbers, Fault> {
        let name = || self.names.get(column).cloned().unwrap_or_default();
        let (marks, mut readings) = self.marks(column)?;
        let mut values = Vec::with_capacity(self.rows());
        let mut missing = 0;
        let (mut signed, mut unsigned): (Option<usize>, Option<usize>) = (None, None);
        for row in 0..self.rows() {
            let text = self.cell(row, column);
            // Most cells are plain; the slower reading is for the rest.
            let quick =
                marks == Marks::Point && text.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit());
            let value = match quick.then(|| quick_value(text)).flatten() {
                Some(value) => {
                    unsigned.get_or_insert(row);
                    value
                }
                None if is_missing(text) => {
                    missing += 1;
                    values.push(f64::NAN);
                    continue;
                }
                None => {
                    let figure = Figure::read(text, marks).filter(|figure| figure.stars == 0);
                    let figure = figure.ok_or_else(|| self.not_a_number(row, column))?;
                    if figure.bound != Bound::Is {
                        let (line, text) = (self.line(row), text.to_owned());
                        return Err(Fault::OnlyABound { line, column: name(), text });
                    }
                    if figure.percent {
                        signed.get_or_insert(row)
                    } else {
                        unsigned.get_or_insert(row)
                    };
                    figure.value
                }
            };
            let place = || (self.line(row), name(), shortened(text));
            if !value.is_finite() {
                let (line, column, text) = place();
                return Err(Fault::NotFinite { line, column, text });
            }
            let lost = if value == 0.0 { has_digits(text) } else { value.is_subnormal() };
            if lost {
                let (line, column, text) = place();
                return Err(Fault::TooSmall { line, column, text });
            }
            values.push(value);
        }
        if let (Some(with), Some(without)) = (signed, unsigned) {
            let (line, other_line) = (self.line(with), self.line(without));
            return Err(Fault::MixedPercent {
                column: name(),
                line,
                text: self.cell(with, column).to_owned(),
                other_line,
            });
        }
        if missing == values.len() {
            return Err(Fault::EmptyColumn { column: name() });
        }
        if signed.is_some() {
            readings.push(Reading::Percent { column: name() });
        }
        Ok(Numbers { values, missing, marks, readings })
    }

    /// The column that [`Table::numbers`] read, with all the digits of the text; NaN where a value is missing.
    #[must_use]
    pub fn exact(&self, column: usize, numbers: &Numbers) -> Vec<Dd> {
        let exact = |(row, value): (usize, &f64)| {
            if value.is_nan() {
                return Dd::from(f64::NAN);
            }
            let text = self.cell(row, column);
            let plain = if numbers.marks == Marks::Point { text.parse().ok() } else { None };
            let figure = || Figure::read(text, numbers.marks).and_then(|figure| figure.decimal.parse().ok());
            plain.or_else(figure).unwrap_or_else(|| Dd::from(*value))
        };
        numbers.values.iter().enumerate().map(exact).collect()
    }

    /// Whether every cell that is not missing reads as a number.
    #[must_use]
    pub fn is_numeric(&self, column: usize) -> bool {
        self.numbers(column).is_ok()
    }

    fn not_a_number(&self, row: usize, column: usize) -> Fault {
        let text = self.cell(row, column);
        let (line, column) = (self.line(row), self.names.get(column).cloned().unwrap_or_default());
        let bare = text.trim_start_matches(['-', '+']).to_ascii_lowercase();
        if matches!(bare.as_str(), "inf" | "infinity" | "∞") {
            return Fault::NotFinite { line, column, text: text.to_owned() };
        }
        Fault::NotANumber { line, column, text: shortened(text) }
    }

    fn marks(&self, column: usize) -> Result<(Marks, Vec<Reading>), Fault> {
        let (mut point, mut comma, mut either_comma, mut either_point) = (None, None, None, None);
        for row in 0..self.rows() {
            let text = self.cell(row, column);
            let place = match hint(text) {
                Hint::None => continue,
                Hint::Point => &mut point,
                Hint::Comma => &mut comma,
                Hint::EitherComma => &mut either_comma,
                Hint::EitherPoint => &mut either_point,
            };
            // Only what reads as a number can say anything about marks.
            let marks = [Marks::Point, Marks::Comma];
            if place.is_none() && marks.iter().any(|marks| Figure::read(text, *marks).is_some()) {
                *place = Some(row);
            }
        }
        let name = || self.names.get(column).cloned().unwrap_or_default();
        let cell = |row: usize| (self.line(row), self.cell(row, column).to_owned());
        let mixed = |with_point: usize, with_comma: usize| {
            let ((line, text), (other_line, other_text)) = (cell(with_point), cell(with_comma));
            Fault::MixedMarks { column: name(), line, text, other_line, other_text }
        };
        if let (Some(with_point), Some(with_comma)) = (point, comma) {
            return Err(mixed(with_point, with_comma));
        }
        if let (None, None, Some(with_point), Some(with_comma)) = (point, comma, either_point, either_comma) {
            return Err(mixed(with_point, with_comma));
        }
        let mut readings = Vec::new();
        let semicolons_say_so =
            self.hints_comma && point.is_none() && either_point.is_none() && either_comma.is_some();
        let marks = if comma.is_some() || semicolons_say_so { Marks::Comma } else { Marks::Point };
        if marks == Marks::Comma {
            readings.push(Reading::DecimalComma { column: name() });
        }
        let doubtful = if marks == Marks::Comma { either_point } else { either_comma };
        if let Some(row) = doubtful {
            let (line, text) = cell(row);
            readings.push(Reading::Thousands { column: name(), line, text });
        }
        Ok((marks, readings))
    }
}

/// A plain number: digits, a point, a sign, an exponent; nothing else that the standard library would also take.
fn quick_value(text: &str) -> Option<f64> {
    let plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    if text.bytes().all(plain) { text.parse().ok() } else { None }
}

/// Whether the mantissa of a number has a digit other than zero.
fn has_digits(text: &str) -> bool {
    text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E')).any(|byte| matches!(byte, b'1'..=b'9'))
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
