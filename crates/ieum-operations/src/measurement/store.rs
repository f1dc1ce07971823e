//! What is kept of measurements.

use super::thing::{Measurement, MeasurementThing, State};
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{
    Facility, Id, Instrument, Method, Organisation, Person, Request, StoredFile, Text, Timestamp,
};
use serde::Serialize;

fn from_row(row: &Row) -> Result<Measurement, DbError> {
    Ok(Measurement {
        id: row.get("id")?,
        request: row.get("request_id")?,
        reservation: row.get("reservation_id")?,
        usage: row.get("usage_id")?,
        facility: row.get("facility_id")?,
        instrument: row.get("instrument_id")?,
        method: row.get("method_id")?,
        operator: row.get("operator_id")?,
        organisation: row.get("organisation_id")?,
        person: row.get("person_id")?,
        title: row.get("title")?,
        content: row.json("content_json")?,
        started: row.get("started_at")?,
        ended: row.get("ended_at")?,
        state: row.json("state_json")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

pub(crate) async fn find(
    db: &mut impl Reads,
    id: Id<MeasurementThing>,
) -> Result<Option<Measurement>, DbError> {
    let sql = "SELECT id, request_id, reservation_id, usage_id, facility_id, instrument_id, method_id, operator_id,
                      organisation_id, person_id, title, content_json, started_at, ended_at, state_json, version,
                      made_at, changed_at
               FROM measurement WHERE id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// The measurements of a request, oldest first.
pub(crate) async fn of_request(db: &mut impl Reads, id: Id<Request>) -> Result<Vec<Measurement>, DbError> {
    let sql = "SELECT id, request_id, reservation_id, usage_id, facility_id, instrument_id, method_id, operator_id,
                      organisation_id, person_id, title, content_json, started_at, ended_at, state_json, version,
                      made_at, changed_at
               FROM measurement WHERE request_id = $1 ORDER BY made_at, id LIMIT 200";
    db.all(sql, args![id], from_row).await
}

/// Which measurements a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Filter {
    pub facility: Option<Id<Facility>>,
    pub organisation: Option<Id<Organisation>>,
    pub person: Option<Id<Person>>,
    pub request: Option<Id<Request>>,
    /// Only what the customer may see.
    pub out: bool,
}

pub(crate) async fn list(db: &mut impl Reads, filter: Filter) -> Result<Vec<Measurement>, DbError> {
    let base = "SELECT id, request_id, reservation_id, usage_id, facility_id, instrument_id, method_id, operator_id,
                       organisation_id, person_id, title, content_json, started_at, ended_at, state_json, version,
                       made_at, changed_at
                FROM measurement WHERE version > 0";
    let (sql, values) = Query::new(base, args![])
        .and_some(" AND facility_id = ?", filter.facility)
        .and_some(" AND organisation_id = ?", filter.organisation)
        .and_some(" AND person_id = ?", filter.person)
        .and_some(" AND request_id = ?", filter.request)
        .and_if(filter.out, " AND state IN ('released', 'withdrawn')", args![])
        .and(" ORDER BY changed_at DESC, id DESC LIMIT 200", args![])
        .finish();
    db.all(sql, values, from_row).await
}

pub(crate) async fn insert(tx: &mut Tx, m: &Measurement) -> Result<(), DbError> {
    let sql = "INSERT INTO measurement (id, request_id, reservation_id, usage_id, facility_id, instrument_id,
                 method_id, operator_id, organisation_id, person_id, title, content_json, started_at, ended_at, state,
                 state_json, version, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    let values = args![
        m.id,
        m.request,
        m.reservation,
        m.usage,
        m.facility,
        m.instrument,
        m.method,
        m.operator,
        m.organisation,
        m.person,
        &m.title,
        to_json(&m.content)?,
        m.started,
        m.ended,
        m.state.key(),
        to_json(&m.state)?,
        m.version,
        m.made_at,
        m.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed measurement if it still stands at version `was`.
pub(crate) async fn update(tx: &mut Tx, m: &Measurement, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE measurement SET usage_id = $2, instrument_id = $3, method_id = $4, operator_id = $5, title = $6,
                 content_json = $7, started_at = $8, ended_at = $9, state = $10, state_json = $11, version = $12,
                 changed_at = $13
               WHERE id = $1 AND version = $14";
    let values = args![
        m.id,
        m.usage,
        m.instrument,
        m.method,
        m.operator,
        &m.title,
        to_json(&m.content)?,
        m.started,
        m.ended,
        m.state.key(),
        to_json(&m.state)?,
        m.version,
        m.changed_at,
        was
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// A result file.
#[derive(Debug, Clone, Serialize)]
pub struct ResultFile {
    /// Which file.
    pub id: Id<StoredFile>,
    /// Its name.
    pub name: String,
    /// Media type by content.
    pub kind: String,
    /// Size.
    pub size_bytes: i64,
    /// SHA-256 of the content, hex.
    pub sha256: String,
    /// When it was added.
    pub at: Timestamp,
}

pub(crate) async fn files(db: &mut impl Reads, id: Id<MeasurementThing>) -> Result<Vec<ResultFile>, DbError> {
    let sql = "SELECT file_id, name, kind, size_bytes, sha256, at FROM measurement_file
               WHERE measurement_id = $1 ORDER BY at, file_id LIMIT 500";
    db.all(sql, args![id], |row| {
        Ok(ResultFile {
            id: row.get("file_id")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            size_bytes: row.get("size_bytes")?,
            sha256: row.get("sha256")?,
            at: row.get("at")?,
        })
    })
    .await
}

pub(crate) async fn attach(
    tx: &mut Tx,
    id: Id<MeasurementThing>,
    file: &super::FileRecord,
    by: Id<Person>,
) -> Result<(), DbError> {
    let sql =
        "INSERT INTO measurement_file (measurement_id, file_id, name, kind, size_bytes, sha256, by_id, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = args![id, file.id, &file.name, &file.kind, file.size_bytes, &file.sha256, by, file.made_at];
    tx.run(sql, values).await.map(drop)
}

/// Names around a measurement.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Around {
    pub facility: Text,
    pub instrument: Text,
    pub registration_number: String,
    pub access_mode: String,
    pub method: Text,
    pub operator: String,
    pub organisation: Text,
    pub person: String,
    pub request_number: String,
    pub used_as: String,
}

pub(crate) async fn around(db: &mut impl Reads, m: &Measurement) -> Result<Around, DbError> {
    let sql = "SELECT f.name_ko AS facility_ko, f.name_en AS facility_en, i.name_ko AS instrument_ko,
                      i.name_en AS instrument_en, i.registration_number, i.access_mode, h.name_ko AS method_ko,
                      h.name_en AS method_en, s.name AS operator, o.name_ko AS organisation_ko,
                      o.name_en AS organisation_en, p.name AS person, r.number, u.kind AS used_as
               FROM measurement m
               LEFT JOIN public_facility f ON f.id = m.facility_id
               LEFT JOIN public_instrument i ON i.id = m.instrument_id
               LEFT JOIN public_method h ON h.id = m.method_id
               LEFT JOIN public_person s ON s.id = m.operator_id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               LEFT JOIN public_person p ON p.id = m.person_id
               LEFT JOIN request r ON r.id = m.request_id
               LEFT JOIN usage_session u ON u.id = m.usage_id
               WHERE m.id = $1";
    let found = db.maybe(sql, args![m.id], |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Around {
            facility: Text { ko: text("facility_ko")?, en: text("facility_en")? },
            instrument: Text { ko: text("instrument_ko")?, en: text("instrument_en")? },
            registration_number: text("registration_number")?,
            access_mode: text("access_mode")?,
            method: Text { ko: text("method_ko")?, en: text("method_en")? },
            operator: text("operator")?,
            organisation: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
            person: text("person")?,
            request_number: text("number")?,
            used_as: text("used_as")?,
        })
    });
    Ok(found.await?.unwrap_or_default())
}

/// Choices of a form: instruments of a facility and methods.
pub(crate) async fn choices(
    db: &mut impl Reads,
    facility: Id<Facility>,
) -> Result<(Vec<(Id<Instrument>, Text)>, Vec<(Id<Method>, Text)>), DbError> {
    let sql = "SELECT id, name_ko, name_en FROM public_instrument WHERE facility_id = $1
               ORDER BY name_ko, id LIMIT 500";
    let instruments = db
        .all(sql, args![facility], |row| {
            Ok((row.get("id")?, Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
        })
        .await?;
    let sql = "SELECT id, name_ko, name_en FROM public_method ORDER BY name_ko, id LIMIT 1000";
    let methods = db
        .all(sql, args![], |row| {
            Ok((row.get("id")?, Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
        })
        .await?;
    Ok((instruments, methods))
}

/// Whether a state stands in the way of delivering a request: work that is not yet out.
pub(crate) fn is_waiting(state: &State) -> bool {
    !matches!(state, State::Released { .. } | State::Withdrawn { .. })
}
