//! Where results are.

use super::routes::Found;
use ieum_db::{DbError, Query, Reads, Row, args};
use ieum_kernel::Text;
use ieum_web::map::{Home, Map, drawn};
use std::collections::BTreeMap;

/// Where the results of a page are.
pub(super) async fn map(reads: &mut impl Reads, found: &[Found]) -> Result<Map, DbError> {
    let home = |one: &Found| match one.card.kind.as_str() {
        "facility" => one.card.id.clone(),
        _ => one.card.facility.clone(),
    };
    let mut at: BTreeMap<String, Vec<(Text, String)>> = BTreeMap::new();
    for one in found {
        at.entry(home(one)).or_default().push((one.card.name.clone(), one.href.clone()));
    }
    let base = "SELECT id, name_ko, name_en, latitude, longitude FROM public_facility
                WHERE latitude IS NOT NULL AND longitude IS NOT NULL";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND id IN (?)", at.keys().map(String::as_str))
        .and(" ORDER BY id", args![])
        .finish();
    let row = |row: &Row| {
        Ok(Home {
            id: row.get("id")?,
            name: Text { ko: row.get("name_ko")?, en: row.get("name_en")? },
            latitude: row.get("latitude")?,
            longitude: row.get("longitude")?,
        })
    };
    let homes = reads.all(sql, values, row).await?;
    Ok(drawn(&homes, &mut at, found.len()))
}
