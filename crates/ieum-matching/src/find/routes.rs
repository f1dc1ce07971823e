//! `/find`: the box, the results with their reasons, and filters with counts as a plain form.

use super::build::KINDS;
use super::grouped::{self, Group};
use super::question::{Asked, PAGES, SIZE, asked, viewer};
use super::{Card, EngineError, LOOK, cards, engine, sentences, store};
use crate::learning;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::Actor;
use ieum_search::{Features, Hit, Hits, Query};
use ieum_web::{App, Doors, Fields, Page, Problem, Visitor};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/find", &LOOK, page).post("/find", &LOOK, page).get("/find/suggest", &LOOK, suggest)
}

/// One result as pages and programs get it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub(crate) struct Found {
    #[serde(flatten)]
    pub card: Card,
    pub href: String,
    /// Sentences in the reader's language.
    pub why: Vec<String>,
    /// The parts of its score; nothing where the database answered.
    #[serde(skip)]
    pub features: Option<Features>,
}

/// The answer to a question, however it was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub found: Vec<Found>,
    /// The best of each kind, where they were asked for.
    pub groups: Vec<Group>,
    pub total: usize,
    /// `total` and the counts are told from a part of a large catalogue.
    pub about: bool,
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
    pub unmatched: Vec<String>,
    /// Even the best result is probably no answer.
    pub weak: bool,
    /// The index was being built: names only, from the database.
    pub plain: bool,
    /// The best result rests on nothing but words that were only guessed: as asked, and what they were taken for.
    pub guessed: Vec<(String, String)>,
    /// There is no model, and words alone say little: what is written only in another language may be missing.
    pub words_only: bool,
}

/// Coverage below which the best answer speaks to little of the question.
const WEAK: f64 = 0.35;

/// Answers a question for somebody.
pub(crate) async fn answer(app: &App, actor: &Actor, asked: &Asked) -> Result<Answer, Problem> {
    if !asked.says_something {
        return Ok(Answer::default());
    }
    let ready = engine(app).filter(|e| e.is_ready());
    let Some(engine) = ready else { return plainly(app, asked).await };
    let hits = match engine.search(asked.query(actor)).await {
        Ok(hits) => hits,
        Err(EngineError::Index(error)) => {
            tracing::error!(%error, "the search index failed; the database answers");
            return plainly(app, asked).await;
        }
        Err(error) => return Err(error.into()),
    };
    let mut facets = hits.facets.clone();
    if !asked.kinds.is_empty() {
        // Counts of the kinds that are not chosen now.
        let text = Query { kinds: Vec::new(), limit: 0, offset: 0, reasons: false, ..asked.query(actor) };
        let all = engine.search(text).await?;
        facets.extend(all.facets.into_iter().filter(|(key, _)| key == "kind"));
    }
    // Later pages do not have the best.
    let weak = asked.page == 1 && hits.total > 0 && !hits.has_good_answer();
    let words_only = !engine.knows_meaning() && hits.coverage < WEAK;
    let Hits { total, about, unmatched_words, hits, kinds, guessed, .. } = hits;
    // One kind alone is a list.
    let kinds = if kinds.len() > 1 { kinds } else { Vec::new() };
    let hits = if asked.listed || kinds.is_empty() { hits } else { Vec::new() };
    let by_id: HashMap<&str, &Hit> = grouped::all(&hits, &kinds).map(|hit| (hit.id.as_str(), hit)).collect();
    let made: BTreeMap<String, Found> = cards(&mut app.db.reader(), &grouped::ids(&hits, &kinds))
        .await?
        .into_iter()
        .map(|card| {
            let hit = by_id.get(card.id.as_str());
            let why = hit.map(|h| sentences(app, actor.lang, &h.reasons)).unwrap_or_default();
            let features = hit.map(|h| h.features);
            (card.id.clone(), Found { href: card.href(), why, features, card })
        })
        .collect();
    let found = hits.iter().filter_map(|hit| made.get(&hit.id).cloned()).collect();
    let groups = grouped::groups(&kinds, &made);
    let guessed = if weak { guessed } else { Vec::new() };
    let unmatched = unmatched_words;
    Ok(Answer { found, groups, total, about, facets, unmatched, weak, plain: false, guessed, words_only })
}

async fn plainly(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let mut reader = app.db.reader();
    let mut ids: Vec<String> = Vec::new();
    for (kind, id) in store::named(&mut reader, &asked.words).await? {
        if asked.kinds.is_empty() || asked.kinds.contains(&kind) {
            ids.push(id);
        }
    }
    let cards = cards(&mut reader, &ids).await?;
    let found: Vec<Found> = cards
        .into_iter()
        .map(|card| Found { href: card.href(), why: Vec::new(), features: None, card })
        .collect();
    let groups = if asked.of_each_kind > 0 { grouped::gathered(&found) } else { Vec::new() };
    let groups = if groups.len() > 1 { groups } else { Vec::new() };
    let total = found.len();
    let found = if asked.listed || groups.is_empty() { found } else { Vec::new() };
    Ok(Answer { total, found, groups, plain: true, ..Answer::default() })
}

#[derive(Serialize)]
struct Choice {
    value: String,
    count: usize,
    checked: bool,
}

async fn page(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let mut asked = asked(&fields);
    if fields.get("view").is_empty() && !asked.is_narrowed() && asked.page == 1 {
        (asked.of_each_kind, asked.listed) = (grouped::LOOKED_UP, false);
    }
    let answer = answer(&app, &visitor.actor, &asked).await?;
    let first = (asked.page - 1) * SIZE + 1;
    let groups = grouped::shown(&answer.groups);
    let in_groups = groups.iter().flat_map(|group| &group.found).flat_map(grouped::Shown::all);
    let things = answer.found.iter().chain(in_groups);
    let things = things.filter_map(|one| Some((one.card.id.as_str(), one.features.as_ref()?)));
    learning::shown(&app, learning::About::Search, visitor.actor.person, (first, things));
    let facets: Vec<Value> = ["kind", "region", "access", "organisation_kind", "accredited"]
        .iter()
        .filter_map(|key| {
            let choices = choices(&asked, key, answer.facets.get(*key));
            (!choices.is_empty()).then(|| json!({ "name": key, "choices": choices }))
        })
        .collect();
    let last = answer.total.div_ceil(SIZE).clamp(1, PAGES);
    let map = match fields.get("view") {
        "map" => Some(super::map::map(&mut app.db.reader(), &answer.found).await?),
        _ => None,
    };
    let page = Page::new("find/find.html")
        .with("q", &asked.words)
        .with("cut", asked.cut)
        .with("asked", !asked.words.is_empty())
        .with("says_something", asked.says_something)
        .with("narrowed", asked.is_narrowed())
        .with("found", grouped::folded(&answer.found))
        .with("groups", &groups)
        .with("several", answer.facets.get("kind").is_some_and(|kinds| kinds.len() > 1))
        .with("total", answer.total)
        .with("about", answer.about)
        .with("facets", facets)
        .with("unmatched", answer.unmatched.iter().take(6).collect::<Vec<_>>())
        .with("plain", answer.plain)
        .with("weak", answer.weak)
        .with("guessed", &answer.guessed)
        .with("words_only", answer.words_only)
        .with("map", map)
        .with("start", first)
        .with("page_no", asked.page)
        .with("pages", last)
        .with("kinds", KINDS);
    app.render(page, &visitor)
}

/// Values with their counts, the most frequent first; chosen ones stay even when nothing has them.
fn choices(asked: &Asked, key: &str, counts: Option<&BTreeMap<String, usize>>) -> Vec<Choice> {
    let mut all: Vec<Choice> = counts
        .into_iter()
        .flatten()
        .filter(|(value, _)| known(key, value))
        .map(|(value, count)| Choice {
            value: value.clone(),
            count: *count,
            checked: asked.chose(key, value),
        })
        .collect();
    let chosen: Vec<&String> = match key {
        "kind" => asked.kinds.iter().collect(),
        _ => asked.filters.iter().filter(|(k, v)| k == key && known(key, v)).map(|(_, v)| v).collect(),
    };
    for value in chosen {
        if !all.iter().any(|c| c.value == *value) {
            all.push(Choice { value: value.clone(), count: 0, checked: true });
        }
    }
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    all.truncate(20);
    all
}

/// Regions by their codes of the administrative standard code, as the catalogue keeps them.
pub(crate) const REGIONS: [&str; 18] = [
    "11", "26", "27", "28", "29", "30", "31", "36", "41", "43", "44", "46", "47", "48", "50", "51", "52",
    "99",
];
/// How an instrument or service may be used.
pub(crate) const ACCESS: [&str; 3] = ["self", "assisted", "request"];
const ORGANISATIONS: [&str; 7] =
    ["firm", "university", "institute", "hospital", "government", "support", "foreign"];

/// Whether there are words for a value.
fn known(key: &str, value: &str) -> bool {
    match key {
        "kind" => KINDS.contains(&value),
        "region" => REGIONS.contains(&value),
        "access" => ACCESS.contains(&value),
        "organisation_kind" => ORGANISATIONS.contains(&value),
        _ => value == "yes",
    }
}

/// Names for the box: a list of texts.
async fn suggest(
    State(app): State<App>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Json<Vec<String>>, Problem> {
    let typed: String = fields.get("q").trim().chars().take(60).collect();
    let Some(engine) = engine(&app).filter(|e| e.is_ready() && !typed.is_empty()) else {
        return Ok(Json(Vec::new()));
    };
    let offers = engine.suggest(typed, viewer(&visitor.actor), 12).await?;
    let mut texts: Vec<String> = Vec::new();
    for offer in offers {
        if !texts.contains(&offer.text) {
            texts.push(offer.text);
        }
    }
    Ok(Json(texts))
}
