//! What we keep of sessions, and the one statement every request pays.

use crate::session::Session;
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Facility, Id, Lang, Organisation, Person, Role, Text, Timestamp};

/// A recognised person with one of their memberships; one row a membership.
pub(crate) struct KnownRow {
    pub(crate) seen_at: Option<Timestamp>,
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) lang: Lang,
    pub(crate) theme: String,
    pub(crate) density: String,
    pub(crate) unread: i64,
    pub(crate) role: Option<Role>,
    pub(crate) organisation: Option<Id<Organisation>>,
    pub(crate) organisation_name: Option<Text>,
    pub(crate) facility: Option<Id<Facility>>,
}

pub(crate) async fn known_by_session(
    reads: &mut impl Reads,
    key_hash: &str,
    now: Timestamp,
    seen_after: Timestamp,
) -> Result<Vec<KnownRow>, DbError> {
    let sql = "SELECT s.seen_at, p.id, p.name, p.lang, p.theme, p.density,
                 (SELECT COUNT(*) FROM notice n WHERE n.person_id = p.id AND n.read_at IS NULL) AS unread,
                 m.role, m.organisation_id, m.facility_id, o.name_ko, o.name_en
               FROM session s
               JOIN person p ON p.id = s.person_id AND p.state = 'active'
               LEFT JOIN membership m ON m.person_id = p.id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               WHERE s.key_hash = $1 AND s.ends_at > $2 AND s.seen_at > $3
               ORDER BY m.made_at, m.id";
    reads.all(sql, args![key_hash, now, seen_after], known_row).await
}

pub(crate) async fn known_by_token(reads: &mut impl Reads, key_hash: &str) -> Result<Vec<KnownRow>, DbError> {
    let sql =
        "SELECT k.used_at AS seen_at, p.id, p.name, p.lang, p.theme, p.density, CAST(0 AS BIGINT) AS unread,
                 m.role, m.organisation_id, m.facility_id, o.name_ko, o.name_en
               FROM api_token k
               JOIN person p ON p.id = k.person_id AND p.state = 'active'
               LEFT JOIN membership m ON m.person_id = p.id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               WHERE k.key_hash = $1 AND k.revoked_at IS NULL
               ORDER BY m.made_at, m.id";
    reads.all(sql, args![key_hash], known_row).await
}

pub(crate) async fn known_by_id(
    reads: &mut impl Reads,
    person: Id<Person>,
) -> Result<Vec<KnownRow>, DbError> {
    let sql = "SELECT CAST(NULL AS BIGINT) AS seen_at, p.id, p.name, p.lang, p.theme, p.density,
                 CAST(0 AS BIGINT) AS unread,
                 m.role, m.organisation_id, m.facility_id, o.name_ko, o.name_en
               FROM person p
               LEFT JOIN membership m ON m.person_id = p.id
               LEFT JOIN public_organisation o ON o.id = m.organisation_id
               WHERE p.id = $1 AND p.state = 'active'
               ORDER BY m.made_at, m.id";
    reads.all(sql, args![person], known_row).await
}

fn known_row(row: &Row) -> Result<KnownRow, DbError> {
    let side = |column| Ok::<_, DbError>(row.get::<Option<String>>(column)?.unwrap_or_default());
    let text = Text { ko: side("name_ko")?, en: side("name_en")? };
    Ok(KnownRow {
        seen_at: row.get("seen_at")?,
        person: row.get("id")?,
        name: row.get("name")?,
        lang: row.get("lang")?,
        theme: row.get("theme")?,
        density: row.get("density")?,
        unread: row.get("unread")?,
        role: row.get::<Option<String>>("role")?.and_then(|key| key.parse().ok()),
        organisation: row.get("organisation_id")?,
        organisation_name: (!text.is_empty()).then_some(text),
        facility: row.get("facility_id")?,
    })
}

/// A new session.
pub(crate) struct SessionRow<'a> {
    pub(crate) id: Id<Session>,
    pub(crate) person: Id<Person>,
    pub(crate) key_hash: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) address: &'a str,
    pub(crate) agent: &'a str,
}

pub(crate) async fn insert(tx: &mut Tx, row: &SessionRow<'_>) -> Result<(), DbError> {
    let sql = "INSERT INTO session (id, person_id, key_hash, made_at, seen_at, ends_at, address, agent)
               VALUES ($1, $2, $3, $4, $4, $5, $6, $7)";
    let SessionRow { id, person, key_hash, at, ends_at, address, agent } = row;
    tx.run(sql, args![id, person, *key_hash, at, ends_at, *address, *agent]).await.map(drop)
}

/// Notes a visit, at most once a minute.
pub(crate) async fn touch(tx: &mut Tx, key_hash: &str, at: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE session SET seen_at = $2 WHERE key_hash = $1 AND seen_at < $3";
    tx.run(sql, args![key_hash, at, at.plus_minutes(-1)]).await.map(drop)
}

pub(crate) async fn touch_token(tx: &mut Tx, key_hash: &str, at: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE api_token SET used_at = $2 WHERE key_hash = $1 AND (used_at IS NULL OR used_at < $3)";
    tx.run(sql, args![key_hash, at, at.plus_minutes(-1)]).await.map(drop)
}

pub(crate) async fn end_by_key(tx: &mut Tx, key_hash: &str) -> Result<Option<Id<Person>>, DbError> {
    let sql = "DELETE FROM session WHERE key_hash = $1 RETURNING person_id";
    tx.maybe(sql, args![key_hash], |row| row.get("person_id")).await
}

pub(crate) async fn end_one(tx: &mut Tx, person: Id<Person>, id: Id<Session>) -> Result<u64, DbError> {
    let sql = "DELETE FROM session WHERE person_id = $1 AND id = $2";
    tx.run(sql, args![person, id]).await
}

/// Ends every session of a person but the one kept.
pub(crate) async fn end_all(tx: &mut Tx, person: Id<Person>, but: Option<&str>) -> Result<u64, DbError> {
    let sql = "DELETE FROM session WHERE person_id = $1 AND key_hash <> $2";
    tx.run(sql, args![person, but.unwrap_or_default()]).await
}

/// Forgets sessions that are over.
pub(crate) async fn sweep(tx: &mut Tx, now: Timestamp, seen_after: Timestamp) -> Result<u64, DbError> {
    let sql = "DELETE FROM session WHERE ends_at <= $1 OR seen_at <= $2";
    tx.run(sql, args![now, seen_after]).await
}

pub(crate) async fn list(
    reads: &mut impl Reads,
    person: Id<Person>,
    here: &str,
    now: Timestamp,
    seen_after: Timestamp,
) -> Result<Vec<Session>, DbError> {
    let sql = "SELECT id, key_hash, made_at, seen_at, ends_at, address, agent FROM session
               WHERE person_id = $1 AND ends_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC LIMIT 100";
    reads
        .all(sql, args![person, now, seen_after], |row| {
            Ok(Session {
                id: row.get("id")?,
                made_at: row.get("made_at")?,
                seen_at: row.get("seen_at")?,
                ends_at: row.get("ends_at")?,
                address: row.get("address")?,
                agent: row.get("agent")?,
                here: row.get::<String>("key_hash")? == here,
            })
        })
        .await
}
