//! What there is to decide about organisations as a report that a committee can sign.

use super::known::Why;
use super::questions::Open;
use ieum_kernel::Lang;
use ieum_paper::{Align, Block, Column, Paper, Signature, Table, Width};
use ieum_search::linkage::Band;
use ieum_web::{App, format};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Sentences why, in one cell.
const WHY: usize = 4;

/// A report that a committee can sign: names with who may be meant, and organisations that may be one.
pub fn paper(app: &App, lang: Lang, open: &Open) -> Paper {
    let word = |key: &str| app.words.plain(lang, key);
    let with = |key: &str, args: &[(&str, Value)]| {
        let args: BTreeMap<String, Value> = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        app.words.say(lang, key, &args)
    };
    let why = |reasons: &[Why]| {
        let sentences = reasons.iter().take(WHY).map(|why| {
            let (key, args) = why.message();
            app.words.say(lang, &key, &args)
        });
        sentences.collect::<Vec<_>>().join("\n")
    };
    let band = |band: Band| {
        word(match band {
            Band::Same => "alias-band-same",
            Band::Look => "alias-band-look",
            Band::Different => "alias-band-different",
        })
    };
    let mut paper = Paper::new(lang, word("alias-paper-title"));
    let today = format::day(lang, app.zone.day(app.now()));
    paper.meta = vec![
        ieum_paper::Pair::new(word("alias-paper-date"), today),
        ieum_paper::Pair::new(word("alias-paper-organisations"), open.organisations.to_string()),
    ];
    paper.blocks.push(Block::Paragraph { text: word("alias-paper-lead") });
    let columns = |first: &str, second: &str| {
        vec![
            Column::new(word("alias-paper-band"), Align::Start, Width::Fit),
            Column::new(word(first), Align::Start, Width::Share(3)),
            Column::new(word(second), Align::Start, Width::Share(3)),
            Column::new(word("alias-paper-why"), Align::Start, Width::Share(3)),
            Column::new(word("alias-verdict"), Align::Start, Width::Share(2)),
        ]
    };
    let mut table = |caption: String, columns: Vec<Column>, rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            paper.blocks.push(Block::Table(Table { caption, columns, rows, totals: Vec::new() }));
        }
    };
    let mut rows = Vec::new();
    for one in open.questions.iter().flatten() {
        let first = one.candidates.first();
        let meant: Vec<&str> = one.candidates.iter().map(|it| it.name.in_lang(lang)).collect();
        let meant = if meant.is_empty() { word("alias-paper-nobody") } else { meant.join("\n") };
        let said = first.map(|it| why(&it.reasons)).unwrap_or_default();
        rows.push(vec![band(one.band), one.name.clone(), meant, said, String::new()]);
    }
    table(word("alias-names"), columns("alias-name", "alias-paper-meant"), rows);
    let pairs = open.pairs.iter().flatten().map(|pair| {
        let called = |name: &ieum_kernel::Text| name.in_lang(lang).to_owned();
        vec![
            band(pair.band),
            called(&pair.left.name),
            called(&pair.right.name),
            why(&pair.reasons),
            String::new(),
        ]
    });
    table(word("alias-pairs"), columns("alias-paper-one", "alias-paper-other"), pairs.collect());
    let shown =
        open.questions.iter().map(Vec::len).sum::<usize>() + open.pairs.iter().map(Vec::len).sum::<usize>();
    let total = open.totals.iter().chain(&open.pair_totals).sum::<usize>();
    if shown < total {
        let text = with("alias-paper-more", &[("shown", json!(shown)), ("total", json!(total))]);
        paper.blocks.push(Block::Notice { heading: String::new(), text });
    }
    if total == 0 {
        paper.blocks.push(Block::Paragraph { text: word("alias-none") });
    }
    let mark = || word("alias-paper-mark");
    let line = |key: &str| Signature { label: word(key), name: String::new(), mark: mark() };
    let lines = vec![line("alias-paper-examiner"), line("alias-paper-chair")];
    paper.blocks.push(Block::Signatures { lines });
    paper
}
