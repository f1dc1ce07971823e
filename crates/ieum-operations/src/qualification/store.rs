//! What is kept: demands, qualifications, trainings.

use super::standing::{Demand, Level, Qualification, Standing, State, standing};
use super::training::{Training, TrainingState};
use super::{QualificationId, TrainingId};
use ieum_db::{DbError, Question, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Instrument, Person, Text, Timestamp};
use serde::Serialize;

fn level_of(text: &str) -> Level {
    text.parse().unwrap_or_default()
}

/// How what a person holds compares with what an instrument asks: one statement.
pub(crate) async fn standing_of(
    db: &mut impl Reads,
    person: Id<Person>,
    instrument: Id<Instrument>,
    now: Timestamp,
) -> Result<Standing, DbError> {
    let mut found = Vec::new();
    db.together(vec![standing_asked(person, instrument, now, &mut found)]).await?;
    Ok(found.pop().unwrap_or_default())
}

/// The question of [`standing_of`]; without an answer nothing is asked for.
pub(crate) fn standing_asked(
    person: Id<Person>,
    instrument: Id<Instrument>,
    now: Timestamp,
    into: &mut Vec<Standing>,
) -> Question<'_> {
    let sql = "SELECT d.level AS needs, q.level AS has, q.state, q.valid_until
               FROM qualification_demand d
               LEFT JOIN qualification q ON q.instrument_id = d.instrument_id AND q.person_id = $2
               WHERE d.instrument_id = $1";
    Question::rows(sql, args![instrument, person], into, move |row| {
        let needs: String = row.get("needs")?;
        let (has, state): (Option<String>, Option<String>) = (row.get("has")?, row.get("state")?);
        let until: Option<Timestamp> = row.get("valid_until")?;
        let held = has.as_deref().zip(state.as_deref()).map(|(has, state)| (level_of(has), state, until));
        Ok(standing(Some(level_of(&needs)), held, now))
    })
}

/// What an instrument asks, if anything.
pub(super) async fn demand(db: &mut impl Reads, id: Id<Instrument>) -> Result<Option<Demand>, DbError> {
    let sql = "SELECT instrument_id, facility_id, level, valid_days, what_ko, what_en, version
               FROM qualification_demand WHERE instrument_id = $1";
    db.maybe(sql, args![id], |row| {
        Ok(Demand {
            instrument: row.get("instrument_id")?,
            facility: row.get("facility_id")?,
            level: level_of(&row.get::<String>("level")?),
            valid_days: row.get("valid_days")?,
            what: Text { ko: row.get("what_ko")?, en: row.get("what_en")? },
            version: row.get("version")?,
        })
    })
    .await
}

/// Writes what an instrument asks; false when somebody changed it since.
pub(super) async fn set_demand(
    tx: &mut Tx,
    demand: &Demand,
    was: Option<i64>,
    by: Id<Person>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let Demand { instrument, facility, level, valid_days, what, version } = demand;
    let make = "INSERT INTO qualification_demand
                  (instrument_id, facility_id, level, valid_days, what_ko, what_en, version, changed_by_id, changed_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (instrument_id) DO NOTHING";
    let change =
        "UPDATE qualification_demand SET facility_id = $2, level = $3, valid_days = $4, what_ko = $5,
                    what_en = $6, version = $7, changed_by_id = $8, changed_at = $9
                  WHERE instrument_id = $1 AND version = $10";
    let mut values = args![
        *instrument,
        *facility,
        level.key(),
        *valid_days,
        what.ko.as_str(),
        what.en.as_str(),
        *version,
        by,
        at
    ];
    match was {
        None => Ok(tx.run(make, values).await? == 1),
        Some(was) => {
            values.push(was);
            Ok(tx.run(change, values).await? == 1)
        }
    }
}

/// Asks for nothing any more; false when somebody changed it since.
pub(super) async fn drop_demand(tx: &mut Tx, id: Id<Instrument>, was: i64) -> Result<bool, DbError> {
    let sql = "DELETE FROM qualification_demand WHERE instrument_id = $1 AND version = $2";
    Ok(tx.run(sql, args![id, was]).await? == 1)
}

fn qualification_from(row: &Row) -> Result<Qualification, DbError> {
    Ok(Qualification {
        id: row.get("id")?,
        instrument: row.get("instrument_id")?,
        facility: row.get("facility_id")?,
        person: row.get("person_id")?,
        level: level_of(&row.get::<String>("level")?),
        state: row.json::<State>("state_json")?,
        granted_by: row.get("granted_by_id")?,
        granted_at: row.get("granted_at")?,
        valid_until: row.get("valid_until")?,
        told: row.get("told")?,
        version: row.get("version")?,
        changed_at: row.get("changed_at")?,
    })
}

/// One qualification.
pub(super) async fn find(
    db: &mut impl Reads,
    id: Id<QualificationId>,
) -> Result<Option<Qualification>, DbError> {
    let sql =
        "SELECT id, instrument_id, facility_id, person_id, level, state_json, granted_by_id, granted_at,
                      valid_until, told, version, changed_at FROM qualification WHERE id = $1";
    db.maybe(sql, args![id], qualification_from).await
}

/// A person's qualification for an instrument.
pub(super) async fn held(
    db: &mut impl Reads,
    person: Id<Person>,
    instrument: Id<Instrument>,
) -> Result<Option<Qualification>, DbError> {
    let sql =
        "SELECT id, instrument_id, facility_id, person_id, level, state_json, granted_by_id, granted_at,
                      valid_until, told, version, changed_at
               FROM qualification WHERE person_id = $1 AND instrument_id = $2";
    db.maybe(sql, args![person, instrument], qualification_from).await
}

/// Writes a new qualification.
pub(super) async fn insert(tx: &mut Tx, q: &Qualification) -> Result<(), DbError> {
    let sql =
        "INSERT INTO qualification (id, instrument_id, facility_id, person_id, level, state, state_json,
                 granted_by_id, granted_at, valid_until, told, version, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = args![
        q.id,
        q.instrument,
        q.facility,
        q.person,
        q.level.key(),
        q.state.key(),
        to_json(&q.state)?,
        q.granted_by,
        q.granted_at,
        q.valid_until,
        q.told,
        q.version,
        q.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed qualification; false when somebody else changed it since.
pub(super) async fn update(tx: &mut Tx, q: &Qualification, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE qualification SET level = $3, state = $4, state_json = $5, granted_by_id = $6, granted_at = $7,
                 valid_until = $8, told = $9, version = $10, changed_at = $11 WHERE id = $1 AND version = $2";
    let values = args![
        q.id,
        was,
        q.level.key(),
        q.state.key(),
        to_json(&q.state)?,
        q.granted_by,
        q.granted_at,
        q.valid_until,
        q.told,
        q.version,
        q.changed_at
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// One training.
pub(super) async fn find_training(
    db: &mut impl Reads,
    id: Id<TrainingId>,
) -> Result<Option<Training>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, person_id, organisation_id, state_json, wish, version, asked_at,
                      changed_at FROM training WHERE id = $1";
    db.maybe(sql, args![id], training_from).await
}

/// A person's open training at an instrument.
pub(super) async fn open_training(
    db: &mut impl Reads,
    person: Id<Person>,
    instrument: Id<Instrument>,
) -> Result<Option<Training>, DbError> {
    let sql = "SELECT id, instrument_id, facility_id, person_id, organisation_id, state_json, wish, version, asked_at,
                      changed_at
               FROM training WHERE person_id = $1 AND instrument_id = $2 AND state IN ('requested', 'scheduled')";
    db.maybe(sql, args![person, instrument], training_from).await
}

fn training_from(row: &Row) -> Result<Training, DbError> {
    Ok(Training {
        id: row.get("id")?,
        instrument: row.get("instrument_id")?,
        facility: row.get("facility_id")?,
        person: row.get("person_id")?,
        organisation: row.get("organisation_id")?,
        state: row.json::<TrainingState>("state_json")?,
        wish: row.get("wish")?,
        version: row.get("version")?,
        asked_at: row.get("asked_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Writes a new training.
pub(super) async fn insert_training(tx: &mut Tx, training: &Training) -> Result<(), DbError> {
    let sql =
        "INSERT INTO training (id, instrument_id, facility_id, person_id, organisation_id, state, state_json,
                 wish, version, asked_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = args![
        training.id,
        training.instrument,
        training.facility,
        training.person,
        training.organisation,
        training.state.key(),
        to_json(&training.state)?,
        training.wish.as_str(),
        training.version,
        training.asked_at,
        training.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed training; false when somebody else changed it since.
pub(super) async fn update_training(tx: &mut Tx, training: &Training, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE training SET state = $3, state_json = $4, version = $5, changed_at = $6
               WHERE id = $1 AND version = $2";
    let values = args![
        training.id,
        was,
        training.state.key(),
        to_json(&training.state)?,
        training.version,
        training.changed_at
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// A qualification with the names around it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "QualificationLine")]
pub(super) struct Line {
    /// The qualification.
    pub q: Qualification,
    /// Its state's key.
    pub state: &'static str,
    /// Whose.
    pub person_name: String,
    /// For what.
    pub instrument_name: Text,
    /// Of which facility.
    pub facility_name: Text,
    /// Coming bookings of the instrument by the person.
    pub ahead: i64,
}

/// Qualifications of a person, or of an instrument, by name.
pub(super) async fn lines(
    db: &mut impl Reads,
    person: Option<Id<Person>>,
    instrument: Option<Id<Instrument>>,
    now: Timestamp,
) -> Result<Vec<Line>, DbError> {
    let base = "SELECT q.id, q.instrument_id, q.facility_id, q.person_id, q.level, q.state_json, q.granted_by_id,
                       q.granted_at, q.valid_until, q.told, q.version, q.changed_at, p.name AS person_name,
                       i.name_ko, i.name_en, f.name_ko AS facility_ko, f.name_en AS facility_en,
                       (SELECT COUNT(*) FROM reservation r WHERE r.holder_id = q.person_id
                          AND r.instrument_id = q.instrument_id AND r.holds_time AND r.starts_at > $1) AS ahead
                FROM qualification q
                LEFT JOIN public_person p ON p.id = q.person_id
                LEFT JOIN public_instrument i ON i.id = q.instrument_id
                LEFT JOIN public_facility f ON f.id = q.facility_id
                WHERE q.version > 0";
    let (sql, values) = ieum_db::Query::new(base, args![now])
        .and_some(" AND q.person_id = ?", person)
        .and_some(" AND q.instrument_id = ?", instrument)
        .and(" ORDER BY i.name_ko, p.name, q.id LIMIT ?", args![500])
        .finish();
    db.all(sql, values, |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        let q = qualification_from(row)?;
        Ok(Line {
            state: q.state.key(),
            q,
            person_name: text("person_name")?,
            instrument_name: Text { ko: text("name_ko")?, en: text("name_en")? },
            facility_name: Text { ko: text("facility_ko")?, en: text("facility_en")? },
            ahead: row.get("ahead")?,
        })
    })
    .await
}

/// A training with the names around it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub(super) struct TrainingLine {
    /// The training.
    pub training: Training,
    /// Its state's key.
    pub state: &'static str,
    /// When it takes place.
    pub starts: Option<Timestamp>,
    /// Who learns.
    pub person_name: String,
    /// For which organisation.
    pub organisation_name: Text,
    /// At which instrument.
    pub instrument_name: Text,
}

/// Trainings of a person, or at an instrument: the latest change first.
pub(super) async fn trainings(
    db: &mut impl Reads,
    person: Option<Id<Person>>,
    instrument: Option<Id<Instrument>>,
) -> Result<Vec<TrainingLine>, DbError> {
    let base = "SELECT t.id, t.instrument_id, t.facility_id, t.person_id, t.organisation_id, t.state_json, t.wish,
                       t.version, t.asked_at, t.changed_at, p.name AS person_name, o.name_ko AS organisation_ko,
                       o.name_en AS organisation_en, i.name_ko, i.name_en
                FROM training t
                LEFT JOIN public_person p ON p.id = t.person_id
                LEFT JOIN public_organisation o ON o.id = t.organisation_id
                LEFT JOIN public_instrument i ON i.id = t.instrument_id
                WHERE t.version > 0";
    let (sql, values) = ieum_db::Query::new(base, args![])
        .and_some(" AND t.person_id = ?", person)
        .and_some(" AND t.instrument_id = ?", instrument)
        .and(" ORDER BY t.changed_at DESC, t.id DESC LIMIT ?", args![200])
        .finish();
    db.all(sql, values, |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        let training = training_from(row)?;
        Ok(TrainingLine {
            state: training.state.key(),
            starts: training.state.starts(),
            training,
            person_name: text("person_name")?,
            organisation_name: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
            instrument_name: Text { ko: text("name_ko")?, en: text("name_en")? },
        })
    })
    .await
}

/// An instrument as these pages name it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub(super) struct Named {
    /// Which.
    pub instrument: Id<Instrument>,
    /// Its names.
    pub name: Text,
    /// Who runs it.
    pub facility: Id<Facility>,
}

/// An instrument that a facility runs.
pub(super) async fn named(db: &mut impl Reads, id: Id<Instrument>) -> Result<Option<Named>, DbError> {
    let sql = "SELECT id, name_ko, name_en, facility_id FROM public_instrument
               WHERE id = $1 AND facility_id IS NOT NULL";
    db.maybe(sql, args![id], |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Named {
            instrument: row.get("id")?,
            name: Text { ko: text("name_ko")?, en: text("name_en")? },
            facility: row.get("facility_id")?,
        })
    })
    .await
}
