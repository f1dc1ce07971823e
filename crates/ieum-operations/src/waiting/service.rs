//! The order of things: joining, offering what became free to the first whose rules pass, and what becomes of an offer.

use super::policy::{Facts, Refusal, refusals};
use super::store::{self, Waiting};
use super::{OFFER, OVER, WaitingId};
use crate::booking::{self, Asked, Forecast, Reach, ReserveError, Scene, Verdict};
use ieum_db::{Audit, DbError, JobFailure, JobHandle, NewJob, Tx};
use ieum_kernel::{Actor, Id, Instrument, Person, TimeSpan, Timestamp};
use ieum_web::{App, Problem, notices};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What somebody waits for.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Wanted {
    /// Of which instrument.
    pub instrument: Id<Instrument>,
    /// From when a time would do.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// How long the use is to be.
    pub minutes: i64,
    /// What for.
    #[serde(default)]
    pub purpose: String,
}

/// Why nobody was put in line or taken out of it.
#[derive(Debug, thiserror::Error)]
pub enum WaitingError {
    /// The rules of the line said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The booking rules said no, and no time could help.
    #[error("the booking rules refused")]
    Booking(#[from] ReserveError),
    /// No such place, or none of this person.
    #[error("no such place in line")]
    NotFound,
    /// The machine failed.
    #[error("cannot reach the line")]
    Db(#[from] DbError),
}

impl From<WaitingError> for Problem {
    fn from(error: WaitingError) -> Self {
        match error {
            WaitingError::Refused(reasons) => Self::refused("waiting", reasons),
            WaitingError::Booking(error) => error.into(),
            WaitingError::NotFound => Self::not_found(),
            WaitingError::Db(error) => error.into(),
        }
    }
}

async fn write_down(
    tx: &mut Tx,
    step: &str,
    w: &Waiting,
    by: Option<Id<Person>>,
    at: Timestamp,
) -> Result<(), DbError> {
    let (thing, action) = (w.id.to_string(), format!("waiting.{step}"));
    let facts = json!({ "waiting": w.id, "instrument": w.instrument, "person": w.person });
    let after = Some(facts.clone());
    tx.audit(&Audit { actor: by, action: &action, thing: &thing, before: None, after, at }).await?;
    tx.emit(&action, &thing, &facts, at).await
}

fn asked(w: &Waiting, now: Timestamp) -> Asked {
    let starts = w.period.starts.max(now);
    Asked {
        instrument: w.instrument,
        holder: w.person,
        organisation: w.organisation,
        span: TimeSpan { starts, ends: starts.plus_minutes(w.minutes) },
        changing: None,
        walk_up: false,
        hold: false,
        for_request: false,
        series: None,
        own: None,
    }
}

/// Puts somebody in line, when nothing they could book is free.
pub async fn join(app: &App, actor: &Actor, wanted: &Wanted) -> Result<Waiting, WaitingError> {
    let me = actor.person.ok_or(WaitingError::NotFound)?;
    let now = app.now();
    let Ok(period) = TimeSpan::new(wanted.from, wanted.until) else {
        return Err(WaitingError::Refused(vec![Refusal::PeriodOver]));
    };
    let mut tx = app.db.begin().await?;
    booking::take_turn(&mut tx, wanted.instrument).await.map_err(|error| match error {
        DbError::NotFound => WaitingError::NotFound,
        other => other.into(),
    })?;
    let mut joining = Waiting {
        id: app.new_id(),
        instrument: wanted.instrument,
        facility: Id::nth(0),
        person: me,
        organisation: actor.organisation(),
        period,
        minutes: wanted.minutes.clamp(1, 43_200),
        purpose: wanted.purpose.trim().chars().take(2000).collect(),
        state: "waiting".to_owned(),
        version: 1,
        made_at: now,
    };
    let asked = Asked { own: Some(actor.clone()), ..asked(&joining, now) };
    let window = TimeSpan { starts: period.starts, ends: period.ends.min(now.plus_days(400)) };
    let scene = Scene::gather(&mut tx, app, &asked, Reach::Within(window)).await?;
    let scene = scene.ok_or(WaitingError::NotFound)?;
    joining.facility = scene.desk.facility;
    let facts = scene.facts(app);
    let (findings, slots): (Vec<_>, _) =
        (booking::refusals(&facts).into_iter().filter(|found| !found.is_about_time()).collect(), Vec::new());
    if !findings.is_empty() {
        let told = Forecast { verdict: Verdict::Deny, findings, slots };
        return Err(ReserveError::Refused(told).into());
    }
    let free = booking::first_within(&facts, window, joining.minutes, &[]);
    let reasons = refusals(&Facts {
        now,
        period,
        minutes: joining.minutes,
        shortest_minutes: scene.desk.terms.shortest_minutes,
        longest_minutes: scene.desk.terms.longest_minutes,
        in_line: store::standing(&mut tx, joining.instrument, me).await?.is_some(),
        free,
    });
    if !reasons.is_empty() {
        return Err(WaitingError::Refused(reasons));
    }
    store::insert(&mut tx, &joining).await.map_err(|error| {
        if error.is_constraint("waiting_twice") {
            WaitingError::Refused(vec![Refusal::Twice])
        } else {
            error.into()
        }
    })?;
    write_down(&mut tx, "joined", &joining, Some(me), now).await?;
    tx.enqueue(&NewJob::new(OVER, json!({ "waiting": joining.id }), period.ends)).await?;
    tx.commit().await?;
    Ok(joining)
}

/// Takes somebody out of the line; an open offer is given back.
pub async fn leave(app: &App, actor: &Actor, id: Id<WaitingId>) -> Result<(), WaitingError> {
    let me = actor.person.ok_or(WaitingError::NotFound)?;
    let seen = store::find(&mut app.db.reader(), id).await?;
    let seen = seen.filter(|w| w.person == me || booking::runs(actor, w.facility));
    let seen = seen.ok_or(WaitingError::NotFound)?;
    let offers = store::of_person(&mut app.db.reader(), seen.person).await?;
    let offer = offers.iter().find(|line| line.waiting.id == id).and_then(|line| line.offer);
    let now = app.now();
    let mut tx = app.db.begin().await?;
    booking::take_turn(&mut tx, seen.instrument).await?;
    for from in ["waiting", "offered"] {
        if store::turn(&mut tx, id, from, "left", now).await? {
            write_down(&mut tx, "left", &seen, Some(me), now).await?;
        }
    }
    tx.commit().await?;
    if let Some(offer) = offer {
        // Cancelling gives the time back and asks the next in line.
        booking::take(app, actor, offer, None, booking::Step::Cancel(String::new())).await?;
    }
    Ok(())
}

/// Time became free: if anybody waits, they are asked in turn. In the transaction that freed it.
pub(crate) async fn freed(tx: &mut Tx, instrument: Id<Instrument>, now: Timestamp) -> Result<(), DbError> {
    if store::anybody(tx, instrument).await? {
        tx.enqueue(&NewJob::new(OFFER, json!({ "instrument": instrument }), now)).await?;
    }
    Ok(())
}

/// An offer was not answered: whoever had it leaves the line.
pub(crate) async fn lapsed(tx: &mut Tx, r: &booking::Reservation, now: Timestamp) -> Result<(), DbError> {
    settle(tx, r, "missed", "missed", now).await
}

/// An offer was taken.
pub(crate) async fn taken(tx: &mut Tx, r: &booking::Reservation, now: Timestamp) -> Result<(), DbError> {
    settle(tx, r, "taken", "taken", now).await
}

/// An offer was turned down: its person waits on, and is not offered this start again.
pub(crate) async fn let_pass(tx: &mut Tx, r: &booking::Reservation, now: Timestamp) -> Result<(), DbError> {
    settle(tx, r, "passed", "waiting", now).await
}

async fn settle(
    tx: &mut Tx,
    r: &booking::Reservation,
    outcome: &str,
    state: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    if let Some(id) = store::end_offer(tx, r.id, outcome).await?
        && store::turn(tx, id, "offered", state, now).await?
        && let Some(w) = store::find(tx, id).await?
    {
        write_down(tx, outcome, &w, None, now).await?;
    }
    Ok(())
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Freed {
    instrument: Id<Instrument>,
}

pub(super) async fn offering(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let freed: Freed = job.payload()?;
    offer(&app, freed.instrument).await.map_err(|error| JobFailure::retry(format!("{error}: {error:?}")))
}

/// Goes down the line and offers everybody the first free time that would do and that the rules allow them.
pub async fn offer(app: &App, instrument: Id<Instrument>) -> Result<(), WaitingError> {
    let line = store::line(&mut app.db.reader(), instrument, app.now()).await?;
    for waiting in line {
        offer_to(app, waiting.id, instrument, waiting.person).await?;
    }
    Ok(())
}

/// One person, one transaction: nobody waits for two people's turns at once.
async fn offer_to(
    app: &App,
    id: Id<WaitingId>,
    instrument: Id<Instrument>,
    person: Id<Person>,
) -> Result<(), WaitingError> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    booking::take_turn(&mut tx, instrument).await?;
    booking::take_turn_of(&mut tx, person).await?;
    let Some(waiting) = store::find(&mut tx, id).await?.filter(|w| w.state == "waiting") else {
        return Ok(());
    };
    let asked = asked(&waiting, now);
    let reach = Reach::Within(waiting.period);
    let Some(mut scene) = Scene::gather(&mut tx, app, &asked, reach).await? else { return Ok(()) };
    let before = store::offered(&mut tx, id).await?;
    // What begins before anybody could answer is nobody's offer.
    let minutes = scene.desk.terms.offer_minutes;
    let earliest = now.plus_minutes(minutes.min(30));
    let window = TimeSpan { starts: waiting.period.starts.max(earliest), ends: waiting.period.ends };
    let Some(span) = booking::first_within(&scene.facts(app), window, waiting.minutes, &before) else {
        return Ok(());
    };
    scene.asked.span = span;
    let until = now.plus_minutes(minutes).min(span.starts);
    let held = booking::hold_for(app, &mut tx, &scene, until, &waiting.purpose).await;
    let held = match held {
        // Somebody was quicker; their booking is no reason to stop asking the others.
        Err(error) if error.is_constraint("reservation_no_overlap") => return Ok(()),
        other => other?,
    };
    store::insert_offer(&mut tx, id, held.id, span.starts, now, until).await?;
    store::turn(&mut tx, id, "waiting", "offered", now).await?;
    write_down(&mut tx, "offered", &waiting, None, now).await?;
    let args = json!({
        "instrument": scene.desk.name, "starts": span.starts, "ends": span.ends, "until": until,
    });
    let (key, href) = ("waiting-notice-offered", format!("/reservations/{}", held.id));
    notices::notify(&mut tx, app.clock(), person, "booking", key, &args, &href).await?;
    tx.commit().await?;
    Ok(())
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Over {
    waiting: Id<WaitingId>,
}

/// When the period waited for is over without an offer.
pub(super) async fn over(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let over: Over = job.payload()?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    if store::turn(&mut tx, over.waiting, "waiting", "over", now).await?
        && let Some(w) = store::find(&mut tx, over.waiting).await?
    {
        write_down(&mut tx, "over", &w, None, now).await?;
        let desk = booking::desk(&mut tx, w.instrument, &booking::house_terms(&app)).await?;
        let name = desk.map(|desk| desk.name).unwrap_or_default();
        let (key, href) = ("waiting-notice-over", format!("/instruments/{}/calendar", w.instrument));
        let args = json!({ "instrument": name });
        notices::notify(&mut tx, app.clock(), w.person, "booking", key, &args, &href).await?;
    }
    tx.commit().await?;
    Ok(())
}
