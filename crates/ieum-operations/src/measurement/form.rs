//! The form of a measurement: results as lines of a table that people can paste.

use super::service::Said;
use super::thing::{Content, Measurement, ResultRow};
use ieum_kernel::TimeSpan;
use ieum_web::{App, FieldError, Fields};
use serde_json::{Value, json};

/// Most lines of results.
const ROWS: usize = 500;

/// Reads result lines: item, value, unit and note, parted by tabs (as pasted from a spreadsheet) or bars.
pub(super) fn read_results(text: &str) -> Vec<ResultRow> {
    let row = |line: &str| {
        let part = if line.contains('\t') { '\t' } else { '|' };
        let mut cells = line.split(part).map(|cell| cell.trim().to_owned());
        let mut next = || cells.next().unwrap_or_default();
        ResultRow { item: next(), value: next(), unit: next(), note: next() }
    };
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(ROWS).map(row).collect()
}

/// Writes result lines, as [`read_results`] reads them.
pub(super) fn write_results(rows: &[ResultRow]) -> String {
    let line = |row: &ResultRow| format!("{} | {} | {} | {}", row.item, row.value, row.unit, row.note);
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads the form; every fault at its field.
pub(super) fn read(app: &App, fields: &Fields) -> Result<Said, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let title = form.required("title", 200);
    let instrument = form.id("instrument");
    let method = form.id("method");
    let samples = form.optional("samples", 4000);
    let conditions = form.optional("conditions", 8000);
    let notes = form.optional("notes", 8000);
    let summary = form.optional("summary", 4000);
    let results = form.optional("results", 60_000);
    let conclusion = form.optional("conclusion", 4000);
    let span: Option<TimeSpan> = match (fields.has("started"), fields.has("ended")) {
        (false, false) => None,
        _ => form.span("started", "ended"),
    };
    let count = form.whole("sample_count", 0, 1_000_000).unwrap_or_default();
    let staff_minutes = form.whole("staff_minutes", 0, 100_000).unwrap_or_default();
    form.done()?;
    let results = read_results(&results);
    let content = Content { samples, conditions, notes, summary, results, conclusion };
    Ok(Said { title, instrument, method, content, span, samples: count, staff_minutes })
}

/// The form's values.
pub(super) fn shown(m: Option<&Measurement>) -> Value {
    let content = m.map(|m| m.content.clone()).unwrap_or_default();
    json!({
        "title": m.map_or("", |m| m.title.as_str()), "instrument": m.and_then(|m| m.instrument),
        "method": m.and_then(|m| m.method), "started": m.and_then(|m| m.started), "ended": m.and_then(|m| m.ended),
        "results": write_results(&content.results), "content": content,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_read_as_pasted() {
        let rows = read_results("납 | 0.02 | mg/kg | < 0.05\nCd\t<0.01\tmg/kg\n\n 색 ");
        assert_eq!(
            rows.iter().map(|r| (r.item.as_str(), r.value.as_str())).collect::<Vec<_>>(),
            [("납", "0.02"), ("Cd", "<0.01"), ("색", "")]
        );
        assert_eq!(read_results(&write_results(&rows)), rows);
    }
}
