//! One charge with every step to its amount, and its reversal.

use super::charge::{Charge, ChargeThing};
use super::charging::{self, ChargeError};
use super::invoice::bills;
use super::{BILL, LOOK, store};
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Actor, Id};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/charges/{id}", &LOOK, look).post("/charges/{id}/reverse", &BILL, reverse)
}

/// Whether somebody may see a charge: the facility's billing, the payer's people, the one it is for.
fn open_to(charge: &Charge, actor: &Actor) -> bool {
    let mine = actor.person.is_some() && actor.person == charge.person;
    let ours = charge.organisation.is_some_and(|organisation| actor.belongs_to(organisation));
    bills(actor, charge.facility) || actor.works_for(charge.facility) || mine || ours
}

async fn visible(app: &App, actor: &Actor, id: Id<ChargeThing>) -> Result<Charge, Problem> {
    let found = charging::find(&mut app.db.reader(), id).await?;
    found.filter(|charge| open_to(charge, actor)).ok_or_else(Problem::not_found)
}

async fn page(app: &App, me: &SignedIn, charge: &Charge) -> Result<Page, Problem> {
    let (reversed, held) = store::held(&mut app.db.reader(), charge.id).await?;
    let may_reverse = bills(me.actor(), charge.facility) && !reversed && !held && charge.reverses.is_none();
    Ok(Page::new("billing/charge.html")
        .with("charge", charge)
        .with("reversed", reversed)
        .with("held", held)
        .with("may_reverse", may_reverse)
        .crumb("billing-title", "/invoices"))
}

async fn look(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ChargeThing>>,
) -> Result<Response, Problem> {
    let charge = visible(&app, me.actor(), id).await?;
    app.render(page(&app, &me, &charge).await?, me.visit())
}

async fn reverse(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<ChargeThing>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let charge = visible(&app, me.actor(), id).await?;
    if !bills(me.actor(), charge.facility) {
        return Err(Problem::not_found());
    }
    let mut form = fields.reading(&app.zone);
    let reason = form.required("reason", 2000);
    if let Err(faults) = form.done() {
        return app.render(page(&app, &me, &charge).await?.faulty(&fields, faults), me.visit());
    }
    let mut tx = app.db.begin().await?;
    match charging::reverse(&mut tx, &app, &charge, me.id(), &reason, false).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(see_other(&app, &format!("/charges/{id}"), Some("billing-reversed-now")))
        }
        Err(ChargeError::Refused(reasons)) => {
            drop(tx);
            let page = page(&app, &me, &charge).await?.refused(&fields, "billing", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}
