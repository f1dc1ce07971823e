//! Negative binomial regression (NB2).

use serde::Serialize;

use super::count::checked_counts;
use super::family::Family;
use super::fit::{self, Errors, Fit, Options, Parts, checked_design};
use super::irls::{self, Fitted};
use super::psi::{digamma, trigamma};
use super::solve::definite_inverse;
use super::table::{Check, Scale, Test};
use crate::{Caution, Matrix, Unfit, tails};

/// Counts up to here are summed term by term; beyond, the gamma function is as exact and quicker.
const SUMMED: f64 = 256.0;

/// A negative binomial regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NegativeBinomial {
    /// The regression.
    #[serde(flatten)]
    pub fit: Fit,
    /// α: the variance is μ + αμ²; 0 when the counts spread no more than Poisson's.
    pub alpha: f64,
    /// Its standard error.
    pub alpha_std_error: f64,
    /// Lower end of its interval, made on the logarithm.
    pub alpha_ci_low: f64,
    /// Upper end of its interval.
    pub alpha_ci_high: f64,
    /// Likelihood-ratio test of Poisson against it; half a χ², because α cannot fall below 0.
    pub against_poisson: Test,
}

/// Negative binomial regression of counts with variance μ + αμ² (NB2), by maximum likelihood in the coefficients and α at once, with
/// the logarithm as link; ratios are rate ratios.
///
/// `x` is n × k with a constant column where one is wanted, `terms` its k names. Errors of the model come from the observed information
/// of all k + 1 parameters; the sandwich uses the scores of the coefficients at the estimated α. When the counts spread no more than
/// Poisson's the maximum lies at α = 0: the result then is Poisson's with [`Caution::NotOverdispersed`].
///
/// Source: Cameron and Trivedi 2013, «Regression Analysis of Count Data», 2nd edition, §3.3.1, eq. 3.26–3.29; Lawless 1987.
///
/// # Errors
/// Those of [`poisson`](super::poisson), and [`Unfit::OutOfRange`] for an outcome that is no whole number.
pub fn negative_binomial(
    x: &Matrix,
    terms: &[String],
    y: &[f64],
    options: &Options,
) -> Result<NegativeBinomial, Unfit> {
    let constant = checked_design(x, terms, y)?;
    options.checked(x.rows())?;
    checked_counts(x, y)?;
    if let Some(value) = y.iter().find(|y| y.fract() != 0.0) {
        return Err(Unfit::OutOfRange { name: "y", value: *value, low: value.floor(), high: value.ceil() });
    }
    let offset = options.offset.as_deref();
    let poisson = irls::fit(Family::Poisson, x, y, offset)?;
    let poisson_log_likelihood = Family::Poisson.log_likelihood(y, &poisson.eta, poisson.deviance);
    let Some((alpha, fitted)) = likeliest(x, y, offset, &poisson)? else {
        return at_zero(x, terms, y, options);
    };
    let family = Family::NegativeBinomial { alpha };
    let null_fit = null(y, offset, constant)?;
    let (covariance, alpha_variance) = observed(x, y, &fitted, alpha)?;
    let dispersion = fitted.pearson / (x.rows() - x.columns()) as f64;
    let parts = Parts {
        model: "negative-binomial",
        link: "log",
        ratio_kind: "rate-ratio",
        source: "Cameron & Trivedi 2013, §3.3.1, eq. 3.26-3.29",
        family,
        x,
        terms,
        y,
        constant,
        options,
        beside: 1,
        null: null_fit,
        information: Some((bread(options, &covariance, &fitted), fitted.scores.clone())),
        scale: Scale::normal(options.level),
        warnings: Vec::new(),
        assumptions: vec![Check {
            assumption: "variance-is-mean-plus-alpha-mean-squared",
            statistic: dispersion,
            p: None,
            holds: dispersion < 1.5,
        }],
    };
    let fit = fit::assemble(parts, fitted)?;
    let error = alpha_variance.sqrt();
    let reach = (Scale::normal(options.level).critical() * error / alpha).exp();
    let gain = 2.0 * (fit.likelihood.log_likelihood - poisson_log_likelihood);
    Ok(NegativeBinomial {
        fit,
        alpha,
        alpha_std_error: error,
        alpha_ci_low: alpha / reach,
        alpha_ci_high: alpha * reach,
        against_poisson: half_chi_squared(gain),
    })
}

/// The model's covariance, or the bread of a sandwich: the inverse of the expected information of the coefficients.
fn bread(options: &Options, covariance: &[f64], fitted: &Fitted) -> Vec<f64> {
    match options.errors {
        Errors::Model => covariance.to_vec(),
        _ => fitted.inverse.clone(),
    }
}

/// A mixture of nothing and χ² with one degree of freedom, each with half the weight (Self and Liang 1987, case 5).
fn half_chi_squared(statistic: f64) -> Test {
    let p = if statistic > 0.0 { 0.5 * tails::chi2_sf(statistic, 1.0) } else { 1.0 };
    Test { statistic: statistic.max(0.0), df: 1.0, df_denominator: None, p }
}

fn at_zero(x: &Matrix, terms: &[String], y: &[f64], options: &Options) -> Result<NegativeBinomial, Unfit> {
    let mut fit = super::poisson(x, terms, y, options)?;
    fit.model = "negative-binomial";
    fit.warnings.push(Caution::NotOverdispersed);
    Ok(NegativeBinomial {
        fit,
        alpha: 0.0,
        alpha_std_error: f64::NAN,
        alpha_ci_low: 0.0,
        alpha_ci_high: f64::NAN,
        against_poisson: half_chi_squared(0.0),
    })
}

/// Log-likelihood and deviance of the null model at its own α, as a comparison of two maxima asks.
fn null(y: &[f64], offset: Option<&[f64]>, constant: Option<usize>) -> Result<(f64, f64), Unfit> {
    if constant.is_none() {
        return fit::null_model(Family::Poisson, y, offset, None);
    }
    let ones = Matrix::new(y.len(), 1, vec![1.0; y.len()])?;
    let poisson = irls::fit(Family::Poisson, &ones, y, offset)?;
    Ok(match likeliest(&ones, y, offset, &poisson)? {
        Some((alpha, fitted)) => {
            let family = Family::NegativeBinomial { alpha };
            (family.log_likelihood(y, &fitted.eta, fitted.deviance), fitted.deviance)
        }
        None => (Family::Poisson.log_likelihood(y, &poisson.eta, poisson.deviance), poisson.deviance),
    })
}

/// α at the maximum with the fit there; none when the likelihood falls from α = 0 on.
///
/// For each α the coefficients are fitted afresh; the derivative of that profile is the derivative by α alone, whose root is bracketed
/// and closed in on by the Illinois rule on ln α.
fn likeliest(
    x: &Matrix,
    y: &[f64],
    offset: Option<&[f64]>,
    poisson: &Fitted,
) -> Result<Option<(f64, Fitted)>, Unfit> {
    // The derivative at α = 0 is half of Σ (y − μ)² − y (Cameron and Trivedi 1990, eq. 2.9 with g(μ) = μ²).
    let excess: f64 = y.iter().zip(&poisson.means).map(|(y, mean)| (y - mean).powi(2) - y).sum();
    if excess <= 0.0 {
        return Ok(None);
    }
    let squares: f64 = poisson.means.iter().map(|mean| mean * mean).sum();
    let at = |alpha: f64, start: &[f64]| -> Result<(f64, Fitted), Unfit> {
        let family = Family::NegativeBinomial { alpha };
        let fitted = irls::search(family, x, y, offset, start.to_vec(), false)?;
        let slope = y.iter().zip(&fitted.means).map(|(y, mean)| derivatives(*y, *mean, alpha).0).sum();
        Ok((slope, fitted))
    };
    let guess = (excess / squares).clamp(1e-8, 1e8);
    let (mut slope, mut best) = at(guess, &poisson.coefficients)?;
    let (mut near, mut far) = ((guess.ln(), slope), (guess.ln(), slope));
    while slope * near.1 > 0.0 {
        near = far;
        let next = far.0 + if slope > 0.0 { 1.5 } else { -1.5 };
        if !(-30.0..=30.0).contains(&next) {
            return if next < 0.0 { Ok(None) } else { Err(Unfit::NotSettled { steps: 20 }) };
        }
        (slope, best) = at(next.exp(), &best.coefficients)?;
        far = (next, slope);
    }
    let mut alpha = far.0.exp();
    for _ in 0..100 {
        if slope == 0.0 || (near.0 - far.0).abs() < 1e-14 {
            break;
        }
        let next = (near.0 * far.1 - far.0 * near.1) / (far.1 - near.1);
        let moved = (next - far.0).abs();
        (slope, best) = at(next.exp(), &best.coefficients)?;
        alpha = next.exp();
        if slope * far.1 < 0.0 {
            near = far;
        } else {
            near.1 /= 2.0;
        }
        far = (next, slope);
        if moved < 1e-13 {
            break;
        }
    }
    let family = Family::NegativeBinomial { alpha };
    let mut fitted = irls::search(family, x, y, offset, best.coefficients, true)?;
    fitted.design_inverse.clone_from(&poisson.design_inverse);
    Ok(Some((alpha, fitted)))
}

/// Covariance of the coefficients and variance of α, from the observed information of all.
fn observed(x: &Matrix, y: &[f64], fitted: &Fitted, alpha: f64) -> Result<(Vec<f64>, f64), Unfit> {
    let k = x.columns();
    let size = k + 1;
    let mut information = vec![0.0; size * size];
    for (row, (y, mean)) in y.iter().zip(&fitted.means).enumerate() {
        let spread = 1.0 + alpha * mean;
        let weight = mean * (1.0 + alpha * y) / (spread * spread);
        let cross = (y - mean) * mean / (spread * spread);
        let cells = x.row(row);
        for i in 0..k {
            for j in 0..k {
                information[i * size + j] += weight * cells[i] * cells[j];
            }
            information[i * size + k] += cross * cells[i];
        }
        information[k * size + k] -= derivatives(*y, *mean, alpha).1;
    }
    for i in 0..k {
        information[k * size + i] = information[i * size + k];
    }
    let inverse = definite_inverse(&information, size)?;
    let covariance = (0..k).flat_map(|i| inverse[i * size..i * size + k].to_vec()).collect();
    Ok((covariance, inverse[k * size + k]))
}

/// First and second derivative of one case's log-likelihood by α.
///
/// The log-likelihood is Σ_{j<y} ln(1 + αj) − ln y! + y ln μ − (y + 1/α) ln(1 + αμ), which runs into Poisson's as α falls to 0.
fn derivatives(y: f64, mean: f64, alpha: f64) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    if y <= SUMMED {
        let mut j = 1.0;
        while j < y {
            let part = j / (1.0 + alpha * j);
            first += part;
            second -= part * part;
            j += 1.0;
        }
    } else {
        // Σ_{j<y} ln(1 + αj) = y ln α + ln Γ(y + r) − ln Γ(r) with r = 1/α.
        let r = 1.0 / alpha;
        let (by_r, by_r_twice) = (digamma(y + r) - digamma(r), trigamma(y + r) - trigamma(r));
        first = y / alpha - by_r * r * r;
        second = -y / (alpha * alpha) + 2.0 * by_r * r * r * r + by_r_twice * r.powi(4);
    }
    let product = alpha * mean;
    let spread = 1.0 + product;
    // (ln(1 + t) − t/(1 + t))/α² and its derivative, by series where they cancel.
    let (gap, gap_slope) = if product < 1e-3 {
        let t = product;
        let series =
            0.5 - t * (2.0 / 3.0 - t * (3.0 / 4.0 - t * (4.0 / 5.0 - t * (5.0 / 6.0 - t * 6.0 / 7.0))));
        let slope = -(2.0 / 3.0 - t * (3.0 / 2.0 - t * (12.0 / 5.0 - t * (10.0 / 3.0 - t * 30.0 / 7.0))));
        (mean * mean * series, mean.powi(3) * slope)
    } else {
        let gap = (product.ln_1p() - product / spread) / (alpha * alpha);
        (gap, -2.0 * gap / alpha + mean * mean / (alpha * spread * spread))
    };
    first += gap - y * mean / spread;
    second += gap_slope + y * mean * mean / (spread * spread);
    (first, second)
}

/// The log-likelihood with all constants.
pub(crate) fn log_likelihood(y: &[f64], eta: &[f64], alpha: f64) -> f64 {
    let r = 1.0 / alpha;
    let case = |(y, eta): (&f64, &f64)| {
        let mean = eta.exp();
        let rising = if *y <= SUMMED {
            let mut sum = 0.0;
            let mut j = 1.0;
            while j < *y {
                sum += (alpha * j).ln_1p();
                j += 1.0;
            }
            sum
        } else {
            y * alpha.ln() + tails::ln_gamma(y + r) - tails::ln_gamma(r)
        };
        let spread = (alpha * mean).ln_1p();
        let first = if *y > 0.0 { y * (eta - spread) } else { 0.0 };
        rising - tails::ln_gamma(y + 1.0) + first - spread / alpha
    };
    y.iter().zip(eta).map(case).sum()
}
