//! What requests keep: the row, its history, its messages and their files.

use super::request::Request;
use super::state::{Name, State, Step};
use ieum_db::{DbError, Query, Reads, Row, Tx, args, to_json};
use ieum_kernel::{Facility, Id, Organisation, Person, StoredFile, Text, Timestamp, Zone};
use serde::Serialize;

/// A message between firm and facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageThing;

impl ieum_kernel::Thing for MessageThing {
    const PREFIX: &'static str = "msg";
}

/// The next number of a series, such as `R-2026-000123`. Bookings of numbers take turns until commit.
pub(crate) async fn next_number(
    tx: &mut Tx,
    zone: &Zone,
    series: &'static str,
    now: Timestamp,
) -> Result<String, DbError> {
    let year = i64::from(zone.day(now).year());
    let sql = "INSERT INTO work_number (series, year, last_number) VALUES ($1, $2, 1)
               ON CONFLICT (series, year) DO UPDATE SET last_number = work_number.last_number + 1
               RETURNING last_number";
    let number: i64 = tx.one(sql, args![series, year], |row| row.get("last_number")).await?;
    Ok(format!("{series}-{year}-{number:06}"))
}

/// One request.
pub(super) async fn find(
    db: &mut impl Reads,
    id: Id<ieum_kernel::Request>,
) -> Result<Option<Request>, DbError> {
    let sql = "SELECT id, number, need_id, organisation_id, person_id, facility_id, service_id, instrument_id, title,
                      words, quantity, deadline, handler_id, state_json, submitted_at, answer_due_at, plan_due_at,
                      answered_at, planned_at, referred_from_id, version, made_at, changed_at
               FROM request WHERE id = $1";
    db.maybe(sql, args![id], from_row).await
}

/// The requests that serve a problem, oldest first.
pub(crate) async fn of_need(
    db: &mut impl Reads,
    need: Id<ieum_kernel::Need>,
) -> Result<Vec<Request>, DbError> {
    let sql = "SELECT id, number, need_id, organisation_id, person_id, facility_id, service_id, instrument_id, title,
                      words, quantity, deadline, handler_id, state_json, submitted_at, answer_due_at, plan_due_at,
                      answered_at, planned_at, referred_from_id, version, made_at, changed_at
               FROM request WHERE need_id = $1 ORDER BY made_at, id LIMIT 100";
    db.all(sql, args![need], from_row).await
}

/// The requests that were sent under some keys.
pub(super) async fn of_keys(db: &mut impl Reads, keys: &[&str]) -> Result<Vec<(String, Request)>, DbError> {
    let base = "SELECT order_key, id, number, need_id, organisation_id, person_id, facility_id, service_id, instrument_id,
                      title, words, quantity, deadline, handler_id, state_json, submitted_at, answer_due_at, plan_due_at,
                      answered_at, planned_at, referred_from_id, version, made_at, changed_at
               FROM request WHERE TRUE";
    let (sql, values) = Query::new(base, args![])
        .and_in(" AND order_key IN (?)", keys.iter().copied())
        .and(" ORDER BY order_key", args![])
        .finish();
    db.all(sql, values, |row| Ok((row.get("order_key")?, from_row(row)?))).await
}

/// Says under which key a request was sent; `request_order_key` refuses a second one.
pub(super) async fn keep_key(tx: &mut Tx, id: Id<ieum_kernel::Request>, key: &str) -> Result<(), DbError> {
    tx.run("UPDATE request SET order_key = $2 WHERE id = $1", args![id, key]).await.map(drop)
}

fn from_row(row: &Row) -> Result<Request, DbError> {
    let deadline = row.get::<Option<String>>("deadline")?;
    Ok(Request {
        id: row.get("id")?,
        number: row.get("number")?,
        need: row.get("need_id")?,
        organisation: row.get("organisation_id")?,
        person: row.get("person_id")?,
        facility: row.get("facility_id")?,
        service: row.get("service_id")?,
        instrument: row.get("instrument_id")?,
        title: row.get("title")?,
        words: row.get("words")?,
        quantity: row.get("quantity")?,
        deadline: deadline.and_then(|day| day.parse().ok()),
        handler: row.get("handler_id")?,
        state: row.json::<State>("state_json")?,
        submitted_at: row.get("submitted_at")?,
        answer_due_at: row.get("answer_due_at")?,
        plan_due_at: row.get("plan_due_at")?,
        answered_at: row.get("answered_at")?,
        planned_at: row.get("planned_at")?,
        referred_from: row.get("referred_from_id")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Writes a new request.
pub(crate) async fn insert(tx: &mut Tx, r: &Request) -> Result<(), DbError> {
    let sql = "INSERT INTO request (id, number, need_id, organisation_id, person_id, facility_id, service_id,
                 instrument_id, title, words, quantity, deadline, handler_id, state, state_json, submitted_at,
                 answer_due_at, plan_due_at, answered_at, planned_at, referred_from_id, version, made_at, changed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22, $23, $24)";
    let (name, json) = (r.state.name().key(), to_json(&r.state)?);
    let values = args![
        r.id,
        r.number.as_str(),
        r.need,
        r.organisation,
        r.person,
        r.facility,
        r.service,
        r.instrument,
        r.title.as_str(),
        r.words.as_str(),
        r.quantity,
        r.deadline,
        r.handler,
        name,
        json,
        r.submitted_at,
        r.answer_due_at,
        r.plan_due_at,
        r.answered_at,
        r.planned_at,
        r.referred_from,
        r.version,
        r.made_at,
        r.changed_at
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes a changed request; false when somebody else changed it since `was`.
pub(crate) async fn update(tx: &mut Tx, r: &Request, was: i64) -> Result<bool, DbError> {
    let sql = "UPDATE request SET facility_id = $3, service_id = $4, instrument_id = $5, title = $6, words = $7,
                 quantity = $8, deadline = $9, handler_id = $10, state = $11, state_json = $12, submitted_at = $13,
                 answer_due_at = $14, plan_due_at = $15, answered_at = $16, planned_at = $17, version = $18,
                 changed_at = $19
               WHERE id = $1 AND version = $2";
    let (name, json) = (r.state.name().key(), to_json(&r.state)?);
    let values = args![
        r.id,
        was,
        r.facility,
        r.service,
        r.instrument,
        r.title.as_str(),
        r.words.as_str(),
        r.quantity,
        r.deadline,
        r.handler,
        name,
        json,
        r.submitted_at,
        r.answer_due_at,
        r.plan_due_at,
        r.answered_at,
        r.planned_at,
        r.version,
        r.changed_at
    ];
    Ok(tx.run(sql, values).await? == 1)
}

/// One step in a request's history.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "RequestPast")]
pub struct Past {
    /// Of which request.
    pub request: Id<ieum_kernel::Request>,
    /// The version it led to.
    pub version: i64,
    /// What happened; message `request-step-<event>`. `begin` is the draft itself.
    pub event: String,
    /// Where it led; message `request-state-<state>`.
    pub to: String,
    /// By whom; nobody when the house did it.
    pub by: Option<Id<Person>>,
    /// Their name.
    pub by_name: String,
    /// `firm`, `facility` or `house`.
    pub side: String,
    /// When.
    pub at: Timestamp,
    /// Words given with it.
    pub note: String,
}

/// What is added to the history.
pub(crate) struct Happened<'a> {
    pub step: Option<Step>,
    pub from: Option<Name>,
    pub by: Option<Id<Person>>,
    pub side: &'static str,
    pub note: &'a str,
}

/// Adds to the history.
pub(crate) fn keep_event(tx: &mut Tx, r: &Request, happened: &Happened<'_>) {
    let sql =
        "INSERT INTO request_event (request_id, version, event, from_state, to_state, by_id, side, at, note)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let event = happened.step.map_or("begin", Step::key);
    let values = args![
        r.id,
        r.version,
        event,
        happened.from.map(Name::key),
        r.state.name().key(),
        happened.by,
        happened.side,
        r.changed_at,
        happened.note.trim()
    ];
    tx.later(sql, values);
}

/// A request's history, oldest first.
pub async fn history(db: &mut impl Reads, id: Id<ieum_kernel::Request>) -> Result<Vec<Past>, DbError> {
    let sql = "SELECT e.request_id, e.version, e.event, e.to_state, e.by_id, p.name AS by_name, e.side, e.at, e.note
               FROM request_event e LEFT JOIN public_person p ON p.id = e.by_id
               WHERE e.request_id = $1 ORDER BY e.version";
    let read = |row: &Row| {
        Ok(Past {
            request: row.get("request_id")?,
            version: row.get("version")?,
            event: row.get("event")?,
            to: row.get("to_state")?,
            by: row.get("by_id")?,
            by_name: row.get::<Option<String>>("by_name")?.unwrap_or_default(),
            side: row.get("side")?,
            at: row.get("at")?,
            note: row.get("note")?,
        })
    };
    db.all(sql, args![id], read).await
}

/// A message as the thread shows it.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Its identity.
    pub id: Id<MessageThing>,
    /// Who wrote it.
    pub by_name: String,
    /// `firm` or `facility`.
    pub side: String,
    /// What they wrote.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// What they attached.
    pub files: Vec<Attached>,
}

/// A file with a message.
#[derive(Debug, Clone, Serialize)]
pub struct Attached {
    /// Its identity.
    pub id: Id<StoredFile>,
    /// Its name.
    pub name: String,
    /// How large.
    pub size_bytes: i64,
}

/// Writes a message.
pub(crate) async fn write_message(
    tx: &mut Tx,
    id: Id<MessageThing>,
    request: Id<ieum_kernel::Request>,
    by: Id<Person>,
    side: &str,
    words: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    let sql = "INSERT INTO request_message (id, request_id, by_id, side, words, at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.run(sql, args![id, request, by, side, words, at]).await.map(drop)
}

/// Ties a stored file to a message.
pub(crate) async fn attach(
    tx: &mut Tx,
    request: Id<ieum_kernel::Request>,
    message: Id<MessageThing>,
    file: &super::FileRecord,
) -> Result<(), DbError> {
    let sql = "INSERT INTO request_file (request_id, message_id, file_id, name, kind, size_bytes)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (message_id, file_id) DO NOTHING";
    let values = args![request, message, file.id, file.name.as_str(), file.kind.as_str(), file.size_bytes];
    tx.run(sql, values).await.map(drop)
}

/// The messages of a request and of the one it was referred from, oldest first.
pub(crate) async fn messages(
    db: &mut impl Reads,
    request: Id<ieum_kernel::Request>,
    before: Option<Id<ieum_kernel::Request>>,
) -> Result<Vec<Message>, DbError> {
    let files = "SELECT message_id, file_id, name, size_bytes FROM request_file
                 WHERE request_id = $1 OR request_id = $2 ORDER BY name, file_id";
    let attached: Vec<(Id<MessageThing>, Attached)> = db
        .all(files, args![request, before], |row| {
            let file = Attached {
                id: row.get("file_id")?,
                name: row.get("name")?,
                size_bytes: row.get("size_bytes")?,
            };
            Ok((row.get("message_id")?, file))
        })
        .await?;
    let sql = "SELECT m.id, p.name AS by_name, m.side, m.words, m.at
               FROM request_message m LEFT JOIN public_person p ON p.id = m.by_id
               WHERE m.request_id = $1 OR m.request_id = $2 ORDER BY m.at, m.id LIMIT 1000";
    db.all(sql, args![request, before], |row| {
        let id = row.get("id")?;
        let own = attached.iter().filter(|(message, _)| *message == id);
        Ok(Message {
            id,
            by_name: row.get::<Option<String>>("by_name")?.unwrap_or_default(),
            side: row.get("side")?,
            words: row.get("words")?,
            at: row.get("at")?,
            files: own.map(|(_, file)| file.clone()).collect(),
        })
    })
    .await
}

/// Whether a file belongs to one of two requests.
pub(crate) async fn has_file(
    db: &mut impl Reads,
    request: Id<ieum_kernel::Request>,
    before: Option<Id<ieum_kernel::Request>>,
    file: Id<StoredFile>,
) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) AS found FROM request_file WHERE file_id = $3 AND (request_id = $1 OR request_id = $2)";
    let found: i64 = db.one(sql, args![request, before, file], |row| row.get("found")).await?;
    Ok(found > 0)
}

/// A request in a list.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[schemars(rename = "RequestLine")]
pub struct Line {
    /// Which.
    pub id: Id<ieum_kernel::Request>,
    /// What people call it.
    pub number: String,
    /// In a line.
    pub title: String,
    /// Where it stands.
    pub state: Name,
    /// Who asks.
    pub organisation_name: Text,
    /// Which person.
    pub person_name: String,
    /// Who is asked.
    pub facility: Option<Id<Facility>>,
    /// Its names.
    pub facility_name: Text,
    /// Who takes care of it.
    pub handler_name: String,
    /// When it is needed.
    pub deadline: Option<String>,
    /// When the first answer is due.
    pub answer_due_at: Option<Timestamp>,
    /// When staff first answered.
    pub answered_at: Option<Timestamp>,
    /// When a plan is due.
    pub plan_due_at: Option<Timestamp>,
    /// When the firm first had a plan.
    pub planned_at: Option<Timestamp>,
    /// When it was sent.
    pub submitted_at: Option<Timestamp>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Which requests.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of a person or their organisations.
    pub firm: Option<(Id<Person>, Vec<Id<Organisation>>)>,
    /// Of these facilities, sent ones only.
    pub facilities: Option<Vec<Id<Facility>>>,
    /// Of every facility, sent ones only.
    pub all_sent: bool,
    /// Standing here.
    pub states: Vec<Name>,
    /// Words in the title or number.
    pub words: String,
    /// At most so many.
    pub most: i64,
    /// The nearest due time first; otherwise the newest change.
    pub by_due: bool,
}

/// The requests of a filter. Whoever calls decides who may see them.
pub async fn lines(db: &mut impl Reads, filter: &Filter) -> Result<Vec<Line>, DbError> {
    let base = "SELECT r.id, r.number, r.title, r.state, o.name_ko AS organisation_ko, o.name_en AS organisation_en,
                       p.name AS person_name, r.facility_id, f.name_ko AS facility_ko, f.name_en AS facility_en,
                       h.name AS handler_name, r.deadline, r.answer_due_at, r.answered_at, r.plan_due_at,
                       r.planned_at, r.submitted_at, r.changed_at
                FROM request r
                LEFT JOIN public_organisation o ON o.id = r.organisation_id
                LEFT JOIN public_person p ON p.id = r.person_id
                LEFT JOIN public_facility f ON f.id = r.facility_id
                LEFT JOIN public_person h ON h.id = r.handler_id
                WHERE TRUE";
    let mut query = Query::new(base, args![]);
    if let Some((person, organisations)) = &filter.firm {
        query = query.and(" AND (r.person_id = ?", args![*person]).and_if(
            !organisations.is_empty(),
            " OR (TRUE",
            args![],
        );
        if !organisations.is_empty() {
            query = query.and_in(" AND r.organisation_id IN (?)", organisations.clone()).and(")", args![]);
        }
        query = query.and(")", args![]);
    }
    if let Some(facilities) = &filter.facilities {
        query = query.and_in(" AND r.facility_id IN (?)", facilities.clone());
    }
    let sent = filter.facilities.is_some() || filter.all_sent;
    query = query.and_if(sent, " AND r.submitted_at IS NOT NULL", args![]);
    if !filter.states.is_empty() {
        query = query.and_in(" AND r.state IN (?)", filter.states.iter().map(|state| state.key()));
    }
    if !filter.words.trim().is_empty() {
        let wanted = format!("%{}%", filter.words.trim().to_lowercase().replace(['%', '_'], " "));
        query = query
            .and(" AND (LOWER(r.title) LIKE ? OR LOWER(r.number) LIKE ?)", args![wanted.clone(), wanted]);
    }
    let order = if filter.by_due {
        " ORDER BY CASE WHEN r.answered_at IS NULL THEN r.answer_due_at ELSE r.plan_due_at END, r.id"
    } else {
        " ORDER BY r.changed_at DESC, r.id DESC"
    };
    let (sql, values) = query.and(order, args![]).and(" LIMIT ?", args![filter.most.clamp(1, 500)]).finish();
    db.all(sql, values, line).await
}

fn line(row: &Row) -> Result<Line, DbError> {
    let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    let state: String = row.get("state")?;
    Ok(Line {
        id: row.get("id")?,
        number: row.get("number")?,
        title: row.get("title")?,
        state: state
            .parse()
            .map_err(|why: String| DbError::Decode { column: "state".to_owned(), source: why.into() })?,
        organisation_name: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
        person_name: text("person_name")?,
        facility: row.get("facility_id")?,
        facility_name: Text { ko: text("facility_ko")?, en: text("facility_en")? },
        handler_name: text("handler_name")?,
        deadline: row.get("deadline")?,
        answer_due_at: row.get("answer_due_at")?,
        answered_at: row.get("answered_at")?,
        plan_due_at: row.get("plan_due_at")?,
        planned_at: row.get("planned_at")?,
        submitted_at: row.get("submitted_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// What a request points at: names for its page and papers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Around {
    /// The organisation that asks.
    pub organisation: Text,
    /// Its business number.
    pub business_number: String,
    /// Who asks.
    pub person: String,
    /// The facility.
    pub facility: Text,
    /// The organisation the facility belongs to.
    pub provider: Text,
    /// Where the facility is.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// Its mail address.
    pub email: String,
    /// The service.
    pub service: Text,
    /// What the service's quantity counts: `sample`, `hour`, `item`, `case`.
    pub unit: String,
    /// The instrument.
    pub instrument: Text,
    /// The instrument's national registration number.
    pub registration_number: String,
    /// Who takes care of it.
    pub handler: String,
}

/// The names around a request, in one statement.
pub async fn around(db: &mut impl Reads, id: Id<ieum_kernel::Request>) -> Result<Around, DbError> {
    let sql = "SELECT o.name_ko AS organisation_ko, o.name_en AS organisation_en, o.business_number,
                      p.name AS person, f.name_ko AS facility_ko, f.name_en AS facility_en,
                      po.name_ko AS provider_ko, po.name_en AS provider_en, f.address, f.phone, f.email,
                      s.name_ko AS service_ko, s.name_en AS service_en, s.unit, i.name_ko AS instrument_ko,
                      i.name_en AS instrument_en, i.registration_number, h.name AS handler
               FROM request r
               LEFT JOIN public_organisation o ON o.id = r.organisation_id
               LEFT JOIN public_person p ON p.id = r.person_id
               LEFT JOIN public_facility f ON f.id = r.facility_id
               LEFT JOIN public_organisation po ON po.id = f.organisation_id
               LEFT JOIN public_service s ON s.id = r.service_id
               LEFT JOIN public_instrument i ON i.id = r.instrument_id
               LEFT JOIN public_person h ON h.id = r.handler_id
               WHERE r.id = $1";
    db.one(sql, args![id], |row| {
        let text = |column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
        Ok(Around {
            organisation: Text { ko: text("organisation_ko")?, en: text("organisation_en")? },
            business_number: text("business_number")?,
            person: text("person")?,
            facility: Text { ko: text("facility_ko")?, en: text("facility_en")? },
            provider: Text { ko: text("provider_ko")?, en: text("provider_en")? },
            address: text("address")?,
            phone: text("phone")?,
            email: text("email")?,
            service: Text { ko: text("service_ko")?, en: text("service_en")? },
            unit: text("unit")?,
            instrument: Text { ko: text("instrument_ko")?, en: text("instrument_en")? },
            registration_number: text("registration_number")?,
            handler: text("handler")?,
        })
    })
    .await
}
