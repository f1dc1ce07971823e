//! Kept plans: keeping what was shown, looking at it, changing it, turning it into requests.

use super::gather::gather;
use super::keeping::{PlanError, change, evaluate, keep, of_need};
use super::kept::{Change, Kept, Pick, PlanThing, State};
use super::ordering::order;
use super::plan::{Aim, Cost, Part, Plan};
use super::policy::{MOST_STEPS, Refusal};
use super::store;
use super::ways::{measures, named};
use super::{KEEP, LOOK, ORDER};
use crate::matches::{Wishes, need_inside};
use crate::need::{Need, sorts};
use axum::extract::State as Held;
use axum::response::Response;
use http::StatusCode;
use ieum_kernel::{Actor, Id, Text};
use ieum_web::{App, Doors, Fields, Page, Path, Problem, SignedIn, see_other};
use serde_json::{Value, json};

type NeedId = Id<ieum_kernel::Need>;
type PlanId = Id<PlanThing>;

pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .post("/needs/{id}/plans", &KEEP, keep_shown)
        .get("/needs/{id}/plans/{plan}", &LOOK, show)
        .get("/needs/{id}/plans/{plan}/edit", &KEEP, edit)
        .post("/needs/{id}/plans/{plan}/change", &KEEP, changed)
        .post("/needs/{id}/plans/{plan}/order", &ORDER, ordered)
}

fn path(need: NeedId, plan: PlanId) -> String {
    format!("/needs/{need}/plans/{plan}")
}

async fn keep_shown(
    Held(app): Held<App>,
    me: SignedIn,
    Path(id): Path<NeedId>,
    fields: Fields,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let picks: Result<Vec<Pick>, _> =
        fields.all("pick").into_iter().take(MOST_STEPS + 1).map(str::parse).collect();
    let picks = picks.map_err(|_error| Problem::bad_request())?;
    let aims = fields.all("aim").into_iter().filter_map(aim).collect();
    let kept = keep(&app, me.actor(), &need, picks, aims).await?;
    Ok(see_other(&app, &path(id, kept.id), Some("plan-done-keep")))
}

fn aim(word: &str) -> Option<Aim> {
    serde_json::from_value(json!(word)).ok()
}

/// A plan as its reader may see it: whose vouchers pay is the customer's own business.
pub(super) fn for_reader(plan: Plan, need: &Need, actor: &Actor) -> Plan {
    let own = actor.person == Some(need.owner) || need.organisation.is_some_and(|o| actor.belongs_to(o));
    if own {
        return plan;
    }
    let bare = |cost: Cost| {
        let total = cost.supply.plus(cost.vat).unwrap_or(cost.supply);
        Cost { subsidy: ieum_kernel::Money::zero(cost.supply.currency), voucher: None, total, ..cost }
    };
    let steps: Vec<_> =
        plan.steps.into_iter().map(|step| super::Step { cost: step.cost.map(bare), ..step }).collect();
    let costs: Vec<Option<Cost>> = steps.iter().map(|step| step.cost.clone()).collect();
    Plan { cost: super::cost::sum(&costs), steps, ..plan }
}

/// A kept plan as it stands at this moment: prices and dates of now while it may still change, else as it was ordered.
async fn present(
    app: &App,
    actor: &Actor,
    need: &Need,
    kept: &Kept,
) -> Result<(Plan, Vec<Refusal>), Problem> {
    let stored = || for_reader(kept.plan.clone(), need, actor);
    if matches!(kept.state, State::Ordered { .. }) {
        return Ok((stored(), Vec::new()));
    }
    let now = evaluate(app, actor, need, &kept.picks).await?;
    let facts = super::policy::Facts {
        need,
        state: &kept.state,
        picks: &kept.picks,
        offers: &now.offers,
        act: super::policy::Act::Change,
        actor,
    };
    let warnings = super::policy::refusals(&facts);
    Ok((now.plan.unwrap_or_else(stored), warnings))
}

async fn page(app: &App, me: &SignedIn, need: &Need, kept: &Kept) -> Result<Page, Problem> {
    let actor = me.actor();
    let (plan, warnings) = present(app, actor, need, kept).await?;
    let mut reader = app.db.reader();
    let history = store::changes(&mut reader, kept.id).await?;
    let orders = store::orders(&mut reader, kept.id).await?;
    let orders: Vec<Value> = orders
        .iter()
        .map(|(step, sent)| json!({ "step": step + 1, "id": sent.id, "number": sent.number }))
        .collect();
    let owner = actor.person == Some(need.owner);
    Ok(Page::new("plan/kept.html")
        .with("need", need)
        .with("kept", json!({ "id": kept.id, "version": kept.version, "aims": kept.aims }))
        .with("state", kept.state.key())
        .with("plan", plan)
        .with("warnings", warnings)
        .with("history", history)
        .with("orders", orders)
        .with("own", owner)
        .with("may_order", owner && kept.state == State::Kept)
        .with("may_edit", (owner || sorts(actor)) && kept.state == State::Kept))
}

async fn show(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, plan)): Path<(NeedId, PlanId)>,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let kept = of_need(&app, &need, plan).await?;
    app.render(page(&app, &me, &need, &kept).await?, me.visit())
}

async fn edit(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, plan)): Path<(NeedId, PlanId)>,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let kept = of_need(&app, &need, plan).await?;
    app.render(edit_page(&app, me.actor(), &need, &kept).await?, me.visit())
}

/// What could stand in for a step, or be added: found again for the need.
async fn edit_page(app: &App, actor: &Actor, need: &Need, kept: &Kept) -> Result<Page, Problem> {
    let all = gather(app, actor, need, &Wishes::default()).await?;
    let vocabulary = &all.lexicon.vocabulary;
    let lang = actor.lang;
    let label = |place: usize| -> Option<(String, String)> {
        let candidate = all.candidates.get(place)?;
        let (name, home) = (candidate.offer.name.in_lang(lang), candidate.offer.place.in_lang(lang));
        let words = if home.is_empty() { name.to_owned() } else { format!("{name} ({home})") };
        Some((candidate.offer.id.clone(), words))
    };
    let measuring: Vec<usize> = (0..all.candidates.len())
        .filter(|i| all.candidates.get(*i).is_some_and(|c| c.relevance > 0.0 && measures(vocabulary, c)))
        .collect();
    let option = |(value, words): (String, String)| json!({ "value": value, "label": words });
    let for_step = |pick: &Pick| -> Vec<Value> {
        let places = match pick.part {
            Part::Measure => measuring.as_slice(),
            _ => all.by_task.get(&pick.task).map(Vec::as_slice).unwrap_or_default(),
        };
        places
            .iter()
            .filter_map(|place| label(*place))
            .filter(|(id, _)| *id != pick.offer)
            .map(option)
            .collect()
    };
    let part = |part: Part| app.words.plain(lang, &format!("plan-part-{}", part.key()));
    let mut more: Vec<Value> = Vec::new();
    for (task, places) in &all.by_task {
        let Some(entry) = vocabulary.entry(task) else { continue };
        let does = part_of(vocabulary, entry);
        let task_name = named(entry);
        for (offer, words) in places.iter().filter_map(|place| label(*place)) {
            let words = format!("{}: {} · {words}", part(does), task_name.in_lang(lang));
            more.push(option((format!("{}|{task}|{offer}|", does.key()), words)));
        }
    }
    for (offer, words) in measuring.iter().filter_map(|place| label(*place)) {
        more.push(option((format!("measure||{offer}|"), format!("{}: {words}", part(Part::Measure)))));
    }
    let names: Vec<Text> = kept.plan.steps.iter().map(|step| step.offer.name.clone()).collect();
    let steps: Vec<Value> = (0..)
        .zip(kept.picks.iter().zip(names))
        .map(|(place, (pick, name)): (usize, _)| {
            json!({ "place": place, "part": pick.part, "name": name, "options": for_step(pick) })
        })
        .collect();
    Ok(Page::new("plan/edit.html")
        .with("need", need)
        .with("kept", json!({ "id": kept.id, "version": kept.version }))
        .with("steps", steps)
        .with("options", more))
}

/// What a task of the vocabulary is for in a plan.
fn part_of(vocabulary: &ieum_search::Vocabulary, entry: &ieum_search::Entry) -> Part {
    let gives = |state: &str| vocabulary.gives(entry).iter().any(|given| given == state);
    match entry.kind {
        ieum_search::EntryKind::Preparation => Part::Prepare,
        _ if gives("certificate") => Part::Certify,
        _ => Part::Interpret,
    }
}

/// Reads a change from its form.
fn read_change(fields: &Fields) -> Option<Change> {
    let step = || fields.get("step").trim().parse::<usize>().ok();
    Some(match fields.get("do") {
        "swap" => Change::Swap { step: step()?, offer: fields.get("offer").chars().take(40).collect() },
        "remove" => Change::Remove { step: step()? },
        "add" => {
            let pick: Pick = fields.get("add").parse().ok()?;
            Change::Add { part: pick.part, task: pick.task, offer: pick.offer }
        }
        "note" => Change::Note,
        _ => return None,
    })
}

fn version(fields: &Fields) -> i64 {
    fields.get("version").trim().parse().unwrap_or(0)
}

async fn changed(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, plan)): Path<(NeedId, PlanId)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    let asked = read_change(&fields).ok_or_else(Problem::bad_request)?;
    let done = change(&app, me.actor(), &need, (plan, version(&fields)), &asked, fields.get("note")).await;
    match done {
        Ok(_) => Ok(see_other(&app, &path(id, plan), Some("plan-done-change"))),
        Err(PlanError::Refused(reasons)) => {
            let kept = of_need(&app, &need, plan).await?;
            let page = edit_page(&app, me.actor(), &need, &kept).await?.refused(&fields, "plan", &reasons);
            app.render(page, me.visit())
        }
        Err(error) => Err(error.into()),
    }
}

async fn ordered(
    Held(app): Held<App>,
    me: SignedIn,
    Path((id, plan)): Path<(NeedId, PlanId)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let need = need_inside(&app, id, me.actor()).await?;
    match order(&app, me.actor(), &need, (plan, version(&fields))).await {
        Ok(_) => Ok(see_other(&app, &path(id, plan), Some("plan-done-order"))),
        Err(PlanError::Refused(reasons)) => {
            let kept = of_need(&app, &need, plan).await?;
            let page = page(&app, &me, &need, &kept).await?.refused(&fields, "plan", &reasons);
            app.render(page, me.visit())
        }
        Err(PlanError::OrderRefused(reasons)) => {
            let kept = of_need(&app, &need, plan).await?;
            let about = reasons.first().map_or("request", |(_, about, _)| *about);
            let told: Vec<Value> = reasons.into_iter().map(|(.., reason)| reason).collect();
            let page = page(&app, &me, &need, &kept).await?.refused(&fields, about, &told);
            app.render(page.status(StatusCode::UNPROCESSABLE_ENTITY), me.visit())
        }
        Err(error) => Err(error.into()),
    }
}
