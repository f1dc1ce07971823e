//! Handing bookings and requests of one entry to another, and giving them back.

use super::store::{self, Way};
use super::units::{Claim, placed};
use crate::booking;
use ieum_db::{DbError, Tx};
use ieum_kernel::{Id, Instrument, Person, Timestamp};
use ieum_web::App;

/// What of one entry's claims can go to another.
struct Weighed {
    /// Claims with the unit they get.
    placed: Vec<Claim>,
    /// Claims to come for which the other is not free.
    clashes: Vec<Timestamp>,
}

/// Takes the turns of both, lower id first, so that no two merges wait for each other, and weighs the claims of one against
/// those of the other. What is over and overlaps stays where it is: it keeps nobody out any more.
async fn weighed(
    tx: &mut Tx,
    from: Id<Instrument>,
    to: Id<Instrument>,
    only: Option<Id<Instrument>>,
    now: Timestamp,
) -> Result<Weighed, DbError> {
    for id in [from.min(to), from.max(to)] {
        store::take_turn(tx, id).await?;
    }
    let units = store::units(tx, to).await?;
    let there = store::claims(tx, to).await?;
    let coming = match only {
        Some(gone) => store::carried_claims(tx, gone, from).await?,
        None => store::claims(tx, from).await?,
    };
    let (placed, left) = placed(units, &there, &coming);
    let to_come = left.iter().filter(|claim| claim.block.ends > now);
    Ok(Weighed { placed, clashes: to_come.map(|claim| claim.block.starts).collect() })
}

/// Beginnings of bookings of `gone` to come for which `kept` is not free.
///
/// # Errors
/// Faults of the database.
pub async fn clashes(
    app: &App,
    tx: &mut Tx,
    kept: Id<Instrument>,
    gone: Id<Instrument>,
) -> Result<Vec<Timestamp>, DbError> {
    Ok(weighed(tx, gone, kept, None, app.now()).await?.clashes)
}

/// Hands everything that hangs on `gone` to `kept`, and tells those whose bookings are still to come.
///
/// # Errors
/// Faults of the database; the constraint `reservation_no_overlap` has the last word.
pub async fn carry(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    kept: Id<Instrument>,
    gone: Id<Instrument>,
) -> Result<(), DbError> {
    let now = app.now();
    store::ensure_bookable(tx, kept, gone).await?;
    let weighed = weighed(tx, gone, kept, None, now).await?;
    store::move_all(tx, Way::There, kept, gone, now).await?;
    store::move_claims(tx, gone, kept, &weighed.placed, Some(gone)).await?;
    store::keep_versions(tx, gone, kept, "carried", by, now).await?;
    let name = store::name_of(tx, kept).await?;
    for reservation in store::to_come(tx, gone, kept, now).await? {
        if let Some(r) = booking::find(tx, reservation).await? {
            booking::told(app, tx, &r, "carried", by, &name).await?;
        }
    }
    Ok(())
}

/// Gives back to `gone` what was handed to `kept` and still is there. Beginnings of bookings for which it is not free any more
/// come back; then nothing may be committed.
///
/// # Errors
/// Faults of the database; the constraint `reservation_no_overlap` has the last word.
pub async fn put_back(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    kept: Id<Instrument>,
    gone: Id<Instrument>,
) -> Result<Vec<Timestamp>, DbError> {
    let now = app.now();
    let weighed = weighed(tx, kept, gone, Some(gone), now).await?;
    if !weighed.clashes.is_empty() {
        return Ok(weighed.clashes);
    }
    store::move_claims(tx, kept, gone, &weighed.placed, None).await?;
    store::keep_versions(tx, gone, kept, "carried_back", by, now).await?;
    store::move_all(tx, Way::Back, kept, gone, now).await?;
    store::forget(tx, gone).await?;
    Ok(Vec::new())
}
