//! Pages of a series: choosing what repeats, seeing what the rules say to each, and the series itself.

use super::SeriesId;
use super::pattern::Every;
use super::policy::Refusal;
use super::service::{Occurrence, SeriesError, Wish, cancel, make, plan, visible};
use crate::booking::{Filter, RESERVE, desk, form_page, house_terms, length_text, lines, read_ask};
use axum::extract::State;
use axum::response::Response;
use ieum_kernel::{Id, Instrument, TimeSpan, Timestamp};
use ieum_web::{App, Doors, FieldError, Fields, Page, Path, Problem, SignedIn, say_refusal, see_other};
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/series/new", &RESERVE, new)
        .post("/series", &RESERVE, book)
        .get("/series/{id}", &RESERVE, show)
        .post("/series/{id}/cancel", &RESERVE, call_off)
}

fn read(app: &App, fields: &Fields, instrument: Id<Instrument>) -> Result<Wish, Vec<FieldError>> {
    let mut form = fields.reading(&app.zone);
    let every = form.choice::<Every>("every").unwrap_or_default();
    let step = form.whole("step", 1, 52).unwrap_or(1);
    let count = form.whole("count", 1, 366);
    let until = form.day("until");
    let mut faults = form.errors().to_vec();
    let read: Result<Vec<Timestamp>, _> = fields.all("at").iter().map(|at| at.parse()).collect();
    let only = if fields.has("chosen") { Some(read.unwrap_or_default()) } else { None };
    match read_ask(app, fields, instrument) {
        Ok(ask) if faults.is_empty() => {
            Ok(Wish { ask, every, step, count, until, only, skip_refused: false })
        }
        Ok(_) => Err(faults),
        Err(more) => {
            faults.extend(more);
            Err(faults)
        }
    }
}

async fn page(app: &App, me: &SignedIn, id: Id<Instrument>) -> Result<Page, Problem> {
    let desk = desk(&mut app.db.reader(), id, &house_terms(app)).await?.ok_or_else(Problem::not_found)?;
    let page = form_page(app, me, "series/new.html", &desk).await?;
    Ok(page.with("rows", Vec::<Value>::new()).with("most", desk.terms.series_most))
}

/// Each occurrence with its reasons in words; what passes can be ticked.
fn rows(app: &App, me: &SignedIn, told: &[Occurrence]) -> Vec<Value> {
    let say = |finding: &crate::booking::Refusal| {
        let value = serde_json::to_value(finding).unwrap_or_default();
        say_refusal(&app.words, me.lang(), "booking", &value).unwrap_or_default()
    };
    let row = |one: &Occurrence| {
        json!({
            "one": one, "at": one.span.starts.to_string(),
            "reasons": one.findings.iter().map(say).collect::<Vec<_>>(),
        })
    };
    told.iter().map(row).collect()
}

fn instrument_of(fields: &Fields) -> Result<Id<Instrument>, Box<Problem>> {
    fields.get("instrument").parse().map_err(|_wrong| Box::new(Problem::not_found()))
}

async fn new(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let id = instrument_of(&fields).map_err(|problem| *problem)?;
    let page = page(&app, &me, id).await?.typed(&fields);
    if !fields.has("every") {
        return app.render(page, me.visit());
    }
    let wish = match read(&app, &fields, id) {
        Ok(wish) => Wish { only: None, ..wish },
        Err(faults) => return app.render(page.faulty(&fields, faults), me.visit()),
    };
    let page = match plan(&app, me.actor(), &wish).await {
        Ok(told) => page.with("rows", rows(&app, &me, &told)),
        Err(SeriesError::Refused(reasons, told)) => refused(&app, &me, page, &fields, &reasons, &told),
        Err(error) => return Err(error.into()),
    };
    app.render(page, me.visit())
}

fn refused(
    app: &App,
    me: &SignedIn,
    page: Page,
    fields: &Fields,
    reasons: &[Refusal],
    told: &[Occurrence],
) -> Page {
    page.refused(fields, "series", reasons).with("rows", rows(app, me, told))
}

async fn book(State(app): State<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let id = instrument_of(&fields).map_err(|problem| *problem)?;
    let wish = match read(&app, &fields, id) {
        Ok(wish) => wish,
        Err(faults) => {
            let page = page(&app, &me, id).await?.faulty(&fields, faults);
            return app.render(page, me.visit());
        }
    };
    match make(&app, me.actor(), &wish).await {
        Ok(made) => Ok(see_other(&app, &format!("/series/{}", made.series), Some("series-made"))),
        Err(SeriesError::Refused(reasons, told)) => {
            let page = page(&app, &me, id).await?;
            app.render(refused(&app, &me, page, &fields, &reasons, &told), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<SeriesId>>,
) -> Result<Response, Problem> {
    let series = visible(&app, me.actor(), id).await?;
    let ever = TimeSpan { starts: Timestamp::from_micros(i64::MIN), ends: Timestamp::from_micros(i64::MAX) };
    let filter = Filter { series: Some(id), most: 400, ..Filter::default() };
    let found = lines(&mut app.db.reader(), ever, filter).await?;
    let now = app.now();
    let open = |line: &&crate::booking::Line| {
        line.span.starts > now && matches!(line.state.as_str(), "confirmed" | "pending_approval")
    };
    let ahead = found.iter().filter(open).count();
    let rows: Vec<Value> = found
        .iter()
        .map(|line| {
            let length = length_text(&app, me.lang(), line.span.minutes());
            json!({ "line": line, "length": length, "open": open(&line) })
        })
        .collect();
    let page = Page::new("series/show.html")
        .with("series", &series)
        .with("name", found.first().map(|line| line.instrument_name.clone()))
        .with("rows", rows)
        .with("ahead", ahead)
        .crumb("booking-mine", "/bookings");
    app.render(page, me.visit())
}

async fn call_off(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<SeriesId>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let from = fields.get("from").parse::<Timestamp>().ok();
    cancel(&app, me.actor(), id, from, fields.get("reason")).await?;
    Ok(see_other(&app, &format!("/series/{id}"), Some("series-cancelled")))
}
