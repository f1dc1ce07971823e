//! From instruments to problems: every open problem is asked as its own page asks it, and the answers are read from the
//! other end. An instrument serves a problem exactly when the problem's own ranking has it, or a service that uses it,
//! near its best.

use super::store::{self, Usable};
use crate::find::{self, ALL, Card, Engine, sentences};
use crate::matches::out_of_range;
use crate::need::{self, Confidentiality, Need};
use crate::offer::Why;
use ieum_kernel::{Actor, Lang, Text};
use ieum_search::linkage::spans;
use ieum_search::{Hits, Query};
use ieum_web::{App, Problem};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Newest open problems that are looked at.
const NEWEST: i64 = 150;
/// Older ones that speak of the instrument, looked at too.
const SPOKEN_OF: usize = 40;
/// Hits of each problem that are read.
const HITS: usize = 40;
/// Share of a problem's best score from which a hit serves it.
const NEAR_THE_BEST: f64 = 0.5;
/// Letters of a question, and of an instrument's own words as a question.
const LETTERS: usize = 4000;

/// A problem that an instrument could solve.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The problem, which the reader may see.
    pub need: Need,
    /// How near the best answer of the problem it is, times how much of the problem that answer speaks to: 0 to 1.
    pub score: f64,
    /// The service it would be used through, where that is what was found.
    pub through: Option<(String, Text)>,
}

/// The problems of one instrument.
#[derive(Debug, Clone, Default)]
pub(super) struct Fits {
    /// Best first.
    pub(super) shown: Vec<Fit>,
    /// How many more there are whose owners let others know no more than that.
    pub(super) hidden: usize,
}

/// The question as the problem's own page asks it, of what can be ordered.
fn question(need: &Need) -> Query {
    Query {
        text: need.said.question().chars().take(LETTERS).collect(),
        visibility: vec![ALL.to_owned()],
        kinds: vec!["instrument".to_owned(), "service".to_owned()],
        limit: HITS,
        reasons: false,
        ..Query::default()
    }
}

/// Problems that wait for a solution and that somebody may at least know of: the newest, and those that speak of a thing in
/// its own words, where it is one. One's own are left out.
pub(crate) async fn open_needs(
    app: &App,
    engine: &Engine,
    actor: &Actor,
    said: Option<String>,
) -> Result<Vec<Need>, Problem> {
    let mut needs = need::store::waiting_for_offers(&mut app.db.reader(), None, NEWEST).await?;
    if let Some(said) = said {
        let query = Query {
            text: said.chars().take(LETTERS).collect(),
            visibility: find::viewer(actor),
            kinds: vec!["need".to_owned()],
            limit: SPOKEN_OF,
            reasons: false,
            ..Query::default()
        };
        let known = |id: &String| needs.iter().any(|need| need.id.to_string() == *id);
        let found = engine.search(query).await?.hits.into_iter().map(|hit| hit.id);
        let more: Vec<String> = found.filter(|id| !known(id)).collect();
        if !more.is_empty() {
            needs.extend(need::store::waiting_for_offers(&mut app.db.reader(), Some(&more), NEWEST).await?);
        }
    }
    // A problem is its owner's and nobody else's where neither its words nor its being there may be known.
    let known =
        |need: &Need| need::visible(need, actor) || need.said.confidentiality != Confidentiality::Private;
    needs.retain(|need| known(need) && actor.person != Some(need.owner));
    Ok(needs)
}

/// The problems that each instrument could solve, by its id, as somebody may see them. Nothing while the index is being
/// built.
pub(super) async fn fits(
    app: &App,
    actor: &Actor,
    instruments: &[Usable],
) -> Result<HashMap<String, Fits>, Problem> {
    let mut found: HashMap<String, Fits> = HashMap::new();
    let Some(engine) = find::engine(app).filter(|engine| engine.is_ready() && !instruments.is_empty()) else {
        return Ok(found);
    };
    let said = match instruments {
        [one] => Some([&one.name.ko, &one.name.en, &one.words].map(String::as_str).join("\n")),
        _ => None,
    };
    let needs = open_needs(app, &engine, actor, said).await?;
    let answers = Arc::clone(&engine).search_each(needs.iter().map(question).collect()).await?;
    let ids: Vec<String> = instruments.iter().map(|one| one.id.to_string()).collect();
    let services = store::services_of(&mut app.db.reader(), &ids).await?;
    for (need, hits) in needs.iter().zip(&answers) {
        let asked = spans(&need.said.question());
        for one in instruments {
            let Some((score, through)) = near(one, hits, &services) else { continue };
            if !out_of_range(&one.words, &asked).is_empty() {
                continue;
            }
            let fits = found.entry(one.id.to_string()).or_default();
            if need::visible(need, actor) {
                fits.shown.push(Fit { need: need.clone(), score, through });
            } else {
                fits.hidden += 1;
            }
        }
    }
    for fits in found.values_mut() {
        let order = |fit: &Fit| (fit.need.submitted_at, fit.need.id);
        fits.shown.sort_by(|l, r| r.score.total_cmp(&l.score).then_with(|| order(r).cmp(&order(l))));
    }
    Ok(found)
}

/// How near an instrument, or the best service that uses it, is to the best answer of a problem.
fn near(
    one: &Usable,
    hits: &Hits,
    services: &[(String, Text, String)],
) -> Option<(f64, Option<(String, Text)>)> {
    let best = hits.hits.first()?.score;
    let id = one.id.to_string();
    let through =
        |hit: &str| services.iter().find(|(service, _, instrument)| service == hit && *instrument == id);
    let hit = hits.hits.iter().find(|hit| hit.id == id || through(&hit.id).is_some())?;
    let share = if best > 0.0 { hit.score / best } else { 0.0 };
    let through = through(&hit.id).map(|(service, name, _)| (service.clone(), name.clone()));
    (share >= NEAR_THE_BEST).then_some((share * hits.coverage, through))
}

/// Why an instrument serves a problem, in a language: as the problem's own page says it.
pub(super) async fn why(app: &App, lang: Lang, need: &Need, thing: &str) -> Result<Vec<String>, Problem> {
    let Some(engine) = find::engine(app).filter(|engine| engine.is_ready()) else { return Ok(Vec::new()) };
    let apart = engine.take_apart(question(need), thing.to_owned()).await?;
    Ok(apart.documents.first().map(|one| sentences(app, lang, &one.reasons)).unwrap_or_default())
}

/// Why an instrument serves a problem, in both languages, to be kept with an offer.
pub(crate) async fn reasons(app: &App, need: &Need, card: &Card) -> Result<Why, Problem> {
    let mut thing = card.id.clone();
    let mut name = None;
    if why(app, Lang::Ko, need, &thing).await?.is_empty() {
        // The instrument's own words do not speak to it; a service that uses it may.
        for (service, known, _) in
            store::services_of(&mut app.db.reader(), std::slice::from_ref(&card.id)).await?
        {
            if !why(app, Lang::Ko, need, &service).await?.is_empty() {
                (thing, name) = (service, Some(known));
                break;
            }
        }
    }
    let mut both =
        Why { ko: why(app, Lang::Ko, need, &thing).await?, en: why(app, Lang::En, need, &thing).await? };
    if let Some(name) = name {
        both.ko.push(through(app, Lang::Ko, &name));
        both.en.push(through(app, Lang::En, &name));
    }
    Ok(both)
}

/// That it would be used through a service.
pub(super) fn through(app: &App, lang: Lang, service: &Text) -> String {
    let args = BTreeMap::from([("service".to_owned(), serde_json::json!(service.in_lang(lang)))]);
    app.words.say(lang, "idle-through", &args)
}
