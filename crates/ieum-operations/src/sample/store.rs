//! What samples keep: the declaration, the ledger, the places.

use super::ledger::Custody;
use super::place::{Place, PlaceKind, PlaceThing};
use super::policy::{Action, State};
use super::sample::{Declaration, Sample};
use ieum_db::{DbError, Query, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Organisation, Person, Request, Text, Timestamp};
use serde::Serialize;

fn word<T: std::str::FromStr<Err = String>>(row: &Row, column: &str) -> Result<T, DbError> {
    let text: String = row.get(column)?;
    text.parse().map_err(|why: String| DbError::Decode { column: column.to_owned(), source: why.into() })
}

/// Makes what is done with one sample take turns until commit; false when there is no such sample.
pub(super) async fn take_turn(tx: &mut Tx, id: Id<ieum_kernel::Sample>) -> Result<bool, DbError> {
    Ok(tx.run("UPDATE sample SET turn = turn + 1 WHERE id = $1", args![id]).await? == 1)
}

/// One sample.
pub(super) async fn find(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Sample>,
) -> Result<Option<Sample>, DbError> {
    let sql =
        "SELECT id, code, request_id, facility_id, name, kind, amount, hazard, hazard_words, storage, count,
                      afterwards, made_by_id, made_at
               FROM sample WHERE id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// The sample with a code, as it stands on the label.
pub(super) async fn by_code(db: &mut impl Reads, code: &str) -> Result<Option<Sample>, DbError> {
    let sql =
        "SELECT id, code, request_id, facility_id, name, kind, amount, hazard, hazard_words, storage, count,
                      afterwards, made_by_id, made_at
               FROM sample WHERE code = $1";
    db.maybe(sql, args![code.trim().to_uppercase()], from_row).await
}

fn from_row(row: &Row) -> Result<Sample, DbError> {
    Ok(Sample {
        id: row.get("id")?,
        code: row.get("code")?,
        request: row.get("request_id")?,
        facility: row.get("facility_id")?,
        declaration: Declaration {
            name: row.get("name")?,
            kind: row.get("kind")?,
            amount: row.get("amount")?,
            hazard: row.get("hazard")?,
            hazard_words: row.get("hazard_words")?,
            storage: row.get("storage")?,
            count: row.get("count")?,
            afterwards: row.get("afterwards")?,
        },
        made_by: row.get("made_by_id")?,
        made_at: row.get("made_at")?,
    })
}

/// Writes a declared sample.
pub(super) async fn insert(tx: &mut Tx, s: &Sample) -> Result<(), DbError> {
    let sql = "INSERT INTO sample (id, code, request_id, facility_id, name, kind, amount, hazard, hazard_words, storage,
                 count, afterwards, made_by_id, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let d = &s.declaration;
    let values = args![
        s.id,
        s.code.as_str(),
        s.request,
        s.facility,
        d.name.as_str(),
        d.kind.as_str(),
        d.amount.as_str(),
        d.hazard.as_str(),
        d.hazard_words.as_str(),
        d.storage.as_str(),
        d.count,
        d.afterwards.as_str(),
        s.made_by,
        s.made_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Adds an entry to the ledger; its number is its place in the chain, so two can never stand there.
pub(super) async fn append(tx: &mut Tx, sample: Id<ieum_kernel::Sample>, e: &Custody) -> Result<(), DbError> {
    let sql = "INSERT INTO custody_event (sample_id, seq, action, state, by_id, by_name, at, place_id, place_path, note,
                 previous_hash, hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = args![
        sample,
        e.seq,
        e.action.key(),
        e.state.key(),
        e.by,
        e.by_name.as_str(),
        e.at,
        e.place,
        e.place_path.as_str(),
        e.note.as_str(),
        e.previous_hash.as_str(),
        e.hash.as_str()
    ];
    tx.run(sql, values).await.map(drop)
}

fn entry(row: &Row) -> Result<Custody, DbError> {
    Ok(Custody {
        seq: row.get("seq")?,
        action: word::<Action>(row, "action")?,
        state: word::<State>(row, "state")?,
        by: row.get("by_id")?,
        by_name: row.get("by_name")?,
        at: row.get("at")?,
        place: row.get("place_id")?,
        place_path: row.get("place_path")?,
        note: row.get("note")?,
        previous_hash: row.get("previous_hash")?,
        hash: row.get("hash")?,
    })
}

/// The whole ledger of a sample, first entry first.
pub async fn ledger_of(db: &mut impl Reads, id: Id<ieum_kernel::Sample>) -> Result<Vec<Custody>, DbError> {
    let sql = "SELECT seq, action, state, by_id, by_name, at, place_id, place_path, note, previous_hash, hash
               FROM custody_event WHERE sample_id = $1 ORDER BY seq";
    db.all(sql, args![id], entry).await
}

/// The last entry: where a sample is and how it stands.
pub(super) async fn last_entry(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Sample>,
) -> Result<Option<Custody>, DbError> {
    let sql = "SELECT seq, action, state, by_id, by_name, at, place_id, place_path, note, previous_hash, hash
               FROM custody_event WHERE sample_id = $1 ORDER BY seq DESC LIMIT 1";
    db.maybe(sql, args![id], entry).await
}

/// A sample in a list, with the last entry of its ledger.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Which.
    pub id: Id<ieum_kernel::Sample>,
    /// What stands on its label.
    pub code: String,
    /// What the firm calls it.
    pub name: String,
    /// How much.
    pub amount: String,
    /// How many vessels.
    pub count: i64,
    /// Its hazard.
    pub hazard: String,
    /// How it is stored.
    pub storage: String,
    /// How it stands.
    pub state: State,
    /// Where it lies.
    pub place_path: String,
    /// Since when.
    pub since: Timestamp,
    /// With which request.
    pub request: Id<Request>,
    /// The request's number.
    pub request_number: String,
    /// Whose it is.
    pub organisation_name: Text,
}

/// Which samples.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one request.
    pub request: Option<Id<Request>>,
    /// Of a person or their organisations.
    pub firm: Option<(Id<Person>, Vec<Id<Organisation>>)>,
    /// At these facilities.
    pub facilities: Option<Vec<Id<Facility>>>,
    /// Standing so.
    pub states: Vec<State>,
    /// At most so many.
    pub most: i64,
}

/// The samples of a filter. Whoever calls decides who may see them.
pub async fn lines(db: &mut impl Reads, filter: &Filter) -> Result<Vec<Line>, DbError> {
    let base = "SELECT s.id, s.code, s.name, s.amount, s.count, s.hazard, s.storage, e.state, e.place_path,
                       e.at AS since, s.request_id, r.number AS request_number, o.name_ko, o.name_en
                FROM sample s
                JOIN request r ON r.id = s.request_id
                JOIN custody_event e ON e.sample_id = s.id
                LEFT JOIN public_organisation o ON o.id = r.organisation_id
                WHERE e.seq = (SELECT MAX(x.seq) FROM custody_event x WHERE x.sample_id = s.id)";
    let mut query = Query::new(base, args![]).and_some(" AND s.request_id = ?", filter.request);
    if let Some((person, organisations)) = &filter.firm {
        query = query.and(" AND (r.person_id = ?", args![*person]);
        if !organisations.is_empty() {
            query = query.and_in(" OR r.organisation_id IN (?)", organisations.clone());
        }
        query = query.and(")", args![]);
    }
    if let Some(facilities) = &filter.facilities {
        query = query.and_in(" AND s.facility_id IN (?)", facilities.clone());
    }
    if !filter.states.is_empty() {
        query = query.and_in(" AND e.state IN (?)", filter.states.iter().map(|state| state.key()));
    }
    let (sql, values) = query.and(" ORDER BY s.code DESC LIMIT ?", args![filter.most.clamp(1, 500)]).finish();
    db.all(sql, values, |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Line {
            id: row.get("id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            amount: row.get("amount")?,
            count: row.get("count")?,
            hazard: row.get("hazard")?,
            storage: row.get("storage")?,
            state: word::<State>(row, "state")?,
            place_path: row.get("place_path")?,
            since: row.get("since")?,
            request: row.get("request_id")?,
            request_number: row.get("request_number")?,
            organisation_name: Text { ko: text("name_ko")?, en: text("name_en")? },
        })
    })
    .await
}

/// The samples of a request.
pub async fn of_request(db: &mut impl Reads, request: Id<Request>) -> Result<Vec<Line>, DbError> {
    let mut found = lines(db, &Filter { request: Some(request), most: 500, ..Filter::default() }).await?;
    found.reverse();
    Ok(found)
}

/// The places of a facility in the order of their paths.
pub(super) async fn places(db: &mut impl Reads, facility: Id<Facility>) -> Result<Vec<Place>, DbError> {
    let sql = "SELECT p.id, p.facility_id, p.kind, p.path, h.sample_id, s.code
               FROM place p
               LEFT JOIN place_hold h ON h.place_id = p.id
               LEFT JOIN sample s ON s.id = h.sample_id
               WHERE p.facility_id = $1 AND NOT p.retired ORDER BY p.path LIMIT 2000";
    db.all(sql, args![facility], place_from).await
}

/// One place in use.
pub(super) async fn place(db: &mut impl Reads, id: Id<PlaceThing>) -> Result<Option<Place>, DbError> {
    let sql = "SELECT p.id, p.facility_id, p.kind, p.path, h.sample_id, s.code
               FROM place p
               LEFT JOIN place_hold h ON h.place_id = p.id
               LEFT JOIN sample s ON s.id = h.sample_id
               WHERE p.id = $1 AND NOT p.retired";
    db.maybe(sql, args![id], place_from).await
}

fn place_from(row: &Row) -> Result<Place, DbError> {
    Ok(Place {
        id: row.get("id")?,
        facility: row.get("facility_id")?,
        kind: word::<PlaceKind>(row, "kind")?,
        path: row.get("path")?,
        holds: row.get("sample_id")?,
        holds_code: row.get::<Option<String>>("code")?.unwrap_or_default(),
    })
}

/// Makes a place; the constraint `place_path_once` keeps two of one name apart.
pub(super) async fn make_place(
    tx: &mut Tx,
    place: &Place,
    parent: Option<Id<PlaceThing>>,
    name: &str,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO place (id, facility_id, parent_id, kind, name, path, made_by_id, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = args![place.id, place.facility, parent, place.kind.key(), name, place.path.as_str(), by, at];
    tx.run(sql, values).await.map(drop)
}

/// A sample leaves its position, if it held one.
pub(super) async fn leave(tx: &mut Tx, sample: Id<ieum_kernel::Sample>) -> Result<(), DbError> {
    tx.run("DELETE FROM place_hold WHERE sample_id = $1", args![sample]).await.map(drop)
}

/// A sample takes a position; the constraint `place_holds_one` has the last word.
pub(super) async fn hold(
    tx: &mut Tx,
    sample: Id<ieum_kernel::Sample>,
    place: Id<PlaceThing>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO place_hold (place_id, sample_id) VALUES ($1, $2)";
    tx.run(sql, args![place, sample]).await.map(drop)
}
