//! What is kept of weights: fits with how they did, and which were in force from when on.

use super::fit::{RankingChange, RankingFit, thousandths};
use ieum_db::{DbError, Reads, Row, Tx, args, to_json};
use ieum_kernel::Id;

pub(super) async fn insert(tx: &mut Tx, fit: &RankingFit) -> Result<(), DbError> {
    let sql = "INSERT INTO ranking_fit (id, learned_json, judged, beats, made_by, made_at)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let judged = i64::try_from(fit.learned.judged).unwrap_or(i64::MAX);
    let learned = to_json(&fit.learned)?;
    tx.run(sql, args![fit.id, learned, judged, fit.learned.beats(), fit.made_by, fit.made_at]).await?;
    let weight = "INSERT INTO ranking_weight (fit_id, part, thousandths) VALUES ($1, $2, $3)";
    for (part, thousandths) in thousandths(&fit.learned.ranking) {
        tx.run(weight, args![fit.id, part, thousandths]).await?;
    }
    Ok(())
}

fn fit(row: &Row) -> Result<RankingFit, DbError> {
    Ok(RankingFit {
        id: row.get("id")?,
        learned: row.json("learned_json")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
    })
}

/// The last fits, newest first.
pub(super) async fn fits(reads: &mut impl Reads) -> Result<Vec<RankingFit>, DbError> {
    let sql =
        "SELECT id, learned_json, made_by, made_at FROM ranking_fit ORDER BY made_at DESC, id DESC LIMIT 30";
    reads.all(sql, args![], fit).await
}

pub(super) async fn find(reads: &mut impl Reads, id: Id<RankingFit>) -> Result<Option<RankingFit>, DbError> {
    let sql = "SELECT id, learned_json, made_by, made_at FROM ranking_fit WHERE id = $1";
    reads.maybe(sql, args![id], fit).await
}

fn change(row: &Row) -> Result<RankingChange, DbError> {
    Ok(RankingChange {
        number: row.get("number")?,
        fit: row.get("fit_id")?,
        why: row.get("why")?,
        by: row.get("by_id")?,
        at: row.get("at")?,
    })
}

/// The changes of the weights in force, newest first.
pub(super) async fn changes(reads: &mut impl Reads) -> Result<Vec<RankingChange>, DbError> {
    let sql = "SELECT number, fit_id, why, by_id, at FROM ranking_change ORDER BY number DESC LIMIT 50";
    reads.all(sql, args![], change).await
}

/// The fit in force; none is the formula.
pub(super) async fn in_force(reads: &mut impl Reads) -> Result<Option<Id<RankingFit>>, DbError> {
    let sql = "SELECT fit_id FROM ranking_change ORDER BY number DESC LIMIT 1";
    Ok(reads.maybe(sql, args![], |row| row.get::<Option<Id<RankingFit>>>("fit_id")).await?.flatten())
}

/// The weights of a fit, as they are stored.
pub(super) async fn weights(
    reads: &mut impl Reads,
    fit: Id<RankingFit>,
) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT part, thousandths FROM ranking_weight WHERE fit_id = $1 ORDER BY part";
    reads.all(sql, args![fit], |row| Ok((row.get("part")?, row.get("thousandths")?))).await
}

/// Writes which weights are in force from now on. Two at once meet at the number, and one of them fails.
pub(super) async fn put(tx: &mut Tx, change: &RankingChange) -> Result<(), DbError> {
    let sql = "INSERT INTO ranking_change (number, fit_id, why, by_id, at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![change.number, change.fit, &change.why, change.by, change.at]).await.map(drop)
}

/// The number of the last change.
pub(super) async fn last(reads: &mut impl Reads) -> Result<i64, DbError> {
    let sql = "SELECT coalesce(max(number), 0) AS number FROM ranking_change";
    reads.one(sql, args![], |row| row.get("number")).await
}
