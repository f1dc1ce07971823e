//! What is kept of feedback.

use super::said::{Feedback, Solved};
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Request, TimeSpan};

fn from_row(row: &Row) -> Result<Feedback, DbError> {
    let solved: String = row.get("solved")?;
    Ok(Feedback {
        request: row.get("request_id")?,
        facility: row.get("facility_id")?,
        organisation: row.get("organisation_id")?,
        by: row.get("by_id")?,
        solved: solved.parse().unwrap_or(Solved::No),
        speed: row.get("speed")?,
        quality: row.get("quality")?,
        price: row.get("price")?,
        words: row.get("words")?,
        at: row.get("at")?,
    })
}

/// What was said of a request.
///
/// # Errors
/// Faults of the database.
pub async fn of_request(db: &mut impl Reads, id: Id<Request>) -> Result<Option<Feedback>, DbError> {
    let sql =
        "SELECT request_id, facility_id, organisation_id, by_id, solved, speed, quality, price, words, at
               FROM feedback WHERE request_id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// What was said of a facility within a span, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn of_facility(
    db: &mut impl Reads,
    id: Id<Facility>,
    within: TimeSpan,
) -> Result<Vec<Feedback>, DbError> {
    let sql =
        "SELECT request_id, facility_id, organisation_id, by_id, solved, speed, quality, price, words, at
               FROM feedback WHERE facility_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT 5000";
    db.all(sql, args![id, within.starts, within.ends], from_row).await
}

pub(crate) async fn insert(tx: &mut Tx, f: &Feedback) -> Result<(), DbError> {
    let sql = "INSERT INTO feedback (request_id, facility_id, organisation_id, by_id, solved, speed, quality, price,
                 words, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        f.request,
        f.facility,
        f.organisation,
        f.by,
        f.solved.key(),
        f.speed,
        f.quality,
        f.price,
        &f.words,
        f.at
    ];
    tx.run(sql, values).await.map(drop)
}
