//! The p-median: serve everybody from p sites at the least cost.

use serde::Serialize;

use super::branch::{ROUNDING, prove};
use super::interchange::Costs;
use super::relaxation::Site;
use crate::{Caution, Matrix, Unfit};

/// How long to look for a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Effort {
    /// Most steps of the multipliers for the first bound.
    pub steps: usize,
    /// Most decisions tried both ways afterwards; 0 for the first bound alone.
    pub branches: usize,
}

impl Default for Effort {
    /// Enough to prove the best for a few hundred places within about a second as a rule.
    fn default() -> Self {
        Self { steps: 1500, branches: 200 }
    }
}

/// Chosen sites, whom they serve, and how far from the best they can be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PMedian {
    /// Places of demand.
    pub n: usize,
    /// Sites to choose from.
    pub sites: usize,
    /// Chosen sites, existing ones included, counted from 0.
    pub open: Vec<usize>,
    /// Σ demand × cost to the nearest open site.
    pub objective: f64,
    /// That for each unit of demand; none when there is no demand.
    pub mean_cost: Option<f64>,
    /// No choice can come below this.
    pub lower_bound: f64,
    /// (Objective − lower bound) / objective; 0 proves the choice best, to nine digits of the objective.
    pub gap: f64,
    /// For each place the site that serves it.
    pub assigned: Vec<usize>,
    /// For each chosen site the demand it serves.
    pub load: Vec<f64>,
    /// Steps of the multipliers taken.
    pub steps: usize,
    /// Decisions tried both ways.
    pub branches: usize,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the methods are from.
    pub source: &'static str,
}

/// Chooses `open` sites so that Σ demand × cost to the nearest of them is least.
///
/// `costs`: a row a place, a column a site, not negative; `demands`: one a place, not negative; `existing`: sites that stay open and count
/// among `open`. Interchange finds the choice, a Lagrangian bound and branching on it prove how good it is. Time grows with places × sites
/// × steps.
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::NotFinite`], [`Unfit::TooFew`]; [`Unfit::OutOfRange`] at a negative cost or demand, an existing site that
/// there is not (or is named twice), or fewer sites to open than exist or more than there are.
///
/// Source: Hakimi 1964; Teitz and Bart 1968; Whitaker 1983; Cornuéjols, Fisher and Nemhauser 1977; Christofides and Beasley 1982.
///
/// ```
/// use ieum_stats::{Matrix, place::{Effort, p_median}};
/// let costs = Matrix::new(3, 2, vec![0.0, 4.0, 1.0, 3.0, 4.0, 0.0])?;
/// let found = p_median(&costs, &[1.0, 1.0, 5.0], 1, &[], Effort::default())?;
/// assert_eq!((found.open, found.objective, found.gap), (vec![1], 7.0, 0.0));
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn p_median(
    costs: &Matrix,
    demands: &[f64],
    open: usize,
    existing: &[usize],
    effort: Effort,
) -> Result<PMedian, Unfit> {
    let marks = super::check(demands, costs.rows(), costs.columns(), existing, open)?;
    if let Some(&value) = costs.cells().iter().find(|cost| **cost < 0.0) {
        return Err(Unfit::OutOfRange { name: "costs", value, low: 0.0, high: f64::MAX });
    }
    let by_site: Vec<Vec<f64>> = (0..costs.columns())
        .map(|site| demands.iter().enumerate().map(|(at, demand)| demand * costs.at(at, site)).collect())
        .collect();
    if let Some(row) = (0..demands.len()).find(|row| by_site.iter().any(|costs| !costs[*row].is_finite())) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    // What everybody pays at the worst sites must be a number, or sums would not be.
    let worst = |place: usize| by_site.iter().map(|costs| costs[place]).fold(0.0, f64::max);
    if !(0..demands.len()).map(worst).sum::<f64>().is_finite() {
        return Err(Unfit::NotFinite { row: 0, column: 0 });
    }
    let weighted = Costs { by_site, places: demands.len() };
    let kept: Vec<usize> = (0..marks.len()).filter(|site| marks[*site]).collect();
    let sites: Vec<Site> = marks.iter().map(|mark| if *mark { Site::Open } else { Site::Free }).collect();
    let free: Vec<bool> = marks.iter().map(|mark| !mark).collect();
    let start = weighted.greedy(&kept, open, &free);
    let mut choice = weighted.interchanged(start, &free);
    let proof = prove(&weighted, sites, open, &mut choice, (effort.steps, effort.branches));
    let lower_bound = proof.bound.clamp(0.0, choice.cost);
    let gap = if choice.cost > 0.0 { (choice.cost - lower_bound) / choice.cost } else { 0.0 };
    let gap = if gap <= 2.0 * ROUNDING { 0.0 } else { gap };
    let assigned = weighted.assigned(&choice.open);
    let load = choice
        .open
        .iter()
        .map(|site| {
            assigned.iter().zip(demands).filter(|(at, _)| *at == site).map(|(_, demand)| demand).sum()
        })
        .collect();
    let total: f64 = demands.iter().sum();
    Ok(PMedian {
        n: demands.len(),
        sites: costs.columns(),
        objective: choice.cost,
        mean_cost: (total > 0.0).then(|| choice.cost / total),
        open: choice.open,
        lower_bound,
        gap,
        assigned,
        load,
        steps: proof.steps,
        branches: proof.branches,
        cautions: if gap > 0.0 { vec![Caution::GapRemains { gap }] } else { Vec::new() },
        source: "Hakimi 1964; Whitaker 1983; Cornuéjols, Fisher & Nemhauser 1977",
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Effort, PMedian, p_median};
    use crate::{Matrix, Seed, Unfit};

    /// A square with sites at some of its places.
    fn town(seed: u64, places: usize, sites: usize) -> (Matrix, Vec<f64>) {
        let mut chance = Seed::new(seed);
        let at: Vec<(f64, f64)> = (0..places).map(|_| (chance.unit(), chance.unit())).collect();
        let cells = at
            .iter()
            .flat_map(|from| at[..sites].iter().map(|to| (from.0 - to.0).hypot(from.1 - to.1)))
            .collect();
        let demands = (0..places).map(|_| (chance.unit() * 20.0).round()).collect();
        (Matrix::new(places, sites, cells).expect("fits"), demands)
    }

    /// The best of all choices, by looking at each.
    fn best(costs: &Matrix, demands: &[f64], open: usize, existing: &[usize]) -> f64 {
        let fits = |bits: &u32| {
            bits.count_ones() as usize == open && existing.iter().all(|site| bits >> site & 1 == 1)
        };
        let cost = |bits: u32| {
            let place = |at: usize| {
                let near = (0..costs.columns()).filter(|site| bits >> site & 1 == 1);
                demands[at] * near.map(|site| costs.at(at, site)).fold(f64::INFINITY, f64::min)
            };
            (0..costs.rows()).map(place).sum::<f64>()
        };
        (0..1_u32 << costs.columns()).filter(fits).map(cost).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn small_towns_are_solved_to_the_best(seed in any::<u64>(), open in 1_usize..6, with_old in any::<bool>()) {
            let (costs, demands) = town(seed, 24, 10);
            let existing: &[usize] = if with_old { &[3] } else { &[] };
            let found = p_median(&costs, &demands, open, existing, Effort::default()).expect("fits");
            let least = best(&costs, &demands, open, existing);
            prop_assert!((found.objective - least).abs() <= 1e-9 * least, "{} {}", found.objective, least);
            prop_assert_eq!(found.gap, 0.0);
            prop_assert!(existing.iter().all(|site| found.open.contains(site)));
            prop_assert!((found.load.iter().sum::<f64>() - demands.iter().sum::<f64>()).abs() < 1e-9);
        }

        #[test]
        fn more_effort_never_widens_the_gap(seed in any::<u64>()) {
            let (costs, demands) = town(seed, 60, 40);
            let gap = |steps, branches| {
                p_median(&costs, &demands, 6, &[], Effort { steps, branches }).expect("fits").gap
            };
            let gaps: Vec<f64> = [5, 20, 80, 320].into_iter().map(|steps| gap(steps, 0)).collect();
            prop_assert!(gaps.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{gaps:?}");
            prop_assert!(gap(320, 40) <= gaps[3] + 1e-12);
        }

        #[test]
        fn units_and_labels_change_nothing(seed in any::<u64>(), scale in 0.001_f64..1000.0) {
            let (costs, demands) = town(seed, 30, 12);
            let turned: Vec<f64> = (0..30).rev().flat_map(|row| (0..12).rev().map(move |at| (row, at)))
                .map(|(row, at)| costs.at(row, at) * scale).collect();
            let turned = Matrix::new(30, 12, turned).expect("fits");
            let backwards: Vec<f64> = demands.iter().rev().copied().collect();
            let here = p_median(&costs, &demands, 3, &[], Effort::default()).expect("fits");
            let there = p_median(&turned, &backwards, 3, &[], Effort::default()).expect("fits");
            prop_assert!((here.objective * scale / there.objective - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_cannot_be_placed_says_why() {
        fn check(
            demands: &[f64],
            open: usize,
            existing: &[usize],
            fits: fn(&Result<PMedian, Unfit>) -> bool,
        ) {
            let costs = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 3.0, 2.0, 1.0]).expect("fits");
            let found = p_median(&costs, demands, open, existing, Effort::default());
            assert!(fits(&found), "{found:?}");
        }
        let out = |found: &Result<PMedian, Unfit>| matches!(found, Err(Unfit::OutOfRange { .. }));
        check(&[1.0, 1.0], 0, &[], out);
        check(&[1.0, 1.0], 4, &[], out);
        check(&[1.0, 1.0], 1, &[0, 1], out);
        check(&[1.0, 1.0], 2, &[5], out);
        check(&[1.0, 1.0], 2, &[1, 1], out);
        check(&[1.0, -1.0], 2, &[], out);
        check(&[1.0], 2, &[], |found| matches!(found, Err(Unfit::Shape { .. })));
        check(&[1.0, f64::INFINITY], 2, &[], |found| matches!(found, Err(Unfit::NotFinite { .. })));
        check(&[1.0, f64::MAX], 2, &[], |found| matches!(found, Err(Unfit::NotFinite { .. })));
        check(&[0.0, 0.0], 1, &[], |found| {
            found.as_ref().is_ok_and(|found| found.gap == 0.0 && found.mean_cost.is_none())
        });
        check(&[1.0, 1.0], 3, &[], |found| {
            found.as_ref().is_ok_and(|found| found.objective == 2.0 && found.gap == 0.0)
        });
    }
}
