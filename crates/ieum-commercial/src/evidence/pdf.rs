//! An audit on paper.

use super::thing::EvidenceAudit;
use ieum_kernel::Lang;
use ieum_paper::{Align, Block, Column, Pair, Paper, Table, Width};
use ieum_web::{App, format};
use serde_json::{Map, Value};

/// Rows on paper; the machine-readable report has all.
const MOST_ROWS: usize = 300;

/// The audit as a paper in a language.
pub(super) fn paper(app: &App, lang: Lang, audit: &EvidenceAudit, found: &Map<String, Value>) -> Paper {
    let word = |key: &str| app.words.plain(lang, key);
    let mut paper = Paper::new(lang, word("evidence-paper-title"));
    paper.subtitle.clone_from(&audit.name);
    let count = |name: &str| found.get(name).and_then(Value::as_i64).unwrap_or_default().to_string();
    paper.meta = vec![
        Pair::new(word("evidence-made"), format::day(lang, app.zone.day(audit.made_at))),
        Pair::new(word("evidence-cannot-hold"), count("cannot_hold")),
        Pair::new(word("evidence-agrees"), count("agrees")),
    ];
    if !audit.about.is_empty() {
        paper.meta.push(Pair::new(word("evidence-about"), audit.about.clone()));
    }
    paper.blocks.push(Block::Notice { heading: word("evidence-limits"), text: word("evidence-limits-text") });
    let text = |row: &Value, name: &str| match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(value) if !value.is_null() => value.to_string(),
        _ => String::new(),
    };
    for verdict in ["cannot_hold", "information", "agrees"] {
        let rows = found.get("rows").and_then(Value::as_array).into_iter().flatten();
        let rows: Vec<&Value> = rows.filter(|row| text(row, "verdict") == verdict).take(MOST_ROWS).collect();
        if rows.is_empty() {
            continue;
        }
        let heading = word(&format!("evidence-{}", verdict.replace('_', "-")));
        paper.blocks.push(Block::Heading { level: 2, text: heading });
        let columns = vec![
            Column::new(word("evidence-row"), Align::Start, Width::Mm(28)),
            Column::new(word("evidence-printed"), Align::End, Width::Mm(28)),
            Column::new(word("evidence-why"), Align::Start, Width::Share(1)),
        ];
        let cells = rows.iter().map(|row| vec![text(row, "id"), text(row, "printed"), text(row, "why")]);
        let table = Table { caption: String::new(), columns, rows: cells.collect(), totals: Vec::new() };
        paper.blocks.push(Block::Table(table));
    }
    paper.footer = word("evidence-foot");
    paper
}
