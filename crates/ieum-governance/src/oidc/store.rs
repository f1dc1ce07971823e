//! Visits to the institution under way, and accounts connected with it.

use ieum_db::{DbError, Reads, Tx, args};
use ieum_kernel::{Id, Person, Timestamp};

/// A visit that has not come back yet.
pub(crate) struct Visit {
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) next: String,
}

pub(crate) async fn begin(
    tx: &mut Tx,
    state_hash: &str,
    visit: &Visit,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO oidc_visit (state_hash, nonce, verifier, person_id, next, made_at)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let Visit { nonce, verifier, person, next } = visit;
    tx.run(sql, args![state_hash, nonce, verifier, person, next, at]).await.map(drop)
}

/// Takes a visit out: it comes back once.
pub(crate) async fn take(
    tx: &mut Tx,
    state_hash: &str,
    not_before: Timestamp,
) -> Result<Option<Visit>, DbError> {
    let old = "DELETE FROM oidc_visit WHERE made_at <= $1";
    tx.run(old, args![not_before]).await?;
    let sql = "DELETE FROM oidc_visit WHERE state_hash = $1 RETURNING nonce, verifier, person_id, next";
    tx.maybe(sql, args![state_hash], |row| {
        Ok(Visit {
            nonce: row.get("nonce")?,
            verifier: row.get("verifier")?,
            person: row.get("person_id")?,
            next: row.get("next")?,
        })
    })
    .await
}

pub(crate) async fn linked(
    reads: &mut impl Reads,
    issuer: &str,
    subject: &str,
) -> Result<Option<Id<Person>>, DbError> {
    let sql = "SELECT l.person_id FROM oidc_link l JOIN person p ON p.id = l.person_id AND p.state = 'active'
               WHERE l.issuer = $1 AND l.subject = $2";
    reads.maybe(sql, args![issuer, subject], |row| row.get("person_id")).await
}

/// Connects; a link of a closed account gives way.
pub(crate) async fn link(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    person: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO oidc_link (issuer, subject, person_id, made_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (issuer, subject) DO UPDATE SET person_id = excluded.person_id, made_at = excluded.made_at";
    tx.run(sql, args![issuer, subject, person, at]).await.map(drop)
}
