//! The line as JSON: `/api/v1/waiting`.

use super::WaitingId;
use super::service::{Wanted, join, leave};
use super::store::{self, Line, Waiting};
use crate::booking::{RESERVE, desk, house_terms, runs};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ieum_kernel::{Id, Instrument};
use ieum_web::{App, Body, Doors, Path, Problem, SignedIn};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/waiting", &RESERVE, mine)
        .post("/api/v1/waiting", &RESERVE, make)
        .post("/api/v1/waiting/{id}/leave", &RESERVE, go)
        .get("/api/v1/instruments/{id}/waiting", &RESERVE, of_instrument)
}

async fn mine(State(app): State<App>, me: SignedIn) -> Result<Json<Vec<Line>>, Problem> {
    Ok(Json(store::of_person(&mut app.db.reader(), me.id()).await?))
}

async fn make(
    State(app): State<App>,
    me: SignedIn,
    Body(wanted): Body<Wanted>,
) -> Result<(StatusCode, Json<Waiting>), Problem> {
    Ok((StatusCode::CREATED, Json(join(&app, me.actor(), &wanted).await?)))
}

async fn go(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<WaitingId>>,
) -> Result<StatusCode, Problem> {
    leave(&app, me.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The whole line for staff; one's own place for everybody else.
async fn of_instrument(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Json<Vec<Line>>, Problem> {
    let mut reader = app.db.reader();
    let desk = desk(&mut reader, id, &house_terms(&app)).await?.ok_or_else(Problem::not_found)?;
    let staff = runs(me.actor(), desk.facility);
    let line = store::of_instrument(&mut reader, id).await?;
    Ok(Json(line.into_iter().filter(|line| staff || line.waiting.person == me.id()).collect()))
}
