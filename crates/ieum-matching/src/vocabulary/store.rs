//! What is kept of words: what this region changed, where it leads, and every version.

use super::word::{Entry, Origin, Version, Word, links};
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Person, Timestamp};

/// The number of the last change, 0 before the first.
pub(crate) async fn turn(reads: &mut impl Reads) -> Result<i64, DbError> {
    let sql = "SELECT coalesce(max(turn), 0) AS turn FROM vocabulary_turn";
    reads.one(sql, args![], |row| row.get("turn")).await
}

/// Takes the next number; others wait until commit.
pub(super) async fn take_turn(tx: &mut Tx) -> Result<i64, DbError> {
    let sql = "INSERT INTO vocabulary_turn (one, turn) VALUES (1, 1)
               ON CONFLICT (one) DO UPDATE SET turn = vocabulary_turn.turn + 1 RETURNING turn";
    tx.one(sql, args![], |row| row.get("turn")).await
}

/// What lies over the shipped glossary: by id the entry, or none where it is taken away.
pub(crate) async fn over(reads: &mut impl Reads) -> Result<Vec<(String, Option<Entry>)>, DbError> {
    let sql = "SELECT entry_id, entry_json FROM vocabulary_word WHERE state <> 'shipped' ORDER BY entry_id";
    reads.all(sql, args![], |row| Ok((row.get("entry_id")?, row.json_maybe("entry_json")?))).await
}

fn word(row: &Row) -> Result<Word, DbError> {
    let state: String = row.get("state")?;
    Ok(Word {
        id: row.get("entry_id")?,
        origin: Origin::named(&state).unwrap_or(Origin::Shipped),
        entry: row.json_maybe("entry_json")?,
        version: row.get("version")?,
    })
}

/// Every entry this region has touched, by id.
pub(super) async fn touched(reads: &mut impl Reads) -> Result<Vec<Word>, DbError> {
    let sql = "SELECT entry_id, state, entry_json, version FROM vocabulary_word ORDER BY entry_id";
    reads.all(sql, args![], word).await
}

pub(super) async fn find(reads: &mut impl Reads, id: &str) -> Result<Option<Word>, DbError> {
    let sql = "SELECT entry_id, state, entry_json, version FROM vocabulary_word WHERE entry_id = $1";
    reads.maybe(sql, args![id], word).await
}

/// The versions of an entry, the last first.
pub(super) async fn versions(reads: &mut impl Reads, id: &str) -> Result<Vec<Version>, DbError> {
    let sql = "SELECT version, change, entry_json, why, by_id, at FROM vocabulary_version WHERE entry_id = $1
               ORDER BY version DESC LIMIT 500";
    let version = |row: &Row| {
        Ok(Version {
            version: row.get("version")?,
            change: row.get("change")?,
            entry: row.json_maybe("entry_json")?,
            why: row.get("why")?,
            by: row.get("by_id")?,
            at: row.get("at")?,
        })
    };
    reads.all(sql, args![id], version).await
}

/// One change as it is written.
pub(super) struct Written<'a> {
    pub word: &'a Word,
    /// The entry after the change, also where it is as it ships.
    pub entry: Option<&'a Entry>,
    pub change: &'static str,
    pub why: &'a str,
    pub by: Id<Person>,
    pub at: Timestamp,
}

/// Writes an entry as it is now, where it leads, and the version.
pub(super) async fn write(tx: &mut Tx, one: &Written<'_>) -> Result<(), DbError> {
    let Word { id, origin, entry, version } = one.word;
    let json = entry.as_ref().map(to_json).transpose()?;
    let reference = entry.as_ref().and_then(|e| e.reference.as_deref()).unwrap_or_default();
    let sql = "INSERT INTO vocabulary_word (entry_id, state, entry_json, reference, version, changed_by, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (entry_id) DO UPDATE SET state = excluded.state,
               entry_json = excluded.entry_json, reference = excluded.reference, version = excluded.version,
               changed_by = excluded.changed_by, changed_at = excluded.changed_at";
    tx.run(sql, args![id, origin.key(), json, reference, *version, one.by, one.at]).await?;
    tx.run("DELETE FROM vocabulary_link WHERE entry_id = $1", args![id]).await?;
    let link = "INSERT INTO vocabulary_link (entry_id, link, to_id) VALUES ($1, $2, $3)
                ON CONFLICT (entry_id, link, to_id) DO NOTHING";
    for (kind, to) in entry.iter().flat_map(links) {
        tx.run(link, args![id, kind, to]).await?;
    }
    let kept = one.entry.map(to_json).transpose()?;
    let sql = "INSERT INTO vocabulary_version (entry_id, version, change, entry_json, why, by_id, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tx.run(sql, args![id, *version, one.change, kept, one.why, one.by, one.at]).await.map(drop)
}
