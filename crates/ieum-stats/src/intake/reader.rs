//! Delimited text, record by record: RFC 4180 with semicolon, tab and bar beside the comma.

use super::Fault;
use std::collections::HashMap;

/// The delimiter that the first line with content has most of, outside quotation marks; none for a single column.
pub(super) fn delimiter(text: &str) -> Option<u8> {
    let mut counts: HashMap<u8, usize> = HashMap::new();
    let (mut quoted, mut content) = (false, false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && content => break,
            b',' | b';' | b'\t' | b'|' if !quoted => *counts.entry(byte).or_default() += 1,
            _ => {}
        }
        content |= !byte.is_ascii_whitespace();
    }
    // The order settles ties, so that the map's own order does not matter.
    let ranked = [b'\t', b';', b',', b'|'].into_iter().rev();
    ranked.filter(|mark| counts.contains_key(mark)).max_by_key(|mark| counts.get(mark).copied())
}

/// Walks over delimited text, record by record.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    delimiter: Option<u8>,
    at: usize,
    line: u64,
    /// Cells whose doubled quotation marks were made single; their place counts on from the end of the text.
    spare: String,
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of a text.
    pub(super) fn new(text: &'a str, delimiter: Option<u8>) -> Self {
        Self { bytes: text.as_bytes(), text, delimiter, at: 0, line: 1, spare: String::new() }
    }

    /// The line the next record with content starts on.
    pub(super) fn next_line(&mut self) -> u64 {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => self.line += 1,
                b'\r' if self.bytes.get(self.at + 1) != Some(&b'\n') => self.line += 1,
                b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
        self.line
    }

    /// A cell of the record read last.
    pub(super) fn cell(&self, (start, length): (u32, u32)) -> &str {
        let (start, end) = (start as usize, (start + length) as usize);
        let own = self.text.len();
        if start < own { self.text.get(start..end) } else { self.spare.get(start - own..end - own) }
            .unwrap_or("")
    }

    /// Reads one record into `cells`; false at the end of the text.
    pub(super) fn record(&mut self, cells: &mut Vec<(u32, u32)>) -> Result<bool, Fault> {
        cells.clear();
        self.next_line();
        if self.at >= self.bytes.len() {
            return Ok(false);
        }
        loop {
            let cell = self.one_cell()?;
            cells.push(cell);
            match self.bytes.get(self.at) {
                Some(byte) if Some(*byte) == self.delimiter => self.at += 1,
                _ => return Ok(true),
            }
        }
    }

    fn one_cell(&mut self) -> Result<(u32, u32), Fault> {
        let is_end = |byte: u8| Some(byte) == self.delimiter || matches!(byte, b'\n' | b'\r');
        let mut start = self.at;
        while self.bytes.get(start).is_some_and(|byte| matches!(byte, b' ') && !is_end(*byte)) {
            start += 1;
        }
        if self.bytes.get(start) == Some(&b'"') {
            return self.quoted_cell(start + 1);
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        let end = start + rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
        self.at = end;
        Ok(self.trimmed(start, end))
    }

    fn quoted_cell(&mut self, start: usize) -> Result<(u32, u32), Fault> {
        let opened = self.line;
        let (mut at, mut doubled) = (start, false);
        loop {
            match self.bytes.get(at) {
                None => return Err(Fault::OpenQuote { line: opened }),
                Some(b'"') if self.bytes.get(at + 1) == Some(&b'"') => (at, doubled) = (at + 2, true),
                Some(b'"') => break,
                Some(b'\n') => (at, self.line) = (at + 1, self.line + 1),
                Some(_) => at += 1,
            }
        }
        // What follows the closing mark up to the delimiter is white space in every sound file, and is passed over.
        let is_end = |byte: u8| Some(byte) == self.delimiter || matches!(byte, b'\n' | b'\r');
        let rest = self.bytes.get(at + 1..).unwrap_or_default();
        self.at = at + 1 + rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len());
        if !doubled {
            return Ok(self.trimmed(start, at));
        }
        let single = self.text.get(start..at).unwrap_or_default().replace("\"\"", "\"");
        let single = single.trim();
        let place = (self.text.len() + self.spare.len()) as u32;
        self.spare.push_str(single);
        Ok((place, single.len() as u32))
    }

    fn trimmed(&self, start: usize, end: usize) -> (u32, u32) {
        let whole = self.text.get(start..end).unwrap_or_default();
        let led = whole.trim_start();
        ((end - led.len()) as u32, led.trim_end().len() as u32)
    }

    /// The cells that stand beyond the end of the text.
    pub(super) fn into_spare(self) -> String {
        self.spare
    }
}
