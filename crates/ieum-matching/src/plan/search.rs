//! The search: fills the places of all ways and keeps, for each aim, the best plan. Bounded, and the same every time.

use super::candidate::Candidate;
use super::cost::{Voucher, subsidised, sum};
use super::plan::{Aim, Cost};
use super::schedule::{Need, Slot, schedule};
use super::wanted::Wanted;
use super::ways::Way;
use ieum_kernel::{Timestamp, Zone};
use ieum_search::Vocabulary;
use std::cmp::Ordering;

/// Partly filled ways that are gone on with, for each aim and place.
const WIDTH: usize = 6;

/// What a plan is judged with.
pub(super) struct World<'a> {
    pub vocabulary: &'a Vocabulary,
    pub wanted: &'a Wanted,
    pub candidates: &'a [Candidate],
    pub vouchers: &'a [Voucher],
    pub now: Timestamp,
    pub zone: &'a Zone,
}

/// A filled way: which candidate at which place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filled {
    /// Place of the way in the list.
    pub way: usize,
    /// A candidate for each place.
    pub picks: Vec<usize>,
}

/// What a filled way comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Worth {
    undone: usize,
    /// Steps on an instrument whose calendar does not say when.
    unsure: usize,
    pub finishes: Timestamp,
    pub unpriced: usize,
    pub total: i64,
    pub strength: f64,
}

/// When the places filled so far happen.
pub(super) fn slots(world: &World<'_>, way: &Way, picks: &[usize]) -> Vec<Slot> {
    let needs: Vec<Need<'_>> = way
        .places
        .iter()
        .zip(picks)
        .filter_map(|(place, pick)| {
            let candidate = world.candidates.get(*pick)?;
            Some(Need {
                part: place.part,
                offer: &candidate.offer,
                position: candidate.position,
                openings: &candidate.openings,
                minutes: minutes(world.wanted.quantity),
                after: &place.after,
            })
        })
        .collect();
    schedule(&needs, world.now, world.zone)
}

/// Minutes on an instrument that is used by the hour: an hour a sample, at most a working day. An assumption, said on
/// the page.
pub(super) fn minutes(quantity: i64) -> i64 {
    quantity.saturating_mul(60).clamp(60, 480)
}

/// What the places filled so far cost, with what vouchers pay.
pub(super) fn costs(world: &World<'_>, picks: &[usize]) -> Vec<Option<Cost>> {
    let own: Vec<Option<&Cost>> =
        picks.iter().map(|pick| world.candidates.get(*pick).and_then(|c| c.cost.as_ref())).collect();
    subsidised(&own, world.vouchers)
}

/// How much is known of those who measure; the weakest counts.
pub(super) fn strength(world: &World<'_>, way: &Way, picks: &[usize]) -> f64 {
    let measuring =
        way.places.iter().zip(picks).filter(|(place, _)| place.part == super::plan::Part::Measure);
    let each = measuring.filter_map(|(_, pick)| world.candidates.get(*pick));
    each.map(|c| c.strength(world.vocabulary, world.wanted))
        .fold(None, |least: Option<f64>, s| Some(least.map_or(s, |least| least.min(s))))
        .unwrap_or_default()
}

fn worth(world: &World<'_>, way: &Way, picks: &[usize]) -> Worth {
    let slots = slots(world, way, picks);
    let costs = costs(world, picks);
    let unsure = slots.iter().zip(picks).filter(|(slot, pick)| {
        !slot.known && world.candidates.get(**pick).is_some_and(|c| c.instrument.is_some())
    });
    Worth {
        undone: way.undone,
        unsure: unsure.count(),
        finishes: slots.iter().map(|slot| slot.finishes).max().unwrap_or(world.now),
        unpriced: costs.iter().filter(|cost| cost.is_none()).count(),
        total: sum(&costs).map_or(0, |total| total.total.minor),
        strength: strength(world, way, picks),
    }
}

/// Which of two is better for an aim. What leaves less undone is better for every aim; a price or a date that nobody
/// vouches for is worse than any that somebody does.
fn better(aim: Aim, a: &Worth, b: &Worth) -> Ordering {
    let undone = a.undone.cmp(&b.undone);
    let date = || a.unsure.cmp(&b.unsure).then(a.finishes.cmp(&b.finishes));
    let price = || a.unpriced.cmp(&b.unpriced).then(a.total.cmp(&b.total));
    let strong = || b.strength.total_cmp(&a.strength);
    match aim {
        Aim::Earliest => undone.then_with(date).then_with(price).then_with(strong),
        Aim::Cheapest => undone.then_with(price).then_with(date).then_with(strong),
        Aim::Strongest => undone.then_with(strong).then_with(date).then_with(price),
    }
}

/// The best filled way for each aim, equal ones once with all their aims. Empty when no way can be filled.
pub(super) fn best(world: &World<'_>, ways: &[Way]) -> Vec<(Vec<Aim>, Filled)> {
    let mut found: Vec<(Worth, Filled)> = Vec::new();
    for (way, one) in ways.iter().enumerate() {
        found.extend(fill(world, one).into_iter().map(|(worth, picks)| (worth, Filled { way, picks })));
    }
    let mut chosen: Vec<(Vec<Aim>, Filled)> = Vec::new();
    for aim in Aim::ALL {
        let ids = |filled: &Filled| -> Vec<String> {
            filled
                .picks
                .iter()
                .filter_map(|pick| world.candidates.get(*pick))
                .map(|c| c.offer.id.clone())
                .collect()
        };
        let order = |(a, x): &&(Worth, Filled), (b, y): &&(Worth, Filled)| {
            better(aim, a, b).then_with(|| ids(x).cmp(&ids(y))).then(x.way.cmp(&y.way))
        };
        let Some((_, filled)) = found.iter().min_by(order) else { continue };
        match chosen.iter_mut().find(|(_, known)| ids(known) == ids(filled)) {
            Some((aims, _)) => aims.push(aim),
            None => chosen.push((vec![aim], filled.clone())),
        }
    }
    chosen
}

/// Fills the places of a way one after the other and goes on with the best partial plans of every aim.
fn fill(world: &World<'_>, way: &Way) -> Vec<(Worth, Vec<usize>)> {
    let mut partial: Vec<(Worth, Vec<usize>)> = vec![(worth(world, way, &[]), Vec::new())];
    for place in &way.places {
        let mut grown: Vec<(Worth, Vec<usize>)> = Vec::new();
        for (_, picks) in &partial {
            for choice in &place.choices {
                let picks: Vec<usize> = picks.iter().copied().chain([*choice]).collect();
                grown.push((worth(world, way, &picks), picks));
            }
        }
        let mut kept: Vec<(Worth, Vec<usize>)> = Vec::new();
        for aim in Aim::ALL {
            grown.sort_by(|(a, x), (b, y)| better(aim, a, b).then_with(|| x.cmp(y)));
            for one in grown.iter().take(WIDTH) {
                if !kept.iter().any(|(_, picks)| *picks == one.1) {
                    kept.push(one.clone());
                }
            }
        }
        partial = kept;
    }
    partial.retain(|(_, picks)| !picks.is_empty());
    partial
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
