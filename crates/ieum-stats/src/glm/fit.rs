//! Options and results common to the models, and how a result is put together.

use serde::Serialize;

use super::family::Family;
use super::irls::{self, Fitted};
use super::solve::{self, numbered};
use super::table::{Check, Coefficient, Ratio, Scale, Test, ratios};
use crate::{Caution, Matrix, Unfit};

/// From this variance inflation factor on two columns nearly say the same thing (Marquardt 1970, Technometrics 12).
const INFLATED: f64 = 10.0;
/// Events a coefficient below which estimates lean away from 0 (Peduzzi and others 1996, J. Clin. Epidemiol. 49).
pub(crate) const EVENTS_A_COEFFICIENT: usize = 10;
/// Clusters below which cluster-robust errors are too small (Cameron and Miller 2015, J. Human Resources 50, §VI).
pub(crate) const ENOUGH_CLUSTERS: usize = 40;

/// How standard errors are made. The result repeats the choice by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Errors {
    /// From the model's information matrix.
    #[default]
    Model,
    /// Huber and White's sandwich without correction.
    Hc0,
    /// The sandwich times n/(n − k).
    Hc1,
    /// The sandwich over clusters times G/(G − 1) · (n − 1)/(n − k); one label a case, equal labels one cluster.
    Cluster(Vec<usize>),
}

impl Errors {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Hc0 => "hc0",
            Self::Hc1 => "hc1",
            Self::Cluster(_) => "cluster-cr1",
        }
    }
}

/// What may be chosen for any model.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Coverage of the intervals, in (0, 1).
    pub level: f64,
    /// How standard errors are made.
    pub errors: Errors,
    /// A known part of the linear predictor, one number a case: for counts, the logarithm of the exposure.
    pub offset: Option<Vec<f64>>,
}

impl Default for Options {
    /// 95 % intervals, errors of the model, no offset.
    fn default() -> Self {
        Self { level: 0.95, errors: Errors::Model, offset: None }
    }
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// `logit`, `poisson`, `negative-binomial` or `gamma`.
    pub model: &'static str,
    /// `logit` or `log`.
    pub link: &'static str,
    /// Cases.
    pub n: usize,
    /// n minus coefficients (and minus the dispersion of the negative binomial).
    pub df_residual: usize,
    /// Coefficients that are not the constant.
    pub df_model: usize,
    /// How standard errors were made: `model`, `hc0`, `hc1` or `cluster-cr1`.
    pub errors: &'static str,
    /// Coefficients on the link's scale.
    pub coefficients: Vec<Coefficient>,
    /// What the exponentials are: `odds-ratio`, `rate-ratio` or `mean-ratio`.
    pub ratio_kind: &'static str,
    /// Exponentials of the coefficients other than the constant, with intervals.
    pub ratios: Vec<Ratio>,
    /// How well the model does.
    #[serde(flatten)]
    pub likelihood: Likelihood,
    /// Pearson's χ² over its degrees of freedom; the dispersion estimate of gamma.
    pub pearson_dispersion: f64,
    /// Steps of the search.
    pub steps: usize,
    /// What was assumed, and what the data say of it.
    pub assumptions: Vec<Check>,
    /// Where the formulas come from.
    pub source: &'static str,
    /// What to bear in mind.
    pub warnings: Vec<Caution>,
    /// Covariance of the coefficients, row after row, k × k.
    #[serde(skip)]
    pub covariance: Vec<f64>,
    /// Fitted means, one a case.
    #[serde(skip)]
    pub fitted: Vec<f64>,
}

/// Figures of the whole model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Likelihood {
    /// Log-likelihood with all constants.
    pub log_likelihood: f64,
    /// Log-likelihood of the model with only a constant (only the offset when the design has no constant).
    pub null_log_likelihood: f64,
    /// Twice the distance to a model that meets every case.
    pub deviance: f64,
    /// The same of the null model.
    pub null_deviance: f64,
    /// Pearson's χ².
    pub pearson_chi2: f64,
    /// Akaike's criterion, every estimated number counted.
    pub aic: f64,
    /// Schwarz's criterion, every estimated number counted.
    pub bic: f64,
    /// Named pseudo-R².
    pub pseudo_r2: PseudoR2,
    /// Likelihood-ratio test of all coefficients but the constant.
    pub likelihood_ratio: Test,
}

/// Pseudo-R² by name: they are different figures and must not be compared with one another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PseudoR2 {
    /// 1 − ll/ll₀ (McFadden 1974).
    pub mcfadden: f64,
    /// 1 − (ll − k)/ll₀, k the coefficients but the constant.
    pub mcfadden_adjusted: f64,
    /// 1 − exp(2(ll₀ − ll)/n) (Cox and Snell 1989; Maddala 1983).
    pub cox_snell: f64,
    /// Cox and Snell over its maximum (Nagelkerke 1991).
    pub nagelkerke: f64,
    /// 1 − D/D₀, the share of the null deviance explained.
    pub deviance: f64,
    /// Difference of mean fitted probabilities between events and others (Tjur 2009); logit only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tjur: Option<f64>,
}

/// Refuses what no model can take (and numbers beyond 10^±100), and finds the constant column.
pub(crate) fn checked_design(x: &Matrix, terms: &[String], y: &[f64]) -> Result<Option<usize>, Unfit> {
    let (n, k) = (x.rows(), x.columns());
    if y.len() != n {
        return Err(Unfit::Shape { expected: n, found: y.len() });
    }
    if terms.len() != k {
        return Err(Unfit::Shape { expected: k, found: terms.len() });
    }
    if k == 0 {
        return Err(Unfit::NoTerms);
    }
    // The design was checked when it was made; the outcome follows its columns.
    if let Some(row) = y.iter().position(|y| !y.is_finite()) {
        return Err(Unfit::NotFinite { row, column: k });
    }
    if n <= k {
        return Err(Unfit::TooFew { needed: k + 1, found: n });
    }
    in_range(x, y)?;
    let constant = |column: &usize| {
        let first = x.at(0, *column);
        first != 0.0 && (1..n).all(|row| x.at(row, *column) == first)
    };
    Ok((0..k).find(constant))
}

/// Refuses numbers whose squares leave the range of doubles, so that no error or p value silently stops being a number.
pub(crate) fn in_range(x: &Matrix, y: &[f64]) -> Result<(), Unfit> {
    let outside = |value: &&f64| **value != 0.0 && !(1e-100..=1e100).contains(&value.abs());
    let refuse = |name: &'static str, value: f64| {
        let low = if value.abs() < 1.0 { 1e-100 } else { -1e100 };
        Err(Unfit::OutOfRange { name, value, low, high: 1e100 })
    };
    if let Some(value) = x.cells().iter().find(outside) {
        return refuse("x", *value);
    }
    match y.iter().find(outside) {
        Some(value) => refuse("y", *value),
        None => Ok(()),
    }
}

impl Options {
    pub(crate) fn checked(&self, n: usize) -> Result<(), Unfit> {
        if !(self.level > 0.0 && self.level < 1.0) {
            return Err(Unfit::OutOfRange { name: "level", value: self.level, low: 0.0, high: 1.0 });
        }
        if let Some(offset) = &self.offset {
            if offset.len() != n {
                return Err(Unfit::Shape { expected: n, found: offset.len() });
            }
            if let Some(row) = offset.iter().position(|known| !known.is_finite()) {
                return Err(Unfit::NotFinite { row, column: 0 });
            }
        }
        match &self.errors {
            Errors::Cluster(labels) if labels.len() != n => {
                Err(Unfit::Shape { expected: n, found: labels.len() })
            }
            _ => Ok(()),
        }
    }
}

/// The covariance of coefficients by the chosen rule; `inverse` at the model's dispersion, `scores` at the same.
pub(crate) fn covariance(
    errors: &Errors,
    x: &Matrix,
    inverse: &[f64],
    scores: &[f64],
    warnings: &mut Vec<Caution>,
) -> Result<Vec<f64>, Unfit> {
    let (n, k) = (x.rows() as f64, x.columns());
    let robust = |clusters, factor: f64| {
        let mut cells = solve::sandwich(inverse, &solve::meat(x, scores, clusters), k);
        cells.iter_mut().for_each(|cell| *cell *= factor);
        cells
    };
    Ok(match errors {
        Errors::Model => inverse.to_vec(),
        Errors::Hc0 => robust(None, 1.0),
        Errors::Hc1 => robust(None, n / (n - k as f64)),
        Errors::Cluster(labels) => {
            let (of, count) = numbered(labels);
            if count < 2 {
                return Err(Unfit::TooFew { needed: 2, found: count });
            }
            if count < ENOUGH_CLUSTERS {
                warnings.push(Caution::FewClusters { found: count, advised: ENOUGH_CLUSTERS });
            }
            let groups = count as f64;
            robust(Some((&of, count)), groups / (groups - 1.0) * (n - 1.0) / (n - k as f64))
        }
    })
}

/// What a model adds to the common result.
pub(crate) struct Parts<'a> {
    pub(crate) model: &'static str,
    pub(crate) link: &'static str,
    pub(crate) ratio_kind: &'static str,
    pub(crate) source: &'static str,
    pub(crate) family: Family,
    pub(crate) x: &'a Matrix,
    pub(crate) terms: &'a [String],
    pub(crate) y: &'a [f64],
    pub(crate) constant: Option<usize>,
    pub(crate) options: &'a Options,
    /// Estimated numbers beside the coefficients: a dispersion.
    pub(crate) beside: usize,
    /// Log-likelihood and deviance of the null model.
    pub(crate) null: (f64, f64),
    /// Inverse information and scores at the model's dispersion, when not those of the fit.
    pub(crate) information: Option<(Vec<f64>, Vec<f64>)>,
    pub(crate) scale: Scale,
    pub(crate) warnings: Vec<Caution>,
    pub(crate) assumptions: Vec<Check>,
}

/// Log-likelihood and deviance of the model with only a constant, or only the offset.
pub(crate) fn null_model(
    family: Family,
    y: &[f64],
    offset: Option<&[f64]>,
    constant: Option<usize>,
) -> Result<(f64, f64), Unfit> {
    let n = y.len();
    let (eta, deviance) = if constant.is_some() {
        let ones = Matrix::new(n, 1, vec![1.0; n])?;
        let fitted = irls::fit(family, &ones, y, offset)?;
        (fitted.eta, fitted.deviance)
    } else {
        let eta = offset.map_or_else(|| vec![0.0; n], <[f64]>::to_vec);
        let deviance =
            y.iter().zip(&eta).map(|(y, eta)| family.deviance(*y, *eta, family.case(*y, *eta).mean)).sum();
        (eta, deviance)
    };
    Ok((family.log_likelihood(y, &eta, deviance), deviance))
}

/// Puts a result together.
pub(crate) fn assemble(parts: Parts<'_>, fitted: Fitted) -> Result<Fit, Unfit> {
    let Parts { family, x, terms, y, constant, options, mut warnings, .. } = parts;
    let (n, k) = (x.rows(), x.columns());
    let df_model = k - usize::from(constant.is_some());
    let (inverse, scores) = parts.information.unwrap_or((fitted.inverse, fitted.scores));
    let covariance = covariance(&options.errors, x, &inverse, &scores, &mut warnings)?;
    let bare = match fitted.design_inverse {
        Some(inverse) => inverse,
        None => solve::least_squares(x, None, y)?.inverse,
    };
    for (column, inflation) in irls::inflations(x, &bare, constant).into_iter().enumerate() {
        if inflation > INFLATED {
            warnings.push(Caution::NearlyCollinear { column, inflation });
        }
    }
    let log_likelihood = family.log_likelihood(y, &fitted.eta, fitted.deviance);
    let (null_log_likelihood, null_deviance) = parts.null;
    let cases = n as f64;
    let estimated = (k + parts.beside) as f64;
    let cox_snell = -(2.0 * (null_log_likelihood - log_likelihood) / cases).exp_m1();
    let most = -(2.0 * null_log_likelihood / cases).exp_m1();
    let tjur = (family == Family::Logit).then(|| tjur(y, &fitted.means));
    let coefficients = parts.scale.table(terms, &fitted.coefficients, &covariance);
    let df_residual = n.saturating_sub(k + parts.beside);
    Ok(Fit {
        model: parts.model,
        link: parts.link,
        n,
        df_residual,
        df_model,
        errors: options.errors.name(),
        ratio_kind: parts.ratio_kind,
        ratios: ratios(&coefficients, constant),
        coefficients,
        likelihood: Likelihood {
            log_likelihood,
            null_log_likelihood,
            deviance: fitted.deviance,
            null_deviance,
            pearson_chi2: fitted.pearson,
            aic: 2.0 * (estimated - log_likelihood),
            bic: cases.ln() * estimated - 2.0 * log_likelihood,
            pseudo_r2: PseudoR2 {
                mcfadden: 1.0 - log_likelihood / null_log_likelihood,
                mcfadden_adjusted: 1.0 - (log_likelihood - df_model as f64) / null_log_likelihood,
                cox_snell,
                nagelkerke: cox_snell / most,
                deviance: 1.0 - fitted.deviance / null_deviance,
                tjur,
            },
            likelihood_ratio: Test::chi_squared(2.0 * (log_likelihood - null_log_likelihood), df_model),
        },
        pearson_dispersion: fitted.pearson / (n - k) as f64,
        steps: fitted.steps,
        assumptions: parts.assumptions,
        source: parts.source,
        warnings,
        covariance,
        fitted: fitted.means,
    })
}

/// Likelihood-ratio test of a model within another of the same kind on the same cases.
///
/// Source: Wilks 1938; McCullagh and Nelder 1989, §4.4. It means nothing for models that are not one within the other, which cannot be
/// checked here.
///
/// # Errors
/// [`Unfit::Shape`] when the cases differ in number, [`Unfit::OutOfRange`] when the larger model has no more coefficients.
pub fn likelihood_ratio(smaller: &Fit, larger: &Fit) -> Result<Test, Unfit> {
    if smaller.n != larger.n {
        return Err(Unfit::Shape { expected: larger.n, found: smaller.n });
    }
    let (few, many) = (smaller.coefficients.len(), larger.coefficients.len());
    if few >= many {
        let (value, low) = (many as f64, few as f64 + 1.0);
        return Err(Unfit::OutOfRange { name: "larger", value, low, high: f64::INFINITY });
    }
    let gain = larger.likelihood.log_likelihood - smaller.likelihood.log_likelihood;
    Ok(Test::chi_squared(2.0 * gain, many - few))
}

fn tjur(y: &[f64], means: &[f64]) -> f64 {
    let mut sums = [(0.0, 0.0); 2];
    for (y, mean) in y.iter().zip(means) {
        let side = &mut sums[usize::from(*y > 0.5)];
        *side = (side.0 + mean, side.1 + 1.0);
    }
    sums[1].0 / sums[1].1 - sums[0].0 / sums[0].1
}
