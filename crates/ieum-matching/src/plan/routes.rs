//! `/needs/{id}/plans`: plans side by side.

use super::LOOK;
use super::keeping::form_picks;
use super::service::{kept_of, propose};
use crate::find::{ACCESS, REGIONS, engine};
use crate::matches::{Wishes, need_inside, wishes};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::Id;
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn};
use serde_json::{Value, json};

type NeedId = Id<ieum_kernel::Need>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/needs/{id}/plans", &LOOK, page)
}

async fn page(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let wishes = wishes(&fields);
    let found = propose(&app, me.actor(), &need, &wishes).await?;
    let checked = |all: &[&str], chosen: &[String]| -> Vec<Value> {
        all.iter().map(|code| json!({ "value": code, "checked": chosen.iter().any(|c| c == code) })).collect()
    };
    let plans: Vec<Value> = found
        .plans
        .iter()
        .map(|one| json!({ "aims": one.aims, "plan": one.plan, "picks": form_picks(&one.plan) }))
        .collect();
    let mut compared: Vec<&str> = Vec::new();
    for step in found.plans.iter().flat_map(|one| &one.plan.steps) {
        let id = step.instrument.as_ref().map(|instrument| instrument.id.as_str());
        compared.extend(id.filter(|id| !compared.contains(id)));
    }
    let before = kept_of(&mut app.db.reader(), id).await?;
    let kept: Vec<Value> = before
        .iter()
        .map(|kept| json!({ "id": kept.id, "state": kept.state.key(), "at": kept.changed_at, "steps": kept.picks.len() }))
        .collect();
    let page = Page::new("plan/plans.html")
        .with("need", &need)
        .with("plans", plans)
        .with("kept", kept)
        .with("compared", compared)
        .with("left_out", &found.left_out)
        .with("unmatched", found.unmatched_words.iter().take(6).collect::<Vec<_>>())
        .with("regions", checked(&REGIONS, &wishes.regions))
        .with("access", checked(&ACCESS, &wishes.access))
        .with("accredited", wishes.accredited)
        .with("late", wishes.late_hours)
        .with("narrowed", wishes != Wishes::default())
        .with("ready", engine(&app).is_some_and(|e| e.is_ready()));
    app.render(page, me.visit())
}
