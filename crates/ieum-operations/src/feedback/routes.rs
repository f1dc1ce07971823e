//! The form after delivery, and a facility's figures.

use super::said::{Feedback, Solved, figures, refusals};
use super::{FIGURES, SAY, service, store};
use crate::price::{chosen, facilities_of, options};
use crate::request::{self, Request};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, TimeSpan};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::json;

/// Days the figures look back.
const PERIOD_DAYS: i64 = 365;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/requests/{id}/feedback", &SAY, form).post("/requests/{id}/feedback", &SAY, say).get(
        "/feedback",
        &FIGURES,
        of_facility,
    )
}

async fn page(app: &App, me: &SignedIn, r: &Request) -> Result<Page, Problem> {
    let said = store::of_request(&mut app.db.reader(), r.id).await?;
    let reasons = refusals(r, me.actor(), said.is_some());
    Ok(Page::new("feedback/form.html")
        .with("request", json!({ "id": r.id, "number": r.number, "title": r.title }))
        .with("said", said)
        .with("reasons", reasons)
        .crumb(&r.number, &r.path()))
}

async fn form(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Request>>,
) -> Result<Response, Problem> {
    let r = request::visible(&app, me.actor(), id).await?;
    app.render(page(&app, &me, &r).await?, me.visit())
}

async fn say(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Request>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let r = request::visible(&app, me.actor(), id).await?;
    let mut form = fields.reading(&app.zone);
    let solved = form.choice::<Solved>("solved");
    let mut grade = |field: &str| {
        let grade = form.whole(field, 1, 5);
        if !fields.has(field) {
            form.fault(field, "field-required", &[]);
        }
        grade.unwrap_or_default()
    };
    let (speed, quality, price) = (grade("speed"), grade("quality"), grade("price"));
    if !fields.has("solved") {
        form.fault("solved", "field-required", &[]);
    }
    let words = form.optional("words", 4000);
    let read = form.done();
    let (Ok(()), Some(solved)) = (&read, solved) else {
        let page = page(&app, &me, &r).await?.faulty(&fields, read.err().unwrap_or_default());
        return app.render(page, me.visit());
    };
    let mut tx = app.db.begin().await?;
    let before = store::of_request(&mut tx, id).await?;
    let reasons = refusals(&r, me.actor(), before.is_some());
    if !reasons.is_empty() {
        drop(tx);
        let page = page(&app, &me, &r).await?.refused(&fields, "feedback", &reasons);
        return app.render(page, me.visit());
    }
    let facility = r.facility.ok_or_else(Problem::not_found)?;
    let (at, organisation, by) = (app.now(), r.organisation, me.id());
    let said = Feedback { request: id, facility, organisation, by, solved, speed, quality, price, words, at };
    service::keep(&mut tx, &said, r.need).await?;
    tx.commit().await?;
    Ok(see_other(&app, &r.path(), Some("feedback-thanks")))
}

async fn of_facility(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let all = facilities_of(&app, me.actor()).await?;
    let facility = chosen(&all, fields.get("facility"))?;
    let ends = app.now().plus_minutes(1);
    let within = TimeSpan { starts: ends.plus_days(-PERIOD_DAYS), ends };
    let said = match &facility {
        Some((id, _)) => store::of_facility(&mut app.db.reader(), *id, within).await?,
        None => Vec::new(),
    };
    let recent: Vec<&Feedback> = said.iter().filter(|f| !f.words.is_empty()).take(20).collect();
    let page = Page::new("feedback/figures.html")
        .with("facilities", options(&all, me.lang()))
        .with("facility", facility.map(|(id, name)| json!({ "id": id, "name": name })))
        .with("figures", figures(&said))
        .with("from", within.starts)
        .with("to", app.now())
        .with("recent", recent);
    app.render(page, me.visit())
}
