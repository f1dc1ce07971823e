//! Keeping what was said: row, audit trail and event together.

use super::said::Feedback;
use super::store;
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Id, Need};
use serde_json::json;

/// Keeps what was said of a request that serves a need, if it does; the rules were asked before.
///
/// # Errors
/// Something was said of this request already; faults of the database.
pub async fn keep(tx: &mut Tx, said: &Feedback, need: Option<Id<Need>>) -> Result<(), DbError> {
    store::insert(tx, said).await?;
    let (thing, after) = (said.request.to_string(), Some(json!(said)));
    let action = "feedback.said";
    tx.audit(&Audit { actor: Some(said.by), action, thing: &thing, before: None, after, at: said.at })
        .await?;
    let facts = json!({
        "request": said.request, "need": need, "facility": said.facility, "solved": said.solved,
    });
    tx.emit(action, &thing, &facts, said.at).await
}
