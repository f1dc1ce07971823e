//! Commands that do one thing and stop: match, measure, import, open an account.

use crate::config::Config;
use anyhow::{Context, anyhow, bail};
use ieum_catalogue::entry::KindKey;
use ieum_catalogue::import::{ImportOptions, import_file};
use ieum_governance::{Email, FirstPassword, NewMembership, NewPerson, create_people};
use ieum_kernel::{Actor, Id, Lang, Role};
use ieum_search::eval::{Collection, Run, Setup, compare, run as measure};
use ieum_search::semantic::{Meanings, Model};
use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `ieum match`: the same answers as the pages and the API.
pub async fn match_words(
    config: Config,
    words: &str,
    lang: &str,
    k: usize,
    json: bool,
) -> anyhow::Result<()> {
    let lang: Lang = lang.parse().map_err(|reason: String| anyhow!(reason))?;
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    ieum_matching::find::ensure(&house.app).await.context("cannot prepare the search index")?;
    ieum_matching::find::catch_up(&house.app).await.context("cannot read the meaning of the records")?;
    let found = ieum_matching::match_text(&house.app, words, lang, k).await;
    let found = found.map_err(|problem| {
        anyhow!("cannot match: {}", house.app.words.say(lang, &problem.key, &problem.args))
    })?;
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
        return Ok(());
    }
    for (place, one) in found.iter().enumerate() {
        writeln!(out, "{:>2}. {} ({})", place + 1, one.card.name.in_lang(lang), one.href)?;
        for reason in &one.why {
            writeln!(out, "      {reason}")?;
        }
    }
    Ok(())
}

/// `ieum search eval`, with the model of the data folder `model` if one is named: the figures as JSON, with `compared` when there is a saved run to compare with.
pub fn evaluate(
    collection: &Collection,
    model: Option<&Path>,
    save: Option<&Path>,
    against: Option<&Path>,
) -> anyhow::Result<()> {
    let saved: Option<Run> = match against {
        Some(file) => {
            let text =
                std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            Some(serde_json::from_str(&text).with_context(|| format!("{} is no saved run", file.display()))?)
        }
        None => None,
    };
    let meanings = match model {
        Some(data) => {
            let file = ieum_matching::model_file(data);
            let model = Model::open(&file).with_context(|| format!("cannot use {}", file.display()))?;
            Some(Arc::new(Meanings::open(Arc::new(model), None)))
        }
        None => None,
    };
    let run = measure(collection, Setup { meanings, ..Setup::default() }).context("cannot measure")?;
    if let Some(file) = save {
        std::fs::write(file, serde_json::to_string(&run)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    let mut said = serde_json::to_value(&run.measured)?;
    if let (Some(saved), Some(said)) = (saved, said.as_object_mut()) {
        said.insert("compared".to_owned(), serde_json::to_value(compare(&run.ndcg, &saved.ndcg))?);
    }
    writeln!(std::io::stdout().lock(), "{said}")?;
    Ok(())
}

/// `ieum search explain`: every part of the score of one thing, heaviest first.
pub async fn explain(config: Config, words: &str, id: &str, lang: &str, json: bool) -> anyhow::Result<()> {
    let lang: Lang = lang.parse().map_err(|reason: String| anyhow!(reason))?;
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    ieum_matching::find::ensure(&house.app).await.context("cannot prepare the search index")?;
    ieum_matching::find::catch_up(&house.app).await.context("cannot read the meaning of the records")?;
    let found = ieum_matching::find::explain(&house.app, words, id, lang).await;
    let found = found.map_err(|problem| {
        anyhow!("cannot explain: {}", house.app.words.say(lang, &problem.key, &problem.args))
    })?;
    let Some(found) = found else { bail!("nothing that everybody may see has the id {id}") };
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?;
        return Ok(());
    }
    for line in &found.lines {
        writeln!(out, "{:>5.1} %  {}", line.share * 100.0, line.text)?;
    }
    Ok(())
}

/// `ieum search learn`: how many requests are judged, and what would be learned from them. Nothing is written.
pub async fn learn(config: Config) -> anyhow::Result<()> {
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    let (judged, learned) =
        ieum_matching::ranking::trial(&house.app).await.context("cannot learn from what was chosen")?;
    let enough = ieum_search::learn::ENOUGH;
    let weights = learned.as_ref().map(|learned| {
        let named = ieum_search::Ranking::KEYS.into_iter().zip(learned.ranking.weights);
        named.map(|(key, weight)| (key.to_owned(), weight.into())).collect::<serde_json::Map<_, _>>()
    });
    let said = serde_json::json!({
        "judged": judged, "enough": enough, "missing": enough.saturating_sub(judged), "weights": weights,
        "beats": learned.as_ref().map(ieum_search::learn::Learned::beats), "learned": learned,
    });
    writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&said)?)?;
    Ok(())
}

/// What `ieum import` is asked.
#[derive(Debug, Clone)]
pub struct ImportWish {
    /// Kind of thing.
    pub kind: String,
    /// The list.
    pub file: PathBuf,
    /// Facility of rows that name none.
    pub facility: String,
    /// Organisation of rows that name none.
    pub organisation: String,
    /// Try only.
    pub dry_run: bool,
    /// All or nothing.
    pub only_all: bool,
}

/// `ieum import`: prints the report as JSON.
pub async fn import(config: Config, wish: ImportWish) -> anyhow::Result<()> {
    let kind: KindKey = wish.kind.parse().map_err(|reason: String| anyhow!(reason))?;
    let content =
        tokio::fs::read(&wish.file).await.with_context(|| format!("cannot read {}", wish.file.display()))?;
    let name = wish.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    let actor = Actor { roles: BTreeSet::from([Role::Operator]), ..Actor::guest(Lang::Ko) };
    let options = ImportOptions {
        source: String::new(),
        facility: wish.facility,
        organisation: wish.organisation,
        only_all: wish.only_all,
        dry_run: wish.dry_run,
    };
    let report = import_file(&house.app, &actor, kind, &name, content, &options)
        .await
        .context("cannot import the list")?;
    writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&report)?)?;
    Ok(())
}

/// `ieum person add`: the first line of standard input is the password.
pub async fn add_person(config: Config, email: &str, name: &str, role: &str) -> anyhow::Result<()> {
    let role: Role = role.parse()?;
    if !matches!(role, Role::Operator | Role::Planner) {
        bail!(
            "only operators and planners belong to no organisation; give {role} on the organisation's page"
        );
    }
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).context("cannot read the password")?;
    let house = crate::house::open(config, crate::house::system_clock()).await?;
    let person = NewPerson {
        email: email.parse::<Email>().map_err(|error| anyhow!("{email}: {error}"))?,
        name: name.to_owned(),
        lang: Lang::Ko,
        password: FirstPassword::Words(password.trim_end_matches(['\r', '\n']).to_owned()),
        confirmed: true,
    };
    let seat = NewMembership { person: Id::nth(0), organisation: None, facility: None, role };
    let made = create_people(&house.app, vec![(person, vec![seat])]).await;
    let ids = made.map_err(|problem| {
        let words = &house.app.words;
        let reasons: Vec<String> =
            problem.errors.iter().map(|e| words.say(Lang::Ko, &e.key, &e.args)).collect();
        anyhow!(
            "{} {} {}",
            words.say(Lang::Ko, &problem.key, &problem.args),
            reasons.join(" "),
            problem.rules().join(" ")
        )
    })?;
    for id in ids {
        writeln!(std::io::stdout().lock(), "{id}")?;
    }
    Ok(())
}
