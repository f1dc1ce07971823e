//! `ieum duplicates --organisations`: what organisations may be called and which may be one, for a terminal, a program or a
//! committee.

use crate::config::Config;
use anyhow::{Context, anyhow};
use ieum_catalogue::alias::{self, Open, Pair, Question, Why, to_decide};
use ieum_kernel::Lang;
use ieum_paper::Fonts;
use ieum_web::App;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// Names and pairs told of each band.
const TOLD: usize = 300;
/// The bands in their order.
const BANDS: [&str; 3] = ["same", "look", "different"];

/// What there is to decide about organisations, in words or as JSON, nothing when it is on paper; and whether there is anything
/// that needs a person.
pub async fn organisations(
    config: Config,
    lang: &str,
    as_json: bool,
    pdf: Option<&Path>,
) -> anyhow::Result<(String, bool)> {
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
    let mut told = String::new();
    if as_json {
        writeln!(told, "{}", serde_json::to_string_pretty(&answer(app, lang, &open))?)?;
    } else if pdf.is_none() {
        tell(&mut told, app, lang, &open)?;
    }
    Ok((told, open.totals.iter().chain(&open.pair_totals).any(|count| *count > 0)))
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

fn tell(out: &mut String, app: &App, lang: Lang, open: &Open) -> anyhow::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ServerSettings;
    use ieum_catalogue::entry::{KindKey, ThingId, Values, service};
    use ieum_kernel::{Id, Organisation};

    fn config(data: &Path) -> Config {
        let mut config = Config::read(None).unwrap();
        config.set(ServerSettings { data: data.display().to_string(), ..config.get() });
        config
    }

    async fn enter(data: &Path, names: &[[&str; 2]]) {
        let house = crate::house::open(config(data), crate::house::system_clock()).await.unwrap();
        let rows = (1..).zip(names).map(|(n, [ko, aliases])| {
            let values =
                Values::new().with("name_ko", *ko).with("kind", "institute").with("aliases", *aliases);
            (ThingId::from(Id::<Organisation>::nth(n)), values)
        });
        let mut tx = house.app.db.begin().await.unwrap();
        service::bulk_insert(&mut tx, house.app.clock(), KindKey::Organisation, rows.collect())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        house.app.db.close().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn organisations_entered_twice_are_told_in_words_as_json_and_on_paper() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        enter(data, &[["한림대학교", ""]]).await;
        let (told, open) = organisations(config(data), "ko", false, None).await.unwrap();
        assert!(!open, "one organisation alone leaves nothing to decide: {told}");
        assert!(!told.trim().is_empty(), "and that is said");

        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        enter(data, &[["오송바이오재단", "오바재"], ["(재)오송 바이오재단", ""], ["한국전기연구원", ""]])
            .await;
        let (told, open) = organisations(config(data), "ko", false, None).await.unwrap();
        assert!(open);
        for words in ["오송바이오재단", "(재)오송 바이오재단", "법인 표시와 띄어쓰기만", "오바재"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!told.contains("한국전기연구원"), "nothing like it: {told}");
        let (english, _) = organisations(config(data), "en", false, None).await.unwrap();
        assert!(!english.contains("법인 표시와"), "{english}");

        let (told, open) = organisations(config(data), "en", true, None).await.unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        let pairs = |band: &Value| band.pointer("/pairs").unwrap().as_array().unwrap().clone();
        let bands = told.pointer("/bands").unwrap().as_array().unwrap().clone();
        let pairs: Vec<Value> = bands.iter().flat_map(pairs).collect();
        assert!(open && pairs.len() == 1, "{told:#}");
        let ids = ["/0/left/id", "/0/right/id"].map(|at| Value::from(pairs.clone()).pointer(at).cloned());
        let expected = [1, 2].map(|n| Some(json!(Id::<Organisation>::nth(n).to_string())));
        assert_eq!(ids, expected);
        assert_eq!(told.pointer("/organisations"), Some(&json!(3)));

        let paper = data.join("names.pdf");
        let (told, open) = organisations(config(data), "ko", false, Some(&paper)).await.unwrap();
        assert!(open && told.is_empty(), "{told}");
        assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF"));
        let unknown = organisations(config(data), "fr", false, None).await;
        assert!(unknown.is_err(), "there is no such language");
    }
}
