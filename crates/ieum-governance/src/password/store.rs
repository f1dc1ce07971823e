//! Links in mails: only their hash is kept.

use crate::password::link::Purpose;
use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Person, Timestamp};

/// Keeps a fresh link; older ones of the same purpose stop working.
pub(crate) async fn insert_link(
    tx: &mut Tx,
    person: Id<Person>,
    purpose: Purpose,
    key_hash: &str,
    at: Timestamp,
    ends_at: Timestamp,
) -> Result<(), DbError> {
    let older = "DELETE FROM mail_link WHERE person_id = $1 AND purpose = $2 AND used_at IS NULL";
    tx.run(older, args![person, purpose.key()]).await?;
    let sql =
        "INSERT INTO mail_link (key_hash, person_id, purpose, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![key_hash, person, purpose.key(), at, ends_at]).await.map(drop)
}

/// Whose link this is, if it still works.
pub(crate) async fn owner_of_link(
    reads: &mut impl Reads,
    purpose: Purpose,
    key_hash: &str,
    now: Timestamp,
) -> Result<Option<Id<Person>>, DbError> {
    let sql = "SELECT l.person_id FROM mail_link l JOIN person p ON p.id = l.person_id AND p.state = 'active'
               WHERE l.key_hash = $1 AND l.purpose = $2 AND l.used_at IS NULL AND l.ends_at > $3";
    reads.maybe(sql, args![key_hash, purpose.key(), now], |row| row.get("person_id")).await
}

/// Uses a link up; whose it was, if it worked. Of two at once only one gets it.
pub(crate) async fn use_link(
    tx: &mut Tx,
    purpose: Purpose,
    key_hash: &str,
    now: Timestamp,
) -> Result<Option<Id<Person>>, DbError> {
    let sql = "UPDATE mail_link SET used_at = $3
               WHERE key_hash = $1 AND purpose = $2 AND used_at IS NULL AND ends_at > $3 RETURNING person_id";
    tx.maybe(sql, args![key_hash, purpose.key(), now], |row| row.get("person_id")).await
}
