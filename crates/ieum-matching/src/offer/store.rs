//! What is kept of offers.

use super::thing::{Offer, OfferThing, State};
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Instrument, Need, Person, Text, Timestamp};
use serde::Serialize;

pub(super) async fn insert(tx: &mut Tx, offer: &Offer) -> Result<(), DbError> {
    let sql = "INSERT INTO instrument_offer (id, need_id, instrument_id, facility_id, note, why_json, state, state_json,
                 request_id, made_by, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10, $11)";
    let Offer { id, need, instrument, facility, note, why, state, made_by, made_at, changed_at } = offer;
    let (why, json) = (to_json(why)?, to_json(state)?);
    let values = args![
        id,
        need,
        instrument,
        facility,
        note.as_str(),
        why,
        state.key(),
        json,
        made_by,
        made_at,
        changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes what became of an offer that still waits; tells whether it did.
pub(super) async fn answer(tx: &mut Tx, offer: &Offer) -> Result<bool, DbError> {
    let sql = "UPDATE instrument_offer SET state = $2, state_json = $3, request_id = $4, changed_at = $5
               WHERE id = $1 AND state = 'made'";
    let Offer { id, state, changed_at, .. } = offer;
    let values = args![id, state.key(), to_json(state)?, state.request(), changed_at];
    Ok(tx.run(sql, values).await? == 1)
}

pub(super) async fn find(reads: &mut impl Reads, id: Id<OfferThing>) -> Result<Option<Offer>, DbError> {
    let sql = "SELECT id, need_id, instrument_id, facility_id, note, why_json, state_json, made_by, made_at, changed_at
               FROM instrument_offer WHERE id = $1";
    reads.maybe(sql, args![id], offer).await
}

/// The offer of an instrument for a problem that counts: the one not withdrawn, else the last one.
pub(super) async fn standing(
    reads: &mut impl Reads,
    need: Id<Need>,
    instrument: Id<Instrument>,
) -> Result<Option<Offer>, DbError> {
    let sql = "SELECT id, need_id, instrument_id, facility_id, note, why_json, state_json, made_by, made_at, changed_at
               FROM instrument_offer WHERE need_id = $1 AND instrument_id = $2
               ORDER BY CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END, made_at DESC LIMIT 1";
    reads.maybe(sql, args![need, instrument], offer).await
}

/// An offer as the problem's pages list it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Listed {
    pub(crate) id: Id<OfferThing>,
    /// The instrument's name.
    pub(crate) name: Text,
    /// Key of the state.
    pub(crate) state: String,
    pub(crate) at: Timestamp,
    /// Who offered it.
    pub(crate) who: String,
}

/// Offers for a problem with the names of their instruments, oldest first.
pub(crate) async fn of_need(reads: &mut impl Reads, need: Id<Need>) -> Result<Vec<Listed>, DbError> {
    let sql = "SELECT o.id, o.state, o.made_at, i.name_ko, i.name_en, p.name FROM instrument_offer o
               LEFT JOIN public_instrument i ON i.id = o.instrument_id
               LEFT JOIN public_person p ON p.id = o.made_by
               WHERE o.need_id = $1 ORDER BY o.made_at, o.id LIMIT 200";
    let text = |row: &Row, column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    reads
        .all(sql, args![need], |row| {
            Ok(Listed {
                id: row.get("id")?,
                name: Text { ko: text(row, "name_ko")?, en: text(row, "name_en")? },
                state: row.get("state")?,
                at: row.get("made_at")?,
                who: text(row, "name")?,
            })
        })
        .await
}

/// Offers of an instrument, for whatever problem.
pub(crate) async fn of_instrument(
    reads: &mut impl Reads,
    instrument: Id<Instrument>,
) -> Result<Vec<Offer>, DbError> {
    let sql = "SELECT id, need_id, instrument_id, facility_id, note, why_json, state_json, made_by, made_at, changed_at
               FROM instrument_offer WHERE instrument_id = $1 AND state <> 'withdrawn' ORDER BY made_at DESC LIMIT 500";
    reads.all(sql, args![instrument], offer).await
}

/// Offers made to somebody, and those of their facilities; the newest first.
pub(super) async fn concerning(
    reads: &mut impl Reads,
    person: Id<Person>,
    facilities: &[Id<Facility>],
) -> Result<Vec<Offer>, DbError> {
    let base =
        "SELECT o.id, o.need_id, o.instrument_id, o.facility_id, o.note, o.why_json, o.state_json, o.made_by,
                  o.made_at, o.changed_at
                FROM instrument_offer o JOIN need n ON n.id = o.need_id WHERE n.person_id = $1";
    let query = Query::new(base, args![person]);
    // Without facilities nothing is added by them.
    let (sql, values) = query
        .and_in(" OR o.facility_id IN (?)", facilities.iter().copied())
        .and(" ORDER BY o.made_at DESC, o.id DESC LIMIT 200", args![])
        .finish();
    reads.all(sql, values, offer).await
}

fn offer(row: &Row) -> Result<Offer, DbError> {
    let state: State = row.json("state_json")?;
    Ok(Offer {
        id: row.get("id")?,
        need: row.get("need_id")?,
        instrument: row.get("instrument_id")?,
        facility: row.get("facility_id")?,
        note: row.get("note")?,
        why: row.json("why_json")?,
        state,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}
