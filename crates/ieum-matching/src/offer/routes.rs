//! `/offers/{id}`: an offer as its two sides see it, and the answers. Offering starts from an instrument's page.

use super::service::{NOTE_LETTERS, OfferError, accept, card, decline, load, make, withdraw};
use super::thing::{Offer, OfferThing};
use super::{ANSWER, MAKE};
use crate::need::inside;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Instrument, Role, Text};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .post("/instruments/{id}/offers", &MAKE, offer)
        .get("/offers/{id}", &ANSWER, show)
        .post("/offers/{id}/accept", &ANSWER, take)
        .post("/offers/{id}/decline", &ANSWER, refuse)
        .post("/offers/{id}/withdraw", &MAKE, take_back)
}

/// One step: the instrument is offered for the problem chosen on its page.
async fn offer(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Instrument>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let need = fields.get("need").trim().parse().map_err(|_none| Problem::not_found())?;
    match make(&app, me.actor(), id, need, fields.get("note")).await {
        Ok(_) => Ok(see_other(&app, &format!("/instruments/{id}/needs"), Some("offer-done-make"))),
        Err(OfferError::Refused(reasons)) => {
            let page = crate::idle::needs_page(&app, &me, id).await?.refused(&fields, "offer", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(app: &App, me: &SignedIn, offer: &Offer, need: &crate::need::Need) -> Result<Page, Problem> {
    let actor = me.actor();
    let instrument = card(app, offer.instrument).await?;
    let name = instrument.as_ref().map(|card| card.name.clone()).unwrap_or_default();
    let place = instrument.map_or_else(Text::default, |card| card.place);
    let (owner, open) = (actor.person == Some(need.owner), offer.state.key() == "made");
    let runs = actor.works_for(offer.facility) || actor.is(Role::Operator);
    Ok(Page::new("offer/show.html")
        .with("offer", offer)
        .with("state", offer.state.key())
        .with("need", &need.said)
        .with("need_href", inside(need, actor).then(|| format!("/needs/{}", need.id)))
        .with("name", name)
        .with("place", place)
        .with("why", offer.why.in_lang(me.lang()))
        .with("may_answer", owner && open && !need.state.is_over())
        .with("may_withdraw", runs && open)
        .with("letters", NOTE_LETTERS))
}

async fn show(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<OfferThing>>,
) -> Result<Response, Problem> {
    let (offer, need) = load(&app, me.actor(), id).await?;
    let page = page(&app, &me, &offer, &need).await?;
    app.render(page, me.visit())
}

/// Shows the offer again with the reasons why not.
async fn again(
    app: &App,
    me: &SignedIn,
    id: Id<OfferThing>,
    fields: &Fields,
    error: OfferError,
) -> Result<Response, Problem> {
    let OfferError::Refused(reasons) = error else { return Err(error.into()) };
    let (offer, need) = load(app, me.actor(), id).await?;
    let page = page(app, me, &offer, &need).await?.refused(fields, "offer", &reasons);
    app.render(page, me.visit())
}

async fn take(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<OfferThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    match accept(&app, me.actor(), id).await {
        Ok(offer) => Ok(see_other(&app, &offer.path(), Some("offer-done-accept"))),
        Err(error) => again(&app, &me, id, &fields, error).await,
    }
}

async fn refuse(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<OfferThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    match decline(&app, me.actor(), id, fields.get("note")).await {
        Ok(offer) => Ok(see_other(&app, &offer.path(), Some("offer-done-decline"))),
        Err(error) => again(&app, &me, id, &fields, error).await,
    }
}

async fn take_back(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<OfferThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    match withdraw(&app, me.actor(), id).await {
        Ok(offer) => Ok(see_other(&app, &offer.path(), Some("offer-done-withdraw"))),
        Err(error) => again(&app, &me, id, &fields, error).await,
    }
}
