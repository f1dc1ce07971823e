//! The week page of one instrument.

use super::ics::feed_path;
use super::week::{Shown, Week, days_of, monday_of, shut_key, week_name};
use crate::booking::{Booker, Desk, Facts, Filter, Held, Line, desk, house_terms, lines, runs};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Instrument, Lang, TimeSpan};
use ieum_web::{App, Fields, Page, Path, Problem, Visitor};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One week as a table and a list.
pub(super) async fn week(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let now = app.now();
    let today = app.zone.day(now);
    let monday = monday_of(fields.get("week")).or_else(|| monday_of(&today.to_string())).unwrap_or(today);
    let days = days_of(monday);
    let ends = monday.checked_add(7.days()).unwrap_or(monday);
    let window = TimeSpan { starts: app.zone.midnight(monday), ends: app.zone.midnight(ends) };
    let mut reader = app.db.reader();
    let desk = desk(&mut reader, id, &house_terms(&app)).await?.ok_or_else(Problem::not_found)?;
    let filter = Filter { instrument: Some(id), holding: true, most: 2000, ..Filter::default() };
    let found = lines(&mut reader, window, filter).await?;
    let mut closures = Vec::new();
    reader.together(vec![crate::booking::closures_around(desk.facility, id, window, &mut closures)]).await?;

    let lang = visitor.lang();
    let shown: Vec<Shown<'_>> = found.iter().map(|line| show(&app, &visitor, line)).collect();
    let held: Vec<Held> = found
        .iter()
        .map(|line| Held { reservation: line.id, unit: line.unit, block: desk.terms.block(line.span) })
        .collect();
    let person = visitor.actor.person;
    let inside = desk.organisation.is_some_and(|organisation| visitor.actor.belongs_to(organisation));
    let booker = person.map(|person| Booker { inside, ..Booker::anybody(person) });
    let facts = booker.as_ref().map(|booker| Facts {
        span: window,
        now,
        zone: &app.zone,
        desk: &desk,
        booker,
        held: &held,
        closures: &closures,
        changing: None,
        walk_up: false,
        hold: false,
        for_request: false,
    });
    let table = Week {
        desk: &desk,
        zone: &app.zone,
        now,
        days: &days,
        shown: &shown,
        closures: &closures,
        facts,
        book: format!("/reservations/new?instrument={id}"),
    };
    let mut rows = table.rows();
    for cell in rows.iter_mut().flat_map(|row| row.cells.iter_mut()).filter(|cell| cell.href.is_some()) {
        let said = BTreeMap::from([("at".to_owned(), json!(cell.starts))]);
        cell.label = cell.label.take().or_else(|| Some(app.words.say(lang, "calendar-book-at", &said)));
    }
    let listed: Vec<Value> = days.iter().map(|day| listed_day(&app, lang, &desk, *day, &shown)).collect();
    let around = |step: i64| {
        let other = monday.checked_add((step * 7).days()).unwrap_or(monday);
        format!("/instruments/{id}/calendar?week={}", week_name(other))
    };
    let last = days.last().copied().unwrap_or(monday);
    let week = json!({
        "title": said(&app, lang, "calendar-week-title", &[("from", day_label(&app, lang, monday)), ("to", day_label(&app, lang, last))]),
        "zone": app.zone.name(),
        "previous": around(-1),
        "next": around(1),
        "today": format!("/instruments/{id}/calendar"),
        "days": days.iter().map(|day| json!({
            "label": day_label(&app, lang, *day),
            "sub": shut_key(&desk, &app.zone, *day).filter(|key| *key != "weekday")
                .map(|key| app.words.plain(lang, &format!("holiday-{key}"))),
            "today": *day == today,
        })).collect::<Vec<_>>(),
        "rows": rows,
    });
    let staff = runs(&visitor.actor, desk.facility);
    let page = Page::new("calendar/week.html")
        .with("desk", &desk)
        .with("week", week)
        .with("days", listed)
        .with("staff", staff)
        .with(
            "bookable",
            desk.access_mode != "request" && desk.life == "in_service" && desk.access != "closed",
        )
        .with("feed", app.link(&feed_path(&app, "instrument", &id.to_string())))
        .crumb("calendar-instruments", "/instruments")
        .crumb(desk.name.in_lang(lang), &format!("/instruments/{id}"));
    app.render(page, &visitor)
}

/// What the visitor sees of a reservation.
fn show<'a>(app: &App, visitor: &Visitor, line: &'a Line) -> Shown<'a> {
    let lang = visitor.lang();
    let mine = visitor.actor.person == Some(line.holder);
    if !line.open_to(&visitor.actor) {
        let key = if line.held_until.is_some() { "calendar-held" } else { "calendar-busy" };
        let title = app.words.plain(lang, key);
        return Shown { line, mine: false, title, detail: None, href: None };
    }
    let organisation = line.organisation_name.in_lang(lang).to_owned();
    Shown {
        line,
        mine,
        title: if mine { app.words.plain(lang, "calendar-mine") } else { line.holder_name.clone() },
        detail: Some(if mine || organisation.is_empty() { line.purpose.clone() } else { organisation })
            .filter(|text| !text.is_empty()),
        href: Some(format!("/reservations/{}", line.id)),
    }
}

fn listed_day(app: &App, lang: Lang, desk: &Desk, day: Date, shown: &[Shown<'_>]) -> Value {
    let ends = day.tomorrow().map_or_else(|_last| app.zone.midnight(day), |next| app.zone.midnight(next));
    let whole = TimeSpan { starts: app.zone.midnight(day), ends };
    let clock = |at| {
        let civil = app.zone.civil(at);
        format!("{:02}:{:02}", civil.hour(), civil.minute())
    };
    let entries: Vec<Value> = shown
        .iter()
        .filter(|shown| shown.line.span.overlaps(whole))
        .map(|shown| {
            let span = shown.line.span;
            let from = if span.starts < whole.starts { "00:00".to_owned() } else { clock(span.starts) };
            let to = if span.ends >= whole.ends { "24:00".to_owned() } else { clock(span.ends) };
            let key = match shown.line.state.as_str() {
                "pending_approval" => Some("booking-state-pending-approval"),
                "held" => Some("booking-state-held"),
                _ => None,
            };
            let status = key.map(|key| json!({ "text": app.words.plain(lang, key), "kind": "warning" }));
            json!({
                "time": format!("{from}–{to}"), "title": shown.title, "detail": shown.detail, "href": shown.href,
                "status": status,
            })
        })
        .collect();
    let none = match shut_key(desk, &app.zone, day) {
        Some("weekday") => app.words.plain(lang, "calendar-closed-day"),
        Some(holiday) => app.words.plain(lang, &format!("holiday-{holiday}")),
        None => app.words.plain(lang, "calendar-all-free"),
    };
    json!({ "label": day_label(app, lang, day), "entries": entries, "none": none })
}

/// A day with its weekday, short.
pub(crate) fn day_label(app: &App, lang: Lang, day: Date) -> String {
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    let args = BTreeMap::from([
        ("month".to_owned(), json!(day.month())),
        ("day".to_owned(), json!(day.day())),
        ("weekday".to_owned(), json!(weekday.get(place).copied().unwrap_or("mon"))),
    ]);
    app.words.say(lang, "calendar-day", &args)
}

fn said(app: &App, lang: Lang, key: &str, args: &[(&str, String)]) -> String {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    app.words.say(lang, key, &args)
}
