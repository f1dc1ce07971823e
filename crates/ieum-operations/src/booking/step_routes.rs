//! The buttons of a reservation's page: answer, cancel, begin, end, pass on.

use super::RESERVE;
use super::service::{confirm, pass_on};
use super::steps::{Step, may_change, take, visible};
use crate::usage::Ending;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_kernel::{Id, Person, Reservation};
use ieum_web::{App, Doors, Fields, Path, Problem, SignedIn, see_other};

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .post("/reservations/{id}/confirm", &RESERVE, book)
        .post("/reservations/{id}/approve", &RESERVE, approve)
        .post("/reservations/{id}/reject", &RESERVE, reject)
        .post("/reservations/{id}/cancel", &RESERVE, cancel)
        .post("/reservations/{id}/preempt", &RESERVE, preempt)
        .post("/reservations/{id}/excuse", &RESERVE, excuse)
        .post("/reservations/{id}/check-in", &RESERVE, check_in)
        .post("/reservations/{id}/check-out", &RESERVE, check_out)
        .post("/reservations/{id}/transfer", &RESERVE, transfer)
}

async fn go(
    app: &App,
    me: &SignedIn,
    id: Id<Reservation>,
    fields: &Fields,
    step: Step,
    message: &'static str,
) -> Result<Response, Problem> {
    let version = fields.get("version").parse().ok();
    take(app, me.actor(), id, version, step).await?;
    Ok(see_other(app, &format!("/reservations/{id}"), Some(message)))
}

/// What was written in the form's own field; each form on the page has one, so that labels find theirs.
fn reason(fields: &Fields) -> String {
    let own = ["reason_cancel", "reason_reject", "reason_preempt", "reason_excuse"]
        .into_iter()
        .find(|name| fields.has(name));
    fields.get(own.unwrap_or("reason")).trim().chars().take(1000).collect()
}

/// Buttons that differ in nothing but the step and what is said afterwards.
macro_rules! buttons {
    ($($name:ident: |$fields:ident| $step:expr => $message:literal;)*) => {$(
        async fn $name(
            Held(app): Held<App>,
            me: SignedIn,
            Path(id): Path<Id<Reservation>>,
            $fields: Fields,
        ) -> Result<Response, Problem> {
            go(&app, &me, id, &$fields, $step, $message).await
        }
    )*};
}

buttons! {
    approve: |fields| Step::Approve => "booking-approved";
    reject: |fields| Step::Reject(reason(&fields)) => "booking-rejected";
    cancel: |fields| Step::Cancel(reason(&fields)) => "booking-cancelled";
    preempt: |fields| Step::Preempt(reason(&fields)) => "booking-preempted";
    excuse: |fields| Step::Excuse(reason(&fields)) => "booking-excused";
    check_in: |fields| Step::CheckIn => "booking-begun";
}

/// Books what was held.
async fn book(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Reservation>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let booked = book_held(&app, &me, id, fields.get("version").parse().ok()).await?;
    let waits = booked.state == super::State::PendingApproval;
    let message = if waits { "booking-asked" } else { "booking-made" };
    Ok(see_other(&app, &format!("/reservations/{id}"), Some(message)))
}

/// Books a held time that this person may change.
pub(super) async fn book_held(
    app: &App,
    me: &SignedIn,
    id: Id<Reservation>,
    version: Option<i64>,
) -> Result<super::Reservation, Problem> {
    let held = visible(app, me.actor(), id).await?;
    if !may_change(me.actor(), &held) {
        return Err(Problem::forbidden());
    }
    let version = version.unwrap_or(held.version);
    Ok(confirm(app, me.actor(), held, version).await?)
}

async fn check_out(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Reservation>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let samples = form.whole("samples", 0, 1_000_000).unwrap_or_default();
    let staff_minutes = form.whole("staff_minutes", 0, 100_000).unwrap_or_default();
    let note = form.optional("note", 2000);
    form.done().map_err(Problem::invalid)?;
    let helped = fields.has("operated") && me.actor().is(ieum_kernel::Role::Staff);
    let ending = Ending { samples, staff_minutes, operator: helped.then_some(me.id()), note };
    go(&app, &me, id, &fields, Step::CheckOut(ending), "booking-ended").await
}

async fn transfer(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<Id<Reservation>>,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = fields.reading(&app.zone);
    let to = form.must::<Id<Person>>("to", "field-not-an-id");
    form.done().map_err(Problem::invalid)?;
    let version = fields.get("version").parse().ok();
    let passed = hand_over(&app, &me, id, version, to.unwrap_or(me.id())).await?;
    // Whoever gave it away may not see it any more.
    let still = super::may_see(me.actor(), &passed);
    let next = if still { format!("/reservations/{id}") } else { "/bookings".to_owned() };
    Ok(see_other(&app, &next, Some("booking-passed-on")))
}

/// Passes on to a colleague of the same organisation; nobody else can take it over.
pub(super) async fn hand_over(
    app: &App,
    me: &SignedIn,
    id: Id<Reservation>,
    version: Option<i64>,
    to: Id<Person>,
) -> Result<super::Reservation, Problem> {
    let r = visible(app, me.actor(), id).await?;
    if !may_change(me.actor(), &r) {
        return Err(Problem::forbidden());
    }
    let colleagues = match r.organisation {
        Some(organisation) => app.directory.at_organisation(app, organisation, None).await?,
        None => Vec::new(),
    };
    if !colleagues.iter().any(|contact| contact.person == to) {
        return Err(Problem::conflict("booking", super::Misstep::NotAColleague));
    }
    let version = version.unwrap_or(r.version);
    Ok(pass_on(app, me.actor(), r, version, to).await?)
}
