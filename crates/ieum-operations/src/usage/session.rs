//! A usage session: one stretch of actual use, as it goes into the operation log and the bill.

use crate::booking::Reservation;
use ieum_db::{Audit, DbError, Reads, Row, Tx, args};
use ieum_kernel::{
    Currency, Facility, Id, Instrument, Money, Organisation, Person, Request, TimeSpan, Timestamp,
    UsageSession as Session,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// One stretch of actual use.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UsageSession {
    /// Its identity.
    pub id: Id<Session>,
    /// The reservation it came from.
    pub reservation: Option<Id<ieum_kernel::Reservation>>,
    /// The request it served.
    pub request: Option<Id<Request>>,
    /// What was used.
    pub instrument: Id<Instrument>,
    /// Where.
    pub facility: Id<Facility>,
    /// By whom.
    pub person: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// Who operated it, when that was staff.
    pub operator: Option<Id<Person>>,
    /// `self` 직접사용, `assisted` 보조사용, `request` 시험·분석의뢰.
    pub kind: String,
    /// The reserved time, when there was one.
    pub booked: Option<TimeSpan>,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; nothing while it runs.
    pub ended: Option<Timestamp>,
    /// Number of samples.
    pub samples: i64,
    /// Minutes staff spent on it.
    pub staff_minutes: i64,
    /// The fee, once known.
    pub fee: Option<Money>,
    /// How it is known: `self`, `staff`, `kiosk`, `interlock` or `agent`.
    pub evidence: String,
    /// Remarks.
    pub note: String,
    /// Who wrote it down.
    pub written_by: Id<Person>,
}

/// What is said when a use ends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ending {
    /// Number of samples.
    pub samples: i64,
    /// Minutes staff spent on it.
    pub staff_minutes: i64,
    /// Who operated it, when that was staff.
    pub operator: Option<Id<Person>>,
    /// Remarks.
    pub note: String,
}

/// A finished use that is written down afterwards: from a measurement, an import or an agent.
#[derive(Debug, Clone)]
pub struct PastUse {
    /// The request it served.
    pub request: Option<Id<Request>>,
    /// What was used.
    pub instrument: Id<Instrument>,
    /// Where.
    pub facility: Id<Facility>,
    /// By whom.
    pub person: Id<Person>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// `self`, `assisted` or `request`.
    pub kind: String,
    /// The actual time.
    pub span: TimeSpan,
    /// The rest.
    pub ending: Ending,
    /// `staff`, `interlock`, `agent` or `self`.
    pub evidence: String,
    /// Who wrote it down.
    pub written_by: Id<Person>,
}

/// Begins a session of a reservation.
pub(crate) async fn begin(
    tx: &mut Tx,
    id: Id<Session>,
    r: &Reservation,
    access_mode: &str,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql =
        "INSERT INTO usage_session (id, reservation_id, request_id, instrument_id, facility_id, person_id,
                 organisation_id, kind, booked_start, booked_end, started_at, evidence, written_by_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let evidence = if by == r.holder { "self" } else { "staff" };
    let kind = if r.request.is_some() { "request" } else { access_mode };
    let values = args![
        id,
        r.id,
        r.request,
        r.instrument,
        r.facility,
        r.holder,
        r.organisation,
        kind,
        r.span.starts,
        r.span.ends,
        at,
        evidence,
        by
    ];
    tx.run(sql, values).await.map(drop)
}

/// Ends the session of a reservation.
pub(crate) async fn finish(
    tx: &mut Tx,
    reservation: Id<ieum_kernel::Reservation>,
    at: Timestamp,
    ending: &Ending,
    by: Id<Person>,
) -> Result<(), DbError> {
    let sql = "UPDATE usage_session SET ended_at = $2, samples = $3, staff_minutes = $4, operator_id = $5, note = $6,
                 written_by_id = $7, version = version + 1 WHERE reservation_id = $1";
    let Ending { samples, staff_minutes, operator, note } = ending;
    let values =
        args![reservation, at, (*samples).max(0), (*staff_minutes).max(0), *operator, note.trim(), by];
    tx.run(sql, values).await.map(drop)
}

/// Writes down a finished use; returns its id. Writes the audit trail and the event `usage.recorded` too.
///
/// # Errors
/// Faults of the database; `usage_session_lasts` when the span does not last.
pub async fn record(tx: &mut Tx, id: Id<Session>, used: &PastUse, at: Timestamp) -> Result<(), DbError> {
    let sql = "INSERT INTO usage_session (id, request_id, instrument_id, facility_id, person_id, organisation_id,
                 operator_id, kind, started_at, ended_at, samples, staff_minutes, evidence, note, written_by_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let PastUse {
        request,
        instrument,
        facility,
        person,
        organisation,
        kind,
        span,
        ending,
        evidence,
        written_by,
    } = used;
    let values = args![
        id,
        *request,
        *instrument,
        *facility,
        *person,
        *organisation,
        ending.operator,
        kind.as_str(),
        span.starts,
        span.ends,
        ending.samples.max(0),
        ending.staff_minutes.max(0),
        evidence.as_str(),
        ending.note.trim(),
        *written_by
    ];
    tx.run(sql, values).await?;
    let thing = id.to_string();
    let after = Some(json!({ "instrument": instrument, "started": span.starts, "ended": span.ends }));
    let entry =
        Audit { actor: Some(*written_by), action: "usage.recorded", thing: &thing, before: None, after, at };
    tx.audit(&entry).await?;
    let facts = json!({ "usage": id, "instrument": instrument, "facility": facility, "request": request });
    tx.emit("usage.recorded", &thing, &facts, at).await
}

/// Keeps the fee of a session, once billing knows it: the operation log shows it.
///
/// # Errors
/// Faults of the database.
pub async fn keep_fee(tx: &mut Tx, id: Id<Session>, fee: Money) -> Result<(), DbError> {
    let sql = "UPDATE usage_session SET fee_minor = $2, fee_currency = $3 WHERE id = $1";
    tx.run(sql, args![id, fee.minor, fee.currency.code()]).await.map(drop)
}

fn from_row(row: &Row) -> Result<UsageSession, DbError> {
    let booked = match (row.get("booked_start")?, row.get("booked_end")?) {
        (Some(starts), Some(ends)) => Some(TimeSpan { starts, ends }),
        _ => None,
    };
    Ok(UsageSession {
        id: row.get("id")?,
        reservation: row.get("reservation_id")?,
        request: row.get("request_id")?,
        instrument: row.get("instrument_id")?,
        facility: row.get("facility_id")?,
        person: row.get("person_id")?,
        organisation: row.get("organisation_id")?,
        operator: row.get("operator_id")?,
        kind: row.get("kind")?,
        booked,
        started: row.get("started_at")?,
        ended: row.get("ended_at")?,
        samples: row.get("samples")?,
        staff_minutes: row.get("staff_minutes")?,
        fee: fee_from(row)?,
        evidence: row.get("evidence")?,
        note: row.get("note")?,
        written_by: row.get("written_by_id")?,
    })
}

pub(super) fn fee_from(row: &Row) -> Result<Option<Money>, DbError> {
    let (minor, code): (Option<i64>, Option<String>) = (row.get("fee_minor")?, row.get("fee_currency")?);
    let currency: Option<Currency> = code.and_then(|code| code.parse().ok());
    Ok(minor.map(|minor| Money { minor, currency: currency.unwrap_or(Currency::Krw) }))
}

/// The session of a reservation.
///
/// # Errors
/// Faults of the database.
pub async fn of_reservation(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Reservation>,
) -> Result<Option<UsageSession>, DbError> {
    let sql = "SELECT id, reservation_id, request_id, instrument_id, facility_id, person_id, organisation_id,
                      operator_id, kind, booked_start, booked_end, started_at, ended_at, samples, staff_minutes,
                      fee_minor, fee_currency, evidence, note, written_by_id
               FROM usage_session WHERE reservation_id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// The sessions that served a request, oldest first.
///
/// # Errors
/// Faults of the database.
pub async fn of_request(db: &mut impl Reads, id: Id<Request>) -> Result<Vec<UsageSession>, DbError> {
    let sql = "SELECT id, reservation_id, request_id, instrument_id, facility_id, person_id, organisation_id,
                      operator_id, kind, booked_start, booked_end, started_at, ended_at, samples, staff_minutes,
                      fee_minor, fee_currency, evidence, note, written_by_id
               FROM usage_session WHERE request_id = $1 ORDER BY started_at, id LIMIT 1000";
    db.all(sql, args![id], from_row).await
}
