//! How unequal regions are: Gini, Lorenz, Hoover, Theil, Atkinson, Williamson.

use serde::Serialize;

use super::table::{non_negative, same_length, shares};
use crate::Unfit;

/// A point of a curve of concentration: both cumulative shares, 0 to 1.
pub type Point = [f64; 2];

/// Gini's coefficient of plain values, 0 to (n − 1)/n: twice the area between the Lorenz curve and equality (Gini 1921).
///
/// `corrected` multiplies by n/(n − 1), so that 1 can be reached. Ties need no rule.
///
/// # Errors
/// [`Unfit::TooFew`] below two values, [`Unfit::Empty`] when all are 0, [`Unfit::OutOfRange`] and [`Unfit::NotFinite`] otherwise.
pub fn gini(values: &[f64], corrected: bool) -> Result<f64, Unfit> {
    checked(values, 2)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let ranked: f64 = sorted.iter().enumerate().map(|(at, value)| (at as f64 + 1.0) * value).sum();
    let plain = 2.0 * ranked / (n * sorted.iter().sum::<f64>()) - (n + 1.0) / n;
    Ok(if corrected { plain * n / (n - 1.0) } else { plain })
}

/// The Lorenz curve of plain values from (0, 0) to (1, 1), poorest first: share of cases, share of values (Lorenz 1905).
///
/// # Errors
/// As [`gini`], a single value being enough.
pub fn lorenz(values: &[f64]) -> Result<Vec<Point>, Unfit> {
    checked(values, 1)?;
    concentration_curve(values, &vec![1.0; values.len()])
}

/// The curve of `values` against `base`, by rising `values / base`, from (0, 0) to (1, 1): share of the base, share of the values.
///
/// Hoover's curve when the base is population (Hoover 1936); the locational Gini's when it is all employment. Places without base come
/// last. Equal ratios leave the area unchanged whatever their order; they are taken in the order given.
///
/// # Errors
/// [`Unfit::Shape`] when the two differ in length, and as [`gini`].
pub fn concentration_curve(values: &[f64], base: &[f64]) -> Result<Vec<Point>, Unfit> {
    same_length(base.len(), values.len())?;
    checked(values, 1)?;
    checked(base, 1)?;
    let ratio = |at: usize| if base[at] > 0.0 { values[at] / base[at] } else { f64::INFINITY };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| ratio(*a).total_cmp(&ratio(*b)).then(a.cmp(b)));
    let (whole_base, whole): (f64, f64) = (base.iter().sum(), values.iter().sum());
    let (mut across, mut up) = (0.0, 0.0);
    let mut curve = vec![[0.0, 0.0]];
    for at in order {
        across += base[at];
        up += values[at];
        curve.push([across / whole_base, up / whole]);
    }
    Ok(curve)
}

/// Gini's coefficient of `values` against `base`, 0 to 1: Hoover's Gini, or the locational Gini on the scale to 1.
///
/// Halve it for the scale to 0.5 of Krugman 1991 (p. 55) and `EconGeo`. Source: Hoover 1936; Krugman 1991.
///
/// # Errors
/// As [`concentration_curve`].
pub fn locational_gini(values: &[f64], base: &[f64]) -> Result<f64, Unfit> {
    let curve = concentration_curve(values, base)?;
    let area: f64 = curve.windows(2).map(|ends| (ends[1][0] - ends[0][0]) * (ends[1][1] + ends[0][1])).sum();
    Ok(1.0 - area)
}

/// Hoover's index `½ Σ |x_r/x − b_r/b|`, 0 to 1: the share that would have to move (Hoover 1936).
///
/// # Errors
/// As [`concentration_curve`].
pub fn hoover(values: &[f64], base: &[f64]) -> Result<f64, Unfit> {
    same_length(base.len(), values.len())?;
    checked(values, 1)?;
    checked(base, 1)?;
    let (own, theirs) = (shares(values, values.iter().sum()), shares(base, base.iter().sum()));
    Ok(own.iter().zip(&theirs).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0)
}

/// Theil's indices, whole and split by groups of regions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theil {
    /// `Σ w y/ȳ ln(y/ȳ)`, 0 to ln n: sensitive at the top (Theil 1967, p. 92).
    pub t: f64,
    /// Of it, between the groups.
    pub t_between: f64,
    /// Of it, within the groups, weighted by their share of the income.
    pub t_within: f64,
    /// `Σ w ln(ȳ/y)`, the mean logarithmic deviation: sensitive at the bottom; `None` when a value is 0 (Theil 1967, p. 127).
    pub l: Option<f64>,
    /// Of it, between the groups.
    pub l_between: Option<f64>,
    /// Of it, within the groups, weighted by their share of the people.
    pub l_within: Option<f64>,
}

/// Theil's T and L of values per head, weighted by population, split between and within groups.
///
/// `weights` are people (all 1 for plain regions); `group` gives each region's group (all 0 for no split). The parts sum to the whole.
/// A value of 0 adds nothing to T (its limit) and makes L infinite, hence `None`. Source: Theil 1967; Bourguignon 1979, eq. 10–12;
/// Shorrocks 1980.
///
/// # Errors
/// [`Unfit::Shape`] when the lengths differ, and as [`gini`].
pub fn theil(values: &[f64], weights: &[f64], group: &[usize]) -> Result<Theil, Unfit> {
    same_length(values.len(), weights.len())?;
    same_length(values.len(), group.len())?;
    checked(values, 1)?;
    checked(weights, 1)?;
    let whole: f64 = weights.iter().sum();
    let mean = weighted_mean(values, weights);
    let members = |number: usize| (0..values.len()).filter(move |at| group[*at] == number);
    let mut numbers: Vec<usize> =
        (0..values.len()).filter(|at| weights[*at] > 0.0).map(|at| group[at]).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let some_zero = (0..values.len()).any(|at| values[at] == 0.0 && weights[at] > 0.0);
    let (mut t_between, mut t_within, mut l_between, mut l_within) = (0.0, 0.0, 0.0, 0.0);
    for number in numbers {
        let people: f64 = members(number).map(|at| weights[at]).sum();
        let own: f64 = members(number).map(|at| weights[at] * values[at]).sum::<f64>() / people;
        let share = people / whole;
        if own > 0.0 {
            t_between += share * own / mean * (own / mean).ln();
            l_between += share * (mean / own).ln();
            let each = |at: usize| (weights[at] / people, values[at] / own);
            t_within +=
                share * own / mean * members(number).map(each).map(|(w, y)| w * y * log(y)).sum::<f64>();
            l_within += share * members(number).map(each).map(|(w, y)| -w * log(y)).sum::<f64>();
        }
    }
    let known = |value: f64| (!some_zero).then_some(value);
    Ok(Theil {
        t: t_between + t_within,
        t_between,
        t_within,
        l: known(l_between + l_within),
        l_between: known(l_between),
        l_within: known(l_within),
    })
}

/// ln, 0 at 0: where it stands it is multiplied by 0 or the result is withheld.
fn log(value: f64) -> f64 {
    if value > 0.0 { value.ln() } else { 0.0 }
}

/// Atkinson's index of values per head, weighted by population, 0 to 1, for an aversion to inequality above 0.
///
/// `1 − [Σ w (y/ȳ)^(1−ε)]^(1/(1−ε))`, and the geometric mean at ε = 1. A value of 0 makes it 1 from ε = 1 on. Source: Atkinson 1970.
///
/// # Errors
/// [`Unfit::OutOfRange`] unless `aversion` is above 0, [`Unfit::Shape`], and as [`gini`].
pub fn atkinson(values: &[f64], weights: &[f64], aversion: f64) -> Result<f64, Unfit> {
    same_length(values.len(), weights.len())?;
    checked(values, 1)?;
    checked(weights, 1)?;
    if !(aversion > 0.0 && aversion.is_finite()) {
        return Err(Unfit::OutOfRange { name: "aversion", value: aversion, low: 0.0, high: f64::INFINITY });
    }
    let (whole, mean): (f64, f64) = (weights.iter().sum(), weighted_mean(values, weights));
    let parts = || values.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    if aversion >= 1.0 && parts().any(|(value, _)| *value == 0.0) {
        return Ok(1.0);
    }
    if aversion == 1.0 {
        return Ok(1.0 - parts().map(|(y, w)| w / whole * (y / mean).ln()).sum::<f64>().exp());
    }
    let power = 1.0 - aversion;
    Ok(1.0 - parts().map(|(y, w)| w / whole * (y / mean).powf(power)).sum::<f64>().powf(1.0 / power))
}

/// About which mean a variation is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// The mean weighted by population, above and below the line (Williamson 1965, eq. 1).
    WeightedMean,
    /// Deviations from the plain mean of the regions over the weighted mean (`REAT` 3.0.3's default).
    Reat,
    /// The plain mean, above and below the line.
    PlainMean,
}

/// Williamson's coefficient `√(Σ w (y − ȳ)²) / ȳ` of values per head, weighted by population, from 0 on.
///
/// With equal weights and [`About::PlainMean`] it is the coefficient of variation (n). Source: Williamson 1965, eq. 1.
///
/// # Errors
/// [`Unfit::Shape`] when the lengths differ, and as [`gini`].
pub fn williamson(values: &[f64], weights: &[f64], about: About) -> Result<f64, Unfit> {
    same_length(values.len(), weights.len())?;
    checked(values, 1)?;
    checked(weights, 1)?;
    let whole: f64 = weights.iter().sum();
    let weighted = weighted_mean(values, weights);
    let plain = values.iter().sum::<f64>() / values.len() as f64;
    let (from, over) = match about {
        About::WeightedMean => (weighted, weighted),
        About::Reat => (plain, weighted),
        About::PlainMean => (plain, plain),
    };
    let variance: f64 = values.iter().zip(weights).map(|(y, w)| w / whole * (y - from).powi(2)).sum();
    Ok(variance.sqrt() / over)
}

fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(y, w)| y * w).sum::<f64>() / weights.iter().sum::<f64>()
}

fn checked(values: &[f64], needed: usize) -> Result<(), Unfit> {
    if values.len() < needed {
        return Err(Unfit::TooFew { needed, found: values.len() });
    }
    non_negative("values", values)?;
    if values.iter().all(|value| *value == 0.0) {
        return Err(Unfit::Empty { name: "column", at: 0 });
    }
    Ok(())
}
