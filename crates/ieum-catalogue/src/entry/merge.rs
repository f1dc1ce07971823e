//! One thing entered twice: the other is taken out, and its address leads to the one that is kept.
//!
//! Nothing is lost: the row, its history, photos and links stay as they are, so that a merge can be undone at any time.
//! Whether somebody may merge is for the caller to ask.

use super::kind::ThingId;
use super::service::{EntryError, write};
use super::store;
use super::thing::{Entry, What};
use ieum_db::{Audit, DbError, Reads, Tx, args};
use ieum_kernel::{Clock, Id, Person};
use serde_json::json;

/// Takes `gone` out of the catalogue in favour of `kept`.
///
/// # Errors
/// [`EntryError::NotFound`] unless both are in the catalogue, of one kind, and two; [`EntryError::Stale`] when somebody
/// changes `gone` meanwhile.
pub async fn merge(
    tx: &mut Tx,
    clock: &dyn Clock,
    by: Id<Person>,
    kept: &ThingId,
    gone: &ThingId,
) -> Result<(), EntryError> {
    let (keeping, going) = (present(tx, kept).await?, present(tx, gone).await?);
    if keeping.id == going.id || kept.kind() != gone.kind() {
        return Err(EntryError::NotFound);
    }
    let at = clock.now();
    if !write(tx, &going, &going.values, true, What::Withdrawn, Some(by), at, None).await? {
        return Err(EntryError::Stale(Box::new(going)));
    }
    let sql = "INSERT INTO thing_merged (gone_id, kept_id, merged_by, at) VALUES ($1, $2, $3, $4)";
    tx.run(sql, args![gone, kept, by, at]).await?;
    // What was merged into the thing that goes now leads on to the one that stays.
    tx.run("UPDATE thing_merged SET kept_id = $2 WHERE kept_id = $1", args![gone, kept]).await?;
    note(tx, clock, by, "merge", kept, gone).await
}

/// Undoes a merge: the thing is back at its own address.
///
/// # Errors
/// [`EntryError::NotFound`] when `gone` was not merged into `kept`.
pub async fn part(
    tx: &mut Tx,
    clock: &dyn Clock,
    by: Id<Person>,
    kept: &ThingId,
    gone: &ThingId,
) -> Result<(), EntryError> {
    let sql = "DELETE FROM thing_merged WHERE gone_id = $1 AND kept_id = $2";
    if tx.run(sql, args![gone, kept]).await? == 0 {
        return Err(EntryError::NotFound);
    }
    let back = store::get(tx, gone).await?.ok_or(EntryError::NotFound)?;
    if back.withdrawn
        && !write(tx, &back, &back.values, false, What::Restored, Some(by), clock.now(), None).await?
    {
        return Err(EntryError::Stale(Box::new(back)));
    }
    note(tx, clock, by, "part", kept, gone).await
}

async fn present(tx: &mut Tx, id: &ThingId) -> Result<Entry, EntryError> {
    store::get(tx, id).await?.filter(|entry| !entry.withdrawn).ok_or(EntryError::NotFound)
}

async fn note(
    tx: &mut Tx,
    clock: &dyn Clock,
    by: Id<Person>,
    what: &str,
    kept: &ThingId,
    gone: &ThingId,
) -> Result<(), EntryError> {
    let action = format!("{}.{what}", gone.kind());
    let after = Some(json!({ "kept": kept, "gone": gone }));
    let at = clock.now();
    let entry = Audit { actor: Some(by), action: &action, thing: gone.text(), before: None, after, at };
    tx.audit(&entry).await?;
    Ok(())
}

/// The thing that stands for one that was merged.
///
/// # Errors
/// Faults of the database.
pub async fn kept_for(reads: &mut impl Reads, gone: &ThingId) -> Result<Option<ThingId>, DbError> {
    let sql = "SELECT kept_id FROM thing_merged WHERE gone_id = $1";
    Ok(reads.all(sql, args![gone], |row| row.get("kept_id")).await?.pop())
}
