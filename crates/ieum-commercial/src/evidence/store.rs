//! What we keep of audits and replies.

use super::thing::{EvidenceAudit, Reply, Sight};
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Id, Person, Timestamp};

fn audit(row: &Row) -> Result<EvidenceAudit, DbError> {
    let sight: String = row.get("sight")?;
    Ok(EvidenceAudit {
        id: row.get("id")?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        about: row.get("about")?,
        content: row.get("content")?,
        // What is not known is nobody else's business.
        sight: sight.parse().unwrap_or(Sight::Private),
        agrees: row.get("agrees")?,
        cannot_hold: row.get("cannot_hold")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
    })
}

pub(super) async fn insert(tx: &mut Tx, audit: &EvidenceAudit) -> Result<(), DbError> {
    let sql = "INSERT INTO evidence_audit (id, person_id, name, about, content, sight, agrees, cannot_hold, version,
               made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    let EvidenceAudit { id, person, name, about, content, sight, agrees, cannot_hold, version, made_at } =
        audit;
    let values =
        args![*id, *person, name, about, content, sight.name(), *agrees, *cannot_hold, *version, *made_at];
    tx.run(sql, values).await.map(drop)
}

pub(super) async fn find(
    reads: &mut impl Reads,
    id: Id<EvidenceAudit>,
) -> Result<Option<EvidenceAudit>, DbError> {
    let sql = "SELECT id, person_id, name, about, content, sight, agrees, cannot_hold, version, made_at
               FROM evidence_audit WHERE id = $1";
    reads.maybe(sql, args![id], audit).await
}

/// Somebody's audits, the newest first, without their tables.
pub(super) async fn of_person(
    reads: &mut impl Reads,
    person: Id<Person>,
) -> Result<Vec<EvidenceAudit>, DbError> {
    let sql = "SELECT id, person_id, name, about, '' AS content, sight, agrees, cannot_hold, version, made_at
               FROM evidence_audit WHERE person_id = $1 ORDER BY made_at DESC, id DESC LIMIT 200";
    reads.all(sql, args![person], audit).await
}

/// Audits that everybody may see, the newest first, without their tables.
pub(super) async fn open(reads: &mut impl Reads) -> Result<Vec<EvidenceAudit>, DbError> {
    let sql = "SELECT id, person_id, name, about, '' AS content, sight, agrees, cannot_hold, version, made_at
               FROM evidence_audit WHERE sight = 'open' ORDER BY made_at DESC, id DESC LIMIT 50";
    reads.all(sql, args![], audit).await
}

/// Changes who may see it; whether it was still as it had been read.
pub(super) async fn show_to(
    tx: &mut Tx,
    id: Id<EvidenceAudit>,
    version: i64,
    sight: Sight,
    at: Timestamp,
) -> Result<bool, DbError> {
    let sql = "UPDATE evidence_audit SET sight = $3, version = version + 1, changed_at = $4
               WHERE id = $1 AND version = $2";
    Ok(tx.run(sql, args![id, version, sight.name(), at]).await? == 1)
}

pub(super) async fn reply(tx: &mut Tx, audit: Id<EvidenceAudit>, reply: &Reply) -> Result<(), DbError> {
    let sql = "INSERT INTO evidence_reply (id, audit_id, person_id, words, at) VALUES ($1, $2, $3, $4, $5)";
    tx.run(sql, args![reply.id, audit, reply.person, &reply.words, reply.at]).await.map(drop)
}

pub(super) async fn replies(reads: &mut impl Reads, audit: Id<EvidenceAudit>) -> Result<Vec<Reply>, DbError> {
    let sql =
        "SELECT id, person_id, words, at FROM evidence_reply WHERE audit_id = $1 ORDER BY at, id LIMIT 200";
    let reply = |row: &Row| {
        Ok(Reply {
            id: row.get("id")?,
            person: row.get("person_id")?,
            words: row.get("words")?,
            at: row.get("at")?,
        })
    };
    reads.all(sql, args![audit], reply).await
}

pub(super) async fn remove(tx: &mut Tx, id: Id<EvidenceAudit>) -> Result<(), DbError> {
    tx.run("DELETE FROM evidence_reply WHERE audit_id = $1", args![id]).await?;
    tx.run("DELETE FROM evidence_audit WHERE id = $1", args![id]).await.map(drop)
}
