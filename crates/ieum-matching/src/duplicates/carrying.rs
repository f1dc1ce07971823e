//! Offers, kept plans and what people were told of go along when two entries for one instrument become one.

use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Instrument, Organisation};

/// Hands what speaks of `gone` to `kept`, and writes down what.
///
/// An offer stays where the same problem has one of `kept`; a plan stays where it names both.
///
/// # Errors
/// Faults of the database.
pub async fn carry(tx: &mut Tx, kept: Id<Instrument>, gone: Id<Instrument>) -> Result<(), DbError> {
    let note = "INSERT INTO matching_carried (gone_id, what, row_id)
                SELECT o.instrument_id, 'offer', o.id FROM instrument_offer o
                WHERE o.instrument_id = $1 AND NOT EXISTS (
                  SELECT k.id FROM instrument_offer k
                  WHERE k.instrument_id = $2 AND k.need_id = o.need_id AND k.state <> 'withdrawn')";
    tx.run(note, args![gone, kept]).await?;
    let sql = "UPDATE instrument_offer SET instrument_id = $2
               WHERE id IN (SELECT row_id FROM matching_carried WHERE gone_id = $1 AND what = 'offer')";
    tx.run(sql, args![gone, kept]).await?;
    let note = "INSERT INTO matching_carried (gone_id, what, row_id)
                SELECT CAST($1 AS TEXT), 'plan', p.id FROM need_plan p
                WHERE p.state = 'kept' AND p.picks_json LIKE '%' || $1 || '%' AND p.picks_json NOT LIKE '%' || $2 || '%'
                  AND p.plan_json NOT LIKE '%' || $2 || '%'";
    tx.run(note, args![gone, kept]).await?;
    let sql = "UPDATE need_plan SET picks_json = replace(picks_json, $1, $2), plan_json = replace(plan_json, $1, $2),
                 version = version + 1
               WHERE id IN (SELECT row_id FROM matching_carried WHERE gone_id = $1 AND what = 'plan')";
    tx.run(sql, args![gone, kept]).await?;
    // Who was told of the one is not told of the other as something new.
    let note = "INSERT INTO matching_carried (gone_id, what, row_id)
                SELECT s.thing_id, 'seen', s.search_id FROM saved_search_seen s
                WHERE s.thing_id = $1 AND NOT EXISTS (
                  SELECT k.search_id FROM saved_search_seen k WHERE k.search_id = s.search_id AND k.thing_id = $2)";
    tx.run(note, args![gone, kept]).await?;
    let sql = "INSERT INTO saved_search_seen (search_id, thing_id, at)
               SELECT s.search_id, CAST($2 AS TEXT), s.at FROM saved_search_seen s
               JOIN matching_carried c ON c.gone_id = s.thing_id AND c.what = 'seen' AND c.row_id = s.search_id
               WHERE s.thing_id = $1";
    tx.run(sql, args![gone, kept]).await.map(drop)
}

/// Gives back what was handed on and still is there.
///
/// # Errors
/// Faults of the database.
pub async fn put_back(tx: &mut Tx, kept: Id<Instrument>, gone: Id<Instrument>) -> Result<(), DbError> {
    let sql = "UPDATE instrument_offer SET instrument_id = $1
               WHERE instrument_id = $2
                 AND id IN (SELECT row_id FROM matching_carried WHERE gone_id = $1 AND what = 'offer')";
    tx.run(sql, args![gone, kept]).await?;
    let sql = "UPDATE need_plan SET picks_json = replace(picks_json, $2, $1), plan_json = replace(plan_json, $2, $1),
                 version = version + 1
               WHERE state = 'kept'
                 AND id IN (SELECT row_id FROM matching_carried WHERE gone_id = $1 AND what = 'plan')";
    tx.run(sql, args![gone, kept]).await?;
    let sql = "DELETE FROM saved_search_seen WHERE thing_id = $2
                 AND search_id IN (SELECT row_id FROM matching_carried WHERE gone_id = $1 AND what = 'seen')";
    tx.run(sql, args![gone, kept]).await?;
    tx.run("DELETE FROM matching_carried WHERE gone_id = $1", args![gone]).await.map(drop)
}

/// Problems in the name of an organisation.
///
/// # Errors
/// Faults of the database.
pub async fn in_name_of(reads: &mut impl Reads, organisation: Id<Organisation>) -> Result<i64, DbError> {
    let sql = "SELECT count(*) AS many FROM need WHERE organisation_id = $1";
    reads.one(sql, args![organisation], |row| row.get("many")).await
}
