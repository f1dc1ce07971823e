//! What a study could have seen: tests of trends before a treatment, and the least effect one would notice.

use serde::Serialize;

use crate::glm::Test;
use crate::glm::solve::{definite_inverse, dot, quadratic, times};
use crate::{Unfit, tails};

/// Whether treated and control units moved alike before the treatment, and what the test could have seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PreTrend {
    /// Joint χ² test that all effects before the treatment are 0.
    #[serde(flatten)]
    pub test: Test,
    /// The line through the reference time that fits the effects best, as a slope a period.
    pub slope: f64,
    /// Its standard error.
    pub slope_std_error: f64,
    /// The slope a period that the joint test would notice, at 5 %, in half of all studies.
    pub slope_noticed_half: f64,
    /// The slope it would notice in four of five studies.
    pub slope_noticed_four_fifths: f64,
}

/// Test of effects before a treatment, with its power against a straight line.
///
/// `event_times` are times before the treatment other than the reference −1, `estimates` the effects there, `covariance` theirs, row
/// after row. A test that finds nothing proves little when the slopes it would notice are large: that is why they are given.
///
/// Source: Roth 2022, «Pretest with caution», AER: Insights 4, §I, with the joint Wald test in the place of single ones; noncentral
/// χ² by Johnson, Kotz and Balakrishnan 1995, eq. 29.2.
///
/// # Errors
/// [`Unfit::Shape`], [`Unfit::TooFew`] without any time, [`Unfit::Collinear`] when the covariance is singular.
pub fn pre_trend(event_times: &[i64], estimates: &[f64], covariance: &[f64]) -> Result<PreTrend, Unfit> {
    let k = estimates.len();
    if event_times.len() != k || covariance.len() != k * k {
        return Err(Unfit::Shape { expected: k, found: event_times.len() });
    }
    if k == 0 {
        return Err(Unfit::TooFew { needed: 1, found: 0 });
    }
    let inverse = definite_inverse(covariance, k)?;
    // A line through 0 at the reference time −1.
    let line: Vec<f64> = event_times.iter().map(|at| (at + 1) as f64).collect();
    let weight = quadratic(&inverse, &line);
    let noticed = |power: f64| (noncentrality(power, k as f64) / weight).sqrt();
    Ok(PreTrend {
        test: Test::chi_squared(quadratic(&inverse, estimates), k),
        slope: dot(&times(&inverse, &line), estimates) / weight,
        slope_std_error: weight.sqrt().recip(),
        slope_noticed_half: noticed(0.5),
        slope_noticed_four_fifths: noticed(0.8),
    })
}

/// The noncentrality at which a χ² test at 5 % rejects with this probability.
fn noncentrality(power: f64, df: f64) -> f64 {
    let critical = tails::chi2_quantile(0.95, df);
    let (mut low, mut high) = (0.0, 10.0);
    while noncentral_sf(critical, df, high) < power {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if noncentral_sf(critical, df, middle) < power {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// Upper tail of the noncentral χ²: a Poisson mixture of central ones.
fn noncentral_sf(x: f64, df: f64, noncentrality: f64) -> f64 {
    let half = noncentrality / 2.0;
    let (mut weight, mut covered, mut sum, mut j) = ((-half).exp(), 0.0, 0.0, 0.0);
    while 1.0 - covered > 1e-14 && j < 2000.0 {
        sum += weight * tails::chi2_sf(x, df + 2.0 * j);
        covered += weight;
        j += 1.0;
        weight *= half / j;
    }
    sum
}

/// The least effect a study with this standard error finds significant with probability `power`: (z₁₋α⸝₂ + z_power) · SE, two-sided.
///
/// `level` is the coverage of the interval (0.95 for α = 5 %); `df` degrees of freedom of the t statistic, or none for the normal.
///
/// Source: Bloom 1995, «Minimum detectable effects», Evaluation Review 19, eq. 1.
///
/// # Errors
/// [`Unfit::OutOfRange`] for a level or power outside (0, 1), or a standard error that is not above 0.
pub fn minimum_detectable_effect(
    std_error: f64,
    level: f64,
    power: f64,
    df: Option<f64>,
) -> Result<f64, Unfit> {
    for (name, value) in [("level", level), ("power", power)] {
        if !(value > 0.0 && value < 1.0) {
            return Err(Unfit::OutOfRange { name, value, low: 0.0, high: 1.0 });
        }
    }
    if !(std_error > 0.0 && std_error.is_finite()) {
        let (low, high) = (f64::MIN_POSITIVE, f64::MAX);
        return Err(Unfit::OutOfRange { name: "std_error", value: std_error, low, high });
    }
    let quantile = |p: f64| df.map_or_else(|| tails::normal_quantile(p), |df| tails::t_quantile(p, df));
    Ok((quantile(0.5 + level / 2.0) + quantile(power)) * std_error)
}

/// The least effect a planned difference-in-differences would notice.
///
/// `treated` and `controls` units, `before` and `after` periods, `sd` of the outcome between units, `autocorrelation` of one unit's
/// outcomes between periods, in \[0, 1).
///
/// Source: McKenzie 2012, «Beyond baseline and follow-up», J. Development Economics 99, eq. 4: the variance is
/// σ²(1 − ρ)(1/m + 1/r)(1/n₁ + 1/n₀).
///
/// # Errors
/// [`Unfit::OutOfRange`] for a number outside its domain.
pub fn did_detectable(
    (treated, controls): (usize, usize),
    (before, after): (usize, usize),
    sd: f64,
    autocorrelation: f64,
    level: f64,
    power: f64,
) -> Result<f64, Unfit> {
    let counts = [("treated", treated), ("controls", controls), ("before", before), ("after", after)];
    if let Some((name, _)) = counts.iter().find(|(_, count)| *count == 0) {
        return Err(Unfit::OutOfRange { name, value: 0.0, low: 1.0, high: f64::INFINITY });
    }
    if !(0.0..1.0).contains(&autocorrelation) {
        let value = autocorrelation;
        return Err(Unfit::OutOfRange { name: "autocorrelation", value, low: 0.0, high: 1.0 });
    }
    let inverse = |count: usize| 1.0 / count as f64;
    let variance = sd
        * sd
        * (1.0 - autocorrelation)
        * (inverse(before) + inverse(after))
        * (inverse(treated) + inverse(controls));
    minimum_detectable_effect(variance.sqrt(), level, power, None)
}

#[cfg(test)]
mod tests {
    use super::{did_detectable, minimum_detectable_effect, noncentral_sf, pre_trend};

    #[test]
    fn the_multiplier_of_textbooks_is_met() {
        // 1.959964 + 0.841621 = 2.801585, the 2.8 of Bloom's table.
        let found = minimum_detectable_effect(1.0, 0.95, 0.8, None).expect("in range");
        assert!((found - 2.801_585_217).abs() < 1e-8, "{found}");
        let planned = did_detectable((50, 50), (1, 1), 1.0, 0.5, 0.95, 0.8).expect("in range");
        assert!((planned - 2.801_585_217 * (0.5_f64 * 2.0 * 0.04).sqrt()).abs() < 1e-8, "{planned}");
        assert!(minimum_detectable_effect(0.0, 0.95, 0.8, None).is_err());
    }

    #[test]
    fn one_time_before_is_a_squared_z() {
        let found = pre_trend(&[-2], &[0.3], &[0.04]).expect("fits");
        assert!((found.test.statistic - 2.25).abs() < 1e-12);
        assert!((found.slope + 0.3).abs() < 1e-12 && (found.slope_std_error - 0.2).abs() < 1e-12);
        // With one time a slope of 1.96 errors is noticed in half of the studies (Φ(0) and a speck from the other side).
        assert!((found.slope_noticed_half / 0.2 - 1.96).abs() < 1e-3, "{}", found.slope_noticed_half);
    }

    #[test]
    fn a_noncentral_square_is_a_moved_normal() {
        let (x, shift) = (3.0_f64, 1.2_f64);
        let by_normal = crate::tails::normal_sf(x - shift) + crate::tails::normal_cdf(-x - shift);
        assert!((noncentral_sf(x * x, 1.0, shift * shift) - by_normal).abs() < 1e-12);
    }
}
