//! What is kept of lists that were shown, and what came of them.

use super::outcome::{Came, Listed, Outcome};
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Need, Person, Timestamp};

/// Grows when the parts of a score mean something else; older rows then teach nothing.
pub(super) const FORM: i64 = 1;

pub(super) async fn insert(tx: &mut Tx, one: &Listed) -> Result<(), DbError> {
    let sql = "INSERT INTO learning_shown (id, need_id, person_id, form, things_json, at)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING";
    tx.run(sql, args![one.id, one.need, one.person, FORM, to_json(&one.things)?, one.at]).await.map(drop)
}

pub(super) async fn note(tx: &mut Tx, came: &Came) -> Result<(), DbError> {
    let sql = "INSERT INTO learning_outcome (about_id, thing_id, outcome, person_id, at)
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (about_id, thing_id, outcome) DO NOTHING";
    let values = args![&came.about, &came.thing, came.outcome.key(), came.person, came.at];
    tx.run(sql, values).await.map(drop)
}

fn listed(row: &Row) -> Result<Listed, DbError> {
    Ok(Listed {
        id: row.get("id")?,
        need: row.get("need_id")?,
        person: row.get("person_id")?,
        things: row.json("things_json")?,
        at: row.get("at")?,
    })
}

/// The last lists shown to somebody, newest first.
pub(super) async fn of_person(
    reads: &mut impl Reads,
    person: Id<Person>,
    most: i64,
) -> Result<Vec<Listed>, DbError> {
    let sql = "SELECT id, need_id, person_id, things_json, at FROM learning_shown
               WHERE person_id = $1 AND form = $2 ORDER BY at DESC, id DESC LIMIT $3";
    reads.all(sql, args![person, FORM, most], listed).await
}

/// Lists since a moment, oldest first, at most so many of the newest.
pub(super) async fn since(
    reads: &mut impl Reads,
    from: Timestamp,
    most: i64,
) -> Result<Vec<Listed>, DbError> {
    let sql = "SELECT id, need_id, person_id, things_json, at FROM learning_shown
               WHERE at >= $1 AND form = $2 ORDER BY at DESC, id DESC LIMIT $3";
    let mut found = reads.all(sql, args![from, FORM, most], listed).await?;
    found.reverse();
    Ok(found)
}

fn came(row: &Row) -> Result<Came, DbError> {
    let word: String = row.get("outcome")?;
    Ok(Came {
        about: row.get("about_id")?,
        thing: row.get("thing_id")?,
        outcome: Outcome::named(&word).unwrap_or(Outcome::Opened),
        person: row.get("person_id")?,
        at: row.get("at")?,
    })
}

/// What came of things since a moment, oldest first.
pub(super) async fn outcomes_since(
    reads: &mut impl Reads,
    from: Timestamp,
    most: i64,
) -> Result<Vec<Came>, DbError> {
    let sql = "SELECT about_id, thing_id, outcome, person_id, at FROM learning_outcome
               WHERE at >= $1 ORDER BY at DESC, about_id, thing_id LIMIT $2";
    let mut found = reads.all(sql, args![from, most], came).await?;
    found.reverse();
    Ok(found)
}

/// What came of things for somebody, newest first.
pub(super) async fn outcomes_of(
    reads: &mut impl Reads,
    person: Id<Person>,
    most: i64,
) -> Result<Vec<Came>, DbError> {
    let sql = "SELECT about_id, thing_id, outcome, person_id, at FROM learning_outcome
               WHERE person_id = $1 ORDER BY at DESC, about_id, thing_id LIMIT $2";
    reads.all(sql, args![person, most], came).await
}

/// Forgets what is older than a moment; how many lists.
pub(super) async fn forget_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    tx.run("DELETE FROM learning_outcome WHERE at < $1", args![before]).await?;
    tx.run("DELETE FROM learning_shown WHERE at < $1", args![before]).await
}

/// Forgets everything of somebody; how many lists.
pub(super) async fn forget_person(tx: &mut Tx, person: Id<Person>) -> Result<u64, DbError> {
    tx.run("DELETE FROM learning_outcome WHERE person_id = $1", args![person]).await?;
    tx.run("DELETE FROM learning_shown WHERE person_id = $1", args![person]).await
}

/// What a request is for: its need, the thing asked for, and whose need it is.
pub(super) async fn asked_for(
    reads: &mut impl Reads,
    request: &str,
) -> Result<Option<(Id<Need>, String, Id<Person>)>, DbError> {
    let sql = "SELECT n.id AS need_id, n.person_id AS person_id, coalesce(r.service_id, r.instrument_id, '') AS thing_id
               FROM public_request r JOIN need n ON n.id = r.need_id WHERE r.id = $1";
    let row = |row: &Row| Ok((row.get("need_id")?, row.get("thing_id")?, row.get("person_id")?));
    reads.maybe(sql, args![request], row).await
}
