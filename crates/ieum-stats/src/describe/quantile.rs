//! Quantiles by named conventions.

use serde::Serialize;

use crate::Unfit;
use crate::dd::Dd;

/// How a quantile between two values is placed. Source: Hyndman and Fan 1996, American Statistician 50, 361–365.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Convention {
    /// Type 7, at 1 + (n − 1) p: Excel's INC, R, NumPy.
    Linear,
    /// Type 6, at (n + 1) p: SPSS, Minitab, Excel's EXC.
    Weibull,
    /// Type 2, the inverse of the distribution function, averaged at its steps: SAS, Stata's summarize.
    Averaged,
    /// Type 8, at ⅓ + (n + ⅓) p: nearly median-unbiased for any distribution; what Hyndman and Fan advise.
    MedianUnbiased,
}

/// The value below which a share `p` of sorted numbers lies, 0 ≤ `p` ≤ 1. Panics on an empty list, as a slice does.
#[must_use]
pub fn quantile(sorted: &[Dd], p: f64, convention: Convention) -> Dd {
    let n = sorted.len() as f64;
    // Counted from 1.
    let place = match convention {
        Convention::Linear => 1.0 + (n - 1.0) * p,
        Convention::Weibull => (n + 1.0) * p,
        Convention::MedianUnbiased => 1.0 / 3.0 + (n + 1.0 / 3.0) * p,
        Convention::Averaged => {
            let step = n * p;
            // Shares such as 0.1 are not what they are written as; 4 units in the last place are taken for a whole step.
            let whole = (step - step.round()).abs() < 4.0 * f64::EPSILON * n;
            if whole { step.round() + 0.5 } else { step.ceil() }
        }
    };
    let place = place.clamp(1.0, n);
    let below = place.floor();
    let share = if place - below < 4.0 * f64::EPSILON * n { 0.0 } else { place - below };
    let first = sorted[below as usize - 1];
    let second = sorted[(below as usize).min(sorted.len() - 1)];
    first + (second - first) * share
}

/// Quantiles of numbers in any order, by one convention.
///
/// # Errors
/// [`Unfit::TooFew`] without numbers, [`Unfit::NotFinite`] at one that is none, [`Unfit::OutOfRange`] for a share outside 0 to 1.
pub fn quantiles(values: &[Dd], shares: &[f64], convention: Convention) -> Result<Vec<f64>, Unfit> {
    if values.is_empty() {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    if let Some(row) = values.iter().position(|value| !value.is_finite()) {
        return Err(Unfit::NotFinite { row, column: 0 });
    }
    if let Some(&value) = shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
        return Err(Unfit::OutOfRange { name: "shares", value, low: 0.0, high: 1.0 });
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(Dd::total_cmp);
    Ok(shares.iter().map(|&share| quantile(&sorted, share, convention).to_f64()).collect())
}
