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

/// Counts the cells of an OpenDocument content part as a reader would lay them out: a cell or row may say that it
/// repeats a million times in thirty bytes.
pub(super) fn ods_cells(content: &[u8], bounds: Bounds) -> Result<(), SheetError> {
    let mut total = 0_u64;
    let mut width = 0_u64;
    let mut widest = 0_u64;
    let mut filled = 0_u64;
    let mut waiting_rows = 0_u64;
    let mut repeats = 1_u64;
    let mut close_row = |width: &mut u64, filled: &mut u64, repeats: u64| {
        widest = widest.max(*filled);
        if *filled == 0 {
            waiting_rows = waiting_rows.saturating_add(repeats);
        } else {
            // Empty rows count only when rows with content follow them.
            let rows = waiting_rows.saturating_add(repeats);
            total = total.saturating_add(rows.saturating_mul(widest));
            waiting_rows = 0;
        }
        *width = 0;
        *filled = 0;
        total
    };
    let mut rest = content;
    while let Some(open) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(open + 1..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
        let tag = rest.get(..length).unwrap_or_default();
        if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            let repeats = attribute(tag, b"table:number-columns-repeated=").unwrap_or(1);
            width = width.saturating_add(repeats.min(16_384));
            let valued = holds(tag, b"office:value")
                || holds(tag, b"table:formula")
                || holds(tag, b"calcext:value-type");
            if valued || !tag.ends_with(b"/") {
                filled = width;
            }
        } else if tag.starts_with(b"table:table-row ") || tag == b"table:table-row" {
            repeats = attribute(tag, b"table:number-rows-repeated=").unwrap_or(1);
        } else if tag.starts_with(b"/table:table-row") && !tag.starts_with(b"/table:table-rows") {
            let found = close_row(&mut width, &mut filled, repeats.min(1_048_576));
            if found > bounds.cells {
                return Err(SheetError::TooManyCells { found, most: bounds.cells });
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(())
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
