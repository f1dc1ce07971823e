//! What operators look through.

use crate::person::{Account, store::account_row};
use ieum_db::{AuditEntry, DbError, Query, Reads, args};
use ieum_kernel::{Id, Person, Timestamp};
use serde::Serialize;

/// How many of each, for the first page of operators.
#[derive(Debug, Serialize)]
pub(crate) struct Counts {
    pub(crate) people: i64,
    pub(crate) unconfirmed: i64,
    pub(crate) sessions: i64,
    pub(crate) members: i64,
}

pub(crate) async fn counts(reads: &mut impl Reads, now: Timestamp) -> Result<Counts, DbError> {
    let sql = "SELECT (SELECT COUNT(*) FROM person WHERE state = 'active') AS people,
                 (SELECT COUNT(*) FROM person WHERE state = 'active' AND confirmed_at IS NULL) AS unconfirmed,
                 (SELECT COUNT(*) FROM session WHERE ends_at > $1) AS sessions,
                 (SELECT COUNT(*) FROM membership) AS members";
    reads
        .one(sql, args![now], |row| {
            Ok(Counts {
                people: row.get("people")?,
                unconfirmed: row.get("unconfirmed")?,
                sessions: row.get("sessions")?,
                members: row.get("members")?,
            })
        })
        .await
}

/// Which people to list.
pub(crate) struct PeopleFilter<'a> {
    /// Part of a name or address.
    pub(crate) words: &'a str,
    /// A role's key; all when empty.
    pub(crate) role: &'a str,
    pub(crate) closed: bool,
}

/// People by name; one more than a page, to know whether there are more.
pub(crate) async fn people(
    reads: &mut impl Reads,
    filter: &PeopleFilter<'_>,
    skip: i64,
    take: i64,
) -> Result<Vec<Account>, DbError> {
    let state = if filter.closed { "closed" } else { "active" };
    let base = "SELECT id, email, name, lang, theme, density, state, password_hash, confirmed_at, made_at
                FROM person p WHERE state = $1";
    let part = like(filter.words);
    let (sql, args) = Query::new(base, args![state])
        .and_if(
            !filter.words.is_empty(),
            " AND (lower(name) LIKE ? ESCAPE '!' OR email_key LIKE ? ESCAPE '!')",
            args![&part, &part],
        )
        .and_if(
            !filter.role.is_empty(),
            " AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.role = ?)",
            args![filter.role],
        )
        .and(" ORDER BY name, id LIMIT ? OFFSET ?", args![take, skip])
        .finish();
    reads.all(sql, args, account_row).await
}

fn like(words: &str) -> String {
    let mut text = String::from("%");
    for letter in words.to_lowercase().chars() {
        if matches!(letter, '!' | '%' | '_') {
            text.push('!');
        }
        text.push(letter);
    }
    text.push('%');
    text
}

/// Which changes to list.
pub(crate) struct AuditFilter<'a> {
    /// The id of the thing; all when empty.
    pub(crate) thing: &'a str,
    pub(crate) person: Option<Id<Person>>,
    /// Half-open: from this moment to that.
    pub(crate) between: Option<(Timestamp, Timestamp)>,
    /// Only older ones than this number.
    pub(crate) before: Option<i64>,
}

/// Changes, newest first, each with the name of who made it.
pub(crate) async fn changes(
    reads: &mut impl Reads,
    filter: &AuditFilter<'_>,
    take: i64,
) -> Result<Vec<(AuditEntry, Option<String>)>, DbError> {
    let base = "SELECT a.id, a.actor_id, a.action, a.thing, a.before_json, a.after_json, a.at, p.name
                FROM audit a LEFT JOIN person p ON p.id = a.actor_id WHERE TRUE";
    let thing = Some(filter.thing).filter(|thing| !thing.is_empty());
    let mut query = Query::new(base, args![])
        .and_some(" AND a.thing = ?", thing)
        .and_some(" AND a.actor_id = ?", filter.person)
        .and_some(" AND a.id < ?", filter.before);
    if let Some((from, to)) = filter.between {
        query = query.and(" AND a.at >= ? AND a.at < ?", args![from, to]);
    }
    let (sql, args) = query.and(" ORDER BY a.id DESC LIMIT ?", args![take]).finish();
    reads
        .all(sql, args, |row| {
            let entry = AuditEntry {
                number: row.get("id")?,
                actor: row.get("actor_id")?,
                action: row.get("action")?,
                thing: row.get("thing")?,
                before: row.json_maybe("before_json")?,
                after: row.json_maybe("after_json")?,
                at: row.get("at")?,
            };
            Ok((entry, row.get("name")?))
        })
        .await
}
