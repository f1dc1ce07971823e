//! What is kept of reports.

use super::content::{Content, Enclosed, Signature, hash};
use crate::measurement::{Around, Measurement, MeasurementThing, ResultFile, State};
use crate::request::next_number;
use ieum_db::{Audit, DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Actor, Facility, Id, Organisation, Person, Request, Role, Timestamp, Zone};
use serde::Serialize;
use serde_json::json;

/// A released report.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Its identity.
    pub id: Id<ieum_kernel::Report>,
    /// `P-2026-000123`.
    pub number: String,
    /// Counts from 1.
    pub version: i64,
    /// Of which measurement.
    pub measurement: Id<MeasurementThing>,
    /// For which request.
    pub request: Option<Id<Request>>,
    /// Who issued it.
    pub facility: Id<Facility>,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// For whom.
    pub person: Option<Id<Person>>,
    /// The report it replaces.
    pub supersedes: Option<Id<ieum_kernel::Report>>,
    /// What it says.
    pub content: Content,
    /// SHA-256 over its canonical content.
    pub hash: String,
    /// When it was released.
    pub released_at: Timestamp,
    /// `valid`, `superseded` or `withdrawn`.
    pub state: String,
    /// Why it is no longer valid.
    pub reason: String,
}

impl Report {
    /// Whether somebody may read it: the customer and the facility.
    pub fn open_to(&self, actor: &Actor) -> bool {
        let staff = actor.is(Role::Operator) || actor.works_for(self.facility);
        let mine = actor.person.is_some() && actor.person == self.person;
        staff || mine || self.organisation.is_some_and(|organisation| actor.belongs_to(organisation))
    }
}

fn from_row(row: &Row) -> Result<Report, DbError> {
    Ok(Report {
        id: row.get("id")?,
        number: row.get("number")?,
        version: row.get("version")?,
        measurement: row.get("measurement_id")?,
        request: row.get("request_id")?,
        facility: row.get("facility_id")?,
        organisation: row.get("organisation_id")?,
        person: row.get("person_id")?,
        supersedes: row.get("supersedes_id")?,
        content: row.json("content_json")?,
        hash: row.get("content_hash")?,
        released_at: row.get("released_at")?,
        state: row.get("state")?,
        reason: row.get("reason")?,
    })
}

pub(crate) async fn find(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Report>,
) -> Result<Option<Report>, DbError> {
    let sql =
        "SELECT id, number, version, measurement_id, request_id, facility_id, organisation_id, person_id,
                      supersedes_id, content_json, content_hash, released_at, state, reason
               FROM report WHERE id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// The versions of a measurement's report, newest first.
pub(crate) async fn of_measurement(
    db: &mut impl Reads,
    id: Id<MeasurementThing>,
) -> Result<Vec<Report>, DbError> {
    let sql =
        "SELECT id, number, version, measurement_id, request_id, facility_id, organisation_id, person_id,
                      supersedes_id, content_json, content_hash, released_at, state, reason
               FROM report WHERE measurement_id = $1 ORDER BY version DESC LIMIT 100";
    db.all(sql, args![id], from_row).await
}

/// The reports of a request, oldest first.
///
/// # Errors
/// Faults of the database.
pub async fn of_request(db: &mut impl Reads, id: Id<Request>) -> Result<Vec<Report>, DbError> {
    let sql =
        "SELECT id, number, version, measurement_id, request_id, facility_id, organisation_id, person_id,
                      supersedes_id, content_json, content_hash, released_at, state, reason
               FROM report WHERE request_id = $1 ORDER BY released_at, version LIMIT 200";
    db.all(sql, args![id], from_row).await
}

/// Hash and state of every version of a number.
pub(crate) async fn versions(db: &mut impl Reads, number: &str) -> Result<Vec<(String, String)>, DbError> {
    let sql = "SELECT content_hash, state FROM report WHERE number = $1 ORDER BY version LIMIT 100";
    db.all(sql, args![number], |row| Ok((row.get("content_hash")?, row.get("state")?))).await
}

/// Ends a report's validity.
pub(crate) async fn end(
    tx: &mut Tx,
    id: Id<ieum_kernel::Report>,
    state: &str,
    reason: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "UPDATE report SET state = $2, reason = $3, ended_at = $4 WHERE id = $1 AND state = 'valid'";
    tx.run(sql, args![id, state, reason, at]).await.map(drop)
}

/// Issues the next report of a measurement: version 1 under a new number, later versions under the same.
pub(crate) async fn issue(
    (id, zone): (Id<ieum_kernel::Report>, &Zone),
    tx: &mut Tx,
    m: &Measurement,
    around: &Around,
    files: &[ResultFile],
    reviewer: (Id<Person>, &str),
    at: Timestamp,
) -> Result<Id<ieum_kernel::Report>, DbError> {
    let before = of_measurement(tx, m.id).await?.into_iter().next();
    let (number, version) = match &before {
        Some(last) => (last.number.clone(), last.version.saturating_add(1)),
        None => (next_number(tx, zone, "P", at).await?, 1),
    };
    let handed_in = match &m.state {
        State::InReview { at, .. } => *at,
        _ => m.changed_at,
    };
    let sign = |role: &str, name: &str, at| Signature { role: role.to_owned(), name: name.to_owned(), at };
    let content = Content {
        number: number.clone(),
        version,
        request: around.request_number.clone(),
        title: m.title.clone(),
        facility: around.facility.clone(),
        organisation: around.organisation.clone(),
        person: around.person.clone(),
        instrument: around.instrument.clone(),
        registration_number: around.registration_number.clone(),
        method: around.method.clone(),
        started: m.started,
        ended: m.ended,
        samples: m.content.samples.clone(),
        conditions: m.content.conditions.clone(),
        summary: m.content.summary.clone(),
        results: m.content.results.clone(),
        conclusion: m.content.conclusion.clone(),
        files: files.iter().map(|f| Enclosed { name: f.name.clone(), sha256: f.sha256.clone() }).collect(),
        supersedes: before.as_ref().map(|last| last.version),
        signatures: vec![sign("operator", &around.operator, handed_in), sign("reviewer", reviewer.1, at)],
    };
    if let Some(last) = &before {
        end(tx, last.id, "superseded", "", at).await?;
    }
    let canonical = to_json(&content)?;
    let sql = "INSERT INTO report (id, number, version, measurement_id, request_id, facility_id, organisation_id,
                 person_id, supersedes_id, content_json, content_hash, operator_id, reviewer_id, released_at, state)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'valid')";
    let sealed = hash(&canonical);
    let values = args![
        id,
        &number,
        version,
        m.id,
        m.request,
        m.facility,
        m.organisation,
        m.person,
        before.as_ref().map(|last| last.id),
        &canonical,
        &sealed,
        m.operator,
        reviewer.0,
        at
    ];
    tx.run(sql, values).await?;
    let thing = id.to_string();
    let after = Some(json!({ "number": number, "version": version, "hash": sealed }));
    let actor = Some(reviewer.0);
    tx.audit(&Audit { actor, action: "report.released", thing: &thing, before: None, after, at }).await?;
    tx.emit("report.released", &thing, &json!({ "report": id, "request": m.request, "number": number }), at)
        .await?;
    Ok(id)
}
