//! What needs keep: the need, its steps, its files, its votes.

use super::thing::{Confidentiality, Need, Said, State};
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Id, Money, Organisation, Person, StoredFile, Timestamp};
use serde::Serialize;

type NeedId = Id<ieum_kernel::Need>;

pub(crate) async fn insert(tx: &mut Tx, need: &Need) -> Result<(), DbError> {
    let sql = "INSERT INTO need (id, person_id, organisation_id, title, words, material, solved_when, quantity, due_on,
                 budget_minor, currency, confidentiality, state, state_json, registered, version, made_at,
                 submitted_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    let Need { id, owner, organisation, said, state, registered, version, .. } = need;
    let (minor, currency) = money(said);
    let values = args![
        id,
        owner,
        organisation,
        &said.title,
        &said.words,
        &said.material,
        &said.solved_when,
        &said.quantity,
        said.due_on,
        minor,
        currency,
        said.confidentiality.key(),
        state.key(),
        to_json(state)?,
        *registered,
        *version,
        need.made_at,
        need.submitted_at,
        need.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed need that was read at a version; false when somebody was quicker.
pub(crate) async fn update(tx: &mut Tx, need: &Need, was: i64) -> Result<bool, DbError> {
    let sql =
        "UPDATE need SET title = $3, words = $4, material = $5, solved_when = $6, quantity = $7, due_on = $8,
                 budget_minor = $9, currency = $10, confidentiality = $11, state = $12, state_json = $13,
                 registered = $14, version = $15, submitted_at = $16, changed_at = $17
               WHERE id = $1 AND version = $2";
    let Need { id, said, state, registered, version, .. } = need;
    let (minor, currency) = money(said);
    let values = args![
        id,
        was,
        &said.title,
        &said.words,
        &said.material,
        &said.solved_when,
        &said.quantity,
        said.due_on,
        minor,
        currency,
        said.confidentiality.key(),
        state.key(),
        to_json(state)?,
        *registered,
        *version,
        need.submitted_at,
        need.changed_at
    ];
    Ok(tx.run(sql, values).await? == 1)
}

fn money(said: &Said) -> (Option<i64>, &'static str) {
    (said.budget.map(|m| m.minor), said.budget.map_or("KRW", |m| m.currency.code()))
}

pub(crate) async fn find(reads: &mut impl Reads, id: NeedId) -> Result<Option<Need>, DbError> {
    let sql = "SELECT id, person_id, organisation_id, title, words, material, solved_when, quantity, due_on,
                 budget_minor, currency, confidentiality, state_json, registered, version, made_at, submitted_at,
                 changed_at
               FROM need WHERE id = $1";
    reads.maybe(sql, args![id], need_row).await
}

/// Needs of a person and, for managers, of their organisation; the latest change first.
pub(crate) async fn mine(
    reads: &mut impl Reads,
    person: Id<Person>,
    organisation: Option<Id<Organisation>>,
) -> Result<Vec<Need>, DbError> {
    let sql = "SELECT id, person_id, organisation_id, title, words, material, solved_when, quantity, due_on,
                 budget_minor, currency, confidentiality, state_json, registered, version, made_at, submitted_at,
                 changed_at
               FROM need WHERE person_id = $1 OR (organisation_id = $2 AND state <> 'draft')
               ORDER BY changed_at DESC, id DESC LIMIT 200";
    reads.all(sql, args![person, organisation], need_row).await
}

/// Problems that wait for a solution, the newest first; of these ids only, where some are given.
pub(crate) async fn waiting_for_offers(
    reads: &mut impl Reads,
    ids: Option<&[String]>,
    most: i64,
) -> Result<Vec<Need>, DbError> {
    let base = "SELECT id, person_id, organisation_id, title, words, material, solved_when, quantity, due_on,
                  budget_minor, currency, confidentiality, state_json, registered, version, made_at, submitted_at,
                  changed_at
                FROM need WHERE state IN ('submitted', 'in_triage', 'needs_info', 'referred', 'published')";
    let query = Query::new(base, args![]);
    let query = match ids {
        Some(ids) => query.and_in(" AND id IN (?)", ids.iter().map(String::as_str)),
        None => query,
    };
    let (sql, values) = query.and(" ORDER BY submitted_at DESC, id DESC LIMIT ?", args![most]).finish();
    reads.all(sql, values, need_row).await
}

/// A draft of this person that says the same, so that sending a form twice makes one.
pub(crate) async fn same_draft(
    reads: &mut impl Reads,
    person: Id<Person>,
    words: &str,
) -> Result<Option<NeedId>, DbError> {
    let sql = "SELECT id FROM need WHERE person_id = $1 AND state = 'draft' AND words = $2 LIMIT 1";
    reads.maybe(sql, args![person, words], |row| row.get("id")).await
}

/// What the queue shows of a need.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Waiting {
    pub need: Need,
    pub organisation_name: ieum_kernel::Text,
}

/// Needs that wait to be sorted, oldest first; `state` narrows.
pub(crate) async fn queue(reads: &mut impl Reads, state: Option<&str>) -> Result<Vec<Waiting>, DbError> {
    let base = "SELECT n.id, n.person_id, n.organisation_id, n.title, n.words, n.material, n.solved_when, n.quantity,
                  n.due_on, n.budget_minor, n.currency, n.confidentiality, n.state_json, n.registered, n.version,
                  n.made_at, n.submitted_at, n.changed_at, o.name_ko, o.name_en
                FROM need n LEFT JOIN public_organisation o ON o.id = n.organisation_id
                WHERE n.state IN ('submitted', 'in_triage', 'needs_info', 'referred', 'matched', 'published')";
    let (sql, values) = Query::new(base, args![])
        .and_if(state.is_none(), " AND n.state IN ('submitted', 'in_triage')", args![])
        .and_some(" AND n.state = ?", state)
        .and(" ORDER BY n.submitted_at, n.id LIMIT 200", args![])
        .finish();
    let text = |row: &Row, column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    reads
        .all(sql, values, |row| {
            let organisation_name =
                ieum_kernel::Text { ko: text(row, "name_ko")?, en: text(row, "name_en")? };
            Ok(Waiting { need: need_row(row)?, organisation_name })
        })
        .await
}

/// How many needs wait in each state of the queue.
pub(crate) async fn counts(reads: &mut impl Reads) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT state, COUNT(*) AS many FROM need WHERE state <> 'draft' GROUP BY state ORDER BY state";
    reads.all(sql, args![], |row| Ok((row.get("state")?, row.get("many")?))).await
}

/// One line of the register of unsolved problems.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "NeedRegistered")]
pub(crate) struct Registered {
    pub id: NeedId,
    pub title: String,
    pub words: String,
    pub state: String,
    pub votes: i64,
    /// Whether the reader has voted for it.
    pub mine: bool,
    pub organisation_name: ieum_kernel::Text,
    pub submitted_at: Option<Timestamp>,
}

/// Which part of the register.
pub(crate) struct Wanted<'a> {
    /// Part of title or words, already escaped for `LIKE … ESCAPE '!'` and in lower case.
    pub like: Option<String>,
    pub solved: bool,
    pub by_votes: bool,
    pub reader: Option<Id<Person>>,
    pub page: i64,
    pub size: i64,
    pub state: Option<&'a str>,
}

pub(crate) async fn register(
    reads: &mut impl Reads,
    w: &Wanted<'_>,
) -> Result<(Vec<Registered>, i64), DbError> {
    let base =
        "SELECT n.id, n.title, n.words, n.state, n.confidentiality, n.submitted_at, o.name_ko, o.name_en,
                  (SELECT COUNT(*) FROM need_vote v WHERE v.need_id = n.id) AS votes,
                  (SELECT COUNT(*) FROM need_vote v WHERE v.need_id = n.id AND v.person_id = $1) AS mine
                FROM need n
                LEFT JOIN public_organisation o ON o.id = n.organisation_id AND n.confidentiality = 'public'
                WHERE n.registered";
    let narrowed = |query: Query| {
        query
            .and_if(w.solved, " AND n.state = 'solved'", args![])
            .and_if(!w.solved, " AND n.state <> 'solved'", args![])
            .and_some(" AND n.state = ?", w.state)
            .and_some(" AND lower(n.title || ' ' || n.words) LIKE ? ESCAPE '!'", w.like.clone())
    };
    let (sql, values) = narrowed(Query::new(base, args![w.reader]))
        .and_if(w.by_votes, " ORDER BY votes DESC, n.submitted_at DESC, n.id", args![])
        .and_if(!w.by_votes, " ORDER BY n.submitted_at DESC, n.id", args![])
        .and(" LIMIT ? OFFSET ?", args![w.size, (w.page - 1) * w.size])
        .finish();
    let rows = reads.all(sql, values, registered_row).await?;
    let count = "SELECT COUNT(*) AS many FROM need n WHERE n.registered";
    let (sql, values) = narrowed(Query::new(count, args![])).finish();
    let total: i64 = reads.one(sql, values, |row| row.get("many")).await?;
    Ok((rows, total))
}

fn registered_row(row: &Row) -> Result<Registered, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    Ok(Registered {
        id: row.get("id")?,
        title: row.get("title")?,
        words: row.get("words")?,
        state: row.get("state")?,
        votes: row.get("votes")?,
        mine: row.get::<i64>("mine")? > 0,
        organisation_name: ieum_kernel::Text { ko: text("name_ko")?, en: text("name_en")? },
        submitted_at: row.get("submitted_at")?,
    })
}

/// One step as the thread shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Taken {
    pub step: String,
    pub state: String,
    pub by: Option<Id<Person>>,
    pub who: String,
    pub note: String,
    pub at: Timestamp,
}

pub(crate) async fn keep_step(
    tx: &mut Tx,
    need: &Need,
    step: &str,
    by: Option<Id<Person>>,
    note: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO need_step (need_id, version, step, state, by_id, note, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = args![need.id, need.version, step, need.state.key(), by, note, need.changed_at];
    tx.run(sql, values).await.map(drop)
}

/// The steps of a need, oldest first.
pub(crate) async fn steps(reads: &mut impl Reads, id: NeedId) -> Result<Vec<Taken>, DbError> {
    let sql = "SELECT s.step, s.state, s.by_id, p.name, s.note, s.at FROM need_step s
               LEFT JOIN public_person p ON p.id = s.by_id
               WHERE s.need_id = $1 ORDER BY s.version LIMIT 500";
    let taken = |row: &Row| {
        Ok(Taken {
            step: row.get("step")?,
            state: row.get("state")?,
            by: row.get("by_id")?,
            who: row.get::<Option<String>>("name")?.unwrap_or_default(),
            note: row.get("note")?,
            at: row.get("at")?,
        })
    };
    reads.all(sql, args![id], taken).await
}

pub(crate) async fn attach(
    tx: &mut Tx,
    id: NeedId,
    file: Id<StoredFile>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO need_file (need_id, file_id, made_at) VALUES ($1, $2, $3)";
    tx.run(sql, args![id, file, at]).await.map(drop)
}

pub(crate) async fn detach(tx: &mut Tx, id: NeedId, file: Id<StoredFile>) -> Result<bool, DbError> {
    let sql = "DELETE FROM need_file WHERE need_id = $1 AND file_id = $2";
    Ok(tx.run(sql, args![id, file]).await? == 1)
}

pub(crate) async fn files(reads: &mut impl Reads, id: NeedId) -> Result<Vec<Id<StoredFile>>, DbError> {
    let sql = "SELECT file_id FROM need_file WHERE need_id = $1 ORDER BY made_at, file_id LIMIT 50";
    reads.all(sql, args![id], |row| row.get("file_id")).await
}

/// Gives a vote; false when this person had voted already (`need_vote_once`).
pub(crate) async fn vote(
    tx: &mut Tx,
    id: NeedId,
    person: Id<Person>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO need_vote (need_id, person_id, at) VALUES ($1, $2, $3)
               ON CONFLICT (need_id, person_id) DO NOTHING";
    Ok(tx.run(sql, args![id, person, at]).await? == 1)
}

/// Takes a vote back; false when there was none.
pub(crate) async fn unvote(tx: &mut Tx, id: NeedId, person: Id<Person>) -> Result<bool, DbError> {
    let sql = "DELETE FROM need_vote WHERE need_id = $1 AND person_id = $2";
    Ok(tx.run(sql, args![id, person]).await? == 1)
}

/// How many votes a need has, and whether one is this person's.
pub(crate) async fn votes(
    reads: &mut impl Reads,
    id: NeedId,
    person: Option<Id<Person>>,
) -> Result<(i64, bool), DbError> {
    let sql = "SELECT COUNT(*) AS votes, COUNT(CASE WHEN person_id = $2 THEN 1 END) AS mine
               FROM need_vote WHERE need_id = $1";
    reads.one(sql, args![id, person], |row| Ok((row.get("votes")?, row.get::<i64>("mine")? > 0))).await
}

/// Facilities to refer to, by name.
pub(crate) async fn facilities(reads: &mut impl Reads) -> Result<Vec<(String, ieum_kernel::Text)>, DbError> {
    let sql = "SELECT id, name_ko, name_en FROM public_facility ORDER BY name_ko, name_en, id LIMIT 500";
    let line = |row: &Row| {
        Ok((row.get("id")?, ieum_kernel::Text { ko: row.get("name_ko")?, en: row.get("name_en")? }))
    };
    reads.all(sql, args![], line).await
}

fn need_row(row: &Row) -> Result<Need, DbError> {
    let minor: Option<i64> = row.get("budget_minor")?;
    let currency: String = row.get("currency")?;
    let confidentiality: String = row.get("confidentiality")?;
    let due: Option<String> = row.get("due_on")?;
    let state: State = row.json("state_json")?;
    Ok(Need {
        id: row.get("id")?,
        owner: row.get("person_id")?,
        organisation: row.get("organisation_id")?,
        said: Said {
            title: row.get("title")?,
            words: row.get("words")?,
            material: row.get("material")?,
            solved_when: row.get("solved_when")?,
            quantity: row.get("quantity")?,
            due_on: due.and_then(|d| d.parse().ok()),
            budget: minor.map(|minor| Money { minor, currency: currency.parse().unwrap_or_default() }),
            confidentiality: confidentiality.parse().unwrap_or(Confidentiality::Private),
        },
        state,
        registered: row.get("registered")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        submitted_at: row.get("submitted_at")?,
        changed_at: row.get("changed_at")?,
    })
}
