//! Closing the last of the gap: sites that cannot matter are settled, the rest is tried both ways.

use super::interchange::{Choice, Costs};
use super::relaxation::{Multipliers, Site, search};

/// How far a proof has come.
pub(super) struct Proof {
    /// No choice costs less than this.
    pub(super) bound: f64,
    pub(super) steps: usize,
    pub(super) branches: usize,
}

/// Differences below this share of the cost are rounding.
pub(super) const ROUNDING: f64 = 1e-10;

/// Settles free sites: one whose opening (or closing) would lift the bound above the cost of the choice cannot be part of (or missing
/// from) a better one (Christofides and Beasley 1982). Gives how many are still free.
fn settle(multipliers: &Multipliers, sites: &mut [Site], count: usize, cost: f64) -> usize {
    let mut free: Vec<usize> = (0..sites.len()).filter(|site| sites[*site] == Site::Free).collect();
    let opened = sites.iter().filter(|site| **site == Site::Open).count();
    let wanted = count - opened.min(count);
    free.sort_by(|a, b| multipliers.worth[*a].total_cmp(&multipliers.worth[*b]).then(a.cmp(b)));
    if wanted == 0 || wanted >= free.len() {
        let rest = if wanted == 0 { Site::Closed } else { Site::Open };
        free.iter().for_each(|site| sites[*site] = rest);
        return 0;
    }
    let (last_in, first_out) = (multipliers.worth[free[wanted - 1]], multipliers.worth[free[wanted]]);
    let limit = cost - ROUNDING * cost.abs();
    for (rank, site) in free.iter().enumerate() {
        let worth = multipliers.worth[*site];
        if rank < wanted && multipliers.bound - worth + first_out > limit {
            sites[*site] = Site::Open;
        } else if rank >= wanted && multipliers.bound + worth - last_in > limit {
            sites[*site] = Site::Closed;
        }
    }
    sites.iter().filter(|site| **site == Site::Free).count()
}

/// Proves a bound for the p-median, making `choice` better on the way.
pub(super) fn prove(
    costs: &Costs,
    sites: Vec<Site>,
    count: usize,
    choice: &mut Choice,
    (steps, branches): (usize, usize),
) -> Proof {
    // Between nearest and second nearest open site: a place would pay up to the latter to keep the former.
    let start = start(costs, choice);
    let root = search(costs, &sites, count, start, choice, (steps, ROUNDING));
    let mut proof = Proof { bound: root.best.bound, steps: root.steps, branches: 0 };
    // Nodes still to be looked at; the proven bound is the least of theirs.
    let mut nodes = vec![(root.best, sites)];
    while let Some((multipliers, mut sites)) = nodes.pop() {
        if multipliers.bound >= choice.cost * (1.0 - ROUNDING) {
            continue;
        }
        if proof.branches >= branches {
            nodes.push((multipliers, sites));
            break;
        }
        let left = settle(&multipliers, &mut sites, count, choice.cost);
        if left == 0 {
            // Everything is settled: one choice remains, and it is tried.
            let open: Vec<usize> = (0..sites.len()).filter(|site| sites[*site] == Site::Open).collect();
            if open.len() == count {
                let cost = costs.cost(&open);
                if cost < choice.cost {
                    *choice = Choice { open, cost };
                }
            }
            continue;
        }
        // The site in the bound's choice that serves most places already served is the one to decide on.
        let excess = |site: usize| {
            let serves = costs.by_site[site].iter().zip(&multipliers.multipliers).zip(&multipliers.served);
            serves.filter(|((cost, multiplier), served)| cost < multiplier && **served > 1).count()
        };
        let pick =
            multipliers.open.iter().copied().filter(|site| sites[*site] == Site::Free).max_by(|a, b| {
                excess(*a)
                    .cmp(&excess(*b))
                    .then(multipliers.worth[*b].total_cmp(&multipliers.worth[*a]))
                    .then(b.cmp(a))
            });
        let Some(pick) = pick.or_else(|| sites.iter().position(|site| *site == Site::Free)) else { continue };
        proof.branches += 1;
        for decided in [Site::Closed, Site::Open] {
            let mut sites = sites.clone();
            sites[pick] = decided;
            let found = search(
                costs,
                &sites,
                count,
                multipliers.multipliers.clone(),
                choice,
                (steps.min(150), ROUNDING),
            );
            proof.steps += found.steps;
            // A node is at least as good as its parent, whatever its own search came to.
            let mut best = found.best;
            best.bound = best.bound.max(multipliers.bound);
            if best.open.len() == count {
                nodes.push((best, sites));
            }
        }
    }
    proof.bound =
        nodes.iter().map(|(multipliers, _)| multipliers.bound).fold(choice.cost, f64::min).max(proof.bound);
    proof
}

fn start(costs: &Costs, choice: &Choice) -> Vec<f64> {
    let mut near = vec![(f64::INFINITY, f64::INFINITY); costs.places];
    for site in &choice.open {
        for ((first, second), cost) in near.iter_mut().zip(&costs.by_site[*site]) {
            if cost < first {
                (*first, *second) = (*cost, *first);
            } else if cost < second {
                *second = *cost;
            }
        }
    }
    near.into_iter()
        .map(|(first, second)| if second.is_finite() { (first + second) / 2.0 } else { first })
        .collect()
}
