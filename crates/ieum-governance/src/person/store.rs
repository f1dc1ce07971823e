//! What we keep of people.

use crate::person::{Account, Email, PersonState};
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Id, Lang, Person, Timestamp};

/// What a sign-in has to know.
pub(crate) struct Credentials {
    pub(crate) id: Id<Person>,
    pub(crate) hash: Option<String>,
    pub(crate) confirmed: bool,
}

/// A new row.
pub(crate) struct PersonRow<'a> {
    pub(crate) id: Id<Person>,
    pub(crate) email: &'a Email,
    pub(crate) name: &'a str,
    pub(crate) lang: Lang,
    pub(crate) hash: Option<&'a str>,
    pub(crate) confirmed_at: Option<Timestamp>,
    pub(crate) at: Timestamp,
}

pub(crate) async fn insert(tx: &mut Tx, row: &PersonRow<'_>) -> Result<(), DbError> {
    let sql = "INSERT INTO person (id, email, email_key, name, lang, password_hash, confirmed_at, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let PersonRow { id, email, name, lang, hash, confirmed_at, at } = row;
    tx.run(sql, args![id, email.as_str(), email.key(), *name, lang, *hash, confirmed_at, at]).await.map(drop)
}

pub(crate) async fn credentials(
    reads: &mut impl Reads,
    email_key: &str,
) -> Result<Option<Credentials>, DbError> {
    let sql = "SELECT id, password_hash, confirmed_at FROM person WHERE email_key = $1 AND state = 'active'";
    reads.maybe(sql, args![email_key], credentials_row).await
}

pub(crate) async fn credentials_of(
    reads: &mut impl Reads,
    id: Id<Person>,
) -> Result<Option<Credentials>, DbError> {
    let sql = "SELECT id, password_hash, confirmed_at FROM person WHERE id = $1 AND state = 'active'";
    reads.maybe(sql, args![id], credentials_row).await
}

fn credentials_row(row: &Row) -> Result<Credentials, DbError> {
    Ok(Credentials {
        id: row.get("id")?,
        hash: row.get("password_hash")?,
        confirmed: row.get::<Option<Timestamp>>("confirmed_at")?.is_some(),
    })
}

pub(crate) async fn account(reads: &mut impl Reads, id: Id<Person>) -> Result<Option<Account>, DbError> {
    let sql = "SELECT id, email, name, lang, theme, density, state, password_hash, confirmed_at, made_at
               FROM person WHERE id = $1";
    reads.maybe(sql, args![id], account_row).await
}

pub(crate) async fn account_by_email(
    reads: &mut impl Reads,
    email_key: &str,
) -> Result<Option<Account>, DbError> {
    let sql = "SELECT id, email, name, lang, theme, density, state, password_hash, confirmed_at, made_at
               FROM person WHERE email_key = $1";
    reads.maybe(sql, args![email_key], account_row).await
}

pub(crate) fn account_row(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        lang: row.get("lang")?,
        theme: row.get("theme")?,
        density: row.get("density")?,
        state: PersonState::read(&row.get::<String>("state")?),
        has_password: row.get::<Option<String>>("password_hash")?.is_some(),
        confirmed_at: row.get("confirmed_at")?,
        made_at: row.get("made_at")?,
    })
}

pub(crate) async fn set_profile(tx: &mut Tx, account: &Account) -> Result<u64, DbError> {
    let sql =
        "UPDATE person SET name = $2, lang = $3, theme = $4, density = $5 WHERE id = $1 AND state = 'active'";
    let Account { id, name, lang, theme, density, .. } = account;
    tx.run(sql, args![id, name, lang, theme, density]).await
}

pub(crate) async fn set_password(tx: &mut Tx, id: Id<Person>, hash: &str) -> Result<u64, DbError> {
    let sql = "UPDATE person SET password_hash = $2 WHERE id = $1 AND state = 'active'";
    tx.run(sql, args![id, hash]).await
}

/// Somebody fills in the form again for an address that nobody has confirmed: the newest form holds.
pub(crate) async fn replace_unconfirmed(
    tx: &mut Tx,
    id: Id<Person>,
    name: &str,
    lang: Lang,
    hash: Option<&str>,
) -> Result<u64, DbError> {
    let sql = "UPDATE person SET name = $2, lang = $3, password_hash = $4
               WHERE id = $1 AND state = 'active' AND confirmed_at IS NULL";
    tx.run(sql, args![id, name, lang, hash]).await
}

pub(crate) async fn confirm(tx: &mut Tx, id: Id<Person>, at: Timestamp) -> Result<u64, DbError> {
    let sql =
        "UPDATE person SET confirmed_at = $2 WHERE id = $1 AND state = 'active' AND confirmed_at IS NULL";
    tx.run(sql, args![id, at]).await
}

/// Forgets the address and the password; the name stays with what they did.
pub(crate) async fn close(tx: &mut Tx, id: Id<Person>, at: Timestamp) -> Result<u64, DbError> {
    let sql = "UPDATE person SET state = $3, closed_at = $2, email = '', email_key = id, password_hash = NULL
               WHERE id = $1 AND state = 'active'";
    tx.run(sql, args![id, at, PersonState::Closed.key()]).await
}
