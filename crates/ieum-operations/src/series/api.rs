//! `/api/v1/series`: the same path as the pages. `?dry_run=1` says what would happen to each occurrence.

use super::SeriesId;
use super::service::{Made, Occurrence, SeriesError, Wish, cancel, make, plan, visible};
use super::store::Series;
use crate::booking::RESERVE;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use ieum_kernel::{Id, Timestamp};
use ieum_web::api::{Call, Shape};
use ieum_web::{App, Body, Doors, Path, Problem, QueryOf, SignedIn};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .post("/api/v1/series", &RESERVE, create)
        .says(
            Call::new("series-create")
                .query_of("dry_run", Shape::choice(&["1", "0"]))
                .takes::<Wish>()
                .gives_of(Shape::object(vec![("occurrences", Shape::of::<Vec<Occurrence>>())]))
                .makes::<Made>()
                .refuses("series")
                .refuses("booking"),
        )
        .get("/api/v1/series/{id}", &RESERVE, one)
        .says(Call::new("series-one").path::<Id<SeriesId>>("id").gives::<Series>())
        .post("/api/v1/series/{id}/cancel", &RESERVE, call_off)
        .says(
            Call::new("series-cancel")
                .path::<Id<SeriesId>>("id")
                .takes::<Called>()
                .gives_of(Shape::object(vec![("cancelled", Shape::given(serde_json::json!({})))]))
                .refuses("booking"),
        )
}

#[derive(Deserialize, schemars::JsonSchema)]
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

#[derive(Deserialize, Default, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "SeriesCalledOff")]
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
