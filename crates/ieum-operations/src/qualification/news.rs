//! Who is told what, and the job that looks whether a qualification ends.

use super::standing::{Qualification, State};
use super::training::{Training, TrainingState};
use super::{QualificationId, TOLD_DAYS, TrainingId, WATCH, store};
use ieum_db::{Audit, DbError, JobFailure, JobHandle, NewJob, Tx};
use ieum_kernel::{Id, Person, Role, Text, Timestamp};
use ieum_web::{App, notices};
use serde::Deserialize;
use serde_json::json;

/// The job that tells staff that somebody asks for training.
pub(super) const TELL_STAFF: &str = "qualification.tell-staff";

/// Leaves word for staff; looking them up takes another connection.
pub(super) async fn asked(tx: &mut Tx, training: &Training, at: Timestamp) -> Result<(), DbError> {
    let payload = json!({ "training": training.id });
    tx.enqueue(&NewJob::new(TELL_STAFF, payload, at)).await
}

/// Tells a person how their training stands, when somebody else changed it.
pub(super) async fn trained(
    app: &App,
    tx: &mut Tx,
    training: &Training,
    step: &str,
    by: Id<Person>,
) -> Result<(), DbError> {
    // A passed training is told by the qualification it grants.
    if by == training.person || matches!(training.state, TrainingState::Passed { .. }) {
        return Ok(());
    }
    let name = store::named(tx, training.instrument).await?.map(|named| named.name).unwrap_or_default();
    let reason = match &training.state {
        TrainingState::Scheduled { note, .. } => note.as_str(),
        TrainingState::Failed { reason, .. } | TrainingState::Declined { reason, .. } => reason,
        _ => "",
    };
    let starts = training.state.starts().unwrap_or(training.changed_at);
    let key = format!("training-notice-{step}");
    let args = json!({ "instrument": name, "starts": starts, "reason": reason });
    notices::notify(tx, app.clock(), training.person, "booking", &key, &args, "/qualifications").await
}

/// Tells a person what became of their qualification.
pub(super) async fn changed(
    app: &App,
    tx: &mut Tx,
    q: &Qualification,
    step: &str,
    instrument: &Text,
) -> Result<(), DbError> {
    let reason = match &q.state {
        State::Suspended { reason, .. } | State::Revoked { reason, .. } => reason.as_str(),
        _ => "",
    };
    let until = q.valid_until.unwrap_or(q.changed_at);
    let ends = if q.valid_until.is_some() { "yes" } else { "no" };
    let key = format!("qualification-notice-{step}");
    let args = json!({ "instrument": instrument, "until": until, "ends": ends, "reason": reason });
    notices::notify(tx, app.clock(), q.person, "booking", &key, &args, "/qualifications").await
}

/// Orders the next look at a qualification that ends: some weeks before, then at the end.
pub(super) async fn look_later(tx: &mut Tx, q: &Qualification, now: Timestamp) -> Result<(), DbError> {
    let (State::Active, Some(until)) = (&q.state, q.valid_until) else { return Ok(()) };
    let before = until.plus_days(-TOLD_DAYS);
    let run_at = if q.told || before <= now { until } else { before };
    let payload = json!({ "qualification": q.id, "version": q.version });
    tx.enqueue(&NewJob::new(WATCH, payload, run_at)).await
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Watching {
    qualification: Id<QualificationId>,
    version: i64,
}

/// Tells that a qualification ends soon, or ends it. A look ordered for an older version does nothing.
pub(super) async fn watch(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let watching: Watching = job.payload()?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let Some(was) = store::find(&mut tx, watching.qualification).await? else { return Ok(()) };
    let (State::Active, Some(until), true) = (&was.state, was.valid_until, was.version == watching.version)
    else {
        return Ok(());
    };
    let named = store::named(&mut tx, was.instrument).await?;
    let name = named.map(|named| named.name).unwrap_or_default();
    let seen = was.version;
    let (done, step) = if until <= now {
        (was.turned(State::Expired { at: until }), "expired")
    } else {
        (Qualification { told: true, ..was }, "ending")
    };
    let done = Qualification { version: seen.saturating_add(1), changed_at: now, ..done };
    if !store::update(&mut tx, &done, seen).await? {
        return Ok(());
    }
    let (thing, action) = (done.id.to_string(), format!("qualification.{step}"));
    let after = Some(json!({ "person": done.person, "instrument": done.instrument, "state": done.state }));
    let entry = Audit { actor: None, action: &action, thing: &thing, before: None, after, at: now };
    tx.audit(&entry).await?;
    tx.emit(&action, &thing, &json!({ "qualification": done.id, "person": done.person }), now).await?;
    look_later(&mut tx, &done, now).await?;
    changed(&app, &mut tx, &done, step, &name).await?;
    tx.commit().await?;
    Ok(())
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Asked {
    training: Id<TrainingId>,
}

/// Tells the facility's staff that somebody asks for training.
pub(super) async fn tell_staff(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let asked: Asked = job.payload()?;
    let Some(training) = store::find_training(&mut app.db.reader(), asked.training).await? else {
        return Ok(());
    };
    let named = store::named(&mut app.db.reader(), training.instrument).await?;
    let name = named.map(|named| named.name).unwrap_or_default();
    let staff = app.directory.at_facility(&app, training.facility, Role::Staff).await;
    let staff = staff.map_err(|problem| JobFailure::retry(problem.key))?;
    let who = app.directory.person(&app, training.person).await;
    let who = who.map_err(|problem| JobFailure::retry(problem.key))?.map(|contact| contact.name);
    let args = json!({ "instrument": name, "person": who.unwrap_or_default() });
    let href = format!("/instruments/{}/qualifications", training.instrument);
    let mut tx = app.db.begin().await?;
    for contact in staff {
        let key = "training-notice-asked";
        notices::notify(&mut tx, app.clock(), contact.person, "booking", key, &args, &href).await?;
    }
    tx.commit().await?;
    Ok(())
}
