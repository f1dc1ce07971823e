//! The order of things: every change of a request writes row, history, audit trail, event and notices together.

use super::clock::working_minutes_later;
use super::policy::{Refusal, Side};
use super::request::{Ask, Request};
use super::state::{Event, Name, State, Step};
use super::store::{self, Happened};
/// What pages read; they come to the store through here.
pub(super) use super::store::{Filter, attach, has_file, lines, write_message};
use super::{CLOSE, RequestSettings, TELL};
use crate::{asks, price};
use ieum_db::{Audit, DbError, JobFailure, JobHandle, NewJob, Reads, Tx};
use ieum_kernel::{Actor, Id, Person, Role};
use ieum_web::{App, Problem, notices};
use serde::Deserialize;
use serde_json::json;

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Somebody was quicker; this is how it stands now.
    #[error("the request changed meanwhile")]
    Stale(Box<Request>),
    /// There is no such request for this person.
    #[error("no such request")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the requests")]
    Db(#[from] DbError),
    /// Another room could not answer.
    #[error("a question to another room failed")]
    Asked(Box<Problem>),
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Refused(reasons) => Self::refused("request", reasons),
            RequestError::Stale(now) => Self::stale(now),
            RequestError::NotFound => Self::not_found(),
            RequestError::Db(error) => error.into(),
            RequestError::Asked(problem) => *problem,
        }
    }
}

/// One request, whoever asks. Pages use [`visible`].
pub async fn load(db: &mut impl Reads, id: Id<ieum_kernel::Request>) -> Result<Option<Request>, DbError> {
    store::find(db, id).await
}

/// One request this person may see; others do not exist for them.
pub async fn visible(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Request>,
) -> Result<Request, RequestError> {
    let found = store::find(&mut app.db.reader(), id).await?;
    found.filter(|request| request.open_to(actor)).ok_or(RequestError::NotFound)
}

/// Takes a step in the caller's transaction: row, history, audit trail, event, notices, and jobs that watch the time.
///
/// `request` is what the actor saw; when it changed since, nothing happens and the error says how it stands.
pub async fn apply(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    request: &Request,
    event: Event,
) -> Result<Request, RequestError> {
    let sides = request.sides(actor);
    if sides.is_empty() {
        return Err(RequestError::NotFound);
    }
    apply_as(tx, app, actor.person, &sides, request, event).await
}

/// A step the house takes: a time has passed, or another thing's step brings it about. `by` is who caused it, if
/// anybody.
pub async fn apply_by_house(
    tx: &mut Tx,
    app: &App,
    by: Option<Id<Person>>,
    request: &Request,
    event: Event,
) -> Result<Request, RequestError> {
    apply_as(tx, app, by, &[Side::House], request, event).await
}

async fn apply_as(
    tx: &mut Tx,
    app: &App,
    by: Option<Id<Person>>,
    sides: &[Side],
    request: &Request,
    event: Event,
) -> Result<Request, RequestError> {
    let (now, was) = (app.now(), request.version);
    let (from, step) = (request.state.name(), event.step());
    let onwards = app.new_id();
    let next = request.clone().step(&event, sides, by, onwards, now).map_err(RequestError::Refused)?;
    let side = side_of(from, step, sides);
    let next = stamped(app, next, step, side, by);
    if !store::update(tx, &next, was).await? {
        return Err(match store::find(tx, request.id).await? {
            Some(present) => RequestError::Stale(Box::new(present)),
            None => RequestError::NotFound,
        });
    }
    let happened = Happened { step: Some(step), from: Some(from), by, side: side.key(), note: event.words() };
    write_down(tx, &next, &happened).await?;
    if let Event::Refer { to, .. } = &event {
        let there = referred(app, tx, &next, onwards, *to).await?;
        let begun =
            Happened { step: Some(Step::Submit), from: None, by, side: side.key(), note: event.words() };
        write_down(tx, &there, &begun).await?;
        tell_facility(app, tx, &there, Step::Submit, by).await?;
    }
    if step == Step::Cancel {
        price::release(tx, app, next.id, by).await?;
    }
    if step == Step::Deliver {
        let mut job = NewJob::new(CLOSE, json!({ "request": next.id, "version": next.version }), now);
        job.run_at = now.plus_days(super::OBJECTION_DAYS);
        job.unique = Some(format!("{}:{}", next.id, next.version));
        tx.enqueue(&job).await?;
    }
    // Times held for it are booked with the quote, and given back when it comes to nothing.
    match step {
        Step::AcceptQuote => crate::booking::settle_for(app, tx, next.id, by, true).await?,
        Step::RejectQuote | Step::ExpireQuote | Step::Cancel | Step::Decline | Step::Refer => {
            crate::booking::settle_for(app, tx, next.id, by, false).await?;
        }
        _ => {}
    }
    told(app, tx, &next, step, side, by).await?;
    Ok(next)
}

/// The side on which somebody with several sides takes a step: the one the step is for.
fn side_of(from: Name, step: Step, sides: &[Side]) -> Side {
    let allowed = super::policy::arrow(from, step).map(|(_, _, who, _)| *who).unwrap_or_default();
    let side = sides.iter().find(|side| allowed.contains(side));
    side.or_else(|| sides.first()).copied().unwrap_or(Side::House)
}

/// The clock and who takes care.
fn stamped(app: &App, mut r: Request, step: Step, side: Side, by: Option<Id<Person>>) -> Request {
    let now = r.changed_at;
    let settings = app.settings::<RequestSettings>();
    match step {
        Step::Submit => {
            r.submitted_at = Some(now);
            r.answer_due_at = Some(working_minutes_later(&app.zone, now, settings.answer_working_minutes));
            r.plan_due_at = Some(now.plus_days(settings.plan_days));
        }
        Step::Triage => r.handler = r.handler.or(by),
        _ => {}
    }
    if side == Side::Facility && step != Step::Triage {
        r.answered_at = r.answered_at.or(Some(now));
    }
    if matches!(step, Step::SendQuote | Step::Decline | Step::Refer) {
        r.planned_at = r.planned_at.or(Some(now));
    }
    r
}

/// The same request at another facility, already sent; its clock starts again.
async fn referred(
    app: &App,
    tx: &mut Tx,
    from: &Request,
    id: Id<ieum_kernel::Request>,
    to: Id<ieum_kernel::Facility>,
) -> Result<Request, DbError> {
    let now = from.changed_at;
    let fresh = Request {
        id,
        number: store::next_number(tx, &app.zone, "R", now).await?,
        facility: Some(to),
        service: None,
        instrument: None,
        handler: None,
        state: State::Submitted,
        answered_at: None,
        planned_at: None,
        referred_from: Some(from.id),
        version: 1,
        made_at: now,
        ..from.clone()
    };
    let fresh = stamped(app, fresh, Step::Submit, Side::Facility, None);
    let fresh = Request { answered_at: None, ..fresh };
    store::insert(tx, &fresh).await?;
    Ok(fresh)
}

async fn write_down(tx: &mut Tx, r: &Request, happened: &Happened<'_>) -> Result<(), DbError> {
    store::keep_event(tx, r, happened);
    let (thing, at) = (r.id.to_string(), r.changed_at);
    let action = format!("request.{}", happened.step.map_or("begin", Step::key));
    let before = happened.from.map(|from| json!({ "state": from.key() }));
    let after = Some(json!({ "state": r.state, "note": happened.note }));
    tx.audit(&Audit { actor: happened.by, action: &action, thing: &thing, before, after, at }).await?;
    let facts = json!({
        "request": r.id, "number": r.number, "need": r.need, "organisation": r.organisation, "facility": r.facility,
        "state": r.state.name().key(),
    });
    tx.emit(&action, &thing, &facts, at).await
}

/// Tells the other side; one's own click needs no mail.
async fn told(
    app: &App,
    tx: &mut Tx,
    r: &Request,
    step: Step,
    side: Side,
    by: Option<Id<Person>>,
) -> Result<(), DbError> {
    if side != Side::Firm && by != Some(r.person) {
        let args = json!({ "number": r.number, "title": r.title, "event": step.key() });
        notices::notify(tx, app.clock(), r.person, "request", "request-notice", &args, &r.path()).await?;
    }
    if side != Side::Facility && r.submitted_at.is_some() {
        tell_facility(app, tx, r, step, by).await?;
    }
    Ok(())
}

/// Leaves it to the background to tell the facility: looking people up takes another connection.
async fn tell_facility(
    app: &App,
    tx: &mut Tx,
    r: &Request,
    step: Step,
    by: Option<Id<Person>>,
) -> Result<(), DbError> {
    let payload = json!({ "request": r.id, "event": step.key(), "by": by });
    tx.enqueue(&NewJob::new(TELL, payload, app.now())).await
}

/// Tells the other side of a message.
pub(crate) async fn tell_of_message(
    app: &App,
    tx: &mut Tx,
    r: &Request,
    side: Side,
    by: Id<Person>,
) -> Result<(), DbError> {
    if side == Side::Firm {
        let payload = json!({ "request": r.id, "event": "message", "by": by });
        return tx.enqueue(&NewJob::new(TELL, payload, app.now())).await;
    }
    let args = json!({ "number": r.number, "title": r.title, "event": "message" });
    notices::notify(tx, app.clock(), r.person, "request", "request-notice", &args, &r.path()).await
}

#[derive(Debug, Deserialize)]
struct Telling {
    request: Id<ieum_kernel::Request>,
    event: String,
    by: Option<Id<Person>>,
}

/// Tells whoever takes care of a request, or all staff of the facility while nobody does.
pub(super) async fn tell(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let telling: Telling = job.payload()?;
    let Some(r) = store::find(&mut app.db.reader(), telling.request).await? else { return Ok(()) };
    let people = match (r.handler, r.facility) {
        (Some(handler), _) => vec![handler],
        (None, Some(facility)) => {
            let staff = app.directory.at_facility(&app, facility, Role::Staff).await;
            let staff = staff.map_err(|problem| JobFailure::retry(problem.key))?;
            staff.into_iter().map(|contact| contact.person).collect()
        }
        (None, None) => Vec::new(),
    };
    let args = json!({ "number": r.number, "title": r.title, "event": telling.event });
    let mut tx = app.db.begin().await?;
    for person in people.into_iter().filter(|person| telling.by != Some(*person)) {
        notices::notify(&mut tx, app.clock(), person, "request", "request-notice", &args, &r.path()).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[derive(Debug, Deserialize)]
struct Closing {
    request: Id<ieum_kernel::Request>,
    version: i64,
}

/// When the time to object is over, a delivered request closes by itself.
pub(super) async fn close(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let closing: Closing = job.payload()?;
    let mut tx = app.db.begin().await?;
    let Some(r) = store::find(&mut tx, closing.request).await? else { return Ok(()) };
    if r.version != closing.version || !matches!(r.state, State::Delivered { .. }) {
        return Ok(());
    }
    apply_by_house(&mut tx, &app, None, &r, Event::CloseOverdue)
        .await
        .map_err(|error| JobFailure::retry(format!("{error}: {error:?}")))?;
    tx.commit().await?;
    Ok(())
}

/// Fills what follows from what was chosen: a service or an instrument names its facility.
pub(super) async fn completed(app: &App, actor: &Actor, mut ask: Ask) -> Result<Ask, RequestError> {
    if let Some(need) = ask.need
        && !asks::may_serve(app, need, actor)
            .await
            .map_err(|problem| RequestError::Asked(Box::new(problem)))?
    {
        return Err(RequestError::NotFound);
    }
    let mut reader = app.db.reader();
    if let Some(service) = ask.service {
        let sql = "SELECT facility_id FROM public_service WHERE id = $1";
        let found = reader.maybe(sql, ieum_db::args![service], |row| row.get("facility_id")).await?;
        ask.facility = found.flatten().or(ask.facility);
    } else if let Some(instrument) = ask.instrument {
        let sql = "SELECT facility_id FROM public_instrument WHERE id = $1";
        let found = reader.maybe(sql, ieum_db::args![instrument], |row| row.get("facility_id")).await?;
        ask.facility = found.flatten().or(ask.facility);
    }
    if let Some(facility) = ask.facility {
        let sql = "SELECT id FROM public_facility WHERE id = $1";
        let known: Option<Id<ieum_kernel::Facility>> =
            reader.maybe(sql, ieum_db::args![facility], |row| row.get("id")).await?;
        ask.facility = known;
    }
    ask.title = ask.title.trim().chars().take(200).collect();
    ask.words = ask.words.trim().chars().take(8000).collect();
    Ok(ask)
}

/// Keeps a draft, and sends it when asked to. Pages and API both come through here.
pub async fn create(app: &App, actor: &Actor, ask: Ask, send: bool) -> Result<Request, RequestError> {
    let ask = completed(app, actor, ask).await?;
    let mut tx = app.db.begin().await?;
    let draft = begun(app, &mut tx, actor, ask).await?;
    let made = if send { apply(&mut tx, app, actor, &draft, Event::Submit).await? } else { draft };
    tx.commit().await?;
    Ok(made)
}

/// Writes a draft in the caller's transaction; `ask` is completed.
pub(super) async fn begun(app: &App, tx: &mut Tx, actor: &Actor, ask: Ask) -> Result<Request, RequestError> {
    let me = actor.person.ok_or(RequestError::NotFound)?;
    let now = app.now();
    let draft = Request {
        id: app.new_id(),
        number: store::next_number(tx, &app.zone, "R", now).await?,
        need: ask.need,
        organisation: actor.organisation(),
        person: me,
        facility: ask.facility,
        service: ask.service,
        instrument: ask.instrument,
        title: ask.title,
        words: ask.words,
        quantity: ask.quantity,
        deadline: ask.deadline,
        handler: None,
        state: State::Draft,
        submitted_at: None,
        answer_due_at: None,
        plan_due_at: None,
        answered_at: None,
        planned_at: None,
        referred_from: None,
        version: 1,
        made_at: now,
        changed_at: now,
    };
    store::insert(tx, &draft).await?;
    let begun = Happened { step: None, from: None, by: Some(me), side: Side::Firm.key(), note: "" };
    write_down(tx, &draft, &begun).await?;
    Ok(draft)
}

/// Changes a draft, and sends it when asked to.
pub async fn rewrite(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Request>,
    version: Option<i64>,
    ask: Ask,
    send: bool,
) -> Result<Request, RequestError> {
    let seen = visible(app, actor, id).await?;
    let ask = completed(app, actor, ask).await?;
    let mut tx = app.db.begin().await?;
    let present = store::find(&mut tx, id).await?.ok_or(RequestError::NotFound)?;
    if present.version != version.unwrap_or(seen.version) {
        return Err(RequestError::Stale(Box::new(present)));
    }
    if present.state != State::Draft {
        let (state, event) = (present.state.name(), Step::Submit);
        return Err(RequestError::Refused(vec![Refusal::NotFromHere { state, event }]));
    }
    let was = present.version;
    let rewritten = Request {
        facility: ask.facility,
        service: ask.service,
        instrument: ask.instrument,
        title: ask.title,
        words: ask.words,
        quantity: ask.quantity,
        deadline: ask.deadline,
        version: was.saturating_add(1),
        changed_at: app.now(),
        ..present
    };
    if !store::update(&mut tx, &rewritten, was).await? {
        return Err(RequestError::Stale(Box::new(seen)));
    }
    let (step, from) = (None, Some(Name::Draft));
    let kept = Happened { step, from, by: actor.person, side: Side::Firm.key(), note: "" };
    write_down(&mut tx, &rewritten, &kept).await?;
    let done = if send { apply(&mut tx, app, actor, &rewritten, Event::Submit).await? } else { rewritten };
    tx.commit().await?;
    Ok(done)
}

/// Takes a step on its own: pages' buttons and the API.
pub async fn take(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Request>,
    version: Option<i64>,
    event: Event,
) -> Result<Request, RequestError> {
    let mut tx = app.db.begin().await?;
    let present =
        store::find(&mut tx, id).await?.filter(|r| r.open_to(actor)).ok_or(RequestError::NotFound)?;
    if version.is_some_and(|version| version != present.version) {
        return Err(RequestError::Stale(Box::new(present)));
    }
    let done = apply(&mut tx, app, actor, &present, event).await?;
    tx.commit().await?;
    Ok(done)
}
