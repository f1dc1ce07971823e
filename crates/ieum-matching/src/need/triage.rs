//! The queue of those who sort needs: oldest first, with how long each has waited.

use super::{SORT, State, store};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn};
use serde_json::{Value, json};

/// After so many hours without an answer a need is late.
const LATE_HOURS: i64 = 48;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/triage", &SORT, queue)
}

async fn queue(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let wanted = State::KEYS.into_iter().find(|key| *key == fields.get("state"));
    let mut reader = app.db.reader();
    let rows = store::queue(&mut reader, wanted).await?;
    let counts = store::counts(&mut reader).await?;
    let now = app.now();
    let rows: Vec<Value> = rows
        .iter()
        .map(|w| {
            let since = w.need.submitted_at.unwrap_or(w.need.changed_at);
            let hours = now.minutes_since(since) / 60;
            json!({ "id": w.need.id, "title": w.need.said.title, "words": w.need.said.words,
                "state": w.need.state.key(), "organisation": w.organisation_name, "since": since, "hours": hours,
                "days": hours / 24, "late": hours >= LATE_HOURS && w.need.state.key() == "submitted",
                "due_on": w.need.said.due_on })
        })
        .collect();
    let counts: Vec<Value> = counts
        .iter()
        .filter(|(state, _)| !matches!(state.as_str(), "solved" | "closed" | "declined"))
        .map(|(state, many)| json!({ "state": state, "many": many }))
        .collect();
    let page = Page::new("need/triage.html")
        .with("rows", rows)
        .with("counts", counts)
        .with("wanted", wanted.unwrap_or_default());
    app.render(page, me.visit())
}
