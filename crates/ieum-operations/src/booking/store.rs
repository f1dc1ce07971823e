//! What booking keeps: turns, terms, reservations with their versions, claims.

use super::facts::{Held, Own};
use super::reservation::{Reservation, State};
use ieum_db::{DbError, Question, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Instrument, Organisation, Person, TimeSpan, Timestamp};
use serde::Serialize;

/// Makes bookings of one instrument take turns until commit; its row is made from the catalogue when it is new.
///
/// An UPDATE locks the row in PostgreSQL and the file in SQLite: one text serves both.
pub(crate) async fn take_turn(tx: &mut Tx, instrument: Id<Instrument>) -> Result<(), DbError> {
    let sql = "UPDATE bookable SET turn = turn + 1 WHERE instrument_id = $1";
    if tx.run(sql, args![instrument]).await? == 1 {
        return Ok(());
    }
    ensure_bookable(tx, instrument).await?;
    match tx.run(sql, args![instrument]).await? {
        1 => Ok(()),
        _ => Err(DbError::NotFound),
    }
}

/// Takes both turns along with what is asked next; an instrument that cannot be booked shows as no desk.
pub(crate) fn take_turns(tx: &mut Tx, instrument: Id<Instrument>, person: Id<Person>) {
    leave_bookable(tx, instrument);
    tx.later("UPDATE bookable SET turn = turn + 1 WHERE instrument_id = $1", args![instrument]);
    tx.later(TURN_OF, args![person]);
}

const ENSURE: &str = "INSERT INTO bookable (instrument_id, facility_id)
                      SELECT id, facility_id FROM public_instrument WHERE id = $1 AND facility_id IS NOT NULL
                      ON CONFLICT (instrument_id) DO NOTHING";
const TURN_OF: &str = "INSERT INTO booker (person_id, turn) VALUES ($1, 1)
                       ON CONFLICT (person_id) DO UPDATE SET turn = booker.turn + 1";

/// Like [`ensure_bookable`], along with what is asked next.
pub(crate) fn leave_bookable(tx: &mut Tx, instrument: Id<Instrument>) {
    tx.later(ENSURE, args![instrument]);
}

/// Makes the instrument's row from the catalogue if there is none.
pub(crate) async fn ensure_bookable(tx: &mut Tx, instrument: Id<Instrument>) -> Result<(), DbError> {
    tx.run(ENSURE, args![instrument]).await.map(drop)
}

/// Keeps what an instrument says of its own.
pub(crate) async fn set_terms(tx: &mut Tx, instrument: Id<Instrument>, json: &str) -> Result<(), DbError> {
    let sql =
        "UPDATE bookable SET terms_json = $2, terms_version = terms_version + 1 WHERE instrument_id = $1";
    tx.run(sql, args![instrument, json]).await.map(drop)
}

/// Makes bookings for one person take turns; always after the instrument's turn, so that no two wait for each other.
pub(crate) async fn take_turn_of(tx: &mut Tx, person: Id<Person>) -> Result<(), DbError> {
    tx.run(TURN_OF, args![person]).await.map(drop)
}

/// Live claims of an instrument that overlap a window, in time's order.
pub(crate) fn held(instrument: Id<Instrument>, window: TimeSpan, into: &mut Vec<Held>) -> Question<'_> {
    let sql = "SELECT reservation_id, unit, block_start, block_end FROM claim
               WHERE instrument_id = $1 AND live AND block_end > $2 AND block_start < $3 ORDER BY block_start";
    Question::rows(sql, args![instrument, window.starts, window.ends], into, |row| {
        Ok(Held {
            reservation: row.get("reservation_id")?,
            unit: row.get("unit")?,
            block: TimeSpan { starts: row.get("block_start")?, ends: row.get("block_end")? },
        })
    })
}

/// A person's reservations: of an instrument those that hold time and end after a moment, of others those beside a span; and
/// the ones they missed at its facility since another moment. With each whether it holds time.
pub(crate) fn own(
    person: Id<Person>,
    (instrument, facility): (Id<Instrument>, Id<Facility>),
    ends_after: Timestamp,
    beside: TimeSpan,
    missed_since: Timestamp,
    into: &mut Vec<(Own, bool)>,
) -> Question<'_> {
    let sql = "SELECT id, instrument_id, starts_at, ends_at, holds_time, held_until FROM reservation
               WHERE holder_id = $1 AND ends_at > $2
                 AND ((holds_time AND ends_at > $3
                       AND (instrument_id = $5 OR (starts_at < $7 AND ends_at > $6)))
                      OR (state = 'no_show' AND facility_id = $4))
               ORDER BY starts_at LIMIT 2000";
    let values = args![
        person,
        ends_after.min(missed_since),
        ends_after,
        facility,
        instrument,
        beside.starts,
        beside.ends
    ];
    Question::rows(sql, values, into, |row| {
        let own = Own {
            reservation: row.get("id")?,
            instrument: row.get("instrument_id")?,
            span: TimeSpan { starts: row.get("starts_at")?, ends: row.get("ends_at")? },
            held: row.get::<Option<Timestamp>>("held_until")?.is_some(),
        };
        Ok((own, row.get::<bool>("holds_time")?))
    })
}

/// The organisation a person belongs to.
pub(crate) async fn organisation_of(
    db: &mut impl Reads,
    person: Id<Person>,
) -> Result<Option<Id<Organisation>>, DbError> {
    let sql = "SELECT organisation_id FROM public_person WHERE id = $1";
    Ok(db.maybe(sql, args![person], |row| row.get("organisation_id")).await?.flatten())
}

/// One reservation.
pub(crate) async fn find(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Reservation>,
) -> Result<Option<Reservation>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, starts_at, ends_at,
                      state_json, purpose, request_id, need_id, series_id, walk_up, free_until, version, made_at,
                      changed_at
               FROM reservation WHERE id = $1";
    db.maybe(sql, args![id], from_row).await
}

pub(crate) fn from_row(row: &Row) -> Result<Reservation, DbError> {
    Ok(Reservation {
        id: row.get("id")?,
        instrument: row.get("instrument_id")?,
        facility: row.get("facility_id")?,
        holder: row.get("holder_id")?,
        organisation: row.get("organisation_id")?,
        made_by: row.get("made_by_id")?,
        span: TimeSpan { starts: row.get("starts_at")?, ends: row.get("ends_at")? },
        state: row.json::<State>("state_json")?,
        purpose: row.get("purpose")?,
        request: row.get("request_id")?,
        need: row.get("need_id")?,
        series: row.get("series_id")?,
        walk_up: row.get("walk_up")?,
        free_until: row.get("free_until")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Writes a new reservation.
pub(crate) fn insert(tx: &mut Tx, r: &Reservation, terms_version: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO reservation (id, instrument_id, facility_id, holder_id, organisation_id, made_by_id,
                 starts_at, ends_at, state, state_json, holds_time, purpose, request_id, need_id, walk_up,
                 free_until, terms_version, version, made_at, changed_at, held_until, series_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22)";
    let (key, json, holds) = (r.state.key(), to_json(&r.state)?, r.state.holds_time());
    let values = args![
        r.id,
        r.instrument,
        r.facility,
        r.holder,
        r.organisation,
        r.made_by,
        r.span.starts,
        r.span.ends,
        key,
        json,
        holds,
        r.purpose.as_str(),
        r.request,
        r.need,
        r.walk_up,
        r.free_until,
        terms_version,
        r.version,
        r.made_at,
        r.changed_at,
        r.state.held_until(),
        r.series
    ];
    tx.later(sql, values);
    Ok(())
}

/// Writes a changed reservation; false when somebody else changed it since `was`.
pub(crate) async fn update(tx: &mut Tx, r: &Reservation, was: i64) -> Result<bool, DbError> {
    let sql =
        "UPDATE reservation SET holder_id = $3, starts_at = $4, ends_at = $5, state = $6, state_json = $7,
                 holds_time = $8, free_until = $9, version = $10, changed_at = $11, held_until = $12
               WHERE id = $1 AND version = $2";
    let (key, json, holds) = (r.state.key(), to_json(&r.state)?, r.state.holds_time());
    let values = args![
        r.id,
        was,
        r.holder,
        r.span.starts,
        r.span.ends,
        key,
        json,
        holds,
        r.free_until,
        r.version,
        r.changed_at,
        r.state.held_until()
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// Claims a unit for a block, or moves the claim there. The guard `reservation_no_overlap` has the last word.
pub(crate) async fn claim(tx: &mut Tx, r: &Reservation, unit: i64, block: TimeSpan) -> Result<(), DbError> {
    let sql = "INSERT INTO claim (reservation_id, instrument_id, unit, block_start, block_end, live)
               VALUES ($1, $2, $3, $4, $5, TRUE)";
    tx.run(sql, args![r.id, r.instrument, unit, block.starts, block.ends]).await.map(drop)
}

/// Moves a claim to another block or unit, under the same guard.
pub(crate) async fn move_claim(
    tx: &mut Tx,
    r: &Reservation,
    unit: i64,
    block: TimeSpan,
) -> Result<(), DbError> {
    let sql = "UPDATE claim SET unit = $2, block_start = $3, block_end = $4 WHERE reservation_id = $1";
    tx.run(sql, args![r.id, unit, block.starts, block.ends]).await.map(drop)
}

/// Held times of an instrument whose time to think is over.
pub(crate) fn overdue(
    instrument: Id<Instrument>,
    now: Timestamp,
    into: &mut Vec<Reservation>,
) -> Question<'_> {
    let sql = "SELECT id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, starts_at, ends_at,
                      state_json, purpose, request_id, need_id, series_id, walk_up, free_until, version, made_at,
                      changed_at
               FROM reservation WHERE instrument_id = $1 AND state = 'held' AND held_until <= $2 ORDER BY id";
    Question::rows(sql, args![instrument, now], into, from_row)
}

/// Times that are held for a request.
pub(crate) async fn held_for(
    db: &mut impl Reads,
    request: Id<ieum_kernel::Request>,
) -> Result<Vec<Reservation>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, holder_id, organisation_id, made_by_id, starts_at, ends_at,
                      state_json, purpose, request_id, need_id, series_id, walk_up, free_until, version, made_at,
                      changed_at
               FROM reservation WHERE request_id = $1 AND state = 'held' ORDER BY id";
    db.all(sql, args![request], from_row).await
}

/// Gives back a claim.
pub(crate) async fn free_claim(tx: &mut Tx, id: Id<ieum_kernel::Reservation>) -> Result<(), DbError> {
    tx.run("UPDATE claim SET live = FALSE WHERE reservation_id = $1", args![id]).await.map(drop)
}

/// Ends a claim early; one that would begin later is given back whole.
pub(crate) async fn end_claim(
    tx: &mut Tx,
    id: Id<ieum_kernel::Reservation>,
    at: Timestamp,
) -> Result<(), DbError> {
    let shorten =
        "UPDATE claim SET block_end = $2 WHERE reservation_id = $1 AND block_start < $2 AND block_end > $2";
    tx.run(shorten, args![id, at]).await?;
    let unused = "UPDATE claim SET live = FALSE WHERE reservation_id = $1 AND block_start >= $2";
    tx.run(unused, args![id, at]).await.map(drop)
}

/// One step in a reservation's history.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Step {
    /// The version it led to.
    pub version: i64,
    /// What was done: `made`, `moved`, `cancelled`, …; message `booking-step-<step>`.
    pub step: String,
    /// By whom; nobody when the house did it.
    pub by: Option<Id<Person>>,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// The time it had then.
    #[serde(flatten)]
    pub span: TimeSpan,
    /// Words given with it.
    pub note: String,
}

/// Adds to the history.
pub(crate) fn keep_version(tx: &mut Tx, r: &Reservation, step: &str, by: Option<Id<Person>>, note: &str) {
    let sql = "INSERT INTO reservation_version
                 (reservation_id, version, step, by_id, at, holder_id, starts_at, ends_at, state, note)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        r.id,
        r.version,
        step,
        by,
        r.changed_at,
        r.holder,
        r.span.starts,
        r.span.ends,
        r.state.key(),
        note
    ];
    tx.later(sql, values);
}

/// A reservation's history, oldest first.
pub(crate) async fn history(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Reservation>,
) -> Result<Vec<Step>, DbError> {
    let sql = "SELECT v.version, v.step, v.by_id, p.name AS by_name, v.at, v.starts_at, v.ends_at, v.note
               FROM reservation_version v LEFT JOIN public_person p ON p.id = v.by_id
               WHERE v.reservation_id = $1 ORDER BY v.version";
    db.all(sql, args![id], |row| {
        Ok(Step {
            version: row.get("version")?,
            step: row.get("step")?,
            by: row.get("by_id")?,
            by_name: row.get::<Option<String>>("by_name")?.unwrap_or_default(),
            at: row.get("at")?,
            span: TimeSpan { starts: row.get("starts_at")?, ends: row.get("ends_at")? },
            note: row.get("note")?,
        })
    })
    .await
}
