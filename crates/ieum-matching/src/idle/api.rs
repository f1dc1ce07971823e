//! Idle instruments and their problems for programs.

use super::LOOK;
use super::service::{idle, serves};
use crate::asks::Used;
use axum::Json;
use axum::extract::State as Held;
use ieum_kernel::{Facility, Id, Instrument, Need, Text};
use ieum_web::{App, Call, Doors, Fields, Path, Problem, Shape, SignedIn};
use serde::Serialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/idle-instruments", &LOOK, list)
        .says(
            Call::new("idle-list")
                .query_of("facility", Shape::of::<Id<Facility>>())
                .gives_of(Shape::object(vec![("instruments", Shape::of::<Vec<Row>>())])),
        )
        .get("/api/v1/instruments/{id}/needs", &LOOK, needs)
        .says(Call::new("instruments-needs").path::<Id<Instrument>>("id").gives_of(Shape::object(vec![
            ("instrument", Shape::of::<Id<Instrument>>()),
            ("idle", Shape::of::<bool>()),
            ("used", Shape::of::<Option<Used>>()),
            ("needs", Shape::of::<Vec<Serving>>()),
            ("hidden", Shape::of::<usize>()),
        ])))
}

/// An idle instrument.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "IdleInstrument")]
struct Row {
    /// Its id.
    instrument: Id<Instrument>,
    /// Its name.
    name: Text,
    /// Its facility.
    facility: Id<Facility>,
    /// Booked share of the time it could be booked, per cent, rounded down.
    percent: i64,
    /// Minutes behind the share.
    used: Used,
    /// How many open problems it could solve, of those the caller may see.
    needs: usize,
    /// How many more the caller may not see.
    hidden: usize,
}

async fn list(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Json<Value>, Problem> {
    let facility = match fields.get("facility").trim() {
        "" => None,
        text => Some(text.parse().map_err(|_none| Problem::not_found())?),
    };
    let rows: Vec<Row> = idle(&app, me.actor(), facility)
        .await?
        .into_iter()
        .map(|row| Row {
            instrument: row.id,
            name: row.name,
            facility: row.facility,
            percent: row.percent,
            used: row.used,
            needs: row.needs,
            hidden: row.hidden,
        })
        .collect();
    Ok(Json(json!({ "instruments": rows })))
}

/// A problem that an instrument could solve.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "NeedServed")]
struct Serving {
    /// The problem.
    need: Id<Need>,
    /// Its title.
    title: String,
    /// Where it stands.
    state: &'static str,
    /// How near the problem's best answer the instrument is, times how much of it that answer speaks to: 0 to 1.
    score: f64,
    /// Sentences in the caller's language, heaviest first.
    why: Vec<String>,
    /// Where the offer of this instrument stands, if one was made.
    offered: Option<&'static str>,
}

async fn needs(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
) -> Result<Json<Value>, Problem> {
    let found = serves(&app, me.actor(), id).await?;
    let needs: Vec<Serving> = found
        .needs
        .into_iter()
        .map(|(fit, why, made)| Serving {
            need: fit.need.id,
            state: fit.need.state.key(),
            title: fit.need.said.title,
            score: fit.score,
            why,
            offered: made.map(|made| made.state.key()),
        })
        .collect();
    Ok(Json(json!({ "instrument": id, "idle": found.idle, "used": found.used, "needs": needs,
        "hidden": found.hidden })))
}
