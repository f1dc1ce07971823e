//! Keeping a plan and changing it: the order of things.

use super::gather::{Gathered, gather_chosen};
use super::kept::{Change, Kept, Pick, PlanThing, State, What, picks};
use super::plan::{Aim, Open, Part, Plan};
use super::policy::{Act, Facts, Present, Refusal, refusals};
use super::service::{plan, world};
use super::store::{self, Entry};
use super::ways::{Place, Way, named, preparation};
use crate::need::Need;
use ieum_db::{Audit, DbError, Tx};
use ieum_kernel::{Actor, Id, Person};
use ieum_web::{App, Problem};
use serde_json::{Value, json};

type PlanId = Id<PlanThing>;

/// Longest note of a change, characters.
pub(super) const NOTE_LETTERS: usize = 2000;

/// Why a plan was not kept, changed or ordered.
#[derive(Debug)]
pub enum PlanError {
    /// The rules said no.
    Refused(Vec<Refusal>),
    /// The room that takes orders said no: number of the step from 1, what the reason is about, the reason.
    OrderRefused(Vec<(usize, &'static str, Value)>),
    /// There is none, or none this person may know of.
    NotFound,
    /// Somebody else changed it meanwhile.
    Stale(Box<Kept>),
    /// Something failed.
    Problem(Box<Problem>),
}

impl From<Problem> for PlanError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<DbError> for PlanError {
    fn from(error: DbError) -> Self {
        Self::Problem(Box::new(error.into()))
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Refused(reasons) => Self::refused("plan", reasons),
            PlanError::OrderRefused(reasons) => {
                let about = reasons.first().map_or("request", |(_, about, _)| *about);
                Self::refused(about, reasons.into_iter().map(|(.., reason)| reason).collect::<Vec<_>>())
            }
            PlanError::NotFound => Self::not_found(),
            PlanError::Stale(present) => Self::stale(present),
            PlanError::Problem(problem) => *problem,
        }
    }
}

/// Chosen steps as they stand now: the plan with today's prices and dates, and what is to be looked at before it is
/// ordered.
pub(super) struct Evaluated {
    /// Nothing when an offer is gone or there is no step.
    pub plan: Option<Plan>,
    pub offers: Vec<Present>,
}

/// Works chosen steps out again, with prices, calendars and the catalogue of this moment, as the reader sees them.
pub(super) async fn evaluate(
    app: &App,
    actor: &Actor,
    need: &Need,
    picks: &[Pick],
) -> Result<Evaluated, Problem> {
    let mut ids: Vec<String> = picks.iter().map(|pick| pick.offer.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let all = gather_chosen(app, actor, need, &ids).await?;
    let offers = all.candidates.iter().map(|candidate| Present {
        id: candidate.offer.id.clone(),
        name: candidate.offer.name.clone(),
        facility: candidate.offer.facility.clone(),
        why_not: all
            .left_out
            .iter()
            .find(|left| left.offer.id == candidate.offer.id)
            .map(|left| left.why_not.clone())
            .unwrap_or_default(),
    });
    let offers = offers.collect();
    Ok(Evaluated { plan: chosen(app, &all, need, picks), offers })
}

fn chosen(app: &App, all: &Gathered, need: &Need, picks: &[Pick]) -> Option<Plan> {
    let places: Option<Vec<usize>> =
        picks.iter().map(|pick| all.candidates.iter().position(|c| c.offer.id == pick.offer)).collect();
    let places = places?;
    let in_order = (0..).zip(picks).all(|(place, pick)| pick.after.iter().all(|after| *after < place));
    if !in_order {
        return None;
    }
    let vocabulary = &all.lexicon.vocabulary;
    let task =
        |id: &str| vocabulary.entry(id).map(|entry| super::Link { id: entry.id.clone(), name: named(entry) });
    let way = Way {
        places: picks
            .iter()
            .zip(&places)
            .map(|(pick, place)| Place {
                part: pick.part,
                task: task(&pick.task),
                after: pick.after.clone(),
                choices: vec![*place],
            })
            .collect(),
        open: still_open(all, picks, &places),
        undone: 0,
    };
    plan(&world(app, all), &way, &places, need)
}

/// What chosen steps leave open.
fn still_open(all: &Gathered, picks: &[Pick], places: &[usize]) -> Vec<Open> {
    let (vocabulary, wanted) = (&all.lexicon.vocabulary, &all.wanted);
    let has = |part: Part| picks.iter().any(|pick| pick.part == part);
    let measuring: Vec<_> = picks
        .iter()
        .zip(places)
        .filter(|(pick, _)| pick.part == Part::Measure)
        .filter_map(|(_, place)| all.candidates.get(*place))
        .collect();
    let mut open = Vec::new();
    for topic in &wanted.topics {
        if !measuring.iter().any(|candidate| candidate.covers(vocabulary, topic) > 0.0) {
            open.push(Open::Unmet { words: topic.words.clone() });
        }
    }
    for candidate in &measuring {
        let offer = || candidate.offer.name.clone();
        for step in preparation(vocabulary, wanted, candidate) {
            if picks.iter().any(|pick| pick.task == step.id) {
                continue;
            }
            let task = named(step);
            open.push(if candidate.offer.is_done_for_you() {
                Open::Included { offer: offer(), task }
            } else {
                Open::Undone { task }
            });
        }
        if wanted.certificate.is_some() && candidate.offer.accreditation.is_empty() {
            open.push(Open::NotAccredited { offer: offer() });
        }
    }
    if wanted.interpretation && !has(Part::Interpret) {
        open.push(Open::Interpretation);
    }
    let certificate = wanted.certificate.as_deref().and_then(|id| vocabulary.entry(id));
    if let Some(entry) = certificate.filter(|_| !has(Part::Certify)) {
        open.push(Open::Undone { task: named(entry) });
    }
    open
}

pub(super) fn refused(
    need: &Need,
    state: &State,
    picks: &[Pick],
    offers: &[Present],
    (act, actor): (Act, &Actor),
) -> Result<Id<Person>, PlanError> {
    let reasons = refusals(&Facts { need, state, picks, offers, act, actor });
    actor.person.filter(|_| reasons.is_empty()).ok_or(PlanError::Refused(reasons))
}

/// Keeps a plan that was shown, as it stands now.
///
/// # Errors
/// [`PlanError::Refused`] with all reasons.
pub async fn keep(
    app: &App,
    actor: &Actor,
    need: &Need,
    picks: Vec<Pick>,
    aims: Vec<Aim>,
) -> Result<Kept, PlanError> {
    let now = evaluate(app, actor, need, &picks).await?;
    let by = refused(need, &State::Kept, &picks, &now.offers, (Act::Keep, actor))?;
    let plan = now.plan.ok_or(PlanError::NotFound)?;
    let at = app.now();
    let kept = Kept {
        id: app.new_id(),
        need: need.id,
        state: State::Kept,
        picks,
        plan,
        aims,
        version: 1,
        made_by: by,
        made_at: at,
        changed_at: at,
    };
    let mut tx = app.db.begin().await?;
    store::insert(&mut tx, &kept).await?;
    write_down(&mut tx, &kept, "keep", &What::default(), "", by).await?;
    tx.commit().await?;
    Ok(kept)
}

/// One kept plan of a need.
///
/// # Errors
/// [`PlanError::NotFound`] also where it is another need's.
pub(super) async fn of_need(app: &App, need: &Need, id: PlanId) -> Result<Kept, PlanError> {
    let found = store::find(&mut app.db.reader(), id).await?;
    found.filter(|kept| kept.need == need.id).ok_or(PlanError::NotFound)
}

/// Changes a kept plan; `version` is the one somebody looked at.
///
/// # Errors
/// [`PlanError::Refused`] with all reasons; [`PlanError::Stale`] when somebody was quicker.
pub async fn change(
    app: &App,
    actor: &Actor,
    need: &Need,
    (id, version): (PlanId, i64),
    change: &Change,
    note: &str,
) -> Result<Kept, PlanError> {
    let before = of_need(app, need, id).await?;
    if before.version != version {
        return Err(PlanError::Stale(Box::new(before)));
    }
    let picks = change.applied(&before.picks).ok_or(PlanError::NotFound)?;
    let now = evaluate(app, actor, need, &picks).await?;
    let by = refused(need, &before.state, &picks, &now.offers, (Act::Change, actor))?;
    let plan = now.plan.ok_or(PlanError::NotFound)?;
    let name = |id: &str| now.offers.iter().find(|offer| offer.id == id).map(|offer| offer.name.clone());
    let old = |step: usize| before.plan.steps.get(step).map(|step| step.offer.name.clone());
    let what = match change {
        Change::Swap { step, offer } => What { before: old(*step), after: name(offer) },
        Change::Remove { step } => What { before: old(*step), after: None },
        Change::Add { offer, .. } => What { before: None, after: name(offer) },
        Change::Note => What::default(),
    };
    let kept =
        Kept { picks, plan, version: before.version.saturating_add(1), changed_at: app.now(), ..before };
    let note: String = note.trim().chars().take(NOTE_LETTERS).collect();
    let mut tx = app.db.begin().await?;
    if !store::update(&mut tx, &kept, version).await? {
        let present = store::find(&mut tx, id).await?.ok_or(PlanError::NotFound)?;
        return Err(PlanError::Stale(Box::new(present)));
    }
    write_down(&mut tx, &kept, change.key(), &what, &note, by).await?;
    tx.commit().await?;
    Ok(kept)
}

/// History, audit trail and event of one change.
pub(super) async fn write_down(
    tx: &mut Tx,
    kept: &Kept,
    change: &str,
    what: &What,
    note: &str,
    by: Id<Person>,
) -> Result<(), DbError> {
    let (plan, version, at) = (kept.id, kept.version, kept.changed_at);
    store::note(tx, &Entry { plan, version, change, what, note, by, at }).await?;
    let (thing, action) = (kept.id.to_string(), format!("plan.{change}"));
    let after = Some(json!({ "state": kept.state, "picks": kept.picks, "note": note }));
    tx.audit(&Audit { actor: Some(by), action: &action, thing: &thing, before: None, after, at }).await?;
    let facts = json!({ "plan": kept.id, "need": kept.need, "state": kept.state.key() });
    tx.emit(&action, &thing, &facts, at).await
}

/// The steps of a plan that was just proposed, as a form sends them.
pub(super) fn form_picks(plan: &Plan) -> Vec<String> {
    picks(plan)
        .iter()
        .map(|pick| {
            let after: Vec<String> = pick.after.iter().map(ToString::to_string).collect();
            format!("{}|{}|{}|{}", pick.part.key(), pick.task, pick.offer, after.join(","))
        })
        .collect()
}
