//! `ieum duplicates`: the same pairs as the page, for a terminal, a program or a committee.

use crate::config::Config;
use anyhow::{Context, anyhow};
use ieum_kernel::Lang;
use ieum_matching::duplicates::{Found, Register, found, of_rows, paper, register};
use ieum_paper::{Fonts, Sheet};
use ieum_web::App;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Finds pairs in the register, or in a list, and prints them or writes the report.
pub async fn duplicates(
    config: Config,
    file: Option<&Path>,
    lang: &str,
    as_json: bool,
    pdf: Option<&Path>,
) -> anyhow::Result<()> {
    let lang: Lang = lang.parse().map_err(|reason: String| anyhow!(reason))?;
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    let app = &house.app;
    let failed = |problem: ieum_web::Problem| {
        anyhow!("cannot compare: {}", app.words.say(lang, &problem.key, &problem.args))
    };
    let register: Arc<Register> = match file {
        Some(file) => Arc::new(list(file)?),
        None => register(app).await.map_err(failed)?,
    };
    let (pairs, total) = found(&register).await.map_err(failed)?;
    if let Some(pdf) = pdf {
        let sheet = paper(app, lang, &pairs, total, register.machines.len());
        let content = sheet.pdf(&Fonts::embedded()?).context("cannot set the report")?;
        std::fs::write(pdf, content).with_context(|| format!("cannot write {}", pdf.display()))?;
    }
    let mut out = std::io::stdout().lock();
    if as_json {
        let answer = json!({ "instruments": register.machines.len(), "total": total, "pairs": pairs });
        writeln!(out, "{}", serde_json::to_string_pretty(&answer)?)?;
    } else if pdf.is_none() {
        for pair in &pairs {
            print(&mut out, app, lang, pair)?;
        }
        let args = [("total", json!(total)), ("instruments", json!(register.machines.len()))];
        writeln!(out, "{}", say(app, lang, "duplicates-count", &args))?;
    }
    Ok(())
}

fn say(app: &App, lang: Lang, key: &str, args: &[(&str, Value)]) -> String {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    app.words.say(lang, key, &args)
}

/// The rows of a list.
fn list(file: &Path) -> anyhow::Result<Register> {
    let content = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sheet = Sheet::read(&content, &name).with_context(|| format!("cannot read {name} as a list"))?;
    let mut rows = Vec::new();
    for row in sheet.rows() {
        let row = row.with_context(|| format!("cannot read a row of {name}"))?;
        rows.push((0..sheet.headers().len()).map(|column| row.cell(column).to_owned()).collect());
    }
    Ok(of_rows(sheet.headers(), &rows))
}

fn print(out: &mut impl Write, app: &App, lang: Lang, pair: &Found) -> anyhow::Result<()> {
    let word = |key: &str| app.words.plain(lang, key);
    let band = serde_json::to_value(pair.band)?;
    let band = word(&format!("duplicates-band-{}", band.as_str().unwrap_or_default()));
    writeln!(out, "{band} · {:.3}", pair.probability)?;
    for one in [&pair.left, &pair.right] {
        let place = one.facility_name.in_lang(lang);
        writeln!(out, "  {}  {} {} {}  {place}", one.id, one.name.in_lang(lang), one.maker, one.model)?;
    }
    for said in &pair.reasons {
        let agreement = serde_json::to_value(said.agreement)?;
        let agreement = format!("duplicates-agree-{}", agreement.as_str().unwrap_or_default());
        let field = word(&format!("duplicates-field-{}", said.field));
        writeln!(out, "      {field}: {} ({:+.1})", word(&agreement), said.bits)?;
    }
    Ok(())
}
