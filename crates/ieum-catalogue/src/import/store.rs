//! What is kept of imports.

use super::{Choices, Counts, Import, ImportId, Reading, RowFault, State};
use crate::entry::{Change, KindKey, ThingId};
use ieum_db::{Args, DbError, JobId, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Timestamp};

/// Writes a new import.
pub(super) async fn insert(tx: &mut Tx, import: &Import) -> Result<(), DbError> {
    let sql =
        "INSERT INTO import (id, kind, file_id, file_name, signature, headers_json, choices_json, state,
                                   row_count, made_by, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)";
    let (headers, choices) = (to_json(&import.headers)?, to_json(&import.choices)?);
    let Import { id, kind, file, file_name, signature, state, rows, made_by, made_at, .. } = import;
    let values = args![
        id,
        kind.key(),
        file,
        file_name,
        signature,
        headers,
        choices,
        state.key(),
        rows,
        made_by,
        made_at
    ];
    tx.run(sql, values).await?;
    Ok(())
}

/// Writes where an import stands, if it still stands where it was read; tells whether it did.
pub(super) async fn advance(tx: &mut Tx, from: State, to: &Import, at: Timestamp) -> Result<bool, DbError> {
    let sql = "UPDATE import SET state = $3, choices_json = $4, job_id = $5, row_count = $6, read_count = $7,
                      new_count = $8, update_count = $9, same_count = $10, faulty_count = $11, undone_count = $12,
                      kept_count = $13, changed_at = $14
               WHERE id = $1 AND state = $2";
    let Import { id, choices, state, job, rows, counts, undone, kept, .. } = to;
    let Counts { read, new, update, same, faulty } = counts;
    let values = args![
        id,
        from.key(),
        state.key(),
        to_json(choices)?,
        job,
        rows,
        read,
        new,
        update,
        same,
        faulty,
        undone,
        kept,
        at
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// One import.
pub(super) async fn get(reads: &mut impl Reads, id: Id<ImportId>) -> Result<Option<Import>, DbError> {
    let sql = "SELECT id, kind, file_id, file_name, signature, headers_json, choices_json, state, job_id, row_count,
                      read_count, new_count, update_count, same_count, faulty_count, undone_count, kept_count,
                      made_by, made_at, changed_at
               FROM import WHERE id = $1";
    reads.maybe(sql, args![id], from_row).await
}

/// The latest imports.
pub(super) async fn latest(reads: &mut impl Reads, limit: i64) -> Result<Vec<Import>, DbError> {
    let sql = "SELECT id, kind, file_id, file_name, signature, headers_json, choices_json, state, job_id, row_count,
                      read_count, new_count, update_count, same_count, faulty_count, undone_count, kept_count,
                      made_by, made_at, changed_at
               FROM import ORDER BY changed_at DESC, id DESC LIMIT $1";
    reads.all(sql, args![limit], from_row).await
}

fn from_row(row: &Row) -> Result<Import, DbError> {
    let wrong = |column: &str, text: &str| DbError::Decode {
        column: column.to_owned(),
        source: format!("unknown word {text}").into(),
    };
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    Ok(Import {
        id: row.get("id")?,
        kind: kind.parse::<KindKey>().map_err(|_unknown| wrong("kind", &kind))?,
        file: row.get("file_id")?,
        file_name: row.get("file_name")?,
        signature: row.get("signature")?,
        headers: row.json("headers_json")?,
        choices: row.json("choices_json")?,
        state: State::ALL.into_iter().find(|s| s.key() == state).ok_or_else(|| wrong("state", &state))?,
        job: row.get("job_id")?,
        rows: row.get("row_count")?,
        counts: Counts {
            read: row.get("read_count")?,
            new: row.get("new_count")?,
            update: row.get("update_count")?,
            same: row.get("same_count")?,
            faulty: row.get("faulty_count")?,
        },
        undone: row.get("undone_count")?,
        kept: row.get("kept_count")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Forgets the faults found before, and what names were taken for.
pub(super) async fn clear_faults(tx: &mut Tx, id: Id<ImportId>) -> Result<(), DbError> {
    tx.run("DELETE FROM import_fault WHERE import_id = $1", args![id]).await?;
    tx.run("DELETE FROM import_reading WHERE import_id = $1", args![id]).await?;
    Ok(())
}

/// Puts a fault of the whole import in its place, instead of an earlier one.
pub(super) async fn put_fault(
    tx: &mut Tx,
    id: Id<ImportId>,
    number: i64,
    fault: &RowFault,
) -> Result<(), DbError> {
    tx.run("DELETE FROM import_fault WHERE import_id = $1 AND number = $2", args![id, number]).await?;
    add_faults(tx, id, number, std::slice::from_ref(fault)).await
}

/// Adds faults, numbered from `first`.
pub(super) async fn add_faults(
    tx: &mut Tx,
    id: Id<ImportId>,
    first: i64,
    faults: &[RowFault],
) -> Result<(), DbError> {
    let mut number = first;
    for part in faults.chunks(crate::entry::store::ROWS) {
        let mut query: Option<Query> = None;
        for fault in part {
            let value: String = fault.value.chars().take(200).collect();
            let row: Args =
                args![id, number, fault.line, &fault.heading, value, &fault.key, to_json(&fault.args)?];
            number += 1;
            query = Some(match query {
                None => Query::new(
                    "INSERT INTO import_fault (import_id, number, line, heading, value, message_key, args_json)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    row,
                ),
                Some(query) => query.and(", (?, ?, ?, ?, ?, ?, ?)", row),
            });
        }
        if let Some(query) = query {
            let (sql, values) = query.finish();
            tx.run(sql, values).await?;
        }
    }
    Ok(())
}

/// Faults in the order of the file.
pub(super) async fn faults(
    reads: &mut impl Reads,
    id: Id<ImportId>,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, RowFault)>, DbError> {
    let sql = "SELECT number, line, heading, value, message_key, args_json FROM import_fault
               WHERE import_id = $1 AND number > $2 ORDER BY number LIMIT $3";
    let fault = |row: &Row| {
        let fault = RowFault {
            line: row.get("line")?,
            heading: row.get("heading")?,
            value: row.get("value")?,
            key: row.get("message_key")?,
            args: row.json("args_json")?,
        };
        Ok((row.get("number")?, fault))
    };
    reads.all(sql, args![id, after, limit], fault).await
}

/// Keeps what names were taken for; each name once.
pub(super) async fn add_readings(tx: &mut Tx, id: Id<ImportId>, readings: &[Reading]) -> Result<(), DbError> {
    let sql =
        "INSERT INTO import_reading (import_id, written, thing_id, how, line) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (import_id, written) DO NOTHING";
    for Reading { written, thing, how, line } in readings {
        tx.run(sql, args![id, written.as_str(), thing.as_str(), how.as_str(), *line]).await?;
    }
    Ok(())
}

/// What names were taken for, in the order of the file.
pub(super) async fn readings(
    reads: &mut impl Reads,
    id: Id<ImportId>,
    limit: i64,
) -> Result<Vec<(Reading, ieum_kernel::Text)>, DbError> {
    let sql = "SELECT r.written, r.thing_id, r.how, r.line, o.name_ko, o.name_en FROM import_reading r
               JOIN organisation o ON o.id = r.thing_id
               WHERE r.import_id = $1 ORDER BY r.line, r.written LIMIT $2";
    let reading = |row: &Row| {
        let reading = Reading {
            written: row.get("written")?,
            thing: row.get("thing_id")?,
            how: row.get("how")?,
            line: row.get("line")?,
        };
        Ok((reading, ieum_kernel::Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
    };
    reads.all(sql, args![id, limit], reading).await
}

/// The column choices made last for these headings.
pub(super) async fn remembered(
    reads: &mut impl Reads,
    signature: &str,
    kind: KindKey,
) -> Result<Option<Choices>, DbError> {
    let sql = "SELECT choices_json FROM import_memory WHERE signature = $1 AND kind = $2";
    reads.maybe(sql, args![signature, kind.key()], |row| row.json("choices_json")).await
}

/// Remembers column choices for these headings.
pub(super) async fn remember(
    tx: &mut Tx,
    signature: &str,
    kind: KindKey,
    choices: &Choices,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO import_memory (signature, kind, choices_json, used_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (signature, kind) DO UPDATE SET choices_json = excluded.choices_json, used_at = excluded.used_at";
    tx.run(sql, args![signature, kind.key(), to_json(choices)?, at]).await?;
    Ok(())
}

/// What an import did to things, by thing; a part of it.
pub(super) async fn changes(
    reads: &mut impl Reads,
    id: Id<ImportId>,
    after: &str,
    limit: i64,
) -> Result<Vec<(ThingId, Change)>, DbError> {
    let sql = "SELECT thing_id, version, what, before_json, after_json, changed_by, at FROM thing_change
               WHERE import_id = $1 AND thing_id > $2 AND what <> 'undone' ORDER BY thing_id LIMIT $3";
    let change = |row: &Row| {
        let change = Change {
            version: row.get("version")?,
            what: row.get("what")?,
            by: row.get("changed_by")?,
            at: row.get("at")?,
            import: None,
            before: row.json_maybe("before_json")?.unwrap_or_default(),
            after: row.json_maybe("after_json")?.unwrap_or_default(),
        };
        Ok((row.get("thing_id")?, change))
    };
    reads.all(sql, args![id, after, limit], change).await
}

/// Attaches a job to an import.
pub(super) async fn set_job(tx: &mut Tx, id: Id<ImportId>, job: JobId) -> Result<(), DbError> {
    tx.run("UPDATE import SET job_id = $2 WHERE id = $1", args![id, job]).await?;
    Ok(())
}
