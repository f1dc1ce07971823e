//! Times that are held before they are booked: who thinks it over, or waits for an answer to a quote, keeps the time for
//! as long as the terms say. The claim is the same as a booking's, so the same guard keeps others out.

use super::policy::free_unit;
use super::reservation::{Reservation, State};
use super::scene::{Scene, house_terms};
use super::written::write_down;
use super::{LAPSE, desks, news, store};
use crate::waiting;
use ieum_db::{DbError, JobFailure, JobHandle, NewJob, Tx};
use ieum_kernel::{Id, Person, Request, Timestamp};
use ieum_web::App;
use serde::Deserialize;
use serde_json::json;

/// Leaves a look for when the time to think is over.
pub(super) async fn watch(tx: &mut Tx, r: &Reservation) -> Result<(), DbError> {
    let Some(until) = r.state.held_until() else { return Ok(()) };
    let payload = json!({ "reservation": r.id });
    tx.enqueue(&NewJob::new(LAPSE, payload, until)).await
}

#[derive(Debug, Deserialize)]
struct Lapsing {
    reservation: Id<ieum_kernel::Reservation>,
}

/// When the time to think is over: the time is given back and whoever held it is told.
pub(super) async fn lapse(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let lapsing: Lapsing = job.payload()?;
    let Some(seen) = store::find(&mut app.db.reader(), lapsing.reservation).await? else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    store::take_turn(&mut tx, seen.instrument).await?;
    let Some(present) = store::find(&mut tx, seen.id).await? else { return Ok(()) };
    if present.state.held_until().is_some_and(|until| until <= app.now()) {
        let_go(&app, &mut tx, present).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Gives back every overdue hold of an instrument whose turn the caller has: the job may be late, the rules are not.
pub(crate) async fn sweep(
    app: &App,
    tx: &mut Tx,
    instrument: Id<ieum_kernel::Instrument>,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut overdue = Vec::new();
    tx.together(vec![store::overdue(instrument, now, &mut overdue)]).await?;
    let_all_go(app, tx, overdue).await
}

/// Lets go of held times that are over; the caller has the instrument's turn.
pub(super) async fn let_all_go(app: &App, tx: &mut Tx, overdue: Vec<Reservation>) -> Result<(), DbError> {
    for one in overdue {
        let_go(app, tx, one).await?;
    }
    Ok(())
}

/// Lets go of a held time; the caller has the instrument's turn and has read the reservation since.
async fn let_go(app: &App, tx: &mut Tx, present: Reservation) -> Result<(), DbError> {
    let (now, was) = (app.now(), present.version);
    let Ok(gone) = present.lapse(now) else { return Ok(()) };
    let gone = Reservation { version: was.saturating_add(1), changed_at: now, ..gone };
    if !store::update(tx, &gone, was).await? {
        return Ok(());
    }
    store::free_claim(tx, gone.id).await?;
    let (from, to) = (json!({ "state": "held" }), json!({ "state": gone.state }));
    write_down(tx, &gone, "lapsed", None, "", Some(from), to).await?;
    waiting::lapsed(tx, &gone, now).await?;
    waiting::freed(tx, gone.instrument, now).await?;
    let desk = desks::desk(tx, gone.instrument, &house_terms(app)).await?;
    let name = desk.map(|desk| desk.name).unwrap_or_default();
    news::by_house(app, tx, &gone, "lapsed", &name).await
}

/// What becomes of the times held for a request: booked when its quote is accepted, given back when it comes to nothing.
///
/// # Errors
/// Faults of the database.
pub(crate) async fn settle_for(
    app: &App,
    tx: &mut Tx,
    request: Id<Request>,
    by: Option<Id<Person>>,
    accepted: bool,
) -> Result<(), DbError> {
    for seen in store::held_for(tx, request).await? {
        store::take_turn(tx, seen.instrument).await?;
        let Some(present) = store::find(tx, seen.id).await? else { continue };
        if !accepted {
            let_go(app, tx, present).await?;
            continue;
        }
        let (now, was, maker) = (app.now(), present.version, present.made_by);
        // Staff held it, so nobody else has to agree; overdue ones are the job's.
        let Ok(booked) = present.confirm(maker, now, false) else { continue };
        let booked = Reservation { version: was.saturating_add(1), changed_at: now, ..booked };
        if store::update(tx, &booked, was).await? {
            let (from, to) = (json!({ "state": "held" }), json!({ "state": booked.state }));
            write_down(tx, &booked, "booked", by, "", Some(from), to).await?;
            let desk = desks::desk(tx, booked.instrument, &house_terms(app)).await?;
            let grace = desk.as_ref().map_or(0, |desk| desk.terms.grace_minutes);
            super::written::watch(tx, &booked, grace).await?;
            let name = desk.map(|desk| desk.name).unwrap_or_default();
            news::by_house(app, tx, &booked, "booked", &name).await?;
        }
    }
    Ok(())
}

/// Holds the span of a scene for somebody in line; the caller has both turns and has asked the rules.
///
/// # Errors
/// `reservation_no_overlap` when the time was taken; faults of the database.
pub(crate) async fn hold_for(
    app: &App,
    tx: &mut Tx,
    scene: &Scene,
    until: Timestamp,
    purpose: &str,
) -> Result<Reservation, DbError> {
    let (desk, span, person) = (&scene.desk, scene.asked.span, scene.asked.holder);
    let free_until = span.starts.plus_minutes(-desk.terms.cancel_free_minutes);
    let state = State::Held { until };
    let held = super::service::fresh(app, scene, person, state, free_until, purpose, None, None);
    store::insert(tx, &held, desk.terms_version)?;
    let unit = free_unit(&scene.facts(app)).unwrap_or_default();
    store::claim(tx, &held, unit, desk.terms.block(span)).await?;
    let after = json!({ "state": held.state, "starts": span.starts, "ends": span.ends, "holder": person });
    write_down(tx, &held, "offered", None, "", None, after).await?;
    watch(tx, &held).await?;
    Ok(held)
}

/// Until when a time may be held: as long as the terms say, and never beyond its start.
pub(super) fn held_state(now: Timestamp, starts: Timestamp, minutes: i64) -> State {
    State::Held { until: now.plus_minutes(minutes).min(starts) }
}
