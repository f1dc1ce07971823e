//! What plans read of the catalogue: what things are for, who runs them, where they stand. One statement for many.

use super::plan::Link;
use ieum_db::{DbError, Query, Reads, Row, args};
use ieum_kernel::Text;

/// A thing with a method it runs.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    /// Service or instrument.
    pub thing: String,
    pub method: Link,
    /// The method's words: names, technique, what it measures.
    pub words: String,
}

fn text(row: &Row, column: &str) -> Result<String, DbError> {
    row.get::<Option<String>>(column).map(Option::unwrap_or_default)
}

fn link(row: &Row, id: &str) -> Result<Link, DbError> {
    Ok(Link { id: text(row, id)?, name: Text { ko: text(row, "name_ko")?, en: text(row, "name_en")? } })
}

fn runs(row: &Row) -> Result<Runs, DbError> {
    let (thing, method) = (text(row, "thing")?, link(row, "method_id")?);
    let words =
        [method.name.ko.clone(), method.name.en.clone(), text(row, "technique")?, text(row, "analytes")?];
    Ok(Runs { thing, method, words: words.join("\n") })
}

/// The methods of services and instruments.
pub(super) async fn methods(
    reads: &mut impl Reads,
    services: &[String],
    instruments: &[String],
) -> Result<Vec<Runs>, DbError> {
    let base = "SELECT s.id AS thing, m.id AS method_id, m.name_ko, m.name_en, m.technique, m.analytes
                FROM public_service s JOIN public_method m ON m.id = s.method_id WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND s.id IN (?)", services.iter().map(String::as_str))
        .and(
            " UNION ALL SELECT l.instrument_id AS thing, m.id AS method_id, m.name_ko, m.name_en, m.technique,
              m.analytes FROM public_instrument_method l JOIN public_method m ON m.id = l.method_id WHERE TRUE",
            args![],
        )
        .and_in(" AND l.instrument_id IN (?)", instruments.iter().map(String::as_str))
        .and(" ORDER BY 1, 2 LIMIT 1000", args![])
        .finish();
    reads.all(sql, values, runs).await
}

/// The further words of services and instruments: what they are for and what they can do.
pub(super) async fn words(
    reads: &mut impl Reads,
    services: &[String],
    instruments: &[String],
) -> Result<Vec<(String, String)>, DbError> {
    let base = "SELECT s.id AS thing, s.description_ko AS a, s.description_en AS b, '' AS c, '' AS d, '' AS e, '' AS f
                FROM public_service s WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND s.id IN (?)", services.iter().map(String::as_str))
        .and(
            " UNION ALL SELECT i.id AS thing, i.description_ko AS a, i.description_en AS b, i.capability_ko AS c,
              i.capability_en AS d, i.example_ko AS e, i.example_en AS f FROM public_instrument i WHERE TRUE",
            args![],
        )
        .and_in(" AND i.id IN (?)", instruments.iter().map(String::as_str))
        .and(" ORDER BY 1", args![])
        .finish();
    reads
        .all(sql, values, |row| {
            let parts: Result<Vec<String>, DbError> =
                ["a", "b", "c", "d", "e", "f"].into_iter().map(|column| text(row, column)).collect();
            Ok((text(row, "thing")?, parts?.join("\n")))
        })
        .await
}

/// The instruments that services use, with their names.
pub(super) async fn instruments_of(
    reads: &mut impl Reads,
    services: &[String],
) -> Result<Vec<(String, Link)>, DbError> {
    let base = "SELECT l.service_id, i.id, i.name_ko, i.name_en FROM public_service_instrument l
                JOIN public_instrument i ON i.id = l.instrument_id WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND l.service_id IN (?)", services.iter().map(String::as_str))
        .and(" ORDER BY l.service_id, i.id LIMIT 500", args![])
        .finish();
    reads.all(sql, values, |row| Ok((text(row, "service_id")?, link(row, "id")?))).await
}

/// Where a facility stands and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Facility {
    pub id: String,
    pub position: Option<(f64, f64)>,
    pub organisation: String,
}

/// Facilities by id.
pub(super) async fn facilities(reads: &mut impl Reads, ids: &[String]) -> Result<Vec<Facility>, DbError> {
    let base = "SELECT id, latitude, longitude, organisation_id FROM public_facility WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND id IN (?)", ids.iter().map(String::as_str))
        .and(" ORDER BY id", args![])
        .finish();
    let read = |row: &Row| {
        let (lat, lon): (Option<f64>, Option<f64>) = (row.get("latitude")?, row.get("longitude")?);
        let organisation = text(row, "organisation_id")?;
        Ok(Facility { id: text(row, "id")?, position: lat.zip(lon), organisation })
    };
    reads.all(sql, values, read).await
}

/// An expert who runs a method.
#[derive(Debug, Clone)]
pub(super) struct Expert {
    pub method: String,
    pub expert: Link,
    pub organisation: String,
}

/// The experts who run any of some methods.
pub(super) async fn experts(reads: &mut impl Reads, methods: &[String]) -> Result<Vec<Expert>, DbError> {
    let base = "SELECT l.method_id, e.id, e.name_ko, e.name_en, e.organisation_id FROM public_expert_method l
                JOIN public_expert e ON e.id = l.expert_id WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND l.method_id IN (?)", methods.iter().map(String::as_str))
        .and(" ORDER BY l.method_id, e.id LIMIT 1000", args![])
        .finish();
    let read = |row: &Row| {
        let (method, expert) = (text(row, "method_id")?, link(row, "id")?);
        Ok(Expert { method, expert, organisation: text(row, "organisation_id")? })
    };
    reads.all(sql, values, read).await
}
