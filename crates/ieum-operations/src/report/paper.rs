//! A report on paper.

use super::store::Report;
use ieum_kernel::{Lang, Text, Timestamp};
use ieum_paper::{Align, Block, Column, Pair, Paper, QrError, Table, Width};
use ieum_web::{App, format};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where anybody can ask whether a report is genuine.
pub(super) fn verify_path(report: &Report) -> String {
    format!("/reports/verify/{}?hash={}", report.number, report.hash)
}

/// The report as a paper in a language; the same report always gives the same paper.
///
/// # Errors
/// When the verification code cannot be drawn.
pub fn paper(app: &App, report: &Report, lang: Lang) -> Result<Paper, QrError> {
    let word = |key: &str| app.words.plain(lang, key);
    let c = &report.content;
    let both = |text: &Text| text.in_lang(lang).to_owned();
    let moment = |at: Timestamp| format::moment(lang, &app.zone, at);
    let link = app.link(&verify_path(report));
    let mut paper = Paper::new(lang, word("report-paper-title"));
    paper.number = format!("{} {}", word("report-number"), c.number);
    paper.subtitle = c.title.clone();
    paper.issuer = both(&c.facility);
    paper.meta = vec![
        Pair::new(word("report-released"), format::day(lang, app.zone.day(report.released_at))),
        Pair::new(word("report-version"), version_words(app, lang, c.version, c.supersedes)),
    ];
    if !c.request.is_empty() {
        paper.meta.push(Pair::new(word("measurement-request"), c.request.clone()));
    }
    if report.state != "valid" {
        let key = format!("report-paper-{}", report.state);
        paper.blocks.push(Block::Notice { heading: word(&key), text: report.reason.clone() });
    }
    let filled = |pairs: Vec<(&str, String)>| -> Vec<Pair> {
        let some = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        some.map(|(key, value)| Pair::new(word(key), value)).collect()
    };
    let customer =
        filled(vec![("report-organisation", both(&c.organisation)), ("report-person", c.person.clone())]);
    let when = match (c.started, c.ended) {
        (Some(started), Some(ended)) => format!("{} –\n{}", moment(started), moment(ended)),
        _ => String::new(),
    };
    let work = filled(vec![
        ("measurement-instrument", both(&c.instrument)),
        ("report-registration", c.registration_number.clone()),
        ("measurement-method", both(&c.method)),
        ("measurement-when", when),
    ]);
    let facts = |heading: &str, pairs| vec![Block::KeyValues { heading: word(heading), columns: 1, pairs }];
    let columns = vec![facts("report-for", customer), facts("report-work", work)];
    paper.blocks.push(Block::Beside { columns });
    let mut said = |key: &str, text: &str| {
        if !text.is_empty() {
            paper.blocks.push(Block::Heading { level: 2, text: word(key) });
            paper.blocks.push(Block::Paragraph { text: text.to_owned() });
        }
    };
    said("measurement-summary", &c.summary);
    said("measurement-samples", &c.samples);
    said("measurement-conditions", &c.conditions);
    if !c.results.is_empty() {
        let column = |key: &str, align, width| Column::new(word(key), align, width);
        let columns = vec![
            column("measurement-item", Align::Start, Width::Share(2)),
            column("measurement-value", Align::End, Width::Share(1)),
            column("measurement-unit", Align::Center, Width::Share(1)),
            column("measurement-note", Align::Start, Width::Share(2)),
        ];
        let row = |r: &crate::measurement::ResultRow| {
            vec![r.item.clone(), r.value.clone(), r.unit.clone(), r.note.clone()]
        };
        let rows = c.results.iter().map(row).collect();
        paper.blocks.push(Block::Heading { level: 2, text: word("measurement-results") });
        paper.blocks.push(Block::Table(Table { caption: String::new(), columns, rows, totals: Vec::new() }));
    }
    if !c.conclusion.is_empty() {
        paper.blocks.push(Block::Heading { level: 2, text: word("measurement-conclusion") });
        paper.blocks.push(Block::Paragraph { text: c.conclusion.clone() });
    }
    if !c.files.is_empty() {
        let columns = vec![
            Column::new(word("measurement-file"), Align::Start, Width::Share(1)),
            Column::new("SHA-256", Align::Start, Width::Mm(100)),
        ];
        let rows = c.files.iter().map(|file| vec![file.name.clone(), file.sha256.clone()]).collect();
        paper.blocks.push(Block::Heading { level: 2, text: word("report-enclosed") });
        paper.blocks.push(Block::Table(Table { caption: String::new(), columns, rows, totals: Vec::new() }));
    }
    let signed: Vec<Pair> = c
        .signatures
        .iter()
        .map(|s| {
            Pair::new(word(&format!("report-signed-{}", s.role)), format!("{}\n{}", s.name, moment(s.at)))
        })
        .collect();
    let alt = word("report-verify-code");
    let svg = ieum_paper::qr_svg_titled(&link, &alt)?;
    let code = Block::Svg { svg, width_mm: 24, alt, caption: true, align: Align::End };
    let signed = Block::KeyValues { heading: word("report-signatures"), columns: 1, pairs: signed };
    paper.blocks.push(Block::Beside { columns: vec![vec![signed], vec![code]] });
    paper.blocks.push(Block::Notice { heading: String::new(), text: word("report-paper-terms") });
    paper.footer = format!("{} · {}", both(&c.facility), c.number);
    paper.seal = format!("SHA-256 {}", report.hash);
    Ok(paper)
}

fn version_words(app: &App, lang: Lang, version: i64, supersedes: Option<i64>) -> String {
    let mut args = BTreeMap::from([("version".to_owned(), Value::from(version))]);
    match supersedes {
        Some(last) => {
            args.insert("last".to_owned(), Value::from(last));
            app.words.say(lang, "report-version-instead", &args)
        }
        None => app.words.say(lang, "price-version", &args),
    }
}
