//! Pages of measurements: the queue, the form, the page with files and review.

use super::service::{self, Filter, For, MeasurementError};
use super::thing::{Measurement, MeasurementThing};
use super::{LOOK, REVIEW, RUN, form};
use crate::price::{chosen, facilities_of, options};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Role, StoredFile, Text};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, Upload, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/measurements", &LOOK, list)
        .get("/measurements/new", &RUN, new)
        .post("/measurements", &RUN, create)
        .get("/measurements/{id}", &LOOK, look)
        .get("/measurements/{id}/edit", &RUN, edit)
        .post("/measurements/{id}/edit", &RUN, save)
        .post("/measurements/{id}/files", &RUN, upload)
        .get("/measurements/{id}/files/{file}", &LOOK, download)
        .post("/measurements/{id}/submit", &RUN, submit)
        .post("/measurements/{id}/rework", &RUN, rework)
        .post("/measurements/{id}/release", &REVIEW, release)
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let actor = me.actor();
    let staff = actor.is(Role::Operator) || actor.is(Role::Staff) || actor.is(Role::Reviewer);
    let all = if staff { facilities_of(&app, actor).await? } else { Vec::new() };
    let asked = match fields.get("request").parse() {
        Ok(id) if staff => {
            let found = crate::request::load(&mut app.db.reader(), id).await?;
            found.and_then(|r| r.facility).map(|id| id.to_string()).unwrap_or_default()
        }
        _ => fields.get("facility").to_owned(),
    };
    let facility = chosen(&all, &asked)?;
    let filter = match (&facility, actor.organisation()) {
        (Some((id, _)), _) => Filter { facility: Some(*id), ..Filter::default() },
        (None, Some(organisation)) => {
            Filter { organisation: Some(organisation), out: true, ..Filter::default() }
        }
        (None, None) => Filter { person: Some(me.id()), out: true, ..Filter::default() },
    };
    let filter = Filter { request: fields.get("request").parse().ok(), ..filter };
    let rows: Vec<Value> = service::list(&mut app.db.reader(), filter)
        .await?
        .iter()
        .map(|m| json!({ "href": m.path(), "title": m.title, "state": m.state.key(), "kind": m.state.kind(), "changed_at": m.changed_at, "request": m.request }))
        .collect();
    let page = Page::new("measurement/list.html")
        .with("facilities", options(&all, me.lang()))
        .with("facility", facility.map(|(id, name)| json!({ "id": id, "name": name })))
        .with("rows", rows);
    app.render(page, me.visit())
}

/// What a new measurement is for, from `request` or `reservation`.
fn purpose(fields: &Fields) -> Result<For, Problem> {
    if let Ok(id) = fields.get("request").parse() {
        return Ok(For::Request(id));
    }
    fields.get("reservation").parse().map(For::Reservation).map_err(|_none| Problem::not_found())
}

async fn form_page(app: &App, me: &SignedIn, what: For) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let (facility, title, booked) = match what {
        For::Request(id) => {
            let found = crate::request::load(&mut reader, id).await?.ok_or_else(Problem::not_found)?;
            (found.facility, found.title, found.instrument)
        }
        For::Reservation(id) => {
            let found = crate::booking::find(&mut reader, id).await?.ok_or_else(Problem::not_found)?;
            (Some(found.facility), found.purpose, Some(found.instrument))
        }
    };
    let facility = facility.filter(|id| me.actor().is(Role::Operator) || me.actor().works_for(*id));
    let facility = facility.ok_or_else(Problem::not_found)?;
    let (instruments, methods) = service::choices(&mut reader, facility).await?;
    let (field, id) = match what {
        For::Request(id) => ("request", id.to_string()),
        For::Reservation(id) => ("reservation", id.to_string()),
    };
    let mut values = form::shown(None);
    if let Some(map) = values.as_object_mut() {
        map.insert("title".to_owned(), json!(title));
        map.insert("instrument".to_owned(), json!(booked));
    }
    Ok(Page::new("measurement/form.html")
        .with("action", "/measurements")
        .with("what", json!({ "field": field, "id": id }))
        .with("version", Value::Null)
        .with("value", values)
        .with("instruments", labelled(&instruments, me))
        .with("methods", labelled(&methods, me))
        .with("zone", app.zone.name())
        .crumb("measurement-list-title", "/measurements"))
}

fn labelled<T: ieum_kernel::Thing>(all: &[(Id<T>, Text)], me: &SignedIn) -> Vec<Value> {
    all.iter().map(|(id, name)| json!({ "value": id, "label": name.in_lang(me.lang()) })).collect()
}

async fn new(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let page = form_page(&app, &me, purpose(&fields)?).await?;
    app.render(page, me.visit())
}

async fn create(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let what = purpose(&fields)?;
    match form::read(&app, &fields) {
        Ok(said) => {
            let made = service::begin(&app, me.actor(), what, said).await?;
            Ok(see_other(&app, &made.path(), Some("measurement-begun")))
        }
        Err(faults) => {
            let page = form_page(&app, &me, what).await?.faulty(&fields, faults);
            app.render(page, me.visit())
        }
    }
}

/// The page; `refusals` when a step was refused.
async fn shown(app: &App, me: &SignedIn, m: &Measurement) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let around = service::around(&mut reader, m).await?;
    let files = service::files(&mut reader, m.id).await?;
    let staff = m.is_staff(me.actor());
    let reports = crate::report::of_measurement(&mut reader, m.id).await?;
    let self_use = around.access_mode == "self" || around.used_as == "self";
    Ok(Page::new("measurement/look.html")
        .with("m", m)
        .with("status", json!({ "key": m.state.key(), "kind": m.state.kind() }))
        .with("around", &around)
        .with("files", &files)
        .with("reports", reports)
        .with("staff", staff)
        .with("may_write", staff && m.state.is_open())
        .with("may_review", staff && me.actor().may(&REVIEW) && m.state.key() == "in_review")
        .with("may_revise", staff && matches!(m.state.key(), "released" | "withdrawn"))
        .with("mine", m.operator == me.id())
        .with("self_use", self_use)
        .with("most", app.site.upload_bytes)
        .crumb("measurement-list-title", "/measurements"))
}

async fn look(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
) -> Result<Response, Problem> {
    let m = service::visible(&app, me.actor(), id).await?;
    app.render(shown(&app, &me, &m).await?, me.visit())
}

/// The form of a measurement this person may write.
async fn edit_page(app: &App, me: &SignedIn, id: Id<MeasurementThing>) -> Result<Page, Problem> {
    let m = service::visible(app, me.actor(), id).await?;
    if !m.is_staff(me.actor()) {
        return Err(Problem::not_found());
    }
    let (instruments, methods) = service::choices(&mut app.db.reader(), m.facility).await?;
    Ok(Page::new("measurement/form.html")
        .with("action", format!("{}/edit", m.path()))
        .with("what", Value::Null)
        .with("version", m.version)
        .with("value", form::shown(Some(&m)))
        .with("instruments", labelled(&instruments, me))
        .with("methods", labelled(&methods, me))
        .with("zone", app.zone.name())
        .crumb("measurement-list-title", "/measurements")
        .crumb(&m.title, &m.path()))
}

async fn edit(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
) -> Result<Response, Problem> {
    app.render(edit_page(&app, &me, id).await?, me.visit())
}

async fn save(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    match form::read(&app, &fields) {
        Ok(said) => {
            let m = service::write(&app, me.actor(), id, fields.get("version").parse().ok(), said).await?;
            Ok(see_other(&app, &m.path(), Some("measurement-written")))
        }
        Err(faults) => {
            let page = edit_page(&app, &me, id).await?.faulty(&fields, faults);
            app.render(page, me.visit())
        }
    }
}

async fn upload(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
    upload: Upload,
) -> Result<Response, Problem> {
    let path = format!("/measurements/{id}");
    if upload.files.is_empty() {
        return Ok(see_other(&app, &path, Some("measurement-no-file")));
    }
    for file in &upload.files {
        service::add_file(&app, me.actor(), id, file).await?;
    }
    Ok(see_other(&app, &path, Some("measurement-file-added")))
}

async fn download(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, file)): Path<(Id<MeasurementThing>, Id<StoredFile>)>,
) -> Result<Response, Problem> {
    service::visible(&app, me.actor(), id).await?;
    let files = service::files(&mut app.db.reader(), id).await?;
    if !files.iter().any(|known| known.id == file) {
        return Err(Problem::not_found());
    }
    app.download(file).await
}

/// Shows the page again with the reasons, or goes on.
async fn answered(
    app: &App,
    me: &SignedIn,
    id: Id<MeasurementThing>,
    fields: &Fields,
    outcome: Result<(String, &'static str), MeasurementError>,
) -> Result<Response, Problem> {
    match outcome {
        Ok((path, message)) => Ok(see_other(app, &path, Some(message))),
        Err(MeasurementError::Refused(reasons)) => {
            let m = service::visible(app, me.actor(), id).await?;
            let page = shown(app, me, &m).await?.refused(fields, "measurement", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn submit(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let done = service::submit(&app, me.actor(), id, fields.get("version").parse().ok()).await;
    let done = done.map(|m| (m.path(), "measurement-submitted"));
    answered(&app, &me, id, &fields, done).await
}

async fn rework(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let reason = form.required("reason", 2000);
    if let Err(faults) = form.done() {
        let m = service::visible(&app, me.actor(), id).await?;
        let page = shown(&app, &me, &m).await?.faulty(&fields, faults);
        return app.render(page, me.visit());
    }
    let done = service::rework(&app, me.actor(), id, fields.get("version").parse().ok(), reason).await;
    answered(&app, &me, id, &fields, done.map(|m| (m.path(), "measurement-reworked"))).await
}

async fn release(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<MeasurementThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let with_report = fields.get("what") != "data";
    let version = fields.get("version").parse().ok();
    let done = service::release(&app, me.actor(), id, version, with_report).await;
    let done = done.map(|(m, report)| match report {
        Some(report) => (format!("/reports/{report}"), "measurement-reported"),
        None => (m.path(), "measurement-released"),
    });
    answered(&app, &me, id, &fields, done).await
}
