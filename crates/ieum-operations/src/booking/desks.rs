//! Desks: instruments as booking knows them, one or many in one statement, and what keeps them busy.

use super::facts::{Desk, Held};
use super::terms::{Departures, Terms};
use ieum_db::{DbError, Question, Reads, Row, args};
use ieum_kernel::{Facility, Id, Instrument, Text, TimeSpan};

/// What the catalogue and the terms say of an instrument.
pub(crate) async fn desk(
    db: &mut impl Reads,
    instrument: Id<Instrument>,
    house: &Terms,
) -> Result<Option<Desk>, DbError> {
    let mut found = Vec::new();
    db.together(vec![desk_asked(instrument, house, &mut found)]).await?;
    Ok(found.pop())
}

/// The question of [`desk`]; it has one answer at most.
pub(crate) fn desk_asked<'a>(
    instrument: Id<Instrument>,
    house: &'a Terms,
    into: &'a mut Vec<Desk>,
) -> Question<'a> {
    let sql = "SELECT i.id, i.name_ko, i.name_en, i.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en,
                      f.organisation_id, i.access_mode, i.life, i.condition, i.access, i.opens_at, i.closes_at,
                      i.open_days, b.units, b.terms_json, b.terms_version, ft.terms_json AS facility_terms
               FROM public_instrument i
               LEFT JOIN public_facility f ON f.id = i.facility_id
               LEFT JOIN bookable b ON b.instrument_id = i.id
               LEFT JOIN facility_terms ft ON ft.facility_id = i.facility_id
               WHERE i.id = $1 AND i.facility_id IS NOT NULL";
    Question::rows(sql, args![instrument], into, |row| desk_from(row, house))
}

/// Every instrument of a facility, by name.
pub(crate) async fn desks_of_facility(
    db: &mut impl Reads,
    facility: Id<Facility>,
    house: &Terms,
) -> Result<Vec<Desk>, DbError> {
    let sql = "SELECT i.id, i.name_ko, i.name_en, i.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en,
                      f.organisation_id, i.access_mode, i.life, i.condition, i.access, i.opens_at, i.closes_at,
                      i.open_days, b.units, b.terms_json, b.terms_version, ft.terms_json AS facility_terms
               FROM public_instrument i
               LEFT JOIN public_facility f ON f.id = i.facility_id
               LEFT JOIN bookable b ON b.instrument_id = i.id
               LEFT JOIN facility_terms ft ON ft.facility_id = i.facility_id
               WHERE i.facility_id = $1 ORDER BY i.name_ko, i.id LIMIT 500";
    db.all(sql, args![facility], |row| desk_from(row, house)).await
}

/// Twenty instruments at once.
pub(crate) async fn desks(
    db: &mut impl Reads,
    twenty: &[Id<Instrument>],
    house: &Terms,
) -> Result<Vec<Desk>, DbError> {
    let sql = "SELECT i.id, i.name_ko, i.name_en, i.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en,
                      f.organisation_id, i.access_mode, i.life, i.condition, i.access, i.opens_at, i.closes_at,
                      i.open_days, b.units, b.terms_json, b.terms_version, ft.terms_json AS facility_terms
               FROM public_instrument i
               LEFT JOIN public_facility f ON f.id = i.facility_id
               LEFT JOIN bookable b ON b.instrument_id = i.id
               LEFT JOIN facility_terms ft ON ft.facility_id = i.facility_id
               WHERE i.facility_id IS NOT NULL AND i.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                 $14, $15, $16, $17, $18, $19, $20)";
    let mut values = args![];
    twenty.iter().for_each(|id| values.push(*id));
    db.all(sql, values, |row| desk_from(row, house)).await
}

/// A claim of an instrument, or a closure when there is no claim.
pub(crate) type Busy = (Id<Instrument>, Option<Held>, TimeSpan);

/// What keeps twenty instruments busy within a window: claims and closures in one statement.
pub(crate) async fn busy(
    db: &mut impl Reads,
    twenty: &[Id<Instrument>],
    window: TimeSpan,
) -> Result<Vec<Busy>, DbError> {
    let sql = "SELECT c.instrument_id, c.reservation_id, c.unit, c.block_start AS starts_at, c.block_end AS ends_at
               FROM claim c
               WHERE c.live AND c.block_end > $21 AND c.block_start < $22
                 AND c.instrument_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                   $18, $19, $20)
               UNION ALL
               SELECT i.id, NULL, 0, s.starts_at, s.ends_at
               FROM closure s JOIN public_instrument i
                 ON i.facility_id = s.facility_id AND (s.instrument_id IS NULL OR s.instrument_id = i.id)
               WHERE s.ends_at > $21 AND s.starts_at < $22
                 AND i.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                   $20)
               ORDER BY 4";
    let mut values = args![];
    twenty.iter().for_each(|id| values.push(*id));
    values.push(window.starts);
    values.push(window.ends);
    db.all(sql, values, |row| {
        let block = TimeSpan { starts: row.get("starts_at")?, ends: row.get("ends_at")? };
        let unit: i64 = row.get("unit")?;
        let reservation: Option<Id<ieum_kernel::Reservation>> = row.get("reservation_id")?;
        let held = reservation.map(|reservation| Held { reservation, unit, block });
        Ok((row.get("instrument_id")?, held, block))
    })
    .await
}

/// House, then facility, then the catalogue's own hours, then the instrument: the nearest word counts.
pub(crate) fn desk_from(row: &Row, house: &Terms) -> Result<Desk, DbError> {
    let facility: Departures = row.json_maybe("facility_terms")?.unwrap_or_default();
    let own: Departures = row.json_maybe("terms_json")?.unwrap_or_default();
    let listed = listed(row)?;
    let text = |ko: &str, en: &str| -> Result<Text, DbError> {
        let side = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Text { ko: side(ko)?, en: side(en)? })
    };
    Ok(Desk {
        instrument: row.get("id")?,
        name: text("name_ko", "name_en")?,
        facility: row.get("facility_id")?,
        facility_name: text("facility_ko", "facility_en")?,
        organisation: row.get("organisation_id")?,
        access_mode: row.get("access_mode")?,
        life: row.get("life")?,
        condition: row.get("condition")?,
        access: row.get("access")?,
        units: row.get::<Option<i64>>("units")?.unwrap_or(1).max(1),
        terms: house.clone().with(&facility).with(&listed).with(&own),
        terms_version: row.get::<Option<i64>>("terms_version")?.unwrap_or(1),
    })
}

/// The hours the catalogue lists; what is not filled in says nothing.
fn listed(row: &Row) -> Result<Departures, DbError> {
    Ok(Departures {
        opens_at: row.get("opens_at")?,
        closes_at: row.get("closes_at")?,
        open_days: row.get::<Option<String>>("open_days")?.filter(|days| days.chars().count() == 7),
        ..Departures::default()
    })
}

/// The hours the catalogue lists for an instrument.
pub(crate) async fn listed_hours(db: &mut impl Reads, id: Id<Instrument>) -> Result<Departures, DbError> {
    let sql = "SELECT opens_at, closes_at, open_days FROM public_instrument WHERE id = $1";
    Ok(db.maybe(sql, args![id], listed).await?.unwrap_or_default())
}
