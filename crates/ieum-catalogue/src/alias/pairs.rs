//! Organisations that were entered twice: one is kept and gets the names of the other, or they are two.

use super::policy::{PairFacts, Refusal, pair_refusals};
use super::service::{AliasError, write_down};
use super::store::{self, Decided};
use crate::entry::{ThingId, store as things};
use crate::merging;
use ieum_db::{Audit, Tx};
use ieum_kernel::{Actor, Id, Organisation, Person};
use ieum_search::linkage::name_key;
use ieum_web::App;
use serde_json::json;

type OrganisationId = Id<Organisation>;

/// What somebody says of two organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One; this entry is kept.
    Same(OrganisationId),
    /// Two.
    Different,
}

/// Decides about two organisations; those that are one are merged, and the names of the one that goes find the other.
///
/// # Errors
/// Every reason why not.
pub async fn decide(
    app: &App,
    actor: &Actor,
    one: OrganisationId,
    other: OrganisationId,
    verdict: Verdict,
) -> Result<(), AliasError> {
    let (left, right) = (one.min(other), one.max(other));
    let kept = match verdict {
        Verdict::Same(kept) => Some(kept),
        Verdict::Different => None,
    };
    let mut tx = app.db.begin().await?;
    let standing = store::find_pair(&mut tx, left, right).await?;
    let by = asked(actor, (left, right), kept, standing.is_some(), false)?;
    for id in [left, right] {
        let entry = things::get(&mut tx, &ThingId::from(id)).await?;
        entry.filter(|entry| !entry.withdrawn).ok_or(AliasError::NotFound)?;
    }
    let id = app.new_id();
    let written = store::insert_pair(&mut tx, id, (left, right), kept, by, app.now()).await;
    written.map_err(|error| match error.is_constraint("alias_pair_decided") {
        true => AliasError::Refused(vec![Refusal::PairDecided]),
        false => AliasError::Db(error),
    })?;
    if let Some(kept) = kept {
        let gone = if kept == left { right } else { left };
        merging::merge(app, &mut tx, by, &kept.into(), &gone.into()).await?;
        store::hand_on(&mut tx, gone, kept).await?;
        name_after(app, &mut tx, by, gone, kept, &id.to_string()).await?;
    }
    note(app, &mut tx, by, (left, right), kept, "alias.pair").await?;
    tx.commit().await?;
    Ok(())
}

/// Confirms the names of the one that goes for the one that is kept, where nobody else is called so.
async fn name_after(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    gone: OrganisationId,
    kept: OrganisationId,
    pair: &str,
) -> Result<(), AliasError> {
    let names = |entry: crate::entry::Entry| [entry.name().ko, entry.name().en];
    let going = things::get(tx, &gone.into()).await?.map(names).unwrap_or_default();
    let Some(keeping) = things::get(tx, &kept.into()).await? else { return Err(AliasError::NotFound) };
    let called = keeping.name();
    let mut known = [&called.ko, &called.en].map(|name| name_key(name)).to_vec();
    for name in going {
        let key = name_key(&name);
        if key.is_empty() || known.contains(&key) || !store::of_name(tx, &key).await?.is_empty() {
            continue;
        }
        let decided = Decided {
            id: app.new_id(),
            organisation: kept,
            called: called.clone(),
            name,
            key: key.clone(),
            same: true,
            note: pair.to_owned(),
            by,
            at: app.now(),
            undone_at: None,
        };
        store::insert(tx, &decided).await?;
        write_down(tx, &decided, "alias.confirm", by, app.now()).await?;
        known.push(key);
    }
    Ok(())
}

/// Undoes a decision about two organisations; what was merged is parted again, and names go back.
///
/// # Errors
/// Every reason why not.
pub async fn part(
    app: &App,
    actor: &Actor,
    one: OrganisationId,
    other: OrganisationId,
) -> Result<(), AliasError> {
    let (left, right) = (one.min(other), one.max(other));
    let mut tx = app.db.begin().await?;
    let standing = store::find_pair(&mut tx, left, right).await?;
    let by = asked(actor, (left, right), None, standing.is_some(), true)?;
    let Some(pair) = standing else { return Err(AliasError::Refused(vec![Refusal::NotDecided])) };
    if let Some(kept) = pair.kept {
        let gone = if kept == left { right } else { left };
        for alias in store::noted(&mut tx, kept, &pair.id.to_string()).await? {
            store::undo(&mut tx, alias, by, app.now()).await?;
        }
        store::take_back(&mut tx, gone, kept).await?;
        merging::part(app, &mut tx, by, &kept.into(), &gone.into()).await?;
    }
    store::undo_pair(&mut tx, pair.id, by, app.now()).await?;
    note(app, &mut tx, by, (left, right), None, "alias.unpair").await?;
    tx.commit().await?;
    Ok(())
}

fn asked(
    actor: &Actor,
    (left, right): (OrganisationId, OrganisationId),
    kept: Option<OrganisationId>,
    decided: bool,
    undoing: bool,
) -> Result<Id<Person>, AliasError> {
    let (left, right) = (left.to_string(), right.to_string());
    let kept = kept.map(|id| id.to_string()).unwrap_or_default();
    let reasons = pair_refusals(&PairFacts { left: &left, right: &right, kept: &kept, decided, undoing });
    if !reasons.is_empty() {
        return Err(AliasError::Refused(reasons));
    }
    actor.person.ok_or(AliasError::Nobody)
}

async fn note(
    app: &App,
    tx: &mut Tx,
    by: Id<Person>,
    (left, right): (OrganisationId, OrganisationId),
    kept: Option<OrganisationId>,
    action: &str,
) -> Result<(), AliasError> {
    let thing = left.to_string();
    let after = Some(json!({ "left": left, "right": right, "kept": kept }));
    let entry = Audit { actor: Some(by), action, thing: &thing, before: None, after, at: app.now() };
    Ok(tx.audit(&entry).await?)
}
