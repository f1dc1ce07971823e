//! What is kept of merges, and what goes along within the catalogue.

use crate::entry::ThingId;
use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Person, Timestamp};

/// The thing that stands for one that was merged.
pub(super) async fn kept_for(reads: &mut impl Reads, gone: &ThingId) -> Result<Option<ThingId>, DbError> {
    let sql = "SELECT kept_id FROM thing_merged WHERE gone_id = $1";
    Ok(reads.all(sql, args![gone], |row| row.get("kept_id")).await?.pop())
}

/// Remembers a merge; what was merged into the thing that goes leads on to the one that stays.
pub(super) async fn insert(
    tx: &mut Tx,
    kept: &ThingId,
    gone: &ThingId,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO thing_merged (gone_id, kept_id, merged_by, at) VALUES ($1, $2, $3, $4)";
    tx.run(sql, args![gone, kept, by, at]).await?;
    tx.run("UPDATE thing_merged SET kept_id = $2 WHERE kept_id = $1", args![gone, kept]).await.map(drop)
}

/// Forgets a merge; false when there was none.
pub(super) async fn remove(tx: &mut Tx, kept: &ThingId, gone: &ThingId) -> Result<bool, DbError> {
    let sql = "DELETE FROM thing_merged WHERE gone_id = $1 AND kept_id = $2";
    Ok(tx.run(sql, args![gone, kept]).await? == 1)
}

/// Copies photos, documents and links to the one that stays, unless it has them, and writes down which.
pub(super) async fn copy(tx: &mut Tx, kept: &ThingId, gone: &ThingId) -> Result<(), DbError> {
    let note = "INSERT INTO thing_carried (gone_id, what, row_id)
                SELECT g.thing_id, 'file', g.file_id FROM thing_file g WHERE g.thing_id = $1 AND NOT EXISTS (
                  SELECT k.file_id FROM thing_file k WHERE k.thing_id = $2 AND k.file_id = g.file_id)";
    tx.run(note, args![gone, kept]).await?;
    let copy = "INSERT INTO thing_file (thing_id, file_id, role, name, media_type, size_bytes, caption, added_by, at)
                SELECT CAST($2 AS TEXT), g.file_id, g.role, g.name, g.media_type, g.size_bytes, g.caption, g.added_by, g.at
                FROM thing_file g JOIN thing_carried c ON c.gone_id = g.thing_id AND c.what = 'file' AND c.row_id = g.file_id
                WHERE g.thing_id = $1";
    tx.run(copy, args![gone, kept]).await?;
    let note = "INSERT INTO thing_carried (gone_id, what, pair, row_id)
                SELECT g.from_id, 'link_from', g.pair, g.to_id FROM thing_link g WHERE g.from_id = $1 AND NOT EXISTS (
                  SELECT k.to_id FROM thing_link k WHERE k.pair = g.pair AND k.from_id = $2 AND k.to_id = g.to_id)";
    tx.run(note, args![gone, kept]).await?;
    let copy = "INSERT INTO thing_link (pair, from_id, to_id)
                SELECT c.pair, CAST($2 AS TEXT), c.row_id FROM thing_carried c
                WHERE c.gone_id = $1 AND c.what = 'link_from'";
    tx.run(copy, args![gone, kept]).await?;
    let note = "INSERT INTO thing_carried (gone_id, what, pair, row_id)
                SELECT g.to_id, 'link_to', g.pair, g.from_id FROM thing_link g WHERE g.to_id = $1 AND NOT EXISTS (
                  SELECT k.from_id FROM thing_link k WHERE k.pair = g.pair AND k.to_id = $2 AND k.from_id = g.from_id)";
    tx.run(note, args![gone, kept]).await?;
    let copy = "INSERT INTO thing_link (pair, from_id, to_id)
                SELECT c.pair, c.row_id, CAST($2 AS TEXT) FROM thing_carried c
                WHERE c.gone_id = $1 AND c.what = 'link_to'";
    tx.run(copy, args![gone, kept]).await.map(drop)
}

/// Takes away what was copied and is still there.
pub(super) async fn uncopy(tx: &mut Tx, kept: &ThingId, gone: &ThingId) -> Result<(), DbError> {
    let sql = "DELETE FROM thing_file WHERE thing_id = $2
                 AND file_id IN (SELECT row_id FROM thing_carried WHERE gone_id = $1 AND what = 'file')";
    tx.run(sql, args![gone, kept]).await?;
    let sql = "DELETE FROM thing_link WHERE from_id = $2 AND EXISTS (
                 SELECT c.row_id FROM thing_carried c WHERE c.gone_id = $1 AND c.what = 'link_from'
                   AND c.pair = thing_link.pair AND c.row_id = thing_link.to_id)";
    tx.run(sql, args![gone, kept]).await?;
    let sql = "DELETE FROM thing_link WHERE to_id = $2 AND EXISTS (
                 SELECT c.row_id FROM thing_carried c WHERE c.gone_id = $1 AND c.what = 'link_to'
                   AND c.pair = thing_link.pair AND c.row_id = thing_link.from_id)";
    tx.run(sql, args![gone, kept]).await?;
    let sql = "DELETE FROM thing_carried WHERE gone_id = $1 AND what IN ('file', 'link_from', 'link_to')";
    tx.run(sql, args![gone]).await.map(drop)
}

/// Writes down a thing that belonged to the one that goes.
pub(super) async fn note_owned(tx: &mut Tx, gone: &ThingId, owned: &ThingId) -> Result<(), DbError> {
    let sql = "INSERT INTO thing_carried (gone_id, what, row_id) VALUES ($1, 'owner', $2)";
    tx.run(sql, args![gone, owned]).await.map(drop)
}

/// Things that belonged to one that went; they are forgotten here.
pub(super) async fn take_owned(tx: &mut Tx, gone: &ThingId) -> Result<Vec<ThingId>, DbError> {
    let sql = "SELECT row_id FROM thing_carried WHERE gone_id = $1 AND what = 'owner' ORDER BY row_id";
    let owned = tx.all(sql, args![gone], |row| row.get("row_id")).await?;
    let sql = "DELETE FROM thing_carried WHERE gone_id = $1 AND what = 'owner'";
    tx.run(sql, args![gone]).await?;
    Ok(owned)
}
