//! The page of a line: joining it, one's own place, and the whole line for staff.

use super::policy::Refusal;
use super::service::{WaitingError, Wanted, join, leave};
use super::{WaitingId, store};
use crate::booking::{RESERVE, ReserveError, desk, house_terms, length_text, lengths, runs};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Instrument, TimeSpan};
use ieum_web::{App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, see_other};
use jiff::ToSpan;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/instruments/{id}/waiting", &RESERVE, show)
        .post("/instruments/{id}/waiting", &RESERVE, make)
        .post("/waiting/{id}/leave", &RESERVE, go)
}

async fn page(app: &App, me: &SignedIn, id: Id<Instrument>) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let desk = desk(&mut reader, id, &house_terms(app)).await?.ok_or_else(Problem::not_found)?;
    let staff = runs(me.actor(), desk.facility);
    let line = store::of_instrument(&mut reader, id).await?;
    let waiting = line.len();
    let mine = line.iter().find(|line| line.waiting.person == me.id()).cloned();
    let row = |line: &store::Line| json!({ "line": line, "length": length_text(app, me.lang(), line.waiting.minutes) });
    let rows: Vec<Value> = if staff { line.iter().map(row).collect() } else { Vec::new() };
    let today = app.zone.day(app.now());
    let last = today.checked_add(super::MOST_DAYS.days()).unwrap_or(today);
    let name = desk.name.in_lang(me.lang()).to_owned();
    Ok(Page::new("waiting/line.html")
        .with("desk", &desk)
        .with("staff", staff)
        .with("rows", rows)
        .with("count", waiting)
        .with("mine", mine.as_ref().map(row))
        .with("lengths", lengths(app, me.lang(), &desk.terms))
        .with("offer_length", length_text(app, me.lang(), desk.terms.offer_minutes))
        .with("today", today.to_string())
        .with("last", last.to_string())
        .with("free", Value::Null)
        .crumb("calendar-instruments", "/instruments")
        .crumb(&name, &format!("/instruments/{id}/calendar")))
}

async fn show(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let page = page(&app, &me, id).await?.typed(&fields);
    app.render(page, me.visit())
}

/// Days of the form: from the start of the first to the end of the last.
fn read(app: &App, fields: &Fields, instrument: Id<Instrument>) -> Result<Wanted, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let (first, last) = (form.day("first"), form.day("last"));
    for (field, day) in [("first", first), ("last", last)] {
        if day.is_none() && !fields.has(field) {
            form.fault(field, "field-required", &[]);
        }
    }
    let minutes = form.whole("minutes", 1, 43_200);
    if !fields.has("minutes") {
        form.fault("minutes", "field-required", &[]);
    }
    let purpose = form.optional("purpose", 2000);
    let span = first.zip(last).and_then(|(first, last)| {
        let ends = last.tomorrow().ok()?;
        TimeSpan::new(app.zone.midnight(first), app.zone.midnight(ends)).ok()
    });
    if span.is_none() && first.is_some() && last.is_some() {
        form.fault("last", "field-ends-before-start", &[]);
    }
    form.done()?;
    let (Some(span), Some(minutes)) = (span, minutes) else { return Err(Vec::new()) };
    Ok(Wanted { instrument, from: span.starts, until: span.ends, minutes, purpose })
}

async fn make(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let wanted = match read(&app, &fields, id) {
        Ok(wanted) => wanted,
        Err(faults) => {
            let page = page(&app, &me, id).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    let page = match join(&app, me.actor(), &wanted).await {
        Ok(_) => return Ok(see_other(&app, &format!("/instruments/{id}/waiting"), Some("waiting-joined"))),
        Err(WaitingError::Refused(reasons)) => {
            let free = reasons.iter().find_map(|reason| match reason {
                Refusal::Free { starts, ends } => Some(TimeSpan { starts: *starts, ends: *ends }),
                _ => None,
            });
            let base = format!("/reservations/new?instrument={id}");
            let link = free.map(|free| crate::booking::slot_links(&app, &base, &[free]));
            page(&app, &me, id).await?.refused(&fields, "waiting", &reasons).with("free", link)
        }
        Err(WaitingError::Booking(ReserveError::Refused(told))) => {
            page(&app, &me, id).await?.refused(&fields, "booking", &told.findings)
        }
        Err(error) => return Err(error.into()),
    };
    app.render(page, me.visit())
}

async fn go(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<WaitingId>>,
) -> Result<Response, Problem> {
    leave(&app, me.actor(), id).await?;
    Ok(see_other(&app, "/bookings", Some("waiting-left")))
}
