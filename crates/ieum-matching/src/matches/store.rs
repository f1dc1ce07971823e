//! What matches keep: what was shown for a need, in which order.

use ieum_db::{DbError, Reads, Tx, args, to_json};
use ieum_kernel::{Id, Need, Person, Timestamp};

/// Writes down what was offered.
pub(crate) async fn shown(
    tx: &mut Tx,
    id: &str,
    need: Id<Need>,
    person: Option<Id<Person>>,
    ids: &[String],
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO match_shown (id, need_id, person_id, shown_json, at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![id, need, person, to_json(ids)?, at]).await.map(drop)
}

/// What was offered last, to not write the same twice.
pub(crate) async fn last_shown(
    reads: &mut impl Reads,
    need: Id<Need>,
    person: Option<Id<Person>>,
) -> Result<Option<Vec<String>>, DbError> {
    let sql = "SELECT shown_json FROM match_shown WHERE need_id = $1 AND person_id = $2 ORDER BY at DESC, id DESC LIMIT 1";
    reads.maybe(sql, args![need, person], |row| row.json("shown_json")).await
}
