//! What is kept: places in line and offers.

use super::WaitingId;
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Instrument, Organisation, Person, Reservation, Text, TimeSpan, Timestamp};
use serde::Serialize;

/// Somebody's place in the line of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Waiting {
    /// Its identity.
    pub id: Id<WaitingId>,
    /// For which instrument.
    pub instrument: Id<Instrument>,
    /// Who runs it.
    pub facility: Id<Facility>,
    /// Who waits.
    pub person: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// The period in which a time would do.
    #[serde(flatten)]
    pub period: TimeSpan,
    /// How long the use is to be.
    pub minutes: i64,
    /// What for.
    pub purpose: String,
    /// `waiting`, `offered`, `taken`, `missed`, `left` or `over`.
    pub state: String,
    /// Counts changes.
    pub version: i64,
    /// When it was taken: the order of the line.
    pub made_at: Timestamp,
}

fn from_row(row: &Row) -> Result<Waiting, DbError> {
    Ok(Waiting {
        id: row.get("id")?,
        instrument: row.get("instrument_id")?,
        facility: row.get("facility_id")?,
        person: row.get("person_id")?,
        organisation: row.get("organisation_id")?,
        period: TimeSpan { starts: row.get("from_at")?, ends: row.get("until_at")? },
        minutes: row.get("minutes")?,
        purpose: row.get("purpose")?,
        state: row.get("state")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
    })
}

/// One place.
pub(super) async fn find(db: &mut impl Reads, id: Id<WaitingId>) -> Result<Option<Waiting>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, person_id, organisation_id, from_at, until_at, minutes, purpose,
                      state, version, made_at FROM waiting WHERE id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// A person's place in the line of an instrument, waiting or offered.
pub(super) async fn standing(
    db: &mut impl Reads,
    instrument: Id<Instrument>,
    person: Id<Person>,
) -> Result<Option<Waiting>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, person_id, organisation_id, from_at, until_at, minutes, purpose,
                      state, version, made_at
               FROM waiting WHERE instrument_id = $1 AND person_id = $2 AND state IN ('waiting', 'offered')";
    db.maybe(sql, args![instrument, person], from_row).await
}

/// The line of an instrument: who came first stands first.
pub(super) async fn line(
    db: &mut impl Reads,
    instrument: Id<Instrument>,
    now: Timestamp,
) -> Result<Vec<Waiting>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, person_id, organisation_id, from_at, until_at, minutes, purpose,
                      state, version, made_at
               FROM waiting WHERE instrument_id = $1 AND state = 'waiting' AND until_at > $2
               ORDER BY made_at, id LIMIT 500";
    db.all(sql, args![instrument, now], from_row).await
}

/// Whether anybody waits for an instrument.
pub(super) async fn anybody(db: &mut impl Reads, instrument: Id<Instrument>) -> Result<bool, DbError> {
    let sql = "SELECT id FROM waiting WHERE instrument_id = $1 AND state = 'waiting' LIMIT 1";
    Ok(db.maybe(sql, args![instrument], |row| row.get::<Id<WaitingId>>("id")).await?.is_some())
}

/// A place with the names around it, and the offer that is open.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "WaitingLine")]
pub(crate) struct Line {
    /// The place.
    #[serde(flatten)]
    pub waiting: Waiting,
    /// Who waits.
    pub person_name: String,
    /// For which organisation.
    pub organisation_name: Text,
    /// For what.
    pub instrument_name: Text,
    /// The reservation held by the open offer.
    pub offer: Option<Id<Reservation>>,
    /// Until when the offer stands.
    pub offer_until: Option<Timestamp>,
    /// How many came before and still wait.
    pub before: i64,
}

/// Places of a person or of an instrument that are not over.
async fn lines(
    db: &mut impl Reads,
    person: Option<Id<Person>>,
    instrument: Option<Id<Instrument>>,
) -> Result<Vec<Line>, DbError> {
    let base = "SELECT w.id, w.instrument_id, w.facility_id, w.person_id, w.organisation_id, w.from_at, w.until_at,
                       w.minutes, w.purpose, w.state, w.version, w.made_at, p.name AS person_name,
                       o.name_ko AS organisation_ko, o.name_en AS organisation_en, i.name_ko, i.name_en,
                       x.reservation_id, x.until_at AS offer_until,
                       (SELECT COUNT(*) FROM waiting b WHERE b.instrument_id = w.instrument_id AND b.state = 'waiting'
                          AND (b.made_at < w.made_at OR (b.made_at = w.made_at AND b.id < w.id))) AS before_them
                FROM waiting w
                LEFT JOIN waiting_offer x ON x.waiting_id = w.id AND x.outcome = 'open'
                LEFT JOIN public_person p ON p.id = w.person_id
                LEFT JOIN public_organisation o ON o.id = w.organisation_id
                LEFT JOIN public_instrument i ON i.id = w.instrument_id
                WHERE w.state IN ('waiting', 'offered')";
    let (sql, values) = ieum_db::Query::new(base, args![])
        .and_some(" AND w.person_id = ?", person)
        .and_some(" AND w.instrument_id = ?", instrument)
        .and(" ORDER BY w.made_at, w.id LIMIT ?", args![500])
        .finish();
    db.all(sql, values, |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Line {
            waiting: from_row(row)?,
            person_name: text("person_name")?,
            organisation_name: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
            instrument_name: Text { ko: text("name_ko")?, en: text("name_en")? },
            offer: row.get("reservation_id")?,
            offer_until: row.get("offer_until")?,
            before: row.get("before_them")?,
        })
    })
    .await
}

/// The places of a person.
pub(crate) async fn of_person(db: &mut impl Reads, person: Id<Person>) -> Result<Vec<Line>, DbError> {
    lines(db, Some(person), None).await
}

/// The line of an instrument with names, for its staff.
pub(super) async fn of_instrument(db: &mut impl Reads, id: Id<Instrument>) -> Result<Vec<Line>, DbError> {
    lines(db, None, Some(id)).await
}

/// Takes a place in line.
pub(super) async fn insert(tx: &mut Tx, w: &Waiting) -> Result<(), DbError> {
    let sql =
        "INSERT INTO waiting (id, instrument_id, facility_id, person_id, organisation_id, from_at, until_at,
                 minutes, purpose, state, version, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)";
    let values = args![
        w.id,
        w.instrument,
        w.facility,
        w.person,
        w.organisation,
        w.period.starts,
        w.period.ends,
        w.minutes,
        w.purpose.as_str(),
        w.state.as_str(),
        w.version,
        w.made_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Changes the state of a place; false when it is not in that state any more.
pub(super) async fn turn(
    tx: &mut Tx,
    id: Id<WaitingId>,
    from: &str,
    to: &str,
    at: Timestamp,
) -> Result<bool, DbError> {
    let sql =
        "UPDATE waiting SET state = $3, version = version + 1, changed_at = $4 WHERE id = $1 AND state = $2";
    Ok(tx.run(sql, args![id, from, to, at]).await? == 1)
}

/// Writes down an offer. Constraint `waiting_offer_one`.
pub(super) async fn insert_offer(
    tx: &mut Tx,
    id: Id<WaitingId>,
    reservation: Id<Reservation>,
    starts: Timestamp,
    at: Timestamp,
    until: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO waiting_offer (reservation_id, waiting_id, starts_at, made_at, until_at)
               VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![reservation, id, starts, at, until]).await.map(drop)
}

/// Ends the open offer that a reservation holds; returns whose it was.
pub(super) async fn end_offer(
    tx: &mut Tx,
    reservation: Id<Reservation>,
    outcome: &str,
) -> Result<Option<Id<WaitingId>>, DbError> {
    let sql = "UPDATE waiting_offer SET outcome = $2 WHERE reservation_id = $1 AND outcome = 'open'
               RETURNING waiting_id";
    tx.maybe(sql, args![reservation, outcome], |row| row.get("waiting_id")).await
}

/// Starts that were offered to somebody before.
pub(super) async fn offered(db: &mut impl Reads, id: Id<WaitingId>) -> Result<Vec<Timestamp>, DbError> {
    let sql = "SELECT starts_at FROM waiting_offer WHERE waiting_id = $1 ORDER BY starts_at";
    db.all(sql, args![id], |row| row.get("starts_at")).await
}
