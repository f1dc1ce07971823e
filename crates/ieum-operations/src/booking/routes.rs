//! Pages for those who book: the form, a reservation, one's own bookings, moving one.

use super::ask::{Ask, ReserveError};
use super::form;
use super::list::{Filter, Line, line, lines};
use super::reservation::State;
use super::service::{relocate, reserve, walk_up};
use super::steps::{may_change, visible};
use super::{RESERVE, Reservation, desks, history, house_terms};
use crate::calendar::feed_path;
use crate::waiting;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Instrument, TimeSpan, Timestamp};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/bookings", &RESERVE, mine)
        .get("/reservations/new", &RESERVE, new)
        .post("/reservations", &RESERVE, make)
        .get("/reservations/{id}", &RESERVE, show)
        .get("/reservations/{id}/move", &RESERVE, move_form)
        .post("/reservations/{id}/move", &RESERVE, make_move)
        .post("/instruments/{id}/walk-up", &RESERVE, start_now)
}

async fn desk_of(app: &App, id: Id<Instrument>) -> Result<super::Desk, Problem> {
    let found = desks::desk(&mut app.db.reader(), id, &house_terms(app)).await?;
    found.ok_or_else(Problem::not_found)
}

fn book_base(fields: &Fields, id: Id<Instrument>) -> String {
    let mut base = format!("/reservations/new?instrument={id}");
    for name in ["need", "request", "holder", "purpose"] {
        if fields.has(name) {
            base.push_str(&format!("&{name}={}", ieum_web::encode(fields.get(name))));
        }
    }
    base
}

async fn new(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let id: Id<Instrument> = fields.get("instrument").parse().map_err(|_wrong| Problem::not_found())?;
    let desk = desk_of(&app, id).await?;
    let page = form::page(&app, &me, "booking/new.html", &desk).await?.typed(&fields);
    if !form::names_a_time(&fields) {
        return app.render(page, me.visit());
    }
    let page = match form::read_ask(&app, &fields, id) {
        Ok(ask) => {
            let base = book_base(&fields, id);
            form::with_forecast(&app, &me, page, &fields, ask, None, &base).await?
        }
        Err(faults) => form::faulty(page, &fields, faults),
    };
    app.render(page, me.visit())
}

async fn make(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let id: Id<Instrument> = fields.get("instrument").parse().map_err(|_wrong| Problem::not_found())?;
    let outcome = match form::read_ask(&app, &fields, id) {
        Ok(ask) => reserve(&app, me.actor(), ask).await,
        Err(faults) => {
            let page = form::page(&app, &me, "booking/new.html", &desk_of(&app, id).await?).await?;
            return app.render(form::faulty(page, &fields, faults), me.visit());
        }
    };
    match outcome {
        Ok(made) => {
            let message = match made.state {
                State::PendingApproval => "booking-asked",
                State::Held { .. } => "booking-held",
                _ => "booking-made",
            };
            Ok(see_other(&app, &format!("/reservations/{}", made.id), Some(message)))
        }
        Err(error) => again(&app, &me, &fields, id, error).await,
    }
}

/// The form again, with every reason and the times that would do.
async fn again(
    app: &App,
    me: &SignedIn,
    fields: &Fields,
    id: Id<Instrument>,
    error: ReserveError,
) -> Result<Response, Problem> {
    let ReserveError::Refused(told) = error else { return Err(error.into()) };
    let page = form::page(app, me, "booking/new.html", &desk_of(app, id).await?).await?;
    app.render(form::said(app, page, fields, &told, &book_base(fields, id)), me.visit())
}

async fn start_now(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let minutes = form.whole("now_minutes", 1, 43_200);
    form.done().map_err(Problem::invalid)?;
    let purpose = fields.get("purpose").to_owned();
    match walk_up(&app, me.actor(), id, minutes.unwrap_or(60), purpose).await {
        Ok(begun) => Ok(see_other(&app, &format!("/reservations/{}", begun.id), Some("booking-begun"))),
        Err(error) => {
            fields.push("instrument", &id.to_string());
            again(&app, &me, &fields, id, error).await
        }
    }
}

async fn mine(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let past = fields.get("when") == "past";
    let now = app.now();
    let within = if past {
        TimeSpan { starts: Timestamp::from_micros(i64::MIN), ends: now }
    } else {
        TimeSpan { starts: now, ends: Timestamp::from_micros(i64::MAX) }
    };
    let filter = Filter { holder: Some(me.id()), backwards: past, most: 200, ..Filter::default() };
    let found = lines(&mut app.db.reader(), within, filter).await?;
    let rows: Vec<Value> = found.iter().map(|line| row(&app, &me, line)).collect();
    let waiting = waiting::of_person(&mut app.db.reader(), me.id()).await?;
    let waiting: Vec<Value> = waiting
        .iter()
        .map(|line| json!({ "line": line, "length": form::length_text(&app, me.lang(), line.waiting.minutes) }))
        .collect();
    let page = Page::new("booking/mine.html")
        .with("rows", rows)
        .with("waiting", waiting)
        .with("past", past)
        .with("feed", app.link(&feed_path(&app, "person", &me.id().to_string())));
    app.render(page, me.visit())
}

fn row(app: &App, me: &SignedIn, line: &Line) -> Value {
    json!({
        "line": line, "length": form::length_text(app, me.lang(), line.span.minutes()),
        "status": state_kind(&line.state),
    })
}

/// The tone of a state.
pub(super) fn state_kind(state: &str) -> &'static str {
    match state {
        "pending_approval" | "held" => "warning",
        "confirmed" => "info",
        "in_use" | "completed" => "success",
        "no_show" | "rejected" | "preempted" => "danger",
        _ => "neutral",
    }
}

async fn show(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
) -> Result<Response, Problem> {
    let page = reservation_page(&app, &me, id).await?;
    app.render(page, me.visit())
}

pub(super) async fn reservation_page(
    app: &App,
    me: &SignedIn,
    id: Id<ieum_kernel::Reservation>,
) -> Result<Page, Problem> {
    let r = visible(app, me.actor(), id).await?;
    let mut reader = app.db.reader();
    let line = line(&mut reader, id).await?.ok_or_else(Problem::not_found)?;
    let steps = history(&mut reader, id).await?;
    let desk = desk_of(app, r.instrument).await?;
    let usage = crate::usage::of_reservation(&mut reader, id).await?;
    let (now, staff) = (app.now(), super::runs(me.actor(), r.facility));
    let changing = may_change(me.actor(), &r);
    let confirmed = matches!(r.state, State::Confirmed { .. });
    let opens = r.span.starts.plus_minutes(-desk.terms.early_minutes);
    let colleagues = match r.organisation {
        Some(organisation) if changing && r.state.is_open() => {
            let found = app.directory.at_organisation(app, organisation, None).await?;
            let others = found.iter().filter(|contact| contact.person != r.holder);
            others.map(|contact| json!({ "value": contact.person, "label": contact.name })).collect()
        }
        _ => Vec::new(),
    };
    let late = now > r.free_until && r.state != State::PendingApproval && me.id() == r.holder;
    Ok(Page::new("booking/reservation.html")
        .with("r", &r)
        .with("line", &line)
        .with("length", form::length_text(app, me.lang(), r.span.minutes()))
        .with("status", state_kind(r.state.key()))
        .with("state", r.state.key())
        .with("reason", reason_of(&r))
        .with("steps", steps)
        .with("usage", usage)
        .with("staff", staff)
        .with("can_excuse", staff && r.state.counts_against())
        .with("held_until", r.state.held_until())
        .with("can_confirm", changing && r.state.held_until().is_some_and(|until| now < until))
        .with("can_change", changing && r.state.is_open())
        .with("can_answer", staff && r.state == State::PendingApproval)
        .with("can_start", changing && confirmed && opens <= now && now < r.span.ends)
        .with("can_end", changing && matches!(r.state, State::InUse { .. }))
        .with("opens", opens)
        .with("cancel_late", late)
        .with("colleagues", colleagues)
        .crumb("booking-mine", "/bookings"))
}

fn reason_of(r: &Reservation) -> &str {
    match &r.state {
        State::CancelledFree { reason, .. }
        | State::CancelledLate { reason, .. }
        | State::Preempted { reason, .. }
        | State::Rejected { reason, .. } => reason,
        _ => "",
    }
}

async fn movable(app: &App, me: &SignedIn, id: Id<ieum_kernel::Reservation>) -> Result<Reservation, Problem> {
    let r = visible(app, me.actor(), id).await?;
    if !may_change(me.actor(), &r) {
        return Err(Problem::forbidden());
    }
    if !r.state.is_open() {
        return Err(ReserveError::Misstep(super::Misstep::NotOpen { state: r.state.key() }).into());
    }
    Ok(r)
}

fn ask_to_move(r: &Reservation, span: TimeSpan, insist: &str) -> Ask {
    Ask {
        instrument: r.instrument,
        starts: span.starts,
        ends: span.ends,
        purpose: r.purpose.clone(),
        holder: Some(r.holder),
        request: r.request,
        need: None,
        hold: false,
        insist: insist.to_owned(),
    }
}

async fn move_page(app: &App, me: &SignedIn, r: &Reservation) -> Result<Page, Problem> {
    let page = form::page(app, me, "booking/move.html", &desk_of(app, r.instrument).await?).await?;
    Ok(page.with("r", r).with("now", form::of_reservation(app, r)).with("moved_free_until", Value::Null))
}

async fn move_form(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let r = movable(&app, &me, id).await?;
    let page = move_page(&app, &me, &r).await?.typed(&fields);
    if !form::names_a_time(&fields) {
        return app.render(page, me.visit());
    }
    let page = match form::read_span(&app, &fields) {
        Ok(span) => {
            let ask = ask_to_move(&r, span, fields.get("insist"));
            let base = format!("/reservations/{id}/move?from=form");
            form::with_forecast(&app, &me, page, &fields, ask, Some(&r), &base).await?
        }
        Err(faults) => form::faulty(page, &fields, faults),
    };
    app.render(page, me.visit())
}

async fn make_move(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let r = movable(&app, &me, id).await?;
    let span = match form::read_span(&app, &fields) {
        Ok(span) => span,
        Err(faults) => {
            let page = move_page(&app, &me, &r).await?;
            return app.render(form::faulty(page, &fields, faults), me.visit());
        }
    };
    let version = fields.get("version").parse().unwrap_or(r.version);
    match relocate(&app, me.actor(), r.clone(), version, span, fields.get("insist").to_owned()).await {
        Ok(moved) => Ok(see_other(&app, &format!("/reservations/{}", moved.id), Some("booking-moved"))),
        Err(ReserveError::Refused(told)) => {
            let page = move_page(&app, &me, &r).await?;
            let base = format!("/reservations/{id}/move?from=form");
            app.render(form::said(&app, page, &fields, &told, &base), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}
