//! What is moved from one entry to another, and the ledger of it.

use super::units::Claim;
use ieum_db::{DbError, Reads, Row, Sql, Tx, args};
use ieum_kernel::{Id, Instrument, Organisation, Person, Reservation, Text, TimeSpan, Timestamp};

/// Which way things go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To the entry that stays.
    There,
    /// Back to the one that went.
    Back,
}

/// One kind of thing that goes along: `$1` is the entry that goes, `$2` the one that stays.
struct Moved {
    note: &'static str,
    there: &'static str,
    back: &'static str,
    /// Whether what goes depends on what the other has.
    note_needs_kept: bool,
}

/// In the order in which they refer to each other.
const MOVED: &[Moved] = &[
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'reservation', id, facility_id FROM reservation WHERE instrument_id = $1",
        there: "UPDATE reservation SET instrument_id = $2, facility_id = (SELECT b.facility_id FROM bookable b WHERE b.instrument_id = $2), version = version + 1
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'reservation')",
        back: "UPDATE reservation SET instrument_id = $1, facility_id = (
                 SELECT c.facility_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'reservation' AND c.row_id = reservation.id), version = version + 1
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'reservation')",
        note_needs_kept: false,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'series', id, facility_id FROM series WHERE instrument_id = $1",
        there: "UPDATE series SET instrument_id = $2, facility_id = (SELECT b.facility_id FROM bookable b WHERE b.instrument_id = $2)
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'series')",
        back: "UPDATE series SET instrument_id = $1, facility_id = (
                 SELECT c.facility_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'series' AND c.row_id = series.id)
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'series')",
        note_needs_kept: false,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'closure', id, facility_id FROM closure WHERE instrument_id = $1",
        there: "UPDATE closure SET instrument_id = $2, facility_id = (SELECT b.facility_id FROM bookable b WHERE b.instrument_id = $2)
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'closure')",
        back: "UPDATE closure SET instrument_id = $1, facility_id = (
                 SELECT c.facility_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'closure' AND c.row_id = closure.id)
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'closure')",
        note_needs_kept: false,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'request', id, '' FROM request WHERE instrument_id = $1",
        there: "UPDATE request SET instrument_id = $2
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'request')",
        back: "UPDATE request SET instrument_id = $1
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'request')",
        note_needs_kept: false,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'usage', id, '' FROM usage_session WHERE instrument_id = $1",
        there: "UPDATE usage_session SET instrument_id = $2
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'usage')",
        back: "UPDATE usage_session SET instrument_id = $1
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'usage')",
        note_needs_kept: false,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'training', id, facility_id FROM training WHERE instrument_id = $1
                 AND NOT (state IN ('requested', 'scheduled') AND EXISTS (
                   SELECT t.id FROM training t WHERE t.instrument_id = $2 AND t.person_id = training.person_id
                     AND t.state IN ('requested', 'scheduled')))",
        there: "UPDATE training SET instrument_id = $2, facility_id = (SELECT b.facility_id FROM bookable b WHERE b.instrument_id = $2)
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'training')",
        back: "UPDATE training SET instrument_id = $1, facility_id = (
                 SELECT c.facility_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'training' AND c.row_id = training.id)
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'training')",
        note_needs_kept: true,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'qualification', id, facility_id FROM qualification WHERE instrument_id = $1
                 AND NOT EXISTS (SELECT q.id FROM qualification q
                   WHERE q.instrument_id = $2 AND q.person_id = qualification.person_id)",
        there: "UPDATE qualification SET instrument_id = $2, facility_id = (SELECT b.facility_id FROM bookable b WHERE b.instrument_id = $2)
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'qualification')",
        back: "UPDATE qualification SET instrument_id = $1, facility_id = (
                 SELECT c.facility_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'qualification' AND c.row_id = qualification.id)
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'qualification')",
        note_needs_kept: true,
    },
    Moved {
        note: "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
               SELECT instrument_id, 'waiting', id, facility_id FROM waiting WHERE instrument_id = $1
                 AND NOT (state IN ('waiting', 'offered') AND EXISTS (
                   SELECT w.id FROM waiting w WHERE w.instrument_id = $2 AND w.person_id = waiting.person_id
                     AND w.state IN ('waiting', 'offered')))",
        there: "UPDATE waiting SET instrument_id = $2, facility_id = (SELECT b.facility_id FROM bookable b WHERE b.instrument_id = $2)
               WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'waiting')",
        back: "UPDATE waiting SET instrument_id = $1, facility_id = (
                 SELECT c.facility_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'waiting' AND c.row_id = waiting.id)
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'waiting')",
        note_needs_kept: true,
    },
];

/// Makes bookings of an instrument take turns until commit, if any was ever booked.
pub(super) async fn take_turn(tx: &mut Tx, instrument: Id<Instrument>) -> Result<(), DbError> {
    let sql = "UPDATE bookable SET turn = turn + 1 WHERE instrument_id = $1";
    tx.run(sql, args![instrument]).await.map(drop)
}

/// Makes the entry that stays bookable where the other is: as the catalogue has it, otherwise under the other's terms.
pub(super) async fn ensure_bookable(
    tx: &mut Tx,
    kept: Id<Instrument>,
    gone: Id<Instrument>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO bookable (instrument_id, facility_id, units, terms_json)
               SELECT CAST($2 AS TEXT), coalesce((SELECT i.facility_id FROM public_instrument i WHERE i.id = $2), b.facility_id),
                      b.units, b.terms_json
               FROM bookable b WHERE b.instrument_id = $1
               ON CONFLICT (instrument_id) DO NOTHING";
    tx.run(sql, args![gone, kept]).await.map(drop)
}

/// How many of it there are.
pub(super) async fn units(reads: &mut impl Reads, instrument: Id<Instrument>) -> Result<i64, DbError> {
    let sql = "SELECT units FROM bookable WHERE instrument_id = $1";
    Ok(reads.maybe(sql, args![instrument], |row| row.get("units")).await?.unwrap_or(1))
}

fn claim(row: &Row) -> Result<Claim, DbError> {
    Ok(Claim {
        reservation: row.get("reservation_id")?,
        unit: row.get("unit")?,
        block: TimeSpan { starts: row.get("block_start")?, ends: row.get("block_end")? },
    })
}

/// Live claims of an instrument, in time's order.
pub(super) async fn claims(
    reads: &mut impl Reads,
    instrument: Id<Instrument>,
) -> Result<Vec<Claim>, DbError> {
    let sql = "SELECT reservation_id, unit, block_start, block_end FROM claim
               WHERE instrument_id = $1 AND live ORDER BY block_start, reservation_id";
    reads.all(sql, args![instrument], claim).await
}

/// Live claims that came from an entry and are with another now, in time's order.
pub(super) async fn carried_claims(
    reads: &mut impl Reads,
    gone: Id<Instrument>,
    kept: Id<Instrument>,
) -> Result<Vec<Claim>, DbError> {
    let sql = "SELECT m.reservation_id, m.unit, m.block_start, m.block_end FROM claim m
               JOIN work_carried c ON c.gone_id = $1 AND c.what = 'claim' AND c.row_id = m.reservation_id
               WHERE m.instrument_id = $2 AND m.live ORDER BY m.block_start, m.reservation_id";
    reads.all(sql, args![gone, kept], claim).await
}

/// Moves claims to the units they got; under `ledger` they are written down first.
pub(super) async fn move_claims(
    tx: &mut Tx,
    from: Id<Instrument>,
    to: Id<Instrument>,
    claims: &[Claim],
    ledger: Option<Id<Instrument>>,
) -> Result<(), DbError> {
    for claim in claims {
        if let Some(gone) = ledger {
            let sql = "INSERT INTO work_carried (gone_id, what, row_id, unit)
                       SELECT CAST($1 AS TEXT), 'claim', reservation_id, unit FROM claim WHERE reservation_id = $2";
            tx.run(sql, args![gone, claim.reservation]).await?;
        }
        let sql =
            "UPDATE claim SET instrument_id = $3, unit = $4 WHERE reservation_id = $1 AND instrument_id = $2";
        tx.run(sql, args![claim.reservation, from, to, claim.unit]).await?;
    }
    Ok(())
}

/// Moves everything else, after writing it down, or back.
pub(super) async fn move_all(
    tx: &mut Tx,
    way: Way,
    kept: Id<Instrument>,
    gone: Id<Instrument>,
    at: Timestamp,
) -> Result<(), DbError> {
    for moved in MOVED {
        if way == Way::Back {
            tx.run(Sql::from(moved.back), args![gone, kept]).await?;
            continue;
        }
        let values = if moved.note_needs_kept { args![gone, kept] } else { args![gone] };
        tx.run(Sql::from(moved.note), values).await?;
        tx.run(Sql::from(moved.there), args![gone, kept]).await?;
    }
    match way {
        Way::There => there(tx, kept, gone, at).await,
        Way::Back => back(tx, kept, gone).await,
    }
}

async fn there(
    tx: &mut Tx,
    kept: Id<Instrument>,
    gone: Id<Instrument>,
    at: Timestamp,
) -> Result<(), DbError> {
    // Whoever stands in both lines keeps the place in the one that stays.
    let note = "INSERT INTO work_carried (gone_id, what, row_id)
                SELECT instrument_id, 'waiting_over', id FROM waiting WHERE instrument_id = $1 AND state = 'waiting'";
    tx.run(note, args![gone]).await?;
    let over = "UPDATE waiting SET state = 'over', version = version + 1, changed_at = $2
                WHERE id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'waiting_over')";
    tx.run(over, args![gone, at]).await?;
    // What one entry demands of people holds for the instrument, unless the other demands something itself.
    let note = "INSERT INTO work_carried (gone_id, what, row_id, facility_id)
                SELECT d.instrument_id, 'demand', d.instrument_id, d.facility_id FROM qualification_demand d
                WHERE d.instrument_id = $1 AND NOT EXISTS (
                  SELECT k.instrument_id FROM qualification_demand k WHERE k.instrument_id = $2)";
    tx.run(note, args![gone, kept]).await?;
    let sql = "UPDATE qualification_demand SET instrument_id = $2, version = version + 1
               WHERE instrument_id = $1
                 AND instrument_id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'demand')";
    tx.run(sql, args![gone, kept]).await.map(drop)
}

async fn back(tx: &mut Tx, kept: Id<Instrument>, gone: Id<Instrument>) -> Result<(), DbError> {
    let sql = "UPDATE waiting SET state = 'waiting', version = version + 1
               WHERE state = 'over'
                 AND id IN (SELECT row_id FROM work_carried WHERE gone_id = $1 AND what = 'waiting_over')";
    tx.run(sql, args![gone]).await?;
    let sql = "UPDATE qualification_demand SET instrument_id = $1, version = version + 1
               WHERE instrument_id = $2 AND EXISTS (
                 SELECT c.row_id FROM work_carried c WHERE c.gone_id = $1 AND c.what = 'demand')";
    tx.run(sql, args![gone, kept]).await.map(drop)
}

/// Adds what happened to the history of every booking that went along.
pub(super) async fn keep_versions(
    tx: &mut Tx,
    gone: Id<Instrument>,
    kept: Id<Instrument>,
    step: &str,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    // Going there the version is counted already, going back it is about to be.
    let sql = "INSERT INTO reservation_version
                 (reservation_id, version, step, by_id, at, holder_id, starts_at, ends_at, state, note)
               SELECT r.id, r.version + CAST($6 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT), r.holder_id,
                      r.starts_at, r.ends_at, r.state, ''
               FROM reservation r JOIN work_carried c ON c.gone_id = $1 AND c.what = 'reservation' AND c.row_id = r.id
               WHERE r.instrument_id = $2";
    let ahead = i64::from(step == "carried_back");
    tx.run(sql, args![gone, kept, step, by, at, ahead]).await.map(drop)
}

/// Bookings that went along and are still to come.
pub(super) async fn to_come(
    reads: &mut impl Reads,
    gone: Id<Instrument>,
    kept: Id<Instrument>,
    now: Timestamp,
) -> Result<Vec<Id<Reservation>>, DbError> {
    let sql = "SELECT r.id FROM reservation r
               JOIN work_carried c ON c.gone_id = $1 AND c.what = 'reservation' AND c.row_id = r.id
               WHERE r.instrument_id = $2 AND r.holds_time AND r.starts_at > $3 ORDER BY r.starts_at, r.id LIMIT 2000";
    reads.all(sql, args![gone, kept, now], |row| row.get("id")).await
}

/// What an instrument is called.
pub(super) async fn name_of(reads: &mut impl Reads, instrument: Id<Instrument>) -> Result<Text, DbError> {
    let sql = "SELECT name_ko, name_en FROM public_instrument WHERE id = $1";
    let name = |row: &Row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Text { ko: text("name_ko")?, en: text("name_en")? })
    };
    Ok(reads.maybe(sql, args![instrument], name).await?.unwrap_or_default())
}

/// Forgets what went along with an entry.
pub(super) async fn forget(tx: &mut Tx, gone: Id<Instrument>) -> Result<(), DbError> {
    tx.run("DELETE FROM work_carried WHERE gone_id = $1", args![gone]).await.map(drop)
}

/// How many requests, bookings, invoices, vouchers and agreements are in the name of an organisation.
///
/// # Errors
/// Faults of the database.
pub async fn in_name_of(reads: &mut impl Reads, organisation: Id<Organisation>) -> Result<i64, DbError> {
    let sql = "SELECT (SELECT count(*) FROM request WHERE organisation_id = $1)
                 + (SELECT count(*) FROM reservation WHERE organisation_id = $1)
                 + (SELECT count(*) FROM usage_session WHERE organisation_id = $1)
                 + (SELECT count(*) FROM measurement WHERE organisation_id = $1)
                 + (SELECT count(*) FROM charge WHERE organisation_id = $1)
                 + (SELECT count(*) FROM invoice WHERE organisation_id = $1)
                 + (SELECT count(*) FROM voucher WHERE organisation_id = $1)
                 + (SELECT count(*) FROM price_agreement WHERE organisation_id = $1) AS many";
    reads.one(sql, args![organisation], |row| row.get("many")).await
}
