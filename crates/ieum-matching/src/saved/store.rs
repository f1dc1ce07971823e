//! What we keep of saved searches.

use super::thing::SavedSearch;
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Person, Timestamp};
use std::collections::BTreeSet;

fn saved(row: &Row) -> Result<SavedSearch, DbError> {
    Ok(SavedSearch {
        id: row.get("id")?,
        person: row.get("person_id")?,
        words: row.get("words")?,
        kinds: row.json("kinds_json")?,
        filters: row.json("filters_json")?,
        made_at: row.get("made_at")?,
        checked_at: row.get("checked_at")?,
    })
}

pub(super) async fn insert(tx: &mut Tx, search: &SavedSearch) -> Result<(), DbError> {
    let sql = "INSERT INTO saved_search (id, person_id, words, kinds_json, filters_json, made_at, checked_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let SavedSearch { id, person, words, kinds, filters, made_at, checked_at } = search;
    tx.run(sql, args![*id, *person, words, to_json(kinds)?, to_json(filters)?, *made_at, *checked_at])
        .await
        .map(drop)
}

/// Somebody's searches, the newest first.
pub(super) async fn of_person(
    reads: &mut impl Reads,
    person: Id<Person>,
) -> Result<Vec<SavedSearch>, DbError> {
    let sql = "SELECT id, person_id, words, kinds_json, filters_json, made_at, checked_at FROM saved_search
               WHERE person_id = $1 ORDER BY made_at DESC, id DESC LIMIT 100";
    reads.all(sql, args![person], saved).await
}

/// Everybody's searches after an id, in the order of ids.
pub(super) async fn after(reads: &mut impl Reads, id: &str, most: i64) -> Result<Vec<SavedSearch>, DbError> {
    let sql = "SELECT id, person_id, words, kinds_json, filters_json, made_at, checked_at FROM saved_search
               WHERE id > $1 ORDER BY id LIMIT $2";
    reads.all(sql, args![id, most], saved).await
}

pub(super) async fn seen(
    reads: &mut impl Reads,
    search: Id<SavedSearch>,
) -> Result<BTreeSet<String>, DbError> {
    let sql = "SELECT thing_id FROM saved_search_seen WHERE search_id = $1";
    Ok(reads.all(sql, args![search], |row| row.get("thing_id")).await?.into_iter().collect())
}

pub(super) async fn see(
    tx: &mut Tx,
    search: Id<SavedSearch>,
    things: &[String],
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO saved_search_seen (search_id, thing_id, at) VALUES ($1, $2, $3)
               ON CONFLICT (search_id, thing_id) DO NOTHING";
    for thing in things {
        tx.run(sql, args![search, thing, at]).await?;
    }
    let checked = "UPDATE saved_search SET checked_at = $2 WHERE id = $1";
    tx.run(checked, args![search, at]).await.map(drop)
}

/// Whether there was one of this person to remove.
pub(super) async fn remove(
    tx: &mut Tx,
    person: Id<Person>,
    search: Id<SavedSearch>,
) -> Result<bool, DbError> {
    let own = "SELECT id FROM saved_search WHERE id = $1 AND person_id = $2";
    let found: Option<String> = tx.maybe(own, args![search, person], |row| row.get("id")).await?;
    if found.is_some() {
        tx.run("DELETE FROM saved_search_seen WHERE search_id = $1", args![search]).await?;
        tx.run("DELETE FROM saved_search WHERE id = $1", args![search]).await?;
    }
    Ok(found.is_some())
}
