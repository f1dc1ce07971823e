//! Shares and their intervals.

use serde::Serialize;

use crate::tails::{beta_tails, normal_quantile, normal_two_sided};
use crate::{Caution, Unfit};

/// A share with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proportion {
    /// Cases with the mark.
    pub count: u64,
    /// Cases in all.
    pub n: u64,
    /// `count` / `n`.
    pub estimate: f64,
    /// Where the interval begins.
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
    /// Of the interval.
    pub confidence: f64,
    /// Where the interval is from.
    pub source: &'static str,
}

fn fits(count: u64, n: u64, confidence: f64) -> Result<(), Unfit> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(Unfit::OutOfRange { name: "confidence", value: confidence, low: 0.0, high: 1.0 });
    }
    if n == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    if count > n {
        return Err(Unfit::OutOfRange { name: "count", value: count as f64, low: 0.0, high: n as f64 });
    }
    Ok(())
}

/// A share with Wilson's interval (1927, JASA 22, 209–212): the shares a score test would not reject. Holds its confidence for few cases
/// and at 0 and 1 too.
///
/// ```
/// let found = ieum_stats::counts::wilson(0, 20, 0.95)?;
/// assert!(found.ci_low == 0.0 && (found.ci_high - 0.161).abs() < 5e-4);
/// # Ok::<(), ieum_stats::Unfit>(())
/// ```
///
/// # Errors
/// [`Unfit::TooFew`] without cases, [`Unfit::OutOfRange`] for a count over `n` or the confidence.
pub fn wilson(count: u64, n: u64, confidence: f64) -> Result<Proportion, Unfit> {
    fits(count, n, confidence)?;
    let (size, z) = (n as f64, -normal_quantile((1.0 - confidence) / 2.0));
    let p = count as f64 / size;
    let below = 1.0 + z * z / size;
    let centre = (p + z * z / (2.0 * size)) / below;
    let half = z / below * (p * (1.0 - p) / size + z * z / (4.0 * size * size)).sqrt();
    Ok(Proportion {
        count,
        n,
        estimate: p,
        ci_low: if count == 0 { 0.0 } else { centre - half },
        ci_high: if count == n { 1.0 } else { centre + half },
        confidence,
        source: "Wilson 1927, JASA 22, 209-212",
    })
}

/// A share with the exact interval of Clopper and Pearson (1934, Biometrika 26, 404–413): never less than its confidence, often more.
///
/// # Errors
/// As [`wilson`].
pub fn clopper_pearson(count: u64, n: u64, confidence: f64) -> Result<Proportion, Unfit> {
    fits(count, n, confidence)?;
    let tail = (1.0 - confidence) / 2.0;
    let (k, rest) = (count as f64, (n - count) as f64);
    // The chance of `count` or more rises with the share, that of `count` or fewer falls.
    let solve = |rises: bool, chance: &dyn Fn(f64) -> f64| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if (chance(middle) < tail) == rises {
                low = middle;
            } else {
                high = middle;
            }
            if high - low < 1e-16 * high {
                break;
            }
        }
        0.5 * (low + high)
    };
    Ok(Proportion {
        count,
        n,
        estimate: k / n as f64,
        ci_low: if count == 0 { 0.0 } else { solve(true, &|p| beta_tails(k, rest + 1.0, p).0) },
        ci_high: if count == n { 1.0 } else { solve(false, &|p| beta_tails(k + 1.0, rest, p).1) },
        confidence,
        source: "Clopper and Pearson 1934, Biometrika 26, 404-413",
    })
}

/// Two shares compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proportions {
    /// The first, with Wilson's interval.
    pub first: Proportion,
    /// The second.
    pub second: Proportion,
    /// First less second.
    pub difference: f64,
    /// Where its interval begins (Newcombe 1998, Statistics in Medicine 17, 873–890, method 10).
    pub ci_low: f64,
    /// Where it ends.
    pub ci_high: f64,
    /// The difference over its standard error at one common share; its square is Pearson's χ².
    pub z: Option<f64>,
    /// Two-sided; none where all cases have the mark, or none has.
    pub p: Option<f64>,
    /// Cohen's h: 2 arcsin √first − 2 arcsin √second.
    pub cohen_h: f64,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
}

/// Two shares from independent groups.
///
/// # Errors
/// As [`wilson`].
pub fn two_proportions(
    (count1, n1): (u64, u64),
    (count2, n2): (u64, u64),
    confidence: f64,
) -> Result<Proportions, Unfit> {
    let (first, second) = (wilson(count1, n1, confidence)?, wilson(count2, n2, confidence)?);
    let (p, q) = (first.estimate, second.estimate);
    let common = (count1 + count2) as f64 / (n1 + n2) as f64;
    let error = (common * (1.0 - common) * (1.0 / n1 as f64 + 1.0 / n2 as f64)).sqrt();
    let z = (error > 0.0).then(|| (p - q) / error);
    let least = [common, 1.0 - common]
        .map(|share| share * n1.min(n2) as f64)
        .into_iter()
        .fold(f64::INFINITY, f64::min);
    let warnings = (least < 5.0).then_some(Caution::FewCases { found: least as usize, advised: 5 });
    let arc = |share: f64| 2.0 * share.sqrt().asin();
    Ok(Proportions {
        difference: p - q,
        ci_low: p - q - (p - first.ci_low).hypot(second.ci_high - q),
        ci_high: p - q + (first.ci_high - p).hypot(q - second.ci_low),
        z,
        p: z.map(normal_two_sided),
        cohen_h: arc(p) - arc(q),
        first,
        second,
        warnings: warnings.into_iter().collect(),
    })
}
