//! Failed attempts by account and by address.

use crate::sign_in::Failures;
use ieum_db::{DbError, Tx, args};
use ieum_kernel::Timestamp;

/// The failures of a subject; until commit no other attempt on it is judged.
pub(crate) async fn take_turn(tx: &mut Tx, subject: &str, now: Timestamp) -> Result<Failures, DbError> {
    let sql = "INSERT INTO sign_in_guard (subject, failures, last_at) VALUES ($1, 0, $2)
               ON CONFLICT (subject) DO UPDATE SET failures = sign_in_guard.failures RETURNING failures, last_at";
    tx.one(sql, args![subject, now], |row| {
        Ok(Failures { count: row.get("failures")?, last_at: row.get("last_at")? })
    })
    .await
}

pub(crate) async fn set(tx: &mut Tx, subject: &str, count: i64, now: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE sign_in_guard SET failures = $2, last_at = $3 WHERE subject = $1";
    tx.run(sql, args![subject, count, now]).await.map(drop)
}

/// Takes one failure back: the attempt turned out well.
pub(crate) async fn take_back(tx: &mut Tx, subject: &str) -> Result<(), DbError> {
    let sql = "UPDATE sign_in_guard SET failures = failures - 1 WHERE subject = $1 AND failures > 0";
    tx.run(sql, args![subject]).await.map(drop)
}

pub(crate) async fn forget(tx: &mut Tx, subject: &str) -> Result<(), DbError> {
    let sql = "DELETE FROM sign_in_guard WHERE subject = $1";
    tx.run(sql, args![subject]).await.map(drop)
}

/// Forgets what no longer counts.
pub(crate) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<(), DbError> {
    let sql = "DELETE FROM sign_in_guard WHERE last_at < $1";
    tx.run(sql, args![before]).await.map(drop)
}
