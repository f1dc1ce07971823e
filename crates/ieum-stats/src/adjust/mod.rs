//! Corrections for many tests at once.
//!
//! Each function takes p values in any order and returns the corrected ones in the same order, none over 1. A p value that is no number
//! counts as a test not made: it stays no number and the others are corrected as if it were not there.

use crate::Unfit;

/// Checks that every p value is a chance or missing, and says in which order they rise.
fn order(p_values: &[f64]) -> Result<Vec<usize>, Unfit> {
    let wrong = p_values.iter().find(|p| !p.is_nan() && !(0.0..=1.0).contains(*p));
    if let Some(&value) = wrong {
        return Err(Unfit::OutOfRange { name: "p_values", value, low: 0.0, high: 1.0 });
    }
    let mut rising: Vec<usize> = (0..p_values.len()).filter(|&at| !p_values[at].is_nan()).collect();
    rising.sort_by(|&one, &other| p_values[one].total_cmp(&p_values[other]).then(one.cmp(&other)));
    Ok(rising)
}

/// Times a factor by rank (from 1, of `m`), made monotone from the smallest up (`step_down`) or from the largest down.
fn stepped(p_values: &[f64], step_down: bool, factor: impl Fn(f64, f64) -> f64) -> Result<Vec<f64>, Unfit> {
    let rising = order(p_values)?;
    let m = rising.len() as f64;
    let mut corrected = p_values.to_vec();
    let mut reached: f64 = if step_down { 0.0 } else { 1.0 };
    let ranked = rising.iter().enumerate();
    let mut put = |(rank, &at): (usize, &usize)| {
        let raised = (p_values[at] * factor(rank as f64 + 1.0, m)).min(1.0);
        reached = if step_down { reached.max(raised) } else { reached.min(raised) };
        corrected[at] = reached;
    };
    if step_down {
        ranked.for_each(&mut put);
    } else {
        ranked.rev().for_each(&mut put);
    }
    Ok(corrected)
}

/// Bonferroni: times the number of tests. Holds the chance of any false finding, under any dependence.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a value outside 0 to 1.
pub fn bonferroni(p_values: &[f64]) -> Result<Vec<f64>, Unfit> {
    let m = order(p_values)?.len() as f64;
    Ok(p_values.iter().map(|p| if p.is_nan() { *p } else { (p * m).min(1.0) }).collect())
}

/// Holm 1979, Scandinavian Journal of Statistics 6, 65–70: holds the chance of any false finding, under any dependence, and is never
/// weaker than Bonferroni.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a value outside 0 to 1.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, Unfit> {
    stepped(p_values, true, |rank, m| m - rank + 1.0)
}

/// Hochberg 1988, Biometrika 75, 800–802: holds the chance of any false finding where the tests are independent or positively dependent.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a value outside 0 to 1.
pub fn hochberg(p_values: &[f64]) -> Result<Vec<f64>, Unfit> {
    stepped(p_values, false, |rank, m| m - rank + 1.0)
}

/// Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, 289–300: holds the share of false findings where the
/// tests are independent or positively dependent.
///
/// ```
/// assert_eq!(ieum_stats::adjust::benjamini_hochberg(&[0.5, 0.01])?, [0.5, 0.02]);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::OutOfRange`] for a value outside 0 to 1.
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, Unfit> {
    stepped(p_values, false, |rank, m| m / rank)
}

/// Benjamini and Yekutieli 2001, Annals of Statistics 29, 1165–1188: holds the share of false findings under any dependence.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a value outside 0 to 1.
pub fn benjamini_yekutieli(p_values: &[f64]) -> Result<Vec<f64>, Unfit> {
    let count = p_values.iter().filter(|p| !p.is_nan()).count();
    let harmonic: f64 = (1..=count).rev().map(|rank| 1.0 / rank as f64).sum();
    stepped(p_values, false, |rank, m| harmonic * m / rank)
}

/// Hommel 1988, Biometrika 75, 383–386, in the form of Wright 1992, Biometrics 48, 1005–1013, appendix: holds what Hochberg's holds, and
/// is never weaker.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a value outside 0 to 1.
pub fn hommel(p_values: &[f64]) -> Result<Vec<f64>, Unfit> {
    let rising = order(p_values)?;
    let m = rising.len();
    let sorted: Vec<f64> = rising.iter().map(|&at| p_values[at]).collect();
    let mut corrected = sorted.clone();
    for size in (2..=m).rev() {
        let split = m - size;
        // The least of size × p₍split + i₎ / i over the upper part, its first member apart.
        let least =
            (2..=size).map(|i| size as f64 * sorted[split + i - 1] / i as f64).fold(f64::INFINITY, f64::min);
        for (at, value) in corrected.iter_mut().enumerate() {
            let bound = if at > split { least } else { least.min(size as f64 * sorted[at]) };
            *value = value.max(bound);
        }
    }
    let mut back = p_values.to_vec();
    rising.iter().zip(corrected).for_each(|(&at, value)| back[at] = value.min(1.0));
    Ok(back)
}

#[cfg(test)]
mod tests;
