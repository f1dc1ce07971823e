//! Deciding about a pair: ask the rules, merge or remember, write it down, in one transaction.

use super::policy::{Facts, Refusal, refusals};
use super::store::{self, Label};
use crate::asks::{MergeError, Merges};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Id, Instrument, Person};
use ieum_web::{App, Problem};
use serde_json::{Value, json};

type InstrumentId = Id<Instrument>;

/// What somebody says of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// One thing; this entry is kept.
    Same(InstrumentId),
    /// Two things.
    Different,
}

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DuplicateError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Rules about merging said no: the thing they are about, and every reason.
    #[error("refused for {} reason(s) of {}", .1.len(), .0)]
    NotMerged(&'static str, Vec<Value>),
    /// Nobody in particular asks, or nobody can merge here.
    #[error("there is nobody to do it")]
    Nobody,
    /// The catalogue said no.
    #[error("the catalogue refuses: {}", .0.key)]
    Catalogue(Box<Problem>),
    /// The database failed.
    #[error("cannot reach the decisions")]
    Db(#[from] DbError),
}

impl From<DuplicateError> for Problem {
    fn from(error: DuplicateError) -> Self {
        match error {
            DuplicateError::Refused(reasons) => Self::refused("duplicates", reasons),
            DuplicateError::NotMerged(thing, reasons) => Self::refused(thing, reasons),
            DuplicateError::Nobody => Self::forbidden(),
            DuplicateError::Catalogue(problem) => *problem,
            DuplicateError::Db(error) => error.into(),
        }
    }
}

/// Decides about two instruments; those that are one are merged.
///
/// # Errors
/// Every reason why not.
pub async fn decide(
    app: &App,
    actor: &Actor,
    one: InstrumentId,
    other: InstrumentId,
    verdict: Verdict,
    note: &str,
) -> Result<(), DuplicateError> {
    let (left, right) = (one.min(other), one.max(other));
    let mut tx = app.db.begin().await?;
    let standing = store::standing(&mut tx, left, right).await?;
    let kept = match verdict {
        Verdict::Same(kept) => Some(kept),
        Verdict::Different => None,
    };
    let by = person(actor, left, right, kept, standing.is_some(), false)?;
    if let Some(kept) = kept {
        let gone = if kept == left { right } else { left };
        merges(app)?.merge(app, &mut tx, by, kept, gone).await.map_err(catalogue)?;
    }
    let label = Label { left, right, kept, at: app.now(), by };
    store::insert(&mut tx, app.new_id(), &label, note).await?;
    write_down(&mut tx, &label, if kept.is_some() { "duplicates.same" } else { "duplicates.different" })
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Undoes a decision; what was merged is parted again.
///
/// # Errors
/// Every reason why not.
pub async fn undo(
    app: &App,
    actor: &Actor,
    one: InstrumentId,
    other: InstrumentId,
) -> Result<(), DuplicateError> {
    let (left, right) = (one.min(other), one.max(other));
    let mut tx = app.db.begin().await?;
    let standing = store::standing(&mut tx, left, right).await?;
    let by = person(actor, left, right, None, standing.is_some(), true)?;
    let Some(label) = standing else { return Err(DuplicateError::Refused(vec![Refusal::NotDecided])) };
    if let Some(kept) = label.kept {
        let gone = if kept == left { right } else { left };
        merges(app)?.part(app, &mut tx, by, kept, gone).await.map_err(catalogue)?;
    }
    store::undo(&mut tx, &label, by, app.now()).await?;
    write_down(&mut tx, &Label { at: app.now(), by, ..label }, "duplicates.undo").await?;
    tx.commit().await?;
    Ok(())
}

fn person(
    actor: &Actor,
    left: InstrumentId,
    right: InstrumentId,
    kept: Option<InstrumentId>,
    decided: bool,
    undoing: bool,
) -> Result<Id<Person>, DuplicateError> {
    let (left, right) = (left.to_string(), right.to_string());
    let kept = kept.map(|id| id.to_string()).unwrap_or_default();
    let reasons = refusals(&Facts { left: &left, right: &right, kept: &kept, decided, undoing });
    if !reasons.is_empty() {
        return Err(DuplicateError::Refused(reasons));
    }
    actor.person.ok_or(DuplicateError::Nobody)
}

fn merges(app: &App) -> Result<std::sync::Arc<dyn Merges>, DuplicateError> {
    app.ask::<dyn Merges>().ok_or(DuplicateError::Nobody)
}

fn catalogue(error: MergeError) -> DuplicateError {
    match error {
        MergeError::Refused(thing, reasons) => DuplicateError::NotMerged(thing, reasons),
        MergeError::Problem(problem) => DuplicateError::Catalogue(problem),
    }
}

async fn write_down(tx: &mut Tx, label: &Label, action: &str) -> Result<(), DbError> {
    let thing = label.left.to_string();
    let after = Some(json!({ "left": label.left, "right": label.right, "kept": label.kept }));
    tx.audit(&Audit { actor: Some(label.by), action, thing: &thing, before: None, after, at: label.at }).await
}
