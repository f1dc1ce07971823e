//! The same as JSON, under `/api/v1`.
#![expect(clippy::disallowed_types, reason = "reading a flattened object, serde names every kind of number")]

use super::service::{Grant, ask, demand, demand_of, grant, run_by, step, train};
use super::{
    Demand, Level, MINE, Qualification, QualificationId, RUN, Training, TrainingId, TrainingStep, form, store,
};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::{Id, Instrument, Text};
use ieum_web::api::{Call, Shape};
use ieum_web::{App, Body, Doors, Path, Problem, SignedIn};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/qualifications", &MINE, mine)
        .says(Call::new("qualifications-list").gives_of(Shape::object(vec![
            ("qualifications", Shape::of::<Vec<store::Line>>()),
            ("trainings", Shape::of::<Vec<Training>>()),
        ])))
        .get("/api/v1/instruments/{id}/qualifications", &RUN, of_instrument)
        .says(Call::new("instruments-qualifications").path::<Id<Instrument>>("id").gives_of(Shape::object(
            vec![
                ("demand", Shape::of::<Option<Demand>>()),
                ("qualifications", Shape::of::<Vec<store::Line>>()),
                ("trainings", Shape::of::<Vec<Training>>()),
            ],
        )))
        .post("/api/v1/instruments/{id}/qualifications", &RUN, make_grant)
        .says(
            Call::new("qualifications-grant")
                .path::<Id<Instrument>>("id")
                .takes::<Grant>()
                .makes::<Qualification>()
                .refuses("qualification"),
        )
        .put("/api/v1/instruments/{id}/qualification-demand", &RUN, set_demand)
        .says(
            Call::new("qualifications-demand")
                .path::<Id<Instrument>>("id")
                .takes::<Demanded>()
                .gives::<Option<Demand>>()
                .refuses("qualification")
                .versioned(),
        )
        .post("/api/v1/instruments/{id}/trainings", &MINE, ask_for)
        .says(
            Call::new("trainings-ask")
                .path::<Id<Instrument>>("id")
                .takes::<Wished>()
                .makes::<Training>()
                .refuses("qualification"),
        )
        .post("/api/v1/trainings/{id}/step", &MINE, training_step)
        .says(
            Call::new("trainings-step")
                .path::<Id<TrainingId>>("id")
                .takes::<Stepped>()
                .gives::<Training>()
                .refuses("qualification")
                .versioned(),
        )
        .post("/api/v1/qualifications/{id}/step", &RUN, qualification_step)
        .says(
            Call::new("qualifications-step")
                .path::<Id<QualificationId>>("id")
                .takes::<Changed>()
                .gives::<Qualification>()
                .refuses("qualification")
                .versioned(),
        )
}

async fn mine(State(app): State<App>, me: SignedIn) -> Result<Json<Value>, Problem> {
    let mut reader = app.db.reader();
    let held = store::lines(&mut reader, Some(me.id()), None, app.now()).await?;
    let trainings = store::trainings(&mut reader, Some(me.id()), None).await?;
    Ok(Json(json!({ "qualifications": held, "trainings": trainings })))
}

async fn of_instrument(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Json<Value>, Problem> {
    let mut reader = app.db.reader();
    run_by(&mut reader, me.actor(), id).await?;
    let demand = demand_of(&mut reader, id).await?;
    let held = store::lines(&mut reader, None, Some(id), app.now()).await?;
    let trainings = store::trainings(&mut reader, None, Some(id)).await?;
    Ok(Json(json!({ "demand": demand, "qualifications": held, "trainings": trainings })))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Demanded {
    /// Nothing is asked any more when left out.
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    valid_days: i64,
    #[serde(default)]
    what: Text,
    /// The version that was seen; left out when nothing was asked before.
    #[serde(default)]
    version: Option<i64>,
}

async fn set_demand(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    Body(said): Body<Demanded>,
) -> Result<Json<Option<Demand>>, Problem> {
    let asked = said.level.map(|level| (level, said.valid_days, said.what));
    Ok(Json(demand(&app, me.actor(), id, said.version, asked).await?))
}

async fn make_grant(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    Body(asked): Body<Grant>,
) -> Result<(StatusCode, Json<Qualification>), Problem> {
    Ok((StatusCode::CREATED, Json(grant(&app, me.actor(), id, &asked).await?)))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wished {
    #[serde(default)]
    wish: String,
}

async fn ask_for(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    Body(said): Body<Wished>,
) -> Result<Response, Problem> {
    let made = ask(&app, me.actor(), id, &said.wish).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, "/api/v1/qualifications")], Json(made)).into_response())
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "TrainingChange")]
struct Stepped {
    #[serde(default)]
    version: Option<i64>,
    #[serde(flatten)]
    step: TrainingStep,
}

async fn training_step(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<TrainingId>>,
    Body(said): Body<Stepped>,
) -> Result<Json<Training>, Problem> {
    Ok(Json(train(&app, me.actor(), id, said.version, said.step).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "QualificationChange")]
struct Changed {
    #[serde(default)]
    version: Option<i64>,
    #[serde(rename = "do")]
    wish: String,
    #[serde(default)]
    reason: String,
}

async fn qualification_step(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<QualificationId>>,
    Body(said): Body<Changed>,
) -> Result<Json<Qualification>, Problem> {
    let wish = form::wish(&said.wish).ok_or_else(Problem::bad_request)?;
    Ok(Json(step(&app, me.actor(), id, said.version, wish, &said.reason).await?))
}
