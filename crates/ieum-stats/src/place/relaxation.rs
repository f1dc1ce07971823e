//! A bound that no choice of sites can beat.

use std::collections::BTreeSet;

use super::interchange::{Choice, Costs};

/// What is settled about a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    Free,
    Open,
    Closed,
}

/// A multiplier for each place's service, and the bound it proves.
///
/// When «each place is served once» is let go and paid for instead at multiplier λ, every site stands alone: it is worth
/// ρⱼ = Σᵢ min(0, cᵢⱼ − λᵢ), and the best p of them give a cost Σλ + Σρ that no choice can beat (Cornuéjols, Fisher and Nemhauser 1977,
/// section 3; Narula, Ogbu and Samuelsson 1977).
#[derive(Debug, Clone)]
pub(super) struct Multipliers {
    pub(super) multipliers: Vec<f64>,
    pub(super) bound: f64,
    /// ρ at these multipliers.
    pub(super) worth: Vec<f64>,
    /// The sites that the bound opens.
    pub(super) open: Vec<usize>,
    /// How often each place is served by them.
    pub(super) served: Vec<i32>,
}

impl Multipliers {
    pub(super) fn at(costs: &Costs, multipliers: Vec<f64>, sites: &[Site], count: usize) -> Self {
        let mut worth = vec![0.0; costs.sites()];
        for (site, worth) in worth.iter_mut().enumerate().filter(|(site, _)| sites[*site] != Site::Closed) {
            *worth = negative_part(&costs.by_site[site], &multipliers);
        }
        let mut open: Vec<usize> = (0..sites.len()).filter(|site| sites[*site] == Site::Open).collect();
        let mut free: Vec<usize> = (0..sites.len()).filter(|site| sites[*site] == Site::Free).collect();
        free.sort_by(|a, b| worth[*a].total_cmp(&worth[*b]).then(a.cmp(b)));
        open.extend(free.into_iter().take(count.saturating_sub(open.len())));
        let bound = multipliers.iter().sum::<f64>() + open.iter().map(|site| worth[*site]).sum::<f64>();
        let mut served = vec![0; costs.places];
        for site in &open {
            for ((served, cost), multiplier) in served.iter_mut().zip(&costs.by_site[*site]).zip(&multipliers)
            {
                *served += i32::from(cost < multiplier);
            }
        }
        Self { multipliers, bound, worth, open, served }
    }
}

/// Σ min(0, cost − multiplier), in eight sums at once.
fn negative_part(costs: &[f64], multipliers: &[f64]) -> f64 {
    let ((costs, last), (multipliers, last_multipliers)) =
        (costs.as_chunks::<8>(), multipliers.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (costs, multipliers) in costs.iter().zip(multipliers) {
        sums = std::array::from_fn(|at| sums[at] + (costs[at] - multipliers[at]).min(0.0));
    }
    let rest: f64 =
        last.iter().zip(last_multipliers).map(|(cost, multiplier)| (cost - multiplier).min(0.0)).sum();
    sums.iter().sum::<f64>() + rest
}

/// What a search for good multipliers found.
pub(super) struct Search {
    pub(super) best: Multipliers,
    pub(super) steps: usize,
}

/// Moves the multipliers along the subgradient (Held, Wolfe and Crowder 1974): places served more than once are asked for less, places not
/// served for more. Each new set of sites that the bound opens is tried as a choice, and made better by swaps when it is promising.
///
/// Ends when the bound reaches the cost of the choice to within `slack` of it, or after `steps`.
pub(super) fn search(
    costs: &Costs,
    sites: &[Site],
    count: usize,
    start: Vec<f64>,
    choice: &mut Choice,
    (steps, slack): (usize, f64),
) -> Search {
    const PATIENCE: usize = 25;
    let free: Vec<bool> = sites.iter().map(|site| *site == Site::Free).collect();
    let mut tried = BTreeSet::new();
    let mut current = Multipliers::at(costs, start, sites, count);
    let mut best = current.clone();
    let (mut pace, mut waited) = (2.0, 0);
    let mut taken = 0;
    while taken < steps {
        let reached = choice.cost - best.bound <= slack * choice.cost.abs();
        let spread: i32 = current.served.iter().map(|served| (1 - served) * (1 - served)).sum();
        if reached || spread == 0 || pace < 1e-4 || current.open.len() < count {
            break;
        }
        taken += 1;
        let step = pace * (choice.cost - current.bound).max(1e-9 * choice.cost.abs()) / f64::from(spread);
        let multipliers = current
            .multipliers
            .iter()
            .zip(&current.served)
            .map(|(multiplier, served)| (multiplier + step * f64::from(1 - served)).max(0.0))
            .collect();
        current = Multipliers::at(costs, multipliers, sites, count);
        let mut set = current.open.clone();
        set.sort_unstable();
        if tried.insert(set.clone()) {
            let cost = costs.cost(&set);
            if cost < choice.cost * 1.02 || tried.len() == 1 {
                let better = costs.interchanged(set, &free);
                if better.cost < choice.cost {
                    *choice = better;
                }
            }
        }
        if current.bound > best.bound + 1e-9 * best.bound.abs() {
            waited = 0;
        } else {
            waited += 1;
        }
        if current.bound > best.bound {
            best = current.clone();
        }
        if waited == PATIENCE {
            (pace, waited) = (pace / 2.0, 0);
            current = best.clone();
        }
    }
    Search { best, steps: taken }
}
