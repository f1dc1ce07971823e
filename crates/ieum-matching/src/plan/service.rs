//! From a need to plans: gather, find the ways, choose, and say what is still open.

use super::gather::{Gathered, LeftOut, gather};
use super::plan::{Open, Plan, Proposal, Step};
use super::schedule::USUAL_DAYS;
use super::search::{World, best, costs, minutes, slots, strength};
/// What pages read; they come to the store through here.
pub(super) use super::store::of_need as kept_of;
use super::ways::{Ground, Way, goals, ways};
use crate::matches::Wishes;
use crate::need::Need;
use ieum_kernel::Actor;
use ieum_web::{App, Problem};
use serde::Serialize;

/// The plans for a need.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "PlansProposed")]
pub struct Proposed {
    /// At most three: the earliest, the cheapest and the best proved one; equal ones stand there once.
    pub plans: Vec<Proposal>,
    /// What would do but for a reason.
    pub left_out: Vec<LeftOut>,
    /// Words of the need that nothing found speaks to.
    pub unmatched_words: Vec<String>,
}

/// The plans for a need, as its reader sees them: prices and dates of this moment.
///
/// # Errors
/// Faults of the database or the index.
pub async fn propose(app: &App, actor: &Actor, need: &Need, wishes: &Wishes) -> Result<Proposed, Problem> {
    let all = gather(app, actor, need, wishes).await?;
    let vocabulary = &all.lexicon.vocabulary;
    let (sets, unmet) = goals(vocabulary, &all.wanted, &all.candidates);
    let (wanted, candidates, by_task) = (&all.wanted, all.candidates.as_slice(), &all.by_task);
    let ground = Ground { vocabulary, wanted, candidates, by_task };
    let ways = ways(&ground, &sets, &unmet);
    let world = world(app, &all);
    let plans = best(&world, &ways)
        .into_iter()
        .filter_map(|(aims, filled)| {
            let way = ways.get(filled.way)?;
            Some(Proposal { aims, plan: plan(&world, way, &filled.picks, need)? })
        })
        .collect();
    Ok(Proposed { plans, left_out: all.left_out, unmatched_words: all.unmatched })
}

pub(super) fn world<'a>(app: &'a App, all: &'a Gathered) -> World<'a> {
    World {
        vocabulary: &all.lexicon.vocabulary,
        wanted: &all.wanted,
        candidates: &all.candidates,
        vouchers: &all.vouchers,
        now: app.now(),
        zone: &app.zone,
    }
}

/// A filled way as a plan; nothing when it has no step.
pub(super) fn plan(world: &World<'_>, way: &Way, picks: &[usize], need: &Need) -> Option<Plan> {
    let slots = slots(world, way, picks);
    let costs = costs(world, picks);
    let mut open = way.open.clone();
    let mut steps = Vec::new();
    for (((place, pick), slot), cost) in way.places.iter().zip(picks).zip(&slots).zip(&costs) {
        let candidate = world.candidates.get(*pick)?;
        let offer = candidate.offer.clone();
        let by_hour = offer.kind == "instrument" && !offer.is_done_for_you();
        let name = || offer.name.clone();
        if by_hour {
            open.push(Open::YourOwnHands { offer: name() });
        }
        if cost.is_none() {
            open.push(Open::NoPrice { offer: name() });
        }
        if !slot.known && candidate.instrument.is_some() {
            open.push(Open::NoCalendar { offer: name() });
        }
        if offer.is_done_for_you() && offer.turnaround_days.is_none() {
            open.push(Open::NoTurnaround { offer: name(), days: USUAL_DAYS });
        }
        steps.push(Step {
            part: place.part,
            task: place.task.clone(),
            after: place.after.clone(),
            method: candidate.method.clone(),
            instrument: candidate.instrument.clone(),
            expert: candidate.expert.clone(),
            why: candidate.why.clone(),
            transport_days: slot.transport_days,
            starts: slot.starts,
            finishes: slot.finishes,
            minutes: by_hour.then(|| minutes(world.wanted.quantity)),
            cost: cost.clone(),
            record: candidate.record,
            offer,
        });
    }
    let starts = steps.iter().map(|step| step.starts).min()?;
    let finishes = steps.iter().map(|step| step.finishes).max()?;
    let (today, last) = (world.zone.day(world.now), world.zone.day(finishes));
    let total = super::cost::sum(&costs);
    if !world.wanted.quantity_said {
        open.push(Open::NoQuantity);
    }
    if let Some(due) = need.said.due_on.filter(|due| *due < last) {
        open.push(Open::Late { due });
    }
    if let (Some(budget), Some(total)) = (need.said.budget, total)
        && budget.currency == total.total.currency
        && budget.minor < total.total.minor
    {
        open.push(Open::OverBudget { budget });
    }
    let days = today.until(last).map_or(0, |span| i64::from(span.get_days()));
    Some(Plan {
        starts,
        finishes,
        days,
        cost: total,
        unpriced: costs.iter().filter(|cost| cost.is_none()).count(),
        strength: strength(world, way, picks),
        open,
        steps,
    })
}
