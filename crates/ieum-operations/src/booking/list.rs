//! Reservations as lists, calendars and feeds show them: one statement, every name with it.

use ieum_db::{DbError, Query, Reads, Row, args};
use ieum_kernel::{
    Actor, Facility, Id, Instrument, Organisation, Person, Request, Reservation, Text, TimeSpan, Timestamp,
};
use serde::Serialize;

/// One reservation with the names around it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ReservationLine")]
pub struct Line {
    /// Which.
    pub id: Id<Reservation>,
    /// Of what.
    pub instrument: Id<Instrument>,
    /// Its names.
    pub instrument_name: Text,
    /// Where.
    pub facility: Id<Facility>,
    /// Its names.
    pub facility_name: Text,
    /// By whom.
    pub holder: Id<Person>,
    /// Their name.
    pub holder_name: String,
    /// For which organisation.
    pub organisation: Option<Id<Organisation>>,
    /// Its names.
    pub organisation_name: Text,
    /// When.
    #[serde(flatten)]
    pub span: TimeSpan,
    /// The state's key.
    pub state: String,
    /// What for.
    pub purpose: String,
    /// For which request.
    pub request: Option<Id<Request>>,
    /// Until when it is held, when it is not booked yet.
    pub held_until: Option<Timestamp>,
    /// The series it is one of.
    pub series: Option<Id<super::SeriesId>>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Which unit it holds.
    pub unit: i64,
}

impl Line {
    /// Whether somebody may see more than that the time is taken.
    pub fn open_to(&self, actor: &Actor) -> bool {
        let mine = actor.person == Some(self.holder);
        let ours = self.organisation.is_some_and(|organisation| actor.belongs_to(organisation));
        mine || ours || super::runs(actor, self.facility)
    }
}

/// Which reservations.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Filter {
    pub id: Option<Id<Reservation>>,
    pub holder: Option<Id<Person>>,
    pub organisation: Option<Id<Organisation>>,
    pub instrument: Option<Id<Instrument>>,
    pub facility: Option<Id<Facility>>,
    pub request: Option<Id<Request>>,
    pub series: Option<Id<super::SeriesId>>,
    /// Only those that keep others out.
    pub holding: bool,
    /// Newest first.
    pub backwards: bool,
    pub most: i64,
}

/// The reservations that touch a span.
pub(crate) async fn lines(
    db: &mut impl Reads,
    within: TimeSpan,
    filter: Filter,
) -> Result<Vec<Line>, DbError> {
    let base = "SELECT r.id, r.instrument_id, i.name_ko, i.name_en, r.facility_id, f.name_ko AS facility_ko,
                       f.name_en AS facility_en, r.holder_id, p.name AS holder_name, r.organisation_id,
                       o.name_ko AS organisation_ko, o.name_en AS organisation_en, r.starts_at, r.ends_at, r.state,
                       r.purpose, r.request_id, r.held_until, r.series_id, r.version, r.made_at, r.changed_at,
                       c.unit
                FROM reservation r
                LEFT JOIN claim c ON c.reservation_id = r.id
                LEFT JOIN public_instrument i ON i.id = r.instrument_id
                LEFT JOIN public_facility f ON f.id = r.facility_id
                LEFT JOIN public_person p ON p.id = r.holder_id
                LEFT JOIN public_organisation o ON o.id = r.organisation_id
                WHERE r.ends_at > $1 AND r.starts_at < $2";
    let (sql, values) = Query::new(base, args![within.starts, within.ends])
        .and_some(" AND r.id = ?", filter.id)
        .and_some(" AND r.holder_id = ?", filter.holder)
        .and_some(" AND r.organisation_id = ?", filter.organisation)
        .and_some(" AND r.instrument_id = ?", filter.instrument)
        .and_some(" AND r.facility_id = ?", filter.facility)
        .and_some(" AND r.request_id = ?", filter.request)
        .and_some(" AND r.series_id = ?", filter.series)
        .and_if(filter.holding, " AND r.holds_time", args![])
        .and_if(!filter.backwards, " ORDER BY r.starts_at, r.id", args![])
        .and_if(filter.backwards, " ORDER BY r.starts_at DESC, r.id DESC", args![])
        .and(" LIMIT ?", args![filter.most])
        .finish();
    db.all(sql, values, from_row).await
}

/// One reservation with its names.
pub(crate) async fn line(db: &mut impl Reads, id: Id<Reservation>) -> Result<Option<Line>, DbError> {
    let ever = TimeSpan { starts: Timestamp::from_micros(i64::MIN), ends: Timestamp::from_micros(i64::MAX) };
    let found = lines(db, ever, Filter { id: Some(id), most: 1, ..Filter::default() }).await?;
    Ok(found.into_iter().next())
}

fn from_row(row: &Row) -> Result<Line, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    Ok(Line {
        id: row.get("id")?,
        instrument: row.get("instrument_id")?,
        instrument_name: Text { ko: text("name_ko")?, en: text("name_en")? },
        facility: row.get("facility_id")?,
        facility_name: Text { ko: text("facility_ko")?, en: text("facility_en")? },
        holder: row.get("holder_id")?,
        holder_name: text("holder_name")?,
        organisation: row.get("organisation_id")?,
        organisation_name: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
        span: TimeSpan { starts: row.get("starts_at")?, ends: row.get("ends_at")? },
        state: row.get("state")?,
        purpose: row.get("purpose")?,
        request: row.get("request_id")?,
        held_until: row.get("held_until")?,
        series: row.get("series_id")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
        unit: row.get::<Option<i64>>("unit")?.unwrap_or_default(),
    })
}
