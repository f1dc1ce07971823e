//! Offers for programs.

use super::service::{NOTE_LETTERS, accept, decline, make, withdraw};
use super::thing::{Offer, OfferThing};
use super::{ANSWER, MAKE, store};
use axum::Json;
use axum::extract::State as Held;
use http::StatusCode;
use ieum_kernel::{Id, Instrument, Need};
use ieum_web::{App, Body, Call, Doors, Path, Problem, Shape, SignedIn};
use serde::Deserialize;
use serde_json::{Value, json};

type OfferId = Id<OfferThing>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .get("/api/v1/offers", &ANSWER, list)
        .says(Call::new("offers-list").gives_of(Shape::object(vec![("offers", Shape::of::<Vec<Offer>>())])))
        .post("/api/v1/offers", &MAKE, offer)
        .says(Call::new("offers-make").takes::<Offering>().makes::<Offer>().refuses("offer"))
        .post("/api/v1/offers/{id}/accept", &ANSWER, take)
        .says(
            Call::new("offers-accept")
                .path::<OfferId>("id")
                .gives::<Offer>()
                .refuses("offer")
                .refuses("request"),
        )
        .post("/api/v1/offers/{id}/decline", &ANSWER, refuse)
        .says(
            Call::new("offers-decline")
                .path::<OfferId>("id")
                .takes::<Declining>()
                .gives::<Offer>()
                .refuses("offer"),
        )
        .post("/api/v1/offers/{id}/withdraw", &MAKE, take_back)
        .says(Call::new("offers-withdraw").path::<OfferId>("id").gives::<Offer>().refuses("offer"))
}

/// `GET /api/v1/offers`: those made to the caller and those of the caller's facilities.
async fn list(Held(app): Held<App>, me: SignedIn) -> Result<Json<Value>, Problem> {
    // Whoever cannot make offers reads none that quote a problem they may not know of.
    let actor = me.actor();
    let facilities = if actor.may(&MAKE) { actor.facilities.as_slice() } else { &[] };
    let offers = store::concerning(&mut app.db.reader(), me.id(), facilities).await?;
    Ok(Json(json!({ "offers": offers })))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "InstrumentOffering")]
struct Offering {
    /// The instrument that is offered.
    instrument: Id<Instrument>,
    /// The problem it is offered for.
    need: Id<Need>,
    /// What to say with it; letters beyond 2,000 are left out.
    #[serde(default)]
    note: String,
}

async fn offer(
    Held(app): Held<App>,
    me: SignedIn,
    Body(asked): Body<Offering>,
) -> Result<(StatusCode, Json<Offer>), Problem> {
    let note: String = asked.note.chars().take(NOTE_LETTERS).collect();
    let made = make(&app, me.actor(), asked.instrument, asked.need, &note).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

async fn take(Held(app): Held<App>, me: SignedIn, Path(id): Path<OfferId>) -> Result<Json<Offer>, Problem> {
    Ok(Json(accept(&app, me.actor(), id).await?))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OfferDeclining")]
struct Declining {
    /// Why, if it is to be known.
    #[serde(default)]
    note: String,
}

async fn refuse(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<OfferId>,
    Body(asked): Body<Declining>,
) -> Result<Json<Offer>, Problem> {
    Ok(Json(decline(&app, me.actor(), id, &asked.note).await?))
}

async fn take_back(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<OfferId>,
) -> Result<Json<Offer>, Problem> {
    Ok(Json(withdraw(&app, me.actor(), id).await?))
}
