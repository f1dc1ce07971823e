//! A figure for every unit: where like lies beside like.

use serde::Serialize;

use super::chance::{Alternative, Chance};
use super::global::{centred, not_negative, tamed};
use super::weights::{Style, Weights};
use crate::{Caution, Seed, Unfit};

/// By what local Moran's I is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocalScale {
    /// Σz² / n, as in Anselin 1995, eq. 12, and R's spdep.
    #[default]
    Population,
    /// Σz² / (n − 1), as in PySAL's esda.
    Sample,
}

/// Where a unit stands in the Moran scatter plot (Anselin 1996): itself first, its neighbours second; the mean counts as low.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quadrant {
    /// High among high.
    HighHigh,
    /// Low among high.
    LowHigh,
    /// Low among low.
    LowLow,
    /// High among low.
    HighLow,
}

/// One unit's figure. An island has none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LocalUnit {
    /// The figure.
    pub value: Option<f64>,
    /// Its mean over all orders of the other units' values.
    pub expected: Option<f64>,
    /// (Value − expected) / standard deviation over those orders; exact, not from the permutations.
    pub z: Option<f64>,
    /// p value of the permutations; without permutations, of z.
    pub p: Option<f64>,
    /// The p value adjusted so that a limit on it limits the false discovery rate (Benjamini and Hochberg 1995).
    pub p_adjusted: Option<f64>,
    /// Where it stands in the Moran scatter plot; for local G none.
    pub quadrant: Option<Quadrant>,
}

/// Figures for every unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Locals {
    /// Which measure: `local-moran`, `local-g`, `local-g-star`.
    pub measure: &'static str,
    /// Units, islands included.
    pub n: usize,
    /// Weights that are not zero.
    pub links: usize,
    /// What the weights mean.
    pub weights: Style,
    /// By what local Moran's I was divided.
    pub scale: Option<LocalScale>,
    /// How many conditional permutations for each unit.
    pub permutations: usize,
    /// Their seed.
    pub seed: u64,
    /// Which departures the p values count.
    pub alternative: Alternative,
    /// One entry a unit.
    pub units: Vec<LocalUnit>,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

impl Locals {
    /// How many units have an adjusted p value of at most `level`.
    #[must_use]
    pub fn found(&self, level: f64) -> usize {
        self.units.iter().filter(|unit| unit.p_adjusted.is_some_and(|p| p <= level)).count()
    }
}

/// How often a unit's permuted lag was at least, and at most, the observed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    at_least: usize,
    at_most: usize,
}

/// Local Moran's I: zᵢ Σⱼ wᵢⱼ zⱼ over the variance, with conditional permutations: a unit keeps its value, the others change places.
///
/// `values`: one a unit, finite, at least 3, not all equal. The permutations are drawn once for all units, as is usual, and turned by
/// a random offset for each, so that neighbouring tests share fewer draws.
///
/// # Errors
/// As [`super::moran`].
///
/// Source: Anselin 1995, eqs 7, 12; Sokal, Oden and Thomson 1998 for the conditional moments; Caldas de Castro and Singer 2006 on the
/// false discovery rate.
pub fn lisa(
    values: &[f64],
    weights: &Weights,
    scale: LocalScale,
    alternative: Alternative,
    chance: Chance,
) -> Result<Locals, Unfit> {
    weights.check(values, 3)?;
    chance.check()?;
    let z = centred(values)?;
    let n = z.len() as f64;
    let squares: f64 = z.iter().map(|z| z * z).sum();
    let divisor = match scale {
        LocalScale::Population => squares / n,
        LocalScale::Sample => squares / (n - 1.0),
    };
    let lags: Vec<f64> = (0..z.len()).map(|unit| weights.lag(unit, &z)).collect();
    let tallies = conditional(&z, &lags, weights, chance);
    let units = (0..z.len()).map(|unit| {
        let row = RowMoments::without(unit, weights, squares, &z)?;
        let here = z[unit] / divisor;
        let deviation = row.lag_sd * here.abs();
        let expected = here * row.lag_mean;
        let value = here * lags[unit];
        let z_score = (deviation > 0.0).then(|| (value - expected) / deviation);
        let p = if chance.permutations == 0 {
            z_score.map(|z| alternative.p_of_z(z))
        } else {
            // A low unit's figure is large where its lag is small; an average unit's is nothing in every order.
            let Tally { at_least, at_most } = tallies[unit];
            let (greater, less) = match here {
                here if here > 0.0 => (at_least, at_most),
                here if here < 0.0 => (at_most, at_least),
                _ => (chance.permutations, chance.permutations),
            };
            Some(share(alternative, greater, less, chance.permutations))
        };
        let quadrant = match (z[unit] > 0.0, lags[unit] > 0.0) {
            (true, true) => Quadrant::HighHigh,
            (false, true) => Quadrant::LowHigh,
            (false, false) => Quadrant::LowLow,
            (true, false) => Quadrant::HighLow,
        };
        Some(LocalUnit {
            value: Some(value),
            expected: Some(expected),
            z: z_score,
            p,
            p_adjusted: None,
            quadrant: Some(quadrant),
        })
    });
    let name = ("local-moran", "Anselin 1995, eqs 7, 12; Sokal, Oden & Thomson 1998");
    Ok(gather(name, weights, Some(scale), alternative, chance, units))
}

/// Local G of Getis and Ord: the share of all value that lies with a unit's neighbours; with `star`, with the unit and its neighbours.
///
/// `values` are not negative and not all zero. With `star` the unit gets the weight of its weightiest neighbour, and row-standardised
/// weights are standardised again. Conditional permutations as for [`lisa`]; z is the standardised G of Ord and Getis.
///
/// # Errors
/// As [`super::global_g`].
///
/// Source: Getis and Ord 1992, eq. 1; Ord and Getis 1995, eqs 14.2, 14.3.
pub fn local_g(
    values: &[f64],
    weights: &Weights,
    star: bool,
    alternative: Alternative,
    chance: Chance,
) -> Result<Locals, Unfit> {
    weights.check(values, 3)?;
    chance.check()?;
    not_negative(values)?;
    let values = &tamed(values);
    let z = centred(values)?;
    let n = z.len() as f64;
    let total: f64 = values.iter().sum();
    let mean = total / n;
    let squares: f64 = z.iter().map(|z| z * z).sum();
    let lags: Vec<f64> = (0..z.len()).map(|unit| weights.lag(unit, &z)).collect();
    let tallies = conditional(&z, &lags, weights, chance);
    let units = (0..z.len()).map(|unit| {
        let row = RowMoments::without(unit, weights, squares, &z)?;
        let (of_neighbours, divisor, sum, expected_lag, deviation) = if star {
            let own = weights.row(unit).1.iter().fold(0.0_f64, |most, weight| most.max(*weight));
            let (sum, shrink) = match weights.style() {
                Style::RowStandardised => (row.weight, 1.0 / (1.0 + own)),
                Style::Binary | Style::Given => (row.weight + own, 1.0),
            };
            let square = (row.weight_squares + own * own) * shrink * shrink;
            let spread = (squares / n * (n * square - sum * sum) / (n - 1.0)).max(0.0).sqrt();
            ((lags[unit] + own * z[unit]) * shrink, total, sum, 0.0, spread)
        } else {
            (lags[unit], total - values[unit], row.weight, row.lag_mean, row.lag_sd)
        };
        let z_score = (deviation > 0.0).then(|| (of_neighbours - expected_lag) / deviation);
        let p = if chance.permutations == 0 {
            z_score.map(|z| alternative.p_of_z(z))
        } else {
            let Tally { at_least, at_most } = tallies[unit];
            Some(share(alternative, at_least, at_most, chance.permutations))
        };
        let of_all = |lag: f64| (divisor > 0.0).then(|| (lag + mean * sum) / divisor);
        Some(LocalUnit {
            value: of_all(of_neighbours),
            expected: of_all(expected_lag),
            z: z_score,
            p,
            p_adjusted: None,
            quadrant: None,
        })
    });
    let measure = if star { "local-g-star" } else { "local-g" };
    let name = (measure, "Getis & Ord 1992, eq. 1; Ord & Getis 1995, eqs 14.2-14.3");
    Ok(gather(name, weights, None, alternative, chance, units))
}

fn share(alternative: Alternative, greater: usize, less: usize, permutations: usize) -> f64 {
    let of_all = |times: usize| (times as f64 + 1.0) / (permutations as f64 + 1.0);
    alternative.p(of_all(greater), of_all(less))
}

/// Mean and spread of a unit's lag when the other units' values change places.
struct RowMoments {
    weight: f64,
    weight_squares: f64,
    lag_mean: f64,
    lag_sd: f64,
}

impl RowMoments {
    /// `None` for an island. `z` are centred, `squares` is Σz².
    fn without(unit: usize, weights: &Weights, squares: f64, z: &[f64]) -> Option<Self> {
        let (_, row) = weights.row(unit);
        if row.is_empty() {
            return None;
        }
        let others = z.len() as f64 - 1.0;
        let (weight, weight_squares) = (row.iter().sum::<f64>(), row.iter().map(|w| w * w).sum::<f64>());
        let mean = -z[unit] / others;
        let variance = (squares - z[unit] * z[unit]) / others - mean * mean;
        let spread = variance * (others * weight_squares - weight * weight) / (others - 1.0);
        // A unit whose neighbours are all others has the same lag in every order; rounding must not pretend otherwise.
        let negligible = 1e-14 * others * weight_squares * squares;
        let lag_sd = if spread > negligible { spread.sqrt() } else { 0.0 };
        Some(Self { weight, weight_squares, lag_mean: weight * mean, lag_sd })
    }
}

fn gather(
    (measure, source): (&'static str, &'static str),
    weights: &Weights,
    scale: Option<LocalScale>,
    alternative: Alternative,
    chance: Chance,
    units: impl Iterator<Item = Option<LocalUnit>>,
) -> Locals {
    let nothing =
        LocalUnit { value: None, expected: None, z: None, p: None, p_adjusted: None, quadrant: None };
    let mut units: Vec<LocalUnit> = units.map(|unit| unit.unwrap_or_else(|| nothing.clone())).collect();
    adjust(&mut units);
    Locals {
        measure,
        n: weights.units(),
        links: weights.links(),
        weights: weights.style(),
        scale,
        permutations: chance.permutations,
        seed: chance.seed,
        alternative,
        units,
        cautions: weights.cautions(),
        source,
    }
}

/// Benjamini and Hochberg's adjusted p values (1995): p(k) m / k, made monotone from the largest down.
fn adjust(units: &mut [LocalUnit]) {
    let mut order: Vec<(f64, usize)> =
        units.iter().enumerate().filter_map(|(at, unit)| unit.p.map(|p| (p, at))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let tests = order.len() as f64;
    let mut least: f64 = 1.0;
    for (rank, (p, at)) in order.iter().enumerate().rev() {
        least = least.min(p * tests / (rank as f64 + 1.0));
        units[*at].p_adjusted = Some(least);
    }
}

/// How many permutations are drawn at once; bounds the memory.
const BLOCK: usize = 1024;

/// Compares each unit's lag with its lags when the other units' values change places.
fn conditional(z: &[f64], lags: &[f64], weights: &Weights, chance: Chance) -> Vec<Tally> {
    let units = z.len();
    if chance.permutations == 0 {
        return vec![Tally::default(); units];
    }
    let most = (0..units).map(|unit| weights.row(unit).0.len()).max().unwrap_or_default();
    let largest = z.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
    let seed = Seed::new(chance.seed);
    let mut totals = vec![Tally::default(); units];
    for block in 0..chance.permutations.div_ceil(BLOCK) {
        let span = block * BLOCK..((block + 1) * BLOCK).min(chance.permutations);
        let draws = draw(&seed, span, units - 1, most);
        let part = chance.spread(units, |unit| {
            let (neighbours, row) = weights.row(unit);
            if neighbours.is_empty() {
                return Tally::default();
            }
            let turn = seed.branch(!((block * units + unit) as u64)).below(units - 1);
            let mut others: Vec<f64> = Vec::with_capacity(units - 1);
            others.extend_from_slice(&z[..unit]);
            others.extend_from_slice(&z[unit + 1..]);
            others.rotate_left(turn);
            let slack = 1e-12 * largest * row.iter().sum::<f64>();
            if row.iter().all(|weight| *weight == row[0]) {
                let (high, low) = ((lags[unit] - slack) / row[0], (lags[unit] + slack) / row[0]);
                tally(&draws, most, high, low, |drawn| {
                    drawn[..row.len()].iter().map(|at| others[*at as usize]).sum()
                })
            } else {
                tally(&draws, most, lags[unit] - slack, lags[unit] + slack, |drawn| {
                    drawn.iter().zip(row).map(|(at, weight)| weight * others[*at as usize]).sum()
                })
            }
        });
        for (total, part) in totals.iter_mut().zip(part) {
            total.at_least += part.at_least;
            total.at_most += part.at_most;
        }
    }
    totals
}

#[inline]
fn tally(draws: &[u32], most: usize, high: f64, low: f64, lag: impl Fn(&[u32]) -> f64) -> Tally {
    let mut tally = Tally::default();
    for drawn in draws.chunks_exact(most) {
        let lag = lag(drawn);
        tally.at_least += usize::from(lag >= high);
        tally.at_most += usize::from(lag <= low);
    }
    tally
}

/// For each permutation of the span, `most` different numbers below `limit` in an order of chance: any first few are a fair draw.
fn draw(seed: &Seed, span: std::ops::Range<usize>, limit: usize, most: usize) -> Vec<u32> {
    let mut draws = Vec::with_capacity(span.len() * most);
    let mut pool: Vec<u32> = (0..limit).map(|at| at as u32).collect();
    for permutation in span {
        let mut chance = seed.branch(permutation as u64);
        // The first steps of a shuffle, on whatever order the last permutation left.
        for at in 0..most {
            pool.swap(at, at + chance.below(limit - at));
        }
        draws.extend_from_slice(&pool[..most]);
    }
    draws
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Alternative, LocalScale, Quadrant, lisa, local_g};
    use crate::space::{Chance, Weights, moran};
    use crate::{Caution, Seed};

    fn ring(units: usize) -> Weights {
        let lists: Vec<Vec<usize>> =
            (0..units).map(|at| vec![(at + 1) % units, (at + units - 1) % units]).collect();
        Weights::binary(&lists).expect("fits").row_standardised()
    }

    #[test]
    fn local_figures_add_up_to_the_global_one() {
        let values = [1.0, 5.0, 2.5, 8.0, 8.5, 7.0, 3.0, 2.0];
        let found = lisa(&values, &ring(8), LocalScale::Population, Alternative::TwoSided, Chance::NONE)
            .expect("fits");
        let sum: f64 = found.units.iter().filter_map(|unit| unit.value).sum();
        let whole = moran(&values, &ring(8), Alternative::TwoSided, Chance::NONE).expect("fits");
        assert!((sum / 8.0 - whole.value).abs() < 1e-15);
        assert_eq!(found.units[4].quadrant, Some(Quadrant::HighHigh));
        let sample =
            lisa(&values, &ring(8), LocalScale::Sample, Alternative::TwoSided, Chance::NONE).expect("fits");
        let ratio = sample.units[3].value.expect("has") / found.units[3].value.expect("has");
        assert!((ratio - 7.0 / 8.0).abs() < 1e-15);
    }

    /// All ways to fill two places around a unit from the others give the exact moments and tail.
    #[test]
    fn permutations_tend_to_the_exact_tail() {
        let values = [1.0, 5.0, 2.5, 8.0, 8.5, 7.0, 3.0, 2.0];
        let weights = Weights::given(
            &(0..8).map(|at| vec![((at + 1) % 8, 1.0), ((at + 7) % 8, 2.0)]).collect::<Vec<_>>(),
        )
        .expect("fits");
        let chance = Chance::of(20_000, 11);
        let found =
            lisa(&values, &weights, LocalScale::Population, Alternative::Greater, chance).expect("fits");
        let mean = values.iter().sum::<f64>() / 8.0;
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 8.0;
        for unit in 0..8 {
            let here = (values[unit] - mean) / variance;
            let (mut sums, mut squares, mut count, mut tail) = (0.0, 0.0, 0.0, 0.0);
            let observed = found.units[unit].value.expect("has");
            for a in (0..8).filter(|a| *a != unit) {
                for b in (0..8).filter(|b| *b != unit && *b != a) {
                    let value = here * ((values[a] - mean) + 2.0 * (values[b] - mean));
                    sums += value;
                    squares += value * value;
                    count += 1.0;
                    tail += f64::from(u8::from(value >= observed - 1e-12));
                }
            }
            let expected = sums / count;
            let deviation = (squares / count - expected * expected).sqrt();
            let local = &found.units[unit];
            assert!((local.expected.expect("has") - expected).abs() < 1e-12);
            assert!((local.z.expect("has") - (observed - expected) / deviation).abs() < 1e-10);
            assert!((local.p.expect("has") - tail / count).abs() < 0.015, "{unit}");
        }
    }

    #[test]
    fn an_island_has_no_figure_and_is_named() {
        let weights = Weights::binary(&[vec![1], vec![0, 2], vec![1], vec![]]).expect("fits");
        let found = lisa(
            &[1.0, 2.0, 3.0, 4.0],
            &weights,
            LocalScale::default(),
            Alternative::TwoSided,
            Chance::of(99, 1),
        )
        .expect("fits");
        assert_eq!(found.units[3].value, None);
        assert_eq!(found.cautions, [Caution::Islands { units: vec![3] }]);
        assert_eq!(found.units[3].p_adjusted, None);
    }

    #[test]
    fn whoever_neighbours_all_has_one_figure_only() {
        let all = Weights::blocks(&[0; 5]).row_standardised();
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        let found = lisa(&values, &all, LocalScale::default(), Alternative::TwoSided, Chance::of(99, 1))
            .expect("fits");
        assert!(found.units.iter().all(|unit| unit.p == Some(1.0) && unit.z.is_none()), "{found:?}");
        let found = local_g(&values, &all, false, Alternative::TwoSided, Chance::of(99, 1)).expect("fits");
        assert!(found.units.iter().all(|unit| unit.p == Some(1.0) && unit.z.is_none()), "{found:?}");
    }

    proptest! {
        #[test]
        fn threads_and_shift_change_nothing(seed in any::<u64>(), threads in 1_usize..9) {
            let mut stream = Seed::new(seed);
            let values: Vec<f64> = (0..30).map(|_| stream.unit() * 100.0).collect();
            let one = Chance::of(199, seed);
            let run = |values: &[f64], chance| {
                lisa(values, &ring(30), LocalScale::default(), Alternative::TwoSided, chance).expect("fits")
            };
            let here = run(&values, one);
            prop_assert_eq!(&here, &run(&values, Chance { threads, ..one }));
            let moved: Vec<f64> = values.iter().map(|value| value * 3.0 - 40.0).collect();
            let there = run(&moved, one);
            for (a, b) in here.units.iter().zip(&there.units) {
                prop_assert_eq!(a.quadrant, b.quadrant);
                prop_assert_eq!(a.p, b.p);
            }
            prop_assert!(here.found(1.0) == 30 && here.found(0.0) == 0);
        }
    }
}
