//! What is kept of reviews, and what other rooms' views say of places and use.

use super::review::{Decided, Decision, PurchaseReview, Review};
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Person, Text, Timestamp};
use std::collections::HashMap;

/// The next number of a year. Whoever takes one makes others wait until commit.
pub(super) async fn next_number(tx: &mut Tx, year: i64) -> Result<String, DbError> {
    let sql = "INSERT INTO purchase_count (year, last) VALUES ($1, 1)
               ON CONFLICT (year) DO UPDATE SET last = purchase_count.last + 1 RETURNING last";
    let last: i64 = tx.one(sql, args![year], |row| row.get("last")).await?;
    Ok(format!("PR-{year}-{last:04}"))
}

pub(super) async fn insert(tx: &mut Tx, review: &Review) -> Result<(), DbError> {
    let sql = "INSERT INTO purchase_review (id, number, wishes, facility_id, findings_json, made_by, made_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Review { id, number, wishes, facility, made_by, made_at, .. } = review;
    let findings = to_json(&review.findings)?;
    tx.run(sql, args![id, number.as_str(), wishes.as_str(), facility, findings, made_by, made_at]).await?;
    Ok(())
}

/// Writes a decision if none was taken meanwhile; tells whether it did.
pub(super) async fn decide(tx: &mut Tx, id: Id<PurchaseReview>, decided: &Decided) -> Result<bool, DbError> {
    let sql = "UPDATE purchase_review SET decision = $2, reason = $3, decided_by = $4, decided_at = $5
               WHERE id = $1 AND decision = ''";
    let Decided { decision, reason, by, at } = decided;
    Ok(tx.run(sql, args![id, decision.key(), reason.as_str(), by, at]).await? == 1)
}

pub(super) async fn find(reads: &mut impl Reads, id: Id<PurchaseReview>) -> Result<Option<Review>, DbError> {
    let sql = "SELECT id, number, wishes, facility_id, findings_json, made_by, made_at, decision, reason, decided_by,
                 decided_at FROM purchase_review WHERE id = $1";
    Ok(reads.all(sql, args![id], review).await?.pop())
}

/// The newest reviews.
pub(super) async fn newest(reads: &mut impl Reads, most: i64) -> Result<Vec<Review>, DbError> {
    let sql = "SELECT id, number, wishes, facility_id, findings_json, made_by, made_at, decision, reason, decided_by,
                 decided_at FROM purchase_review ORDER BY made_at DESC, id DESC LIMIT $1";
    reads.all(sql, args![most], review).await
}

fn review(row: &Row) -> Result<Review, DbError> {
    let decision: String = row.get("decision")?;
    let (by, at): (Option<Id<Person>>, Option<Timestamp>) = (row.get("decided_by")?, row.get("decided_at")?);
    let decided = match (decision.parse::<Decision>(), by, at) {
        (Ok(decision), Some(by), Some(at)) => Some(Decided { decision, reason: row.get("reason")?, by, at }),
        _ => None,
    };
    Ok(Review {
        id: row.get("id")?,
        number: row.get("number")?,
        wishes: row.get("wishes")?,
        facility: row.get("facility_id")?,
        findings: row.json("findings_json")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        decided,
    })
}

/// A facility as the form offers it.
pub(super) struct Place {
    pub(super) id: String,
    pub(super) name: Text,
    pub(super) place: Option<(f64, f64)>,
}

/// Facilities, by name; enough for a region.
pub(super) async fn facilities(reads: &mut impl Reads) -> Result<Vec<Place>, DbError> {
    let sql = "SELECT id, name_ko, name_en, latitude, longitude FROM public_facility
               ORDER BY name_ko, name_en, id LIMIT 1000";
    reads.all(sql, args![], place).await
}

/// One facility.
pub(super) async fn facility(reads: &mut impl Reads, id: Id<Facility>) -> Result<Option<Place>, DbError> {
    let sql = "SELECT id, name_ko, name_en, latitude, longitude FROM public_facility WHERE id = $1";
    Ok(reads.all(sql, args![id], place).await?.pop())
}

fn place(row: &Row) -> Result<Place, DbError> {
    let (ko, en): (String, String) = (row.get("name_ko")?, row.get("name_en")?);
    let (latitude, longitude): (Option<f64>, Option<f64>) = (row.get("latitude")?, row.get("longitude")?);
    Ok(Place { id: row.get("id")?, name: Text::new(&ko, &en), place: latitude.zip(longitude) })
}

/// Minutes booked of each instrument between two moments.
pub(super) async fn booked(
    reads: &mut impl Reads,
    ids: &[String],
    from: Timestamp,
    to: Timestamp,
) -> Result<HashMap<String, i64>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let base =
        "SELECT instrument_id, CAST(SUM(ends_at - starts_at) AS BIGINT) AS booked FROM public_reservation
                WHERE holds_time AND starts_at >= $1 AND ends_at <= $2
                GROUP BY instrument_id HAVING instrument_id IS NOT NULL";
    let query = Query::new(base, args![from, to]);
    let (sql, values) = query.and_in(" AND instrument_id IN (?)", ids.iter().map(String::as_str)).finish();
    let row = |row: &Row| {
        let (id, micros): (String, i64) = (row.get("instrument_id")?, row.get("booked")?);
        Ok((id, micros / 60_000_000))
    };
    Ok(reads.all(sql, values, row).await?.into_iter().collect())
}
