//! One thing entered twice: the other is taken out, its address leads to the one that is kept, and what hangs on it goes along.
//!
//! Nothing is lost: the row, its history, photos and links stay as they are, and what went along is written down, so that a
//! merge can be undone at any time. Whether somebody may merge is for the caller to ask.

use super::policy::{Facts, Refusal, refusals};
use super::store;
use crate::asks::{Hanging, Hangings, Merge};
use crate::entry::service::{EntryError, write};
use crate::entry::store as things;
use crate::entry::{Entry, KindKey, ThingId, What};
use ieum_db::{Audit, DbError, Reads, Tx};
use ieum_kernel::{Id, Person};
use ieum_web::{App, Problem};
use serde_json::json;

/// Why two entries did not become one, or two again.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// There are no such two things of one kind in the catalogue, or no such merge.
    #[error("no such two things")]
    NotFound,
    /// Somebody changed one of them meanwhile.
    #[error("the thing changed in the meantime")]
    Stale(Box<Entry>),
    /// Another room could not be asked.
    #[error("cannot ask what hangs on it: {}", .0.key)]
    Web(Box<Problem>),
    /// The database failed.
    #[error("cannot reach the catalogue")]
    Db(#[from] DbError),
}

impl From<Problem> for MergeError {
    fn from(problem: Problem) -> Self {
        Self::Web(Box::new(problem))
    }
}

impl From<MergeError> for Problem {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::Refused(reasons) => Self::refused("merging", reasons),
            MergeError::NotFound => EntryError::NotFound.into(),
            MergeError::Stale(now) => EntryError::Stale(now).into(),
            MergeError::Web(problem) => *problem,
            MergeError::Db(error) => error.into(),
        }
    }
}

fn allowed(kind: KindKey, hanging: &Hanging) -> Result<(), MergeError> {
    let reasons = refusals(&Facts {
        kind,
        booked_together: hanging.booked_together.len(),
        first: hanging.booked_together.first().copied(),
        people: hanging.people,
        work: hanging.work,
    });
    if reasons.is_empty() { Ok(()) } else { Err(MergeError::Refused(reasons)) }
}

/// Takes `gone` out of the catalogue in favour of `kept`; what hangs on it goes along.
///
/// # Errors
/// [`MergeError::NotFound`] unless both are in the catalogue, of one kind, and two; [`MergeError::Stale`] when somebody
/// changes `gone` meanwhile; every reason of the rules.
pub async fn merge(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    kept: &ThingId,
    gone: &ThingId,
) -> Result<(), MergeError> {
    let (keeping, going) = (present(tx, kept).await?, present(tx, gone).await?);
    if keeping.id == going.id || kept.kind() != gone.kind() {
        return Err(MergeError::NotFound);
    }
    let merge = Merge { kept: kept.clone(), gone: gone.clone(), by };
    let hangings = app.ask::<dyn Hangings>();
    if let Some(hangings) = &hangings {
        allowed(kept.kind(), &hangings.weigh(app, tx, &merge).await?)?;
    }
    let at = app.now();
    store::copy(tx, kept, gone).await?;
    if kept.kind() == KindKey::Organisation {
        hand_on(app, tx, &merge).await?;
    }
    if !write(tx, &going, &going.values, true, What::Withdrawn, Some(by), at, None).await? {
        return Err(MergeError::Stale(Box::new(going)));
    }
    store::insert(tx, kept, gone, by, at).await?;
    if let Some(hangings) = &hangings {
        hangings.carry(app, tx, &merge).await?;
    }
    note(app, tx, "merge", &merge).await
}

/// Undoes a merge: the thing is back at its own address, with what went along.
///
/// # Errors
/// [`MergeError::NotFound`] when `gone` was not merged into `kept`; every reason of the rules.
pub async fn part(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    kept: &ThingId,
    gone: &ThingId,
) -> Result<(), MergeError> {
    if !store::remove(tx, kept, gone).await? {
        return Err(MergeError::NotFound);
    }
    let back = things::get(tx, gone).await?.ok_or(MergeError::NotFound)?;
    let at = app.now();
    if back.withdrawn && !write(tx, &back, &back.values, false, What::Restored, Some(by), at, None).await? {
        return Err(MergeError::Stale(Box::new(back)));
    }
    let merge = Merge { kept: kept.clone(), gone: gone.clone(), by };
    if let Some(hangings) = app.ask::<dyn Hangings>() {
        allowed(kept.kind(), &hangings.put_back(app, tx, &merge).await?)?;
    }
    store::uncopy(tx, kept, gone).await?;
    give_back(app, tx, &merge).await?;
    note(app, tx, "part", &merge).await
}

/// Things of an organisation become the other's, each with its history.
async fn hand_on(app: &App, tx: &mut Tx, merge: &Merge) -> Result<(), MergeError> {
    for kind in KindKey::ALL.into_iter().map(KindKey::kind) {
        for owned in things::of_organisation(tx, kind, &merge.gone).await? {
            // Nothing becomes a part of itself.
            let owner = if owned.id == merge.kept { "" } else { merge.kept.text() };
            let values = owned.values.clone().with("organisation_id", owner);
            let (by, at) = (Some(merge.by), app.now());
            if !write(tx, &owned, &values, owned.withdrawn, What::Changed, by, at, None).await? {
                return Err(MergeError::Stale(Box::new(owned)));
            }
            store::note_owned(tx, &merge.gone, &owned.id).await?;
        }
    }
    Ok(())
}

/// Things that were handed on and nobody gave to a third since go back.
async fn give_back(app: &App, tx: &mut Tx, merge: &Merge) -> Result<(), MergeError> {
    for id in store::take_owned(tx, &merge.gone).await? {
        let Some(owned) = things::get(tx, &id).await? else { continue };
        let owner = owned.values.get("organisation_id");
        let still = owner == merge.kept.text() || (owned.id == merge.kept && owner.is_empty());
        if !still {
            continue;
        }
        let values = owned.values.clone().with("organisation_id", merge.gone.text());
        let (by, at) = (Some(merge.by), app.now());
        if !write(tx, &owned, &values, owned.withdrawn, What::Changed, by, at, None).await? {
            return Err(MergeError::Stale(Box::new(owned)));
        }
    }
    Ok(())
}

async fn present(tx: &mut Tx, id: &ThingId) -> Result<Entry, MergeError> {
    things::get(tx, id).await?.filter(|entry| !entry.withdrawn).ok_or(MergeError::NotFound)
}

async fn note(app: &App, tx: &mut Tx, what: &str, merge: &Merge) -> Result<(), MergeError> {
    let action = format!("{}.{what}", merge.gone.kind());
    let after = Some(json!({ "kept": merge.kept, "gone": merge.gone }));
    let thing = merge.gone.text();
    let entry = Audit { actor: Some(merge.by), action: &action, thing, before: None, after, at: app.now() };
    tx.audit(&entry).await?;
    Ok(())
}

/// The thing that stands for one that was merged.
///
/// # Errors
/// Faults of the database.
pub async fn kept_for(reads: &mut impl Reads, gone: &ThingId) -> Result<Option<ThingId>, DbError> {
    store::kept_for(reads, gone).await
}
