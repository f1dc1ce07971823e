//! Text with delimiters (RFC 4180), read so that one broken line costs one line.
//!
//! A general reader takes an unclosed quotation mark as a cell that runs to the end of the file and loses every row
//! after it. This one gives that line up, says so, and goes on with the next.

use super::{Bounds, Row, RowFault, RowReason, SheetError, headings, plain};
use std::borrow::Cow;

const DELIMITERS: [char; 4] = [',', '\t', ';', '|'];
/// Records looked at to find the delimiter.
const SAMPLE: usize = 50;

#[derive(Debug)]
pub(super) struct Delimited {
    text: String,
    delimiter: char,
    headers: Vec<String>,
    body: usize,
    body_line: u64,
    end: usize,
    cell_letters: usize,
}

impl Delimited {
    /// Finds delimiter and headings and counts the rows.
    pub(super) fn open(
        text: String,
        file_name: &str,
        bounds: Bounds,
    ) -> Result<(Self, Vec<String>, u64), SheetError> {
        let (told, skip) = told_delimiter(&text);
        let delimiter = told.unwrap_or_else(|| delimiter_of(&text, file_name, bounds.cell_letters));
        let end = content_end(&text, delimiter);
        let line = if skip > 0 { 2 } else { 1 };
        let mut scanner = Scanner { text: &text, at: skip, end, line, delimiter, most: bounds.cell_letters };
        let headers = loop {
            match scanner.next() {
                None => return Err(SheetError::Empty),
                Some((_line, Ok(cells))) if is_blank(&cells) => {}
                Some((_line, Ok(cells))) => break headings(&cells, bounds)?,
                Some((line, Err((_column, reason)))) => {
                    return Err(SheetError::Broken { why: format!("line {line}: {reason}") });
                }
            }
        };
        let (body, body_line) = (scanner.at, scanner.line);
        let cell_letters = bounds.cell_letters;
        let delimited =
            Self { text, delimiter, headers: headers.clone(), body, body_line, end, cell_letters };
        let mut count = 0;
        for row in delimited.rows() {
            count += 1;
            if count > bounds.rows {
                let line = row.map_or_else(|fault| fault.line, |row| row.line);
                return Err(SheetError::TooManyRows { line, most: bounds.rows });
            }
        }
        Ok((delimited, headers, count))
    }

    pub(super) fn delimiter(&self) -> char {
        self.delimiter
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, RowFault>> + Send {
        let scanner = Scanner {
            text: &self.text,
            at: self.body,
            end: self.end,
            line: self.body_line,
            delimiter: self.delimiter,
            most: self.cell_letters,
        };
        Rows { scanner, headers: &self.headers, ahead: None }
    }
}

struct Rows<'a> {
    scanner: Scanner<'a>,
    headers: &'a [String],
    /// What followed a run of empty rows.
    ahead: Option<Record<'a>>,
}

impl<'a> Iterator for Rows<'a> {
    type Item = Result<Row<'a>, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, record) = self.ahead.take().or_else(|| self.scanner.next())?;
        match record {
            Ok(cells) if is_blank(&cells) => {
                let mut rows = 1;
                loop {
                    match self.scanner.next() {
                        None => return None,
                        Some((_line, Ok(cells))) if is_blank(&cells) => rows += 1,
                        ahead => {
                            self.ahead = ahead;
                            return Some(Err(RowFault {
                                line,
                                column: None,
                                reason: RowReason::Blank { rows },
                            }));
                        }
                    }
                }
            }
            Ok(cells) => Some(fitted(line, cells, self.headers.len())),
            Err((at, reason)) => Some(Err(RowFault { line, column: self.headers.get(at).cloned(), reason })),
        }
    }
}

/// A row with exactly as many cells as there are headings; empty cells beyond them are dropped.
fn fitted(line: u64, mut cells: Vec<Cow<'_, str>>, expected: usize) -> Result<Row<'_>, RowFault> {
    let found = cells.len();
    if found < expected {
        return Err(RowFault { line, column: None, reason: RowReason::TooFewCells { found, expected } });
    }
    if cells.iter().skip(expected).any(|cell| !cell.is_empty()) {
        return Err(RowFault { line, column: None, reason: RowReason::TooManyCells { found, expected } });
    }
    cells.truncate(expected);
    Ok(Row { line, cells })
}

fn is_blank(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().all(|cell| cell.is_empty())
}

/// The line a record starts on, and its cells or the column and reason of its fault.
type Record<'a> = (u64, Result<Vec<Cow<'a, str>>, (usize, RowReason)>);

/// Cuts a text into records.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    line: u64,
    delimiter: char,
    most: usize,
}

/// What ended a cell.
enum Stop {
    Delimiter,
    Line,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Option<Record<'a>> {
        if self.at >= self.end {
            return None;
        }
        let (start, line) = (self.at, self.line);
        let mut cells = Vec::new();
        loop {
            match self.cell() {
                Ok((cell, stop)) => {
                    cells.push(cell);
                    if matches!(stop, Stop::Line) {
                        return Some((line, Ok(cells)));
                    }
                }
                Err(reason) => {
                    let column = cells.len();
                    self.at = start;
                    self.line = line;
                    self.skip_line();
                    return Some((line, Err((column, reason))));
                }
            }
        }
    }

    fn cell(&mut self) -> Result<(Cow<'a, str>, Stop), RowReason> {
        let rest = self.text.get(self.at..self.end).unwrap_or_default();
        if rest.starts_with('"') {
            return self.quoted(rest);
        }
        let bytes = rest.as_bytes();
        let delimiter = u8::try_from(self.delimiter).unwrap_or(b',');
        let length = bytes
            .iter()
            .position(|byte| *byte == delimiter || *byte == b'\n' || *byte == b'\r')
            .unwrap_or(bytes.len());
        let cell = rest.get(..length).unwrap_or_default();
        self.checked_length(cell)?;
        self.at += length;
        let stop = self.stop();
        Ok((Cow::Borrowed(plain(cell)), stop))
    }

    fn quoted(&mut self, rest: &'a str) -> Result<(Cow<'a, str>, Stop), RowReason> {
        let bytes = rest.as_bytes();
        // A letter takes at most four bytes; a cell beyond that is too long whatever it holds.
        let furthest = self.most.saturating_mul(4).saturating_add(2).min(bytes.len());
        let window = bytes.get(..furthest).unwrap_or_default();
        let mut doubled = false;
        let mut at = 1;
        let close = loop {
            match window.iter().skip(at).position(|byte| *byte == b'"') {
                None if furthest < bytes.len() && !window.contains(&b'\n') => {
                    return Err(RowReason::CellTooLong { most: self.most });
                }
                None => return Err(RowReason::UnclosedQuote),
                Some(found) if bytes.get(at + found + 1) == Some(&b'"') => {
                    doubled = true;
                    at += found + 2;
                }
                Some(found) => break at + found,
            }
        };
        let inner = rest.get(1..close).unwrap_or_default();
        self.checked_length(inner)?;
        let after = rest.get(close + 1..).unwrap_or_default();
        let spaces = after.len() - after.trim_start_matches(' ').len();
        match after.get(spaces..).and_then(|after| after.chars().next()) {
            None | Some('\n' | '\r') => {}
            Some(letter) if letter == self.delimiter => {}
            Some(_) => return Err(RowReason::TextAfterQuote),
        }
        self.line += feeds(inner);
        self.at += close + 1 + spaces;
        let stop = self.stop();
        let cell = if doubled {
            Cow::Owned(plain(&inner.replace("\"\"", "\"")).to_owned())
        } else {
            Cow::Borrowed(plain(inner))
        };
        Ok((cell, stop))
    }

    fn checked_length(&self, cell: &str) -> Result<(), RowReason> {
        if cell.len() > self.most && cell.chars().count() > self.most {
            return Err(RowReason::CellTooLong { most: self.most });
        }
        Ok(())
    }

    /// Steps over a delimiter or a line end (LF, CR LF or CR).
    fn stop(&mut self) -> Stop {
        let rest = self.text.get(self.at..self.end).unwrap_or_default();
        if rest.starts_with(self.delimiter) {
            self.at += 1;
            // "a,b," has a third, empty cell; at the very end of the text nothing is left to read it from.
            return Stop::Delimiter;
        }
        self.at += if rest.starts_with("\r\n") { 2 } else { 1 };
        self.line += 1;
        Stop::Line
    }

    fn skip_line(&mut self) {
        let rest = self.text.get(self.at..self.end).unwrap_or_default();
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        self.at += length;
        let _stop = self.stop();
    }
}

fn feeds(text: &str) -> u64 {
    let count = text.bytes().filter(|byte| *byte == b'\n').count();
    u64::try_from(count).unwrap_or_default()
}

/// `sep=;` on the first line, as spreadsheet programs write it, and where the text goes on.
fn told_delimiter(text: &str) -> (Option<char>, usize) {
    let first = text.split('\n').next().unwrap_or_default();
    let told = first.trim_end().strip_prefix("sep=").and_then(|rest| {
        let mut letters = rest.chars();
        letters.next().filter(|letter| letter.is_ascii() && letters.next().is_none())
    });
    if told.is_some() { (told, (first.len() + 1).min(text.len())) } else { (None, 0) }
}

/// The delimiter that cuts most of the first records into as many cells as the first of them.
fn delimiter_of(text: &str, file_name: &str, most: usize) -> char {
    let tabbed = file_name.to_ascii_lowercase().ends_with(".tsv");
    let mut best = (0, if tabbed { '\t' } else { ',' });
    for delimiter in DELIMITERS {
        let mut scanner = Scanner { text, at: 0, end: text.len(), line: 1, delimiter, most };
        let mut widths = Vec::with_capacity(SAMPLE);
        while widths.len() < SAMPLE {
            match scanner.next() {
                None => break,
                Some((_line, Ok(cells))) if !is_blank(&cells) => widths.push(cells.len()),
                Some(_) => {}
            }
        }
        let Some(first) = widths.first().copied().filter(|width| *width > 1) else { continue };
        let agreeing = widths.iter().filter(|width| **width == first).count();
        let score = agreeing * 1000 / widths.len()
            + first.min(200)
            + if tabbed && delimiter == '\t' { 1000 } else { 0 };
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Where the last line with anything in it ends.
fn content_end(text: &str, delimiter: char) -> usize {
    let used = text.trim_end_matches(|letter: char| letter.is_whitespace() || letter == delimiter).len();
    text.get(used..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |more| used + more)
}
