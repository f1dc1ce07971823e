//! The calendar of an instrument for programs: one statement, whatever the month holds.

use crate::booking::{Filter, lines};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use ieum_kernel::{Id, Instrument, TimeSpan, Timestamp};
use ieum_web::{App, Call, Fields, Path, Problem, Shape, Visitor};
use serde::Serialize;

/// Most events of one answer.
const MOST: i64 = 5000;

#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "CalendarEvent")]
struct Event<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    title: &'a str,
    starts: Timestamp,
    ends: Timestamp,
    state: &'a str,
    mine: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a str>,
}

pub(super) fn call() -> Call {
    let bound = || Shape::either(vec![Shape::of::<Timestamp>(), Shape::of::<jiff::civil::Date>()]);
    Call::new("instruments-events")
        .path::<Id<Instrument>>("id")
        .query_of("from", bound())
        .query_of("to", bound())
        .gives::<Vec<Event<'static>>>()
}

/// `GET /api/v1/instruments/{id}/events?from&to`: moments or civil days; a month from now when left out.
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let read = |text: &str| {
        let day = text.parse::<jiff::civil::Date>().ok();
        day.map_or_else(|| app.zone.read(text).ok(), |day| Some(app.zone.midnight(day)))
    };
    let mut bounds = [None, None];
    for (bound, name) in bounds.iter_mut().zip(["from", "to"]) {
        *bound = read(fields.get(name));
        if fields.has(name) && bound.is_none() {
            form.fault(name, "field-not-a-moment", &[]);
        }
    }
    form.done().map_err(Problem::invalid)?;
    let starts = bounds.first().copied().flatten().unwrap_or_else(|| app.now());
    let ends = bounds.last().copied().flatten().unwrap_or_else(|| starts.plus_days(31));
    let within = TimeSpan::new(starts, ends.min(starts.plus_days(400)))
        .map_err(|_backwards| crate::booking::backwards())?;
    let filter = Filter { instrument: Some(id), holding: true, most: MOST, ..Filter::default() };
    let found = lines(&mut app.db.reader(), within, filter).await?;
    let busy = app.words.plain(visitor.lang(), "calendar-busy");
    let events: Vec<Event<'_>> = found
        .iter()
        .map(|line| {
            let open = line.open_to(&visitor.actor);
            Event {
                id: open.then(|| line.id.to_string()),
                title: if open { &line.holder_name } else { &busy },
                starts: line.span.starts,
                ends: line.span.ends,
                state: if open { &line.state } else { "busy" },
                mine: visitor.actor.person == Some(line.holder),
                organisation: open.then(|| line.organisation_name.in_lang(visitor.lang())),
                purpose: open.then_some(line.purpose.as_str()),
            }
        })
        .collect();
    Ok(axum::Json(events).into_response())
}
