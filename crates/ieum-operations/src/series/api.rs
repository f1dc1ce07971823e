//! `/api/v1/series`: the same path as the pages. `?dry_run=1` says what would happen to each occurrence.

use super::SeriesId;
use super::service::{Made, SeriesError, Wish, cancel, make, plan, visible};
use super::store::Series;
use crate::booking::RESERVE;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::{Id, Timestamp};
use ieum_web::{App, Body, Doors, Path, Problem, QueryOf, SignedIn};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.post("/api/v1/series", &RESERVE, create).get("/api/v1/series/{id}", &RESERVE, one).post(
        "/api/v1/series/{id}/cancel",
        &RESERVE,
        call_off,
    )
}

#[derive(Deserialize)]
struct How {
    #[serde(default)]
    dry_run: Option<String>,
}

async fn create(
    State(app): State<App>,
    me: SignedIn,
    QueryOf(how): QueryOf<How>,
    Body(wish): Body<Wish>,
) -> Result<Response, Problem> {
    if how.dry_run.as_deref().is_some_and(|said| !matches!(said, "" | "0" | "false")) {
        let occurrences = plan(&app, me.actor(), &wish).await?;
        return Ok(Json(json!({ "occurrences": occurrences })).into_response());
    }
    let made: Result<Made, SeriesError> = make(&app, me.actor(), &wish).await;
    let made = made?;
    let place = format!("/api/v1/series/{}", made.series);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)).into_response())
}

async fn one(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<SeriesId>>,
) -> Result<Json<Series>, Problem> {
    Ok(Json(visible(&app, me.actor(), id).await?))
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Called {
    /// From this moment on; everything still to come when left out.
    from: Option<Timestamp>,
    reason: String,
}

async fn call_off(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<Id<SeriesId>>,
    Body(said): Body<Called>,
) -> Result<Json<Value>, Problem> {
    let cancelled = cancel(&app, me.actor(), id, said.from, &said.reason).await?;
    Ok(Json(json!({ "cancelled": cancelled })))
}
