//! `/needs/{id}/plans` for people and programs.

use super::LOOK;
use super::service::{Proposed, propose};
use crate::find::{ACCESS, REGIONS, engine};
use crate::matches::{Wishes, need_inside, wishes};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::Id;
use ieum_web::{App, Call, Doors, Fields, Page, Path, Problem, Shape, SignedIn};
use serde_json::{Value, json};

type NeedId = Id<ieum_kernel::Need>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/needs/{id}/plans", &LOOK, page).get("/api/v1/needs/{id}/plans", &LOOK, api).says(
        Call::new("needs-plans")
            .path::<NeedId>("id")
            .query_of("region", Shape::list(Shape::choice(&REGIONS)))
            .query_of("access", Shape::list(Shape::choice(&ACCESS)))
            .query_of("accredited", Shape::choice(&["yes"]))
            .query_of("late", Shape::choice(&["yes"]))
            .gives::<Proposed>(),
    )
}

async fn api(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    fields: Fields,
) -> Result<Json<Proposed>, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    Ok(Json(propose(&app, me.actor(), &need, &wishes(&fields)).await?))
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
    let page = Page::new("plan/plans.html")
        .with("need", &need)
        .with("plans", &found.plans)
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
