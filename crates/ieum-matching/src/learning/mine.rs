//! `/find/remembered`: what is remembered of one's own searches, and forgetting it.

use super::outcome::{Came, Listed};
use super::{LearningSettings, OWN, log, store};
use crate::find::{Card, cards};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_db::Audit;
use ieum_web::{App, Doors, Page, Problem, SignedIn, see_other};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const HERE: &str = "/find/remembered";
/// Lists the page shows.
const LISTS: i64 = 50;
/// Outcomes the page looks through.
const OUTCOMES: i64 = 500;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get(HERE, &OWN, page).post("/find/remembered/forget", &OWN, forget)
}

async fn page(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    // What waits is shown as well: what is said to be remembered is all there is.
    log::flush(&app).await?;
    let mut reader = app.db.reader();
    let lists = store::of_person(&mut reader, me.id(), LISTS).await?;
    let came = store::outcomes_of(&mut reader, me.id(), OUTCOMES).await?;
    let mut ids: Vec<String> = came.iter().map(|one| one.thing.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(100);
    let known: BTreeMap<String, Card> =
        cards(&mut reader, &ids).await?.into_iter().map(|card| (card.id.clone(), card)).collect();
    let rows: Vec<Value> = lists.iter().map(|one| row(one, &came, &known)).collect();
    let settings = app.settings::<LearningSettings>();
    let page = Page::new("learning/mine.html")
        .with("rows", rows)
        .with("remembers", settings.remembers)
        .with("keep_days", settings.keep_days)
        .crumb("find-title", "/find");
    app.render(page, me.visit())
}

fn row(one: &Listed, came: &[Came], known: &BTreeMap<String, Card>) -> Value {
    let about = one.need.map_or_else(|| one.id.to_string(), |need| need.to_string());
    let of_list = came.iter().filter(|came| came.about == about);
    let outcomes: Vec<Value> = of_list
        .map(|came| {
            let card = known.get(&came.thing);
            json!({ "outcome": came.outcome, "href": card.map(Card::href),
                "name": card.map_or_else(Default::default, |card| card.name.clone()) })
        })
        .collect();
    json!({ "need": one.need, "at": one.at, "count": one.things.len(), "outcomes": outcomes })
}

async fn forget(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    log::flush(&app).await?;
    let mut tx = app.db.begin().await?;
    let lists = store::forget_person(&mut tx, me.id()).await?;
    let (thing, at) = (me.id().to_string(), app.now());
    let after = Some(json!({ "lists": lists }));
    let action = "learning.forget";
    tx.audit(&Audit { actor: Some(me.id()), action, thing: &thing, before: None, after, at }).await?;
    tx.commit().await?;
    Ok(see_other(&app, HERE, Some("learning-forgotten")))
}
