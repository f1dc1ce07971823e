//! The order of things when a need changes: read, ask the rules, write with history, audit trail, event and notices.

use super::policy::{Facts, Refusal, VoteRefusal, inside, refusals, vote_refusals};
use super::store;
use super::thing::{Need, Said, State, Step};
use ieum_db::{Audit, DbError, JobFailure, JobHandle, NewJob, Tx};
use ieum_kernel::{Actor, Id, Person, Role};
use ieum_web::{App, Kept, Problem, notices, record_file};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

type NeedId = Id<ieum_kernel::Need>;

/// The job that tells those who sort needs, or a facility, that one waits.
pub(crate) const TELL: &str = "need.tell";

/// Why a need was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NeedError {
    /// The rules said no.
    #[error("refused for {} reason(s)", .0.len())]
    Refused(Vec<Refusal>),
    /// The rules said no to a vote.
    #[error("the vote is refused for {} reason(s)", .0.len())]
    VoteRefused(Vec<VoteRefusal>),
    /// There is none, or none this person may know of.
    #[error("there is no such need")]
    NotFound,
    /// Somebody else changed it meanwhile.
    #[error("the need has changed meanwhile")]
    Stale(Box<Need>),
    /// The database failed.
    #[error("cannot reach the needs")]
    Db(#[from] DbError),
}

impl From<NeedError> for Problem {
    fn from(error: NeedError) -> Self {
        match error {
            NeedError::Refused(reasons) => Self::refused("need", reasons),
            NeedError::VoteRefused(reasons) => Self::refused("need", reasons),
            NeedError::NotFound => Self::not_found(),
            NeedError::Stale(present) => Self::stale(present),
            NeedError::Db(error) => error.into(),
        }
    }
}

/// Begins a need; a draft of the same words by the same person is gone on with.
///
/// # Errors
/// Faults of the database.
pub async fn begin(app: &App, owner: Id<Person>, actor: &Actor, said: Said) -> Result<NeedId, NeedError> {
    let mut tx = app.db.begin().await?;
    if let Some(same) = store::same_draft(&mut tx, owner, &said.words).await? {
        return Ok(same);
    }
    let now = app.now();
    let need = Need {
        id: app.new_id(),
        owner,
        organisation: actor.organisation(),
        said,
        state: State::Draft,
        registered: false,
        version: 1,
        made_at: now,
        submitted_at: None,
        changed_at: now,
    };
    store::insert(&mut tx, &need).await?;
    write_down(&mut tx, &need, "begin", Some(owner), "", None).await?;
    tx.commit().await?;
    Ok(need.id)
}

/// Changes what a need says, while its owner may.
///
/// # Errors
/// [`NeedError::Refused`] when it is no longer the owner's to write.
pub async fn rewrite(
    app: &App,
    id: NeedId,
    actor: &Actor,
    change: impl FnOnce(&mut Said) + Send,
) -> Result<Need, NeedError> {
    let mut tx = app.db.begin().await?;
    let before = store::find(&mut tx, id).await?.filter(|n| actor.person == Some(n.owner));
    let before = before.ok_or(NeedError::NotFound)?;
    if !before.state.is_written() {
        let (step, state) = ("write".to_owned(), before.state.key().to_owned());
        return Err(NeedError::Refused(vec![Refusal::WrongState { step, state }]));
    }
    let mut said = before.said.clone();
    change(&mut said);
    if said == before.said {
        return Ok(before);
    }
    let version = before.version.saturating_add(1);
    let need = Need { said, version, changed_at: app.now(), ..before.clone() };
    keep(&mut tx, &need, before.version).await?;
    write_down(&mut tx, &need, "write", actor.person, "", Some(&before)).await?;
    tx.commit().await?;
    Ok(need)
}

/// Takes a step, or gives every reason why not. Pages and API both come through here.
///
/// # Errors
/// [`NeedError::Refused`] with all reasons; [`NeedError::NotFound`] also where the need may not be known.
pub async fn take(app: &App, id: NeedId, actor: &Actor, step: &Step) -> Result<Need, NeedError> {
    let mut tx = app.db.begin().await?;
    let before = store::find(&mut tx, id).await?.filter(|n| inside(n, actor)).ok_or(NeedError::NotFound)?;
    let today = app.zone.day(app.now());
    let reasons = refusals(&Facts { need: &before, step, actor, today });
    let Some(by) = actor.person.filter(|_| reasons.is_empty()) else {
        return Err(NeedError::Refused(reasons));
    };
    let need = before.clone().after(step, by, app.now());
    keep(&mut tx, &need, before.version).await?;
    write_down(&mut tx, &need, step.key(), Some(by), step.note(), Some(&before)).await?;
    if by != need.owner {
        let key = format!("need-notice-{}", step.key());
        let args = json!({ "title": need.said.title, "note": step.note() });
        let href = format!("/needs/{id}");
        notices::notify(&mut tx, app.clock(), need.owner, "need", &key, &args, &href).await?;
    }
    if matches!(step, Step::Submit | Step::Answer(_) | Step::Refer(..)) {
        // Looking people up takes another connection: not while this one holds the turn.
        let payload = json!({ "need": id, "step": step.key(), "by": by });
        tx.enqueue(&NewJob::new(TELL, payload, app.now())).await?;
    }
    tx.commit().await?;
    Ok(need)
}

async fn keep(tx: &mut Tx, need: &Need, was: i64) -> Result<(), NeedError> {
    if store::update(tx, need, was).await? {
        return Ok(());
    }
    Err(store::find(tx, need.id)
        .await?
        .map_or(NeedError::NotFound, |present| NeedError::Stale(Box::new(present))))
}

/// History, audit trail and event of one change.
async fn write_down(
    tx: &mut Tx,
    need: &Need,
    step: &str,
    by: Option<Id<Person>>,
    note: &str,
    before: Option<&Need>,
) -> Result<(), DbError> {
    store::keep_step(tx, need, step, by, note).await?;
    let (thing, action) = (need.id.to_string(), format!("need.{step}"));
    let before = before.map(|n| json!({ "state": n.state.key(), "said": n.said }));
    let after = Some(json!({ "state": need.state.key(), "said": need.said }));
    let at = need.changed_at;
    tx.audit(&Audit { actor: by, action: &action, thing: &thing, before, after, at }).await?;
    let facts = json!({ "need": need.id, "owner": need.owner, "organisation": need.organisation,
        "state": need.state.key(), "registered": need.registered });
    tx.emit(&action, &thing, &facts, at).await
}

/// Attaches files that were kept before.
///
/// # Errors
/// As [`rewrite`].
pub async fn attach(app: &App, id: NeedId, actor: &Actor, kept: &[Kept]) -> Result<(), NeedError> {
    let mut tx = app.db.begin().await?;
    let need = written(&mut tx, id, actor).await?;
    for one in kept {
        let file = record_file(&mut tx, app.new_id(), one, actor.person, app.now()).await?;
        store::attach(&mut tx, need.id, file.id, app.now()).await?;
        let (thing, after) = (id.to_string(), Some(json!({ "file": file.id, "name": file.name })));
        let at = app.now();
        tx.audit(&Audit {
            actor: actor.person,
            action: "need.attach",
            thing: &thing,
            before: None,
            after,
            at,
        })
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a file off a need.
///
/// # Errors
/// As [`rewrite`].
pub async fn detach(
    app: &App,
    id: NeedId,
    actor: &Actor,
    file: Id<ieum_kernel::StoredFile>,
) -> Result<(), NeedError> {
    let mut tx = app.db.begin().await?;
    let need = written(&mut tx, id, actor).await?;
    if !store::detach(&mut tx, need.id, file).await? {
        return Err(NeedError::NotFound);
    }
    let (thing, before, at) = (id.to_string(), Some(json!({ "file": file })), app.now());
    tx.audit(&Audit { actor: actor.person, action: "need.detach", thing: &thing, before, after: None, at })
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn written(tx: &mut Tx, id: NeedId, actor: &Actor) -> Result<Need, NeedError> {
    let need =
        store::find(tx, id).await?.filter(|n| actor.person == Some(n.owner)).ok_or(NeedError::NotFound)?;
    if need.state.is_written() {
        return Ok(need);
    }
    let (step, state) = ("write".to_owned(), need.state.key().to_owned());
    Err(NeedError::Refused(vec![Refusal::WrongState { step, state }]))
}

/// Gives or takes back a vote. Doing either twice changes nothing more.
///
/// # Errors
/// [`NeedError::VoteRefused`] with all reasons.
pub async fn vote(app: &App, id: NeedId, actor: &Actor, give: bool) -> Result<(), NeedError> {
    let mut tx = app.db.begin().await?;
    let need = store::find(&mut tx, id).await?.filter(|n| n.registered).ok_or(NeedError::NotFound)?;
    let reasons = vote_refusals(&need, actor);
    let Some(person) = actor.person.filter(|_| reasons.is_empty()) else {
        return Err(NeedError::VoteRefused(reasons));
    };
    let changed = if give {
        store::vote(&mut tx, id, person, app.now()).await?
    } else {
        store::unvote(&mut tx, id, person).await?
    };
    if changed {
        let (thing, at) = (id.to_string(), app.now());
        let action = if give { "need.vote" } else { "need.unvote" };
        tx.audit(&Audit { actor: Some(person), action, thing: &thing, before: None, after: None, at })
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether somebody may see a need, and so tie work to it: the answer to what operations ask.
///
/// # Errors
/// Faults of the database.
pub async fn visible_to(app: &App, id: NeedId, actor: &Actor) -> Result<bool, Problem> {
    Ok(store::find(&mut app.db.reader(), id).await?.is_some_and(|need| inside(&need, actor)))
}

#[derive(Debug, Deserialize)]
struct Telling {
    need: NeedId,
    step: String,
    by: Id<Person>,
}

/// Tells planners and operators of what waits for them, and a facility's staff of what was referred to it.
pub(crate) async fn tell(app: App, job: JobHandle) -> Result<(), JobFailure> {
    let telling: Telling = job.payload()?;
    let Some(need) = store::find(&mut app.db.reader(), telling.need).await? else { return Ok(()) };
    let failed = |problem: Problem| JobFailure::retry(problem.key);
    let mut people: BTreeSet<Id<Person>> = BTreeSet::new();
    match (&need.state, telling.step.as_str()) {
        (State::Referred { to, .. }, "refer") => {
            let staff = app.directory.at_facility(&app, *to, Role::Staff).await.map_err(failed)?;
            people.extend(staff.iter().map(|contact| contact.person));
        }
        _ => {
            for role in [Role::Planner, Role::Operator] {
                let found = app.directory.with_role(&app, role).await.map_err(failed)?;
                people.extend(found.iter().map(|contact| contact.person));
            }
        }
    }
    people.remove(&telling.by);
    let key = format!("need-notice-{}-staff", telling.step);
    let args = json!({ "title": need.said.title });
    let mut tx = app.db.begin().await?;
    for person in people {
        notices::notify(&mut tx, app.clock(), person, "need", &key, &args, &format!("/needs/{}", need.id))
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
