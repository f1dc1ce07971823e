//! Needs that were known before this house kept them: for imports and sample regions.

use super::store;
use super::thing::Need;
use ieum_db::{DbError, Tx};
use ieum_kernel::{Id, Person, Timestamp};

/// A need in any state, with the steps it took to get there.
#[derive(Debug, Clone)]
pub struct NewNeed {
    /// The need as it is now; its version is set to the number of steps.
    pub need: Need,
    /// Oldest first: the step's key (`begin`, `submit`, `take`, …), who, when, and the words that went with it.
    pub steps: Vec<(String, Option<Id<Person>>, Timestamp, String)>,
    /// Who voted for it, when.
    pub votes: Vec<(Id<Person>, Timestamp)>,
}

/// Writes needs with their histories in one transaction. No rule is asked and nobody is told; the constraints hold.
/// The search index learns of them at its next rebuilding ([`crate::find::rebuild`]).
///
/// # Errors
/// A named constraint (`need_said`, `need_private_not_published`, `need_vote_once`, …); faults of the database.
pub async fn bulk_needs(tx: &mut Tx, needs: Vec<NewNeed>) -> Result<(), DbError> {
    for NewNeed { need, steps, votes } in needs {
        let version = i64::try_from(steps.len().max(1)).unwrap_or(i64::MAX);
        let need = Need { version, ..need };
        store::insert(tx, &need).await?;
        for (version, (step, by, at, note)) in (1_i64..).zip(steps) {
            let then = Need { version, changed_at: at, ..need.clone() };
            store::keep_step(tx, &then, &step, by, &note).await?;
        }
        for (person, at) in votes {
            store::vote(tx, need.id, person, at).await?;
        }
    }
    Ok(())
}
