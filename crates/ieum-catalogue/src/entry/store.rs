//! What is kept of things: one set of questions for all kinds.

use super::kind::{Field, Kind, KindKey, SHARED_COLUMNS, ThingId};
use super::thing::{Change, Entry, Values, What};
use ieum_db::{Args, DbError, IntoValue, Query, Reads, Row, Sql, Tx, args, to_json};
use ieum_kernel::{Id, Person, Text, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;

/// A value whose kind only run time knows.
struct Bound(ieum_db::Value);

impl IntoValue for Bound {
    const KIND: ieum_db::Kind = ieum_db::Kind::Text;

    fn into_value(self) -> ieum_db::Value {
        self.0
    }
}

/// Narrow rows in one statement: a fixed number, so that the prepared statement is used again.
pub(crate) const ROWS: usize = 100;
/// Values in one statement of wide rows. SQLite looks each numbered value up in a list of all of them, so the cost of a
/// statement grows with the square of this.
const VALUES: usize = 800;

fn columns(kind: &Kind) -> impl Iterator<Item = &'static str> + use<> {
    SHARED_COLUMNS.into_iter().chain(kind.statements.own.iter().copied())
}

fn bound(kind: &Kind, values: &Values, column: &str) -> Bound {
    let field = kind.field(column);
    let null = field.is_some_and(Field::is_null_when_empty);
    Bound(
        field.map_or(ieum_db::Value::Null(ieum_db::Kind::Text), |f| f.input.bound(values.get(column), null)),
    )
}

fn from_row(kind: &Kind, row: &Row) -> Result<Entry, DbError> {
    let more: BTreeMap<String, Value> = row.json("more_json")?;
    let mut values = Values::new();
    for (name, value) in more {
        values.set(&name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    for column in columns(kind) {
        let text =
            match row.cell(column).map_err(|source| DbError::Decode { column: column.to_owned(), source })? {
                ieum_db::Cell::Text(text) => text,
                ieum_db::Cell::Int(number) => number.to_string(),
                ieum_db::Cell::Float(number) => number.to_string(),
                ieum_db::Cell::Bool(yes) => yes.to_string(),
                ieum_db::Cell::Null | ieum_db::Cell::Blob(_) => String::new(),
            };
        values.set(column, text);
    }
    let name = |ko: &str, en: &str| -> Result<Text, DbError> {
        let (ko, en): (Option<String>, Option<String>) = (row.get(ko)?, row.get(en)?);
        Ok(Text::new(&ko.unwrap_or_default(), &en.unwrap_or_default()))
    };
    Ok(Entry {
        id: row.get("id")?,
        values,
        version: row.get("version")?,
        withdrawn: row.get("withdrawn")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.get("changed_at")?,
        owner: row.get("owner_id")?,
        owner_name: name("owner_name_ko", "owner_name_en")?,
        home_name: name("home_name_ko", "home_name_en")?,
    })
}

/// Adds `?` for each value after a fragment that opened a list, and closes it.
pub(super) fn listed(mut query: Query, values: &[String]) -> Query {
    for (nth, value) in values.iter().enumerate() {
        query = query.and(if nth == 0 { "?" } else { ", ?" }, args![value]);
    }
    query.and(")", args![])
}

async fn rows(reads: &mut impl Reads, kind: &'static Kind, query: Query) -> Result<Vec<Entry>, DbError> {
    let (sql, values) = query.finish();
    reads.all(sql, values, move |row| from_row(kind, row)).await
}

/// One thing, withdrawn or not.
pub(crate) async fn get(reads: &mut impl Reads, id: &ThingId) -> Result<Option<Entry>, DbError> {
    let kind = id.kind().kind();
    let query = Query::new(kind.statements.select, args![]).and(" AND x.id = ?", args![id]);
    Ok(rows(reads, kind, query).await?.pop())
}

/// Things that belong to an organisation themselves, withdrawn or not.
pub(crate) async fn of_organisation(
    reads: &mut impl Reads,
    kind: &'static Kind,
    organisation: &ThingId,
) -> Result<Vec<Entry>, DbError> {
    let query = Query::new(kind.statements.select, args![])
        .and(" AND x.organisation_id = ? ORDER BY x.id", args![organisation]);
    rows(reads, kind, query).await
}

/// Things by id, in no order.
pub(crate) async fn by_ids(
    reads: &mut impl Reads,
    kind: &'static Kind,
    ids: &[String],
) -> Result<Vec<Entry>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::new(kind.statements.select, args![]).and(" AND x.id IN (", args![]);
    rows(reads, kind, listed(query, ids)).await
}

/// Things by an identifying field, withdrawn or not.
pub(crate) async fn by_field(
    reads: &mut impl Reads,
    kind: &'static Kind,
    field: &str,
    values: &[String],
) -> Result<Vec<Entry>, DbError> {
    let opening = match field {
        "registration_number" => " AND x.registration_number IN (",
        "asset_number" => " AND x.asset_number IN (",
        "business_number" => " AND x.business_number IN (",
        "ror_id" => " AND x.ror_id IN (",
        "person_id" => " AND x.person_id IN (",
        "number" => " AND x.number IN (",
        _ => return Ok(Vec::new()),
    };
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::new(kind.statements.select, args![]).and(opening, args![]);
    rows(reads, kind, listed(query, values)).await
}

/// Things by the number they have in a source, withdrawn or not.
pub(crate) async fn by_source(
    reads: &mut impl Reads,
    kind: &'static Kind,
    source: &str,
    source_ids: &[String],
) -> Result<Vec<Entry>, DbError> {
    if source_ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = Query::new(kind.statements.select, args![])
        .and(" AND x.source_id <> '' AND x.source = ? AND x.source_id IN (", args![source]);
    rows(reads, kind, listed(query, source_ids)).await
}

/// Ids and names of things that are called exactly so, in either language; at most three.
pub(crate) async fn by_name(
    reads: &mut impl Reads,
    kind: &'static Kind,
    name: &str,
) -> Result<Vec<(ThingId, Text)>, DbError> {
    let sort_name = name.to_lowercase().chars().take(120).collect::<String>();
    let query = Query::new(kind.statements.lookup, args![])
        .and(" AND (sort_name = ? OR name_ko = ? OR name_en = ?) LIMIT 3", args![sort_name, name, name]);
    named(reads, query).await
}

/// Ids and names for a reference field: names that contain the text, at most ten.
pub(crate) async fn suggest(
    reads: &mut impl Reads,
    kind: &'static Kind,
    text: &str,
) -> Result<Vec<(ThingId, Text)>, DbError> {
    let query = Query::new(kind.statements.lookup, args![])
        .and(" AND search_text LIKE ? ESCAPE '!' ORDER BY search_text LIMIT 10", args![containing(text)]);
    named(reads, query).await
}

async fn named(reads: &mut impl Reads, query: Query) -> Result<Vec<(ThingId, Text)>, DbError> {
    let (sql, values) = query.finish();
    let named = |row: &Row| {
        let (ko, en): (String, String) = (row.get("name_ko")?, row.get("name_en")?);
        Ok((row.get("id")?, Text { ko, en }))
    };
    reads.all(sql, values, named).await
}

/// A `LIKE` pattern for texts that contain this one, `!` being its escape.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Adds to the counts; combinations in order, so that writers never wait for each other in a circle.
pub(crate) async fn count(tx: &mut Tx, kind: KindKey, deltas: &BTreeMap<String, i64>) -> Result<(), DbError> {
    let deltas: Vec<_> = deltas.iter().filter(|(_, delta)| **delta != 0).collect();
    for part in deltas.chunks(ROWS) {
        let mut query = None;
        for (combination, delta) in part {
            query = Some(match query {
                None => Query::new(
                    "INSERT INTO thing_count (kind, combination, count) VALUES ($1, $2, $3)",
                    args![kind.key(), *combination, **delta],
                ),
                Some(query) => Query::and(query, ", (?, ?, ?)", args![kind.key(), *combination, **delta]),
            });
        }
        if let Some(query) = query {
            let more =
                " ON CONFLICT (kind, combination) DO UPDATE SET count = thing_count.count + excluded.count";
            let (sql, values) = query.and(more, args![]).finish();
            tx.run(sql, values).await?;
        }
    }
    Ok(())
}

/// A thing about to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewRow {
    pub(crate) id: ThingId,
    pub(crate) values: Values,
}

/// Writes new things, many in one statement.
pub(crate) async fn insert(
    tx: &mut Tx,
    kind: &'static Kind,
    new: &[NewRow],
    by: Option<Id<Person>>,
    at: Timestamp,
) -> Result<(), DbError> {
    let row_values = |row: &NewRow| -> Result<Args, DbError> {
        let mut values = args![&row.id];
        for column in columns(kind) {
            values.push(bound(kind, &row.values, column));
        }
        values.push(row.values.sort_name());
        values.push(row.values.search_text(kind));
        values.push(to_json(&row.values.more(kind))?);
        for bookkeeping in [Bound(1_i64.into_value()), Bound(false.into_value())] {
            values.push(bookkeeping);
        }
        values.push(by);
        values.push(at);
        values.push(by);
        values.push(at);
        Ok(values)
    };
    let width = columns(kind).count() + 10;
    for part in new.chunks((VALUES / width).max(1)) {
        let (sql, values) = many(kind.statements.insert, part.iter().map(row_values))?;
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// A statement that inserts one row, with more rows after it.
fn many(
    insert: &'static str,
    mut rows: impl Iterator<Item = Result<Args, DbError>>,
) -> Result<(Sql, Args), DbError> {
    let first = rows.next().transpose()?.unwrap_or_default();
    let width = first.len();
    let mut query = Query::new(insert, first);
    for row in rows {
        query = query.and(holes(width), row?).and(")", args![]);
    }
    Ok(query.finish())
}

/// `, (?, ?, …` for a row of so many values; the bracket is closed by the next fragment.
fn holes(width: usize) -> &'static str {
    /// More holes than the widest table has columns.
    const WIDEST: &str = ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
                          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
    WIDEST.get(..1 + 3 * width).unwrap_or(WIDEST)
}

/// Writes a changed thing if it still has the version it was read with; tells whether it had.
pub(crate) async fn update(
    tx: &mut Tx,
    before: &Entry,
    values: &Values,
    withdrawn: bool,
    by: Option<Id<Person>>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let kind = before.kind();
    let mut bind = args![&before.id];
    for column in columns(kind) {
        bind.push(bound(kind, values, column));
    }
    bind.push(values.sort_name());
    bind.push(values.search_text(kind));
    bind.push(to_json(&values.more(kind))?);
    bind.push(withdrawn);
    bind.push(by);
    bind.push(at);
    bind.push(before.version);
    Ok(tx.run(kind.statements.update, bind).await? == 1)
}

/// One line of history about to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewChange<'a> {
    pub(crate) thing: &'a ThingId,
    pub(crate) version: i64,
    pub(crate) import: Option<&'a str>,
    pub(crate) what: What,
    pub(crate) changes: &'a [(String, String, String)],
    pub(crate) by: Option<Id<Person>>,
    pub(crate) at: Timestamp,
}

impl NewChange<'_> {
    /// The changed fields before and after, as JSON; nothing when none changed.
    pub(crate) fn sides(&self) -> (Option<Value>, Option<Value>) {
        if self.changes.is_empty() {
            return (None, None);
        }
        let side = |pick: fn(&(String, String, String)) -> &String| {
            let pairs = self.changes.iter().map(|c| (c.0.clone(), Value::String(pick(c).clone())));
            Some(Value::Object(pairs.collect()))
        };
        (side(|c| &c.1), side(|c| &c.2))
    }
}

/// Writes history, many lines in one statement.
pub(crate) async fn write_changes(tx: &mut Tx, changes: &[NewChange<'_>]) -> Result<(), DbError> {
    for part in changes.chunks(ROWS) {
        let row = |c: &NewChange<'_>| {
            let (before, after) = c.sides();
            let (import, what) = (c.import.map(str::to_owned), c.what.key());
            Ok::<Args, DbError>(args![c.thing, c.version, import, what, before, after, c.by, c.at])
        };
        let mut rows = part.iter().map(row);
        let Some(first) = rows.next().transpose()? else { continue };
        let mut query = Query::new(
            "INSERT INTO thing_change (thing_id, version, import_id, what, before_json, after_json, changed_by, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            first,
        );
        for row in rows {
            query = query.and(", (?, ?, ?, ?, ?, ?, ?, ?)", row?);
        }
        let (sql, values) = query.finish();
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// A thing's history, newest first.
pub(crate) async fn history(
    reads: &mut impl Reads,
    id: &ThingId,
    limit: i64,
) -> Result<Vec<Change>, DbError> {
    let sql = "SELECT version, import_id, what, before_json, after_json, changed_by, at FROM thing_change
               WHERE thing_id = $1 ORDER BY version DESC LIMIT $2";
    let change = |row: &Row| {
        Ok(Change {
            version: row.get("version")?,
            what: row.get("what")?,
            by: row.get("changed_by")?,
            at: row.get("at")?,
            import: row.get("import_id")?,
            before: row.json_maybe("before_json")?.unwrap_or_default(),
            after: row.json_maybe("after_json")?.unwrap_or_default(),
        })
    };
    reads.all(sql, args![id, limit], change).await
}

/// Links two things; linking twice changes nothing. Tells whether it was new.
pub(crate) async fn link(tx: &mut Tx, pair: &str, from: &ThingId, to: &ThingId) -> Result<bool, DbError> {
    let sql = "INSERT INTO thing_link (pair, from_id, to_id) VALUES ($1, $2, $3)
               ON CONFLICT (pair, from_id, to_id) DO NOTHING";
    Ok(tx.run(sql, args![pair, from, to]).await? == 1)
}

/// Takes a link away. Tells whether there was one.
pub(crate) async fn unlink(tx: &mut Tx, pair: &str, from: &ThingId, to: &ThingId) -> Result<bool, DbError> {
    let sql = "DELETE FROM thing_link WHERE pair = $1 AND from_id = $2 AND to_id = $3";
    Ok(tx.run(sql, args![pair, from, to]).await? == 1)
}

/// Everything linked to a thing, in either direction.
pub(crate) async fn linked(reads: &mut impl Reads, id: &ThingId) -> Result<Vec<ThingId>, DbError> {
    let sql = "SELECT to_id AS other FROM thing_link WHERE from_id = $1
               UNION SELECT from_id AS other FROM thing_link WHERE to_id = $1 LIMIT 500";
    let found: Vec<ThingId> = reads.all(sql, args![id], |row| row.get("other")).await?;
    Ok(found)
}

/// Photo or document of a thing.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ThingFile {
    /// The stored file.
    pub file: Id<ieum_kernel::StoredFile>,
    /// `photo` or `document`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// Its media type, by content.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
    /// What it shows.
    pub caption: String,
    /// When it was added.
    pub at: Timestamp,
}

/// The photos and documents of a thing, oldest first.
pub(crate) async fn files(reads: &mut impl Reads, id: &ThingId) -> Result<Vec<ThingFile>, DbError> {
    let sql = "SELECT file_id, role, name, media_type, size_bytes, caption, at FROM thing_file
               WHERE thing_id = $1 ORDER BY at, file_id LIMIT 200";
    let file = |row: &Row| {
        Ok(ThingFile {
            file: row.get("file_id")?,
            role: row.get("role")?,
            name: row.get("name")?,
            media_type: row.get("media_type")?,
            size_bytes: row.get("size_bytes")?,
            caption: row.get("caption")?,
            at: row.get("at")?,
        })
    };
    reads.all(sql, args![id], file).await
}

/// Adds a photo or document.
pub(crate) async fn add_file(
    tx: &mut Tx,
    id: &ThingId,
    file: &ThingFile,
    by: Option<Id<Person>>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO thing_file (thing_id, file_id, role, name, media_type, size_bytes, caption, added_by, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let ThingFile { file, role, name, media_type, size_bytes, caption, at } = file;
    tx.run(sql, args![id, file, role, name, media_type, size_bytes, caption, by, at]).await?;
    Ok(())
}

/// Takes a photo or document away from a thing; the stored file stays. Tells whether there was one.
pub(crate) async fn remove_file(
    tx: &mut Tx,
    id: &ThingId,
    file: Id<ieum_kernel::StoredFile>,
) -> Result<bool, DbError> {
    let sql = "DELETE FROM thing_file WHERE thing_id = $1 AND file_id = $2";
    Ok(tx.run(sql, args![id, file]).await? == 1)
}
