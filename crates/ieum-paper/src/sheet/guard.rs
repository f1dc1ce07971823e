//! Looks inside a packed workbook before the reader does, and stops what would not fit in memory.

use super::{Bounds, SheetError};
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// A workbook has a few dozen parts; thousands are an attack on the directory.
const MOST_PARTS: usize = 10_000;

/// Unpacks every part once, counting, and gives back the named part if it is there.
pub(super) fn unpacked(
    bytes: &[u8],
    wanted: Option<&str>,
    bounds: Bounds,
) -> Result<Option<Vec<u8>>, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(SheetError::Broken { why: format!("{} parts", archive.len()) });
    }
    let mut left = bounds.unpacked_bytes;
    let mut kept = None;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| broken(&error))?;
        if part.encrypted() {
            return Err(SheetError::Locked);
        }
        let keep = wanted.is_some_and(|wanted| part.name().is_ok_and(|name| name == wanted));
        let mut part = part.take(left.saturating_add(1));
        let size = if keep {
            let mut content = Vec::new();
            part.read_to_end(&mut content).map_err(|error| broken(&error))?;
            let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
            kept = Some(content);
            size
        } else {
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| broken(&error))?
        };
        left = left.checked_sub(size).ok_or(SheetError::UnpacksTooLarge { most: bounds.unpacked_bytes })?;
    }
    Ok(kept)
}

pub(super) fn broken(error: &impl std::fmt::Display) -> SheetError {
    SheetError::Broken { why: error.to_string() }
}

/// Counts the cells and the text of an OpenDocument content part as a reader would lay them out: a cell or row may
/// say that it repeats a million times in thirty bytes.
pub(super) fn ods_content(content: &[u8], bounds: Bounds) -> Result<(), SheetError> {
    let mut sheet = Laid::default();
    let mut row = LaidRow::default();
    let mut rest = content;
    while let Some(open) = rest.iter().position(|byte| *byte == b'<') {
        row.text(open);
        rest = rest.get(open + 1..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        let tag = rest.get(..length).unwrap_or_default();
        if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            row.cell(tag);
        } else if tag.starts_with(b"table:table-row ") || tag == b"table:table-row" {
            row = LaidRow {
                repeats: attribute(tag, b"table:number-rows-repeated=").unwrap_or(1).min(1_048_576),
                ..LaidRow::default()
            };
        } else if tag == b"/table:table-row" {
            sheet.row(&std::mem::take(&mut row));
            if sheet.cells > bounds.cells {
                return Err(SheetError::TooManyCells { found: sheet.cells, most: bounds.cells });
            }
            if sheet.text_bytes > bounds.text_bytes {
                return Err(SheetError::TooMuchText { most: bounds.text_bytes });
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(())
}

/// What has been laid out so far.
#[derive(Default)]
struct Laid {
    cells: u64,
    text_bytes: u64,
    widest: u64,
    /// Empty rows count only when rows with content follow them.
    empty_rows: u64,
}

impl Laid {
    fn row(&mut self, row: &LaidRow) {
        if row.filled == 0 {
            self.empty_rows = self.empty_rows.saturating_add(row.repeats);
            return;
        }
        self.widest = self.widest.max(row.filled);
        let rows = std::mem::take(&mut self.empty_rows).saturating_add(row.repeats);
        self.cells = self.cells.saturating_add(rows.saturating_mul(self.widest));
        self.text_bytes = self.text_bytes.saturating_add(row.text_bytes.saturating_mul(row.repeats));
    }
}

/// A row being read.
#[derive(Default)]
struct LaidRow {
    repeats: u64,
    cell_repeats: u64,
    width: u64,
    filled: u64,
    text_bytes: u64,
}

impl LaidRow {
    fn cell(&mut self, tag: &[u8]) {
        self.cell_repeats = attribute(tag, b"table:number-columns-repeated=").unwrap_or(1).min(16_384);
        self.width = self.width.saturating_add(self.cell_repeats);
        let valued = holds(tag, b"office:") || holds(tag, b"table:formula") || holds(tag, b"calcext:");
        if valued || !tag.ends_with(b"/") {
            self.filled = self.width;
            // A value may stand in the tag itself.
            self.text(tag.len());
        }
    }

    fn text(&mut self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.text_bytes = self.text_bytes.saturating_add(bytes.saturating_mul(self.cell_repeats));
    }
}

fn holds(tag: &[u8], word: &[u8]) -> bool {
    tag.windows(word.len()).any(|window| window == word)
}

/// A number written as `name"123"`; anything unreadable counts as very many.
fn attribute(tag: &[u8], name: &[u8]) -> Option<u64> {
    let at = tag.windows(name.len()).position(|window| window == name)? + name.len();
    let value = tag.get(at + 1..)?;
    let digits: String =
        value.iter().map(|byte| char::from(*byte)).take_while(char::is_ascii_digit).collect();
    Some(digits.parse().unwrap_or(u64::MAX))
}
