//! The glossary as a table, in and out: the columns of `vocabulary/terms.csv`, with every faulty row named.

use super::entry::list::split;
use super::{Entry, EntryKind};

/// The columns, in order.
pub const COLUMNS: [&str; 11] =
    ["id", "kind", "ko", "en", "short", "doubtful", "broader", "related", "takes", "gives", "reference"];

/// Columns that a table cannot do without.
const NEEDED: [&str; 4] = ["id", "kind", "ko", "en"];

/// A table has no column of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("has no column {0}")]
pub struct MissingColumn(pub &'static str);

/// Why a row is no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// It has more or fewer cells than the heading.
    #[error("has {cells} cells under {columns} columns")]
    Cells {
        /// Cells there are.
        cells: usize,
        /// Columns of the heading.
        columns: usize,
    },
    /// Its kind is none.
    #[error("names the kind {0}, which there is not")]
    Kind(String),
}

/// A row of a table: the line it begins at, and its entry or what is wrong with it.
pub type SheetRow = (u64, Result<Entry, RowFault>);

/// Reads a table: for each row the line it begins at, the heading being line 1, and the entry or what is wrong. Columns
/// that are not ours are left out; empty rows do not count; rows beyond `most` are not read.
///
/// # Errors
/// The first column that is missing.
pub fn read_sheet(text: &str, most: usize) -> Result<Vec<SheetRow>, MissingColumn> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings: Vec<String> = match reader.headers() {
        Ok(row) => row.iter().map(|cell| cell.trim().to_ascii_lowercase()).collect(),
        Err(_) => Vec::new(),
    };
    if let Some(missing) = NEEDED.into_iter().find(|needed| !headings.iter().any(|own| own == needed)) {
        return Err(MissingColumn(missing));
    }
    let mut rows = Vec::new();
    // The text is UTF-8 and rows may be of any length, so that the reader has nothing left to refuse.
    for record in reader.into_records().flatten() {
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == most {
            break;
        }
        rows.push((line, entry(&headings, &record)));
    }
    Ok(rows)
}

fn entry(headings: &[String], record: &csv::StringRecord) -> Result<Entry, RowFault> {
    if record.len() != headings.len() {
        return Err(RowFault::Cells { cells: record.len(), columns: headings.len() });
    }
    let cell = |column: &str| {
        let place = headings.iter().position(|own| own == column);
        place.and_then(|place| record.get(place)).unwrap_or_default().trim()
    };
    let one = |column: &str| Some(cell(column).to_owned()).filter(|text| !text.is_empty());
    let kind = EntryKind::named(cell("kind")).ok_or_else(|| RowFault::Kind(cell("kind").to_owned()))?;
    Ok(Entry {
        id: cell("id").to_owned(),
        kind,
        ko: split(cell("ko")),
        en: split(cell("en")),
        short: split(cell("short")),
        doubtful: split(cell("doubtful")),
        broader: one("broader"),
        related: split(cell("related")),
        takes: split(cell("takes")),
        gives: split(cell("gives")),
        reference: one("reference"),
    })
}

/// Writes entries as a table with our columns.
///
/// # Errors
/// None in practice: the table is written to memory.
pub fn write_sheet<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for entry in entries {
        writer.serialize(entry)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn the_shipped_glossary_comes_back_as_it_went_out() {
        let shipped = Vocabulary::shipped();
        let text = write_sheet(shipped.entries()).expect("written");
        let back: Vec<Entry> =
            read_sheet(&text, 10_000).expect("columns").into_iter().map(|(_, e)| e.expect("sound")).collect();
        assert_eq!(back, shipped.entries());
    }

    #[test]
    fn every_faulty_row_is_named_by_its_line() {
        let text =
            "\u{feff}id,kind,ko,en,comment\nx,test,가열시험,,\n\n,,,,\ny,machine,기계,,\nz,test,하나\n";
        let rows = read_sheet(text, 10).expect("columns");
        let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 5, 6]);
        let faults: Vec<String> = rows
            .iter()
            .map(|(_, row)| row.as_ref().map_or_else(ToString::to_string, |e| e.id.clone()))
            .collect();
        assert_eq!(
            faults,
            ["x", "names the kind machine, which there is not", "has 3 cells under 5 columns"]
        );
        assert_eq!(read_sheet("id,ko,en\n", 10), Err(MissingColumn("kind")));
        assert_eq!(read_sheet("", 10), Err(MissingColumn("id")));
        assert_eq!(read_sheet(text, 1).expect("columns").len(), 1);
    }
}
