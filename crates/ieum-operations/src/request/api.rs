//! `/api/v1/requests`: the same path as the pages, answered as JSON.

use super::MAKE;
use super::request::{Ask, Request};
use super::service::{create, take, visible};
use super::state::{Event, Name};
use super::store::{self, Filter, Line, Past};
use axum::Json;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::{Facility, Id, Role};
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, Shape, SignedIn};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/requests", &MAKE, list)
        .says(
            Call::new("requests-list")
                .query::<Id<Facility>>("facility")
                .query::<Name>("state")
                .query_of("q", Shape::line(100))
                .query_of("limit", Shape::whole(1, 500))
                .gives::<Vec<Line>>(),
        )
        .post("/api/v1/requests", &MAKE, make)
        .says(Call::new("requests-create").takes::<Asking>().makes::<Request>().refuses("request"))
        .get("/api/v1/requests/{id}", &MAKE, one)
        .says(Call::new("requests-one").path::<RequestId>("id").gives::<Request>())
        .get("/api/v1/requests/{id}/events", &MAKE, events)
        .says(Call::new("requests-events").path::<RequestId>("id").gives::<Vec<Past>>())
        .post("/api/v1/requests/{id}/events", &MAKE, step)
        .says(
            Call::new("requests-step")
                .path::<RequestId>("id")
                .takes::<Happening>()
                .gives::<Request>()
                .refuses("request")
                .versioned()
                .example(json!({ "event": "cancel", "reason": "The project was given up.", "version": 2 })),
        )
}

type RequestId = Id<ieum_kernel::Request>;

/// An ask as programs send it: read in two steps, see [`make`].
#[derive(schemars::JsonSchema)]
#[schemars(rename = "RequestAsking")]
#[expect(dead_code, reason = "only its form is read")]
struct Asking {
    #[serde(flatten)]
    ask: Ask,
    /// Whether to send it at once; otherwise a draft is kept.
    #[serde(default)]
    submit: bool,
}

/// An event as programs send it: read in two steps, see [`step`].
#[derive(schemars::JsonSchema)]
#[schemars(rename = "RequestHappening")]
#[expect(dead_code, reason = "only its form is read")]
struct Happening {
    #[serde(flatten)]
    event: Event,
    /// The version one looked at; another one answers 409.
    #[serde(default)]
    version: Option<i64>,
}

/// What a program sent does not read as the thing it should be.
fn unreadable(error: &serde_json::Error) -> Problem {
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "json");
    problem.with("place", "body").with("reason", error.to_string())
}

/// An ask; with `"submit": true` it is sent at once, otherwise a draft is kept.
async fn make(Held(app): Held<App>, me: SignedIn, Body(body): Body<Value>) -> Result<Response, Problem> {
    let (ask, send) = (
        Ask::deserialize(&body).map_err(|error| unreadable(&error))?,
        body.get("submit").and_then(Value::as_bool).unwrap_or(false),
    );
    let made = create(&app, me.actor(), ask, send).await?;
    let place = format!("/api/v1/requests/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)).into_response())
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Json<Vec<Line>>, Problem> {
    let mut form = fields.reading(&app.zone);
    let facility = form.id::<Facility>("facility");
    let state = form.choice("state");
    let most = form.whole("limit", 1, 500).unwrap_or(100);
    form.done().map_err(Problem::invalid)?;
    // A facility's own people see what was sent to it; everybody else their own.
    let staff = |facility: &FacilityId| me.actor().works_for(*facility) || me.actor().is(Role::Operator);
    let filter = Filter {
        facilities: facility.filter(staff).map(|facility| vec![facility]),
        firm: facility.filter(staff).is_none().then(|| (me.id(), me.actor().organisations.clone())),
        states: state.into_iter().collect(),
        words: fields.get("q").to_owned(),
        most,
        ..Filter::default()
    };
    Ok(Json(store::lines(&mut app.db.reader(), &filter).await?))
}

type FacilityId = Id<Facility>;

async fn one(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
) -> Result<Json<Request>, Problem> {
    Ok(Json(visible(&app, me.actor(), id).await?))
}

async fn events(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
) -> Result<Json<Vec<Past>>, Problem> {
    let request = visible(&app, me.actor(), id).await?;
    Ok(Json(store::history(&mut app.db.reader(), request.id).await?))
}

/// An event; with `version` a change since the caller looked answers 409.
async fn step(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<RequestId>,
    Body(body): Body<Value>,
) -> Result<Json<Request>, Problem> {
    // Quotes, results and reports have rules of their own; their events come through their own doors.
    let event = Event::deserialize(&body).map_err(|error| unreadable(&error))?;
    let version = body.get("version").and_then(Value::as_i64);
    let (step, words) = (event.step(), event.words().to_owned());
    let (verdict, to) = match &event {
        Event::Scope { verdict, .. } => (Some(*verdict), None),
        Event::Refer { to, .. } => (None, Some(*to)),
        _ => (None, None),
    };
    let event = Event::from_words(step, &words, verdict, to).ok_or_else(Problem::bad_request)?;
    Ok(Json(take(&app, me.actor(), id, version, event).await?))
}
