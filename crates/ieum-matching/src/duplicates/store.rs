//! What is kept of decisions, and the instruments as the register shows them.

use super::register::Machine;
use ieum_db::{DbError, Reads, Row, Tx, args};
use ieum_kernel::{Id, Instrument, Person, Text, Thing, Timestamp};
use serde::Serialize;

/// A decision, for its id.
#[derive(Debug, Clone, Copy)]
pub(super) struct DuplicateLabel;

impl Thing for DuplicateLabel {
    const PREFIX: &'static str = "dup";
}

/// A decision that stands.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Label {
    /// One instrument, the lower id.
    pub left: Id<Instrument>,
    /// The other.
    pub right: Id<Instrument>,
    /// The one that is kept; `None` when they are two things.
    pub kept: Option<Id<Instrument>>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Id<Person>,
}

/// What changes when an instrument is entered, changed, withdrawn or brought back, or a decision is taken.
pub(crate) async fn mark(reads: &mut impl Reads) -> Result<String, DbError> {
    let sql = "SELECT count(*) AS many, max(changed_at) AS last FROM public_instrument";
    let row = |row: &Row| {
        let (many, last): (i64, Option<i64>) = (row.get("many")?, row.get("last")?);
        Ok(format!("{many} {}", last.unwrap_or_default()))
    };
    let things = reads.one(sql, args![], row).await?;
    let sql = "SELECT count(*) AS many FROM duplicate_label WHERE undone_at IS NULL";
    let labels: i64 = reads.one(sql, args![], |row| row.get("many")).await?;
    Ok(format!("{things} {labels}"))
}

/// Every instrument that somebody may still use, in the order of ids.
pub(crate) async fn machines(reads: &mut impl Reads) -> Result<Vec<Machine>, DbError> {
    let sql = "SELECT i.id AS id, i.name_ko AS name_ko, i.name_en AS name_en, i.maker AS maker, i.model AS model,
                 coalesce(i.registration_number, '') AS registration_number, i.asset_number AS asset_number,
                 i.description_ko || ' ' || i.description_en || ' ' || i.capability_ko || ' ' || i.capability_en
                 AS words, i.access AS access, i.access_mode AS access_mode, i.use_scope AS use_scope, i.life AS life,
                 i.opens_at AS opens_at, i.closes_at AS closes_at, i.open_days AS open_days,
                 coalesce(i.facility_id, '') AS facility_id, coalesce(f.name_ko, '') AS facility_ko,
                 coalesce(f.name_en, '') AS facility_en, coalesce(o.name_ko, '') AS organisation_ko,
                 coalesce(o.name_en, '') AS organisation_en, f.latitude AS latitude, f.longitude AS longitude
               FROM public_instrument i
               LEFT JOIN public_facility f ON f.id = i.facility_id
               LEFT JOIN public_organisation o ON o.id = f.organisation_id
               WHERE i.life NOT IN ('transferred', 'retired') ORDER BY i.id";
    reads.all(sql, args![], machine).await
}

fn machine(row: &Row) -> Result<Machine, DbError> {
    let text = |column: &str| row.get::<String>(column);
    let both = |ko: &str, en: &str| Ok::<Text, DbError>(Text::new(&text(ko)?, &text(en)?));
    Ok(Machine {
        id: text("id")?,
        name: both("name_ko", "name_en")?,
        maker: text("maker")?,
        model: text("model")?,
        registration_number: text("registration_number")?,
        asset_number: text("asset_number")?,
        words: text("words")?.trim().to_owned(),
        facility: text("facility_id")?,
        facility_name: both("facility_ko", "facility_en")?,
        organisation_name: both("organisation_ko", "organisation_en")?,
        access: text("access")?,
        access_mode: text("access_mode")?,
        use_scope: text("use_scope")?,
        opens_at: row.get("opens_at")?,
        closes_at: row.get("closes_at")?,
        open_days: text("open_days")?,
        latitude: row.get("latitude")?,
        longitude: row.get("longitude")?,
    })
}

/// Decisions that stand, newest first.
pub(crate) async fn labels(reads: &mut impl Reads) -> Result<Vec<Label>, DbError> {
    let sql = "SELECT left_id, right_id, kept_id, decided_by, decided_at FROM duplicate_label
               WHERE undone_at IS NULL ORDER BY decided_at DESC, id DESC LIMIT 20000";
    reads.all(sql, args![], label).await
}

fn label(row: &Row) -> Result<Label, DbError> {
    Ok(Label {
        left: row.get("left_id")?,
        right: row.get("right_id")?,
        kept: row.get("kept_id")?,
        at: row.get("decided_at")?,
        by: row.get("decided_by")?,
    })
}

/// The decision about two instruments that stands.
pub(crate) async fn standing(
    reads: &mut impl Reads,
    left: Id<Instrument>,
    right: Id<Instrument>,
) -> Result<Option<Label>, DbError> {
    let sql = "SELECT left_id, right_id, kept_id, decided_by, decided_at FROM duplicate_label
               WHERE left_id = $1 AND right_id = $2 AND undone_at IS NULL";
    Ok(reads.all(sql, args![left, right], label).await?.pop())
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: Id<DuplicateLabel>,
    label: &Label,
    note: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO duplicate_label (id, left_id, right_id, kept_id, note, decided_by, decided_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Label { left, right, kept, at, by } = label;
    tx.run(sql, args![id, left, right, kept, note, by, at]).await?;
    Ok(())
}

pub(super) async fn undo(tx: &mut Tx, label: &Label, by: Id<Person>, at: Timestamp) -> Result<(), DbError> {
    let sql = "UPDATE duplicate_label SET undone_by = $3, undone_at = $4
               WHERE left_id = $1 AND right_id = $2 AND undone_at IS NULL";
    tx.run(sql, args![label.left, label.right, by, at]).await?;
    Ok(())
}

/// Names of instruments, withdrawn or not, as far as they are shown.
pub(crate) async fn names(reads: &mut impl Reads, ids: &[String]) -> Result<Vec<(String, Text)>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = ieum_db::Query::new("SELECT id, name_ko, name_en FROM public_instrument WHERE TRUE", args![]);
    let (sql, values) = query.and_in(" AND id IN (?)", ids.iter().map(String::as_str)).finish();
    let row = |row: &Row| {
        let (ko, en): (String, String) = (row.get("name_ko")?, row.get("name_en")?);
        Ok((row.get("id")?, Text::new(&ko, &en)))
    };
    reads.all(sql, values, row).await
}
