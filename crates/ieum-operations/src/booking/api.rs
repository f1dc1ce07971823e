//! `/api/v1/reservations`: the same path as the pages, answered as JSON. `?dry_run=1` says what would happen.

use super::ask::{Ask, Forecast, ReserveError, backwards};
use super::list::{Filter, Line, lines};
use super::service::{forecast, relocate, reserve, walk_up};
use super::steps::{Step, may_change, take, visible};
use super::{RESERVE, Reservation, step_routes};
use crate::usage::Ending;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::{Facility, Id, Instrument, Person, TimeSpan, Timestamp};
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, QueryOf, Shape, SignedIn, say_refusal};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/reservations", &RESERVE, list)
        .says(
            Call::new("reservations-list")
                .query::<Timestamp>("from")
                .query::<Timestamp>("to")
                .query::<Id<Instrument>>("instrument")
                .query::<Id<Facility>>("facility")
                .query_of("limit", Shape::whole(1, 1000))
                .gives::<Vec<Line>>(),
        )
        .post("/api/v1/reservations", &RESERVE, create)
        .says(
            Call::new("reservations-create")
                .query_of("dry_run", Shape::choice(&["1", "0"]))
                .takes::<Ask>()
                .gives_of(Shape::of::<Outlook>())
                .makes::<Reservation>()
                .refuses("booking"),
        )
        .get("/api/v1/reservations/{id}", &RESERVE, one)
        .says(of_one("reservations-one").gives::<Reservation>())
        .patch("/api/v1/reservations/{id}", &RESERVE, change)
        .says(
            of_one("reservations-change")
                .query_of("dry_run", Shape::choice(&["1", "0"]))
                .takes::<Changed>()
                .gives_of(Shape::either(vec![Shape::of::<Reservation>(), Shape::of::<Outlook>()]))
                .refuses("booking")
                .versioned(),
        )
        .post("/api/v1/reservations/{id}/confirm", &RESERVE, book)
        .says(step_call("reservations-confirm"))
        .post("/api/v1/reservations/{id}/cancel", &RESERVE, cancel)
        .says(step_call("reservations-cancel"))
        .post("/api/v1/reservations/{id}/approve", &RESERVE, approve)
        .says(step_call("reservations-approve"))
        .post("/api/v1/reservations/{id}/reject", &RESERVE, reject)
        .says(step_call("reservations-reject"))
        .post("/api/v1/reservations/{id}/preempt", &RESERVE, preempt)
        .says(step_call("reservations-preempt"))
        .post("/api/v1/reservations/{id}/excuse", &RESERVE, excuse)
        .says(step_call("reservations-excuse"))
        .post("/api/v1/reservations/{id}/check-in", &RESERVE, check_in)
        .says(step_call("reservations-check-in"))
        .post("/api/v1/reservations/{id}/check-out", &RESERVE, check_out)
        .says(
            of_one("reservations-check-out")
                .may_take::<Ended>()
                .gives::<Reservation>()
                .refuses("booking")
                .versioned(),
        )
        .post("/api/v1/reservations/{id}/transfer", &RESERVE, transfer)
        .says(
            of_one("reservations-transfer")
                .takes::<Passed>()
                .gives::<Reservation>()
                .refuses("booking")
                .versioned(),
        )
        .post("/api/v1/instruments/{id}/walk-up", &RESERVE, start_now)
        .says(
            Call::new("instruments-walk-up")
                .path::<Id<Instrument>>("id")
                .takes::<Now>()
                .makes::<Reservation>()
                .refuses("booking"),
        )
}

fn of_one(id: &'static str) -> Call {
    Call::new(id).path::<Id<ieum_kernel::Reservation>>("id")
}

fn step_call(id: &'static str) -> Call {
    of_one(id).may_take::<Reasoned>().gives::<Reservation>().refuses("booking").versioned()
}

/// What would happen, with its reasons in the reader's words.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ReservationOutlook")]
struct Outlook {
    /// What would come of it, and the nearest times that pass when it is no.
    #[serde(flatten)]
    forecast: Forecast,
    /// The findings as sentences.
    reasons: Vec<String>,
}

#[derive(Deserialize)]
struct How {
    #[serde(default)]
    dry_run: Option<String>,
}

impl How {
    fn is_dry(&self) -> bool {
        self.dry_run.as_deref().is_some_and(|said| !matches!(said, "" | "0" | "false"))
    }
}

/// The verdict with its reasons in the reader's words.
fn told(app: &App, me: &SignedIn, forecast: Forecast) -> Response {
    let say = |finding| {
        let value = serde_json::to_value(finding).unwrap_or_default();
        say_refusal(&app.words, me.lang(), "booking", &value).unwrap_or_default()
    };
    let reasons: Vec<String> = forecast.findings.iter().map(say).collect();
    Json(Outlook { forecast, reasons }).into_response()
}

async fn create(
    Held(app): Held<App>,
    me: SignedIn,
    QueryOf(how): QueryOf<How>,
    Body(ask): Body<Ask>,
) -> Result<Response, Problem> {
    if how.is_dry() {
        let forecast = forecast(&app, me.actor(), ask, None).await?;
        return Ok(told(&app, &me, forecast));
    }
    let made = reserve(&app, me.actor(), ask).await?;
    let place = format!("/api/v1/reservations/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)).into_response())
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Json<Vec<Line>>, Problem> {
    let mut form = fields.reading(&app.zone);
    let from = form.moment("from").unwrap_or_else(|| app.now().plus_days(-1));
    let to = form.moment("to").unwrap_or_else(|| from.plus_days(400));
    let instrument = form.id::<Instrument>("instrument");
    let facility = form.id::<Facility>("facility");
    let most = form.whole("limit", 1, 1000).unwrap_or(200);
    form.done().map_err(Problem::invalid)?;
    let within = TimeSpan::new(from, to).map_err(|_backwards| backwards())?;
    // Staff see a facility's; everybody else their own.
    let whole = facility.filter(|facility| super::runs(me.actor(), *facility));
    let holder = whole.is_none().then_some(me.id());
    let filter = Filter { holder, instrument, facility, most, ..Filter::default() };
    Ok(Json(lines(&mut app.db.reader(), within, filter).await?))
}

async fn one(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
) -> Result<Json<Reservation>, Problem> {
    Ok(Json(visible(&app, me.actor(), id).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReservationChange")]
struct Changed {
    version: i64,
    starts: Timestamp,
    ends: Timestamp,
    #[serde(default)]
    insist: String,
}

async fn change(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
    QueryOf(how): QueryOf<How>,
    Body(changed): Body<Changed>,
) -> Result<Response, Problem> {
    let r = visible(&app, me.actor(), id).await?;
    if !may_change(me.actor(), &r) {
        return Err(Problem::forbidden());
    }
    let Changed { version, starts, ends, insist } = changed;
    if how.is_dry() {
        let (instrument, holder, request) = (r.instrument, Some(r.holder), r.request);
        let ask = Ask {
            instrument,
            starts,
            ends,
            purpose: r.purpose,
            holder,
            request,
            need: None,
            hold: false,
            insist,
        };
        return Ok(told(&app, &me, forecast(&app, me.actor(), ask, Some(id)).await?));
    }
    if r.version != version {
        return Err(ReserveError::Stale(Box::new(r)).into());
    }
    let span = TimeSpan::new(starts, ends).map_err(|_backwards| backwards())?;
    Ok(Json(relocate(&app, me.actor(), r, version, span, insist).await?).into_response())
}

#[derive(Deserialize, Default, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "ReservationReason")]
struct Reasoned {
    version: Option<i64>,
    reason: String,
}

/// A body that may be left out.
fn maybe<T: DeserializeOwned + Default>(bytes: &Bytes) -> Result<T, Box<Problem>> {
    if bytes.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let unreadable = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "json");
        Box::new(unreadable.with("place", place).with("reason", error.to_string()))
    })
}

type Answer = Result<Json<Reservation>, Problem>;

async fn step(
    app: App,
    me: SignedIn,
    id: Id<ieum_kernel::Reservation>,
    bytes: Bytes,
    step: fn(String) -> Step,
) -> Answer {
    let Reasoned { version, reason } = maybe(&bytes).map_err(|problem| *problem)?;
    Ok(Json(take(&app, me.actor(), id, version, step(reason)).await?))
}

/// Steps that differ in nothing but their name.
macro_rules! steps {
    ($($name:ident => $step:expr;)*) => {$(
        async fn $name(
            Held(app): Held<App>,
            me: SignedIn,
            Path(id): Path<Id<ieum_kernel::Reservation>>,
            bytes: Bytes,
        ) -> Answer {
            step(app, me, id, bytes, $step).await
        }
    )*};
}

steps! {
    cancel => Step::Cancel;
    approve => |_reason| Step::Approve;
    reject => Step::Reject;
    preempt => Step::Preempt;
    excuse => Step::Excuse;
    check_in => |_reason| Step::CheckIn;
}

async fn book(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
    bytes: Bytes,
) -> Answer {
    let Reasoned { version, .. } = maybe(&bytes).map_err(|problem| *problem)?;
    Ok(Json(step_routes::book_held(&app, &me, id, version).await?))
}

#[derive(Deserialize, Default, schemars::JsonSchema)]
#[serde(default)]
#[schemars(rename = "ReservationEnd")]
struct Ended {
    version: Option<i64>,
    samples: i64,
    staff_minutes: i64,
    operator: Option<Id<Person>>,
    note: String,
}

async fn check_out(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
    bytes: Bytes,
) -> Answer {
    let Ended { version, samples, staff_minutes, operator, note } =
        maybe(&bytes).map_err(|problem| *problem)?;
    Ok(Json(
        take(
            &app,
            me.actor(),
            id,
            version,
            Step::CheckOut(Ending { samples, staff_minutes, operator, note }),
        )
        .await?,
    ))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ReservationTransfer")]
struct Passed {
    to: Id<Person>,
    #[serde(default)]
    version: Option<i64>,
}

async fn transfer(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ieum_kernel::Reservation>>,
    Body(passed): Body<Passed>,
) -> Answer {
    Ok(Json(step_routes::hand_over(&app, &me, id, passed.version, passed.to).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "WalkUp")]
struct Now {
    minutes: i64,
    #[serde(default)]
    purpose: String,
}

async fn start_now(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    Body(now): Body<Now>,
) -> Result<Response, Problem> {
    let begun = walk_up(&app, me.actor(), id, now.minutes, now.purpose).await?;
    let place = format!("/api/v1/reservations/{}", begun.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(begun)).into_response())
}
