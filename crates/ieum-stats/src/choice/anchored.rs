//! Methods that measure against points given from outside, so that adding an alternative never turns the order of others.

use super::additive::share;
use super::problem::{Problem, Ranking, above_zero, least, most};
use crate::Unfit;

/// The least and the most a criterion can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The least.
    pub low: f64,
    /// The most; above `low`.
    pub high: f64,
}

fn check_bounds(problem: &Problem, bounds: &[Bounds]) -> Result<(), Unfit> {
    check_count(problem, bounds.len())?;
    for (at, Bounds { low, high }) in bounds.iter().copied().enumerate() {
        if !(low.is_finite() && high.is_finite()) {
            return Err(Unfit::NotFinite { row: 0, column: at });
        }
        if low >= high {
            return Err(Unfit::OutOfRange { name: "bounds", value: high, low, high: f64::MAX });
        }
        if let Some(&value) = problem.table().column(at).iter().find(|x| **x < low || **x > high) {
            return Err(Unfit::OutOfRange { name: "table", value, low, high });
        }
    }
    Ok(())
}

fn check_count(problem: &Problem, found: usize) -> Result<(), Unfit> {
    let expected = problem.weights().len();
    if found == expected { Ok(()) } else { Err(Unfit::Shape { expected, found }) }
}

fn check_point(problem: &Problem, point: &[f64]) -> Result<(), Unfit> {
    check_count(problem, point.len())?;
    match point.iter().position(|x| !x.is_finite()) {
        Some(column) => Err(Unfit::NotFinite { row: 0, column }),
        None => Ok(()),
    }
}

fn distances(problem: &Problem, bounds: &[Bounds], point: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; problem.table().rows()];
    for (at, (column, weight, _)) in problem.criteria().enumerate() {
        for (sum, x) in sums.iter_mut().zip(&column) {
            *sum += weight * (x - point(at)).abs() / (bounds[at].high - bounds[at].low);
        }
    }
    sums
}

fn ideal(problem: &Problem, bounds: &[Bounds], at: usize) -> f64 {
    if problem.is_benefit(at) { bounds[at].high } else { bounds[at].low }
}

/// SPOTIS: weighted distance from the ideal point of the bounds, or from an expected point; less is better.
///
/// # Errors
/// [`Unfit::Shape`] unless there are bounds (and a number of the point) for each criterion; [`Unfit::OutOfRange`] when bounds are upside
/// down or an alternative lies outside.
///
/// Source: Dezert, Tchamova, Han and Tacnet 2020, eqs 2–4.
pub fn spotis(problem: &Problem, bounds: &[Bounds], expected: Option<&[f64]>) -> Result<Ranking, Unfit> {
    check_bounds(problem, bounds)?;
    let scores = match expected {
        Some(point) => {
            check_point(problem, point)?;
            distances(problem, bounds, |at| point[at])
        }
        None => distances(problem, bounds, |at| ideal(problem, bounds, at)),
    };
    let convention = if expected.is_some() { "expected-point" } else { "ideal-point" };
    problem.ranked(("spotis", convention, "Dezert et al. 2020, eqs 2-4"), false, scores)
}

/// Balanced SPOTIS: `alpha` of the distance from the expected point and 1 − `alpha` of that from the ideal point; less is better.
///
/// # Errors
/// As [`spotis`]; [`Unfit::OutOfRange`] unless 0 ≤ `alpha` ≤ 1.
///
/// Source: Shekhovtsov, Dezert and Sałabun 2025.
pub fn balanced_spotis(
    problem: &Problem,
    bounds: &[Bounds],
    expected: &[f64],
    alpha: f64,
) -> Result<Ranking, Unfit> {
    share("alpha", alpha)?;
    check_bounds(problem, bounds)?;
    check_point(problem, expected)?;
    let wanted = distances(problem, bounds, |at| expected[at]);
    let best = distances(problem, bounds, |at| ideal(problem, bounds, at));
    let scores = wanted.iter().zip(&best).map(|(a, b)| alpha * a + (1.0 - alpha) * b).collect();
    problem.ranked(("spotis", "balanced", "Shekhovtsov, Dezert & Sałabun 2025"), false, scores)
}

/// RIM: closeness to a reference interval of each criterion, within its bounds. Goals are not looked at: the interval says what is wanted.
///
/// # Errors
/// As [`spotis`]; [`Unfit::OutOfRange`] when an interval leaves its bounds.
///
/// Source: Cables, Lamata and Verdegay 2016, eqs 2–8.
pub fn rim(problem: &Problem, bounds: &[Bounds], wanted: &[(f64, f64)]) -> Result<Ranking, Unfit> {
    check_bounds(problem, bounds)?;
    check_count(problem, wanted.len())?;
    let rows = problem.table().rows();
    let (mut missing, mut reached) = (vec![0.0; rows], vec![0.0; rows]);
    for (at, (column, weight, _)) in problem.criteria().enumerate() {
        let (Bounds { low, high }, (from, to)) = (bounds[at], wanted[at]);
        if !(low <= from && from <= to && to <= high) {
            return Err(Unfit::OutOfRange { name: "wanted", value: from, low, high });
        }
        for (row, x) in column.iter().copied().enumerate() {
            let normal = if x < from {
                1.0 - (from - x) / (from - low)
            } else if x > to {
                1.0 - (x - to) / (high - to)
            } else {
                1.0
            };
            missing[row] += (weight * (normal - 1.0)).powi(2);
            reached[row] += (weight * normal).powi(2);
        }
    }
    let score = |(missing, reached): (&f64, &f64)| reached.sqrt() / (missing.sqrt() + reached.sqrt());
    let scores = missing.iter().zip(&reached).map(score).collect();
    problem.ranked(("rim", "reference-interval", "Cables, Lamata & Verdegay 2016, eqs 2-8"), true, scores)
}

/// RAFSI: criteria mapped onto 1 to 6 between an anti-ideal and an ideal value; benefits over twice the arithmetic, costs under half the
/// harmonic mean of 1 and 6.
///
/// `ideal` and `anti_ideal` hold one number a criterion; for a cost the ideal is the smaller one.
///
/// # Errors
/// [`Unfit::Shape`]; [`Unfit::OutOfRange`] when ideal and anti-ideal are equal or an alternative lies outside them.
///
/// Source: Žižović, Pamučar, Albijanić, Chatterjee and Pribićević 2020, eqs 3–8.
pub fn rafsi(problem: &Problem, ideal: &[f64], anti_ideal: &[f64]) -> Result<Ranking, Unfit> {
    const LOW: f64 = 1.0;
    const HIGH: f64 = 6.0;
    check_point(problem, ideal)?;
    check_point(problem, anti_ideal)?;
    let bounds: Vec<Bounds> =
        ideal.iter().zip(anti_ideal).map(|(a, b)| Bounds { low: a.min(*b), high: a.max(*b) }).collect();
    check_bounds(problem, &bounds)?;
    let (arithmetic, harmonic) = ((LOW + HIGH) / 2.0, 2.0 / (1.0 / LOW + 1.0 / HIGH));
    let mut scores = vec![0.0; problem.table().rows()];
    for (at, (column, weight, benefit)) in problem.criteria().enumerate() {
        let Bounds { low, high } = bounds[at];
        for (score, x) in scores.iter_mut().zip(&column) {
            let mapped = LOW + (HIGH - LOW) * (x - low) / (high - low);
            *score += weight * if benefit { mapped / (2.0 * arithmetic) } else { harmonic / (2.0 * mapped) };
        }
    }
    problem.ranked(("rafsi", "1-to-6", "Žižović et al. 2020, eqs 3-8"), true, scores)
}

/// ERVD: gains and losses against reference values, losses weighing `loss_aversion` times as much and both bent by the power `alpha`.
///
/// The paper takes 2.25 and 0.88 from Tversky and Kahneman 1992.
///
/// # Errors
/// [`Unfit::OutOfRange`] at a number at or below zero or a parameter not above zero; [`Unfit::Shape`].
///
/// Source: Shyur, Yin, Shih and Cheng 2015, eqs 2–8.
pub fn ervd(problem: &Problem, reference: &[f64], loss_aversion: f64, alpha: f64) -> Result<Ranking, Unfit> {
    check_point(problem, reference)?;
    problem.above_zero()?;
    above_zero(&[loss_aversion, alpha])?;
    let rows = problem.table().rows();
    let (mut from_best, mut from_worst) = (vec![0.0; rows], vec![0.0; rows]);
    for (at, (column, weight, benefit)) in problem.criteria().enumerate() {
        let sum: f64 = column.iter().sum();
        let value = |x: &f64| {
            let gain = (x - reference[at]) / sum * if benefit { 1.0 } else { -1.0 };
            if gain > 0.0 { gain.powf(alpha) } else { -loss_aversion * (-gain).powf(alpha) }
        };
        let values: Vec<f64> = column.iter().map(value).collect();
        let (low, high) = (least(&values), most(&values));
        for (row, value) in values.iter().enumerate() {
            from_best[row] += weight * (high - value);
            from_worst[row] += weight * (value - low);
        }
    }
    let scores = from_best.iter().zip(&from_worst).map(|(best, worst)| worst / (best + worst)).collect();
    problem.ranked(("ervd", "sum", "Shyur et al. 2015, eqs 2-8"), true, scores)
}

/// What a property must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// At least this.
    Lower(f64),
    /// At most this.
    Upper(f64),
    /// As near to this as can be.
    Target(f64),
}

/// Limits on properties: weighted shares by which each property uses up, or misses, its limit; less is better, at most the sum of the
/// weights is acceptable. Goals are not looked at: the limits say what is wanted.
///
/// # Errors
/// [`Unfit::Shape`]; [`Unfit::OutOfRange`] at a number or limit at or below zero.
///
/// Source: Farag 2020, section 9.5.
pub fn lopm(problem: &Problem, limits: &[Limit]) -> Result<Ranking, Unfit> {
    check_count(problem, limits.len())?;
    problem.above_zero()?;
    let mut scores = vec![0.0; problem.table().rows()];
    for (at, (column, weight, _)) in problem.criteria().enumerate() {
        let (Limit::Lower(limit) | Limit::Upper(limit) | Limit::Target(limit)) = limits[at];
        above_zero(&[limit])?;
        for (score, x) in scores.iter_mut().zip(&column) {
            *score += weight
                * match limits[at] {
                    Limit::Lower(limit) => limit / x,
                    Limit::Upper(limit) => x / limit,
                    Limit::Target(limit) => (x / limit - 1.0).abs(),
                };
        }
    }
    problem.ranked(("lopm", "limits", "Farag 2020, section 9.5"), false, scores)
}
