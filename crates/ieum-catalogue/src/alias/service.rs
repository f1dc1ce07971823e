//! Deciding what a name stands for: ask the rules, remember, tell, in one transaction.

use super::policy::{Facts, Refusal, refusals};
use super::store::{self, Decided, DecidedPair};
use super::{AliasId, known};
use crate::entry::{KindKey, ThingId, service, store as things};
use crate::merging::MergeError;
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Id, Lang, Organisation, Person, Timestamp};
use ieum_search::linkage::name_key;
use ieum_web::{App, FieldError, Problem};
use serde_json::json;
use std::collections::BTreeMap;

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AliasError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The two organisations cannot become one, or two again.
    #[error("the organisations cannot be merged")]
    Merge(#[from] MergeError),
    /// What was written is longer than is kept.
    #[error("{} field(s) cannot be read", .0.len())]
    Invalid(Vec<FieldError>),
    /// There is no such organisation or decision.
    #[error("no such organisation or decision")]
    NotFound,
    /// Nobody in particular asks.
    #[error("there is nobody to do it")]
    Nobody,
    /// The names cannot be read.
    #[error("cannot read the names: {}", .0.key)]
    Web(Box<Problem>),
    /// The database failed.
    #[error("cannot reach the decisions")]
    Db(#[from] DbError),
}

impl From<Problem> for AliasError {
    fn from(problem: Problem) -> Self {
        Self::Web(Box::new(problem))
    }
}

impl From<AliasError> for Problem {
    fn from(error: AliasError) -> Self {
        match error {
            AliasError::Refused(reasons) => Self::refused("alias", reasons),
            AliasError::Merge(error) => error.into(),
            AliasError::Invalid(faults) => Self::invalid(faults),
            AliasError::NotFound => Self::not_found(),
            AliasError::Nobody => Self::forbidden(),
            AliasError::Web(problem) => *problem,
            AliasError::Db(error) => error.into(),
        }
    }
}

/// What somebody says of a name.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The name as written.
    pub name: String,
    /// The organisation.
    pub organisation: Id<Organisation>,
    /// Whether it is the organisation's.
    pub same: bool,
    /// What to note with it.
    pub note: String,
}

/// Confirms that a name is an organisation's, or refuses it.
///
/// # Errors
/// Every reason why not.
pub async fn judge(app: &App, actor: &Actor, stated: Stated) -> Result<Decided, AliasError> {
    let by = actor.person.ok_or(AliasError::Nobody)?;
    let name: String = stated.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let note = stated.note.trim();
    let faults = too_long(&[("name", &name, super::NAME), ("note", note, super::NOTE)]);
    if !faults.is_empty() {
        return Err(AliasError::Invalid(faults));
    }
    let known = known::known(app).await?;
    let key = name_key(&name);
    let mut tx = app.db.begin().await?;
    let owner = things::get(&mut tx, &ThingId::from(stated.organisation)).await?;
    let owner = owner.filter(|entry| !entry.withdrawn).ok_or(AliasError::NotFound)?;
    let decided = store::of_name(&mut tx, &key).await?;
    let taken = decided.iter().find(|one| one.same && one.organisation != stated.organisation);
    let called = known.called(&name);
    let others = match taken {
        Some(one) => Some((one.organisation.to_string(), one.called.in_lang(Lang::Ko).to_owned())),
        None => called
            .iter()
            .find(|other| other.id != stated.organisation)
            .map(|other| (other.id.to_string(), other.name.in_lang(Lang::Ko).to_owned())),
    };
    let own = [owner.name().ko, owner.name().en].map(|name| name_key(&name));
    let facts = Facts {
        key: &key,
        own: &own,
        same: stated.same,
        others: others.as_ref().map(|(id, name)| (id.as_str(), name.as_str())),
        decided: decided.iter().any(|one| one.organisation == stated.organisation),
    };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(AliasError::Refused(reasons));
    }
    let decided = Decided {
        id: app.new_id(),
        organisation: stated.organisation,
        called: owner.name(),
        name,
        key,
        same: stated.same,
        note: note.to_owned(),
        by,
        at: app.now(),
        undone_at: None,
    };
    let written = store::insert(&mut tx, &decided).await;
    written.map_err(|error| held(error, &decided))?;
    write_down(&mut tx, &decided, if decided.same { "alias.confirm" } else { "alias.refuse" }, by, app.now())
        .await?;
    tx.commit().await?;
    Ok(decided)
}

/// Texts that are longer than is kept: field, text and most letters. A name that was cut would be another name.
fn too_long(bounds: &[(&str, &str, usize)]) -> Vec<FieldError> {
    let fault = |(field, text, longest): &(&str, &str, usize)| {
        let letters = text.chars().count();
        let args =
            BTreeMap::from([("longest".to_owned(), json!(longest)), ("letters".to_owned(), json!(letters))]);
        let field = (*field).to_owned();
        (letters > *longest).then(|| FieldError { field, key: "field-too-long".to_owned(), args })
    };
    bounds.iter().filter_map(fault).collect()
}

/// The constraints have the last word: somebody else may have decided meanwhile.
fn held(error: DbError, decided: &Decided) -> AliasError {
    let name = decided.name.clone();
    if error.is_constraint("alias_taken") {
        AliasError::Refused(vec![Refusal::Taken { id: String::new(), name }])
    } else if error.is_constraint("alias_decided_already") {
        AliasError::Refused(vec![Refusal::DecidedAlready])
    } else {
        AliasError::Db(error)
    }
}

/// Undoes a decision about a name; it stays to be read.
///
/// # Errors
/// [`AliasError::NotFound`], and the reason why not.
pub async fn undo(app: &App, actor: &Actor, id: AliasId) -> Result<Decided, AliasError> {
    let by = actor.person.ok_or(AliasError::Nobody)?;
    let mut tx = app.db.begin().await?;
    let found = store::find(&mut tx, id).await?.ok_or(AliasError::NotFound)?;
    if !store::undo(&mut tx, id, by, app.now()).await? {
        return Err(AliasError::Refused(vec![Refusal::NotDecided]));
    }
    write_down(&mut tx, &found, "alias.undo", by, app.now()).await?;
    tx.commit().await?;
    Ok(Decided { undone_at: Some(app.now()), ..found })
}

/// Audit trail and event of a decision about a name: search knows the organisation by it.
pub(super) async fn write_down(
    tx: &mut Tx,
    one: &Decided,
    action: &str,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let thing = one.organisation.to_string();
    let after = Some(json!({ "alias": one.id, "name": one.name, "same": one.same }));
    tx.audit(&Audit { actor: Some(by), action, thing: &thing, before: None, after, at }).await?;
    service::tell_many(tx, KindKey::Organisation, &[ThingId::from(one.organisation)], at).await
}

/// The latest decisions: about names, undone ones too, and about pairs that stand.
///
/// # Errors
/// Faults of the database.
pub(super) async fn decided(app: &App, limit: i64) -> Result<(Vec<Decided>, Vec<DecidedPair>), DbError> {
    let mut reader = app.db.reader();
    Ok((store::latest(&mut reader, "", limit).await?, store::latest_pairs(&mut reader, limit).await?))
}

/// Decisions about names, newest first, undone ones too; those made before the one given.
///
/// # Errors
/// Faults of the database.
pub(super) async fn latest(app: &App, before: &str, limit: i64) -> Result<Vec<Decided>, DbError> {
    store::latest(&mut app.db.reader(), before, limit).await
}
