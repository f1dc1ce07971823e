//! What we keep of studies and runs.

use super::thing::{Run, State, Study};
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Person, Timestamp};
use serde_json::{Value, json};

fn study(row: &Row) -> Result<Study, DbError> {
    Ok(Study {
        id: row.get("id")?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        file: row.get("file_id")?,
        columns: row.json("columns_json")?,
        rows: row.get("row_count")?,
        made_at: row.get("made_at")?,
    })
}

fn run(row: &Row) -> Result<Run, DbError> {
    let at: Option<Timestamp> = row.get("ended_at")?;
    let answer: Option<Value> = if at.is_some() { Some(row.json("answer_json")?) } else { None };
    let state: String = row.get("state")?;
    let state = match (state.as_str(), at, answer) {
        ("done", Some(at), Some(figures)) => State::Done { figures, at },
        ("refused", Some(at), Some(reasons)) => {
            State::Refused { reasons: serde_json::from_value(reasons).unwrap_or_default(), at }
        }
        _ => State::Waiting,
    };
    Ok(Run {
        id: row.get("id")?,
        study: row.get("study_id")?,
        family: row.get("family")?,
        method: row.get("method")?,
        options: row.json("options_json")?,
        state,
        made_at: row.get("made_at")?,
    })
}

pub(super) async fn insert(tx: &mut Tx, study: &Study) -> Result<(), DbError> {
    let sql = "INSERT INTO study (id, person_id, name, file_id, columns_json, row_count, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Study { id, person, name, file, columns, rows, made_at } = study;
    tx.run(sql, args![*id, *person, name, *file, to_json(columns)?, *rows, *made_at]).await.map(drop)
}

pub(super) async fn find(reads: &mut impl Reads, id: Id<Study>) -> Result<Option<Study>, DbError> {
    let sql =
        "SELECT id, person_id, name, file_id, columns_json, row_count, made_at FROM study WHERE id = $1";
    reads.maybe(sql, args![id], study).await
}

/// Somebody's studies, the newest first.
pub(super) async fn of_person(reads: &mut impl Reads, person: Id<Person>) -> Result<Vec<Study>, DbError> {
    let sql = "SELECT id, person_id, name, file_id, columns_json, row_count, made_at FROM study
               WHERE person_id = $1 ORDER BY made_at DESC, id DESC LIMIT 200";
    reads.all(sql, args![person], study).await
}

pub(super) async fn insert_run(tx: &mut Tx, run: &Run) -> Result<(), DbError> {
    let sql = "INSERT INTO study_run (id, study_id, family, method, options_json, state, made_at)
               VALUES ($1, $2, $3, $4, $5, 'waiting', $6)";
    let Run { id, study, family, method, options, made_at, .. } = run;
    tx.run(sql, args![*id, *study, family, method, to_json(options)?, *made_at]).await.map(drop)
}

/// Ends a run that waits; one that has ended stays as it is.
pub(super) async fn end_run(tx: &mut Tx, id: Id<Run>, state: &State) -> Result<(), DbError> {
    let sql = "UPDATE study_run SET state = $2, answer_json = $3, ended_at = $4 WHERE id = $1 AND state = 'waiting'";
    let (name, answer, at) = match state {
        State::Waiting => return Ok(()),
        State::Done { figures, at } => ("done", figures.clone(), *at),
        State::Refused { reasons, at } => ("refused", json!(reasons), *at),
    };
    tx.run(sql, args![id, name, to_json(&answer)?, at]).await.map(drop)
}

pub(super) async fn find_run(reads: &mut impl Reads, id: Id<Run>) -> Result<Option<Run>, DbError> {
    let sql = "SELECT id, study_id, family, method, options_json, state, answer_json, made_at, ended_at FROM study_run
               WHERE id = $1";
    reads.maybe(sql, args![id], run).await
}

/// A study's runs, the newest first, without their figures.
pub(super) async fn runs(reads: &mut impl Reads, study: Id<Study>) -> Result<Vec<Run>, DbError> {
    let sql =
        "SELECT id, study_id, family, method, options_json, state, 'null' AS answer_json, made_at, ended_at
               FROM study_run WHERE study_id = $1 ORDER BY made_at DESC, id DESC LIMIT 500";
    reads.all(sql, args![study], run).await
}

/// How many runs of somebody wait.
pub(super) async fn waiting(reads: &mut impl Reads, person: Id<Person>) -> Result<i64, DbError> {
    let sql = "SELECT count(*) AS n FROM study_run r JOIN study s ON s.id = r.study_id
               WHERE s.person_id = $1 AND r.state = 'waiting'";
    reads.one(sql, args![person], |row| row.get("n")).await
}

pub(super) async fn remove(tx: &mut Tx, id: Id<Study>) -> Result<(), DbError> {
    tx.run("DELETE FROM study_run WHERE study_id = $1", args![id]).await?;
    tx.run("DELETE FROM study WHERE id = $1", args![id]).await.map(drop)
}
