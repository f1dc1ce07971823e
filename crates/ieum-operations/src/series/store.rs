//! What is kept of a series; its bookings are reservations that name it.

use super::{Every, SeriesId};
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Instrument, Organisation, Person, Reservation, Timestamp};
use serde::Serialize;

/// A series.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub(super) struct Series {
    /// Its identity.
    pub id: Id<SeriesId>,
    /// Of which instrument.
    pub instrument: Id<Instrument>,
    /// Who runs it.
    pub facility: Id<Facility>,
    /// For whom.
    pub holder: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// Who made it.
    pub made_by: Id<Person>,
    /// By what it repeats.
    pub every: Every,
    /// Every so many of them.
    pub step: i64,
    /// When it was made.
    pub made_at: Timestamp,
}

/// Writes a new series.
pub(super) async fn insert(tx: &mut Tx, s: &Series) -> Result<(), DbError> {
    let sql = "INSERT INTO series (id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, every, step,
                 made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = args![
        s.id,
        s.instrument,
        s.facility,
        s.holder,
        s.organisation,
        s.made_by,
        s.every.key(),
        s.step,
        s.made_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// One series.
pub(super) async fn find(db: &mut impl Reads, id: Id<SeriesId>) -> Result<Option<Series>, DbError> {
    let sql =
        "SELECT id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, every, step, made_at
               FROM series WHERE id = $1";
    let read = |row: &Row| {
        Ok(Series {
            id: row.get("id")?,
            instrument: row.get("instrument_id")?,
            facility: row.get("facility_id")?,
            holder: row.get("holder_id")?,
            organisation: row.get("organisation_id")?,
            made_by: row.get("made_by_id")?,
            every: row.get::<String>("every")?.parse().unwrap_or_default(),
            step: row.get("step")?,
            made_at: row.get("made_at")?,
        })
    };
    db.maybe(sql, args![id], read).await
}

/// The bookings of a series that start at a moment or later and are still to come, in time's order.
pub(super) async fn to_come(
    db: &mut impl Reads,
    id: Id<SeriesId>,
    from: Timestamp,
) -> Result<Vec<Id<Reservation>>, DbError> {
    let sql = "SELECT id FROM reservation WHERE series_id = $1 AND starts_at >= $2
                 AND state IN ('pending_approval', 'confirmed') ORDER BY starts_at";
    db.all(sql, args![id, from], |row| row.get("id")).await
}
