//! Maximum cover: reach as much demand as p sites can.

use serde::Serialize;

use super::median::Effort;
use crate::{Caution, Matrix, Unfit};

/// Chosen sites, whom they reach, and how far from the best they can be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MaxCover {
    /// Places of demand.
    pub n: usize,
    /// Sites to choose from.
    pub sites: usize,
    /// How far a site reaches, in the unit of the distances.
    pub reach: f64,
    /// Chosen sites, existing ones included, counted from 0.
    pub open: Vec<usize>,
    /// Demand within reach of an open site.
    pub covered: f64,
    /// As a share of all demand; none when there is none.
    pub covered_share: Option<f64>,
    /// No choice can cover more than this.
    pub upper_bound: f64,
    /// (Upper bound − covered) / upper bound; 0 proves the choice best.
    pub gap: f64,
    /// Places out of reach of all open sites.
    pub uncovered: Vec<usize>,
    /// Steps taken for the bound.
    pub steps: usize,
    /// What to bear in mind: a gap, and chosen sites that reach nobody another one does not.
    pub cautions: Vec<Caution>,
    /// Where the methods are from.
    pub source: &'static str,
}

struct Reach<'a> {
    demands: &'a [f64],
    /// For each site the places it reaches.
    places: Vec<Vec<usize>>,
}

impl Reach<'_> {
    fn counts(&self, open: &[usize]) -> Vec<u32> {
        let mut counts = vec![0; self.demands.len()];
        open.iter().flat_map(|site| &self.places[*site]).for_each(|place| counts[*place] += 1);
        counts
    }

    fn covered(&self, open: &[usize]) -> f64 {
        self.counts(open).iter().zip(self.demands).filter(|(count, _)| **count > 0).map(|(_, d)| d).sum()
    }

    fn greedy(&self, kept: &[usize], count: usize) -> Vec<usize> {
        let mut open = kept.to_vec();
        let mut counts = self.counts(&open);
        while open.len() < count {
            let mut best: Option<(f64, usize)> = None;
            for site in (0..self.places.len()).filter(|site| !open.contains(site)) {
                let fresh = self.places[site].iter().filter(|place| counts[**place] == 0);
                let gain: f64 = fresh.map(|place| self.demands[*place]).sum();
                if best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, site));
                }
            }
            let Some((_, site)) = best else { break };
            self.places[site].iter().for_each(|place| counts[*place] += 1);
            open.push(site);
        }
        open
    }

    /// Swaps the pair that gains most until none gains anything.
    fn interchanged(&self, start: Vec<usize>, kept: &[bool]) -> (Vec<usize>, f64) {
        let mut open = start;
        let total: f64 = self.demands.iter().sum();
        loop {
            let counts = self.counts(&open);
            // Which open site alone covers a place, and what each would leave uncovered.
            let mut sole = vec![usize::MAX; self.demands.len()];
            let mut losses = vec![0.0; open.len()];
            for (at, site) in open.iter().enumerate() {
                for place in self.places[*site].iter().filter(|place| counts[**place] == 1) {
                    sole[*place] = at;
                    losses[at] += self.demands[*place];
                }
            }
            let mut best = (1e-12 * total, None);
            let mut kept_by_it = vec![0.0; open.len()];
            for (site, places) in self.places.iter().enumerate() {
                if kept[site] || open.contains(&site) {
                    continue;
                }
                kept_by_it.iter_mut().for_each(|sum| *sum = 0.0);
                let mut gain = 0.0;
                for place in places {
                    match counts[*place] {
                        0 => gain += self.demands[*place],
                        1 => kept_by_it[sole[*place]] += self.demands[*place],
                        _ => {}
                    }
                }
                for (out, loss) in losses.iter().enumerate().filter(|(out, _)| !kept[open[*out]]) {
                    let change = gain + kept_by_it[out] - loss;
                    if change > best.0 {
                        best = (change, Some((out, site)));
                    }
                }
            }
            let Some((out, site)) = best.1 else {
                open.sort_unstable();
                let covered = self.covered(&open);
                return (open, covered);
            };
            open[out] = site;
        }
    }

    /// Least bound over the multipliers of being reached (Galvão and ReVelle 1996): Σ (demand − multiplier), and the best p sums of
    /// multipliers within reach. Every step's sites are tried as a choice.
    fn bound(&self, kept: &[bool], count: usize, steps: usize, best: &mut (Vec<usize>, f64)) -> (f64, usize) {
        const PATIENCE: usize = 20;
        let total: f64 = self.demands.iter().sum();
        let existing: Vec<usize> = (0..kept.len()).filter(|site| kept[*site]).collect();
        let now = self.counts(&best.0);
        // A place that is reached more often is cheaper to reach.
        let mut multipliers: Vec<f64> = self
            .demands
            .iter()
            .zip(&now)
            .map(|(demand, count)| demand / f64::from((*count).max(1)))
            .collect();
        let (mut bound, mut best_multipliers) = (f64::INFINITY, multipliers.clone());
        let (mut pace, mut waited, mut taken) = (2.0, 0, 0);
        while taken <= steps && pace > 1e-4 {
            let value = |site: usize| self.places[site].iter().map(|place| multipliers[*place]).sum::<f64>();
            let values: Vec<f64> = (0..kept.len()).map(value).collect();
            let mut open = existing.clone();
            let mut free: Vec<usize> = (0..kept.len()).filter(|site| !kept[*site]).collect();
            free.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
            open.extend(free.into_iter().take(count - existing.len()));
            let paid: f64 = multipliers.iter().sum();
            let here = total - paid + open.iter().map(|site| values[*site]).sum::<f64>();
            if here < bound - 1e-9 * total {
                waited = 0;
            } else {
                waited += 1;
            }
            if here < bound {
                bound = here;
                best_multipliers.clone_from(&multipliers);
            }
            let counts = self.counts(&open);
            if self.covered(&open) > best.1 * 0.98 {
                let found = self.interchanged(open, kept);
                if found.1 > best.1 {
                    *best = found;
                }
            }
            if waited == PATIENCE {
                (pace, waited) = (pace / 2.0, 0);
                multipliers.clone_from(&best_multipliers);
                taken += 1;
                continue;
            }
            // A place whose multiplier is below its demand asks to be reached once.
            let asks = |place: usize| i64::from(multipliers[place] < self.demands[place]);
            let off: Vec<i64> =
                (0..multipliers.len()).map(|place| i64::from(counts[place]) - asks(place)).collect();
            let spread: i64 = off.iter().map(|off| off * off).sum();
            if spread == 0 || bound - best.1 <= 1e-12 * total {
                break;
            }
            taken += 1;
            let step = pace * (here - best.1).max(1e-9 * total) / spread as f64;
            for ((multiplier, demand), off) in multipliers.iter_mut().zip(self.demands).zip(off) {
                *multiplier = (*multiplier - step * off as f64).clamp(0.0, *demand);
            }
        }
        (bound.min(total), taken.min(steps))
    }
}

/// Chooses `open` sites so that most demand lies within `reach` of one.
///
/// `distances`: a row a place, a column a site; `demands`: one a place, not negative; `existing`: sites that stay open and count among
/// `open`. When all demands are whole numbers the bound is cut to one as well. Only the steps of `effort` are looked at.
///
/// # Errors
/// As [`super::p_median`]; [`Unfit::OutOfRange`] also when the reach is not a number.
///
/// Source: Church and ReVelle 1974; Galvão and ReVelle 1996.
pub fn max_cover(
    distances: &Matrix,
    demands: &[f64],
    reach: f64,
    open: usize,
    existing: &[usize],
    effort: Effort,
) -> Result<MaxCover, Unfit> {
    let kept = super::check(demands, distances.rows(), distances.columns(), existing, open)?;
    if reach.is_nan() {
        return Err(Unfit::OutOfRange { name: "reach", value: reach, low: f64::MIN, high: f64::MAX });
    }
    let near = |site: usize| (0..demands.len()).filter(|at| distances.at(*at, site) <= reach).collect();
    let within = Reach { demands, places: (0..distances.columns()).map(near).collect() };
    let start: Vec<usize> = (0..kept.len()).filter(|site| kept[*site]).collect();
    let mut best = within.interchanged(within.greedy(&start, open), &kept);
    let (bound, steps) = within.bound(&kept, open, effort.steps, &mut best);
    let (open, covered) = best;
    let total: f64 = demands.iter().sum();
    let whole = demands.iter().all(|demand| demand.fract() == 0.0) && total < 9e15;
    let bound = if whole { (bound + 1e-6).floor() } else { bound };
    let upper_bound = bound.max(covered);
    let gap = if upper_bound > 0.0 { (upper_bound - covered) / upper_bound } else { 0.0 };
    let gap = if gap <= 1e-10 { 0.0 } else { gap };
    let counts = within.counts(&open);
    let alone = |site: &usize| within.places[*site].iter().any(|at| counts[*at] == 1 && demands[*at] > 0.0);
    let idle: Vec<usize> = open.iter().copied().filter(|site| !alone(site)).collect();
    let mut cautions = Vec::new();
    if gap > 0.0 {
        cautions.push(Caution::GapRemains { gap });
    }
    if !idle.is_empty() {
        cautions.push(Caution::Idle { choices: idle });
    }
    Ok(MaxCover {
        n: demands.len(),
        sites: distances.columns(),
        reach,
        covered,
        covered_share: (total > 0.0).then(|| covered / total),
        upper_bound,
        gap,
        uncovered: (0..demands.len()).filter(|place| counts[*place] == 0).collect(),
        open,
        steps,
        cautions,
        source: "Church & ReVelle 1974; Galvão & ReVelle 1996",
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::max_cover;
    use crate::place::Effort;
    use crate::{Caution, Matrix, Seed};

    fn town(seed: u64, places: usize, sites: usize) -> (Matrix, Vec<f64>) {
        let mut chance = Seed::new(seed);
        let cells = (0..places * sites).map(|_| chance.unit()).collect();
        let demands = (0..places).map(|_| (chance.unit() * 20.0).round()).collect();
        (Matrix::new(places, sites, cells).expect("fits"), demands)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_bound_holds_and_small_towns_are_nearly_best(seed in any::<u64>(), open in 1_usize..5) {
            let (distances, demands) = town(seed, 20, 9);
            let found = max_cover(&distances, &demands, 0.25, open, &[], Effort::default()).expect("fits");
            let cover = |bits: u32| {
                let near = |at: &usize| (0..9).any(|site| bits >> site & 1 == 1 && distances.at(*at, site) <= 0.25);
                (0..20).filter(near).map(|at| demands[at]).sum::<f64>()
            };
            let most = (0..512_u32).filter(|bits| bits.count_ones() as usize == open).map(cover).fold(0.0, f64::max);
            prop_assert!(found.covered <= most && most <= found.upper_bound, "{} {most}", found.upper_bound);
            prop_assert!(found.covered >= 0.9 * most);
            if found.gap == 0.0 {
                prop_assert_eq!(found.covered, most);
            }
            let left: f64 = found.uncovered.iter().map(|at| demands[*at]).sum();
            prop_assert_eq!(left + found.covered, demands.iter().sum::<f64>());
        }

        #[test]
        fn more_steps_never_widen_the_gap(seed in any::<u64>()) {
            let (distances, demands) = town(seed, 60, 30);
            let gap = |steps| {
                let effort = Effort { steps, branches: 0 };
                max_cover(&distances, &demands, 0.08, 6, &[], effort).expect("fits").gap
            };
            let gaps: Vec<f64> = [5, 20, 80, 320].into_iter().map(gap).collect();
            prop_assert!(gaps.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{gaps:?}");
        }
    }

    #[test]
    fn idle_sites_and_nobody_to_reach_are_told() {
        let distances = Matrix::new(2, 3, vec![1.0, 1.0, 9.0, 9.0, 9.0, 9.0]).expect("fits");
        let found = max_cover(&distances, &[5.0, 7.0], 2.0, 2, &[2], Effort::default()).expect("fits");
        assert_eq!((found.open.as_slice(), found.covered, found.gap), ([0, 2].as_slice(), 5.0, 0.0));
        assert_eq!(found.cautions, [Caution::Idle { choices: vec![2] }]);
        assert_eq!(found.uncovered, [1]);
        assert!(max_cover(&distances, &[5.0, 7.0], f64::NAN, 2, &[], Effort::default()).is_err());
        let none = max_cover(&distances, &[0.0, 0.0], 2.0, 1, &[], Effort::default()).expect("fits");
        assert_eq!((none.covered_share, none.gap), (None, 0.0));
    }
}
