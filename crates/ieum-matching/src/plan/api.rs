//! Plans for programs.

use super::keeping::{keep, of_need};
use super::kept::{Kept, Pick, PlanThing};
use super::kept_pages::for_reader;
use super::ordering::order;
use super::plan::Aim;
use super::service::{Proposed, propose};
use super::{KEEP, LOOK, ORDER, store};
use crate::find::{ACCESS, REGIONS};
use crate::matches::{need_inside, wishes};
use crate::need::Need;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use ieum_kernel::{Actor, Id};
use ieum_web::{App, Body, Call, Doors, Fields, Path, Problem, Shape, SignedIn};
use serde::{Deserialize, Serialize};

type NeedId = Id<ieum_kernel::Need>;
type PlanId = Id<PlanThing>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/needs/{id}/plans", &LOOK, proposed)
        .says(
            Call::new("needs-plans")
                .path::<NeedId>("id")
                .query_of("region", Shape::list(Shape::choice(&REGIONS)))
                .query_of("access", Shape::list(Shape::choice(&ACCESS)))
                .query_of("accredited", Shape::choice(&["yes"]))
                .query_of("late", Shape::choice(&["yes"]))
                .gives::<Proposed>(),
        )
        .post("/api/v1/needs/{id}/plans", &KEEP, make)
        .says(
            Call::new("needs-plans-keep")
                .path::<NeedId>("id")
                .takes::<Keeping>()
                .makes::<Kept>()
                .refuses("plan"),
        )
        .get("/api/v1/needs/{id}/plans/{plan}", &LOOK, one)
        .says(Call::new("needs-plans-one").path::<NeedId>("id").path::<PlanId>("plan").gives::<WithOrders>())
        .post("/api/v1/needs/{id}/plans/{plan}/order", &ORDER, send)
        .says(
            Call::new("needs-plans-order")
                .path::<NeedId>("id")
                .path::<PlanId>("plan")
                .takes::<Ordering>()
                .gives::<WithOrders>()
                .refuses("plan")
                .refuses("request")
                .versioned(),
        )
}

async fn proposed(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    fields: Fields,
) -> Result<Json<Proposed>, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    Ok(Json(propose(&app, me.actor(), &need, &wishes(&fields)).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanKeeping")]
struct Keeping {
    /// The chosen steps, in the order of work.
    #[schemars(length(min = 1, max = 8))]
    picks: Vec<Pick>,
    /// What the plan is the best at.
    #[serde(default)]
    #[schemars(length(max = 3))]
    aims: Vec<Aim>,
}

async fn make(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    Body(asked): Body<Keeping>,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let kept = keep(&app, me.actor(), &need, asked.picks, asked.aims).await?;
    Ok((StatusCode::CREATED, Json(read(kept, &need, me.actor()))))
}

fn read(kept: Kept, need: &Need, actor: &Actor) -> Kept {
    Kept { plan: for_reader(kept.plan, need, actor), ..kept }
}

/// A kept plan with the requests of its steps.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "PlanWithOrders")]
struct WithOrders {
    #[serde(flatten)]
    kept: Kept,
    /// The requests that came of it, in the order of its steps.
    orders: Vec<Ordered>,
}

/// The request of a step.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "PlanOrdered")]
struct Ordered {
    /// Place of the step, from 0.
    step: i64,
    /// Id of the request.
    request: String,
    /// What people call it.
    number: String,
}

async fn with_orders(app: &App, need: &Need, actor: &Actor, kept: Kept) -> Result<WithOrders, Problem> {
    let orders = store::orders(&mut app.db.reader(), kept.id).await?;
    let orders = orders
        .into_iter()
        .map(|(step, sent)| Ordered { step, request: sent.id, number: sent.number })
        .collect();
    Ok(WithOrders { kept: read(kept, need, actor), orders })
}

async fn one(
    State(app): State<App>,
    me: SignedIn,
    Path((id, plan)): Path<(NeedId, PlanId)>,
) -> Result<Json<WithOrders>, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let kept = of_need(&app, &need, plan).await?;
    Ok(Json(with_orders(&app, &need, me.actor(), kept).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanOrdering")]
struct Ordering {
    /// The version one looked at; another one answers 409.
    version: i64,
}

async fn send(
    State(app): State<App>,
    me: SignedIn,
    Path((id, plan)): Path<(NeedId, PlanId)>,
    Body(asked): Body<Ordering>,
) -> Result<Json<WithOrders>, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let kept = order(&app, me.actor(), &need, (plan, asked.version)).await?;
    Ok(Json(with_orders(&app, &need, me.actor(), kept).await?))
}
