//! Instruments that others could use, as the catalogue shows them.

use ieum_db::{DbError, Query, Reads, Row, args};
use ieum_kernel::{Facility, Id, Instrument, Text};

/// An instrument that works and is open to others.
#[derive(Debug, Clone)]
pub(super) struct Usable {
    pub(super) id: Id<Instrument>,
    pub(super) name: Text,
    pub(super) facility: Id<Facility>,
    pub(super) facility_name: Text,
    /// What it can do, as written.
    pub(super) words: String,
}

/// Instruments of some facilities, or of all where none are named, by name.
pub(super) async fn usable(
    reads: &mut impl Reads,
    facilities: Option<&[Id<Facility>]>,
    most: i64,
) -> Result<Vec<Usable>, DbError> {
    let base = "SELECT i.id, i.name_ko, i.name_en, i.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en,
                  i.description_ko || ' ' || i.description_en || ' ' || i.capability_ko || ' ' || i.capability_en
                  AS words
                FROM public_instrument i JOIN public_facility f ON f.id = i.facility_id
                WHERE i.life IN ('in_service', 'idle') AND i.condition NOT IN ('down', 'in_maintenance')
                  AND i.access NOT IN ('internal_only', 'closed')";
    let query = Query::new(base, args![]);
    let query = match facilities {
        Some(facilities) => query.and_in(" AND i.facility_id IN (?)", facilities.iter().copied()),
        None => query,
    };
    let (sql, values) = query.and(" ORDER BY i.name_ko, i.name_en, i.id LIMIT ?", args![most]).finish();
    reads.all(sql, values, one).await
}

/// One instrument, whether it can be used or not.
pub(super) async fn instrument(
    reads: &mut impl Reads,
    id: Id<Instrument>,
) -> Result<Option<Usable>, DbError> {
    let sql = "SELECT i.id, i.name_ko, i.name_en, i.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en,
                 i.description_ko || ' ' || i.description_en || ' ' || i.capability_ko || ' ' || i.capability_en
                 AS words
               FROM public_instrument i JOIN public_facility f ON f.id = i.facility_id WHERE i.id = $1";
    reads.maybe(sql, args![id], one).await
}

/// A facility's name, if there is one.
pub(super) async fn facility(reads: &mut impl Reads, id: Id<Facility>) -> Result<Option<Text>, DbError> {
    let sql = "SELECT name_ko, name_en FROM public_facility WHERE id = $1";
    reads.maybe(sql, args![id], |row| both(row, "name_ko", "name_en")).await
}

/// Services that use some instruments: the service, its name, the instrument.
pub(super) async fn services_of(
    reads: &mut impl Reads,
    instruments: &[String],
) -> Result<Vec<(String, Text, String)>, DbError> {
    let base = "SELECT l.service_id, l.instrument_id, s.name_ko, s.name_en
                FROM public_service_instrument l JOIN public_service s ON s.id = l.service_id WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND l.instrument_id IN (?)", instruments.iter().map(String::as_str))
        .and(" ORDER BY l.service_id, l.instrument_id LIMIT 5000", args![])
        .finish();
    let row =
        |row: &Row| Ok((row.get("service_id")?, both(row, "name_ko", "name_en")?, row.get("instrument_id")?));
    reads.all(sql, values, row).await
}

fn both(row: &Row, ko: &str, en: &str) -> Result<Text, DbError> {
    Ok(Text { ko: row.get(ko)?, en: row.get(en)? })
}

fn one(row: &Row) -> Result<Usable, DbError> {
    let words: String = row.get("words")?;
    Ok(Usable {
        id: row.get("id")?,
        name: both(row, "name_ko", "name_en")?,
        facility: row.get("facility_id")?,
        facility_name: both(row, "facility_ko", "facility_en")?,
        words: words.trim().to_owned(),
    })
}
