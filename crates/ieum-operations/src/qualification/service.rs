//! The order of things: a training and the qualification it leads to change together, with audit trail, event and
//! notices in one transaction.

use super::policy::{Facts, Refusal, Wish, refusals};
use super::standing::{Demand, Level, Qualification, Standing, State};
use super::store::{self, Named};
use super::training::{Training, TrainingState, TrainingStep};
use super::{QualificationId, TOLD_DAYS, TrainingId, news};
use crate::booking::runs;
use ieum_db::{Audit, DbError, Reads, Tx};
use ieum_kernel::{Actor, Id, Instrument, Person, Text, Timestamp};
use ieum_web::{App, Problem};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum QualificationError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// Somebody was quicker.
    #[error("changed meanwhile")]
    Stale,
    /// No such thing, or none this person may know of.
    #[error("no such qualification or training")]
    NotFound,
    /// Known, but not theirs to do.
    #[error("not theirs to do")]
    Forbidden,
    /// The machine failed.
    #[error("cannot reach the qualifications")]
    Db(#[from] DbError),
}

impl From<QualificationError> for Problem {
    fn from(error: QualificationError) -> Self {
        match error {
            QualificationError::Refused(reasons) => Self::refused("qualification", reasons),
            QualificationError::Stale => Self::stale(json!({})),
            QualificationError::NotFound => Self::not_found(),
            QualificationError::Forbidden => Self::forbidden(),
            QualificationError::Db(error) => error.into(),
        }
    }
}

/// What staff grant.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Grant {
    /// To whom.
    pub person: Id<Person>,
    /// How well they master it; what the instrument asks when left out.
    #[serde(default)]
    pub level: Option<Level>,
    /// Good until; as the instrument asks when left out.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
}

fn permitted(facts: &Facts<'_>) -> Result<(), QualificationError> {
    let reasons = refusals(facts);
    if reasons.is_empty() { Ok(()) } else { Err(QualificationError::Refused(reasons)) }
}

const fn plain<'a>(wish: Wish, by: Id<Person>, person: Id<Person>, now: Timestamp) -> Facts<'a> {
    Facts {
        wish,
        by,
        person,
        now,
        demanded: true,
        held_long: false,
        asked: false,
        training: None,
        qualification: None,
        starts: None,
        valid_until: None,
        reason: "",
    }
}

/// An instrument that this person runs.
pub(super) async fn run_by(
    db: &mut impl Reads,
    actor: &Actor,
    id: Id<Instrument>,
) -> Result<Named, QualificationError> {
    let found = store::named(db, id).await?;
    found.filter(|named| runs(actor, named.facility)).ok_or(QualificationError::NotFound)
}

async fn write_down(
    tx: &mut Tx,
    action: &str,
    thing: &str,
    by: Option<Id<Person>>,
    before: Option<Value>,
    after: Value,
    at: Timestamp,
) -> Result<(), DbError> {
    let facts = after.clone();
    tx.audit(&Audit { actor: by, action, thing, before, after: Some(after), at }).await?;
    tx.emit(action, thing, &facts, at).await
}

/// What an instrument asks, if anything.
pub async fn demand_of(db: &mut impl Reads, id: Id<Instrument>) -> Result<Option<Demand>, DbError> {
    store::demand(db, id).await
}

/// Says what an instrument asks, or that it asks for nothing. `was` is the version the person saw, if there was one.
pub async fn demand(
    app: &App,
    actor: &Actor,
    id: Id<Instrument>,
    was: Option<i64>,
    asked: Option<(Level, i64, Text)>,
) -> Result<Option<Demand>, QualificationError> {
    let me = actor.person.ok_or(QualificationError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let named = run_by(&mut tx, actor, id).await?;
    let before = store::demand(&mut tx, id).await?;
    if before.as_ref().map(|demand| demand.version) != was {
        return Err(QualificationError::Stale);
    }
    let after = asked.map(|(level, valid_days, what)| Demand {
        instrument: id,
        facility: named.facility,
        level,
        valid_days: valid_days.clamp(0, 36_500),
        what,
        version: was.unwrap_or_default().saturating_add(1),
    });
    let kept = match (&after, was) {
        (Some(after), was) => store::set_demand(&mut tx, after, was, me, now).await?,
        (None, Some(was)) => store::drop_demand(&mut tx, id, was).await?,
        (None, None) => true,
    };
    if !kept {
        return Err(QualificationError::Stale);
    }
    let (from, to) = (before.map(|demand| json!(demand)), json!({ "instrument": id, "demand": after }));
    write_down(&mut tx, "qualification.demanded", &id.to_string(), Some(me), from, to, now).await?;
    tx.commit().await?;
    Ok(after)
}

/// A person asks for training at an instrument.
pub async fn ask(
    app: &App,
    actor: &Actor,
    id: Id<Instrument>,
    wish: &str,
) -> Result<Training, QualificationError> {
    let me = actor.person.ok_or(QualificationError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let named = store::named(&mut tx, id).await?.ok_or(QualificationError::NotFound)?;
    let standing = store::standing_of(&mut tx, me, id, now).await?;
    let later = now.plus_days(TOLD_DAYS);
    let facts = Facts {
        demanded: standing != Standing::NotAsked,
        held_long: matches!(standing, Standing::Yes { until } if until.is_none_or(|until| until > later)),
        asked: store::open_training(&mut tx, me, id).await?.is_some(),
        ..plain(Wish::Ask, me, me, now)
    };
    permitted(&facts)?;
    let training = Training {
        id: app.new_id(),
        instrument: id,
        facility: named.facility,
        person: me,
        organisation: actor.organisation(),
        state: TrainingState::Requested,
        wish: wish.trim().chars().take(2000).collect(),
        version: 1,
        asked_at: now,
        changed_at: now,
    };
    store::insert_training(&mut tx, &training).await.map_err(|error| {
        if error.is_constraint("qualification_asked_already") {
            QualificationError::Refused(vec![Refusal::AskedAlready])
        } else {
            error.into()
        }
    })?;
    let after = json!({ "training": training.id, "instrument": id, "person": me });
    write_down(&mut tx, "training.requested", &training.id.to_string(), Some(me), None, after, now).await?;
    news::asked(&mut tx, &training, now).await?;
    tx.commit().await?;
    Ok(training)
}

/// Takes a step of a training. A passed one grants the qualification in the same transaction.
pub async fn train(
    app: &App,
    actor: &Actor,
    id: Id<TrainingId>,
    version: Option<i64>,
    step: TrainingStep,
) -> Result<Training, QualificationError> {
    let me = actor.person.ok_or(QualificationError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let was = store::find_training(&mut tx, id).await?.ok_or(QualificationError::NotFound)?;
    let staff = runs(actor, was.facility);
    if !staff && was.person != me {
        return Err(QualificationError::NotFound);
    }
    let theirs = if step == TrainingStep::Withdraw { was.person == me } else { staff };
    if !theirs {
        return Err(QualificationError::Forbidden);
    }
    if version.is_some_and(|version| version != was.version) {
        return Err(QualificationError::Stale);
    }
    let wish = match &step {
        TrainingStep::Schedule { .. } => Wish::Schedule,
        TrainingStep::Fail { .. } | TrainingStep::Decline { .. } => Wish::Settle { with_reason: true },
        TrainingStep::Pass { .. } | TrainingStep::Absent => Wish::Settle { with_reason: false },
        TrainingStep::Withdraw => Wish::Withdraw,
    };
    let (starts, reason) = match &step {
        TrainingStep::Schedule { starts, .. } => (Some(*starts), ""),
        TrainingStep::Fail { reason } | TrainingStep::Decline { reason } => (None, reason.as_str()),
        _ => (None, ""),
    };
    permitted(&Facts { training: Some(&was), starts, reason, ..plain(wish, me, was.person, now) })?;
    let said = |reason: &str| reason.trim().chars().take(1000).collect::<String>();
    let state = match &step {
        TrainingStep::Schedule { starts, note } => {
            TrainingState::Scheduled { starts: *starts, trainer: me, note: said(note) }
        }
        TrainingStep::Pass { level, valid_until } => {
            let asked = store::demand(&mut tx, was.instrument).await?;
            let level = level.or(asked.as_ref().map(|demand| demand.level)).unwrap_or_default();
            let grant = Grant { person: was.person, level: Some(level), valid_until: *valid_until };
            granted(app, &mut tx, me, was.instrument, &grant, now).await?;
            TrainingState::Passed { by: me, at: now, level }
        }
        TrainingStep::Fail { reason } => TrainingState::Failed { by: me, at: now, reason: said(reason) },
        TrainingStep::Absent => TrainingState::Absent { by: me, at: now },
        TrainingStep::Decline { reason } => TrainingState::Declined { by: me, at: now, reason: said(reason) },
        TrainingStep::Withdraw => TrainingState::Withdrawn { at: now },
    };
    let before = json!({ "state": was.state });
    let (seen, done) = (was.version, Training { state, changed_at: now, version: was.version + 1, ..was });
    if !store::update_training(&mut tx, &done, seen).await? {
        return Err(QualificationError::Stale);
    }
    let after = json!({
        "training": done.id, "instrument": done.instrument, "person": done.person, "state": done.state,
    });
    let action = format!("training.{}", step.key());
    write_down(&mut tx, &action, &done.id.to_string(), Some(me), Some(before), after, now).await?;
    news::trained(app, &mut tx, &done, step.key(), me).await?;
    tx.commit().await?;
    Ok(done)
}

/// Staff grant a qualification, raise it or prolong it, without training in between.
pub async fn grant(
    app: &App,
    actor: &Actor,
    id: Id<Instrument>,
    grant: &Grant,
) -> Result<Qualification, QualificationError> {
    let me = actor.person.ok_or(QualificationError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    run_by(&mut tx, actor, id).await?;
    let done = granted(app, &mut tx, me, id, grant, now).await?;
    tx.commit().await?;
    Ok(done)
}

/// Grants within the caller's transaction.
async fn granted(
    app: &App,
    tx: &mut Tx,
    me: Id<Person>,
    id: Id<Instrument>,
    grant: &Grant,
    now: Timestamp,
) -> Result<Qualification, QualificationError> {
    let named = store::named(tx, id).await?.ok_or(QualificationError::NotFound)?;
    let asked = store::demand(tx, id).await?;
    let days = asked.as_ref().map_or(0, |demand| demand.valid_days);
    let valid_until = grant.valid_until.or((days > 0).then(|| now.plus_days(days)));
    let level = grant.level.or(asked.as_ref().map(|demand| demand.level)).unwrap_or_default();
    let held = store::held(tx, grant.person, id).await?;
    let facts =
        Facts { qualification: held.as_ref(), valid_until, ..plain(Wish::Grant, me, grant.person, now) };
    permitted(&facts)?;
    let (before, done) = match held {
        Some(was) => {
            let (before, seen) = (json!({ "level": was.level, "state": was.state }), was.version);
            let done = was.granted(level, me, now, valid_until);
            let done = Qualification { version: seen.saturating_add(1), changed_at: now, ..done };
            if !store::update(tx, &done, seen).await? {
                return Err(QualificationError::Stale);
            }
            (Some(before), done)
        }
        None => {
            let done = Qualification {
                id: app.new_id(),
                instrument: id,
                facility: named.facility,
                person: grant.person,
                level,
                state: State::Active,
                granted_by: me,
                granted_at: now,
                valid_until,
                told: false,
                version: 1,
                changed_at: now,
            };
            store::insert(tx, &done).await.map_err(|error| {
                if error.is_constraint("qualification_one") {
                    QualificationError::Stale
                } else {
                    error.into()
                }
            })?;
            (None, done)
        }
    };
    let after = json!({
        "qualification": done.id, "instrument": id, "person": done.person, "level": done.level,
        "valid_until": done.valid_until, "state": done.state,
    });
    write_down(tx, "qualification.granted", &done.id.to_string(), Some(me), before, after, now).await?;
    news::look_later(tx, &done, now).await?;
    news::changed(app, tx, &done, "granted", &named.name).await?;
    Ok(done)
}

/// Staff suspend a qualification, let it count again, or take it back.
pub async fn step(
    app: &App,
    actor: &Actor,
    id: Id<QualificationId>,
    version: Option<i64>,
    wish: Wish,
    reason: &str,
) -> Result<Qualification, QualificationError> {
    let me = actor.person.ok_or(QualificationError::NotFound)?;
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let was = store::find(&mut tx, id).await?.ok_or(QualificationError::NotFound)?;
    let named = run_by(&mut tx, actor, was.instrument).await?;
    if version.is_some_and(|version| version != was.version) {
        return Err(QualificationError::Stale);
    }
    let reason: String = reason.trim().chars().take(1000).collect();
    permitted(&Facts { qualification: Some(&was), reason: &reason, ..plain(wish, me, was.person, now) })?;
    let (state, step) = match wish {
        Wish::Suspend => (State::Suspended { by: me, at: now, reason: reason.clone() }, "suspended"),
        Wish::Revoke => (State::Revoked { by: me, at: now, reason: reason.clone() }, "revoked"),
        // What ended while it was suspended has ended.
        Wish::Reinstate => match was.valid_until.filter(|until| *until <= now) {
            Some(at) => (State::Expired { at }, "reinstated"),
            None => (State::Active, "reinstated"),
        },
        _ => return Err(QualificationError::Forbidden),
    };
    let (seen, before) = (was.version, json!({ "state": was.state }));
    let done = Qualification { version: seen.saturating_add(1), changed_at: now, ..was.turned(state) };
    if !store::update(&mut tx, &done, seen).await? {
        return Err(QualificationError::Stale);
    }
    let after = json!({
        "qualification": done.id, "instrument": done.instrument, "person": done.person, "state": done.state,
    });
    let action = format!("qualification.{step}");
    write_down(&mut tx, &action, &id.to_string(), Some(me), Some(before), after, now).await?;
    news::look_later(&mut tx, &done, now).await?;
    news::changed(app, &mut tx, &done, step, &named.name).await?;
    tx.commit().await?;
    Ok(done)
}
