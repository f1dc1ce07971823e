//! The steps after booking: answer, cancel, begin, end, miss. Each changes the state, frees time where it should, and
//! writes history, audit trail, event and notices in one transaction.

use super::ask::{Forecast, ReserveError};
use super::policy::{Refusal, Verdict};
use super::reservation::{Misstep, Reservation};
use super::scene::house_terms;
use super::service::runs;
use super::written::{changed, write_down};
use super::{desks, news, store};
use crate::qualification::{self, Standing};
use crate::usage;
use crate::waiting;
use ieum_db::{JobFailure, JobHandle, Tx};
use ieum_kernel::{Actor, Id, Person, Role, Timestamp};
use ieum_web::App;
use serde::Deserialize;
use serde_json::json;

/// A step that takes no time.
#[derive(Debug, Clone)]
pub enum Step {
    /// Staff agree.
    Approve,
    /// Staff do not agree, with a reason.
    Reject(String),
    /// The holder or the facility cancels, with a reason.
    Cancel(String),
    /// The facility takes the time back, with a reason.
    Preempt(String),
    /// The facility lets a missed booking or a late cancellation pass, with a reason.
    Excuse(String),
    /// The use begins.
    CheckIn,
    /// The use ends.
    CheckOut(usage::Ending),
}

impl Step {
    const fn key(&self) -> &'static str {
        match self {
            Self::Approve => "approved",
            Self::Reject(_) => "rejected",
            Self::Cancel(_) => "cancelled",
            Self::Preempt(_) => "preempted",
            Self::Excuse(_) => "excused",
            Self::CheckIn => "checked_in",
            Self::CheckOut(_) => "checked_out",
        }
    }

    const fn is_for_staff(&self) -> bool {
        matches!(self, Self::Approve | Self::Reject(_) | Self::Preempt(_) | Self::Excuse(_))
    }

    fn note(&self) -> String {
        match self {
            Self::Reject(reason) | Self::Cancel(reason) | Self::Preempt(reason) | Self::Excuse(reason) => {
                reason.trim().to_owned()
            }
            Self::CheckOut(ending) => ending.note.trim().to_owned(),
            Self::Approve | Self::CheckIn => String::new(),
        }
    }
}

/// Whether somebody may see a reservation in full: its holder and maker, their organisation, the facility.
pub fn may_see(actor: &Actor, r: &Reservation) -> bool {
    let mine = actor.person.is_some_and(|me| me == r.holder || me == r.made_by);
    mine || runs(actor, r.facility)
        || r.organisation.is_some_and(|organisation| actor.belongs_to(organisation))
}

/// Whether somebody may change a reservation: its holder, their organisation's manager, the facility.
pub fn may_change(actor: &Actor, r: &Reservation) -> bool {
    let managed = r.organisation.is_some_and(|org| actor.belongs_to(org)) && actor.is(Role::Manager);
    actor.person == Some(r.holder) || runs(actor, r.facility) || managed
}

/// A reservation this person may see; others do not exist for them.
pub(crate) async fn visible(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Reservation>,
) -> Result<Reservation, ReserveError> {
    let found = store::find(&mut app.db.reader(), id).await?;
    found.filter(|r| may_see(actor, r)).ok_or(ReserveError::NotFound)
}

/// Takes a step. `version` is what the person saw, when they saw one.
pub async fn take(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Reservation>,
    version: Option<i64>,
    step: Step,
) -> Result<Reservation, ReserveError> {
    let me = actor.person.ok_or(ReserveError::NotFound)?;
    let seen = visible(app, actor, id).await?;
    let staff = runs(actor, seen.facility);
    if !may_change(actor, &seen) || (step.is_for_staff() && !staff) {
        return Err(ReserveError::Forbidden);
    }
    let mut tx = app.db.begin().await?;
    // The instrument's turn: freeing time and claiming it never meet half-way.
    store::take_turn(&mut tx, seen.instrument).await?;
    let present = store::find(&mut tx, id).await?.ok_or(ReserveError::NotFound)?;
    if version.is_some_and(|version| version != present.version) {
        return Err(ReserveError::Stale(Box::new(present)));
    }
    let done = apply(app, &mut tx, present, &step, me, staff).await?;
    tx.commit().await?;
    Ok(done)
}

/// Takes a step in the caller's transaction, which has the instrument's turn and has read the reservation since.
pub(crate) async fn apply(
    app: &App,
    tx: &mut Tx,
    present: Reservation,
    step: &Step,
    me: Id<Person>,
    staff: bool,
) -> Result<Reservation, ReserveError> {
    let (now, was, before) = (app.now(), present.version, present.state.key());
    let held = present.state.holds_time();
    let desk = desks::desk(tx, present.instrument, &house_terms(app)).await?.ok_or(ReserveError::NotFound)?;
    let done = match step {
        Step::Approve => present.approve(me)?,
        Step::Reject(_) => present.reject(Some(me), now, step.note())?,
        Step::Cancel(_) => {
            let by_facility = staff && present.holder != me;
            present.cancel(me, now, step.note(), by_facility)?
        }
        Step::Preempt(_) => present.preempt(me, now, step.note())?,
        Step::Excuse(_) => present.excuse(me, now, step.note())?,
        Step::CheckIn => {
            // A qualification may have been taken back since the booking; staff run their own instruments.
            let standing = qualification::standing_of(tx, present.holder, present.instrument, now).await?;
            if let (Standing::No { needs, why }, false, None) = (standing, staff, present.request) {
                let findings = vec![Refusal::NotQualified { needs, why }];
                return Err(ReserveError::Refused(Forecast {
                    verdict: Verdict::Deny,
                    findings,
                    slots: Vec::new(),
                }));
            }
            let session = app.new_id();
            let begun = present.check_in(now, desk.terms.early_minutes, session)?;
            usage::begin(tx, session, &begun, &desk.access_mode, me, now).await?;
            begun
        }
        Step::CheckOut(ending) => {
            let (ended, since) = present.check_out(now)?;
            let at = now.max(Timestamp::from_micros(since.micros().saturating_add(1)));
            usage::finish(tx, ended.id, at, ending, me).await?;
            let early = at < ended.span.ends && at > ended.span.starts;
            store::end_claim(tx, ended.id, at.plus_minutes(desk.terms.cleanup_minutes)).await?;
            if early {
                Reservation { span: ieum_kernel::TimeSpan { ends: at, ..ended.span }, ..ended }
            } else {
                ended
            }
        }
    };
    let done = Reservation { version: was.saturating_add(1), changed_at: now, ..done };
    changed(tx, &done, was).await?;
    if held && !done.state.holds_time() {
        store::free_claim(tx, done.id).await?;
        waiting::let_pass(tx, &done, now).await?;
        waiting::freed(tx, done.instrument, now).await?;
    } else if matches!(step, Step::CheckOut(_)) {
        waiting::freed(tx, done.instrument, now).await?;
    }
    let (from, to) = (json!({ "state": before }), json!({ "state": done.state }));
    write_down(tx, &done, step.key(), Some(me), &step.note(), Some(from), to).await?;
    news::told(app, tx, &done, step.key(), me, &desk.name).await?;
    Ok(done)
}

/// What the job `booking.due` was left with.
#[derive(Debug, Deserialize)]
struct Due {
    reservation: Id<ieum_kernel::Reservation>,
    version: i64,
}

/// When the grace is over: who has not come has not come, and what was not answered is not agreed.
pub(super) async fn due(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let due: Due = job.payload()?;
    miss(&app, due.reservation, due.version)
        .await
        .map_err(|error| JobFailure::retry(format!("{error}: {error:?}")))
}

/// Marks a reservation missed or unanswered, if it still stands as it did when the look was ordered.
pub async fn miss(app: &App, id: Id<ieum_kernel::Reservation>, version: i64) -> Result<(), ReserveError> {
    let Some(seen) = store::find(&mut app.db.reader(), id).await? else { return Ok(()) };
    let mut tx = app.db.begin().await?;
    store::take_turn(&mut tx, seen.instrument).await?;
    let Some(present) = store::find(&mut tx, id).await? else { return Ok(()) };
    // Moving orders a look of its own; approving and passing on leave the time, and so this look, as it was.
    let ordered_again =
        store::history(&mut tx, id).await?.iter().any(|s| s.version > version && s.step == "moved");
    if ordered_again || !present.state.is_open() {
        return Ok(());
    }
    let (now, was, before) = (app.now(), present.version, present.state.key());
    let desk = desks::desk(&mut tx, present.instrument, &house_terms(app)).await?;
    let waiting = matches!(present.state, super::State::PendingApproval);
    let outcome: Result<(Reservation, &str), Misstep> = if waiting {
        present.reject(None, now, String::new()).map(|r| (r, "unanswered"))
    } else {
        present.missed(now).map(|r| (r, "missed"))
    };
    let (done, step) = outcome?;
    let done = Reservation { version: was.saturating_add(1), changed_at: now, ..done };
    changed(&mut tx, &done, was).await?;
    store::free_claim(&mut tx, id).await?;
    waiting::freed(&mut tx, done.instrument, now).await?;
    let (from, to) = (json!({ "state": before }), json!({ "state": done.state }));
    write_down(&mut tx, &done, step, None, "", Some(from), to).await?;
    let name = desk.map(|desk| desk.name).unwrap_or_default();
    news::by_house(app, &mut tx, &done, step, &name).await?;
    tx.commit().await?;
    Ok(())
}
