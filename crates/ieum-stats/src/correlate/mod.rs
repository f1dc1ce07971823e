//! Correlation: Pearson, Spearman, Kendall.
//!
//! Pairs with a missing value (no number) are left out and counted; infinite values are errors.

mod kendall;
mod rank;

use serde::Serialize;

use crate::dd::Dd;
use crate::tails::{normal_quantile, t_two_sided};
use crate::{Caution, Unfit};

pub use kendall::kendall;
pub use rank::ranks;

/// Which correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Of the values.
    Pearson,
    /// Of their ranks, equal values sharing the mean of theirs.
    Spearman,
    /// Pairs in the same order less pairs in opposite order, ties allowed for (τ-b).
    Kendall,
}

/// A correlation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlation {
    /// Which.
    pub measure: Measure,
    /// Pairs used.
    pub n: usize,
    /// From −1 to 1.
    pub estimate: f64,
    /// Where its interval begins, from 4 pairs on.
    pub ci_low: Option<f64>,
    /// Where it ends.
    pub ci_high: Option<f64>,
    /// t for Pearson and Spearman, z for Kendall; none for Kendall's exact p.
    pub statistic: Option<f64>,
    /// Of t.
    pub df: Option<f64>,
    /// Two-sided.
    pub p: f64,
    /// Of the interval.
    pub confidence: f64,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Where the formulas are from.
    pub source: &'static str,
}

/// The pairs that are there, as two lists, and what to say about the rest.
type Pairs = (Vec<Dd>, Vec<Dd>, Vec<Caution>);

fn pairs(x: &[Dd], y: &[Dd], confidence: f64) -> Result<Pairs, Unfit> {
    if x.len() != y.len() {
        return Err(Unfit::Shape { expected: x.len(), found: y.len() });
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    for (column, values) in [x, y].into_iter().enumerate() {
        if let Some(row) = values.iter().position(|value| value.hi().is_infinite()) {
            return Err(Unfit::NotFinite { row, column });
        }
    }
    let there = |(one, other): &(&Dd, &Dd)| !one.hi().is_nan() && !other.hi().is_nan();
    let (one, other): (Vec<Dd>, Vec<Dd>) = x.iter().zip(y).filter(there).unzip();
    if one.len() < 3 {
        return Err(Unfit::TooFew { needed: 3, found: one.len() });
    }
    for (column, values) in [&one, &other].into_iter().enumerate() {
        if values.iter().all(|value| *value == values[0]) {
            return Err(Unfit::Constant { column });
        }
    }
    let dropped = x.len() - one.len();
    let warnings = (dropped > 0).then_some(Caution::Dropped { cases: dropped });
    Ok((one, other, warnings.into_iter().collect()))
}

/// Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²) in double-double.
fn product_moment(x: &[Dd], y: &[Dd]) -> Dd {
    let n = Dd::from(x.len());
    let (x_mean, y_mean) = (x.iter().sum::<Dd>() / n, y.iter().sum::<Dd>() / n);
    let (mut both, mut x_squares, mut y_squares) = (Dd::ZERO, Dd::ZERO, Dd::ZERO);
    for (&x, &y) in x.iter().zip(y) {
        let (x, y) = (x - x_mean, y - y_mean);
        both += x * y;
        x_squares += x.square();
        y_squares += y.square();
    }
    both / (x_squares.sqrt() * y_squares.sqrt())
}

/// t and its p value for a correlation of `n` pairs, in double-double since 1 − r² may be all rounding.
fn t_of(r: Dd, n: usize) -> (f64, f64) {
    let df = (n - 2) as f64;
    let left = (Dd::ONE - r) * (r + 1.0);
    let t = if left.to_f64() <= 0.0 {
        f64::INFINITY.copysign(r.to_f64())
    } else {
        (r * (Dd::from(df) / left).sqrt()).to_f64()
    };
    (t, if t.is_infinite() { 0.0 } else { t_two_sided(t, df) })
}

/// An interval by Fisher's z = artanh r with the variance given; none where that has no number.
fn interval(r: f64, variance: f64, confidence: f64) -> (Option<f64>, Option<f64>) {
    let half = -normal_quantile((1.0 - confidence) / 2.0) * variance.sqrt();
    if r.abs() >= 1.0 {
        return (Some(r), Some(r));
    }
    let end = |sign: f64| (half.is_finite() && variance > 0.0).then(|| (r.atanh() + sign * half).tanh());
    (end(-1.0), end(1.0))
}

/// Pearson's product-moment correlation, interval by Fisher's z.
///
/// ```
/// use ieum_stats::dd::Dd;
///
/// let [x, y] = [[1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0]].map(|values| values.map(Dd::from));
/// let found = ieum_stats::correlate::pearson(&x, &y, 0.95)?;
/// assert_eq!((found.n, found.estimate), (4, 0.6));
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::NotFinite`] and [`Unfit::Constant`] with column 0 for x and 1 for y; [`Unfit::TooFew`] under 3 pairs;
/// [`Unfit::OutOfRange`] for the confidence.
pub fn pearson(x: &[Dd], y: &[Dd], confidence: f64) -> Result<Correlation, Unfit> {
    let (x, y, warnings) = pairs(x, y, confidence)?;
    Ok(of_r(product_moment(&x, &y), x.len(), confidence, warnings))
}

/// What a printed Pearson correlation of `n` pairs says: t, p and interval.
///
/// # Errors
/// [`Unfit::TooFew`] under 3 pairs; [`Unfit::OutOfRange`] for r or the confidence.
pub fn pearson_of(r: Dd, n: usize, confidence: f64) -> Result<Correlation, Unfit> {
    if n < 3 {
        return Err(Unfit::TooFew { needed: 3, found: n });
    }
    if !(-1.0..=1.0).contains(&r.hi()) {
        return Err(Unfit::OutOfRange { name: "r", value: r.to_f64(), low: -1.0, high: 1.0 });
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    Ok(of_r(r, n, confidence, Vec::new()))
}

fn of_r(r: Dd, n: usize, confidence: f64, warnings: Vec<Caution>) -> Correlation {
    let (t, p) = t_of(r, n);
    let estimate = r.to_f64().clamp(-1.0, 1.0);
    let (ci_low, ci_high) = interval(estimate, 1.0 / (n as f64 - 3.0), confidence);
    Correlation {
        measure: Measure::Pearson,
        n,
        estimate,
        ci_low,
        ci_high,
        statistic: Some(t),
        df: Some((n - 2) as f64),
        p,
        confidence,
        warnings,
        source: "Pearson 1896; Fisher 1921, Metron 1, 3-32 (z); sums in double-double",
    }
}

/// Spearman's correlation of ranks; p by t, interval by Fisher's z with the variance of Bonett and Wright.
///
/// # Errors
/// As [`pearson`].
pub fn spearman(x: &[Dd], y: &[Dd], confidence: f64) -> Result<Correlation, Unfit> {
    let (x, y, mut warnings) = pairs(x, y, confidence)?;
    let (x_ranks, x_tied) = ranks(&x);
    let (y_ranks, y_tied) = ranks(&y);
    if x_tied.max(y_tied) > 0 {
        warnings.push(Caution::Ties { cases: x_tied.max(y_tied) });
    }
    let n = x.len();
    // Below ten pairs t is a poor approximation to the distribution of ranks (Kendall and Gibbons 1990, 4.13).
    if n < 10 {
        warnings.push(Caution::FewCases { found: n, advised: 10 });
    }
    let exact = |ranks: Vec<f64>| ranks.into_iter().map(Dd::from).collect::<Vec<Dd>>();
    let r = product_moment(&exact(x_ranks), &exact(y_ranks));
    let (t, p) = t_of(r, n);
    let estimate = r.to_f64().clamp(-1.0, 1.0);
    let variance = (1.0 + estimate * estimate / 2.0) / (n as f64 - 3.0);
    let (ci_low, ci_high) = interval(estimate, variance, confidence);
    Ok(Correlation {
        measure: Measure::Spearman,
        n,
        estimate,
        ci_low,
        ci_high,
        statistic: Some(t),
        df: Some((n - 2) as f64),
        p,
        confidence,
        warnings,
        source: "Spearman 1904, American Journal of Psychology 15, 72-101; t: Kendall and Gibbons 1990, 4.13; interval: Bonett and \
                 Wright 2000, Psychometrika 65, 23-28",
    })
}

#[cfg(test)]
mod tests;
