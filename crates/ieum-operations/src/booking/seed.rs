//! Reservations that were used before this house kept them: for imports and sample regions.

use super::reservation::{Reservation, State};
use super::store;
use super::terms::Departures;
use crate::usage::{self, Ending};
use ieum_db::{DbError, Tx, to_json};
use ieum_kernel::{Facility, Id, Instrument, Organisation, Person, TimeSpan, Timestamp, UsageSession};

/// A use that is over, with the reservation it came from.
#[derive(Debug, Clone)]
pub struct PastReservation {
    /// Its identity.
    pub id: Id<ieum_kernel::Reservation>,
    /// The identity of its usage session.
    pub usage: Id<UsageSession>,
    /// What was used.
    pub instrument: Id<Instrument>,
    /// Where.
    pub facility: Id<Facility>,
    /// By whom.
    pub holder: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// When.
    pub span: TimeSpan,
    /// What for.
    pub purpose: String,
    /// `self`, `assisted` or `request`.
    pub kind: String,
    /// Samples, staff minutes, operator and remarks.
    pub ending: Ending,
    /// When it was booked.
    pub made_at: Timestamp,
}

/// Writes a past use: reservation, claim and usage session. No rule is asked; the guard still is.
///
/// # Errors
/// `reservation_no_overlap` when the time was taken; faults of the database.
pub async fn record_past(tx: &mut Tx, past: &PastReservation) -> Result<(), DbError> {
    store::leave_bookable(tx, past.instrument);
    let ended = past.span.ends;
    let r = Reservation {
        id: past.id,
        instrument: past.instrument,
        facility: past.facility,
        holder: past.holder,
        organisation: past.organisation,
        made_by: past.holder,
        span: past.span,
        state: State::Completed { ended, usage: past.usage },
        purpose: past.purpose.clone(),
        request: None,
        need: None,
        series: None,
        walk_up: false,
        free_until: past.span.starts,
        version: 1,
        made_at: past.made_at,
        changed_at: ended,
    };
    store::insert(tx, &r, 1)?;
    store::claim(tx, &r, 0, past.span).await?;
    store::keep_version(tx, &r, "made", Some(past.holder), "");
    usage::begin(tx, past.usage, &r, &past.kind, past.holder, past.span.starts).await?;
    usage::finish(tx, past.id, ended, &past.ending, past.holder).await
}

/// Writes what an instrument says of its own about bookings, and makes it bookable when it was not.
///
/// # Errors
/// Faults of the database.
pub async fn keep_terms(tx: &mut Tx, instrument: Id<Instrument>, said: &Departures) -> Result<(), DbError> {
    store::ensure_bookable(tx, instrument).await?;
    store::set_terms(tx, instrument, &to_json(said)?).await
}
