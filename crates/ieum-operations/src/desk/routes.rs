//! `/work`: for members what waits for them, for staff the queue with its clocks; each row says what to do next.

use super::SIT;
use crate::booking;
use crate::request::{self, Filter, Line, Name, Side, next_step};
use crate::sample;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_db::{Query, args};
use ieum_kernel::{Id, Invoice, Money, TimeSpan};
use ieum_web::{App, Doors, Page, Problem, SignedIn};
use jiff::ToSpan;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/work", &SIT, desk)
}

async fn desk(Held(app): Held<App>, me: SignedIn) -> Result<Response, Problem> {
    let staff = me.actor().may(&request::RUN);
    let page = Page::new("desk/work.html").with("now", app.now()).with("staff", staff);
    let page = firm(&app, &me, page).await?;
    let page = facility(&app, &me, page, staff).await?;
    let page = page.with("bills", bills(&app, &me).await?);
    app.render(page, me.visit())
}

/// A request as a row: what to do next is its one link.
fn row(line: &Line, side: Side) -> Value {
    let next = next_step(line.state, side);
    let (due, late_key) = match (side, line.answered_at, line.planned_at) {
        (Side::Facility, None, _) => (line.answer_due_at, "answer"),
        (Side::Facility, Some(_), None) => (line.plan_due_at, "plan"),
        _ => (None, ""),
    };
    json!({
        "line": line, "kind": line.state.kind(), "next": next.map(request::Step::key), "due": due,
        "clock": late_key,
    })
}

async fn firm(app: &App, me: &SignedIn, page: Page) -> Result<Page, Problem> {
    let mut reader = app.db.reader();
    let own =
        Filter { firm: Some((me.id(), me.actor().organisations.clone())), most: 100, ..Filter::default() };
    let open: Vec<Name> = Name::ALL.iter().copied().filter(|name| !name.is_over()).collect();
    let lines = request::lines(&mut reader, &Filter { states: open, ..own }).await?;
    let (waiting, running): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| next_step(line.state, Side::Firm).is_some());
    let now = app.now();
    let coming = TimeSpan { starts: now, ends: now.plus_days(60) };
    let filter =
        booking::Filter { holder: Some(me.id()), holding: true, most: 5, ..booking::Filter::default() };
    let bookings = booking::lines(&mut reader, coming, filter).await?;
    Ok(page
        .with("waiting", waiting.into_iter().map(|line| row(line, Side::Firm)).collect::<Vec<_>>())
        .with("running", running.into_iter().map(|line| row(line, Side::Firm)).collect::<Vec<_>>())
        .with("bookings", bookings))
}

/// The bills that one's organisations have not paid in full.
async fn bills(app: &App, me: &SignedIn) -> Result<Vec<Value>, Problem> {
    let base = "SELECT id, number, currency, total_minor, paid_minor, due_on FROM invoice
                WHERE kind = 'invoice' AND state IN ('issued', 'sent', 'part_paid')";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND organisation_id IN (?)", me.actor().organisations.clone())
        .and(" ORDER BY due_on, number LIMIT 20", args![])
        .finish();
    let mut reader = app.db.reader();
    let found = reader.all(sql, values, |row| {
        let (id, number): (Id<Invoice>, Option<String>) = (row.get("id")?, row.get("number")?);
        let (currency, total): (String, i64) = (row.get("currency")?, row.get("total_minor")?);
        let rest = total.saturating_sub(row.get("paid_minor")?);
        let rest = Money { minor: rest, currency: currency.parse().unwrap_or_default() };
        let due: Option<String> = row.get("due_on")?;
        Ok(json!({ "id": id, "number": number.unwrap_or_default(), "rest": rest, "due": due }))
    });
    Ok(found.await?)
}

async fn facility(app: &App, me: &SignedIn, page: Page, staff: bool) -> Result<Page, Problem> {
    if !staff || me.actor().facilities.is_empty() {
        let none: Vec<Value> = Vec::new();
        return Ok(page.with("queue", &none).with("today", &none).with("samples", &none).with("desk", false));
    }
    let mut reader = app.db.reader();
    let facilities = me.actor().facilities.clone();
    let states: Vec<Name> =
        Name::ALL.iter().copied().filter(|name| next_step(*name, Side::Facility).is_some()).collect();
    let filter =
        Filter { facilities: Some(facilities.clone()), states, most: 100, by_due: true, ..Filter::default() };
    let mut queue: Vec<Value> = Vec::new();
    for line in request::lines(&mut reader, &filter).await? {
        queue.push(row(&line, Side::Facility));
    }
    let day = app.zone.day(app.now());
    let today =
        TimeSpan { starts: app.zone.midnight(day), ends: app.zone.midnight(day.saturating_add(1.day())) };
    let mut bookings = Vec::new();
    for facility in facilities.iter().take(20) {
        let filter = booking::Filter {
            facility: Some(*facility),
            holding: true,
            most: 50,
            ..booking::Filter::default()
        };
        bookings.extend(booking::lines(&mut reader, today, filter).await?);
    }
    bookings.sort_by_key(|line| line.span.starts);
    let coming = vec![sample::State::Declared, sample::State::InTransit, sample::State::Quarantined];
    let filter = sample::Filter {
        facilities: Some(facilities),
        states: coming,
        most: 50,
        ..sample::Filter::default()
    };
    let samples = sample::lines(&mut reader, &filter).await?;
    Ok(page.with("queue", queue).with("today", bookings).with("samples", samples).with("desk", true))
}
