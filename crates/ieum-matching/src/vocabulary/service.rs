//! The order of things: ask the rules, write the word with its version, tell the index.

use super::policy::{Act, Facts, Refusal, refusals};
use super::store::{self, Written};
use super::word::{Origin, Word};
use crate::find;
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Id, Person};
use ieum_search::{Entry, Vocabulary};
use ieum_web::{App, Problem};
use serde_json::{Value, json};
use std::sync::Arc;

/// Times a change is tried again when others change words at the same moment.
const ATTEMPTS: usize = 5;
/// Longest reason, letters.
pub(super) const WHY: usize = 500;

/// Why a word was not changed.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyFault {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Somebody changed it since it was read; this is what is stored.
    #[error("was changed meanwhile")]
    Stale(Box<Value>),
    /// There is no such entry, or no such version of it.
    #[error("there is no such entry")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the vocabulary")]
    Db(#[from] DbError),
}

impl From<VocabularyFault> for Problem {
    fn from(error: VocabularyFault) -> Self {
        match error {
            VocabularyFault::Refused(reasons) => Self::refused("vocabulary", reasons),
            VocabularyFault::Stale(now) => Self::stale(*now),
            VocabularyFault::NotFound => Self::not_found(),
            VocabularyFault::Db(error) => error.into(),
        }
    }
}

/// Who changes words, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct By<'a> {
    pub person: Id<Person>,
    pub why: &'a str,
}

/// The glossary in force and a transaction in which nobody else changes it.
pub(super) async fn begin(app: &App) -> Result<(Tx, Arc<Vocabulary>), DbError> {
    for _ in 0..ATTEMPTS {
        let (turn, vocabulary) = find::vocabulary(app).await?;
        let mut tx = app.db.begin().await?;
        if store::take_turn(&mut tx).await? == turn + 1 {
            return Ok((tx, vocabulary));
        }
        tx.rollback().await?;
    }
    Err(DbError::Busy)
}

/// Adds an entry (`act` is [`Act::Add`]) or changes one. `seen` is the number of the last change that whoever asks knows,
/// 0 for an entry as it ships. Gives the number of this change.
///
/// # Errors
/// Every reason why not.
pub async fn save(
    app: &App,
    by: Id<Person>,
    act: Act,
    entry: &Entry,
    (seen, why): (i64, &str),
) -> Result<i64, VocabularyFault> {
    let (mut tx, vocabulary) = begin(app).await?;
    let word = store::find(&mut tx, &entry.id).await?;
    let there = vocabulary.entry(&entry.id).is_some();
    if act == Act::Edit && !there {
        return Err(VocabularyFault::NotFound);
    }
    let version = word.map_or(0, |word| word.version);
    // Whoever adds has seen nothing; a word that was taken away may come again under its id.
    if act == Act::Edit {
        unchanged(&vocabulary, &entry.id, version, seen)?;
    }
    let facts = Facts { vocabulary: &vocabulary, entry, act, there, why };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(VocabularyFault::Refused(reasons));
    }
    let change = if act == Act::Add { "add" } else { "edit" };
    let made = write(app, &mut tx, (&entry.id, Some(entry), version), change, By { person: by, why }).await?;
    finish(app, tx, &entry.id).await?;
    Ok(made)
}

/// Takes an entry away: one that ships is left out, one that was added is no longer there.
///
/// # Errors
/// Every reason why not.
pub async fn withdraw(
    app: &App,
    by: Id<Person>,
    id: &str,
    (seen, why): (i64, &str),
) -> Result<i64, VocabularyFault> {
    let (mut tx, vocabulary) = begin(app).await?;
    let entry = vocabulary.entry(id).ok_or(VocabularyFault::NotFound)?;
    let version = store::find(&mut tx, id).await?.map_or(0, |word| word.version);
    unchanged(&vocabulary, id, version, seen)?;
    let facts = Facts { vocabulary: &vocabulary, entry, act: Act::Withdraw, there: true, why };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(VocabularyFault::Refused(reasons));
    }
    let made = write(app, &mut tx, (id, None, version), "withdraw", By { person: by, why }).await?;
    finish(app, tx, id).await?;
    Ok(made)
}

/// Puts an entry back to how it was after the change `to`; 0 is how it ships, or that it is not there.
///
/// # Errors
/// Every reason why not: what it led to then may be gone now.
pub async fn put_back(
    app: &App,
    by: Id<Person>,
    id: &str,
    to: i64,
    (seen, why): (i64, &str),
) -> Result<i64, VocabularyFault> {
    let (mut tx, vocabulary) = begin(app).await?;
    let word = store::find(&mut tx, id).await?.ok_or(VocabularyFault::NotFound)?;
    let shipped = Vocabulary::shipped();
    let then = match to {
        0 => shipped.entry(id).cloned(),
        _ => {
            let versions = store::versions(&mut tx, id).await?;
            let found = versions.into_iter().find(|version| version.version == to);
            found.ok_or(VocabularyFault::NotFound)?.entry
        }
    };
    let there = vocabulary.entry(id).is_some();
    unchanged(&vocabulary, id, word.version, seen)?;
    let (version, act) = (word.version, if then.is_some() { Act::Edit } else { Act::Withdraw });
    let nothing = blank(id);
    let entry = then.as_ref().unwrap_or(&nothing);
    let facts = Facts { vocabulary: &vocabulary, entry, act, there, why };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(VocabularyFault::Refused(reasons));
    }
    let made = write(app, &mut tx, (id, then.as_ref(), version), "put-back", By { person: by, why }).await?;
    finish(app, tx, id).await?;
    Ok(made)
}

/// A change is made to what its author has seen.
fn unchanged(vocabulary: &Vocabulary, id: &str, version: i64, seen: i64) -> Result<(), VocabularyFault> {
    if version == seen {
        return Ok(());
    }
    Err(VocabularyFault::Stale(Box::new(json!({ "version": version, "entry": vocabulary.entry(id) }))))
}

/// An entry that says nothing yet.
pub(super) fn blank(id: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        kind: ieum_search::EntryKind::Instrument,
        ko: Vec::new(),
        en: Vec::new(),
        short: Vec::new(),
        doubtful: Vec::new(),
        broader: None,
        related: Vec::new(),
        takes: Vec::new(),
        gives: Vec::new(),
        reference: None,
    }
}

/// Writes an entry as it is from now on, with its version and the audit entry. Gives the number of the change.
pub(super) async fn write(
    app: &App,
    tx: &mut Tx,
    (id, entry, version): (&str, Option<&Entry>, i64),
    change: &'static str,
    by: By<'_>,
) -> Result<i64, DbError> {
    let shipped = Vocabulary::shipped();
    let origin = Origin::of(shipped.entry(id), entry);
    let kept = entry.filter(|_| matches!(origin, Origin::Changed | Origin::Added)).cloned();
    let word = Word { id: id.to_owned(), origin, entry: kept, version: version + 1 };
    let why: String = by.why.trim().chars().take(WHY).collect();
    let at = app.now();
    store::write(tx, &Written { word: &word, entry, change, why: &why, by: by.person, at }).await?;
    let action = format!("vocabulary.{change}");
    let after = Some(json!({ "version": word.version, "entry": entry, "why": why }));
    tx.audit(&Audit { actor: Some(by.person), action: &action, thing: id, before: None, after, at }).await?;
    Ok(word.version)
}

/// Ends a change: commits it, then lets searches know of it before anybody is answered.
pub(super) async fn finish(app: &App, mut tx: Tx, thing: &str) -> Result<(), DbError> {
    tx.emit("vocabulary.changed", thing, &json!({ "id": thing }), app.now()).await?;
    tx.commit().await?;
    if let Err(error) = find::refresh_words(app).await {
        // It is kept; the next change or the next start reads it.
        tracing::error!(%error, "searches do not know of a changed word yet");
    }
    Ok(())
}
