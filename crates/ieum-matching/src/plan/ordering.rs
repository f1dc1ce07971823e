//! Turning a kept plan into requests.

use super::keeping::{PlanError, evaluate, of_need, refused, write_down};
use super::kept::{Kept, PlanThing, State, What};
use super::plan::{Plan, Step};
use super::policy::Act;
use super::store;
use super::wanted::count;
use crate::asks::{Order, OrderError, Orders, Sent};
use crate::need::{Need, Step as NeedStep, open_steps, take};
use ieum_kernel::{Actor, Id, Lang, Text};
use ieum_web::App;
use serde_json::{Value, json};

type PlanId = Id<PlanThing>;

/// Turns a kept plan into requests, one for each step, all or none. Whoever asks again gets the same requests: each is
/// known by the plan and its step.
///
/// # Errors
/// All reasons at once, the plan's own and those of the room that takes orders.
pub async fn order(
    app: &App,
    actor: &Actor,
    need: &Need,
    (id, version): (PlanId, i64),
) -> Result<Kept, PlanError> {
    let before = of_need(app, need, id).await?;
    if matches!(before.state, State::Ordered { .. }) && actor.person == Some(need.owner) {
        // The same button pressed twice has done what it says.
        return Ok(before);
    }
    if before.version != version {
        return Err(PlanError::Stale(Box::new(before)));
    }
    let now = evaluate(app, actor, need, &before.picks).await?;
    let by = refused(need, &before.state, &before.picks, &now.offers, (Act::Order, actor))?;
    let plan = now.plan.ok_or(PlanError::NotFound)?;
    let sent = send(app, actor, need, &before, &plan).await?;
    let at = app.now();
    let kept = Kept {
        state: State::Ordered { by, at },
        plan,
        version: before.version.saturating_add(1),
        changed_at: at,
        ..before
    };
    let mut tx = app.db.begin().await?;
    if !store::update(&mut tx, &kept, version).await? {
        // Somebody else pressed it at this moment; the requests are the same ones.
        return store::find(&mut tx, id).await?.ok_or(PlanError::NotFound);
    }
    for (step, sent) in (0..).zip(&sent) {
        store::ordered(&mut tx, id, step, sent).await?;
    }
    write_down(&mut tx, &kept, "order", &What::default(), "", by).await?;
    tx.commit().await?;
    if open_steps(need, actor).contains(&"match") {
        // The problem moves on when it can; the requests stand either way.
        if let Err(error) = take(app, need.id, actor, &NeedStep::Match(String::new())).await {
            tracing::warn!(%error, "a need did not move on with its plan");
        }
    }
    Ok(kept)
}

async fn send(
    app: &App,
    actor: &Actor,
    need: &Need,
    kept: &Kept,
    plan: &Plan,
) -> Result<Vec<Sent>, PlanError> {
    let Some(orders) = app.ask::<dyn Orders>() else { return Err(PlanError::NotFound) };
    let steps: Vec<Order> =
        (0..).zip(&plan.steps).map(|(place, step)| one(app, actor.lang, need, kept, (place, step))).collect();
    match orders.send(app, actor, &steps).await {
        Ok(sent) => Ok(sent),
        Err(OrderError::Problem(problem)) => Err(PlanError::Problem(problem)),
        Err(OrderError::Refused(reasons)) => {
            let step =
                |key: &str| (1..).zip(&steps).find(|(_, order)| order.key == key).map_or(0, |(n, _)| n);
            let told = reasons.into_iter().map(|(key, about, reason)| (step(&key), about, reason));
            Err(PlanError::OrderRefused(told.collect()))
        }
    }
}

/// A step as an order, in the words of the one who orders.
fn one(app: &App, lang: Lang, need: &Need, kept: &Kept, (place, step): (usize, &Step)) -> Order {
    let name = step.offer.name.in_lang(lang);
    let said = |key: &str, args: Value| {
        let args = args.as_object().cloned().unwrap_or_default().into_iter().collect();
        app.words.say(lang, key, &args)
    };
    let part = app.words.plain(lang, &format!("plan-part-{}", step.part.key()));
    let title = said("plan-order-title", json!({ "title": need.said.title, "part": part, "offer": name }));
    let mut words = vec![need.said.words.clone()];
    let also = [
        ("need-material", &need.said.material),
        ("need-solved-when", &need.said.solved_when),
        ("need-quantity", &need.said.quantity),
    ];
    for (label, text) in also.into_iter().filter(|(_, text)| !text.is_empty()) {
        words.push(format!("{}: {text}", app.words.plain(lang, label)));
    }
    let number = place.saturating_add(1);
    words.push(said(
        "plan-order-step",
        json!({ "number": number, "count": kept.picks.len(), "starts": step.starts }),
    ));
    let waits: Vec<&Text> =
        step.after.iter().filter_map(|at| kept.plan.steps.get(*at)).map(|step| &step.offer.name).collect();
    if !waits.is_empty() {
        let names: Vec<&str> = waits.iter().map(|name| name.in_lang(lang)).collect();
        words.push(said("plan-order-after", json!({ "offers": names.join(", ") })));
    }
    let quantity = count(&need.said.quantity);
    Order {
        key: format!("{}:{place}", kept.id),
        need: need.id,
        kind: step.offer.kind.clone(),
        id: step.offer.id.clone(),
        facility: step.offer.facility.clone(),
        title: title.chars().take(200).collect(),
        words: words.join("\n"),
        quantity,
        deadline: need.said.due_on,
    }
}
