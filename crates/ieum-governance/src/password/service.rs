//! Changing a password, by the old one or by a link.

use crate::denied::Denied;
use crate::password::link::Purpose;
use crate::password::{Facts, Refusal, fits, hash, mail, refusals, store};
use crate::person::{Email, store as people};
use crate::secret::key_hash;
use crate::session;
use ieum_db::{Audit, Tx};
use ieum_kernel::{Id, Person};
use ieum_web::{App, Problem};

/// Sends a reset link to an address, if it has an account; the answer is the same if not.
pub(crate) async fn ask_reset(app: &App, email: &Email) -> Result<(), Problem> {
    let mut tx = app.db.begin().await?;
    mail::want(&mut tx, app, Purpose::Reset, &email.key()).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a reset link still works.
pub(crate) async fn reset_works(app: &App, key: &str) -> Result<bool, Problem> {
    let owner = store::owner_of_link(&mut app.db.reader(), Purpose::Reset, &key_hash(key), app.now()).await?;
    Ok(owner.is_some())
}

/// Sets a new password by a link. Every session of the account ends; the address counts as confirmed.
///
/// The problem is 404 when the link does not work any more.
pub(crate) async fn reset(app: &App, key: &str, words: &str) -> Result<Id<Person>, Denied<Refusal>> {
    let key_hash = key_hash(key);
    let owner = store::owner_of_link(&mut app.db.reader(), Purpose::Reset, &key_hash, app.now()).await?;
    let person = owner.ok_or_else(Problem::not_found)?;
    let hash = checked_hash(app, person, words).await?;
    let mut tx = app.db.begin().await?;
    let used = store::use_link(&mut tx, Purpose::Reset, &key_hash, app.now()).await?;
    if used != Some(person) {
        return Err(Problem::not_found().into());
    }
    people::confirm(&mut tx, person, app.now()).await?;
    keep(&mut tx, app, person, &hash, "person.reset-password").await?;
    session::store::end_all(&mut tx, person, None).await?;
    tx.commit().await?;
    Ok(person)
}

/// Sets a new password by the old one. Every other session ends. `Ok(false)` when the old password does not fit.
pub(crate) async fn change(
    app: &App,
    person: Id<Person>,
    session_key: Option<&str>,
    old: &str,
    words: &str,
) -> Result<bool, Denied<Refusal>> {
    let credentials =
        people::credentials_of(&mut app.db.reader(), person).await?.ok_or_else(Problem::not_found)?;
    if credentials.hash.is_some()
        && !fits(app, old, credentials.hash.as_deref()).await.map_err(|_machine| Problem::busy())?
    {
        return Ok(false);
    }
    let hash = checked_hash(app, person, words).await?;
    let mut tx = app.db.begin().await?;
    keep(&mut tx, app, person, &hash, "person.change-password").await?;
    session::store::end_all(&mut tx, person, session_key.map(key_hash).as_deref()).await?;
    tx.commit().await?;
    Ok(true)
}

async fn checked_hash(app: &App, person: Id<Person>, words: &str) -> Result<String, Denied<Refusal>> {
    let account = people::account(&mut app.db.reader(), person).await?.ok_or_else(Problem::not_found)?;
    let reasons = refusals(&Facts { password: words, email: &account.email, name: &account.name });
    if !reasons.is_empty() {
        return Err(Denied::Refused(reasons));
    }
    Ok(hash(app, words).await.map_err(|_machine| Problem::busy())?)
}

async fn keep(tx: &mut Tx, app: &App, person: Id<Person>, hash: &str, action: &str) -> Result<(), Problem> {
    people::set_password(tx, person, hash).await?;
    let (thing, at) = (person.to_string(), app.now());
    tx.audit(&Audit { actor: Some(person), action, thing: &thing, before: None, after: None, at }).await?;
    Ok(())
}
