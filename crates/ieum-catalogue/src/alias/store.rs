//! What is kept of names and of organisations entered twice.

use super::{Alias, AliasId, OrganisationPair};
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Id, Organisation, Person, Text, Timestamp};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// An organisation as names are compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Owner {
    /// Its id.
    pub id: Id<Organisation>,
    /// Its names.
    pub name: Text,
    /// Ten digits, or empty.
    pub business_number: String,
    /// Its ROR id, or empty.
    pub ror_id: String,
    /// The organisation it is a part of, or empty.
    pub part_of: String,
    /// Its web address, or empty.
    pub homepage: String,
    /// Where it is, or empty.
    pub address: String,
    /// Other names that its entry gives.
    pub aliases: Vec<String>,
}

/// A decision about a name.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "OrganisationName")]
pub struct Decided {
    /// Its id.
    pub id: AliasId,
    /// The organisation.
    pub organisation: Id<Organisation>,
    /// What that organisation is called now.
    pub called: Text,
    /// The name.
    pub name: String,
    /// The name in one spelling, without legal form, blanks and signs.
    pub key: String,
    /// Whether it is the organisation's; otherwise it is expressly not.
    pub same: bool,
    /// What was noted with it.
    pub note: String,
    /// Who decided.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

/// A decision about two organisations that stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecidedPair {
    /// Its id.
    pub id: Id<OrganisationPair>,
    /// One, the lower id.
    pub left: Id<Organisation>,
    /// The other.
    pub right: Id<Organisation>,
    /// The one that was kept; `None` when they are two.
    pub kept: Option<Id<Organisation>>,
    /// Names of the first.
    pub left_name: Text,
    /// Names of the second.
    pub right_name: Text,
    /// Who decided.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
}

/// What changes when an organisation or a decision does.
pub(super) async fn mark(reads: &mut impl Reads) -> Result<String, DbError> {
    let sql = "SELECT (SELECT count(*) FROM organisation WHERE NOT withdrawn) AS many,
                 (SELECT max(changed_at) FROM organisation) AS changed,
                 (SELECT count(*) FROM organisation_alias) AS names,
                 (SELECT count(*) FROM organisation_alias WHERE undone_at IS NULL) AS standing,
                 (SELECT count(*) FROM organisation_pair) AS pairs,
                 (SELECT count(*) FROM organisation_pair WHERE undone_at IS NULL) AS apart";
    let row = |row: &Row| {
        let changed: Option<i64> = row.get("changed")?;
        let count = |column: &str| row.get::<i64>(column);
        let (many, names, standing) = (count("many")?, count("names")?, count("standing")?);
        let (pairs, apart) = (count("pairs")?, count("apart")?);
        Ok(format!("{many} {} {names} {standing} {pairs} {apart}", changed.unwrap_or_default()))
    };
    reads.one(sql, args![], row).await
}

/// Every organisation in the catalogue, in the order of ids.
pub(super) async fn owners(reads: &mut impl Reads) -> Result<Vec<Owner>, DbError> {
    let sql = "SELECT id, name_ko, name_en, coalesce(business_number, '') AS business_number,
                 coalesce(ror_id, '') AS ror_id, coalesce(organisation_id, '') AS part_of, homepage, address, more_json
               FROM organisation WHERE NOT withdrawn ORDER BY id";
    let owner = |row: &Row| {
        let text = |column: &str| row.get::<String>(column);
        let more: BTreeMap<String, Value> = row.json("more_json")?;
        let stated = more.get("aliases").and_then(Value::as_str).unwrap_or_default();
        let aliases = stated.split([';', '\n']).map(str::trim).filter(|name| !name.is_empty());
        Ok(Owner {
            id: row.get("id")?,
            name: Text { ko: text("name_ko")?, en: text("name_en")? },
            business_number: text("business_number")?,
            ror_id: text("ror_id")?,
            part_of: text("part_of")?,
            homepage: text("homepage")?,
            address: text("address")?,
            aliases: aliases.map(str::to_owned).collect(),
        })
    };
    reads.all(sql, args![], owner).await
}

fn decided(row: &Row) -> Result<Decided, DbError> {
    let text = |column: &str| row.get::<String>(column);
    Ok(Decided {
        id: row.get("id")?,
        organisation: row.get("organisation_id")?,
        called: Text { ko: text("name_ko")?, en: text("name_en")? },
        name: text("name")?,
        key: text("name_key")?,
        same: row.get("same")?,
        note: text("note")?,
        by: row.get("decided_by")?,
        at: row.get("decided_at")?,
        undone_at: row.get("undone_at")?,
    })
}

/// Decisions about names that stand, oldest first.
pub(super) async fn standing(reads: &mut impl Reads) -> Result<Vec<Decided>, DbError> {
    let sql = "SELECT a.id, a.organisation_id, o.name_ko, o.name_en, a.name, a.name_key, a.same, a.note, a.decided_by,
                 a.decided_at, a.undone_at
               FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id
               WHERE a.undone_at IS NULL ORDER BY a.decided_at, a.id LIMIT 100000";
    reads.all(sql, args![], decided).await
}

/// The latest decisions about names, undone ones too, newest first; those after the id given.
pub(super) async fn latest(
    reads: &mut impl Reads,
    before: &str,
    limit: i64,
) -> Result<Vec<Decided>, DbError> {
    let sql = "SELECT a.id, a.organisation_id, o.name_ko, o.name_en, a.name, a.name_key, a.same, a.note, a.decided_by,
                 a.decided_at, a.undone_at
               FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id
               WHERE $1 = '' OR a.id < $1 ORDER BY a.id DESC LIMIT $2";
    reads.all(sql, args![before, limit], decided).await
}

/// One decision about a name.
pub(super) async fn find(reads: &mut impl Reads, id: AliasId) -> Result<Option<Decided>, DbError> {
    let sql = "SELECT a.id, a.organisation_id, o.name_ko, o.name_en, a.name, a.name_key, a.same, a.note, a.decided_by,
                 a.decided_at, a.undone_at
               FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id WHERE a.id = $1";
    reads.maybe(sql, args![id], decided).await
}

/// Decisions about one name that stand.
pub(super) async fn of_name(reads: &mut impl Reads, key: &str) -> Result<Vec<Decided>, DbError> {
    let sql = "SELECT a.id, a.organisation_id, o.name_ko, o.name_en, a.name, a.name_key, a.same, a.note, a.decided_by,
                 a.decided_at, a.undone_at
               FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id
               WHERE a.name_key = $1 AND a.undone_at IS NULL ORDER BY a.id LIMIT 100";
    reads.all(sql, args![key], decided).await
}

/// The organisation for which a name was confirmed.
pub(crate) async fn confirmed(
    reads: &mut impl Reads,
    key: &str,
) -> Result<Option<Id<Organisation>>, DbError> {
    let sql =
        "SELECT a.organisation_id FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id
               WHERE a.name_key = $1 AND a.same AND a.undone_at IS NULL AND NOT o.withdrawn";
    reads.maybe(sql, args![key], |row| row.get("organisation_id")).await
}

/// Writes a decision about a name. Constraints `alias_taken`, `alias_decided_already`, `alias_says_nothing`.
pub(super) async fn insert(tx: &mut Tx, one: &Decided) -> Result<(), DbError> {
    let sql = "INSERT INTO organisation_alias (id, organisation_id, name, name_key, same, note, decided_by, decided_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let Decided { id, organisation, name, key, same, note, by, at, .. } = one;
    let values = args![id, organisation, name.as_str(), key.as_str(), *same, note.as_str(), by, at];
    tx.run(sql, values).await.map(drop)
}

/// Undoes a decision about a name; false when it is undone.
pub(super) async fn undo(tx: &mut Tx, id: Id<Alias>, by: Id<Person>, at: Timestamp) -> Result<bool, DbError> {
    let sql =
        "UPDATE organisation_alias SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_at IS NULL";
    Ok(tx.run(sql, args![id, by, at]).await? == 1)
}

/// Names confirmed for an organisation with a note that stand.
pub(super) async fn noted(
    reads: &mut impl Reads,
    organisation: Id<Organisation>,
    note: &str,
) -> Result<Vec<AliasId>, DbError> {
    let sql = "SELECT id FROM organisation_alias
               WHERE organisation_id = $1 AND note = $2 AND undone_at IS NULL ORDER BY id";
    reads.all(sql, args![organisation, note], |row| row.get("id")).await
}

/// Names that imports met and could not find, the latest first, with how often.
pub(super) async fn asked_for(reads: &mut impl Reads, limit: i64) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT f.value AS written, count(*) AS many, max(f.import_id) AS latest FROM import_fault f
               WHERE f.message_key IN ('import-organisation-unsure', 'import-organisation-unknown')
               GROUP BY f.value ORDER BY latest DESC, many DESC, written LIMIT $1";
    reads.all(sql, args![limit], |row| Ok((row.get("written")?, row.get("many")?))).await
}

fn decided_pair(row: &Row) -> Result<DecidedPair, DbError> {
    let both = |ko: &str, en: &str| Ok::<Text, DbError>(Text { ko: row.get(ko)?, en: row.get(en)? });
    Ok(DecidedPair {
        id: row.get("id")?,
        left: row.get("left_id")?,
        right: row.get("right_id")?,
        kept: row.get("kept_id")?,
        left_name: both("left_ko", "left_en")?,
        right_name: both("right_ko", "right_en")?,
        by: row.get("decided_by")?,
        at: row.get("decided_at")?,
    })
}

/// The latest decisions about two organisations that stand.
pub(super) async fn latest_pairs(reads: &mut impl Reads, limit: i64) -> Result<Vec<DecidedPair>, DbError> {
    let sql = "SELECT p.id, p.left_id, p.right_id, p.kept_id, p.decided_by, p.decided_at, l.name_ko AS left_ko,
                 l.name_en AS left_en, r.name_ko AS right_ko, r.name_en AS right_en
               FROM organisation_pair p JOIN organisation l ON l.id = p.left_id JOIN organisation r ON r.id = p.right_id
               WHERE p.undone_at IS NULL ORDER BY p.id DESC LIMIT $1";
    reads.all(sql, args![limit], decided_pair).await
}

/// The decision about two organisations that stands.
pub(super) async fn find_pair(
    reads: &mut impl Reads,
    left: Id<Organisation>,
    right: Id<Organisation>,
) -> Result<Option<DecidedPair>, DbError> {
    let sql = "SELECT p.id, p.left_id, p.right_id, p.kept_id, p.decided_by, p.decided_at, l.name_ko AS left_ko,
                 l.name_en AS left_en, r.name_ko AS right_ko, r.name_en AS right_en
               FROM organisation_pair p JOIN organisation l ON l.id = p.left_id JOIN organisation r ON r.id = p.right_id
               WHERE p.left_id = $1 AND p.right_id = $2 AND p.undone_at IS NULL";
    reads.maybe(sql, args![left, right], decided_pair).await
}

/// Pairs that are decided, lower id first.
pub(super) async fn standing_pairs(
    reads: &mut impl Reads,
) -> Result<Vec<(Id<Organisation>, Id<Organisation>)>, DbError> {
    let sql =
        "SELECT left_id, right_id FROM organisation_pair WHERE undone_at IS NULL ORDER BY id LIMIT 100000";
    reads.all(sql, args![], |row| Ok((row.get("left_id")?, row.get("right_id")?))).await
}

/// Writes a decision about two organisations. Constraint `alias_pair_decided`.
pub(super) async fn insert_pair(
    tx: &mut Tx,
    id: Id<OrganisationPair>,
    (left, right): (Id<Organisation>, Id<Organisation>),
    kept: Option<Id<Organisation>>,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO organisation_pair (id, left_id, right_id, kept_id, decided_by, decided_at)
               VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(sql, args![id, left, right, kept, by, at]).await.map(drop)
}

/// Undoes a decision about two organisations.
pub(super) async fn undo_pair(
    tx: &mut Tx,
    id: Id<OrganisationPair>,
    by: Id<Person>,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql =
        "UPDATE organisation_pair SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_at IS NULL";
    tx.run(sql, args![id, by, at]).await.map(drop)
}

/// Names confirmed for one organisation become another's; which ones is written down under the one that goes.
pub(super) async fn hand_on(
    tx: &mut Tx,
    gone: Id<Organisation>,
    kept: Id<Organisation>,
) -> Result<(), DbError> {
    let note = "INSERT INTO thing_carried (gone_id, what, row_id)
                SELECT a.organisation_id, 'alias', a.id FROM organisation_alias a
                WHERE a.organisation_id = $1 AND a.same AND a.undone_at IS NULL AND NOT EXISTS (
                  SELECT b.id FROM organisation_alias b
                  WHERE b.organisation_id = $2 AND b.name_key = a.name_key AND b.undone_at IS NULL)";
    tx.run(note, args![gone, kept]).await?;
    let sql = "UPDATE organisation_alias SET organisation_id = $2
               WHERE id IN (SELECT row_id FROM thing_carried WHERE gone_id = $1 AND what = 'alias')";
    tx.run(sql, args![gone, kept]).await.map(drop)
}

/// Gives handed-on names back.
pub(super) async fn take_back(
    tx: &mut Tx,
    gone: Id<Organisation>,
    kept: Id<Organisation>,
) -> Result<(), DbError> {
    let sql = "UPDATE organisation_alias SET organisation_id = $1
               WHERE organisation_id = $2
                 AND id IN (SELECT row_id FROM thing_carried WHERE gone_id = $1 AND what = 'alias')";
    tx.run(sql, args![gone, kept]).await?;
    let sql = "DELETE FROM thing_carried WHERE gone_id = $1 AND what = 'alias'";
    tx.run(sql, args![gone]).await.map(drop)
}
