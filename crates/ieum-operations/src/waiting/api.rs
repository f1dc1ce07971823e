//! The line as JSON: `/api/v1/waiting`.

use super::WaitingId;
use super::service::{Wanted, join, leave};
use super::store::{self, Line, Waiting};
use crate::booking::{RESERVE, desk, house_terms, runs};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ieum_kernel::{Id, Instrument};
use ieum_web::api::Call;
use ieum_web::{App, Body, Doors, Path, Problem, SignedIn};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/waiting", &RESERVE, mine)
        .says(Call::new("waiting-list").gives::<Vec<Line>>())
        .post("/api/v1/waiting", &RESERVE, make)
        .says(
            Call::new("waiting-create")
                .takes::<Wanted>()
                .makes::<Waiting>()
                .refuses("waiting")
                .refuses("booking"),
        )
        .post("/api/v1/waiting/{id}/leave", &RESERVE, go)
        .says(Call::new("waiting-leave").path::<Id<WaitingId>>("id").gives_nothing().refuses("waiting"))
        .get("/api/v1/instruments/{id}/waiting", &RESERVE, of_instrument)
        .says(Call::new("instruments-waiting").path::<Id<Instrument>>("id").gives::<Vec<Line>>())
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
