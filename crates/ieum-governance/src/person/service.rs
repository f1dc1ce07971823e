//! Opening and finding accounts.

use crate::password;
use crate::person::store::{self, PersonRow};
use crate::person::{Account, Email, FirstPassword, NewPerson};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Id, Person};
use ieum_web::{App, Problem};
use serde_json::json;

/// Why an account was not opened.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// Somebody has this address already (`person_email_once`).
    #[error("the address has an account already")]
    EmailTaken,
    /// The password breaks rules.
    #[error("the password is refused for {} reason(s)", .0.len())]
    Password(Vec<password::Refusal>),
    /// The hash could not be made.
    #[error("cannot hash the password")]
    Hash,
    /// The database failed.
    #[error("cannot keep the account")]
    Db(#[from] DbError),
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::EmailTaken => Self::conflict("join", json!({ "rule": "email-taken" })),
            PersonError::Password(reasons) => Self::refused("password", reasons),
            PersonError::Hash => Self::busy(),
            PersonError::Db(error) => error.into(),
        }
    }
}

/// Opens an account. The command line, the sample region and the pages come through here.
///
/// # Errors
/// [`PersonError::EmailTaken`] and [`PersonError::Password`] when refused.
pub async fn create_person(app: &App, new: NewPerson) -> Result<Id<Person>, PersonError> {
    let hash = first_hash(app, &new).await?;
    let mut tx = app.db.begin().await?;
    let id = create_in(&mut tx, app, &new, hash.as_deref()).await?;
    tx.commit().await?;
    Ok(id)
}

/// The hash a new account starts with, made outside any transaction because it takes its time.
pub(crate) async fn first_hash(app: &App, new: &NewPerson) -> Result<Option<String>, PersonError> {
    match &new.password {
        FirstPassword::None => Ok(None),
        FirstPassword::Hash(hash) => Ok(Some(hash.clone())),
        FirstPassword::Words(words) => {
            let facts = password::Facts { password: words, email: new.email.as_str(), name: &new.name };
            let reasons = password::refusals(&facts);
            if !reasons.is_empty() {
                return Err(PersonError::Password(reasons));
            }
            password::hash(app, words).await.map(Some).map_err(|_machine| PersonError::Hash)
        }
    }
}

/// The same inside a larger change.
pub(crate) async fn create_in(
    tx: &mut Tx,
    app: &App,
    new: &NewPerson,
    hash: Option<&str>,
) -> Result<Id<Person>, PersonError> {
    let (id, at) = (app.new_id(), app.now());
    let confirmed_at = new.confirmed.then_some(at);
    let row =
        PersonRow { id, email: &new.email, name: new.name.trim(), lang: new.lang, hash, confirmed_at, at };
    store::insert(tx, &row).await.map_err(|error| match error {
        error if error.is_constraint("person_email_once") => PersonError::EmailTaken,
        error => PersonError::Db(error),
    })?;
    let after = Some(json!({ "name": new.name.trim(), "lang": new.lang, "confirmed": new.confirmed }));
    let thing = id.to_string();
    let entry = Audit { actor: Some(id), action: "person.open", thing: &thing, before: None, after, at };
    tx.audit(&entry).await?;
    tx.emit("person.opened", &thing, &json!({ "id": id }), at).await?;
    Ok(id)
}

/// The account of an address, in any case of letters.
///
/// # Errors
/// Faults of the database.
pub async fn person_by_email(app: &App, email: &Email) -> Result<Option<Account>, DbError> {
    store::account_by_email(&mut app.db.reader(), &email.key()).await
}
