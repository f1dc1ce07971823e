//! What other rooms and plans report: kept in a plan, asked for, accepted, done, solved.

use super::{Outcome, came_of, store};
use crate::plan;
use ieum_db::{DbError, Event, JobFailure, Worker};
use ieum_kernel::{Id, Need};
use ieum_web::App;
use serde_json::Value;

/// The steps of a request after which [`outcome_of`] has something to say; of two dozen steps the others are no news here.
const STEPS: [&str; 4] = ["request.submit", "request.accept_quote", "request.deliver", "request.close"];

/// Listens for what came of things.
pub(crate) fn work(worker: Worker, app: &App) -> Worker {
    let (plans, said, closed) = (app.clone(), app.clone(), app.clone());
    let worker = STEPS.into_iter().fold(worker, |worker, step| {
        let app = app.clone();
        worker.listen(step, "matching.learning.requests", move |event, _job| {
            let app = app.clone();
            async move { done(requested(&app, &event).await) }
        })
    });
    worker
        .listen("plan.", "matching.learning.plans", move |event, _job| {
            let app = plans.clone();
            async move { done(planned(&app, &event).await) }
        })
        .listen("feedback.said", "matching.learning.feedback", move |event, _job| {
            let app = said.clone();
            async move { done(judged(&app, &event).await) }
        })
        .listen("person.closed", "matching.learning.closed", move |event, _job| {
            let app = closed.clone();
            async move {
                // Here trying again matters: what somebody leaves behind is forgotten.
                let forgotten = forget(&app, &event).await;
                forgotten.map_err(|error| JobFailure::retry(error.to_string()))
            }
        })
}

/// Whoever closes an account is forgotten.
async fn forget(app: &App, event: &Event) -> Result<(), DbError> {
    let Ok(person) = text(event, "id").parse() else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    store::forget_person(&mut tx, person).await?;
    tx.commit().await
}

/// What is not remembered is no reason to try for ever.
fn done(result: Result<(), DbError>) -> Result<(), JobFailure> {
    if let Err(error) = result {
        tracing::warn!(%error, "what came of a match is not remembered");
    }
    Ok(())
}

fn text<'a>(event: &'a Event, name: &str) -> &'a str {
    event.payload.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A plan was kept, changed or ordered: its steps are what somebody chose.
async fn planned(app: &App, event: &Event) -> Result<(), DbError> {
    let Ok(need) = text(event, "need").parse::<Id<Need>>() else { return Ok(()) };
    let mut reader = app.db.reader();
    let Some(found) = crate::need::store::find(&mut reader, need).await? else { return Ok(()) };
    for offer in plan::offers_of(&mut reader, text(event, "plan")).await? {
        came_of(app, need, &offer, Outcome::Planned, (found.owner, event.at));
    }
    Ok(())
}

/// What a state of a request says of the thing asked for.
fn outcome_of(state: &str) -> Option<Outcome> {
    match state {
        "submitted" => Some(Outcome::Requested),
        "accepted" => Some(Outcome::Accepted),
        "delivered" | "closed" => Some(Outcome::Finished),
        _ => None,
    }
}

async fn requested(app: &App, event: &Event) -> Result<(), DbError> {
    let Some(outcome) = outcome_of(text(event, "state")) else { return Ok(()) };
    note(app, event, outcome).await
}

async fn judged(app: &App, event: &Event) -> Result<(), DbError> {
    let outcome = if text(event, "solved") == "no" { Outcome::Unsolved } else { Outcome::Solved };
    note(app, event, outcome).await
}

async fn note(app: &App, event: &Event, outcome: Outcome) -> Result<(), DbError> {
    let found = store::asked_for(&mut app.db.reader(), text(event, "request")).await?;
    if let Some((need, thing, person)) = found.filter(|(_, thing, _)| !thing.is_empty()) {
        came_of(app, need, &thing, outcome, (person, event.at));
    }
    Ok(())
}
