//! Pairs as pages, programs and paper show them.

use super::register::{Machine, Register};
use ieum_kernel::Lang;
use ieum_paper::{Align, Block, Column, Pair, Paper, Signature, Table, Width};
use ieum_search::linkage::{Agreement, Band, Judged};
use ieum_web::{App, Problem, format};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most pairs of one answer; whoever has more begins with these.
const MOST: usize = 300;
/// Fields that say less than this, in bits, are not named.
const TELLS: f64 = 0.5;

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// The field, with dashes.
    pub field: String,
    /// How it agrees.
    pub agreement: Agreement,
    /// What that says for the same thing, in bits.
    pub bits: f64,
}

/// A pair that is the same or worth a look.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// One instrument.
    pub left: Machine,
    /// The other.
    pub right: Machine,
    /// What to do.
    pub band: Band,
    /// That they are one thing, from 0 to 1.
    pub probability: f64,
    /// Whether they are of one model.
    pub same_model: bool,
    /// What the fields say, the heaviest first.
    pub reasons: Vec<Said>,
}

/// What the fields of a judged pair say, the heaviest first.
pub(crate) fn said(judged: &Judged) -> Vec<Said> {
    let telling = judged.reasons.iter().filter(|reason| reason.bits.abs() >= TELLS);
    let said = telling.map(|reason| Said {
        field: reason.field.replace('_', "-"),
        agreement: reason.agreement,
        bits: (reason.bits * 10.0).round() / 10.0,
    });
    said.take(6).collect()
}

/// The pairs of a register, the most probable first, at most three hundred, and how many there are. It computes: the first
/// time after a change it compares every instrument with those that share something rare with it.
///
/// # Errors
/// A background thread that ended.
pub async fn found(register: &Arc<Register>) -> Result<(Vec<Found>, usize), Problem> {
    let register = Arc::clone(register);
    let done = tokio::task::spawn_blocking(move || {
        let pairs = register.pairs();
        let shown = pairs.iter().take(MOST).filter_map(|judged| {
            Some(Found {
                left: register.machines.get(judged.left)?.clone(),
                right: register.machines.get(judged.right)?.clone(),
                band: judged.band,
                probability: judged.probability,
                same_model: judged.same_model,
                reasons: said(judged),
            })
        });
        (shown.collect(), pairs.len())
    });
    done.await.map_err(|error| Problem::fault(&error))
}

/// A report that a committee can sign.
pub fn paper(app: &App, lang: Lang, found: &[Found], total: usize, instruments: usize) -> Paper {
    let word = |key: &str| app.words.plain(lang, key);
    let with = |key: &str, args: &[(&str, Value)]| {
        let args: BTreeMap<String, Value> = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        app.words.say(lang, key, &args)
    };
    let mut paper = Paper::new(lang, word("duplicates-paper-title"));
    paper.meta = vec![
        Pair::new(word("duplicates-paper-date"), format::day(lang, app.zone.day(app.now()))),
        Pair::new(word("duplicates-paper-instruments"), instruments.to_string()),
        Pair::new(word("duplicates-paper-pairs"), total.to_string()),
    ];
    paper.blocks.push(Block::Paragraph { text: word("duplicates-paper-lead") });
    let columns = vec![
        Column::new(word("duplicates-paper-band"), Align::Start, Width::Fit),
        Column::new(word("duplicates-paper-one"), Align::Start, Width::Share(3)),
        Column::new(word("duplicates-paper-other"), Align::Start, Width::Share(3)),
        Column::new(word("duplicates-paper-why"), Align::Start, Width::Share(3)),
        Column::new(word("duplicates-paper-decision"), Align::Start, Width::Share(2)),
    ];
    let row = |pair: &Found| {
        let why: Vec<String> = pair
            .reasons
            .iter()
            .take(4)
            .map(|said| {
                let (field, agreement) = keys(said);
                format!("{}: {}", word(&field), word(&agreement))
            })
            .collect();
        let band = match pair.band {
            Band::Same => "duplicates-band-same",
            Band::Look | Band::Different => "duplicates-band-look",
        };
        vec![word(band), machine(&pair.left, lang), machine(&pair.right, lang), why.join("\n"), String::new()]
    };
    let rows = found.iter().map(row).collect();
    paper.blocks.push(Block::Table(Table { caption: String::new(), columns, rows, totals: Vec::new() }));
    if found.len() < total {
        let text = with("duplicates-paper-more", &[("shown", json!(found.len())), ("total", json!(total))]);
        paper.blocks.push(Block::Notice { heading: String::new(), text });
    }
    let line =
        |key: &str| Signature { label: word(key), name: String::new(), mark: word("duplicates-paper-mark") };
    paper.blocks.push(Block::Signatures {
        lines: vec![line("duplicates-paper-examiner"), line("duplicates-paper-chair")],
    });
    paper
}

/// Message keys of a reason: the field and how it agrees.
pub(crate) fn keys(said: &Said) -> (String, String) {
    let agreement = match said.agreement {
        Agreement::Same => "same",
        Agreement::Nearly => "nearly",
        Agreement::Alike => "alike",
        Agreement::Little => "little",
        Agreement::Apart => "apart",
        Agreement::Unknown => "unknown",
    };
    (format!("duplicates-field-{}", said.field), format!("duplicates-agree-{agreement}"))
}

fn machine(machine: &Machine, lang: Lang) -> String {
    let model = format!("{} {}", machine.maker, machine.model);
    let lines = [machine.name.in_lang(lang), model.trim(), machine.facility_name.in_lang(lang)];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
