//! Who changed what, when, from what to what: written in the transaction of the change, never altered.

use crate::{DbError, Reads, Row, Tx, args};
use futures_util::future::BoxFuture;
use ieum_kernel::{Id, Person, Timestamp};
use serde_json::Value;

/// One change to be written down.
#[derive(Debug, Clone)]
pub struct Audit<'a> {
    /// Who did it; `None` for the system itself and for visitors.
    pub actor: Option<Id<Person>>,
    /// What was done, such as `reservation.cancel`.
    pub action: &'a str,
    /// The id of the thing, such as `rsv_…`.
    pub thing: &'a str,
    /// What it was, as far as it changed. No secrets.
    pub before: Option<Value>,
    /// What it is now.
    pub after: Option<Value>,
    /// When.
    pub at: Timestamp,
}

/// One change as written down.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct AuditEntry {
    /// Grows with time within one database.
    pub number: i64,
    /// Who did it; `None` for the system itself and for visitors.
    pub actor: Option<Id<Person>>,
    /// What was done.
    pub action: String,
    /// The id of the thing.
    pub thing: String,
    /// What it was.
    pub before: Option<Value>,
    /// What it became.
    pub after: Option<Value>,
    /// When.
    pub at: Timestamp,
}

impl Tx {
    /// Writes a change into the audit trail, which the database keeps from being altered (`audit_append_only`).
    ///
    /// # Errors
    /// Faults of the database.
    pub fn audit<'a>(&'a mut self, entry: &'a Audit<'a>) -> BoxFuture<'a, Result<(), DbError>> {
        Box::pin(async move {
            let sql = "INSERT INTO audit (actor_id, action, thing, before_json, after_json, at)
                       VALUES ($1, $2, $3, $4, $5, $6)";
            let Audit { actor, action, thing, before, after, at } = entry;
            self.later(sql, args![actor, *action, *thing, before, after, at]);
            Ok(())
        })
    }
}

/// The latest changes of a thing, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn audit_of(reads: &mut impl Reads, thing: &str, limit: u32) -> Result<Vec<AuditEntry>, DbError> {
    let sql = "SELECT id, actor_id, action, thing, before_json, after_json, at FROM audit
               WHERE thing = $1 ORDER BY id DESC LIMIT $2";
    reads.all(sql, args![thing, limit], entry).await
}

fn entry(row: &Row) -> Result<AuditEntry, DbError> {
    Ok(AuditEntry {
        number: row.get("id")?,
        actor: row.get("actor_id")?,
        action: row.get("action")?,
        thing: row.get("thing")?,
        before: row.json_maybe("before_json")?,
        after: row.json_maybe("after_json")?,
        at: row.get("at")?,
    })
}
