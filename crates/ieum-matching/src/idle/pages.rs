//! `/idle`, `/facilities/{id}/idle`, `/instruments/{id}/needs`.

use super::service::{facility_name, idle, serves};
use super::{IdleSettings, LOOK};
use crate::offer;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Facility, Id, Instrument, Role, Text};
use ieum_web::{App, Doors, Page, Path, Problem, SignedIn};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/idle", &LOOK, mine).get("/facilities/{id}/idle", &LOOK, of_facility).get(
        "/instruments/{id}/needs",
        &LOOK,
        needs,
    )
}

async fn mine(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    list(&app, &me, None).await
}

async fn of_facility(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Facility>>,
) -> Result<Response, Problem> {
    list(&app, &me, Some(id)).await
}

async fn list(app: &App, me: &SignedIn, facility: Option<Id<Facility>>) -> Result<Response, Problem> {
    let actor = me.actor();
    let name = match facility {
        Some(id) => facility_name(app, actor, id).await?,
        None => Text::default(),
    };
    let settings = app.settings::<IdleSettings>();
    let rows: Vec<Value> = idle(app, actor, facility)
        .await?
        .into_iter()
        .map(|row| {
            json!({ "id": row.id, "name": row.name, "facility_name": row.facility_name, "percent": row.percent,
                "booked_hours": row.used.booked_minutes / 60, "bookable_hours": row.used.bookable_minutes / 60,
                "needs": row.needs, "hidden": row.hidden, "best": row.best })
        })
        .collect();
    let page = Page::new("idle/list.html")
        .with("rows", rows)
        .with("facility", name)
        .with("days", settings.days)
        .with("below", settings.below_percent);
    let page = match facility {
        Some(id) => page.crumb("idle-title", "/idle").with("facility_href", format!("/facilities/{id}")),
        None => page.with("facility_href", ""),
    };
    app.render(page, me.visit())
}

/// The problems an instrument could solve.
pub(crate) async fn needs_page(app: &App, me: &SignedIn, id: Id<Instrument>) -> Result<Page, Problem> {
    let actor = me.actor();
    let found = serves(app, actor, id).await?;
    let settings = app.settings::<IdleSettings>();
    let rows: Vec<Value> = found
        .needs
        .iter()
        .map(|(fit, why, made)| {
            let need = &fit.need;
            json!({ "id": need.id, "title": need.said.title, "words": need.said.words, "state": need.state.key(),
                "due_on": need.said.due_on, "why": why, "offer": made.as_ref().map(offer::Offer::path),
                "offer_state": made.as_ref().map_or("", |made| made.state.key()) })
        })
        .collect();
    let used = found.used.map(|used| {
        json!({ "booked_hours": used.booked_minutes / 60, "bookable_hours": used.bookable_minutes / 60,
            "percent": used.booked_minutes.saturating_mul(100).checked_div(used.bookable_minutes) })
    });
    let runs = actor.is(Role::Operator) || (actor.may(&offer::MAKE) && actor.works_for(found.facility));
    Ok(Page::new("idle/needs.html")
        .with("id", id)
        .with("name", &found.name)
        .with("facility", &found.facility_name)
        .with("facility_id", found.facility)
        .with("used", used)
        .with("idle", found.idle)
        .with("days", settings.days)
        .with("below", settings.below_percent)
        .with("rows", rows)
        .with("kept_back", found.hidden)
        .with("may_offer", runs)
        .crumb("idle-title", "/idle"))
}

async fn needs(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Response, Problem> {
    let page = needs_page(&app, &me, id).await?;
    app.render(page, me.visit())
}
