//! The one way time gets taken: book, move, resize, pass on and start on the spot all go through [`write`].

use super::ask::{Ask, Forecast, ReserveError, backwards};
use super::policy::{Refusal, Verdict, approval, free_unit, refusals};
use super::reservation::{Reservation, State};
use super::scene::{Asked, Reach, Scene, house_terms};
use super::written::{changed, watch, write_down};
use super::{desks, holds, slots, store};
use crate::asks;
use crate::usage;
use crate::waiting;
use ieum_db::{DbError, Tx};
use ieum_kernel::{Actor, Id, Instrument, Need, Organisation, Person, Request, Role, TimeSpan, Timestamp};
use ieum_web::App;
use serde_json::json;

/// Changes that take time.
pub(crate) enum Change {
    New(Ask),
    WalkUp { instrument: Id<Instrument>, minutes: i64, purpose: String },
    Move { was: Reservation, version: i64, span: TimeSpan, insist: String },
    Pass { was: Reservation, version: i64, to: Id<Person> },
    Confirm { was: Reservation, version: i64 },
}

impl Change {
    /// The reservation that changes, as it was seen.
    const fn seen(&self) -> Option<(&Reservation, i64)> {
        match self {
            Self::Move { was, version, .. }
            | Self::Pass { was, version, .. }
            | Self::Confirm { was, version } => Some((was, *version)),
            Self::New(_) | Self::WalkUp { .. } => None,
        }
    }
}

/// Books, or gives every reason why not and the nearest times that would do.
pub async fn reserve(app: &App, actor: &Actor, ask: Ask) -> Result<Reservation, ReserveError> {
    write(app, actor, Change::New(ask)).await
}

/// What [`reserve`] would say, or [`relocate`] when `changing` is given; nothing is written.
pub async fn forecast(
    app: &App,
    actor: &Actor,
    ask: Ask,
    changing: Option<Id<ieum_kernel::Reservation>>,
) -> Result<Forecast, ReserveError> {
    let me = actor.person.ok_or(ReserveError::NotFound)?;
    let mut asked = asked_for(app, actor, me, &ask).await?;
    asked.changing = changing;
    let mut reader = app.db.reader();
    let scene = Scene::gather(&mut reader, app, &asked, Reach::Far).await?.ok_or(ReserveError::NotFound)?;
    let staff = runs(actor, scene.desk.facility);
    let (findings, _) = weigh(&scene, app, staff, &ask.insist);
    Ok(told(app, &scene, findings, staff))
}

/// Moves or resizes under the same rules and the same guard as a new booking.
pub async fn relocate(
    app: &App,
    actor: &Actor,
    was: Reservation,
    version: i64,
    span: TimeSpan,
    insist: String,
) -> Result<Reservation, ReserveError> {
    write(app, actor, Change::Move { was, version, span, insist }).await
}

/// Gives the booking to a colleague, who must satisfy the rules themselves.
pub async fn pass_on(
    app: &App,
    actor: &Actor,
    was: Reservation,
    version: i64,
    to: Id<Person>,
) -> Result<Reservation, ReserveError> {
    write(app, actor, Change::Pass { was, version, to }).await
}

/// Books what was held, under the rules as they are now; notice and horizon were settled when it was held.
pub async fn confirm(
    app: &App,
    actor: &Actor,
    was: Reservation,
    version: i64,
) -> Result<Reservation, ReserveError> {
    write(app, actor, Change::Confirm { was, version }).await
}

/// Starts on the spot: books from this moment and checks in, in one step.
pub async fn walk_up(
    app: &App,
    actor: &Actor,
    instrument: Id<Instrument>,
    minutes: i64,
    purpose: String,
) -> Result<Reservation, ReserveError> {
    write(app, actor, Change::WalkUp { instrument, minutes, purpose }).await
}

/// Whether somebody runs a facility: its staff, and whoever runs the node.
pub fn runs(actor: &Actor, facility: Id<ieum_kernel::Facility>) -> bool {
    actor.is(Role::Operator) || (actor.is(Role::Staff) && actor.works_for(facility))
}

pub(crate) async fn asked_for(
    app: &App,
    actor: &Actor,
    me: Id<Person>,
    ask: &Ask,
) -> Result<Asked, ReserveError> {
    let holder = ask.holder.unwrap_or(me);
    if let Some(need) = ask.need
        && !asks::may_serve(app, need, actor).await.map_err(ReserveError::Asked)?
    {
        return Err(ReserveError::NotFound);
    }
    let span = TimeSpan::new(ask.starts, ask.ends).map_err(|_backwards| ReserveError::Asked(backwards()))?;
    let organisation = organisation_for(app, actor, me, holder).await?;
    Ok(Asked {
        instrument: ask.instrument,
        holder,
        organisation,
        span,
        changing: None,
        walk_up: false,
        hold: ask.hold,
        for_request: ask.request.is_some() && actor.is(Role::Staff),
        series: None,
        own: (holder == me).then(|| actor.clone()),
    })
}

async fn organisation_for(
    app: &App,
    actor: &Actor,
    me: Id<Person>,
    holder: Id<Person>,
) -> Result<Option<Id<Organisation>>, DbError> {
    if holder == me {
        return Ok(actor.organisation());
    }
    store::organisation_of(&mut app.db.reader(), holder).await
}

/// Reasons that stand, and those that staff set aside with a written reason.
pub(crate) fn weigh(scene: &Scene, app: &App, staff: bool, insist: &str) -> (Vec<Refusal>, Vec<Refusal>) {
    let all = refusals(&scene.facts(app));
    if staff && !insist.trim().is_empty() {
        all.into_iter().partition(|refusal| !refusal.is_overridable())
    } else {
        (all, Vec::new())
    }
}

fn told(app: &App, scene: &Scene, findings: Vec<Refusal>, staff: bool) -> Forecast {
    if findings.is_empty() {
        let verdict = approval(&scene.facts(app), staff);
        return Forecast { verdict, findings, slots: Vec::new() };
    }
    let slots = slots::nearest(&scene.facts(app), 3);
    Forecast { verdict: Verdict::Deny, findings, slots }
}

/// Says no with the nearest times that pass; looks for them outside the transaction, so that nobody waits.
async fn refuse(app: &App, asked: &Asked, mut findings: Vec<Refusal>, staff: bool) -> ReserveError {
    match Scene::gather(&mut app.db.reader(), app, asked, Reach::Far).await {
        Ok(Some(scene)) => {
            if findings.is_empty() {
                // The guard spoke before any rule could: say what is in the way now.
                findings = refusals(&scene.facts(app));
            }
            if findings.is_empty() {
                let block = scene.desk.terms.block(asked.span);
                findings = vec![Refusal::Overlap { starts: block.starts, ends: block.ends }];
            }
            ReserveError::Refused(told(app, &scene, findings, staff))
        }
        Ok(None) => ReserveError::NotFound,
        Err(error) => error.into(),
    }
}

/// Takes the turn, gathers the facts, asks the rules, claims the time and writes everything: one transaction.
async fn write(app: &App, actor: &Actor, change: Change) -> Result<Reservation, ReserveError> {
    let me = actor.person.ok_or(ReserveError::NotFound)?;
    let now = app.now();
    let mut asked = match &change {
        Change::New(ask) => asked_for(app, actor, me, ask).await?,
        Change::WalkUp { instrument, minutes, purpose } => {
            let (instrument, purpose) = (*instrument, purpose.clone());
            let ends = now.plus_minutes((*minutes).clamp(1, 43_200));
            let ask = Ask {
                instrument,
                starts: now,
                ends,
                purpose,
                holder: None,
                request: None,
                need: None,
                hold: false,
                insist: String::new(),
            };
            Asked { walk_up: true, ..asked_for(app, actor, me, &ask).await? }
        }
        Change::Move { was, span, .. } => asked_again(actor, was, was.holder, *span)?,
        Change::Pass { was, to, .. } => asked_again(actor, was, *to, was.span)?,
        Change::Confirm { was, .. } => asked_again(actor, was, was.holder, was.span)?,
    };
    let insist = match &change {
        Change::New(Ask { insist, .. }) | Change::Move { insist, .. } => insist.trim().to_owned(),
        Change::WalkUp { .. } | Change::Pass { .. } | Change::Confirm { .. } => String::new(),
    };

    let mut tx = app.db.begin().await?;
    store::take_turns(&mut tx, asked.instrument, asked.holder);
    let (mut overdue, mut desk, house) = (Vec::new(), Vec::new(), house_terms(app));
    tx.together(vec![
        store::overdue(asked.instrument, now, &mut overdue),
        desks::desk_asked(asked.instrument, &house, &mut desk),
    ])
    .await?;
    let desk = desk.pop().ok_or(ReserveError::NotFound)?;
    holds::let_all_go(app, &mut tx, overdue).await?;
    if let Some((was, version)) = change.seen() {
        let present = store::find(&mut tx, was.id).await?.ok_or(ReserveError::NotFound)?;
        if present.version != version {
            if let super::State::Expired { .. } = present.state {
                // Swept a moment ago, or by the job: keep that.
                tx.commit().await?;
            }
            return Err(ReserveError::Stale(Box::new(present)));
        }
        if matches!(change, Change::Pass { .. } | Change::Confirm { .. }) {
            // Its time is settled: moved meanwhile would show as another version.
            asked.span = present.span;
        }
    }
    let scene = Scene::at(&mut tx, app, &asked, Reach::Near, desk).await?;
    let staff = runs(actor, scene.desk.facility);
    if asked.holder != me && !staff && matches!(change, Change::New(_)) {
        return Err(ReserveError::Forbidden);
    }
    let (mut findings, mut aside) = weigh(&scene, app, staff, &insist);
    if matches!(change, Change::Pass { .. }) {
        // The time was agreed already; only what concerns the new holder counts.
        (findings, aside) = findings.into_iter().partition(concerns_holder);
        aside.clear();
    }
    if matches!(change, Change::Confirm { .. }) {
        findings.retain(|found| !matches!(found, Refusal::TooSoon { .. } | Refusal::TooFar { .. }));
    }
    if !findings.is_empty() {
        drop(tx);
        return Err(refuse(app, &asked, findings, staff).await);
    }
    let unit = free_unit(&scene.facts(app)).unwrap_or_default();
    match settle(app, &mut tx, &scene, change, me, staff, unit, aside).await {
        Err(ReserveError::Db(error)) if error.is_constraint("reservation_no_overlap") => {
            drop(tx);
            Err(refuse(app, &asked, Vec::new(), staff).await)
        }
        Err(error) => Err(error),
        Ok(made) => {
            tx.commit().await?;
            Ok(made)
        }
    }
}

/// Rules about the person rather than the time.
const fn concerns_holder(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::InternalOnly
            | Refusal::Banned { .. }
            | Refusal::NotQualified { .. }
            | Refusal::QualificationEnds { .. }
            | Refusal::ManyThatDay { .. }
            | Refusal::ManyAhead { .. }
            | Refusal::QuotaUsed { .. }
            | Refusal::ManyAtOnce { .. }
    )
}

fn asked_again(
    actor: &Actor,
    was: &Reservation,
    holder: Id<Person>,
    span: TimeSpan,
) -> Result<Asked, ReserveError> {
    let span =
        TimeSpan::new(span.starts, span.ends).map_err(|_backwards| ReserveError::Asked(backwards()))?;
    Ok(Asked {
        instrument: was.instrument,
        holder,
        organisation: was.organisation,
        span,
        changing: Some(was.id),
        walk_up: false,
        hold: false,
        for_request: was.request.is_some(),
        series: None,
        own: (actor.person == Some(holder)).then(|| actor.clone()),
    })
}

#[expect(clippy::too_many_arguments, reason = "the last step of one path; its parts are all decided by then")]
pub(crate) async fn settle(
    app: &App,
    tx: &mut Tx,
    scene: &Scene,
    change: Change,
    me: Id<Person>,
    staff: bool,
    unit: i64,
    aside: Vec<Refusal>,
) -> Result<Reservation, ReserveError> {
    let now = scene.now;
    let (desk, asked) = (&scene.desk, &scene.asked);
    let free_until = asked.span.starts.plus_minutes(-desk.terms.cancel_free_minutes);
    let block = desk.terms.block(asked.span);
    let (made, before, step, note) = match change {
        Change::New(ask) => {
            let waits = approval(&scene.facts(app), staff) == Verdict::NeedApproval;
            let (state, step) = match (ask.hold, waits) {
                (true, _) => {
                    let minutes = desk.terms.hold_for(asked.for_request);
                    (holds::held_state(now, asked.span.starts, minutes), "held")
                }
                (false, true) => (State::PendingApproval, "made"),
                (false, false) => (State::Confirmed { by: me }, "made"),
            };
            let made = fresh(app, scene, me, state, free_until, &ask.purpose, ask.request, ask.need);
            store::insert(tx, &made, desk.terms_version)?;
            store::claim(tx, &made, unit, block).await?;
            (made, None, step, ask.insist)
        }
        Change::WalkUp { purpose, .. } => {
            let usage = app.new_id();
            let state = State::InUse { since: now, usage };
            let made = fresh(app, scene, me, state, free_until, &purpose, None, None);
            store::insert(tx, &made, desk.terms_version)?;
            // Preparation before a start that is now lies in the past: nobody can be in it.
            store::claim(tx, &made, unit, TimeSpan { starts: now, ends: block.ends }).await?;
            usage::begin(tx, usage, &made, &desk.access_mode, me, now).await?;
            (made, None, "walked_up", String::new())
        }
        Change::Move { was, version, insist, .. } => {
            let before = json!({ "starts": was.span.starts, "ends": was.span.ends });
            let moved = was.moved(asked.span, free_until)?;
            let moved = Reservation { version: version.saturating_add(1), changed_at: now, ..moved };
            changed(tx, &moved, version).await?;
            store::move_claim(tx, &moved, unit, block).await?;
            waiting::freed(tx, moved.instrument, now).await?;
            (moved, Some(before), "moved", insist)
        }
        Change::Pass { was, version, to } => {
            let before = json!({ "holder": was.holder });
            let passed = was.passed_to(to)?;
            let passed = Reservation { version: version.saturating_add(1), changed_at: now, ..passed };
            changed(tx, &passed, version).await?;
            (passed, Some(before), "passed_on", String::new())
        }
        Change::Confirm { was, version } => {
            let waits = approval(&scene.facts(app), staff) == Verdict::NeedApproval;
            let booked = was.confirm(me, now, waits)?;
            let booked = Reservation { version: version.saturating_add(1), changed_at: now, ..booked };
            changed(tx, &booked, version).await?;
            waiting::taken(tx, &booked, now).await?;
            (booked, Some(json!({ "state": "held" })), "booked", String::new())
        }
    };
    let mut after = json!({
        "state": made.state.key(), "instrument": made.instrument, "holder": made.holder,
        "starts": made.span.starts, "ends": made.span.ends,
    });
    if !aside.is_empty()
        && let Some(map) = after.as_object_mut()
    {
        map.insert("overridden".to_owned(), json!(aside));
        map.insert("reason".to_owned(), json!(note));
    }
    write_down(tx, &made, step, Some(me), &note, before, after).await?;
    watch(tx, &made, desk.terms.grace_minutes).await?;
    holds::watch(tx, &made).await?;
    if asked.series.is_none() {
        super::news::told(app, tx, &made, step, me, &desk.name).await?;
    }
    Ok(made)
}

#[expect(clippy::too_many_arguments, reason = "one value for each column that is not known otherwise")]
pub(super) fn fresh(
    app: &App,
    scene: &Scene,
    me: Id<Person>,
    state: State,
    free_until: Timestamp,
    purpose: &str,
    request: Option<Id<Request>>,
    need: Option<Id<Need>>,
) -> Reservation {
    let Asked { instrument, holder, organisation, span, walk_up, series, .. } = scene.asked;
    Reservation {
        id: app.new_id(),
        instrument,
        facility: scene.desk.facility,
        holder,
        organisation,
        made_by: me,
        span,
        state,
        purpose: purpose.trim().chars().take(2000).collect(),
        request,
        need,
        series,
        walk_up,
        free_until,
        version: 1,
        made_at: scene.now,
        changed_at: scene.now,
    }
}
