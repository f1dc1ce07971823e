//! Pages for those who run a facility: the day's work and closures.

use super::closure::{self, ClosureThing};
use super::facts::Closure;
use super::list::{Filter, lines};
use super::routes::state_kind;
use super::{RUN, desks, house_terms, runs};
use crate::calendar::feed_path;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Facility, Id, Instrument, Text, TimeSpan};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use jiff::civil::Date;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/facilities/{id}/day", &RUN, day)
        .get("/facilities/{id}/closures", &RUN, closures)
        .post("/facilities/{id}/closures", &RUN, shut)
        .post("/closures/{id}/remove", &RUN, reopen)
}

/// Names of a facility that exists and that this person runs; not found otherwise.
pub(super) async fn run_by(app: &App, me: &SignedIn, id: Id<Facility>) -> Result<Text, Problem> {
    if !runs(me.actor(), id) {
        return Err(Problem::not_found());
    }
    let sql = "SELECT name_ko, name_en FROM public_facility WHERE id = $1";
    let name = |row: &ieum_db::Row| Ok(Text { ko: row.get("name_ko")?, en: row.get("name_en")? });
    app.db.reader().maybe(sql, ieum_db::args![id], name).await?.ok_or_else(Problem::not_found)
}

fn whole_day(app: &App, day: Date) -> TimeSpan {
    let next = day.tomorrow().unwrap_or(day);
    TimeSpan { starts: app.zone.midnight(day), ends: app.zone.midnight(next) }
}

async fn day(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Facility>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = run_by(&app, &me, id).await?;
    let today = app.zone.day(app.now());
    let day: Date = fields.get("day").parse().unwrap_or(today);
    let mut reader = app.db.reader();
    let all = Filter { facility: Some(id), most: 1000, ..Filter::default() };
    let found = lines(&mut reader, whole_day(&app, day), all).await?;
    let ahead = TimeSpan { starts: app.now(), ends: app.now().plus_days(400) };
    let waiting = lines(&mut reader, ahead, Filter { holding: true, ..all }).await?;
    let shut = closure::coming(&mut reader, id, whole_day(&app, day).starts).await?;
    let row = |line: &super::Line| {
        json!({
            "line": line, "status": state_kind(&line.state),
            "length": super::form::length_text(&app, me.lang(), line.span.minutes()),
        })
    };
    let rows: Vec<Value> = found.iter().map(row).collect();
    let waiting: Vec<Value> =
        waiting.iter().filter(|line| line.state == "pending_approval").map(row).collect();
    let shut: Vec<&Closure> =
        shut.iter().filter(|closure| closure.span.overlaps(whole_day(&app, day))).collect();
    let (before, after) = (day.yesterday().unwrap_or(day), day.tomorrow().unwrap_or(day));
    let page = Page::new("booking/day.html")
        .with("facility", id)
        .with("name", &name)
        .with("day", day.to_string())
        .with("is_today", day == today)
        .with("previous", format!("/facilities/{id}/day?day={before}"))
        .with("next", format!("/facilities/{id}/day?day={after}"))
        .with("rows", rows)
        .with("waiting", waiting)
        .with("closures", shut)
        .with("month", format!("{:04}-{:02}", day.year(), day.month()))
        .with("feed", app.link(&feed_path(&app, "facility", &id.to_string())))
        .crumb(name.in_lang(me.lang()), &format!("/facilities/{id}"));
    app.render(page, me.visit())
}

async fn closures_page(app: &App, me: &SignedIn, id: Id<Facility>) -> Result<Page, Problem> {
    let name = run_by(app, me, id).await?;
    let mut reader = app.db.reader();
    let coming = closure::coming(&mut reader, id, app.now()).await?;
    let desks = desks::desks_of_facility(&mut reader, id, &house_terms(app)).await?;
    let named = |instrument: Option<Id<Instrument>>| {
        let desk = instrument.and_then(|instrument| desks.iter().find(|desk| desk.instrument == instrument));
        desk.map(|desk| desk.name.in_lang(me.lang()).to_owned())
    };
    let rows: Vec<Value> = coming
        .iter()
        .map(|closure| json!({ "closure": closure, "instrument_name": named(closure.instrument) }))
        .collect();
    let options: Vec<Value> = desks
        .iter()
        .map(|desk| json!({ "value": desk.instrument, "label": desk.name.in_lang(me.lang()) }))
        .collect();
    Ok(Page::new("booking/closures.html")
        .with("facility", id)
        .with("name", &name)
        .with("rows", rows)
        .with("instruments", options)
        .with("zone", app.zone.name())
        .crumb(name.in_lang(me.lang()), &format!("/facilities/{id}"))
        .crumb("booking-day", &format!("/facilities/{id}/day")))
}

async fn closures(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Facility>>,
) -> Result<Response, Problem> {
    let page = closures_page(&app, &me, id).await?;
    app.render(page, me.visit())
}

async fn shut(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Facility>>,
    fields: Fields,
) -> Result<Response, Problem> {
    run_by(&app, &me, id).await?;
    let mut form = fields.reading(&app.zone);
    let span = form.span("starts", "ends");
    let reason = form.text("reason", 300, true);
    let instrument = form.id::<Instrument>("instrument");
    let kind = if fields.get("kind") == "upkeep" { "upkeep" } else { "closure" }.to_owned();
    if let Err(faults) = form.done() {
        let page = closures_page(&app, &me, id).await?;
        return app.render(super::form::faulty(page, &fields, faults), me.visit());
    }
    let span = span.ok_or_else(Problem::bad_request)?;
    let closure = Closure { id: app.new_id(), kind, span, reason, instrument };
    let mut tx = app.db.begin().await?;
    closure::shut(&mut tx, id, &closure, me.id(), app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&app, &format!("/facilities/{id}/closures"), Some("closure-made")))
}

async fn reopen(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ClosureThing>>,
) -> Result<Response, Problem> {
    let facility = closure::facility_of(&mut app.db.reader(), id).await?.ok_or_else(Problem::not_found)?;
    run_by(&app, &me, facility).await?;
    let mut tx = app.db.begin().await?;
    closure::reopen(&mut tx, id, me.id(), app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&app, &format!("/facilities/{facility}/closures"), Some("closure-removed")))
}
