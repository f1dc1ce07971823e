//! The form that asks for a time: day, start and length, as people say it.

use super::ask::{Ask, Forecast};
use super::facts::Desk;
use super::hours::{at_minute, clock, read_clock};
use super::policy::Verdict;
use super::service::{forecast, runs};
use super::terms::Terms;
use super::{Reservation, desks};
use ieum_db::args;
use ieum_kernel::{Id, Lang, TimeSpan, Timestamp, Zone};
use ieum_web::{App, Faults, Fields, Page, Problem, SignedIn};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Choices of length in one list.
const CHOICES: i64 = 48;

/// Reads day, start and minutes; faults stand at their fields.
pub(super) fn read_span(app: &App, fields: &Fields) -> Result<TimeSpan, Vec<ieum_web::FieldError>> {
    let mut form = fields.reading(&app.zone);
    let day = form.day("day");
    let start = read_clock(fields.get("start")).filter(|minute| *minute < 1440);
    if start.is_none() {
        let key = if fields.has("start") { "field-not-a-time" } else { "field-required" };
        form.fault("start", key, &[]);
    }
    if !fields.has("day") {
        form.fault("day", "field-required", &[]);
    }
    let minutes = form.whole("minutes", 1, 43_200);
    if !fields.has("minutes") {
        form.fault("minutes", "field-required", &[]);
    }
    form.optional("purpose", 2000);
    form.done()?;
    let (Some(day), Some(start), Some(minutes)) = (day, start, minutes) else { return Err(Vec::new()) };
    let starts = at_minute(&app.zone, day, start);
    Ok(TimeSpan { starts, ends: starts.plus_minutes(minutes) })
}

/// Whether the form has been filled as far as a time.
pub(super) fn names_a_time(fields: &Fields) -> bool {
    ["day", "start", "minutes"].iter().all(|name| fields.has(name))
}

/// The ask a form makes.
pub(crate) fn read_ask(
    app: &App,
    fields: &Fields,
    instrument: Id<ieum_kernel::Instrument>,
) -> Result<Ask, Vec<ieum_web::FieldError>> {
    let mut form = fields.reading(&app.zone);
    let (holder, request, need) = (form.id("holder"), form.id("request"), form.id("need"));
    let mut faults = form.errors().to_vec();
    match read_span(app, fields) {
        Ok(TimeSpan { starts, ends }) if faults.is_empty() => Ok(Ask {
            instrument,
            starts,
            ends,
            purpose: fields.get("purpose").to_owned(),
            holder,
            request,
            need,
            hold: fields.has("hold"),
            insist: fields.get("insist").to_owned(),
        }),
        Ok(_) => Err(faults),
        Err(more) => {
            faults.extend(more);
            Err(faults)
        }
    }
}

/// The lengths people may choose.
pub(crate) fn lengths(app: &App, lang: Lang, terms: &Terms) -> Vec<Value> {
    let grid = terms.grid_minutes.max(1);
    let first = (terms.shortest_minutes + grid - 1) / grid * grid;
    let count = (terms.longest_minutes - first) / grid + 1;
    let step = grid * ((count + CHOICES - 1) / CHOICES).max(1);
    let mut minutes: Vec<i64> =
        (0..CHOICES).map(|n| first + n * step).take_while(|m| *m <= terms.longest_minutes).collect();
    if minutes.is_empty() {
        minutes.push(terms.longest_minutes);
    }
    minutes.iter().map(|m| json!({ "value": m, "label": length_text(app, lang, *m) })).collect()
}

/// A length in words.
pub(crate) fn length_text(app: &App, lang: Lang, minutes: i64) -> String {
    let key = match (minutes / 60, minutes % 60) {
        (0, _) => "booking-length-minutes",
        (_, 0) => "booking-length-hours",
        _ => "booking-length-both",
    };
    let args = BTreeMap::from([
        ("hours".to_owned(), json!(minutes / 60)),
        ("minutes".to_owned(), json!(minutes % 60)),
    ]);
    app.words.say(lang, key, &args)
}

/// The civil parts of a moment, as the fields hold them.
fn parts(zone: &Zone, at: Timestamp) -> (String, String) {
    let civil = zone.civil(at);
    (civil.date().to_string(), clock(i64::from(civil.hour()) * 60 + i64::from(civil.minute())))
}

/// Links that fill the form with a free time.
pub(crate) fn slot_links(app: &App, base: &str, slots: &[TimeSpan]) -> Vec<Value> {
    let link = |span: &TimeSpan| {
        let (day, start) = parts(&app.zone, span.starts);
        json!({
            "starts": span.starts, "ends": span.ends,
            "href": format!("{base}&day={day}&start={start}&minutes={}", span.minutes()),
        })
    };
    slots.iter().map(link).collect()
}

/// The form, filled from a reservation that is to be moved.
pub(super) fn of_reservation(app: &App, r: &Reservation) -> Value {
    let (day, start) = parts(&app.zone, r.span.starts);
    json!({ "day": day, "start": start, "minutes": r.span.minutes(), "purpose": r.purpose })
}

/// What both the form for a new booking and the one for moving need.
pub(crate) async fn page(
    app: &App,
    me: &SignedIn,
    template: &'static str,
    desk: &Desk,
) -> Result<Page, Problem> {
    let lang = me.lang();
    let staff = runs(me.actor(), desk.facility);
    let inside = desk.organisation.is_some_and(|organisation| me.actor().belongs_to(organisation));
    let today = app.zone.day(app.now());
    let last = today.checked_add(jiff::ToSpan::days(desk.terms.horizon(inside))).unwrap_or(today);
    let people = if staff { people(app).await? } else { Vec::new() };
    Ok(Page::new(template)
        .with("desk", desk)
        .with("staff", staff)
        .with("people", people)
        .with("lengths", lengths(app, lang, &desk.terms))
        .with("opens", clock(desk.terms.opens_at))
        .with("closes", clock(desk.terms.closes_at))
        .with("today", today.to_string())
        .with("last", last.to_string())
        .with("zone", app.zone.name())
        .with("hold_length", length_text(app, lang, desk.terms.hold_minutes))
        .with("slots", Vec::<Value>::new())
        .with("verdict", Value::Null)
        .crumb("calendar-instruments", "/instruments")
        .crumb(desk.name.in_lang(lang), &format!("/instruments/{}/calendar", desk.instrument)))
}

/// Everybody staff may book for.
pub(crate) async fn people(app: &App) -> Result<Vec<Value>, Problem> {
    let sql = "SELECT p.id, p.name, o.name_ko, o.name_en FROM public_person p
               LEFT JOIN public_organisation o ON o.id = p.organisation_id
               ORDER BY p.name, p.id LIMIT 1000";
    let option = |row: &ieum_db::Row| {
        let (ko, en): (Option<String>, Option<String>) = (row.get("name_ko")?, row.get("name_en")?);
        let organisation = ko.filter(|text| !text.is_empty()).or(en).unwrap_or_default();
        let (id, name): (Id<ieum_kernel::Person>, String) = (row.get("id")?, row.get("name")?);
        let label = if organisation.is_empty() { name } else { format!("{name} ({organisation})") };
        Ok(json!({ "value": id, "label": label }))
    };
    Ok(app.db.reader().all(sql, args![], option).await?)
}

/// Adds what the rules say to the time in the form.
pub(super) async fn with_forecast(
    app: &App,
    me: &SignedIn,
    page: Page,
    fields: &Fields,
    ask: Ask,
    changing: Option<&Reservation>,
    base: &str,
) -> Result<Page, Problem> {
    let starts = ask.starts;
    let told = forecast(app, me.actor(), ask, changing.map(|r| r.id)).await?;
    let page = said(app, page, fields, &told, base).status(http::StatusCode::OK);
    let desk = match changing {
        Some(r) => desks::desk(&mut app.db.reader(), r.instrument, &super::house_terms(app)).await?,
        None => None,
    };
    let free_until = desk.map(|desk| starts.plus_minutes(-desk.terms.cancel_free_minutes));
    Ok(page.with("moved_free_until", free_until))
}

/// The refusals with the times that would do, or that all is well.
pub(super) fn said(app: &App, page: Page, fields: &Fields, told: &Forecast, base: &str) -> Page {
    let page = if told.verdict == Verdict::Deny {
        page.refused(fields, "booking", &told.findings)
    } else {
        page.typed(fields)
    };
    page.with("verdict", told.verdict).with("slots", slot_links(app, base, &told.slots))
}

/// Field faults of a form, at their fields.
pub(super) fn faulty(page: Page, fields: &Fields, faults: Vec<ieum_web::FieldError>) -> Page {
    let faults = Faults::from(faults);
    page.faulty(fields, faults.list)
}
