//! What every change of a reservation leaves behind: the row, its history, the audit trail, an event, a look later.

use super::ask::ReserveError;
use super::reservation::Reservation;
use super::{DUE, store};
use ieum_db::{Audit, DbError, NewJob, Tx};
use ieum_kernel::{Id, Person};
use serde_json::{Value, json};

/// Writes a change of a reservation that was read at a version; stale when somebody was quicker.
pub(super) async fn changed(tx: &mut Tx, r: &Reservation, was: i64) -> Result<(), ReserveError> {
    if store::update(tx, r, was).await? {
        return Ok(());
    }
    match store::find(tx, r.id).await? {
        Some(present) => Err(ReserveError::Stale(Box::new(present))),
        None => Err(ReserveError::NotFound),
    }
}

/// History, audit trail and event of one change.
pub(super) async fn write_down(
    tx: &mut Tx,
    r: &Reservation,
    step: &str,
    by: Option<Id<Person>>,
    note: &str,
    before: Option<Value>,
    after: Value,
) -> Result<(), DbError> {
    store::keep_version(tx, r, step, by, note);
    let (thing, at) = (r.id.to_string(), r.changed_at);
    let action = format!("reservation.{step}");
    tx.audit(&Audit { actor: by, action: &action, thing: &thing, before, after: Some(after), at }).await?;
    let facts = json!({
        "reservation": r.id, "instrument": r.instrument, "facility": r.facility, "holder": r.holder,
        "request": r.request, "need": r.need, "state": r.state.key(),
    });
    tx.emit(&action, &thing, &facts, at).await
}

/// Leaves a look at whether somebody came, for when the grace is over.
pub(super) async fn watch(tx: &mut Tx, r: &Reservation, grace_minutes: i64) -> Result<(), DbError> {
    if !r.state.is_open() {
        return Ok(());
    }
    let payload = json!({ "reservation": r.id, "version": r.version });
    let run_at = r.span.starts.plus_minutes(grace_minutes);
    let mut job = NewJob::new(DUE, payload, run_at);
    job.unique = Some(format!("{}:{}", r.id, r.version));
    tx.enqueue(&job).await
}
