//! What the desk reads of the room's tables and of other rooms' views.

use super::waiting::{MOST, Waits, in_both};
use ieum_db::{DbError, Query, Reads, Row, args};
use ieum_kernel::{Facility, Id, Invoice, Money, Organisation, Person, Quote, Request, Text, Timestamp};
use jiff::civil::Date;
use std::collections::BTreeMap;

fn text(row: &Row, column: &str) -> Result<String, DbError> {
    row.get::<Option<String>>(column).map(Option::unwrap_or_default)
}

fn both(row: &Row, ko: &str, en: &str) -> Result<Text, DbError> {
    Ok(Text { ko: text(row, ko)?, en: text(row, en)? })
}

/// The open quotes of requests: which, and the last day each is good for.
pub(super) async fn sent_quotes(
    db: &mut impl Reads,
    requests: impl Iterator<Item = Id<Request>>,
) -> Result<BTreeMap<Id<Request>, (Id<Quote>, Date)>, DbError> {
    let base = "SELECT id, request_id, valid_until FROM quote WHERE state = 'sent'";
    let (sql, values) = Query::new(base, args![]).and_in(" AND request_id IN (?)", requests).finish();
    let found = db.all(sql, values, |row| {
        let until: String = row.get("valid_until")?;
        Ok((row.get("request_id")?, (row.get("id")?, until.parse().unwrap_or(Date::MAX))))
    });
    Ok(found.await?.into_iter().collect())
}

/// The days on which requests are needed.
pub(super) async fn deadlines(
    db: &mut impl Reads,
    requests: impl Iterator<Item = Id<Request>>,
) -> Result<BTreeMap<Id<Request>, Date>, DbError> {
    let base = "SELECT id, deadline FROM request WHERE deadline IS NOT NULL";
    let (sql, values) = Query::new(base, args![]).and_in(" AND id IN (?)", requests).finish();
    let found = db.all(sql, values, |row| {
        let day: String = row.get("deadline")?;
        Ok((row.get("id")?, day.parse::<Date>().ok()))
    });
    Ok(found.await?.into_iter().filter_map(|(id, day)| Some((id, day?))).collect())
}

/// Reservations of facilities that wait for approval.
pub(super) async fn bookings_to_approve(
    db: &mut impl Reads,
    facilities: &[Id<Facility>],
) -> Result<Vec<Waits>, DbError> {
    let base = "SELECT r.id, r.starts_at, i.name_ko, i.name_en, p.name
                FROM reservation r
                LEFT JOIN public_instrument i ON i.id = r.instrument_id
                LEFT JOIN public_person p ON p.id = r.holder_id
                WHERE r.state = 'pending_approval'";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND r.facility_id IN (?)", facilities.iter().copied())
        .and(" ORDER BY r.starts_at LIMIT ?", args![MOST])
        .finish();
    db.all(sql, values, |row| {
        let id: Id<ieum_kernel::Reservation> = row.get("id")?;
        Ok(Waits {
            title: both(row, "name_ko", "name_en")?,
            number: String::new(),
            who: in_both(text(row, "name")?),
            amount: None,
            state: "booking-state-pending-approval".to_owned(),
            due: Some(row.get("starts_at")?),
            late: false,
            action: "desk-do-approve".to_owned(),
            href: format!("/reservations/{id}"),
        })
    })
    .await
}

/// Hours within which a problem is sorted.
const SORTED_HOURS: i64 = 48;

fn problem(row: &Row, action: &str, due: bool) -> Result<Waits, DbError> {
    let id: Id<ieum_kernel::Need> = row.get("id")?;
    let made: Timestamp = row.get("made_at")?;
    Ok(Waits {
        title: in_both(text(row, "title")?),
        number: String::new(),
        who: both(row, "name_ko", "name_en")?,
        amount: None,
        state: String::new(),
        due: due.then(|| made.plus_minutes(SORTED_HOURS * 60)),
        late: false,
        action: action.to_owned(),
        href: format!("/needs/{id}"),
    })
}

/// Problems that nobody has sorted.
pub(super) async fn problems(db: &mut impl Reads) -> Result<Vec<Waits>, DbError> {
    let sql = "SELECT n.id, n.title, n.made_at, o.name_ko, o.name_en
               FROM public_need n LEFT JOIN public_organisation o ON o.id = n.organisation_id
               WHERE n.state IN ('submitted', 'in_triage') ORDER BY n.made_at, n.id LIMIT 500";
    db.all(sql, args![], |row| problem(row, "desk-do-sort", true)).await
}

/// Instruments offered for somebody's problems that nobody has answered for yet.
pub(super) async fn offers(db: &mut impl Reads, me: Id<Person>) -> Result<Vec<Waits>, DbError> {
    let sql = "SELECT o.id, o.title, o.made_at, f.name_ko, f.name_en
               FROM public_open_offer o LEFT JOIN public_facility f ON f.id = o.facility_id
               WHERE o.person_id = $1 ORDER BY o.made_at, o.id LIMIT 500";
    db.all(sql, args![me], |row| {
        let id: String = row.get("id")?;
        Ok(Waits {
            title: in_both(text(row, "title")?),
            number: String::new(),
            who: both(row, "name_ko", "name_en")?,
            amount: None,
            state: String::new(),
            due: None,
            late: false,
            action: "desk-do-answer-offer".to_owned(),
            href: format!("/offers/{id}"),
        })
    })
    .await
}

/// Published problems that nobody has solved; names only where everybody may know them.
pub(super) async fn unsolved(db: &mut impl Reads) -> Result<Vec<Waits>, DbError> {
    let sql = "SELECT n.id, n.title, n.made_at, o.name_ko, o.name_en
               FROM public_need n
               LEFT JOIN public_organisation o ON o.id = n.organisation_id AND n.confidentiality = 'public'
               WHERE n.state = 'published' AND n.confidentiality IN ('public', 'anonymous')
               ORDER BY n.made_at, n.id LIMIT 500";
    db.all(sql, args![], |row| problem(row, "desk-do-look", false)).await
}

/// The expert's own entries without fields or keywords: nobody finds them.
pub(super) async fn thin_profiles(db: &mut impl Reads, me: Id<Person>) -> Result<Vec<Waits>, DbError> {
    let sql = "SELECT id, name_ko, name_en FROM public_expert
               WHERE person_id = $1 AND (COALESCE(fields, '') = '' OR COALESCE(keywords, '') = '')
               ORDER BY id LIMIT 20";
    db.all(sql, args![me], |row| {
        let id: Id<ieum_kernel::Expert> = row.get("id")?;
        Ok(Waits {
            title: both(row, "name_ko", "name_en")?,
            number: String::new(),
            who: Text::default(),
            amount: None,
            state: String::new(),
            due: None,
            late: false,
            action: "desk-do-fill".to_owned(),
            href: format!("/experts/{id}/edit"),
        })
    })
    .await
}

/// Results of facilities that wait for a second person, and may be reviewed by this one.
pub(super) async fn reviews(
    db: &mut impl Reads,
    facilities: &[Id<Facility>],
    me: Id<Person>,
    days: i64,
) -> Result<Vec<Waits>, DbError> {
    let base = "SELECT m.id, m.title, m.changed_at, r.number, o.name_ko, o.name_en
                FROM measurement m
                LEFT JOIN request r ON r.id = m.request_id
                LEFT JOIN public_organisation o ON o.id = m.organisation_id
                WHERE m.state = 'in_review'";
    let (sql, values) = Query::new(base, args![])
        .and(" AND m.operator_id <> ?", args![me])
        .and_in(" AND m.facility_id IN (?)", facilities.iter().copied())
        .and(" ORDER BY m.changed_at LIMIT ?", args![MOST])
        .finish();
    db.all(sql, values, |row| {
        let id: Id<crate::measurement::MeasurementThing> = row.get("id")?;
        let since: Timestamp = row.get("changed_at")?;
        Ok(Waits {
            title: in_both(text(row, "title")?),
            number: text(row, "number")?,
            who: both(row, "name_ko", "name_en")?,
            amount: None,
            state: "measurement-state-in_review".to_owned(),
            due: Some(since.plus_days(days)),
            late: false,
            action: "desk-do-review".to_owned(),
            href: format!("/measurements/{id}"),
        })
    })
    .await
}

/// An invoice as the desk shows it.
pub(super) struct Bill {
    pub id: Id<Invoice>,
    pub number: Option<String>,
    pub state: String,
    pub rest: Money,
    pub due_on: Option<Date>,
    /// When it was issued, or begun.
    pub at: Timestamp,
    /// The other side.
    pub name: Text,
}

fn bill(row: &Row) -> Result<Bill, DbError> {
    let (currency, total): (String, i64) = (row.get("currency")?, row.get("total_minor")?);
    let rest = total.saturating_sub(row.get("paid_minor")?);
    let due: Option<String> = row.get("due_on")?;
    let name = both(row, "name_ko", "name_en")?;
    let name = if name.is_empty() { in_both(text(row, "person")?) } else { name };
    Ok(Bill {
        id: row.get("id")?,
        number: row.get("number")?,
        state: row.get("state")?,
        rest: Money { minor: rest, currency: currency.parse().unwrap_or_default() },
        due_on: due.and_then(|day| day.parse().ok()),
        at: row.get("at")?,
        name,
    })
}

/// Unpaid invoices to somebody, or to the organisations they manage.
pub(super) async fn bills(
    db: &mut impl Reads,
    me: Id<Person>,
    managed: &[Id<Organisation>],
) -> Result<Vec<Bill>, DbError> {
    let base = "SELECT v.id, v.number, v.state, v.currency, v.total_minor, v.paid_minor, v.due_on,
                       COALESCE(v.issued_at, v.made_at) AS at, f.name_ko, f.name_en, '' AS person
                FROM invoice v LEFT JOIN public_facility f ON f.id = v.facility_id
                WHERE v.kind = 'invoice' AND v.state IN ('issued', 'sent', 'part_paid')";
    let mut query = Query::new(base, args![]).and(" AND (v.person_id = ?", args![me]);
    if !managed.is_empty() {
        query = query.and_in(" OR v.organisation_id IN (?)", managed.iter().copied());
    }
    let (sql, values) = query.and(") ORDER BY v.due_on, v.number LIMIT ?", args![MOST]).finish();
    db.all(sql, values, bill).await
}

/// Drafts to issue and issued invoices nobody was told of.
pub(super) async fn invoices_in_work(
    db: &mut impl Reads,
    facilities: &[Id<Facility>],
) -> Result<Vec<Bill>, DbError> {
    let base = "SELECT v.id, v.number, v.state, v.currency, v.total_minor, v.paid_minor, v.due_on,
                       COALESCE(v.issued_at, v.made_at) AS at, o.name_ko, o.name_en, p.name AS person
                FROM invoice v
                LEFT JOIN public_organisation o ON o.id = v.organisation_id
                LEFT JOIN public_person p ON p.id = v.person_id
                WHERE v.kind = 'invoice' AND v.state IN ('draft', 'issued')";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND v.facility_id IN (?)", facilities.iter().copied())
        .and(" ORDER BY v.made_at, v.id LIMIT ?", args![MOST])
        .finish();
    db.all(sql, values, bill).await
}

/// Invoices of facilities whose last day has passed with money due.
pub(super) async fn overdue(
    db: &mut impl Reads,
    facilities: &[Id<Facility>],
    today: Date,
) -> Result<Vec<Bill>, DbError> {
    let base = "SELECT v.id, v.number, v.state, v.currency, v.total_minor, v.paid_minor, v.due_on,
                       COALESCE(v.issued_at, v.made_at) AS at, o.name_ko, o.name_en, p.name AS person
                FROM invoice v
                LEFT JOIN public_organisation o ON o.id = v.organisation_id
                LEFT JOIN public_person p ON p.id = v.person_id
                WHERE v.kind = 'invoice' AND v.state IN ('issued', 'sent', 'part_paid')
                  AND v.total_minor > v.paid_minor";
    let (sql, values) = Query::new(base, args![])
        .and(" AND v.due_on < ?", args![today])
        .and_in(" AND v.facility_id IN (?)", facilities.iter().copied())
        .and(" ORDER BY v.due_on, v.number LIMIT ?", args![MOST])
        .finish();
    db.all(sql, values, bill).await
}

/// One's finished requests since a moment of which nothing was said yet.
pub(super) async fn unjudged(
    db: &mut impl Reads,
    me: Id<Person>,
    organisations: &[Id<Organisation>],
    since: Timestamp,
) -> Result<Vec<Waits>, DbError> {
    let base = "SELECT r.id, r.number, r.title, r.state, f.name_ko, f.name_en
                FROM request r LEFT JOIN public_facility f ON f.id = r.facility_id
                WHERE r.state IN ('delivered', 'closed')
                  AND NOT EXISTS (SELECT 1 FROM feedback b WHERE b.request_id = r.id)";
    let mut query = Query::new(base, args![])
        .and(" AND r.changed_at >= ?", args![since])
        .and(" AND (r.person_id = ?", args![me]);
    if !organisations.is_empty() {
        query = query.and_in(" OR r.organisation_id IN (?)", organisations.iter().copied());
    }
    let (sql, values) = query.and(") ORDER BY r.changed_at DESC LIMIT ?", args![MOST]).finish();
    db.all(sql, values, |row| {
        let id: Id<Request> = row.get("id")?;
        let state: String = row.get("state")?;
        Ok(Waits {
            title: in_both(text(row, "title")?),
            number: text(row, "number")?,
            who: both(row, "name_ko", "name_en")?,
            amount: None,
            state: format!("request-state-{state}"),
            due: None,
            late: false,
            action: "desk-do-judge".to_owned(),
            href: format!("/requests/{id}/feedback"),
        })
    })
    .await
}
