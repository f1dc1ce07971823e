//! From a file to a table: text in any encoding that Korean offices send, or a workbook.

use ieum_kernel::Lang;
use ieum_paper::{Bounds, FileKind, RowFault, Sheet, SheetError};
use ieum_stats::ask::Refusal;
use ieum_stats::intake::{Limits, Table};
use ieum_web::Words;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// No file was named.
    #[error("no file was named")]
    NoFile,
    /// The file cannot be opened.
    #[error("cannot read {path}")]
    Unopened {
        /// Which.
        path: String,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// It is no table.
    #[error("no table")]
    Sheet(#[from] SheetError),
    /// A row of a workbook is faulty.
    #[error("line {} is faulty", .0.line)]
    Row(RowFault),
    /// The method refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

impl Trouble {
    /// What to tell, a line for each fault.
    pub fn told(&self, words: &Words, lang: Lang) -> Vec<String> {
        let of_paper = |key: &str, facts: Vec<(&'static str, String)>| {
            let facts: BTreeMap<String, Value> =
                facts.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect();
            words.say(lang, key, &facts)
        };
        match self {
            Self::NoFile => vec![words.plain(lang, "figures-refused-no-file")],
            Self::Unopened { path, error } => {
                let facts = [("path", path.clone()), ("reason", error.to_string())];
                vec![of_paper("figures-refused-unopened", facts.to_vec())]
            }
            Self::Sheet(error) => vec![of_paper(error.key(), error.facts())],
            Self::Row(fault) => {
                let reason = of_paper(fault.reason.key(), fault.reason.facts());
                vec![of_paper(
                    "figures-refused-row",
                    vec![("line", fault.line.to_string()), ("reason", reason)],
                )]
            }
            Self::Refused(refusal) => super::words::refused(words, lang, refusal),
        }
    }
}

/// Reads a file, or standard input when it is called `-`.
pub(super) fn table(path: &Path, sheet: Option<&str>) -> Result<Table, Trouble> {
    let unopened = |error| Trouble::Unopened { path: path.display().to_string(), error };
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(unopened)?;
        bytes
    } else {
        std::fs::read(path).map_err(unopened)?
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    table_from(&bytes, &name, sheet, Limits::default())
}

/// The table that bytes hold; the name only helps where the content leaves a doubt.
///
/// # Errors
/// [`Trouble`]: no table, a faulty row, or every fault that was found.
pub fn table_from(bytes: &[u8], name: &str, sheet: Option<&str>, limits: Limits) -> Result<Table, Trouble> {
    let is_json = || {
        let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        start == Some(&b'{')
    };
    match ieum_paper::sniff(bytes) {
        FileKind::Text | FileKind::Unknown if !is_json() => {
            let (text, _encoding) = ieum_paper::decoded(bytes)?;
            Table::read(&text, limits).map_err(|faults| Trouble::Refused(Refusal::Table(faults)))
        }
        _ => workbook(bytes, name, sheet, limits),
    }
}

fn workbook(bytes: &[u8], name: &str, sheet: Option<&str>, limits: Limits) -> Result<Table, Trouble> {
    let bounds = Bounds {
        bytes: limits.letters,
        unpacked_bytes: u64::try_from(limits.letters).unwrap_or(u64::MAX),
        rows: u64::try_from(limits.rows).unwrap_or(u64::MAX),
        columns: limits.columns,
        cells: 50_000_000,
        ..Bounds::default()
    };
    let sheet = Sheet::read_within(bytes, name, sheet, bounds)?;
    let mut rows = Vec::new();
    for row in sheet.rows() {
        let row = row.map_err(Trouble::Row)?.into_owned();
        rows.push((row.line, row.cells.into_iter().map(std::borrow::Cow::into_owned).collect()));
    }
    Table::from_rows(sheet.headers().to_vec(), rows, limits)
        .map_err(|faults| Trouble::Refused(Refusal::Table(faults)))
}

#[cfg(test)]
mod tests {
    use super::table_from;
    use ieum_stats::intake::Limits;

    #[track_caller]
    fn check(bytes: &[u8]) {
        let table = table_from(bytes, "a.csv", None, Limits::default()).expect("a table");
        assert_eq!((table.names(), table.cell(0, 1)), (&["지역".to_owned(), "x".to_owned()][..], "1.50"));
    }

    #[test]
    fn text_is_read_in_the_encodings_offices_send() {
        let text = "지역,x\n충북,1.50\n";
        check(text.as_bytes());
        check(format!("\u{feff}{text}").as_bytes());
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(&wide);
        // «지역» and «충북» in CP949.
        let cp949 = [&[0xC1, 0xF6, 0xBF, 0xAA][..], b",x\n", &[0xC3, 0xE6, 0xBA, 0xCF], b",1.50\n"].concat();
        check(&cp949);
    }

    #[test]
    fn a_workbook_is_read_too_and_nonsense_is_refused() {
        assert!(table_from(b"%PDF-1.7\n", "a.pdf", None, Limits::default()).is_err());
        assert!(table_from(b"", "a.csv", None, Limits::default()).is_err());
        assert!(table_from(&[0xff, 0xff, 0x00, 0x80], "a.csv", None, Limits::default()).is_err());
    }
}
