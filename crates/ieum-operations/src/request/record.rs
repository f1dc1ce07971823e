//! What came of past requests for a service or an instrument: evidence, not popularity.

use ieum_db::{DbError, Query, Reads, Row, args};

/// How past work for one thing ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Id of the service or instrument.
    pub thing: String,
    /// Requests that were delivered or closed.
    pub finished: i64,
    /// Requests that were declined, disputed or taken back; what customers cancelled themselves does not count.
    pub failed: i64,
}

/// How past work ended for services and instruments, those without any left out. Two statements.
///
/// # Errors
/// Faults of the database.
pub async fn records(
    db: &mut impl Reads,
    services: &[String],
    instruments: &[String],
) -> Result<Vec<Record>, DbError> {
    let by_service = "SELECT service_id AS thing,
                 COUNT(CASE WHEN state IN ('delivered', 'closed') THEN 1 END) AS finished,
                 COUNT(CASE WHEN state IN ('declined', 'disputed', 'invalidated') THEN 1 END) AS failed
               FROM request GROUP BY service_id HAVING service_id IS NOT NULL";
    let by_instrument = "SELECT instrument_id AS thing,
                 COUNT(CASE WHEN state IN ('delivered', 'closed') THEN 1 END) AS finished,
                 COUNT(CASE WHEN state IN ('declined', 'disputed', 'invalidated') THEN 1 END) AS failed
               FROM request WHERE service_id IS NULL GROUP BY instrument_id HAVING instrument_id IS NOT NULL";
    let (sql, values) = Query::new(by_service, args![])
        .and_in(" AND service_id IN (?)", services.iter().map(String::as_str))
        .and(" ORDER BY service_id", args![])
        .finish();
    let mut found = db.all(sql, values, record).await?;
    let (sql, values) = Query::new(by_instrument, args![])
        .and_in(" AND instrument_id IN (?)", instruments.iter().map(String::as_str))
        .and(" ORDER BY instrument_id", args![])
        .finish();
    found.extend(db.all(sql, values, record).await?);
    found.retain(|record| record.finished + record.failed > 0);
    Ok(found)
}

fn record(row: &Row) -> Result<Record, DbError> {
    Ok(Record { thing: row.get("thing")?, finished: row.get("finished")?, failed: row.get("failed")? })
}
