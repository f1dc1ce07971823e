//! The order of things: each step writes row, audit trail, event and notices together, and moves the request along.

use super::policy::{Facts, Refusal, refusals, submit_refusals};
use super::store;
/// What pages read; they come to the store through here.
pub(super) use super::store::{Filter, around, choices, files, list};
use super::thing::{Content, Measurement, MeasurementThing, Misstep, State};
use crate::report;
use crate::request::{self, Event, RequestError, Side, steps_open};
use crate::usage::{self, Ending, PastUse};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Id, Instrument, Method, Person, Report, Reservation, TimeSpan, Timestamp};
use ieum_web::{App, Problem, notices};
use serde_json::json;

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum MeasurementError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The state does not allow it.
    #[error("the step does not fit")]
    Misstep(#[from] Misstep),
    /// Somebody was quicker.
    #[error("the measurement changed meanwhile")]
    Stale(Box<Measurement>),
    /// Not for this person.
    #[error("no such measurement")]
    NotFound,
    /// The request would not move.
    #[error("the request does not move")]
    Request(#[from] RequestError),
    /// The database.
    #[error("cannot reach the measurements")]
    Db(#[from] DbError),
}

impl From<MeasurementError> for Problem {
    fn from(error: MeasurementError) -> Self {
        match error {
            MeasurementError::Refused(reasons) => Self::refused("measurement", reasons),
            MeasurementError::Misstep(step) => Self::conflict("measurement", step),
            MeasurementError::Stale(now) => Self::stale(now),
            MeasurementError::NotFound => Self::not_found(),
            MeasurementError::Request(error) => error.into(),
            MeasurementError::Db(error) => error.into(),
        }
    }
}

/// What a form says about a measurement.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// In a line.
    pub title: String,
    /// On what.
    pub instrument: Option<Id<Instrument>>,
    /// By which method.
    pub method: Option<Id<Method>>,
    /// What was written.
    pub content: Content,
    /// When it was done.
    pub span: Option<TimeSpan>,
    /// Number of samples, for the operation log.
    pub samples: i64,
    /// Minutes of staff, for the operation log.
    pub staff_minutes: i64,
}

/// What a measurement is begun for.
#[derive(Debug, Clone, Copy)]
pub enum For {
    /// A request.
    Request(Id<ieum_kernel::Request>),
    /// A reservation.
    Reservation(Id<Reservation>),
}

/// Moves a request along if it stands where the event fits; anything else is left as it is.
async fn advance(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    id: Option<Id<ieum_kernel::Request>>,
    event: Event,
) -> Result<(), RequestError> {
    let Some(id) = id else { return Ok(()) };
    let Some(found) = request::load(tx, id).await? else { return Ok(()) };
    if steps_open(found.state.name(), &[Side::Facility]).contains(&event.step()) {
        request::apply(tx, app, actor, &found, event).await?;
    }
    Ok(())
}

async fn noted(
    tx: &mut Tx,
    m: &Measurement,
    step: &str,
    by: Id<Person>,
    before: Option<&State>,
    at: Timestamp,
) -> Result<(), DbError> {
    let (action, thing) = (format!("measurement.{step}"), m.id.to_string());
    let before = before.map(|state| json!({ "state": state }));
    let after = Some(json!({ "state": m.state, "version": m.version }));
    tx.audit(&Audit { actor: Some(by), action: &action, thing: &thing, before, after, at }).await?;
    let facts =
        json!({ "measurement": m.id, "request": m.request, "facility": m.facility, "state": m.state.key() });
    tx.emit(&action, &thing, &facts, at).await
}

/// Begins a measurement for a request or a reservation.
pub async fn begin(app: &App, actor: &Actor, what: For, said: Said) -> Result<Measurement, MeasurementError> {
    let me = actor.person.ok_or(MeasurementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let (request, reservation, facility, organisation, person, booked) = match what {
        For::Request(id) => {
            let found = request::load(&mut tx, id).await?.ok_or(MeasurementError::NotFound)?;
            let facility = found.facility.ok_or(MeasurementError::NotFound)?;
            (Some(id), None, facility, found.organisation, Some(found.person), found.instrument)
        }
        For::Reservation(id) => {
            let found = crate::booking::find(&mut tx, id).await?.ok_or(MeasurementError::NotFound)?;
            let (org, holder, on) = (found.organisation, found.holder, found.instrument);
            (found.request, Some(id), found.facility, org, Some(holder), Some(on))
        }
    };
    let now = app.now();
    let session = match reservation {
        Some(id) => usage::of_reservation(&mut tx, id).await?.map(|session| session.id),
        None => None,
    };
    let fresh = Measurement {
        id: app.new_id(),
        request,
        reservation,
        usage: session,
        facility,
        instrument: said.instrument.or(booked),
        method: said.method,
        operator: me,
        organisation,
        person,
        title: said.title.clone(),
        content: said.content.clone(),
        started: said.span.map(|span| span.starts),
        ended: said.span.map(|span| span.ends),
        state: State::Open,
        version: 1,
        made_at: now,
        changed_at: now,
    };
    if !fresh.is_staff(actor) {
        return Err(MeasurementError::NotFound);
    }
    let fresh = with_usage(app, &mut tx, fresh, &said, me).await?;
    store::insert(&mut tx, &fresh).await?;
    noted(&mut tx, &fresh, "begun", me, None, now).await?;
    advance(&mut tx, app, actor, request, Event::Start).await?;
    tx.commit().await?;
    Ok(fresh)
}

/// Writes the use into the operation log once its time is known and no reservation has done so.
async fn with_usage(
    app: &App,
    tx: &mut Tx,
    m: Measurement,
    said: &Said,
    by: Id<Person>,
) -> Result<Measurement, DbError> {
    let (Some(span), Some(instrument), None, None) = (said.span, m.instrument, m.usage, m.reservation) else {
        return Ok(m);
    };
    let id = app.new_id();
    let (samples, staff_minutes) = (said.samples, said.staff_minutes);
    let ending = Ending { samples, staff_minutes, operator: Some(m.operator), note: m.title.clone() };
    let used = PastUse {
        request: m.request,
        instrument,
        facility: m.facility,
        person: m.person.unwrap_or(m.operator),
        organisation: m.organisation,
        kind: "request".to_owned(),
        span,
        ending,
        evidence: "staff".to_owned(),
        written_by: by,
    };
    usage::record(tx, id, &used, app.now()).await?;
    Ok(Measurement { usage: Some(id), ..m })
}

/// A measurement this person may see; others do not exist for them.
pub async fn visible(
    app: &App,
    actor: &Actor,
    id: Id<MeasurementThing>,
) -> Result<Measurement, MeasurementError> {
    let found = store::find(&mut app.db.reader(), id).await?;
    found.filter(|m| m.open_to(actor)).ok_or(MeasurementError::NotFound)
}

async fn mine(
    tx: &mut Tx,
    actor: &Actor,
    id: Id<MeasurementThing>,
    version: Option<i64>,
) -> Result<Measurement, MeasurementError> {
    let found = store::find(tx, id).await?.filter(|m| m.is_staff(actor)).ok_or(MeasurementError::NotFound)?;
    if version.is_some_and(|version| version != found.version) {
        return Err(MeasurementError::Stale(Box::new(found)));
    }
    Ok(found)
}

async fn keep(
    tx: &mut Tx,
    m: Measurement,
    step: &str,
    by: Id<Person>,
    before: &State,
    at: Timestamp,
) -> Result<Measurement, MeasurementError> {
    let was = m.version;
    let m = Measurement { version: was.saturating_add(1), changed_at: at, ..m };
    if !store::update(tx, &m, was).await? {
        return Err(MeasurementError::Stale(Box::new(m)));
    }
    noted(tx, &m, step, by, Some(before), at).await?;
    Ok(m)
}

/// Writes what the form says, while it is open.
pub async fn write(
    app: &App,
    actor: &Actor,
    id: Id<MeasurementThing>,
    version: Option<i64>,
    said: Said,
) -> Result<Measurement, MeasurementError> {
    let me = actor.person.ok_or(MeasurementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let m = mine(&mut tx, actor, id, version).await?;
    if !m.state.is_open() {
        return Err(Misstep::NotOpen.into());
    }
    let before = m.state.clone();
    let (started, ended) = (said.span.map(|span| span.starts), said.span.map(|span| span.ends));
    let instrument = said.instrument.or(m.instrument);
    let m = Measurement {
        title: said.title.clone(),
        instrument,
        method: said.method,
        content: said.content.clone(),
        started,
        ended,
        ..m
    };
    let m = with_usage(app, &mut tx, m, &said, me).await?;
    let m = keep(&mut tx, m, "written", me, &before, app.now()).await?;
    tx.commit().await?;
    Ok(m)
}

/// Adds a result file.
pub async fn add_file(
    app: &App,
    actor: &Actor,
    id: Id<MeasurementThing>,
    file: &ieum_web::UploadedFile,
) -> Result<(), Problem> {
    let me = actor.person.ok_or_else(Problem::sign_in)?;
    let seen = visible(app, actor, id).await?;
    if !seen.is_staff(actor) {
        return Err(Problem::not_found());
    }
    let kept = app.keep_file(&file.name, file.content.clone()).await?;
    let mut tx = app.db.begin().await?;
    let m = mine(&mut tx, actor, id, None).await?;
    if !m.state.is_open() {
        return Err(MeasurementError::from(Misstep::NotOpen).into());
    }
    let record = ieum_web::record_file(&mut tx, app.new_id(), &kept, Some(me), app.now()).await?;
    store::attach(&mut tx, id, &record, me).await?;
    let (thing, after) = (id.to_string(), Some(json!({ "file": record.id, "sha256": record.sha256 })));
    let at = app.now();
    let entry = Audit { actor: Some(me), action: "measurement.file", thing: &thing, before: None, after, at };
    tx.audit(&entry).await?;
    tx.emit("measurement.file", &thing, &json!({ "file": record.id }), at).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands it to a second person.
pub async fn submit(
    app: &App,
    actor: &Actor,
    id: Id<MeasurementThing>,
    version: Option<i64>,
) -> Result<Measurement, MeasurementError> {
    let me = actor.person.ok_or(MeasurementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let m = mine(&mut tx, actor, id, version).await?;
    let reasons = submit_refusals(&m, store::files(&mut tx, id).await?.len());
    if !reasons.is_empty() {
        return Err(MeasurementError::Refused(reasons));
    }
    let (before, now) = (m.state.clone(), app.now());
    let m = keep(&mut tx, m.submit(me, now)?, "submitted", me, &before, now).await?;
    advance(&mut tx, app, actor, m.request, Event::ResultsIn).await?;
    tx.commit().await?;
    Ok(m)
}

/// Sends it back with a reason, from review or after release.
pub async fn rework(
    app: &App,
    actor: &Actor,
    id: Id<MeasurementThing>,
    version: Option<i64>,
    reason: String,
) -> Result<Measurement, MeasurementError> {
    let me = actor.person.ok_or(MeasurementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let m = mine(&mut tx, actor, id, version).await?;
    let (before, now, operator) = (m.state.clone(), app.now(), m.operator);
    let m = keep(&mut tx, m.rework(me, now, reason.clone())?, "rework", me, &before, now).await?;
    advance(&mut tx, app, actor, m.request, Event::Rework { reason }).await?;
    advance(&mut tx, app, actor, m.request, Event::Redo).await?;
    if operator != me {
        let args = json!({ "title": m.title });
        let path = m.path();
        notices::notify(&mut tx, app.clock(), operator, "request", "measurement-notice-rework", &args, &path)
            .await?;
    }
    tx.commit().await?;
    Ok(m)
}

/// Releases it, with a report or the data alone; the request is delivered when nothing else of it waits.
pub async fn release(
    app: &App,
    actor: &Actor,
    id: Id<MeasurementThing>,
    version: Option<i64>,
    with_report: bool,
) -> Result<(Measurement, Option<Id<Report>>), MeasurementError> {
    let me = actor.person.ok_or(MeasurementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let m = mine(&mut tx, actor, id, version).await?;
    let (around, files) = (store::around(&mut tx, &m).await?, store::files(&mut tx, id).await?);
    let facts = Facts {
        measurement: &m,
        reviewer: me,
        with_report,
        access_mode: &around.access_mode,
        used_as: &around.used_as,
        files: files.len(),
    };
    let reasons = refusals(&facts);
    if !reasons.is_empty() {
        return Err(MeasurementError::Refused(reasons));
    }
    let (before, now) = (m.state.clone(), app.now());
    let report = if with_report {
        Some(
            report::issue((app.new_id(), &app.zone), &mut tx, &m, &around, &files, (me, &actor.name), now)
                .await?,
        )
    } else {
        None
    };
    let m = keep(&mut tx, m.release(me, now, report)?, "released", me, &before, now).await?;
    let all_out = match m.request {
        Some(request) => {
            !store::of_request(&mut tx, request).await?.iter().any(|one| store::is_waiting(&one.state))
        }
        None => false,
    };
    if all_out {
        advance(&mut tx, app, actor, m.request, Event::Deliver).await?;
    }
    if let Some(person) = m.person.filter(|person| *person != me) {
        let key = if report.is_some() { "measurement-notice-report" } else { "measurement-notice-data" };
        let path = report.map_or_else(|| m.path(), |id| format!("/reports/{id}"));
        notices::notify(&mut tx, app.clock(), person, "request", key, &json!({ "title": m.title }), &path)
            .await?;
    }
    tx.commit().await?;
    Ok((m, report))
}

/// Takes a released report back with a reason; its number then answers «withdrawn».
pub async fn withdraw(
    app: &App,
    actor: &Actor,
    report: Id<Report>,
    reason: String,
) -> Result<Measurement, MeasurementError> {
    let me = actor.person.ok_or(MeasurementError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let found = report::find(&mut tx, report).await?.ok_or(MeasurementError::NotFound)?;
    let m = mine(&mut tx, actor, found.measurement, None).await?;
    let (before, now) = (m.state.clone(), app.now());
    let m = keep(&mut tx, m.withdraw(me, now, reason.clone())?, "withdrawn", me, &before, now).await?;
    report::end(&mut tx, report, "withdrawn", &reason, now).await?;
    advance(&mut tx, app, actor, m.request, Event::Invalidate { reason: reason.clone() }).await?;
    if let Some(person) = m.person.filter(|person| *person != me) {
        let args = json!({ "number": found.number, "reason": reason });
        let path = format!("/reports/{report}");
        notices::notify(
            &mut tx,
            app.clock(),
            person,
            "request",
            "measurement-notice-withdrawn",
            &args,
            &path,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(m)
}
