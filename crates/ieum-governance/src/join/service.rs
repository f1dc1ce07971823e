//! The steps of joining.

use crate::asks::{FoundOrganisation, Organisations, StatedOrganisation};
use crate::join::interrupted::{self, Interrupted};
use crate::membership::{self, NewMembership};
use crate::password::{fits, link::Purpose, mail, store as links};
use crate::person::{NewPerson, PersonError, service as people, store};
use crate::secret::key_hash;
use crate::session::{self, Caller};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Id, Person, Role};
use ieum_web::{App, Problem};

/// Opens an account whose address is still to be confirmed. If the address has one already, its owner gets a mail
/// that says so, and the visitor sees no difference. A form that was interrupted waits with the account.
pub(crate) async fn join(
    app: &App,
    new: &NewPerson,
    interrupted: Option<&Interrupted>,
) -> Result<(), PersonError> {
    let hash = people::first_hash(app, new).await?;
    let key = new.email.key();
    let mut tx = app.db.begin().await?;
    match store::account_by_email(&mut tx, &key).await? {
        Some(known) if known.confirmed_at.is_some() => mail::tell_known(&mut tx, app, &key).await?,
        Some(unconfirmed) => {
            store::replace_unconfirmed(&mut tx, unconfirmed.id, new.name.trim(), new.lang, hash.as_deref())
                .await?;
            keep_form(&mut tx, app, unconfirmed.id, interrupted).await?;
            mail::want(&mut tx, app, Purpose::Confirm, &key).await?;
        }
        None => {
            let made = people::create_in(&mut tx, app, new, hash.as_deref()).await?;
            keep_form(&mut tx, app, made, interrupted).await?;
            mail::want(&mut tx, app, Purpose::Confirm, &key).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn keep_form(
    tx: &mut Tx,
    app: &App,
    person: Id<Person>,
    form: Option<&Interrupted>,
) -> Result<(), DbError> {
    match form {
        Some(form) => interrupted::keep(tx, person, form, app.now()).await,
        None => Ok(()),
    }
}

/// Whether a confirmation link still works.
pub(crate) async fn confirm_works(app: &App, key: &str) -> Result<bool, Problem> {
    let owner =
        links::owner_of_link(&mut app.db.reader(), Purpose::Confirm, &key_hash(key), app.now()).await?;
    Ok(owner.is_some())
}

/// Confirms an address by its link and the password of the account, and signs its owner in.
///
/// Both are asked for because either alone may be somebody else's: the link of whoever owns the mailbox, the password
/// of whoever filled in the form. `Ok(None)` when the password does not fit; 404 when the link does not work any more.
pub(crate) async fn confirm(
    app: &App,
    key: &str,
    words: &str,
    caller: &Caller,
) -> Result<Option<String>, Problem> {
    let (key_hash, at) = (key_hash(key), app.now());
    let owner = links::owner_of_link(&mut app.db.reader(), Purpose::Confirm, &key_hash, at).await?;
    let person = owner.ok_or_else(Problem::not_found)?;
    let credentials =
        store::credentials_of(&mut app.db.reader(), person).await?.ok_or_else(Problem::not_found)?;
    if !fits(app, words, credentials.hash.as_deref()).await.map_err(|_machine| Problem::busy())? {
        return Ok(None);
    }
    let mut tx = app.db.begin().await?;
    if links::use_link(&mut tx, Purpose::Confirm, &key_hash, at).await? != Some(person) {
        return Err(Problem::not_found());
    }
    store::confirm(&mut tx, person, at).await?;
    let thing = person.to_string();
    let entry =
        Audit { actor: Some(person), action: "person.confirm", thing: &thing, before: None, after: None, at };
    tx.audit(&entry).await?;
    let key = session::service::begin(&mut tx, app, person, caller).await?;
    tx.commit().await?;
    Ok(Some(key))
}

/// Organisations that may be meant: the one of a business registration number, or those with such a name.
pub(crate) async fn candidates(app: &App, words: &str) -> Result<Vec<FoundOrganisation>, Problem> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let is_number =
        digits == 10 && words.chars().all(|c| c.is_ascii_digit() || c == '-' || c.is_whitespace());
    if is_number && let Some(organisations) = app.ask::<dyn Organisations>() {
        return Ok(organisations.find_by_business_number(app, words).await?.into_iter().collect());
    }
    let found = membership::store::organisations_named(&mut app.db.reader(), words).await?;
    Ok(found.into_iter().map(|(id, name)| FoundOrganisation { id, name }).collect())
}

/// What came of stating an organisation.
pub(crate) enum Stated {
    /// It is new; its first member manages it.
    Made,
    /// Somebody else stated it before; its managers are asked.
    Asked,
}

/// Makes an organisation with its first member as manager. An organisation that is known by its number is asked instead.
pub(crate) async fn state(
    app: &App,
    person: Id<Person>,
    stated: StatedOrganisation,
) -> Result<Stated, Problem> {
    let organisations = app.ask::<dyn Organisations>().ok_or_else(Problem::busy)?;
    if !stated.business_number.is_empty()
        && let Some(known) = organisations.find_by_business_number(app, &stated.business_number).await?
    {
        membership::ask(app, person, known.id).await?;
        return Ok(Stated::Asked);
    }
    let organisation = organisations.create(app, stated, person).await?;
    let new = NewMembership { person, organisation: Some(organisation), facility: None, role: Role::Manager };
    membership::add_membership(app, new, Some(person))
        .await
        .map_err(|denied| denied.problem("membership"))?;
    Ok(Stated::Made)
}
