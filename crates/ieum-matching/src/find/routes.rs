//! `/find`: the box, the results with their reasons, and filters with counts as a plain form.

use super::build::KINDS;
use super::question::{Asked, PAGES, SIZE, asked, viewer};
use super::{Card, EngineError, LOOK, cards, engine, sentences, store};
use crate::learning;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::Actor;
use ieum_search::{Features, Hits, Query};
use ieum_web::{App, Doors, Fields, Page, Problem, Visitor};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
}

/// The answer to a question, however it was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub found: Vec<Found>,
    pub total: usize,
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
    pub unmatched: Vec<String>,
    /// Even the best result is probably no answer.
    pub weak: bool,
    /// The index was being built: names only, from the database.
    pub plain: bool,
    /// What was shown, in order, with the parts of its score.
    pub shown: Vec<(String, Features)>,
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
    let ids: Vec<String> = hits.hits.iter().map(|h| h.id.clone()).collect();
    let cards = cards(&mut app.db.reader(), &ids).await?;
    // Later pages do not have the best.
    let weak = asked.page == 1 && hits.total > 0 && !hits.has_good_answer();
    let words_only = !engine.knows_meaning() && hits.coverage < WEAK;
    let Hits { total, unmatched_words, hits, .. } = hits;
    let shown = hits.iter().map(|hit| (hit.id.clone(), hit.features)).collect();
    let found = cards
        .into_iter()
        .map(|card| {
            let hit = hits.iter().find(|h| h.id == card.id);
            let why = hit.map(|h| sentences(app, actor.lang, &h.reasons)).unwrap_or_default();
            Found { href: card.href(), why, card }
        })
        .collect();
    Ok(Answer { found, total, facets, unmatched: unmatched_words, weak, plain: false, shown, words_only })
}

/// A result of the page, with what is the same in all that a reader compares.
#[derive(Debug, Clone, Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    first: &'a Found,
    also: Vec<&'a Found>,
}

/// Several instruments of one kind at one place become one result, at the place of the best: nobody compares a second with its twin.
fn folded(found: &[Found]) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown> = Vec::new();
    for one in found {
        let twin = shown.iter_mut().find(|s| s.first.card.is_like(&one.card));
        match twin {
            Some(twin) => twin.also.push(one),
            None => shown.push(Shown { first: one, also: Vec::new() }),
        }
    }
    shown
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
    let found: Vec<Found> =
        cards.into_iter().map(|card| Found { href: card.href(), why: Vec::new(), card }).collect();
    Ok(Answer { total: found.len(), found, plain: true, ..Answer::default() })
}

#[derive(Serialize)]
struct Choice {
    value: String,
    count: usize,
    checked: bool,
}

async fn page(State(app): State<App>, visitor: Visitor, fields: Fields) -> Result<Response, Problem> {
    let asked = asked(&fields);
    let answer = answer(&app, &visitor.actor, &asked).await?;
    let things = answer.shown.iter().map(|(id, features)| (id.as_str(), features));
    let first = (asked.page - 1) * SIZE + 1;
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
        .with("narrowed", !asked.kinds.is_empty() || !asked.filters.is_empty())
        .with("found", folded(&answer.found))
        .with("total", answer.total)
        .with("facets", facets)
        .with("unmatched", answer.unmatched.iter().take(6).collect::<Vec<_>>())
        .with("plain", answer.plain)
        .with("weak", answer.weak)
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
