//! The order of things: a sample's move is one entry in the ledger, with audit trail, event and notice.

use super::ledger::{Custody, GENESIS, digest};
use super::place::{Place, PlaceKind, PlaceThing};
use super::policy::{Action, Facts, PlaceFacts, Refusal, State, may_declare, moved, refusals};
use super::sample::{Declaration, Sample};
use super::store;
/// What pages read; they come to the store through here.
pub(super) use super::store::{Filter, ledger_of, lines, of_request, places};
use crate::request::{self, Event, Name, Request, RequestError, Side};
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Facility, Id, Person};
use ieum_web::{App, Problem, notices};
use serde::Deserialize;
use serde_json::json;

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The request could not follow.
    #[error("the request refused")]
    Request(#[from] RequestError),
    /// There is no such sample for this person.
    #[error("no such sample")]
    NotFound,
    /// The database failed.
    #[error("cannot reach the samples")]
    Db(#[from] DbError),
}

impl From<SampleError> for Problem {
    fn from(error: SampleError) -> Self {
        match error {
            SampleError::Refused(reasons) => Self::refused("sample", reasons),
            SampleError::Request(error) => error.into(),
            SampleError::NotFound => Self::not_found(),
            SampleError::Db(error) => error.into(),
        }
    }
}

/// One sample with its request, if the person may see them.
pub async fn load(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Sample>,
) -> Result<(Sample, Request), SampleError> {
    let found = store::find(&mut app.db.reader(), id).await?.ok_or(SampleError::NotFound)?;
    with_request(app, actor, found).await
}

/// The sample with a code, if the person may see it.
pub(super) async fn load_code(
    app: &App,
    actor: &Actor,
    code: &str,
) -> Result<(Sample, Request), SampleError> {
    let found = store::by_code(&mut app.db.reader(), code).await?.ok_or(SampleError::NotFound)?;
    with_request(app, actor, found).await
}

async fn with_request(app: &App, actor: &Actor, sample: Sample) -> Result<(Sample, Request), SampleError> {
    let request = request::load(&mut app.db.reader(), sample.request).await?.ok_or(SampleError::NotFound)?;
    if request.open_to(actor) { Ok((sample, request)) } else { Err(SampleError::NotFound) }
}

/// Declares samples with a request, one label each.
pub async fn declare(
    app: &App,
    actor: &Actor,
    request_id: Id<ieum_kernel::Request>,
    declarations: Vec<Declaration>,
) -> Result<Vec<Sample>, SampleError> {
    let me = actor.person.ok_or(SampleError::NotFound)?;
    let (now, mut tx) = (app.now(), app.db.begin().await?);
    let request = request::load(&mut tx, request_id).await?.filter(|r| r.open_to(actor));
    let request = request.ok_or(SampleError::NotFound)?;
    let (Some(facility), true) = (request.facility, may_declare(request.state.name())) else {
        return Err(SampleError::Refused(vec![Refusal::NotNow]));
    };
    let mut made = Vec::new();
    for declaration in declarations {
        let sample = Sample {
            id: app.new_id(),
            code: request::next_number(&mut tx, &app.zone, "S", now).await?,
            request: request_id,
            facility,
            declaration,
            made_by: me,
            made_at: now,
        };
        store::insert(&mut tx, &sample).await?;
        let fresh = Entry { action: Action::Declare, state: State::Declared, place: None, note: "" };
        enter(&mut tx, app, actor, me, &sample, None, fresh).await?;
        made.push(sample);
    }
    tx.commit().await?;
    Ok(made)
}

struct Entry<'a> {
    action: Action,
    state: State,
    place: Option<&'a Place>,
    note: &'a str,
}

/// Adds to the ledger with audit trail and event.
async fn enter(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    me: Id<Person>,
    sample: &Sample,
    before: Option<&Custody>,
    new: Entry<'_>,
) -> Result<Custody, DbError> {
    let at = app.now();
    let mut entry = Custody {
        seq: before.map_or(1, |entry| entry.seq.saturating_add(1)),
        action: new.action,
        state: new.state,
        by: me,
        by_name: actor.name.clone(),
        at,
        place: new.place.map(|place| place.id),
        place_path: new.place.map(|place| place.path.clone()).unwrap_or_default(),
        note: new.note.trim().chars().take(2000).collect(),
        previous_hash: before.map_or_else(|| GENESIS.to_owned(), |entry| entry.hash.clone()),
        hash: String::new(),
    };
    entry.hash = digest(sample.id, &entry);
    store::append(tx, sample.id, &entry).await?;
    let (thing, action) = (sample.id.to_string(), format!("sample.{}", entry.action.key()));
    let from = before.map(|entry| json!({ "state": entry.state, "place": entry.place_path }));
    let to = Some(
        json!({ "state": entry.state, "place": entry.place_path, "note": entry.note, "hash": entry.hash }),
    );
    tx.audit(&Audit { actor: Some(me), action: &action, thing: &thing, before: from, after: to, at }).await?;
    let facts = json!({
        "sample": sample.id, "code": sample.code, "request": sample.request, "facility": sample.facility,
        "state": entry.state,
    });
    tx.emit(&action, &thing, &facts, at).await?;
    Ok(entry)
}

/// What is to be done with a sample.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "SampleMove")]
pub struct Move {
    /// What.
    pub action: Action,
    /// Where to, when it is stored.
    #[serde(default)]
    pub place: Option<Id<PlaceThing>>,
    /// Condition, temperature, reason.
    #[serde(default)]
    pub note: String,
    /// The entry the person saw last; a later one answers with a refusal of the present state.
    #[serde(default)]
    pub seen: Option<i64>,
}

/// Does something with a sample: one entry, the position taken or left, the firm told, the request made ready when
/// its last sample has come.
pub async fn act(
    app: &App,
    actor: &Actor,
    id: Id<ieum_kernel::Sample>,
    wanted: Move,
) -> Result<Custody, SampleError> {
    let me = actor.person.ok_or(SampleError::NotFound)?;
    let mut tx = app.db.begin().await?;
    if !store::take_turn(&mut tx, id).await? {
        return Err(SampleError::NotFound);
    }
    let sample = store::find(&mut tx, id).await?.ok_or(SampleError::NotFound)?;
    let request = request::load(&mut tx, sample.request).await?.ok_or(SampleError::NotFound)?;
    let sides = request.sides(actor);
    if sides.is_empty() {
        return Err(SampleError::NotFound);
    }
    let before = store::last_entry(&mut tx, id).await?.ok_or(SampleError::NotFound)?;
    let place = match wanted.place {
        Some(place) => store::place(&mut tx, place).await?,
        None => None,
    };
    let about = wanted.place.map(|_| {
        let ours = place.as_ref().is_some_and(|place| place.facility == sample.facility);
        let other = place.as_ref().filter(|place| place.holds.is_some_and(|held| held != id));
        PlaceFacts { ours, holds: other.map(|place| place.holds_code.clone()) }
    });
    let (state, action) = (before.state, wanted.action);
    let mut reasons = refusals(&Facts { state, action, sides: &sides, note: &wanted.note, place: about });
    if wanted.seen.is_some_and(|seen| seen != before.seq) && reasons.is_empty() {
        reasons.push(Refusal::NotFromHere { state, action });
    }
    let to = match (reasons.is_empty(), moved(state, action)) {
        (true, Some((_, _, _, to))) => *to,
        _ => return Err(SampleError::Refused(reasons)),
    };
    let stored = if action == Action::Store { place } else { None };
    store::leave(&mut tx, id).await?;
    if let Some(place) = stored.as_ref().filter(|place| place.kind == PlaceKind::Position) {
        match store::hold(&mut tx, id, place.id).await {
            Err(DbError::Constraint { .. }) => {
                let code = place.holds_code.clone();
                return Err(SampleError::Refused(vec![Refusal::PlaceTaken { code }]));
            }
            other => other?,
        }
    }
    let new = Entry { action, state: to, place: stored.as_ref(), note: &wanted.note };
    let entry = enter(&mut tx, app, actor, me, &sample, Some(&before), new).await?;
    tell_firm(app, &mut tx, &request, &sample, action, me).await?;
    follow(app, &mut tx, me, &request, to).await?;
    tx.commit().await?;
    Ok(entry)
}

/// The firm hears of what it waits for; the rest stands on the sample's page.
async fn tell_firm(
    app: &App,
    tx: &mut Tx,
    request: &Request,
    sample: &Sample,
    action: Action,
    me: Id<Person>,
) -> Result<(), DbError> {
    let heard = matches!(
        action,
        Action::Accept
            | Action::Quarantine
            | Action::Reject
            | Action::Return
            | Action::Dispose
            | Action::Transfer
            | Action::Lose
    );
    if !heard || me == request.person {
        return Ok(());
    }
    let args = json!({ "code": sample.code, "name": sample.declaration.name, "action": action.key() });
    let path = format!("/samples/{}", sample.id);
    notices::notify(tx, app.clock(), request.person, "sample", "sample-notice", &args, &path).await
}

/// When the last sample has come, a request that waits for samples is ready.
async fn follow(
    app: &App,
    tx: &mut Tx,
    me: Id<Person>,
    request: &Request,
    to: State,
) -> Result<(), SampleError> {
    if request.state.name() != Name::AwaitingSamples || !to.is_here() {
        return Ok(());
    }
    let all = store::of_request(tx, request.id).await?;
    if all.iter().all(|line| line.state.is_here()) {
        request::apply_by_house(tx, app, Some(me), request, Event::MakeReady).await?;
    }
    Ok(())
}

/// Makes a place of storage.
///
/// # Errors
/// A place that does not fit into its parent; faults of the database.
pub async fn make_place(
    app: &App,
    actor: &Actor,
    facility: Id<Facility>,
    parent: Option<Id<PlaceThing>>,
    kind: PlaceKind,
    name: &str,
) -> Result<Place, SampleError> {
    let me = actor.person.ok_or(SampleError::NotFound)?;
    let mut tx = app.db.begin().await?;
    let parent_place = match parent {
        Some(id) => store::place(&mut tx, id).await?,
        None => None,
    };
    let ours = parent.is_none() || parent_place.as_ref().is_some_and(|place| place.facility == facility);
    if !ours || !kind.fits(parent_place.as_ref().map(|place| place.kind)) {
        return Err(SampleError::Refused(vec![Refusal::OtherPlace]));
    }
    let name = name.trim().replace('/', "-");
    let path = match &parent_place {
        Some(parent) => format!("{} / {name}", parent.path),
        None => name.clone(),
    };
    let place = Place { id: app.new_id(), facility, kind, path, holds: None, holds_code: String::new() };
    store::make_place(&mut tx, &place, parent, &name, me, app.now()).await?;
    let (thing, at) = (place.id.to_string(), app.now());
    let after = Some(json!({ "path": place.path, "kind": place.kind }));
    let entry = Audit { actor: Some(me), action: "place.made", thing: &thing, before: None, after, at };
    tx.audit(&entry).await?;
    tx.commit().await?;
    Ok(place)
}

/// Whether an actor is on the facility's side of a request.
pub(super) fn keeps(request: &Request, actor: &Actor) -> bool {
    request.sides(actor).contains(&Side::Facility)
}
