//! `ieum duplicates --organisations`: what organisations may be called and which may be one, for a terminal, a program or a
//! committee.

use crate::config::Config;
use anyhow::{Context, anyhow};
use ieum_catalogue::alias::{self, Open, Pair, Question, Why, to_decide};
use ieum_kernel::Lang;
use ieum_paper::Fonts;
use ieum_web::App;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

/// Names and pairs told of each band.
const TOLD: usize = 300;
/// The bands in their order.
const BANDS: [&str; 3] = ["same", "look", "different"];

/// What there is to decide about organisations; whether there is anything that needs a person.
pub async fn organisations(
    config: Config,
    lang: &str,
    as_json: bool,
    pdf: Option<&Path>,
) -> anyhow::Result<bool> {
    let lang: Lang = lang.parse().map_err(|reason: String| anyhow!(reason))?;
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    let app = &house.app;
    let open = to_decide(app, TOLD)
        .await
        .map_err(|problem| anyhow!("cannot compare: {}", app.words.say(lang, &problem.key, &problem.args)))?;
    if let Some(pdf) = pdf {
        let content = alias::paper(app, lang, &open).pdf(&Fonts::embedded()?);
        let content = content.context("cannot set the report")?;
        std::fs::write(pdf, content).with_context(|| format!("cannot write {}", pdf.display()))?;
    }
    let mut out = std::io::stdout().lock();
    if as_json {
        writeln!(out, "{}", serde_json::to_string_pretty(&answer(app, lang, &open))?)?;
    } else if pdf.is_none() {
        print(&mut out, app, lang, &open)?;
    }
    Ok(open.totals.iter().chain(&open.pair_totals).any(|count| *count > 0))
}

fn say(app: &App, lang: Lang, key: &str, args: &[(&str, Value)]) -> String {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    app.words.say(lang, key, &args)
}

fn reasons(app: &App, lang: Lang, reasons: &[Why]) -> Vec<String> {
    let words = |why: &Why| {
        let (key, args) = why.message();
        app.words.say(lang, &key, &args)
    };
    reasons.iter().map(words).collect()
}

/// The bands for programs.
fn answer(app: &App, lang: Lang, open: &Open) -> Value {
    let name = |one: &Question| {
        let candidates: Vec<Value> = one
            .candidates
            .iter()
            .map(|it| {
                json!({ "organisation": it.organisation, "called": it.name, "band": it.band,
                    "likeness": it.likeness, "reasons": reasons(app, lang, &it.reasons) })
            })
            .collect();
        json!({ "name": one.name, "met": one.met, "rows": one.rows, "candidates": candidates })
    };
    let pair = |one: &Pair| {
        json!({ "left": { "id": one.left.id, "called": one.left.name },
            "right": { "id": one.right.id, "called": one.right.name },
            "likeness": one.likeness, "reasons": reasons(app, lang, &one.reasons) })
    };
    let bands: Vec<Value> = BANDS
        .iter()
        .enumerate()
        .map(|(place, band)| {
            let names: Vec<Value> = open.questions.get(place).into_iter().flatten().map(name).collect();
            let pairs: Vec<Value> = open.pairs.get(place).into_iter().flatten().map(pair).collect();
            json!({ "band": band, "names_total": open.totals.get(place).copied().unwrap_or_default(),
                "names": names, "pairs_total": open.pair_totals.get(place).copied().unwrap_or_default(),
                "pairs": pairs })
        })
        .collect();
    json!({ "organisations": open.organisations, "bands": bands })
}

fn print(out: &mut impl Write, app: &App, lang: Lang, open: &Open) -> anyhow::Result<()> {
    for (place, band) in BANDS.iter().enumerate() {
        let (names, pairs) = (open.questions.get(place), open.pairs.get(place));
        if names.is_none_or(Vec::is_empty) && pairs.is_none_or(Vec::is_empty) {
            continue;
        }
        writeln!(out, "{}", app.words.plain(lang, &format!("alias-band-{band}")))?;
        for one in names.into_iter().flatten() {
            let met = match one.rows {
                0 => app.words.plain(lang, "alias-met-entry"),
                rows => say(app, lang, "alias-met-import", &[("rows", json!(rows))]),
            };
            writeln!(out, "  {}  ({met})", one.name)?;
            for it in &one.candidates {
                writeln!(out, "      {}  {}  {:.2}", it.organisation, it.name.in_lang(lang), it.likeness)?;
                for why in reasons(app, lang, &it.reasons) {
                    writeln!(out, "          {why}")?;
                }
            }
        }
        for one in pairs.into_iter().flatten() {
            writeln!(out, "  {}  {}", one.left.id, one.left.name.in_lang(lang))?;
            writeln!(out, "  {}  {}  {:.2}", one.right.id, one.right.name.in_lang(lang), one.likeness)?;
            for why in reasons(app, lang, &one.reasons) {
                writeln!(out, "          {why}")?;
            }
        }
    }
    let [same, look, different] = open.totals;
    for (count, key) in [(same, "same"), (look, "look"), (different, "different")] {
        writeln!(out, "{}", say(app, lang, &format!("alias-count-{key}"), &[("count", json!(count))]))?;
    }
    let [same, look] = open.pair_totals;
    let counts = [("organisations", json!(open.organisations)), ("same", json!(same)), ("look", json!(look))];
    let key = if same + look > 0 { "alias-pairs-count" } else { "alias-pairs-none" };
    writeln!(out, "{}", say(app, lang, key, &counts))?;
    Ok(())
}
