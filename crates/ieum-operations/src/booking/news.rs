//! Who is told of what happens to a booking. One's own click needs no mail.

use super::reservation::{Reservation, State};
use super::scene::house_terms;
use super::{desks, store};
use ieum_db::{DbError, JobFailure, JobHandle, NewJob, Tx};
use ieum_kernel::{Id, Person, Role, Text};
use ieum_web::{App, notices};
use serde::Deserialize;
use serde_json::json;

/// The job that tells staff of a booking that waits for them.
pub(super) const TELL_STAFF: &str = "booking.tell-staff";

/// Tells the holder what others did, and staff what waits for them.
pub(crate) async fn told(
    app: &App,
    tx: &mut Tx,
    r: &Reservation,
    step: &str,
    by: Id<Person>,
    instrument: &Text,
) -> Result<(), DbError> {
    if by != r.holder {
        to(app, tx, r, step, r.holder, instrument).await?;
    } else if r.made_by != r.holder && step == "cancelled" {
        to(app, tx, r, step, r.made_by, instrument).await?;
    }
    if r.state == State::PendingApproval && matches!(step, "made" | "moved") {
        // Looking staff up takes another connection: not while this one holds the turn.
        let payload = json!({ "reservation": r.id, "by": by });
        tx.enqueue(&NewJob::new(TELL_STAFF, payload, app.now())).await?;
    }
    Ok(())
}

/// Tells the holder what the house did by itself.
pub(super) async fn by_house(
    app: &App,
    tx: &mut Tx,
    r: &Reservation,
    step: &str,
    instrument: &Text,
) -> Result<(), DbError> {
    to(app, tx, r, step, r.holder, instrument).await
}

async fn to(
    app: &App,
    tx: &mut Tx,
    r: &Reservation,
    step: &str,
    person: Id<Person>,
    instrument: &Text,
) -> Result<(), DbError> {
    let key = format!("booking-notice-{}", step.replace('_', "-"));
    let args = json!({ "instrument": instrument, "starts": r.span.starts, "ends": r.span.ends });
    notices::notify(tx, app.clock(), person, "booking", &key, &args, &format!("/reservations/{}", r.id)).await
}

#[derive(Debug, Deserialize)]
struct Waiting {
    reservation: Id<ieum_kernel::Reservation>,
    by: Id<Person>,
}

/// Tells the facility's staff of a booking that waits for them.
pub(super) async fn tell_staff(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let waiting: Waiting = job.payload()?;
    let Some(r) = store::find(&mut app.db.reader(), waiting.reservation).await? else { return Ok(()) };
    let desk = desks::desk(&mut app.db.reader(), r.instrument, &house_terms(&app)).await?;
    let name = desk.map(|desk| desk.name).unwrap_or_default();
    let staff = app.directory.at_facility(&app, r.facility, Role::Staff).await;
    let staff = staff.map_err(|problem| JobFailure::retry(problem.key))?;
    let mut tx = app.db.begin().await?;
    for contact in staff.iter().filter(|contact| contact.person != waiting.by) {
        to(&app, &mut tx, &r, "waiting", contact.person, &name).await?;
    }
    tx.commit().await?;
    Ok(())
}
