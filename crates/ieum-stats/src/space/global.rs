//! One figure for the whole map: is like beside like?

use serde::Serialize;

use super::chance::{Alternative, Chance, Permuted};
use super::moments::{self, Moments};
use super::weights::{Style, Weights};
use crate::{Caution, Unfit};

/// A figure set against a normal approximation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Approximate {
    /// Variance under the null hypothesis.
    pub variance: f64,
    /// (Value − expected) / √variance.
    pub z: f64,
    /// p value of z under the named alternative.
    pub p: f64,
}

impl Approximate {
    pub(super) fn new(value: f64, expected: f64, variance: f64, alternative: Alternative) -> Option<Self> {
        (variance > 0.0).then(|| {
            let z = (value - expected) / variance.sqrt();
            Self { variance, z, p: alternative.p_of_z(z) }
        })
    }
}

/// A global measure of spatial autocorrelation with its p values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Autocorrelation {
    /// Which measure: `moran`, `moran-rate`, `moran-bivariate`, `geary`, `global-g`.
    pub measure: &'static str,
    /// Units, islands included.
    pub n: usize,
    /// Weights that are not zero.
    pub links: usize,
    /// What the weights mean.
    pub weights: Style,
    /// The figure.
    pub value: f64,
    /// Its mean by chance.
    pub expected: f64,
    /// Against values drawn from one normal distribution.
    pub normal: Option<Approximate>,
    /// Against the same values in every order.
    pub randomised: Option<Approximate>,
    /// Against permutations.
    pub permuted: Option<Permuted>,
    /// Which departures the p values count.
    pub alternative: Alternative,
    /// What to bear in mind.
    pub cautions: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

impl Autocorrelation {
    fn new(
        (measure, source): (&'static str, &'static str),
        weights: &Weights,
        value: f64,
        moments: Moments,
        permuted: Option<Permuted>,
        alternative: Alternative,
    ) -> Self {
        let approximate = |variance: Option<f64>| {
            variance.and_then(|variance| Approximate::new(value, moments.expected, variance, alternative))
        };
        let mut cautions = weights.cautions();
        if weights.units() < ADVISED {
            cautions.push(Caution::FewCases { found: weights.units(), advised: ADVISED });
        }
        Self {
            measure,
            n: weights.units(),
            links: weights.links(),
            weights: weights.style(),
            value,
            expected: moments.expected,
            normal: approximate(moments.normal),
            randomised: approximate(moments.randomised),
            permuted,
            alternative,
            cautions,
            source,
        }
    }
}

/// From how many units on the normal approximation is thought good (Cliff and Ord 1981, p. 53: from about 20).
const ADVISED: usize = 20;

/// The values times a power of two, if their squares or fourth powers would leave the range of doubles otherwise: exact, and without
/// effect on figures that have no unit.
pub(super) fn tamed(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 || (1e-60..=1e60).contains(&largest) {
        return values.to_vec();
    }
    // In two halves, for 2¹⁰⁷⁴ is no double.
    let exponent = -(largest.log2().floor() as i32);
    let (first, second) = (2.0_f64.powi(exponent / 2), 2.0_f64.powi(exponent - exponent / 2));
    values.iter().map(|value| value * first * second).collect()
}

/// Values less their mean, [`tamed`].
///
/// # Errors
/// [`Unfit::Constant`] when all are equal.
pub(super) fn centred(values: &[f64]) -> Result<Vec<f64>, Unfit> {
    let values = &tamed(values);
    let first = values.first().copied().unwrap_or_default();
    if values.iter().all(|value| *value == first) {
        return Err(Unfit::Constant { column: 0 });
    }
    let n = values.len() as f64;
    let mean = values.iter().map(|value| value / n).sum::<f64>();
    let once: Vec<f64> = values.iter().map(|value| value - mean).collect();
    // A second pass takes away what rounding left in the mean.
    let rest = once.iter().sum::<f64>() / n;
    Ok(once.into_iter().map(|value| value - rest).collect())
}

/// Σᵢ xᵢ Σⱼ wᵢⱼ yⱼ.
fn crossed(weights: &Weights, x: &[f64], y: &[f64]) -> f64 {
    (0..weights.units()).map(|unit| x[unit] * weights.lag(unit, y)).sum()
}

/// Moran's I: (n / S₀) Σᵢⱼ wᵢⱼ zᵢ zⱼ / Σ z², z being values less their mean.
///
/// `values`: one a unit, finite, at least 3, not all equal. Islands count in n (as PySAL's esda; spdep's `adjust.n` takes them off: use
/// [`Weights::keeping`] for that). By chance −1/(n−1); above it like lies beside like.
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::NotFinite`], [`Unfit::TooFew`], [`Unfit::Constant`], [`Unfit::Empty`] without any link.
///
/// Source: Moran 1950; Cliff and Ord 1981, eqs 1.44, 2.22–2.29.
///
/// ```
/// use ieum_stats::space::{Alternative, Chance, Weights, moran};
/// let row = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2]])?;
/// let found = moran(&[1.0, 2.0, 3.0, 4.0], &row, Alternative::Greater, Chance::of(999, 1))?;
/// assert!((found.value - 1.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
pub fn moran(
    values: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<Autocorrelation, Unfit> {
    weights.check(values, 3)?;
    moran_of(("moran", "Cliff & Ord 1981, eqs 1.44, 2.22-2.29"), values, weights, alternative, chance)
}

/// Moran's I of values already checked.
pub(super) fn moran_of(
    name: (&'static str, &'static str),
    values: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<Autocorrelation, Unfit> {
    chance.check()?;
    let z = centred(values)?;
    let sums = weights.sums();
    let scale = z.len() as f64 / sums.s0 / z.iter().map(|z| z * z).sum::<f64>();
    let figure = |z: &[f64]| scale * crossed(weights, z, z);
    let value = figure(&z);
    let moments = moments::moran(z.len(), sums, moments::kurtosis(&z));
    let permuted = chance.permute(value, &z, alternative, figure);
    Ok(Autocorrelation::new(name, weights, value, moments, permuted, alternative))
}

/// Bivariate Moran's I: does x lie beside much of y? (n / S₀) Σᵢⱼ wᵢⱼ xᵢ yⱼ / √(Σx² Σy²), both less their means.
///
/// It is not symmetric in x and y unless the weights are, and part of it is the plain correlation of x and y at the same place. With
/// row-standardised weights and no island it equals esda's `Moran_BV`. Only permutations of y give p values.
///
/// # Errors
/// As [`moran`]; [`Unfit::Constant`] names column 0 for x, 1 for y.
///
/// Source: Anselin, Syabri and Smirnov 2002, eq. 2; Wartenberg 1985.
pub fn moran_bivariate(
    x: &[f64],
    y: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<Autocorrelation, Unfit> {
    weights.check(x, 3)?;
    weights.check(y, 3)?;
    chance.check()?;
    let x = centred(x)?;
    let y = centred(y).map_err(|_constant| Unfit::Constant { column: 1 })?;
    let norm = |z: &[f64]| z.iter().map(|z| z * z).sum::<f64>().sqrt();
    let sums = weights.sums();
    let scale = x.len() as f64 / sums.s0 / (norm(&x) * norm(&y));
    let figure = |y: &[f64]| scale * crossed(weights, &x, y);
    let value = figure(&y);
    let permuted = chance.permute(value, &y, alternative, figure);
    // Over all orders of y its mean is nothing, for Σ y = 0: every place is as likely to hold any y.
    let moments = Moments { expected: 0.0, normal: None, randomised: None };
    let name = ("moran-bivariate", "Anselin, Syabri & Smirnov 2002, eq. 2");
    Ok(Autocorrelation::new(name, weights, value, moments, permuted, alternative))
}

/// Geary's c: (n−1) Σᵢⱼ wᵢⱼ (xᵢ − xⱼ)² / (2 S₀ Σ z²). By chance 1; below it like lies beside like.
///
/// # Errors
/// As [`moran`].
///
/// Source: Geary 1954; Cliff and Ord 1981, eqs 1.45, 2.25–2.30.
pub fn geary(
    values: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<Autocorrelation, Unfit> {
    weights.check(values, 3)?;
    chance.check()?;
    let z = centred(values)?;
    let sums = weights.sums();
    let scale = (z.len() as f64 - 1.0) / (2.0 * sums.s0 * z.iter().map(|z| z * z).sum::<f64>());
    let figure = |z: &[f64]| {
        let unit = |at: usize| weights.of(at).map(|(other, w)| w * (z[at] - z[other]).powi(2)).sum::<f64>();
        scale * (0..z.len()).map(unit).sum::<f64>()
    };
    let value = figure(&z);
    let moments = moments::geary(z.len(), sums, moments::kurtosis(&z));
    let permuted = chance.permute(value, &z, alternative, figure);
    let name = ("geary", "Cliff & Ord 1981, eqs 1.45, 2.25-2.30");
    Ok(Autocorrelation::new(name, weights, value, moments, permuted, alternative))
}

/// Getis and Ord's global G: Σᵢⱼ wᵢⱼ xᵢ xⱼ / Σᵢ≠ⱼ xᵢ xⱼ: do large values lie beside large ones?
///
/// `values` are not negative and not all zero; a natural origin is needed. Meant for binary weights; others are used as they are.
///
/// # Errors
/// As [`moran`]; [`Unfit::OutOfRange`] at a negative value.
///
/// Source: Getis and Ord 1992, eqs 5–8.
pub fn global_g(
    values: &[f64],
    weights: &Weights,
    alternative: Alternative,
    chance: Chance,
) -> Result<Autocorrelation, Unfit> {
    weights.check(values, 3)?;
    chance.check()?;
    not_negative(values)?;
    centred(values)?;
    let values = &tamed(values);
    let total: f64 = values.iter().sum();
    let pairs = total * total - values.iter().map(|value| value * value).sum::<f64>();
    if pairs <= 0.0 {
        return Err(Unfit::Constant { column: 0 });
    }
    let figure = |x: &[f64]| crossed(weights, x, x) / pairs;
    let value = figure(values);
    // The moments are sums of powers; on a scale of one they keep their digits.
    let scaled: Vec<f64> = values.iter().map(|value| value / total).collect();
    let moments = moments::global_g(&scaled, weights.sums());
    let permuted = chance.permute(value, values, alternative, figure);
    let name = ("global-g", "Getis & Ord 1992, eqs 5-8");
    Ok(Autocorrelation::new(name, weights, value, moments, permuted, alternative))
}

pub(super) fn not_negative(values: &[f64]) -> Result<(), Unfit> {
    match values.iter().find(|value| **value < 0.0) {
        Some(&value) => Err(Unfit::OutOfRange { name: "values", value, low: 0.0, high: f64::MAX }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Autocorrelation, geary, global_g, moran, moran_bivariate};
    use crate::space::{Alternative, Chance, Weights};
    use crate::{Seed, Unfit};

    /// Every order of the values, by Heap's algorithm (1963).
    fn orders(values: &[f64], mut visit: impl FnMut(&[f64])) {
        let mut order = values.to_vec();
        let mut counters = vec![0; order.len()];
        visit(&order);
        let mut at = 0;
        while at < order.len() {
            if counters[at] < at {
                order.swap(if at % 2 == 0 { 0 } else { counters[at] }, at);
                visit(&order);
                counters[at] += 1;
                at = 0;
            } else {
                counters[at] = 0;
                at += 1;
            }
        }
    }

    fn lopsided() -> Weights {
        Weights::given(&[
            vec![(1, 1.0), (2, 0.5)],
            vec![(0, 2.0), (3, 1.0)],
            vec![(1, 0.25)],
            vec![(4, 1.0), (6, 0.75)],
            vec![(3, 1.0), (5, 3.0)],
            vec![],
            vec![(0, 1.5), (5, 1.0)],
        ])
        .expect("fits")
    }

    type Measure = fn(&[f64], &Weights, Alternative, Chance) -> Result<Autocorrelation, Unfit>;

    #[test]
    fn the_moments_are_those_of_every_order() {
        fn check(measure: Measure) {
            let values = [3.0, 1.0, 4.5, 1.5, 9.0, 2.0, 6.0];
            let weights = lopsided();
            let found = measure(&values, &weights, Alternative::TwoSided, Chance::NONE).expect("fits");
            let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
            orders(&values, |order| {
                let value =
                    measure(order, &weights, Alternative::TwoSided, Chance::NONE).expect("fits").value;
                count += 1.0;
                sum += value;
                squares += value * value;
            });
            assert_eq!(count, 5040.0);
            let mean = sum / count;
            let variance = squares / count - mean * mean;
            assert!((found.expected - mean).abs() < 1e-12, "{} mean {mean}", found.measure);
            let stated = found.randomised.expect("n > 3").variance;
            assert!((stated - variance).abs() < 1e-12, "{}: {stated} and {variance}", found.measure);
        }
        check(moran);
        check(geary);
        check(global_g);
    }

    #[test]
    fn a_lattice_of_nine_has_the_published_variances() {
        // esda's own test: lat2W(3, 3), y = 1..9, binary.
        let rook = |at: usize| {
            let (row, column) = (at / 3, at % 3);
            let beside = |other: &usize| {
                let (r, c) = (other / 3, other % 3);
                row.abs_diff(r) + column.abs_diff(c) == 1
            };
            (0..9).filter(beside).collect::<Vec<_>>()
        };
        let weights = Weights::binary(&(0..9).map(rook).collect::<Vec<_>>()).expect("fits");
        let values: Vec<f64> = (1..=9).map(f64::from).collect();
        let found = moran(&values, &weights, Alternative::TwoSided, Chance::NONE).expect("fits");
        assert!((found.normal.expect("known").variance - 0.053_125).abs() < 1e-15);
        assert!((found.randomised.expect("known").variance - 0.059_687_5).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_measured_says_why() {
        fn check(values: &[f64], weights: &Weights, why: &Unfit) {
            let found = moran(values, weights, Alternative::TwoSided, Chance::NONE);
            assert_eq!(found.as_ref(), Err(why));
        }
        let pair = Weights::binary(&[vec![1], vec![0, 2], vec![1]]).expect("fits");
        check(&[1.0, 2.0], &pair, &Unfit::Shape { expected: 3, found: 2 });
        check(&[1.0, f64::NAN, 2.0], &pair, &Unfit::NotFinite { row: 1, column: 0 });
        check(&[1.0; 3], &pair, &Unfit::Constant { column: 0 });
        let alone = Weights::binary(&[vec![], vec![], vec![]]).expect("fits");
        check(&[1.0, 2.0, 3.0], &alone, &Unfit::Empty { name: "neighbours", at: 0 });
        let two = Weights::binary(&[vec![1], vec![0]]).expect("fits");
        check(&[1.0, 2.0], &two, &Unfit::TooFew { needed: 3, found: 2 });
        let many = Chance::of(usize::MAX, 1);
        assert!(moran(&[1.0, 2.0, 3.0], &pair, Alternative::Less, many).is_err());
        let negative = global_g(&[1.0, -2.0, 3.0], &pair, Alternative::Less, Chance::NONE);
        assert!(matches!(negative, Err(Unfit::OutOfRange { name: "values", .. })), "{negative:?}");
    }

    #[test]
    fn numbers_at_the_ends_of_the_range_are_no_trouble() {
        let values = [3.0, 1.0, 4.5, 1.5, 9.0, 2.0, 6.0];
        for scale in [2.0_f64.powi(1020), f64::MIN_POSITIVE / 64.0, 1e80, 1e-80] {
            for measure in [moran as Measure, geary, global_g] {
                let run = |values: &[f64]| {
                    measure(values, &lopsided(), Alternative::TwoSided, Chance::of(9, 1)).expect("fits")
                };
                let (here, there) = (run(&values), run(&values.map(|value| value * scale)));
                // Of the least doubles only a few digits are left.
                let digits = if scale < 1e-300 { 0.02 } else { 1e-12 };
                let z = |of: &Autocorrelation| of.randomised.expect("n > 3").z;
                assert!((here.value - there.value).abs() < digits, "{} {scale:e}", here.measure);
                assert!((z(&here) - z(&there)).abs() < digits * 5.0, "{} {scale:e}", here.measure);
            }
        }
    }

    #[test]
    fn x_beside_itself_is_moran() {
        let values = [3.0, 1.0, 4.5, 1.5, 9.0, 2.0, 6.0];
        let one = moran(&values, &lopsided(), Alternative::TwoSided, Chance::NONE).expect("fits");
        let two = moran_bivariate(&values, &values, &lopsided(), Alternative::TwoSided, Chance::NONE)
            .expect("fits");
        assert!((one.value - two.value).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn figures_do_not_depend_on_labels_scale_or_threads(
            seed in any::<u64>(), scale in 0.01_f64..100.0, shift in -50.0_f64..50.0,
        ) {
            let mut chance = Seed::new(seed);
            let n = 12;
            let values: Vec<f64> = (0..n).map(|_| chance.unit() * 10.0).collect();
            let mut row = |unit: usize| -> Vec<(usize, f64)> {
                let near = (0..n).filter(|at| *at != unit && chance.unit() < 0.3).collect::<Vec<_>>();
                near.into_iter().map(|at| (at, chance.unit() + 0.1)).collect()
            };
            let lists: Vec<_> = (0..n).map(&mut row).collect();
            let weights = Weights::given(&lists).expect("fits");
            prop_assume!(weights.links() > 0);
            let mut place: Vec<usize> = (0..n).collect();
            chance.shuffle(&mut place);
            let mut moved = vec![0.0; n];
            let mut moved_lists = vec![Vec::new(); n];
            for unit in 0..n {
                moved[place[unit]] = values[unit] * scale + shift;
                moved_lists[place[unit]] = lists[unit].iter().map(|(at, w)| (place[*at], *w)).collect();
            }
            let moved_weights = Weights::given(&moved_lists).expect("fits");
            for measure in [moran as Measure, geary] {
                let here = measure(&values, &weights, Alternative::TwoSided, Chance::of(49, seed)).expect("fits");
                let there = measure(&moved, &moved_weights, Alternative::TwoSided, Chance::NONE).expect("fits");
                prop_assert!((here.value - there.value).abs() < 1e-9, "{} {}", here.value, there.value);
                let z = |of: &Autocorrelation| of.randomised.expect("n > 3").z;
                prop_assert!((z(&here) - z(&there)).abs() < 1e-7);
                let many = Chance { threads: 5, ..Chance::of(49, seed) };
                prop_assert_eq!(here, measure(&values, &weights, Alternative::TwoSided, many).expect("fits"));
            }
        }
    }
}
